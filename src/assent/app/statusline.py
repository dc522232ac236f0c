"""One short line about the session at hand for the agent's status line, made in the time a person does not notice."""

from __future__ import annotations

import posix
import sys
import time

from assent.app import today
from assent.app.shadow import here
from assent.core.wire import decode, encode
from assent.store import record, regular, tally
from assent.store.paths import FILE_MODE, Paths, paths_of
from assent.store.tally import Tally

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAME = "statusline"
SIGNS, WORDS = ("\N{CHECK MARK}{}", "?{}", "\N{BALLOT X}{}"), ("ok {}", "ask {}", "no {}")
UNGUARDED = "assent SHADOW: nothing is guarded"
LARGEST = 1 << 20  # of what the agent says
PATIENCE = 10  # seconds that another status line may take
_KEPT = 8  # sessions whose count is kept
_FAR = 256 << 10  # bytes read anew before the count is kept
_WEEK_MS = 7 * 86_400_000
_LATEST = 64  # calls whose verdict is kept beside a count: only one at hand is ever decided again


class Place:
    """How far the record was counted for a session: the path and inode of a file (0 for a compressed one), and an
    offset in it."""

    __slots__ = ("inode", "offset", "path")

    def __init__(self, path: str = "", inode: int = 0, offset: int = 0) -> None:
        self.path = path
        self.inode = inode
        self.offset = offset


def main(words: Sequence[str]) -> int:
    """The line for what the agent says on standard input; whatever is wrong, an empty or a shorter line and exit 0: a
    status line is no place for complaints."""
    plain = "--ascii" in words
    after = words[words.index("--after") + 1] if "--after" in words[:-1] else ""
    data = b"" if posix.isatty(0) else _read()
    try:
        line = text(data, _environ(), plain=plain)
    except Exception:  # noqa: BLE001  as said above
        line = ""
    out = behind(_other(after, data), line) if after else line
    posix.write(1, (out + "\n").encode("utf-8", "backslashreplace"))
    return 0


def text(data: bytes, environ: Mapping[str, str], *, plain: bool) -> str:
    """`assent ✓342 ?4 ✗2`: allowed, asked, denied in the session that the agent names, today where it names none. In
    shadow mode no numbers: nobody must take them for what is guarded."""
    said = _said(data)
    paths = paths_of(environ.get("HOME", "/"), environ)
    if _in_shadow(paths, said):
        return UNGUARDED
    session = said.get("session_id")
    if not isinstance(session, str) or not session:
        return line_of(_today(paths), plain=plain)
    return line_of(counted(paths, session, _first_day(said)), plain=plain)


def _in_shadow(paths: Paths, said: Mapping[str, object]) -> bool:
    """Whether nothing is guarded where the agent says it works; without a word of it, outside all projects."""
    work = said.get("workspace")
    places = work if isinstance(work, dict) else {}
    cwd, began = said.get("cwd") or places.get("current_dir"), places.get("project_dir")
    return here.is_on(paths, cwd if isinstance(cwd, str) else "", began if isinstance(began, str) else "")


def line_of(counts: Tally, *, plain: bool) -> str:
    """The counts on one line."""
    numbers = (counts.allowed, counts.asked, counts.denied)
    told = [form.format(number) for form, number in zip(WORDS if plain else SIGNS, numbers, strict=True)]
    return "assent " + " ".join(told)


def behind(other: str, line: str) -> str:
    """Ours behind the last line of another."""
    return " | ".join(each for each in (other.rstrip(), line) if each)


def counted(paths: Paths, session: str, since: str) -> Tally:
    """What the record says of a session from a day on. What was counted before is not read again."""
    kept = _load(paths)
    counts, place = _kept(kept.get(session))
    known = tally.files(paths, "")
    if place.path in known and _inode(place.path) in (place.inode, 0):
        rest = known[known.index(place.path) :]
    else:  # dropped or written anew: counted anew
        rest, counts, place = tally.files(paths, since), Tally(), Place()
    read = 0
    for path in rest:
        offset = place.offset if path == place.path else 0
        inode = _inode(path)
        data = tally.contents(path, offset)
        whole = data.rfind(b"\n") + 1
        tally.count(data[:whole], session, counts)
        place = Place(path, inode, offset + whole)
        read += whole
    if read > _FAR:
        _keep(paths, kept, session, counts, place)
    return counts


def _today(paths: Paths) -> Tally:
    """The calls of a person's day, as `assent stats` has them."""
    from assent.app.config import one  # only for this: a line about a session reads no settings

    utc = one.is_on(paths, "log.utc", default=False)
    begun = record.moment(today.began(time.time_ns() // 10**9, utc=utc) * 10**9)
    counts = Tally()
    for path in tally.files(paths, begun[:10]):
        tally.count(tally.contents(path), "", counts, begun)
    return counts


def _said(data: bytes) -> dict[str, object]:
    try:
        found = decode(data)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _first_day(said: Mapping[str, object]) -> str:
    """The UTC day on which the session began, as far as the agent says how long it has been going; a day more, since a
    session that was resumed began earlier."""
    cost = said.get("cost")
    lasted = cost.get("total_duration_ms") if isinstance(cost, dict) else None
    ms = min(lasted, _WEEK_MS) if isinstance(lasted, int | float) and lasted > 0 else 0
    return record.moment(time.time_ns() - int(ms + 86_400_000) * 10**6)[:10]


def _inode(path: str) -> int:
    try:
        return posix.stat(path).st_ino
    except OSError:
        return 0


# ------------------------------------------------------------------------------------------------ what is kept


def _file(paths: Paths) -> str:
    return paths.state + "/" + NAME


def _load(paths: Paths) -> dict[str, object]:
    """The counts of a few sessions, each as `_numbers` has them; nothing where the file says something else."""
    try:
        found = decode(regular.read(_file(paths), LARGEST, posix.O_NOFOLLOW))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _kept(value: object) -> tuple[Tally, Place]:
    numbers = value if isinstance(value, list) and len(value) == 8 else []
    if not numbers or not isinstance(numbers[0], str) or not all(type(each) is int for each in numbers[1:7]):
        return Tally(), Place()
    counts = Tally(*numbers[3:7])
    latest = numbers[7] if isinstance(numbers[7], dict) else {}
    counts.known.update((call, verdict) for call, verdict in latest.items() if isinstance(verdict, str))
    return counts, Place(*numbers[:3])


def _keep(paths: Paths, kept: dict[str, object], session: str, counts: Tally, place: Place) -> None:
    """Notes a count beside those of the sessions seen last. Two at once cost one of them its note, no more."""
    kept.pop(session, None)
    kept[session] = [
        place.path, place.inode, place.offset, counts.allowed, counts.asked, counts.denied, counts.silent,
        dict(list(counts.known.items())[-_LATEST:]),
    ]  # fmt: skip
    few = dict(list(kept.items())[-_KEPT:])
    beside = f"{_file(paths)}.{posix.getpid()}"
    try:
        handle = posix.open(
            beside, posix.O_WRONLY | posix.O_CREAT | posix.O_EXCL | posix.O_CLOEXEC, FILE_MODE
        )
        try:
            posix.write(handle, encode(few).encode())
        finally:
            posix.close(handle)
        posix.rename(beside, _file(paths))
    except OSError:
        return  # it is only counted again


# ------------------------------------------------------------------------------------------------ around it


def _other(command: str, data: bytes) -> str:
    """What another status line prints for the same; "" when it fails or takes too long."""
    import subprocess

    try:
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace")


def _read() -> bytes:
    blocks: list[bytes] = []
    while block := posix.read(0, 1 << 16):
        blocks.append(block)
        if len(blocks) > LARGEST >> 14:
            break
    return b"".join(blocks)


def _environ() -> dict[str, str]:
    return {
        key.decode("utf-8", "surrogateescape"): value.decode("utf-8", "surrogateescape")
        for key, value in posix.environ.items()
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
