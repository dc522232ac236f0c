"""Where everything of ours lies: settings, policy, database, record and snapshots."""

from __future__ import annotations

import posix

try:
    from _blake2 import blake2b
except ImportError:  # another Python without the C module: slower to start, the same digests
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

MANAGED = "/etc/assent"
POLICY = "policy.toml"
FOLDER_MODE = 0o700
FILE_MODE = 0o600


class Paths:
    """Absolute directories without trailing slash: `home`, and of ours `config`, `data`, `state`, `managed`."""

    __slots__ = ("config", "data", "home", "managed", "state")

    def __init__(self, home: str, config: str, data: str, state: str, managed: str = MANAGED) -> None:
        for path in (home, config, data, state, managed):
            if not path.startswith("/") or "\0" in path:
                raise ValueError(f"not an absolute path: {path!r}")
        self.home = home
        self.config = config
        self.data = data
        self.state = state
        self.managed = managed

    @property
    def settings(self) -> str:
        return self.config + "/config.toml"

    @property
    def programs(self) -> str:
        """The user's own program files."""
        return self.config + "/programs"

    @property
    def user_policy(self) -> str:
        return self.config + "/" + POLICY

    @property
    def managed_policy(self) -> str:
        return self.managed + "/" + POLICY

    @property
    def db(self) -> str:
        return self.data + "/assent.db"

    @property
    def epoch(self) -> str:
        """Holds a text that changes with every change of rules; never used twice."""
        return self.data + "/epoch"

    @property
    def snapshots(self) -> str:
        return self.data + "/snapshots"

    @property
    def lock(self) -> str:
        return self.snapshots + "/lock"

    @property
    def audit(self) -> str:
        return self.state + "/audit"

    @property
    def head(self) -> str:
        """Says where the record ends; locked while a line is added."""
        return self.audit + "/head"

    @property
    def checkpoint(self) -> str:
        """The signed head of the tree over all sealed days."""
        return self.audit + "/checkpoint"

    @property
    def key(self) -> str:
        """The key of this installation, with which it signs."""
        return self.state + "/record.key"

    @property
    def next_key(self) -> str:
        """The key that is about to take its place."""
        return self.state + "/record.key.next"

    @property
    def keys(self) -> str:
        """By whose word each key took the place of the one before."""
        return self.audit + "/keys"

    def record(self, day: str, number: int = 1) -> str:
        """The record file of a UTC day, or a further one of it."""
        return self.audit + "/" + day + (f".{number}.jsonl" if number > 1 else ".jsonl")

    def seal(self, day: str) -> str:
        """The seal of a day's record."""
        return self.audit + "/" + day + ".seal"

    def changes(self, day: str) -> str:
        """What stays of a day whose calls were dropped."""
        return self.audit + "/" + day + ".changes"

    def snapshot(self, key: str = "", root: str = "") -> str:
        """The compiled policy of a project at a root (worktrees share a key, not their files), or the user's."""
        return self.snapshots + "/" + _name(key, root) + ".json"

    def denials(self, key: str = "", root: str = "") -> str:
        """The last good denials beside a snapshot; they outlive it."""
        return self.snapshots + "/" + _name(key, root) + ".denials"


def paths_of(home: str, env: Mapping[str, str], managed: str = MANAGED) -> Paths:
    """The paths of a home. An XDG variable counts only when absolute, as its standard says; raises ValueError
    for a home that is not absolute."""
    home = home.rstrip("/") or "/"
    base = "" if home == "/" else home

    def folder(name: str, usual: str) -> str:
        given = env.get(name, "")
        chosen = given.rstrip("/") if given.startswith("/") and "\0" not in given else base + usual
        return chosen + "/assent"

    config = folder("XDG_CONFIG_HOME", "/.config")
    data = folder("XDG_DATA_HOME", "/.local/share")
    return Paths(home, config, data, folder("XDG_STATE_HOME", "/.local/state"), managed)


def project_files(root: str) -> tuple[str, ...]:
    """What a project at a root may say itself: its policy file, its directory of JSON modules, its program files."""
    if not root:
        return ()
    return root + "/.assent/" + POLICY, root + "/.claude/permissions", root + "/.assent/programs"


def digest(data: bytes) -> str:
    """64 hex digits that tell contents apart."""
    return blake2b(data, digest_size=32).hexdigest()


def make_folder(path: str) -> None:
    """The directory, made for us alone when it is missing; raises OSError."""
    try:
        posix.mkdir(path, FOLDER_MODE)
    except FileExistsError:
        return
    except FileNotFoundError:
        above = path[: path.rfind("/")]
        if not above:
            raise
        make_folder(above)
        make_folder(path)


def _name(key: str, root: str) -> str:
    return "p-" + digest((key + "\0" + root).encode("utf-8", "surrogatepass"))[:24] if key or root else "user"
