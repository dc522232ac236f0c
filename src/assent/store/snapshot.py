"""The compiled policy as the hook reads it: proven ours, whole, and no older than anything it was made from."""

from __future__ import annotations

import _imp
import errno
import posix

from assent.core.wire import decode
from assent.store import regular
from assent.store.paths import digest, project_files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.store.paths import Paths

    Row = list[object]

MAGIC = "assent-snapshot 2"
KEY = 0x617373656E74
# Within this many nanoseconds of its last change a source may change again without its times showing it.
YOUNG = 2 * 10**9
LARGEST = 64 << 20
LARGEST_SOURCE = 4 << 20
_FOREIGN_WRITE = 0o022
_FOLDER = 0o040000
ABSENT = (errno.ENOENT, errno.ENOTDIR)


class Snapshot:
    """What is in force: `policy` the JSON that the compiler made, `epoch` the state of the rules it was made at,
    `key` and `root` of its project ("" for the user's own)."""

    __slots__ = ("epoch", "key", "policy", "root")

    def __init__(self, policy: object, epoch: str, key: str = "", root: str = "") -> None:
        self.policy = policy
        self.epoch = epoch
        self.key = key
        self.root = root


class Stale:
    """Why nothing may be allowed until the snapshot of `key` and `root` is built anew, and the last good `denials`
    (each the JSON that the compiler made: the project's, then the user's), which hold meanwhile."""

    __slots__ = ("denials", "key", "reason", "root")

    def __init__(self, reason: str, denials: Sequence[object] = (), key: str = "", root: str = "") -> None:
        self.reason = reason
        self.denials = denials
        self.key = key
        self.root = root


class UnfitError(Exception):
    """A file that must not be used as a snapshot; says why."""


def load(paths: Paths, key: str = "", root: str = "", stamp: str = "") -> Snapshot | Stale:
    """The policy in force for a project: `key` identifies it, `root` is the directory whose files are its own.
    Without them, the user's. `stamp` names the program's own state (version, tables): another one is stale."""
    own = bool(key or root) and _exists(paths.snapshot(key, root))
    try:
        body = _fresh(paths, key, root, stamp) if own else _fresh(paths, "", "", stamp)
    except UnfitError as unfit:
        missing = (key, root) if own else ("", "")
        return Stale(str(unfit), last_denials(paths, key, root), *missing)
    reason = "" if own else _own_rules(body, key, root)
    if reason:
        return Stale(reason, last_denials(paths, key, root), key, root)
    return Snapshot(body["policy"], str(body["epoch"]), key, root)


def last_denials(paths: Paths, key: str = "", root: str = "") -> list[object]:
    """The denials of the last good policies, whatever has changed since; never raises."""
    found: list[object] = []
    for path in {paths.denials(key, root): 1, paths.denials(): 1}:
        try:
            found.append(read_body(path)["denials"])
        except (UnfitError, KeyError):
            continue
    return found


def _own_rules(body: dict[str, object], key: str, root: str) -> str:
    """Why the user's snapshot does not speak for a project; "" when it does."""
    known = body.get("projects")
    if not isinstance(known, list) or (key and key in known):
        return "the project has rules of its own and no snapshot yet"
    for file in project_files(root):
        if _exists(file):
            return f"{file} is not in any snapshot yet"
    return ""


def _fresh(paths: Paths, key: str, root: str, stamp: str) -> dict[str, object]:
    """The body of a snapshot that agrees with the world now; raises UnfitError."""
    path = paths.snapshot(key, root)
    body = read_body(path)
    if "policy" not in body or (body.get("key"), body.get("root")) != (key, root):
        raise UnfitError(f"{path} is no snapshot of this project")
    if body.get("stamp") != stamp:
        raise UnfitError("another version of assent made the snapshot")
    epoch = read_epoch(paths)
    if not epoch or body.get("epoch") != epoch:
        raise UnfitError("rules have changed since the snapshot was made")
    sources, began = body.get("sources"), body.get("began")
    if not isinstance(sources, list) or not isinstance(began, int):
        raise UnfitError(f"{path} does not name its sources")
    for row in sources:
        if not isinstance(row, list) or not unchanged(row, began):
            raise UnfitError(f"{row[0] if isinstance(row, list) and row else path} has changed")
    return body


def read_body(path: str) -> dict[str, object]:
    """The JSON object of a file with our header; raises UnfitError unless it is ours alone to write, and whole."""
    head, sign, data = _read_ours(path).partition(b"\n")
    words = head.decode("ascii", "replace").split(" ")
    if not sign or len(words) != 4 or " ".join(words[:2]) != MAGIC:
        raise UnfitError(f"{path} has no header that is known")
    if words[2] != str(len(data)):
        raise UnfitError(f"{path} has {len(data)} bytes where its header says {words[2]}")
    if words[3] != proof(data):
        raise UnfitError(f"{path} is damaged")
    try:
        body = decode(data, ours=True)
    except ValueError as error:
        raise UnfitError(f"{path}: {error}") from None
    if not isinstance(body, dict):
        raise UnfitError(f"{path} holds no object")
    return body


def framed(data: bytes) -> bytes:
    """The data under the header that `read_body` asks for."""
    return f"{MAGIC} {len(data)} {proof(data)}\n".encode("ascii") + data


def proof(data: bytes) -> str:
    """What tells a whole body from a damaged one, at a tenth of the time a digest takes. Who may write the file could
    adapt either: `assent status` compares what it says with what the compiler makes."""
    return _imp.source_hash(KEY, data).hex()


def read_epoch(paths: Paths) -> str:
    """The state of the rules as text; "" when it cannot be read, which no snapshot agrees with."""
    try:
        return _read_ours(paths.epoch, 256).decode("ascii", "replace").strip()
    except UnfitError:
        return ""


def take(path: str) -> tuple[Row, bytes | None]:
    """(row, contents) of a source as it is now: the row is what `unchanged` compares later. A directory's contents
    are its names; contents are None for what is absent or cannot be read (the row then holds the error number)."""
    for _ in range(8):
        try:
            before = posix.stat(path)
            data = _contents(path, before.st_mode)
            after = posix.stat(path)
        except (OSError, ValueError) as error:
            return [path, _number(error)], None
        if _times(before) == _times(after):
            return [path, *_times(after), digest(data)], data
    return [path, errno.EAGAIN], None


def seen(path: str) -> tuple[Row, int]:
    """(row, bytes) of a source that is too large to be looked into."""
    try:
        found = posix.stat(path)
    except (OSError, ValueError) as error:
        return [path, _number(error)], 0
    return [path, *_times(found), ""], found.st_size


def unchanged(row: Row, began: int) -> bool:
    """True when a source is as `take` saw it. `began` is when the snapshot's making began, in nanoseconds: a source
    that had changed shortly before is read again."""
    if len(row) not in (2, 7) or not isinstance(row[0], str):
        return False
    path = row[0]
    try:
        now = posix.stat(path)
        if len(row) == 2:
            return _error_of(path, now.st_mode) == row[1]
        if row[1:6] != _times(now):
            return False
        if not row[6] or max(now.st_mtime_ns, now.st_ctime_ns) < began - YOUNG:
            return True  # what was too large to look into only ever makes calls ask
        return digest(_contents(path, now.st_mode)) == row[6]
    except (OSError, ValueError) as error:
        number = _number(error)
        return len(row) == 2 and (row[1] == number or (row[1] in ABSENT and number in ABSENT))


def _number(error: Exception) -> int:
    """Why a source cannot be read; a name that no file can bear is an invalid argument."""
    return error.errno or errno.EIO if isinstance(error, OSError) else errno.EINVAL


def _error_of(path: str, mode: int) -> int:
    """Why an existing source cannot be read; 0 when it can, so that it no longer counts as absent."""
    try:
        _contents(path, mode)
    except OSError as error:
        return _number(error)
    return 0


def _times(found: posix.stat_result) -> Row:
    return [found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns]


def _contents(path: str, mode: int) -> bytes:
    if mode & regular.FORMAT == _FOLDER:
        return b"\0".join(sorted([name.encode("utf-8", "surrogateescape") for name in posix.listdir(path)]))
    return regular.read(path, LARGEST_SOURCE)


def _exists(path: str) -> bool:
    """False only when it is certain that nothing is there."""
    try:
        posix.lstat(path)
    except OSError as error:
        return error.errno not in ABSENT
    except ValueError:  # a name that no file can bear is no reason to trust the place
        return True
    return True


def _read_ours(path: str, most: int = LARGEST) -> bytes:
    """The bytes of a regular file that only we (or root) can write; raises UnfitError."""
    try:
        handle = regular.opened(path, posix.O_RDONLY | posix.O_NOFOLLOW)
    except OSError as error:
        raise UnfitError(f"{path}: {posix.strerror(error.errno or 0)}") from None
    try:
        found = posix.fstat(handle)
        if found.st_size > most:
            raise UnfitError(f"{path} is no file of ours")
        if found.st_uid not in (0, posix.geteuid()) or found.st_mode & _FOREIGN_WRITE:
            raise UnfitError(f"{path} can be written by others")
        return regular.rest(handle, most)
    except OSError as error:
        raise UnfitError(f"{path}: {posix.strerror(error.errno or 0)}") from None
    finally:
        posix.close(handle)
