"""What a jq call does: it only reads, but a filter can show the environment or load modules.

jq 1.6 to 1.8 manuals.
"""

from __future__ import annotations

from assent.core.effect import READ_SECRET, RUN_PROJECT
from assent.shell.meaning.use import Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

_LETTERS = frozenset("crjasSCMenhV")
_LONG = frozenset((
    "--seq", "--stream", "--stream-errors", "--slurp", "--raw-input", "--null-input", "--compact-output", "--tab",
    "--color-output", "--monochrome-output", "--ascii-output", "--sort-keys", "--raw-output", "--raw-output0",
    "--join-output", "--exit-status", "--unbuffered", "--help", "--version", "--build-configuration",
))  # fmt: skip
_PAIRS = ("--arg", "--argjson")
_FILES = ("--slurpfile", "--rawfile", "--argfile")


def jq(use: Use) -> None:
    """The first operand is the filter unless -f named a file with it; the others are read."""
    words: list[Arg] = []
    flags = {"file": False, "rest": False, "end": False}
    index = 0
    args = use.args
    while index < len(args):
        arg = args[index]
        if flags["end"] or arg.prefix[:1] != "-" or arg.text == "-":
            _word(use, words, arg, data=flags["rest"])
            index += 1
        else:
            index = _option(use, flags, index)
    if not flags["file"]:
        if not words:  # then it shows what it is fed as it is
            return
        _filter(use, words.pop(0))
    for word in words:
        use.read(word)


def _word(use: Use, words: list[Arg], arg: Arg, *, data: bool) -> None:
    if arg.text is None and not arg.prefix:
        use.opaque("a word that cannot be known may be an option")
    if not data or not words:
        words.append(arg)


def _option(use: Use, flags: dict[str, bool], index: int) -> int:
    """Applies one option; returns where to go on."""
    arg = use.args[index]
    text = arg.text
    values = use.args[index + 1 : index + 3]
    if text == "--":
        flags["end"] = True
    elif text in ("--args", "--jsonargs"):
        flags["rest"] = True
    elif text in ("-f", "--from-file"):
        flags["file"] = True
        use.note(RUN_PROJECT, "runs a program from a file")
    elif text in _PAIRS or text in _FILES:
        if len(values) < 2 or any(value.many for value in values):
            use.unknown(f"jq {text} lacks its values")
        elif text in _FILES:
            use.read(values[1])
        return index + 3
    elif text in ("-L", "--library-path", "--indent") and values:
        if text != "--indent":
            use.read(values[0])
        return index + 2
    elif text is None or not (
        text in _LONG or (text[1:2] != "-" and all(letter in _LETTERS for letter in text[1:]))
    ):
        use.unknown(f"jq option {arg.prefix}")
    return index + 1


def _filter(use: Use, arg: Arg) -> None:
    text = arg.text
    if text is None:
        use.opaque("the jq filter cannot be known")
        return
    if shows_environment(text):
        use.note(READ_SECRET, "shows the environment")
    if any(word in ("import", "include") and before not in (".", '"') for word, before in _names(text)):
        use.unknown("the jq filter loads other files")


def shows_environment(text: str) -> bool:
    """True for a filter that names `env` or `$ENV`; `.env` is a field."""
    return any(word == "ENV" or (word == "env" and before not in (".", '"')) for word, before in _names(text))


def _names(text: str) -> list[tuple[str, str]]:
    """The names in a filter, each with the character before it."""
    found = []
    at = 0
    while at < len(text):
        start = at
        while at < len(text) and (text[at].isalnum() or text[at] == "_"):
            at += 1
        if at > start:
            found.append((text[start:at], text[start - 1 : start]))
        else:
            at += 1
    return found
