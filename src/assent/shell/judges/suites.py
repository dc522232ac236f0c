"""What test runners do with the files they are given: they execute them."""

from __future__ import annotations

from assent.core import paths
from assent.core.effect import RUN_CODE
from assent.shell.judges.formatters import in_place
from assent.shell.judges.tasks import is_own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.arg import Arg
    from assent.shell.meaning.use import Use


def sources(use: Use) -> None:
    """Executes its operands: files of the project and what globs find there are the project's own code."""
    for word in use.words:
        suite(use, word)


def jasmine(use: Use) -> None:
    """`NAME=value` among the operands is put into the environment."""
    for word in use.words:
        if "=" in word.prefix:
            use.unknown("an operand that sets a variable")
    sources(use)


def checked(use: Use) -> None:
    """A checker that obeys the settings beside a file runs what these name; then it may rewrite the file."""
    sources(use)
    in_place(use)


def suite(use: Use, word: Arg) -> None:
    """Executes what one word names."""
    if not word.glob or word.text is None:
        use.script(word)
        if word.text and _wanders(word.text):
            use.note(RUN_CODE, f"may run files outside of the project: {word.text}")
        return
    use.read(word)  # so that what it matches behind links is looked up
    if not is_own(use, word) or any(_strays(use, place) for place in use.places(word)):
        use.note(RUN_CODE, f"runs files outside of the project: {word.text}")


def _strays(use: Use, place: str) -> bool:
    """True when a match of a glob lies outside of the project behind a link, or when nobody could look."""
    hits = use.facts.hits.get(place, ())
    return hits is None or not all(paths.inside(hit, use.facts.project) for hit in hits)


def _wanders(text: str) -> bool:
    """True for a pattern left to the program that its choices may lead up and out: `{/tmp,x}/*.js`."""
    if "{" not in text:
        return False
    choices = [each for group in text.split("{")[1:] for each in group.partition("}")[0].split(",")]
    return ".." in text or any(not each or each[0] == "." or "/" in each for each in choices)
