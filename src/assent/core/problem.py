"""A mistake of the user's as a value: what is wrong, where, and what to do next."""

from __future__ import annotations


class Problem:
    """`where` is a file, `file:line`, a rule or an option; `hint` says what to do next ("" when nothing helps)."""

    __slots__ = ("hint", "what", "where")

    def __init__(self, where: str, what: str, hint: str = "") -> None:
        self.where = where
        self.what = what
        self.hint = hint

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}"
        return f"{text} ({self.hint})" if self.hint else text

    def __repr__(self) -> str:
        return f"Problem({self.where!r}, {self.what!r}, {self.hint!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Problem) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))
