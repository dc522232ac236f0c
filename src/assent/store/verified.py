"""Whether the whole record is as it was written: every line, link, seal and signature, from the oldest on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assent.store import chained, dropped, erased, links, merkle, packed, record, seal

if TYPE_CHECKING:
    from assent.store.links import Fault
    from assent.store.paths import Paths


@dataclass(slots=True)
class Report:
    """What was looked at and what is wrong, the first fault first. `beside` counts lines without a link among linked
    ones; `older` those from before lines were linked."""

    lines: int = 0
    linked: int = 0
    older: int = 0
    beside: int = 0
    erased: int = 0
    days: int = 0
    seals: int = 0
    dropped_until: str = ""
    key: str = ""
    faults: list[Fault] = field(default_factory=list)


def whole(paths: Paths) -> Report:
    """Reads everything. Changes nothing."""
    return _Pass(paths).report()


class _Pass:
    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        self.parts = record.parts(paths)
        self.seals = {each.day: each for each in seal.all_of(paths)}
        self.note = dropped.newest(paths)
        self.found = Report(days=len(self.parts), seals=len(self.seals), dropped_until=self.note.until)
        self.chain = links.Chain(self._stands_in_its_day)
        self.head = chained.known(paths)
        self.at_head: links.Line | None = None
        self.hashes: tuple[str, set[str]] = ("", set())  # of all lines of a day
        self.altered: list[links.Line] = []

    def report(self) -> Report:
        found = self.found
        previous = ""
        for day in sorted({*self.parts, *self.seals}):
            known = self.seals.get(day)
            if day in self.parts:
                self._day(day, known)
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
        self.chain.end()
        self._end()
        found.linked, unlinked = self.chain.linked, self.chain.unlinked
        found.beside, found.older = unlinked - found.older, found.older
        found.faults = self.chain.faults
        self._erasures()
        found.key = next((each.key for each in reversed(self.seals.values()) if each.key), "")
        for each in seal.signatures(self.paths, list(self.seals.values())):
            self._fault(each.where, None, each.what)
        return found

    def _stands_in_its_day(self, line: links.Line) -> bool:
        """Whether the line that this one goes on from stands anywhere in its day. A day is read once for all that are
        asked of it: every line of it may be out of place."""
        day = _day(line.file)
        if self.hashes[0] != day:
            data = (data for path in self.parts[day] for data in record.lines(path))
            self.hashes = (day, {links.read(line.file, 0, each).hash for each in data})
        return line.prev in self.hashes[1]

    def _fault(self, file: str, line: int | None, what: str) -> None:
        self.chain.faults.append(links.Fault(file, line, what))

    def _day(self, day: str, known: seal.Seal | None) -> None:
        tree, before = merkle.Tree(), len(self.chain.faults)
        self.chain.begin()
        last: links.Line | None = None
        over: links.Line | None = None
        for path in self.parts[day]:
            file, end = links.file_of(path), 0
            for number, data in enumerate(record.lines(path), 1):
                last = links.read(file, number, data)
                end += len(data) + 1
                self._take(last, day, path, end)
                tree.add(last.leaf)
                if known and tree.size - 1 == known.lines:
                    over = last
        self.found.lines += tree.size
        if not known or not known.stated or len(self.chain.faults) > before or self.chain.is_doubtful:
            return
        self._against_seal(day, known, tree, last, over)

    def _take(self, line: links.Line, day: str, path: str, end: int) -> None:
        if line.now:
            self.found.erased += 1
            self.altered.append(line)
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
        elif self.at_head is None or self.at_head.hash != head.last:
            number = self.at_head.number if self.at_head else None
            self._fault(links.file_of(path), number, "was altered: the head knows another last line")

    def _erasures(self) -> None:
        if not self.altered:
            return
        told = erased.told(self.paths)
        for line in self.altered:
            if (line.hash, line.now) not in told:
                what = "is marked as erased, and nothing in the record tells of that"
                self._fault(line.file, line.number, what)


def _day(file: str) -> str:
    return file.rpartition("/")[2][:10]
