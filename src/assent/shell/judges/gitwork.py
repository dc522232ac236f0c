"""What git does to the working tree, the index and local branches: above all, which uncommitted changes are lost."""

from __future__ import annotations

from assent.core.effect import DESTROY, HISTORY, RUN_CODE, WRITE_PROJECT
from assent.shell.judges.gitremote import merge
from assent.shell.judges.trees import HERE, below, deep_write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.meaning.use import Arg, Use


_BRANCH_FOLDERS = (
    "feature/", "feat/", "fix/", "bugfix/", "hotfix/", "release/", "chore/", "origin/", "upstream/", "refs/",
    "dependabot/", "renovate/", "claude/", "codex/", "copilot/",
)  # fmt: skip


def _after_dashes(use: Use) -> list[Arg] | None:
    """The words after `--`, which are paths for sure; None without one."""
    for index, arg in enumerate(use.args):
        if arg.text == "--":
            return list(use.args[index + 1 :])
    return None


def _is_branch(use: Use, text: str) -> bool:
    """True for a word that can hardly be a path: a branch the facts know, a hash, HEAD and its relatives."""
    if text in ("-", "HEAD", "@", use.facts.branch, *use.facts.protected) or text.startswith(
        ("HEAD~", "HEAD^", "HEAD@", "@{")
    ):
        return bool(text)
    if text == use.facts.upstream or (
        text.startswith(_BRANCH_FOLDERS) and not text.endswith("/") and "." not in text
    ):
        return True
    return len(text) >= 7 and all(char in "0123456789abcdef" for char in text)


def _lose(use: Use, words: Sequence[Arg], verb: str = "overwrites", doubt: str = "") -> None:
    """Uncommitted changes of these paths are gone."""
    names = ", ".join(
        ["everything here" if word.prefix == "." else word.prefix or "what cannot be known" for word in words]
    )
    use.note(DESTROY, f"{verb} uncommitted changes{' of ' if names else ''}{names}{doubt}")
    for word in words:
        use.write(word)


def checkout(use: Use) -> None:
    """A branch is switched to; a path loses its changes. A word that may be either is taken for a path."""
    merge(use)
    after = _after_dashes(use)
    words = list(use.words)
    if after is not None:
        _lose(use, after)
        return
    if use.has("-b", "-B", "--orphan", "--detach", "-d", "-t", "--track") and not use.has("-p", "--patch"):
        return
    if words and words[0].text is not None and _is_branch(use, words[0].text):
        words.pop(0)
    if words or use.has("-p", "--patch", "--ours", "--theirs", "-2", "-3", "--pathspec-from-file"):
        alone = len(words) == len(use.words) == 1 and words[0].prefix[:1] not in (".", "/", "")
        doubt = ", if that is no branch" if alone else ""
        _lose(use, words, "may overwrite", doubt)


def restore(use: Use) -> None:
    if use.has("-S", "--staged") and not use.has("-W", "--worktree"):
        for word in use.words:
            use.read(word)
    else:
        _lose(use, use.words)


def reset(use: Use) -> None:
    """--hard loses changes; any other commit than HEAD moves the branch."""
    merge(use)
    words = list(use.words)
    after = _after_dashes(use)
    if after is not None:
        words = words[: len(words) - len(after)]
    if not words or (words[0].text in ("HEAD", "@")):
        return
    use.note(HISTORY, f"moves the branch to {words[0].prefix or 'what cannot be known'}")


def clean(use: Use) -> None:
    if use.has("-n", "--dry-run"):
        return
    use.note(DESTROY, "deletes untracked files")
    for word in use.words or [HERE]:
        use.write(word)


def remove(use: Use) -> None:
    """git rm takes files out of the tree, with --cached only out of the index."""
    for word in use.words:
        if use.has("--cached", "-n", "--dry-run"):
            use.read(word)
        else:
            use.destroy(word)


def move(use: Use) -> None:
    for word in use.words:
        use.write(word)
    for word in use.words[:-1]:
        use.write(below(use.words[-1], word))


def apply_patch(use: Use) -> None:
    """A patch names the files it changes: nobody knows them, they may be settings and workflows."""
    if (
        use.sub[0] == "apply"
        and use.has("--check", "--stat", "--numstat", "--summary")
        and not use.has("--apply")
    ):
        return
    if use.sub[0] == "am" and use.has("--show-current-patch"):
        return
    use.add(WRITE_PROJECT, "changes the files that the patch names")
    if not use.has("--abort", "--quit", "--skip", "--continue", "-r", "--resolved"):
        use.note(RUN_CODE, "applies a patch, which may change settings, hooks and workflows")


def worktree(use: Use) -> None:
    if len(use.sub) > 1 and use.sub[1] in ("remove", "move"):
        for word in use.words:
            if use.sub[1] == "remove":
                use.destroy(word)
                deep_write(use, word)
            else:
                use.write(word)


def branch(use: Use) -> None:
    listing = (
        "-l",
        "--list",
        "-a",
        "--all",
        "-r",
        "--remotes",
        "--contains",
        "--no-contains",
        "--merged",
        "--no-merged",
        "--points-at",
        "--show-current",
    )  # fmt: skip  with --sort, --format, -v or --column a name still makes a branch
    changing = ("-d", "--delete", "-m", "--move", "-c", "--copy", "-u", "--set-upstream-to", "--unset-upstream",
                "--edit-description", "-t", "--track")  # fmt: skip
    if use.has(*changing) or (use.words and not use.has(*listing)):
        use.add(WRITE_PROJECT, "changes branches")
    if use.has("-d", "--delete") and use.has("-f", "--force"):
        use.note(DESTROY, "deletes a branch even if it is not merged")


def tag(use: Use) -> None:
    listing = (
        "-l",
        "--list",
        "-n",
        "--contains",
        "--no-contains",
        "--merged",
        "--no-merged",
        "--points-at",
        "-v",
        "--verify",
    )  # fmt: skip  with --sort, --format or --column a name still makes a tag
    making = (
        "-a",
        "--annotate",
        "-m",
        "--message",
        "-F",
        "--file",
        "-s",
        "--sign",
        "-u",
        "--local-user",
        "-f",
        "--force",
        "-d",
    )
    if use.has(*making) or (use.words and not use.has(*listing)):
        use.add(WRITE_PROJECT, "changes tags")


def symbolic(use: Use) -> None:
    if len(use.words) > 1:
        use.add(WRITE_PROJECT, "changes what a name refers to")
