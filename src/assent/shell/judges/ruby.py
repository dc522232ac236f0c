"""What tasks of rake and rails do by their names.

Tasks: rails 8 `rails --tasks`, bundler 2.5 gem tasks.
"""

from __future__ import annotations

from assent.core.effect import DESTROY, NET_SEND, READ_SECRET, RUN_CODE
from assent.shell.judges.tasks import source, task_words
from assent.shell.meaning.arg import Arg
from assent.shell.meaning.assigns import assign

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

_TASKS = (
    (("db:drop", "db:reset", "db:purge", "db:truncate_all", "db:rollback", "db:setup", "db:schema:load",
    "db:structure:load",
      "db:migrate:reset", "db:migrate:down", "db:migrate:redo", "db:seed:replant"), DESTROY | NET_SEND),
    (("db:migrate", "db:seed", "db:create", "db:prepare", "db:environment:set", "db:migrate:up",
    "db:fixtures:load"), NET_SEND),
    (("release", "push", "deploy", "publish", "gem:push"), NET_SEND),
    (("credentials", "encrypted", "secrets", "secret"), READ_SECRET),
    (("console", "irb", "pry"), RUN_CODE),
)  # fmt: skip
# Variables that a task may be given and that name no code.
_PLAIN = frozenset((
    "RAILS_ENV", "RACK_ENV", "VERSION", "STEP", "VERBOSE", "FORMAT", "COVERAGE", "SEED", "CI", "PARALLEL_WORKERS",
))  # fmt: skip
# Those that name the tests to run.
_TESTS = frozenset(("TEST", "SPEC", "TESTS", "FILE"))


def tasks(use: Use) -> None:
    """Each word is a task with its arguments, or a variable for the tasks."""
    for word in use.words:
        name, equals, value = (word.text or "").partition("=")
        if equals and name.isidentifier() and word.text is not None:
            _variable(use, name, value)
            continue
        task, _, arguments = name.partition("[")
        task_words(use, (word, *(Arg(each) for each in arguments.rstrip("]").split(",") if each)))
        _named(use, task)


def _variable(use: Use, name: str, value: str) -> None:
    if name in _TESTS:
        source(use, Arg(value))
    elif name not in _PLAIN:
        assign(use, name, Arg(value))


def _named(use: Use, task: str) -> None:
    for names, mask in _TASKS:
        if task in names or any(task.startswith(f"{name}:") for name in names if mask != NET_SEND):
            use.add(mask, f"runs the task {task}")
            return
