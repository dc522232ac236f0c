"""Finds secrets that are printed into a program that reads one, encodes one, or takes one in a command of its own."""

from __future__ import annotations

from assent.core.redact.names import PASSWORD
from assent.core.redact.programs import ENCODERS, ENTRIES, FED, READS, SESSIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def feed(
    text: str, printed: list[tuple[int, int]], names: list[str], found: list[tuple[int, int, str]]
) -> None:
    """What is printed into a program that reads a secret, encodes one, or takes one as the last word of a command."""
    if is_fed(names):
        found += [
            (*word, PASSWORD) for word in printed if text[word[0]] not in "-$`" and _is_value(text, word)
        ]
        return
    name = names[0].rpartition("/")[2]
    if name in ENCODERS and "-d" not in names and "--decode" not in names:
        for first, last in printed:
            sign = text.find(":", first, last)
            if (
                sign > first
                and not text[first:last].count(" ")
                and text[sign + 1 : sign + 2] not in ("/", "$", "")
            ):
                found.append((sign + 1, last, PASSWORD))
    elif name in SESSIONS:
        for first, last in printed:
            if text[first:last].split(None, 1)[:1] and text[first:last].split(None, 1)[0] in ENTRIES:
                found.append((text.rfind(" ", first, last) + 1, last, PASSWORD))


def is_fed(names: list[str]) -> bool:
    """Whether the program among these words reads a secret from a pipe."""
    return not READS.isdisjoint(names) or any(
        program in names and (not word or word in names) for program, word in FED
    )


def documents(text: str, first: int, end: int) -> Iterator[tuple[int, int]]:
    """The lines of the heredocs that the line of a command opens, in the order in which they follow it; a secret behind
    a name is the rest of its line."""
    line = _line_end(text, first, end)
    at = line + 1
    mark = text.find("<<", first, line)
    while mark >= 0 and at <= end:
        closing, dashed, begin = _closing(text, mark + 2, line)
        if closing:
            while at < end:
                stop = _line_end(text, at, end)
                given = text[at:stop]
                if (given.lstrip("\t") if dashed else given) == closing:
                    break
                if given.strip():
                    yield at + len(given) - len(given.lstrip()), at + len(given.rstrip())
                at = stop + 1
            at = _line_end(text, at, end) + 1
        mark = text.find("<<", begin, line)


def _line_end(text: str, at: int, end: int) -> int:
    found = text.find("\n", at, end)
    return end if found < 0 else found


def _closing(text: str, at: int, line: int) -> tuple[str, bool, int]:
    """The word that ends a heredoc, "" for what opens none; whether tabs may stand before it; and where to go on."""
    if text[at : at + 1] == "<":
        return "", False, at + 1
    dashed = text[at : at + 1] == "-"
    words = text[at + dashed : line].split(None, 1)
    word = words[0] if words else ""
    for sign in ";|&<>()":
        word = word.partition(sign)[0]
    return word.strip("\"'").replace("\\", ""), dashed, at + 1


def _is_value(text: str, word: tuple[int, int]) -> bool:
    """Not only a format that says how what follows is printed."""
    return text[word[0] : word[1]].replace("\\n", "") not in ("%s", "%s:%s", "")
