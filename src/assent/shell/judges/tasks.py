"""What tasks and installers of a project may be handed without doing something new: plain words and project paths."""

from __future__ import annotations

from assent.core import paths
from assent.core.effect import INSTALL, RUN_CODE, RUN_PROJECT, WRITE_PROJECT
from assent.shell.meaning.arg import Arg
from assent.shell.meaning.dependencies import is_theirs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.meaning.use import Use

# Options that test runners and builders share and that carry no path, name no code and write nothing new.
INERT_OPTIONS = frozenset((
    "--watch=false", "--watchAll=false", "--run", "--coverage", "--no-coverage", "--verbose", "--silent", "--ci",
    "--bail", "--runInBand", "--passWithNoTests", "--quiet", "--help", "--version", "--no-color", "--color", "--debug",
    "--reporter=verbose", "--reporter=dot", "--nocapture", "--no-capture", "--show-output", "--ignored", "--exact",
    "--include-ignored", "--no-watch", "--once", "--headless", "--list", "--check", "-v", "-vv", "-q", "-x", "-i",
    "-h", "--json", "--dry-run", "--failed", "--lf", "--noEmit",
))  # fmt: skip
# Those of them that take a word or a number: which tests, how many at once, where a server listens.
INERT_VALUED = frozenset((
    "-t", "--testNamePattern", "--testPathPattern", "--testPathPatterns", "--grep", "--filter", "--maxWorkers",
    "--workers", "--shard", "--retries", "--testTimeout", "--timeout", "--port", "--mode",
))  # fmt: skip
# What checkers take for mending what they find.
MENDING = "--fix"
# A task's argument may be a name, a number, a path or a pattern; anything a shell would read is left to the person.
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:@=,+#[]*% ")


def task_words(use: Use, words: Sequence[Arg]) -> None:
    """Judges the arguments of a task: a path outside the project makes it arbitrary code, an option nobody listed
    is unknown, for the script may pass either on to an interpreter."""
    for word in words:
        text = word.text
        if text is not None and text.startswith("-"):
            use.weaken(text)
            if text == MENDING:
                use.add(WRITE_PROJECT, "changes files with --fix")
            elif text != "--" and text not in INERT_OPTIONS and not _takes_a_word(text):
                use.unknown(f"what {text.split('=', 1)[0]} means to the task")
        else:
            task_word(use, word)


def _takes_a_word(text: str) -> bool:
    name, _, value = text.partition("=")
    return name in INERT_VALUED and is_plain(value) and "/" not in value and ".." not in value


def task_word(use: Use, word: Arg) -> None:
    """Judges an argument of a task that is no option."""
    text = word.text
    if text is None:
        use.opaque("an argument of the task is not known")
    elif not is_plain(text):
        use.unknown("an argument of the task is not a plain word")
    elif "://" in text:
        use.unknown("what the task does with an address")
    elif not from_project(use, word):
        use.note(RUN_CODE, f"hands {text} outside of the project to a task")


def is_plain(text: str) -> bool:
    """True for text without a sign that a shell or an interpreter would read."""
    return _PLAIN.issuperset(text)


def from_project(use: Use, arg: Arg | None) -> bool:
    """True when a word names, for sure, a path inside the project (and no URL)."""
    if arg is None or arg.text is None or "://" in arg.text or arg.text.startswith("git@"):
        return False
    places = use.places(arg)
    root = use.facts.project
    return bool(places) and all(
        paths.inside(place, root) and paths.inside(paths.resolved(place, use.facts), root) for place in places
    )


def is_own(use: Use, arg: Arg | None) -> bool:
    """True when a word names, for sure, a path of the project's own code: inside of it, and of no package it has."""
    return from_project(use, arg) and not any(
        is_theirs(place, use.facts) for place in use.places(arg or Arg(""))
    )


def source(use: Use, arg: Arg | None) -> None:
    """Executes what a word names: a project path is the project's own code, a URL or any other place is not."""
    use.part.runs = True
    if arg is not None and arg.text is not None and not arg.text.startswith("git@"):
        use.script(arg)
    else:
        use.note(RUN_CODE, "runs code from outside of the project")
        use.opaque("what it runs cannot be known")


def python_package(use: Use, arg: Arg) -> None:
    """A requirement as pip and uv read it: a project directory (`.`, `./lib[dev]`) is the project's own code."""
    text = arg.text or ""
    if text.startswith(".") and not arg.glob and from_project(use, Arg(text.partition("[")[0])):
        use.note(INSTALL | RUN_PROJECT, f"installs {text}")
    else:
        use.package(arg)
