"""What a table cannot say about git: dispatch by subcommand, and the paths that a revision names."""

from __future__ import annotations

from assent.core import places
from assent.core.effect import READ_SECRET, RUN_CODE
from assent.shell.judges.gitplaces import obeys_others
from assent.shell.judges.gitremote import archive, clone, fetch, merge, push, remote, subtree
from assent.shell.judges.gitsettings import config, settings_before
from assent.shell.judges.gitwork import (
    apply_patch,
    branch,
    checkout,
    clean,
    move,
    remove,
    reset,
    restore,
    symbolic,
    tag,
    worktree,
)
from assent.shell.judges.trees import deep_read
from assent.shell.meaning.use import Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from assent.shell.meaning.use import Use


def git(use: Use) -> None:
    """Judges the options before the subcommand, then what is special about the subcommand."""
    settings_before(use)
    obeys_others(use)
    judge = _JUDGES.get(use.sub[0]) if use.sub else None
    if judge is not None:
        judge(use)
    if judge in (_show, _diff, _grep, _archived):
        for cwd in use.cwds:
            use.note(places.read_effect(cwd + "/x", use.facts) & READ_SECRET, f"shows what {cwd} holds")


def _show(use: Use) -> None:
    """`revision:path` reads that path as it was; a -L range names its file too."""
    for word in use.words:
        _revision_path(use, word)
    for flag, value in use.options:
        if flag == "-L" and value is not None:
            _revision_path(use, value)


def _diff(use: Use) -> None:
    """Compares whole directories where it is told not to look at a repository, and where a word leads out of it."""
    _show(use)
    if use.has("--no-index") or any(word.prefix.startswith(("/", "../")) for word in use.words):
        deep_read(use, use.words)


def _archived(use: Use) -> None:
    archive(use)
    _show(use)


def _shown_by_name(use: Use) -> None:
    """What `cat-file` shows; with `--batch` the objects that it is fed."""
    _show(use)
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


def _grep(use: Use) -> None:
    if use.has("-O", "--open-files-in-pager"):
        use.note(RUN_CODE, "opens the files in a program")
    words = use.words if use.has("-e", "-f") else use.words[1:]
    for word in words:
        use.read(word)
        _revision_path(use, word)
    if use.has("--no-index"):
        deep_read(use, words)


_JUDGES: dict[str, Callable[[Use], None]] = {
    "add": _show,
    "am": apply_patch,
    "annotate": _show,
    "apply": apply_patch,
    "archive": _archived,
    "blame": _show,
    "branch": branch,
    "cat-file": _shown_by_name,
    "checkout": checkout,
    "cherry-pick": merge,
    "clean": clean,
    "clone": clone,
    "config": config,
    "diff": _diff,
    "diff-files": _show,
    "diff-index": _show,
    "diff-tree": _show,
    "fetch": fetch,
    "grep": _grep,
    "log": _show,
    "ls-files": _show,
    "ls-tree": _show,
    "merge": merge,
    "mv": move,
    "pull": fetch,
    "push": push,
    "rebase": merge,
    "remote": remote,
    "reset": reset,
    "restore": restore,
    "rev-list": _show,
    "revert": merge,
    "rm": remove,
    "show": _show,
    "subtree": subtree,
    "switch": merge,
    "symbolic-ref": symbolic,
    "tag": tag,
    "whatchanged": _show,
    "worktree": worktree,
}
