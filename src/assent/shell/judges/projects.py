"""What the programs do that run the tasks, the programs and the tests of a project, whatever its language."""

from __future__ import annotations

from assent.core.effect import READ_PROJECT, RUN_PROJECT, WRITE_PROJECT
from assent.shell.judges.tasks import is_own, source, task_words
from assent.shell.meaning.arg import Arg
from assent.shell.programs.shipped import is_known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

# Names of tasks that are also names of programs: a project means its task.
_TASKS = frozenset(("build", "check", "clean", "dev", "format", "install", "lint", "start", "test", "watch"))


def all_words(use: Use) -> None:
    """Every word is a task, or is handed to one."""
    task_words(use, use.words)


def as_listed(use: Use) -> None:
    """The table says all; nothing of what stands above it holds."""


def task_or_program(use: Use) -> None:
    """The first word is a task of the project, or a program that the project has installed: then that program's use."""
    if not use.words:
        return
    text = use.words[0].text
    use.add(RUN_PROJECT, f"runs {text or 'a task'}")
    if text is not None and text not in _TASKS and is_known(text):
        use.run(use.words)
    else:
        task_words(use, use.words)


def environment_task(use: Use) -> None:
    """`ENVIRONMENT:X` runs the task or program X there."""
    if use.words and use.words[0].text is not None:
        use.words[0] = Arg(use.words[0].text.rpartition(":")[2])
    task_or_program(use)


def tests(use: Use) -> None:
    """Words that name or filter tests: a file outside the project is anybody's code."""
    for word in use.words:
        text = word.text
        if text is None:
            use.opaque("which tests it runs cannot be known")
        else:
            path = text if "://" in text else text.partition(":")[0]
            if not is_own(use, Arg(path, glob=word.glob)):
                source(use, Arg(path))


# How checkers are asked to mend what they find.
_MENDS = (
    "--fix",
    "--write",
    "--autocorrect",
    "--autocorrect-all",
    "--auto-correct",
    "--auto-correct-all",
    "-a",
    "-A",
    "-U",
    "--update-all",
    "-x",
    "--fix-layout",
    "--suppress",
    "--apply",
    "--apply-unsafe",
)


def mends(use: Use) -> None:
    """A checker writes what it is given, or the project, only when it is asked to mend it."""
    if use.has(*_MENDS):
        if not use.words:
            use.add(WRITE_PROJECT, "rewrites files")
        for word in use.words:
            use.write(word)


# How formatters are asked to leave the files as they are.
_LEAVES = (
    "--check",
    "-check",
    "--check-formatted",
    "--dry-run",
    "-write=false",
    "--diff",
    "-d",
    "--exit-code",
)


def formats(use: Use) -> None:
    """A formatter writes what it is given, or the project, unless it is asked to look only."""
    use.add(READ_PROJECT, "reads what it formats")
    if use.has(*_LEAVES):
        return
    if not use.words:
        use.add(WRITE_PROJECT, "rewrites files")
    for word in use.words:
        use.write(word)
