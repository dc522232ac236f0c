"""The record: one line of JSON for everything that happened, appended before it takes effect anywhere else."""

from __future__ import annotations

import posix
import time

from assent.core.redact.inputs import Keeper
from assent.core.wire import decode, encode
from assent.store import chained, reach, regular
from assent.store.paths import digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from assent.store.paths import Paths

    Entry = dict[str, object]

# `kind` of an entry, and what its fields mean is told where it is made: decisions here, changes in their modules.
DECISION, ANSWER, EVENT, RULE, OVERRIDE, TRUST, REJECT, UNREJECT, VOID, TOTALS, REVIEW, SHADOW = (
    "decision", "answer", "event", "rule", "override", "trust", "reject", "unreject", "void", "totals", "review",
    "shadow",
)  # fmt: skip
# What rebuilds the rules, and the counts of days whose calls are gone; the rest only tells what happened.
CHANGES = (RULE, OVERRIDE, TRUST, REJECT, UNREJECT, VOID, TOTALS, REVIEW, SHADOW)
# Names of things, given by the client and by us: as random as secrets, and what entries are joined by.
_NAMES = frozenset(
    {"session", "call", "subagent", "prompt", "rule", "epoch", "agent_version", "assent", "shadow_rules"}
)
_LONGEST_NAME = 256
# Words of ours: what a regex of the user's erases from them would make another entry of it, or none.
OWN = frozenset({
    "action", "agent", "answer", "by", "coverage", "effects", "event", "kind", "layer", "shadow", "shadow_layer",
    "tier", "verdict",
})  # fmt: skip
# What links a line to the one before: only `chained` gives it.
_LINKS = ("prev", "n", "head", "after", "erased")
# Blocks that are kept of a line without an end: none of ours is as long.
_MOST_BLOCKS = 64
_HEAD = b'{"v":1,"ts":"'
_KIND = b'","kind":"'
_TOLD = tuple(f'{kind}"'.encode() for kind in (DECISION, ANSWER, EVENT))
_CHANGED = tuple(f'{kind}"'.encode() for kind in CHANGES)


def now() -> str:
    """The moment as UTC ISO 8601 with milliseconds."""
    return moment(time.time_ns())


def moment(ns: int) -> str:
    """A time in nanoseconds since 1970 as UTC ISO 8601 with milliseconds."""
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(ns // 10**9)) + f".{ns // 10**6 % 1000:03d}Z"


def new_id() -> str:
    """An id that no other entry has: the moment, the process and chance."""
    return f"{time.time_ns():x}-{posix.getpid():x}-{posix.urandom(4).hex()}"


def append(
    paths: Paths, entry: Mapping[str, object], *, exact: Sequence[str] = (), contents: bool = False
) -> Entry:
    """Writes one entry as one line and returns it as written; raises OSError when that failed.

    `kind` must be among its keys; `ts` and `id` are added when absent. Texts are redacted and cut with a mark, and
    contents of files and prompts kept as length and digest unless `contents` says so; all that but for the fields
    named in `exact`, whose words a rebuild must find again."""
    ts = entry.get("ts") or now()
    whole: Entry = {"v": 1, "ts": ts, "id": entry.get("id") or new_id()}
    keeper = Keeper()
    for key, value in entry.items():
        if key not in whole and key not in _LINKS:
            keeper.digest = digest if key == "input" and not contents else None
            whole[key] = value if key in exact else _kept(keeper, key, value)
    # Root adds to the user's files, and makes none that the user could not write.
    create = posix.geteuid() != 0 or not _visiting(paths.home)
    day = str(ts)[:10] if "ts" in entry else ""  # else that of the moment at which the line is written
    whole.update(chained.append(paths, encode(whole)[:-1], day, create=create))
    return whole


def _kept(keeper: Keeper, key: str, value: object) -> object:
    if key in OWN:
        return value
    if key in _NAMES and isinstance(value, str) and len(value) <= _LONGEST_NAME:
        return value
    return keeper.keep(value)


def clean_text(text: str) -> str:
    """A text redacted and, past 64 K characters, cut with a mark that says how much is missing."""
    return Keeper().text(text)


def _visiting(home: str) -> bool:
    """True in the home of another user than root."""
    try:
        return posix.stat(home).st_uid != 0
    except (OSError, ValueError):
        return False


def days(paths: Paths) -> list[str]:
    """The UTC days that have a record, oldest first."""
    return list(parts(paths))


def parts(paths: Paths) -> dict[str, list[str]]:
    """The files of each day that has a record, by the names they have uncompressed, in their order."""
    found: dict[str, list[int]] = {}
    for name in sorted(_names(paths)):
        number = reach.number_of(name, name[:10]) if _is_day(name) else 0
        if number and number not in found.setdefault(name[:10], []):
            found[name[:10]].append(number)
    return {day: [paths.record(day, number) for number in sorted(found[day])] for day in found}


def files(paths: Paths) -> list[str]:
    """Where changes stand: the record of each day, or what stays of one whose calls were dropped; oldest first."""
    kept = {name[:10] for name in _names(paths) if name[10:] == ".changes"}
    found = {day: [paths.changes(day)] for day in kept} | parts(paths)
    return [path for day in sorted(found) for path in found[day]]


def _names(paths: Paths) -> list[str]:
    try:
        return posix.listdir(paths.audit)
    except OSError:
        return []


def _is_day(name: str) -> bool:
    return len(name) > 10 and name[4] == name[7] == "-" and name[10] == "."


def read(paths: Paths, day: str) -> Iterator[Entry]:
    """The entries of a day, broken lines skipped."""
    for path in parts(paths).get(day, ()):
        for entry, _ in read_from(path, 0):
            if entry is not None:
                yield entry


def changes(paths: Paths) -> Iterator[Entry]:
    """The entries that change rules, trust or rejections, in the order of the files; the many others are passed over
    without being read."""
    for path in files(paths):
        yield from changes_in(path)


def changes_in(path: str) -> Iterator[Entry]:
    """Those of one file."""
    if not _mentions(path):
        return
    for entry, _ in read_from(path, 0, passed=holds_one_event):
        if entry is not None and entry["kind"] in CHANGES:
            yield entry


def _mentions(path: str) -> bool:
    """False for a file without a change, which most are: quick to see without reading its lines."""
    end = b""
    for block in blocks(path):
        held = end + block
        if any(piece.startswith(_CHANGED) for piece in held.split(_KIND[2:])[1:]):
            return True
        end = held[-32:]
    return False


def holds_one_event(line: bytes) -> bool:
    """True for the one whole line of a decision, answer or event; a line that holds two entries is read."""
    if not line.startswith(_HEAD) or begins_twice(line):
        return False
    at = line.find(_KIND, 0, 160)
    return at > 0 and line.startswith(_TOLD, at + len(_KIND))


def begins_twice(line: bytes) -> bool:
    """True for a line on which an entry follows half of another."""
    return line.find(_HEAD, 1) > 0


def read_from(
    path: str, offset: int, passed: Callable[[bytes], bool] | None = None
) -> Iterator[tuple[Entry | None, int]]:
    """(entry, offset after its line) of each finished line from a byte offset; None for a line that is none or that
    is `passed` over.

    A line still without its end is left for the next time. When a writer died in the middle of a line, the next
    writer's entry follows on the same line: it is found."""
    unfinished: list[bytes] = []
    beyond = 0  # bytes of a line that is longer than any
    for block in blocks(path, offset):
        first, *more = block.split(b"\n")
        if len(unfinished) < _MOST_BLOCKS:
            unfinished.append(first)
        else:
            beyond += len(first)
        if not more:
            continue
        for line in (b"".join(unfinished), *more[:-1]):
            offset += len(line) + beyond + 1
            if line:
                yield (None if beyond or (passed and passed(line)) else parse(line)), offset
            beyond = 0
        unfinished = [more[-1]]


def lines(path: str) -> Iterator[bytes]:
    """Every line without its newline, a torn last one and empty ones too; of one that is longer than any of ours only
    its beginning."""
    unfinished: list[bytes] = []
    for block in blocks(path):
        first, *more = block.split(b"\n")
        if len(unfinished) < _MOST_BLOCKS:
            unfinished.append(first)
        if more:
            yield b"".join(unfinished)
            yield from more[:-1]
            unfinished = [more[-1]]
    rest = b"".join(unfinished)
    if rest:
        yield rest


def blocks(path: str, offset: int = 0) -> Iterator[bytes]:
    """What a file of the record holds from an offset on, compressed or not; nothing where it cannot be read."""
    try:
        handle = regular.opened(path, posix.O_RDONLY | posix.O_NOFOLLOW)
    except FileNotFoundError:
        yield from _unpacked(path, offset)
        return
    except OSError:
        return
    try:
        posix.lseek(handle, offset, 0)
        while block := posix.read(handle, regular.BLOCK):
            yield block
    except OSError:
        return
    finally:
        posix.close(handle)


def _unpacked(path: str, offset: int) -> Iterator[bytes]:
    from assent.store import packed

    yield from packed.blocks(path, offset)


def parse(line: bytes) -> Entry | None:
    """The entry of a line, or the whole one at the end of a line that begins with half an entry."""
    at = 0
    while at >= 0:
        try:
            value = decode(line[at:])
        except ValueError:
            value = None
        if (
            isinstance(value, dict)
            and isinstance(value.get("ts"), str)
            and isinstance(value.get("kind"), str)
        ):
            return value
        # Quotes inside a text are escaped, so these bytes only stand where an entry begins.
        at = line.find(_HEAD, at + 1)
    return None
