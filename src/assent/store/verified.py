"""Whether the whole record is as it was written: every line, link, seal and signature, from the oldest on. A look that
must be quick asks the same of all of it, and passes over what an earlier look found whole and nobody has touched."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assent.store import chained, dropped, erased, keys, links, merkle, packed, record, seal, stretches
from assent.store.stretches import Memory, Stretch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.store.links import Fault
    from assent.store.paths import Paths

# Bytes that a quick look reads at most: the rest waits for the next one.
MOST = 256 << 20


@dataclass(slots=True)
class Report:
    """What was looked at and what is wrong, the first fault first. `beside` counts lines without a link among linked
    ones; `older` those from before lines were linked; `early` those of a day whose own time is of an earlier one;
    `unread` bytes that were not looked at."""

    lines: int = 0
    linked: int = 0
    older: int = 0
    beside: int = 0
    erased: int = 0
    early: int = 0
    days: int = 0
    seals: int = 0
    unread: int = 0
    dropped_until: str = ""
    key: str = ""
    leaps: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def whole(paths: Paths) -> Report:
    """Reads everything. Changes nothing."""
    return _Pass(paths, Memory({}), 1 << 62).report()


def quick(paths: Paths, most: int | None = None) -> Report:
    """Says what `whole` says of all that was touched since it was found whole, and remembers what it found."""
    memory = stretches.read(paths)
    found = _Pass(paths, memory, MOST if most is None else most).report()
    stretches.keep(paths, memory)
    return found


class _Pass:
    def __init__(self, paths: Paths, memory: Memory, most: int) -> None:
        self.paths = paths
        self.memory = memory
        self.left = most
        self.parts = record.parts(paths)
        self.seals = {each.day: each for each in seal.all_of(paths)}
        self.note = dropped.newest(paths)
        self.found = Report(days=len(self.parts), seals=len(self.seals), dropped_until=self.note.until)
        self.chain = links.Chain(self._stands_in_its_day)
        self.head = chained.known(paths)
        self.at_head: links.Line | None = None
        self.hashes: tuple[str, set[str]] = ("", set())  # of all lines of a day
        self.passed: set[str] = set()  # files and days that were not looked at
        self.altered: list[tuple[str, int, str, str]] = []
        self.told: set[tuple[str, str]] = set()
        self.early = ""  # the day before the one that is read

    def report(self) -> Report:
        found = self.found
        previous = ""
        for day in sorted({*self.parts, *self.seals}):
            known = self.seals.get(day)
            if day in self.parts:
                self._day(day, known)
                self.early = day
            else:
                self._without(day)
            if known:
                if not known.stated:
                    self._fault(self.paths.seal(day), None, "is broken")
                elif not seal.is_linked(known, previous):
                    self._fault(self.paths.seal(day), None, "was made again, or a seal before it is missing")
                previous = known.chain
            elif self.seals and day < max(self.seals):
                self._fault(self.paths.seal(day), None, "is gone: the days after it are sealed")
        self.chain.end(self._is_unknown)
        self._end()
        found.linked, unlinked = self.chain.linked, self.chain.unlinked
        found.beside, found.older = unlinked - found.older, found.older
        found.leaps = [
            (day, own) for each in self.chain.leapt if (own := _day(each.file)) < (day := each.after[:10])
        ]
        found.faults = self.chain.faults
        self._erasures()
        found.key = next((each.key for each in reversed(self.seals.values()) if each.key), "")
        for each in keys.problems(self.paths, list(self.seals.values())):
            self._fault(each.where, None, each.what, each.hint)
        return found

    def _stands_in_its_day(self, line: links.Line) -> bool:
        """Whether the line that this one goes on from stands anywhere in its day. A day is read once for all that are
        asked of it: every line of it may be out of place."""
        day = _day(line.file)
        if self.hashes[0] != day:
            data = (data for path in self.parts[day] for data in record.lines(path))
            self.hashes = (day, {links.read(line.file, 0, each).hash for each in data})
        return line.prev in self.hashes[1]

    def _is_unknown(self, day: str) -> bool:
        return day <= self.note.until or day in self.passed

    def _fault(self, file: str, line: int | None, what: str, hint: str = "") -> None:
        self.chain.faults.append(links.Fault(file, line, what, hint))

    # -------------------------------------------------------------------------------------------- a day

    def _day(self, day: str, known: seal.Seal | None) -> None:
        self.chain.begin()
        files = self.parts[day]
        if known is None:
            for path in files:
                name = path.rpartition("/")[2]
                self._stretch(day, name, [path], None)
        else:
            self._stretch(day, day, files, known)

    def _stretch(self, day: str, name: str, files: Sequence[str], known: seal.Seal | None) -> None:
        """Lines that are read, or passed over, together: a file, or a sealed day."""
        state = stretches.state([*files, self.paths.seal(day)] if known else files)
        if state and known:
            state += f" {known.chain}"
        kept = self.memory.of(name, state)
        if kept and self._fits(kept, files[-1]):
            self._leap(kept, day, files[-1])
            self.chain.sure = (known.last if known else None) or self.chain.sure
            self.memory.now[name] = kept
            return
        size = sum(max(0, packed.size(path)) for path in files)
        if size > self.left:
            self.found.unread += size
            self.passed |= {day, *files}
            self.chain.pass_over(None)
            return
        self.left -= size
        faults = len(self.chain.faults)
        made = self._read(day, files, known)
        if made and len(self.chain.faults) == faults and not self.chain.is_doubtful and state:
            made.state = state
            self.memory.now[name] = made

    def _fits(self, kept: Stretch, file: str) -> bool:
        """True where the lines before it are those it goes on from, and it ends where the head says."""
        head = self.head
        if head and self.paths.record(head.day or "-", head.file) == file and head.last != kept.last[2]:
            return False
        return not self.chain.is_doubtful and self.chain.follows(kept.first_line())

    def _leap(self, kept: Stretch, day: str, file: str) -> None:
        last = kept.last_line()
        leapt = [
            links.Line(file, number, "", b"", prev, None, after=after)
            for file, number, prev, after in kept.leapt
        ]
        self.chain.leap(leapt, kept.before, last, kept.last[1])
        self.chain.linked += kept.linked
        self.chain.unlinked += kept.lines - kept.linked
        self.altered += kept.erased
        self.found.lines += kept.lines
        self.found.erased += len(kept.erased)
        self.told |= set(kept.told)
        head = self.head
        if head and head.day == day and self.paths.record(day, head.file) == file:
            self.at_head = last

    def _read(self, day: str, files: Sequence[str], known: seal.Seal | None) -> Stretch | None:
        """Reads them line by line; returns what to remember of them, None where there is nothing."""
        tree, faults = merkle.Tree(), len(self.chain.faults)
        linked, leapt, altered = self.chain.linked, len(self.chain.leapt), len(self.altered)
        told: list[tuple[str, str]] = []
        first: links.Line | None = None
        last: links.Line | None = None
        over: links.Line | None = None
        for path in files:
            self._readable(path)
            file, end = links.file_of(path), 0
            for number, data in enumerate(record.lines(path), 1):
                last = links.read(file, number, data)
                first = first or last
                end += len(data) + 1
                self._take(last, day, path, end)
                if erased.MARK in data:
                    told += erased.told_of(data)
                self.found.early += (
                    bool(self.early) and data[13:23] < self.early.encode() and data.startswith(_HEAD)
                )
                tree.add(last.leaf)
                if known and tree.size - 1 == known.lines:
                    over = last
        self.found.lines += tree.size
        self.told |= set(told)
        if known and known.stated and len(self.chain.faults) == faults and not self.chain.is_doubtful:
            self._against_seal(day, known, tree, last, over)
        if first is None or last is None:
            return None
        before, nth = self.chain.place
        return Stretch(
            "", tree.size, self.chain.linked - linked, (first.prev, first.nth), before,
            (last.prev, nth, last.hash, last.file, last.number),
            [(each.file, each.number, each.prev or "", each.after) for each in self.chain.leapt[leapt:]],
            self.altered[altered:], told,
        )  # fmt: skip

    def _readable(self, path: str) -> None:
        flaw = packed.flaw(path)
        if flaw:
            self._fault(links.file_of(path), None, flaw)

    def _take(self, line: links.Line, day: str, path: str, end: int) -> None:
        if line.now:
            self.found.erased += 1
            self.altered.append((line.file, line.number, line.hash, line.now))
        self.chain.take(line)
        if line.prev is None and not self.chain.linked:
            self.found.older += 1
        head = self.head
        if head and head.day == day and head.size == end and self.paths.record(day, head.file) == path:
            self.at_head = line

    def _against_seal(
        self, day: str, known: seal.Seal, tree: merkle.Tree, last: links.Line | None, over: links.Line | None
    ) -> None:
        file = last.file if last else self.paths.record(day)
        if known.lines is None:
            fault = seal.fault(self.paths, known)
            if fault:
                self._fault(file, None, fault)
        elif over:
            self._fault(over.file, over.number, "was added after the day was sealed")
        elif tree.size < known.lines:
            several = known.lines - tree.size
            what = f"is the last of its day, and {several} more were sealed: they were cut off"
            self._fault(file, last.number if last else None, what)
        elif tree.root().hex() == known.stated.get("root"):
            self.chain.sure = known.last or ""
        elif last and last.hash != known.last:
            what = "is not the last line that was sealed: it was altered, or one before it and the links after that"
            self._fault(file, last.number, what)
        else:
            self._fault(file, None, "holds lines altered since the day was sealed, with their links")

    def _without(self, day: str) -> None:
        """A sealed day without its record."""
        known = self.seals[day]
        if not self.note.holds(self.paths, day):
            self._fault(self.paths.record(day), None, "is gone, with a whole sealed day")
        self.chain.pass_over(known.last)

    # -------------------------------------------------------------------------------------------- all of it

    def _end(self) -> None:
        """What the head says of the end of the record."""
        head, where = self.head, self.paths.head
        if head is None:
            if self.chain.linked:
                self._fault(where, None, "is gone: how far the record went is not known")
            return
        if not head.day or head.day <= self.note.until:
            return
        path = self.paths.record(head.day, head.file)
        if not packed.there(path):
            self._fault(path, None, f"is gone: the record went on in it to line {head.lines} of its day")
        elif packed.size(path) < head.size:
            last = self.chain.last
            number = last.number if last and last.file == links.file_of(path) else None
            what = f"is where the file was cut: the day had {head.lines} lines"
            self._fault(links.file_of(path), number, what)
        elif path in self.passed:
            return
        elif self.at_head is None or self.at_head.hash != head.last:
            number = self.at_head.number if self.at_head else None
            self._fault(links.file_of(path), number, "was altered: the head knows another last line")

    def _erasures(self) -> None:
        if not self.altered:
            return
        told = self.told | erased.told_of_dropped(self.paths)
        for file, number, before, now in self.altered:
            if (before, now) not in told and not self.found.unread:
                what = "is marked as erased, and nothing in the record tells of that"
                self._fault(file, number, what)


_HEAD = b'{"v":1,"ts":"'


def _day(file: str) -> str:
    return file.rpartition("/")[2][:10]
