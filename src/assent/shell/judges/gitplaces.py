"""Which repository git works in, and whether the settings it obeys there may be anybody's but the project's."""

from __future__ import annotations

from assent.core import paths, places
from assent.core.effect import RUN_CODE
from assent.shell.judges.githooks import FOLDER, hook_run
from assent.shell.judges.gitsettings import inert_setting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from assent.shell.meaning.use import Use

LARGEST = 1 << 16  # characters of a settings file
POINTS = "gitdir:"
UNSEEN = "settings that could not be looked at"
# What makes a directory one that git obeys, looked at before anything below it; and what it obeys in a git directory.
SIGNS = ("/.git", "/.git/", "/HEAD", "/config", "/commondir")
OBEYED = ("/config", "/config.worktree", FOLDER)
HOOKS = "core.hookspath"
# Sections in which no setting names a program or a file of settings.
PLAIN_SECTIONS = frozenset((
    "advice", "alias", "author", "branch", "color", "column", "commit", "committer", "fetch", "gc", "gitflow", "gui",
    "i18n", "index", "log", "maintenance", "pack", "pull", "push", "rebase", "receive", "rerere", "stash", "status",
    "tag", "transfer", "user",
))  # fmt: skip
RUNS = ("gc.recentobjectshook",)  # the one setting of these sections that names a program
PLAIN_KEYS = {
    "core": frozenset((
        "abbrev", "autocrlf", "bare", "bigfilethreshold", "checkstat", "commentchar", "commitgraph", "compression",
        "deltabasecachelimit", "eol", "filemode", "hidedotfiles", "ignorecase", "ignorestat", "logallrefupdates",
        "longpaths", "multipackindex", "packedgitlimit", "packedgitwindowsize", "precomposeunicode", "preloadindex",
        "protecthfs", "protectntfs", "quotepath", "repositoryformatversion", "safecrlf", "sharedrepository",
        "sparsecheckout", "sparsecheckoutcone", "splitindex", "symlinks", "trustctime", "untrackedcache",
        "warnambiguousrefs", "whitespace",
    )),
    "remote": frozenset((
        "fetch", "gh-resolved", "mirror", "partialclonefilter", "promisor", "prune", "prunetags", "push", "pushurl",
        "skipdefaultupdate", "skipfetchall", "tagopt", "url",
    )),
    "submodule": frozenset(("active", "branch", "fetchrecursesubmodules", "ignore", "recurse", "shallow", "url")),
    "extensions": frozenset(("objectformat", "partialclone", "refstorage", "noop", "preciousobjects")),
    "lfs": frozenset(("repositoryformatversion", "access", "allowincompletepush", "locksverify")),
}  # fmt: skip
# Settings that run a program, with the values that are everybody's.
EVERYBODYS = {
    "core.fsmonitor": ("true", "false", "0", "1", ""),
    "core.pager": ("cat", "less"),
    "filter.lfs.clean": ("git-lfs clean -- %f",),
    "filter.lfs.smudge": ("git-lfs smudge -- %f", "git-lfs smudge --skip -- %f"),
    "filter.lfs.process": ("git-lfs filter-process", "git-lfs filter-process --skip"),
    "filter.lfs.required": ("true", "false"),
}


def obeys_others(use: Use) -> None:
    """Notes settings that git obeys in a place where a call may have put them: where anything may lie, where this call
    put a tree of files, or in a repository below the project that is not the project's own."""
    for cwd in use.cwds:
        real = paths.resolved(cwd, use.facts)
        if _may_be_made(use, real):
            use.note(
                RUN_CODE, "obeys the settings of a repository that lies where anything may have been unpacked"
            )
        landed = use.walker.landed_over(real)
        if landed:
            use.note(
                RUN_CODE, f"obeys the settings of a repository that may be among what was put into {landed}"
            )
        for folder in _below_project(use, real):
            why = _strange(use, folder)
            if why:
                use.note(
                    RUN_CODE, f"obeys {why} of the repository in {folder}, which is not the project's own"
                )


def own_repository(use: Use) -> bool:
    """True when git works in the repository that the facts speak of, as far as anybody has looked."""
    project = use.facts.project
    for cwd in use.cwds:
        real = paths.resolved(cwd, use.facts)
        if not project or not paths.inside(real, project) or use.walker.landed_over(real + "/"):
            return False
        between = [folder for folder in _below_project(use, real) if folder != project]
        if any(_text(use, folder + sign) for folder in between for sign in SIGNS[:3]):
            return False
    return bool(use.cwds)


def _may_be_made(use: Use, real: str) -> bool:
    """True for a directory outside the project in which each program may put what it likes, a `.git` too."""
    return places.is_temporary(real + "/x", use.facts) and not paths.inside(real, use.facts.project)


def _below_project(use: Use, at: str) -> Iterator[str]:
    """The directories in which git looks for a repository before it comes to that of the project the agent's session
    began in."""
    project = use.facts.project
    while project and paths.inside(at, project) and (at != project or use.facts.nested):
        yield at
        at = at[: at.rfind("/")]


def _strange(use: Use, folder: str) -> str:
    """What makes git run something in a directory: a setting, or a hook; "" when nothing does, or nobody has looked."""
    texts = [_text(use, folder + sign) for sign in SIGNS]
    if not use.facts.texts:
        return ""
    if None in texts:
        return UNSEEN
    pointer, inside, head, config, common = (text or "" for text in texts)
    found = _obeyed(use, folder + "/.git", folder) if inside else ""
    if pointer.startswith(POINTS):
        found = found or _obeyed(use, _joined(folder, pointer[len(POINTS) :].strip()), folder)
    if head or common or "[core" in config.lower():
        found = found or _obeyed(use, folder, folder)
    return found


def _text(use: Use, path: str) -> str | None:
    """A file's text, or the names in a folder, "" when it is not there; asked for where nobody has looked yet."""
    text = use.facts.texts.get(path)
    if text is None and path not in use.part.texts:
        use.part.texts.append(path)
    return text


def _obeyed(use: Use, git: str, tree: str) -> str:
    """The first thing in a git directory that makes git run something; its settings may be shared with another one."""
    common = _text(use, git + "/commondir")
    shared = _joined(git, common.strip()) if common and common.strip() else git
    for folder in dict.fromkeys((git, shared)):
        own, more, hooks = [_text(use, folder + spot) for spot in OBEYED]
        if own is None or more is None or hooks is None or common is None:
            return UNSEEN
        found = strange_setting(own, git, tree) or strange_setting(more, git, tree)
        for place in [value for name, value in (*settings(own), *settings(more)) if name == HOOKS]:
            moved = _text(use, _joined(tree, _at_home(use, place)) + "/")
            if moved is None:
                return UNSEEN
            hooks += "\n" + moved
        # The hooks of the project that the agent stands in are the project's own.
        found = found or hook_run(use, hooks, always_only=tree == use.facts.project)
        if found:
            return found
    return ""


def strange_setting(text: str, git: str = "", tree: str = "") -> str:
    """The name of the first setting in a text that may make git run something, or work elsewhere than in `tree`; ""
    when all are known to do neither."""
    if len(text) >= LARGEST:
        return "more settings than can be looked at"
    for name, value in settings(text):
        if name == "core.worktree" and tree and _joined(git, value) == tree:
            continue
        if name in ("extensions.worktreeconfig", HOOKS) or _plain(name, value):
            continue
        return name or "settings that cannot be read"
    return ""


def _plain(name: str, value: str) -> bool:
    section, _, rest = name.partition(".")
    key = rest.rpartition(".")[2]
    if (section in PLAIN_SECTIONS and name not in RUNS) or key in PLAIN_KEYS.get(section, ()):
        return True
    return value in EVERYBODYS.get(name, ()) or (bool(name) and inert_setting(name, value))


def settings(text: str) -> Iterator[tuple[str, str]]:
    """(section.subsection.key, value) of each line, "" as the name of one that cannot be read; section and key in lower
    case."""
    section = ""
    for raw in text.removeprefix("\ufeff").split("\n"):
        line = raw.strip()
        while line.startswith("["):
            section, line = _header(line)
            if not section:
                break
        if not line or line[0] in "#;":
            continue
        key, _, value = line.partition("=")
        key = key.strip().lower()
        sound = section and key.replace("-", "").isalnum() and not line.endswith("\\")
        yield (f"{section}.{key}", value.strip().strip('"')) if sound else ("", "")


def _header(line: str) -> tuple[str, str]:
    """The section that a line begins, "" when it cannot be read, and what stands behind it."""
    name, quote, rest = line[1:].partition('"')
    if "]" in name or not quote:
        name, closed, rest = line[1:].partition("]")
        return (name.strip().lower() if closed else ""), rest.strip()
    inner, closed, rest = rest.partition('"')
    rest = rest.lstrip()
    if not closed or "\\" in inner or not rest.startswith("]"):
        return "", line
    return f"{name.strip().lower()}.{inner}", rest[1:].strip()


def _at_home(use: Use, path: str) -> str:
    return use.facts.home + path[1:] if path.startswith("~/") else path


def _joined(base: str, path: str) -> str:
    return paths.normal(path if path.startswith("/") else f"{base}/{path}")
