"""What nix does: builds in its store, and runs what a flake names, the project's own or anybody's."""

from __future__ import annotations

from assent.core.effect import NET_READ, RUN_CODE, RUN_PROJECT
from assent.shell.judges.tasks import from_project, source, task_words
from assent.shell.meaning.arg import Arg
from assent.shell.meaning.table import walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.meaning.use import Use

# Subcommands whose words are flakes or what they hold, and those of them that execute it.
_FLAKES = frozenset((
    "add", "build", "bundle", "check", "copy", "derivation", "develop", "eval", "info", "log", "metadata", "path-info",
    "print-dev-env", "run", "search", "shell", "show", "show-derivation", "update", "lock", "archive", "install", "fmt",
    "why-depends",
))  # fmt: skip
_EXECUTING = frozenset(("bundle", "develop", "print-dev-env", "run", "shell"))
# Their words are no flakes: they work on the one of the directory.
_OWN = ("update", "lock", "fmt")
# Behind these words of nix stands a command, or words for one.
_CUTS = ("-c", "--command", "--")
_CHANNELS = ("nixos-", "nixpkgs-", "release-")


def nix(use: Use) -> None:
    """Walks the words up to an inner command, then judges what is built or run."""
    at = next((index for index, arg in enumerate(use.args) if arg.text in _CUTS), len(use.args))
    walk(use, use.row, use.args[:at])
    if at < len(use.args):
        _behind(use, use.args[at].text or "", use.args[at + 1 :])
    elif use.sub[-1:] in (("develop",), ("shell",)):
        use.note(RUN_CODE, "starts a shell")
    flakes = use.sub and use.sub[-1] in _FLAKES and use.sub[0] not in ("registry", "store", "config")
    stored = all(word.prefix.startswith("/nix/store/") for word in use.words)
    if flakes or (use.sub[-1:] == ("diff-closures",) and not stored):
        _flakes(use)


def _behind(use: Use, cut: str, rest: Sequence[Arg]) -> None:
    """`develop -c CMD`, `run -- ARGS`."""
    last = use.sub[-1] if use.sub else ""
    if cut != "--" and last in ("develop", "shell") and rest:
        use.run(rest)
    elif cut == "--" and last == "run":
        task_words(use, rest)
    elif cut == "--" and last == "fmt":
        task_words(use, rest)
        for word in rest:
            use.edit(word)
    else:
        use.unknown(f"words of nix behind {cut}")


def _flakes(use: Use) -> None:
    if use.has("-f", "--file", "--expr", "-E"):
        return  # the words are names in what these hold
    last = use.sub[-1]
    words = use.words[:1] if last in ("run", "search") else use.words
    if last in _OWN or not words:
        use.add(RUN_PROJECT, "evaluates the flake of the project")
    if last in _OWN:
        return
    if last == "run":
        task_words(use, use.words[1:])
    for word in words:
        _flake(use, word, executes=last in _EXECUTING)


def flake(use: Use) -> None:
    """The flake that an option names, as nixos-rebuild and home-manager have it."""
    for flag, value in use.options:
        if flag == "--flake" and value is not None:
            _flake(use, value, executes=True)


def _flake(use: Use, word: Arg, *, executes: bool) -> None:
    """Evaluates what a word names: a directory of the project, nixpkgs, or a place that anybody may hold."""
    text = word.text
    name = word.prefix.partition("#")[0].partition("?")[0]
    if text is None:
        use.opaque("which flake it evaluates cannot be known")
        use.note(RUN_CODE, "evaluates a flake that cannot be known")
    elif name in ("", ".") or name.startswith(("./", "../", "/", "path:.", "path:/")):
        place = Arg((name.removeprefix("path:") or ".") + "/flake.nix")
        if from_project(use, place) and "?" not in text:
            source(use, place)
        else:
            use.note(RUN_CODE, f"evaluates {name} outside of the project")
    else:
        use.note(NET_READ, f"fetches {name}")
        if executes or "?" in text or not _is_nixpkgs(name):
            use.note(RUN_CODE, f"runs what {name} holds")


def _is_nixpkgs(name: str) -> bool:
    registry, _, branch = name.partition("/")
    return registry == "nixpkgs" and (not branch or branch.startswith(_CHANNELS)) and "/" not in branch
