"""What programs do that hand their words to another: git in a repository of their own, aws, docker, nix, eslint."""

from __future__ import annotations

from assent.core.effect import NET_READ, RUN_CODE
from assent.shell.meaning.arg import Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

# Subcommands of git for which hub takes `owner/name` or `owner` for a repository of GitHub.
_SHORTENED = (
    "clone",
    "fetch",
    "push",
    "remote",
    "submodule",
    "checkout",
    "merge",
    "am",
    "apply",
    "cherry-pick",
    "init",
)

# Those that put what an address of GitHub names into the working tree.
_BRINGING = ("checkout", "merge", "am", "apply", "cherry-pick")


def hub(use: Use) -> None:
    """`hub` is git, and some of its subcommands ask GitHub first."""
    if use.sub:
        return
    if use.words and use.words[0].text in _SHORTENED:
        use.note(NET_READ, "may ask GitHub for what a short name means")
    if any("://" in (word.text or "") for word in use.words) and use.words[0].text in _BRINGING:
        use.note(RUN_CODE, "brings the files of a stranger, settings of agents and hooks among them")
    use.run([Arg("git"), *use.words])


def passwords(use: Use) -> None:
    """`pass git …` is git in the password store."""
    _git_in(use, "/.password-store")


def gophers(use: Use) -> None:
    """`gopass git …` is git in its store."""
    _git_in(use, "/.local/share/gopass/stores/root")


def dotfiles(use: Use) -> None:
    """`chezmoi git …` is git in the source directory."""
    _git_in(use, "/.local/share/chezmoi")


def _git_in(use: Use, place: str) -> None:
    use.run([Arg("git"), Arg("-C"), Arg(use.facts.home + place), *use.words])


def local_aws(use: Use) -> None:
    """`awslocal` is aws with the address of a machine of one's own."""
    use.run([Arg("aws"), *use.args])


def buildx(use: Use) -> None:
    """The plugin of docker by its own name."""
    use.run([Arg("docker"), Arg("buildx"), *use.args])


def monitored(use: Use) -> None:
    """`nom build` is `nix build`, and `nom-shell` is `nix-shell`."""
    first = use.args[0].text if use.args else None
    if use.name != "nom":
        use.run([Arg("nix-" + use.name[4:]), *use.args])
    elif first in ("build", "shell", "develop"):
        use.run([Arg("nix"), *use.args])
    elif use.args and first != "--json":
        use.unknown("another command of nom")


def eslint(use: Use) -> None:
    """`eslint_d` is eslint in a process that goes on."""
    use.run([Arg("eslint"), *use.args])
