"""What a table cannot say about git: dispatch by subcommand, and the paths that a revision names."""

from __future__ import annotations

from assent.core import places
from assent.core.effect import READ_SECRET, RUN_CODE
from assent.shell.judges.gitplaces import obeys_others
from assent.shell.judges.gitsettings import settings_before
from assent.shell.judges.trees import deep_read
from assent.shell.meaning.arg import Arg
from assent.shell.meaning.table import ask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use


def git(use: Use) -> None:
    """Judges the options before the subcommand, then what is special about the subcommand."""
    settings_before(use)
    obeys_others(use)
    judge = _JUDGES.get(use.sub[0]) if use.sub else None
    if judge is not None:
        ask(judge, use)
    if use.sub and use.sub[0] in _TURNING:
        from assent.shell.judges.gitturns import turns

        use.walker.turn(turns(use))
    if judge in _SHOWING:
        for cwd in use.cwds:
            use.note(places.read_effect(cwd + "/x", use.facts) & READ_SECRET, f"shows what {cwd} holds")


def show(use: Use) -> None:
    """`revision:path` reads that path as it was; a -L range names its file too."""
    for word in use.words:
        _revision_path(use, word)
    for flag, value in use.options:
        if flag == "-L" and value is not None:
            _revision_path(use, value)


def diff(use: Use) -> None:
    """Compares whole directories where it is told not to look at a repository, and where a word leads out of it."""
    show(use)
    if use.has("--no-index") or any(word.prefix.startswith(("/", "../")) for word in use.words):
        deep_read(use, use.words)


def archived(use: Use) -> None:
    """Packs a tree, and what a revision names."""
    ask("gitremote.archive", use)
    show(use)


def shown_by_name(use: Use) -> None:
    """What `cat-file` shows; with `--batch` the objects that it is fed."""
    show(use)
    if use.has("--batch-all-objects") or not use.has("--batch", "--batch-command"):
        return
    if not use.stdin:
        use.opaque("which objects are shown cannot be known")
        return
    for name in use.stdin.split():
        _revision_path(use, Arg(name))


def _revision_path(use: Use, word: Arg) -> None:
    text = word.text
    if text is None or ":" not in text or text.startswith((":!", ":^", ":(exclude")):
        return
    path = text.rpartition(":")[2]
    path = path.rpartition(")")[2] if path.startswith("(") else path
    if path:
        use.read(Arg(path))


def grep(use: Use) -> None:
    """Searches files, or revisions of them."""
    if use.has("-O", "--open-files-in-pager"):
        use.note(RUN_CODE, "opens the files in a program")
    words = use.words if use.has("-e", "-f") else use.words[1:]
    for word in words:
        use.read(word)
        _revision_path(use, word)
    if use.has("--no-index"):
        deep_read(use, words)


# Subcommand → its judge; one is loaded when it is asked.
_JUDGES = {
    "add": "gitrules.show",
    "am": "gitwork.apply_patch",
    "annotate": "gitrules.show",
    "apply": "gitwork.apply_patch",
    "archive": "gitrules.archived",
    "blame": "gitrules.show",
    "branch": "gitwork.branch",
    "cat-file": "gitrules.shown_by_name",
    "checkout": "gitwork.checkout",
    "cherry-pick": "gitremote.merge",
    "clean": "gitwork.clean",
    "clone": "gitremote.clone",
    "config": "gitsettings.config",
    "diff": "gitrules.diff",
    "diff-files": "gitrules.show",
    "diff-index": "gitrules.show",
    "diff-tree": "gitrules.show",
    "fetch": "gitremote.fetch",
    "grep": "gitrules.grep",
    "log": "gitrules.show",
    "ls-files": "gitrules.show",
    "ls-remote": "gitremote.listing",
    "ls-tree": "gitrules.show",
    "merge": "gitremote.merge",
    "mv": "gitwork.move",
    "pull": "gitremote.fetch",
    "push": "gitremote.push",
    "rebase": "gitremote.merge",
    "remote": "gitremote.remote",
    "reset": "gitwork.reset",
    "restore": "gitwork.restore",
    "rev-list": "gitrules.show",
    "revert": "gitremote.merge",
    "rm": "gitwork.remove",
    "show": "gitrules.show",
    "subtree": "gitremote.subtree",
    "switch": "gitremote.merge",
    "symbolic-ref": "gitwork.symbolic",
    "tag": "gitwork.tag",
    "whatchanged": "gitrules.show",
    "worktree": "gitwork.worktree",
}
# What may leave another branch checked out, or that one with another remote.
_TURNING = (
    "bisect",
    "branch",
    "checkout",
    "config",
    "flow",
    "rebase",
    "remote",
    "stash",
    "svn",
    "switch",
    "symbolic-ref",
)
_SHOWING = ("gitrules.show", "gitrules.diff", "gitrules.grep", "gitrules.archived")
