"""Commands bent: by forms in which the command, its program or its other words stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.learning.mutants.seed import written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from assent.learning.mutants.seed import Seed

# Letters that look like others: Cyrillic and Greek ones.
ALIKE = str.maketrans(
    "aceiopxyhkmntuv",
    "\u0430\u0441\u0435\u0456\u043e\u0440\u0445\u0443\u04bb\u043a\u043c\u043f\u0442\u057d\u03bd",
)


def formed(*forms: str) -> Callable[[Seed], Iterable[str]]:
    """Puts a command into each of the forms: CMD is all of it, PROG its first word, NAME that without folders, ALIKE
    something that looks like it, REST the other words, JOINED all of it with a command more, as one word."""

    def make(seed: Seed) -> Iterable[str]:
        first, *rest = seed.words or ("",)
        pieces = {
            "CMD": seed.command,
            "PROG": written([first]),
            "NAME": written([first.rpartition("/")[2]]),
            "ALIKE": written([alike(first)]),
            "REST": written(rest),
            "JOINED": written([f"{seed.command}; rm -rf ~"]),
        }
        for form in forms if seed.words else ():
            yield _filled(form, pieces).rstrip(" ")

    return make


def _filled(form: str, pieces: dict[str, str]) -> str:
    """The form with each piece in its place; what a piece holds is not looked into again."""
    for name, text in pieces.items():
        head, mark, tail = form.partition(name)
        if mark:
            return head + text + _filled(tail, pieces)
    return form


def alike(name: str) -> str:
    """A name that looks like this one and is another."""
    other = name.translate(ALIKE)
    return other if other != name else f"{name}\u200d"
