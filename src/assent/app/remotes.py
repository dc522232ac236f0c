"""The branch that is checked out in a project, and the remotes that git uses there when a command names none."""

from __future__ import annotations

from assent.app.project import git_folders, read_small
from assent.shell.judges.gitplaces import LARGEST, settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from assent.core.facts import Facts

HEADS = "refs/heads/"
# Settings of the machine and of the person, which may name a remote too.
EVERYWHERE = ("/etc/gitconfig", "~/.config/git/config", "~/.gitconfig")
DEFAULT = "origin"
# Settings by which another file may say more than is read.
SAY_MORE = ("include.path", "extensions.worktreeconfig")


def branch_and_remotes(facts: Facts, project: str) -> None:
    """Reads them into the facts; what cannot be read stays unknown, and so does what a file may decide that is not."""
    folder, common = git_folders(project)
    head = read_small(folder + "/HEAD").strip()
    if not head:
        return
    facts.branch = head[16:] if head.startswith(f"ref: {HEADS}") else ""
    text = read_small(common + "/config", LARGEST)
    own = list(settings(text))
    facts.upstream = _upstream(dict(own), facts.branch)
    if len(text) >= LARGEST or any(map(_may_say_more, own)):
        return
    outer = [setting for path in EVERYWHERE for setting in _settings_in(path.replace("~", facts.home, 1))]
    every = dict(outer + own)
    facts.remotes = tuple(
        dict.fromkeys(
            name[len("remote.") : -len(".url")]
            for name in every
            if name.startswith("remote.") and name.endswith(".url")
        )
    )
    facts.pulls = every.get(f"branch.{facts.branch}.remote") or _default(facts.remotes)
    if not any(map(_may_say_more, outer)):
        own_push = every.get(f"branch.{facts.branch}.pushremote")
        facts.pushes = own_push or every.get("remote.pushdefault") or facts.pulls


def _may_say_more(setting: tuple[str, str]) -> bool:
    name, _ = setting
    return not name or name in SAY_MORE or name.startswith("includeif.")


def _settings_in(path: str) -> Iterator[tuple[str, str]]:
    return settings(read_small(path, LARGEST))


def _upstream(said: Mapping[str, str], branch: str) -> str:
    """The branch that the checked-out one follows, with its remote: `origin/main`."""
    remote, merge = said.get(f"branch.{branch}.remote"), said.get(f"branch.{branch}.merge", "")
    return f"{remote}/{merge[len(HEADS) :]}" if branch and remote and merge.startswith(HEADS) else ""


def _default(remotes: Sequence[str]) -> str:
    """What git takes for a branch without a remote of its own."""
    if len(remotes) == 1:
        return remotes[0]
    return DEFAULT if DEFAULT in remotes or not remotes else ""
