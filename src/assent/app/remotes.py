"""The branch that is checked out in a project, and the remotes that git uses there when a command names none."""

from __future__ import annotations

from assent.app.project import git_folders, read_small
from assent.shell.judges.gitplaces import LARGEST, settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.core.facts import Facts

HEADS = "refs/heads/"
# Settings of the machine and of the person, which may name a remote too.
EVERYWHERE = ("/etc/gitconfig", "~/.config/git/config", "~/.gitconfig")
DEFAULT = "origin"


def branch_and_remotes(facts: Facts, project: str) -> None:
    """Reads them into the facts; what cannot be read stays unknown, and so does what a file may decide that is not."""
    folder, common = git_folders(project)
    head = read_small(folder + "/HEAD").strip()
    if not head:
        return
    facts.branch = head[16:] if head.startswith(f"ref: {HEADS}") else ""
    own = read_small(common + "/config", LARGEST)
    said = _said([own])
    facts.upstream = _upstream(said, facts.branch)
    if not _is_whole(own):
        return
    outer = [text for path in EVERYWHERE if (text := read_small(path.replace("~", facts.home, 1), LARGEST))]
    every = _said([*outer, own])
    facts.remotes = tuple(
        dict.fromkeys(
            name[len("remote.") : -len(".url")]
            for name in every
            if name.startswith("remote.") and name.endswith(".url")
        )
    )
    facts.pulls = every.get(f"branch.{facts.branch}.remote") or _default(facts.remotes)
    facts.pushes = (
        every.get(f"branch.{facts.branch}.pushremote") or every.get("remote.pushdefault") or facts.pulls
    )


def _said(texts: Sequence[str]) -> Mapping[str, str]:
    """Each setting of these texts with its last value."""
    return {name: value for text in texts for name, value in settings(text)}


def _is_whole(text: str) -> bool:
    """True when no other file, and nothing beyond what is read, may say more."""
    if not text or len(text) >= LARGEST or "worktreeconfig" in text.lower():
        return False
    return not any(not name or name.startswith("include") for name, _ in settings(text))


def _upstream(said: Mapping[str, str], branch: str) -> str:
    """The branch that the checked-out one follows, with its remote: `origin/main`."""
    remote, merge = said.get(f"branch.{branch}.remote"), said.get(f"branch.{branch}.merge", "")
    return f"{remote}/{merge[len(HEADS) :]}" if branch and remote and merge.startswith(HEADS) else ""


def _default(remotes: Sequence[str]) -> str:
    """What git takes for a branch without a remote of its own."""
    if len(remotes) == 1:
        return remotes[0]
    return DEFAULT if DEFAULT in remotes else ""
