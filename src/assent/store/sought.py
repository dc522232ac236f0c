"""What is to be taken out of the record: a text, or a regex, looked for in linear time however it is written."""

from __future__ import annotations

from assent.core.redact import extra
from assent.core.regex import HINT, RefusedError, automaton


class Sought:
    """A text, or with `regex` what a regex matches. Raises ValueError for a regex that cannot be used, and for what
    matches an empty text and so everything."""

    __slots__ = ("_machine", "_text")

    def __init__(self, text: str, *, regex: bool) -> None:
        self._text = text
        try:
            self._machine = automaton(text) if regex else None
        except RefusedError as error:
            raise ValueError(f"cannot be used: {error}; {HINT}") from None
        if not text or self.found(""):
            raise ValueError("matches an empty text, and so everything")

    def found(self, text: str) -> bool:
        """Whether it stands in a text."""
        return self._machine.run(text, whole=False) if self._machine else self._text in text

    def without(self, text: str, mark: str) -> str:
        """A text with a mark wherever it stood; one that takes too long to look through is erased whole."""
        if not self.found(text):
            return text
        if self._machine is None:
            return text.replace(self._text, mark)
        pieces, end = [], 0
        for begin, until in _joined(extra.spans(text, [self._text])):
            pieces += [text[end:begin], mark]
            end = until
        return "".join([*pieces, text[end:]])


def _joined(spans: list[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """The spans in their order, those that overlap as one."""
    found: list[tuple[int, int]] = []
    for begin, end, _ in sorted(spans):
        if found and begin < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found
