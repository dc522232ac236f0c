"""What git does with other repositories: which remote is reached, which pushes touch history or a protected branch."""

from __future__ import annotations

from assent.core import paths
from assent.core.effect import HISTORY, NET_READ, NET_SEND, RUN_CODE
from assent.shell.judges.gitplaces import own_repository
from assent.shell.judges.gitsettings import setting
from assent.shell.judges.trees import lands, pour
from assent.shell.meaning.use import Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.meaning.use import Use


# What a push reaches beside the branches of a remote: what is released by it is there for good. No remote is called so.
TAGS = "its tags"
_STRATEGIES = ("ort", "recursive", "resolve", "octopus", "ours", "subtree")


def merge(use: Use) -> None:
    """A strategy is a program named git-merge-…."""
    _foreign_tree(use)
    strategy = use.value("-s", "--strategy")
    if strategy is not None and strategy.text not in _STRATEGIES:
        use.unknown("runs a merge strategy of one's own, which is a program")
        use.note(RUN_CODE, "runs a merge strategy of one's own, which is a program")


def _foreign_tree(use: Use) -> None:
    """A tree from a place that no remote of this repository stands for: what it holds may be settings and workflows."""
    words = use.words
    pulled = use.sub[0] == "pull" and words and any(sign in words[0].prefix for sign in ":/.")
    if pulled or any(word.prefix.startswith("FETCH_HEAD") for word in words):
        use.note(RUN_CODE, "takes in files of another repository, also settings of agents and workflows")


def _own_remote(use: Use, name: str) -> None:
    """The remote that is used when none is named: as far as the facts know it, in a repository that they speak of, and
    where nothing before has turned to another branch."""
    facts = use.facts
    if not own_repository(use) or (use.walker.turned() and len(facts.remotes) != 1):
        use.reach(None)
    else:
        use.remote(Arg(name) if name else Arg(None))


def _every_remote(use: Use) -> None:
    """All of the remotes, where the facts know their names."""
    known = use.facts.remotes if own_repository(use) and not use.walker.turned() else ()
    for name in known or (None,):
        use.target(name)


def fetch(use: Use) -> None:
    if use.has("--all", "-m", "--multiple"):
        _every_remote(use)
    elif not use.words:
        _own_remote(use, use.facts.pulls)
    for word in use.words[1:]:
        if word.text is None or word.text.startswith("+"):
            use.note(HISTORY, "may overwrite a local branch")
    rebase = use.value("-r", "--rebase")
    if use.has("-r", "--rebase") and (rebase is None or rebase.text not in ("false", "no")):
        use.note(HISTORY, "rebases the local commits")
    merge(use)


def clone(use: Use) -> None:
    """The directory is named by the second operand or by the address."""
    for flag, value in use.options:
        if flag in ("-c", "--config") and value is not None:
            setting(use, value)
    if use.has("--recurse-submodules", "--recursive"):
        use.reach(None)
    if len(use.words) == 1:
        text = use.words[0].text
        name = (
            "" if text is None else text.rstrip("/").replace(":", "/").rpartition("/")[2].removesuffix(".git")
        )
        use.write(Arg(name or None, prefix=name))
        lands(use, Arg(name or None, prefix=name), below_only=True)
    for word in use.words[1:]:
        lands(use, word, below_only=True)


def remote(use: Use) -> None:
    verb = use.sub[1] if len(use.sub) > 1 else ""
    if verb == "update" and not use.words:
        _every_remote(use)
    elif verb in ("show", "prune") and not use.words:
        use.reach(None)


def listing(use: Use) -> None:
    """`git ls-remote` without a name asks the remote of the branch."""
    if not use.words:
        _own_remote(use, use.facts.pulls)


def push(use: Use) -> None:
    """Protected branches, deletions and forced refspecs are history; what is pushed without being named is judged by
    the facts."""
    if use.value("--repo") is not None:
        use.note(HISTORY, "pushes to a repository named by --repo")
    elif not use.words:
        _own_remote(use, use.facts.pushes)
    refspecs = list(use.words[1:])
    if not refspecs and not use.has("--tags"):
        upstream = use.facts.upstream.partition("/")[2]
        for branch in (*_checked_out(use), *([upstream] if upstream else ())):
            if not branch or _protected(use, branch):
                use.note(HISTORY, _onto(branch))
    for refspec in refspecs:
        _refspec(use, refspec)
    if use.has("--tags", "--follow-tags") or any(_is_tag(refspec.text or "") for refspec in refspecs):
        use.target(TAGS)


def _is_tag(refspec: str) -> bool:
    """True for what names a tag: a version, `refs/tags/…`, and the word `tag` before a name."""
    source, colon, target = refspec.lstrip("+").partition(":")
    name = (target if colon else source).removeprefix("refs/")
    first, dot, _ = name.removeprefix("v").partition(".")
    return name == "tag" or name.startswith("tags/") or (bool(dot) and first.isdigit())


def _refspec(use: Use, arg: Arg) -> None:
    text = arg.text
    if text is None:
        use.opaque("what is pushed cannot be known")
        use.note(HISTORY, "pushes what cannot be known")
        return
    if text.startswith("+"):
        use.note(HISTORY, f"overwrites the remote branch {text.lstrip('+').rpartition(':')[2]}")
    source, colon, target = text.lstrip("+").partition(":")
    if colon and not source:
        use.note(HISTORY, f"deletes the remote branch {target}" if target else "pushes all branches")
    name = target if colon else source
    for branch in _checked_out(use) if name in ("HEAD", "@") else (name,):
        if not branch or "*" in branch or _protected(use, branch):
            use.note(HISTORY, _onto(branch))


def _checked_out(use: Use) -> Sequence[str]:
    """The branch that is pushed when none is named, and those that may have been turned to before."""
    return (use.facts.branch, *use.walker.turned())


def _onto(branch: str) -> str:
    """A push to a branch that is protected, or may be."""
    if not branch or "*" in branch:
        return "pushes to a branch that cannot be known"
    return f"pushes to {branch}, a protected branch"


def _protected(use: Use, branch: str) -> bool:
    name = branch.removeprefix("refs/").removeprefix("heads/")
    return any(paths.glob(pattern, name) for pattern in use.facts.protected)


def archive(use: Use) -> None:
    if use.has("--remote"):
        use.note(NET_READ, "fetches from another repository")


def subtree(use: Use) -> None:
    verb = use.sub[1] if len(use.sub) > 1 else ""
    if verb in ("add", "pull", "merge"):
        pour(use, use.value("-P", "--prefix") or Arg("."))
    if verb == "push":
        use.note(NET_SEND, "pushes")
        for word in use.words[1:]:
            _refspec(use, word)
