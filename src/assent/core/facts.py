"""The world as a value: what a verdict may know about the machine, gathered by the caller beforehand."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Facts:
    """Absolute paths without trailing slash (`home`, `project`, `cwd`, `tmp` directories); `links` maps an absolute
    path to what it resolves to, only where that differs; `ours` are directories and files that belong to assent
    itself or to the agent's settings; `agent` is the folder of those settings; `branch` / `upstream` / `protected`
    speak of git, `pulls` and `pushes` are the remotes that git uses when none is named and `remotes` all that it
    knows, "" and () for what cannot be known; `env` holds variables whose value is known (HOME, PWD, TMPDIR, USER);
    `today` is the UTC day as YYYY-MM-DD, "" when expiry does not matter; `shell` is the one that runs the agent's
    commands, `bash` or `zsh`, "" when that is not known; `hits` maps a glob to where those of its matches lie that
    stand behind a link, None for a glob with more matches than were looked at; `programs` are the rows of programs
    that people described themselves, by name, as the reader stores them, `obeyed` the files that these obey,
    absolute or by their name in any folder; `texts` absolute path → text of a project's files that say what its
    tasks run and what git obeys, with a slash at the end the names in a folder; "" for what is not there; `nested`
    says that the agent's session began in a directory that holds the project."""

    __slots__ = (
        "agent",
        "branch",
        "cwd",
        "env",
        "hits",
        "home",
        "links",
        "nested",
        "obeyed",
        "ours",
        "programs",
        "project",
        "protected",
        "pulls",
        "pushes",
        "remotes",
        "shell",
        "texts",
        "tmp",
        "today",
        "upstream",
    )

    def __init__(
        self,
        home: str,
        project: str,
        cwd: str = "",
        tmp: Sequence[str] = ("/tmp", "/var/tmp"),  # noqa: S108  a fact about the machine, nothing is made there
        links: Mapping[str, str] | None = None,
        ours: Iterable[str] = (),
        branch: str = "",
        upstream: str = "",
        protected: Sequence[str] = ("main", "master", "production", "release"),
        env: Mapping[str, str] | None = None,
        today: str = "",
        shell: str = "",
    ) -> None:
        self.shell = shell
        self.nested = False
        self.hits: Mapping[str, Sequence[str] | None] = {}
        self.texts: Mapping[str, str] = {}
        self.obeyed: Sequence[str] = ()
        self.programs: Mapping[str, Sequence[Sequence[object]]] = {}
        self.home = home
        self.project = project
        self.cwd = cwd or project
        self.tmp = tmp
        self.links = links or {}
        self.ours = ours
        self.branch = branch
        self.upstream = upstream
        self.protected = protected
        # Without a word about them, what git itself takes: the remote of the upstream, else `origin`.
        self.pulls = self.pushes = upstream.partition("/")[0] or "origin"
        self.remotes: Sequence[str] = (self.pulls,)
        self.env = env if env is not None else {"HOME": home, "PWD": self.cwd}
        self.today = today
        self.agent = home.rstrip("/") + "/.claude"
