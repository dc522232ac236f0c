"""What programs do that keep other programs running: nodemon, pm2, concurrently."""

from __future__ import annotations

from assent.core.effect import RUN_PROJECT
from assent.shell.judges.scripts import script_words
from assent.shell.judges.tasks import source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.meaning.arg import Arg
    from assent.shell.meaning.use import Use

# Files that are started by the interpreter of their kind, or that list what to start.
_STARTED = (
    ".js",
    ".mjs",
    ".cjs",
    ".ts",
    ".mts",
    ".cts",
    ".jsx",
    ".tsx",
    ".py",
    ".rb",
    ".sh",
    ".json",
    ".yml",
    ".yaml",
)


def nodemon(use: Use) -> None:
    """Runs a script of the project, or the text behind --exec with the operands added to it."""
    texts = [value.text if value else None for flag, value in use.options if flag in ("-x", "--exec")]
    if texts:
        words = [texts[-1], *(word.text for word in use.words)]
        use.shell(None if None in words else " ".join(word for word in words if word is not None))
    elif use.words:
        source(use, use.words[0])
        script_words(use, use.words[0], use.words[1:])


def pm2(use: Use) -> None:
    """`start FILE`, `start PROGRAM -- WORDS…`, `start 'shell text'`, `start NAME` of one it knows."""
    if not use.words:
        return
    first = use.words[0]
    text = first.text
    if text is None:
        use.opaque("what it starts cannot be known")
        use.unknown("what it starts cannot be known")
    elif " " in text:
        use.shell(text)
    elif text.endswith(_STARTED) or "/" in text or text == ".":
        source(use, first)
        script_words(use, first, use.words[1:])
    else:
        use.run([first, *_given(use.words[1:])])


def _given(words: Sequence[Arg]) -> Sequence[Arg]:
    """The words behind `--`, which the table walk may have taken away."""
    return words[1:] if words and words[0].text == "--" else words


# `npm:NAME` stands for a script of the project, with `*` for several.
_SCRIPTS = ("npm", "pnpm", "yarn", "bun")


def concurrently(use: Use) -> None:
    """Each word is the text of a shell, or names scripts of the project."""
    for word in use.words:
        begin, colon, name = (word.text or "").partition(":")
        if (
            colon
            and begin in _SCRIPTS
            and name.replace("*", "x").replace(":", "_").replace("-", "_").isidentifier()
        ):
            use.add(RUN_PROJECT, f"runs {word.text}")
        else:
            use.shell(word.text)
