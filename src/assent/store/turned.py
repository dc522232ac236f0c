"""Where the record goes on when that is not the file it was in last: another day, a clock set back, a head that is
gone. Loaded by a writer only then."""

from __future__ import annotations

import posix
import time

from assent.store import reach, regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from assent.store.paths import Paths
    from assent.store.reach import Head


def turn(paths: Paths, head: Head, goal: str) -> str:
    """Goes on in another day. Returns what the next line says of the line that was written last, where it does not
    stand after that one: the days stand in their order, whatever the clock does."""
    finish(paths, head)
    left, last = head.day, head.last
    goal = day_for(paths, goal, left)
    if goal == left:
        return ""
    if left and left != max((name[:10] for name in _listed(paths) if _is_before(name, goal)), default=""):
        head.last = _last_before(paths, goal)
    move(paths, head, goal)
    return f',"after":"{left} {last}"' if left and head.last != last else ""


def _is_before(name: str, day: str) -> bool:
    return name[:10] < day and reach.number_of(name, name[:10]) > 0


def day_for(paths: Paths, goal: str, left: str) -> str:
    """The day in which a line is written when the one before it is in another (`left`): its own one; where that is
    closed by a seal, the first that is not."""
    if goal >= left:
        return goal
    closed = max((name[:10] for name in _listed(paths) if _is_seal(name)), default="")
    if goal > closed:
        return goal
    after = _next(closed)
    return min(after, left) if len(after) == len(left) else left  # no day that readers would not find


def _next(day: str) -> str:
    numbers = [int(part) if part.isdecimal() else 0 for part in day.split("-")]
    seconds = time.mktime((numbers[0], numbers[1], numbers[2] + 1, 12, 0, 0, 0, 0, 0))
    return time.strftime("%Y-%m-%d", time.localtime(seconds))


def last_file(paths: Paths, day: str) -> int:
    """The number of the file of a day to which a line can be added."""
    found = {number: name for name in _listed(paths) if (number := reach.number_of(name, day))}
    newest = max(found, default=1)
    return newest + found.get(newest, "").endswith(".gz")


def _last_before(paths: Paths, day: str) -> str:
    """The hash of the last line of all days before one; "" where there is none."""
    names = _listed(paths)
    before = max((name[:10] for name in names if _is_before(name, day)), default="")
    if not before:
        return _last_sealed(
            paths, max((name[:10] for name in names if _is_seal(name) and name[:10] < day), default="")
        )
    head = reach.Head()
    path = paths.record(before, max(reach.number_of(name, before) for name in names))
    try:
        handle = regular.opened(path, posix.O_RDONLY | posix.O_NOFOLLOW)
    except FileNotFoundError:
        _pass_packed(path, head)
        return head.last
    try:
        reach.take_over(head, reach.blocks(handle, 0, posix.fstat(handle).st_size))
    finally:
        posix.close(handle)
    return head.last


def _is_seal(name: str) -> bool:
    return name[10:] == ".seal"


def _last_sealed(paths: Paths, day: str) -> str:
    """The hash of the last line of a day that is no longer kept, as its seal states it."""
    try:
        text = regular.read(paths.seal(day), 4096)
    except OSError:
        return ""
    return text.partition(b'"last":"')[2][:64].decode("ascii", "replace")


def recovered(paths: Paths) -> Head:
    """A head made of what the record holds. `lost` when its last line had been linked: somebody took the head away."""
    names = [name for name in _listed(paths) if name[10:11] == "." and ".jsonl" in name]
    head = reach.Head()
    if names:
        move(paths, head, max(names)[:10])
        head.lost = head.linked
    return head


def finish(paths: Paths, head: Head) -> None:
    """Takes over what others left at the end of the file that is not written to any more: the next line holds it."""
    try:
        handle = regular.opened(paths.record(head.day, head.file), posix.O_RDONLY | posix.O_NOFOLLOW)
    except OSError:
        return
    try:
        reach.catch_up(handle, head, posix.fstat(handle).st_size)
    except OverflowError:
        return
    finally:
        posix.close(handle)


def move(paths: Paths, head: Head, day: str) -> None:
    """Goes on in another day: in a new file, or after what that day already holds."""
    head.day, head.file, head.size, head.lines, head.torn = day, 1, 0, 0, False
    begun = {number for name in _listed(paths) if (number := reach.number_of(name, day))}
    for number in sorted(begun):
        head.file, head.size = number, 0
        try:
            handle = regular.opened(paths.record(day, number), posix.O_RDONLY | posix.O_NOFOLLOW)
        except FileNotFoundError:
            _pass_packed(paths.record(day, number), head)
            continue
        try:
            reach.catch_up(handle, head, posix.fstat(handle).st_size)
        finally:
            posix.close(handle)


def _pass_packed(path: str, head: Head) -> None:
    """The same of a file that is compressed; the next line begins another."""
    from assent.store import packed

    blocks: Iterable[bytes] = packed.blocks(path)
    reach.take_over(head, blocks)
    head.file, head.size, head.torn = head.file + 1, 0, False


def _listed(paths: Paths) -> list[str]:
    try:
        return posix.listdir(paths.audit)
    except OSError:
        return []
