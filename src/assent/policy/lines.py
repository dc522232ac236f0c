"""Where in a policy text each paragraph, key and listed text stands, since the TOML reader keeps no lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*|\n|[\[\]{}=,]|[^\s\[\]{}=,\"'#]+",
    re.DOTALL,
)
RULE = "rule"


@dataclass(slots=True)
class Spots:
    """The places of one paragraph: `line` where it begins, of each key its own, of each text in a list its own; 0 and
    absent where not known. `name` is what its rule is called."""

    where: str
    line: int = 0
    keys: dict[str, int] = field(default_factory=dict)
    texts: dict[str, list[int]] = field(default_factory=dict)
    name: str = ""

    def place(self, key: str = "", index: int = -1) -> str:
        """`file:line` of a text in a list, else of its key, else of the paragraph."""
        listed = self.texts.get(key, [])
        line = listed[index] if 0 <= index < len(listed) else self.keys.get(key, self.line)
        return f"{self.where}:{line}" if line else self.where

    def at(self, key: str = "", index: int = -1) -> str:
        """That place with the rule's name, as a problem says it."""
        return f"{self.place(key, index)} rule {self.name}" if self.name else self.place(key, index)


def spots_of(text: str, where: str) -> tuple[Spots, list[Spots]]:
    """The places of what stands before every header, other headers included, and of each `[[rule]]`, in order. The
    text must be valid TOML."""
    top = Spots(where)
    rules: list[Spots] = []
    current, prefix = top, ""
    for line, key, texts, header in _statements(text):
        if header == 2 and key == RULE:
            rules.append(Spots(where, line))
            current, prefix = rules[-1], ""
        elif header:
            inside = rules and key.startswith(f"{RULE}.")
            current, prefix = (rules[-1] if inside else top), key.removeprefix(f"{RULE}.") if inside else key
            current.keys.setdefault(prefix.partition(".")[0], line)
            prefix += "."
        else:
            full = prefix + key
            current.keys.setdefault(full, line)
            current.keys.setdefault(full.partition(".")[0], line)
            current.texts.setdefault(full, texts)
    return top, rules


def line_of_error(error: Exception, text: str) -> int:
    """The line that the TOML reader's complaint speaks of; the last one when it met the end."""
    line = re.search(r"at line (\d+)", str(error))
    return int(line[1]) if line else text.count("\n") + 1


def _statements(text: str) -> Iterator[tuple[int, str, list[int], int]]:
    """(line, key, lines of the texts in its value, brackets of a header) of each statement."""
    line, depth, start = 1, 0, 0
    key: list[str] = []
    texts: list[int] = []
    header, valued = 0, False
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token == "\n" and not depth:
            if start:
                yield start, "".join(key), texts, header
            start, key, texts, header, valued = 0, [], [], 0, False
        elif not token.startswith("#") and token != "\n":
            start = start or line
            if token in "[{" and not key and not valued:
                header += 1
            elif token == "=":
                valued = True
            elif token in "[]{}" and valued:
                depth += 1 if token in "[{" else -1
            elif not valued and token not in "[]{}":
                key.append(token.strip("\"'"))
            elif token[0] in "\"'":
                texts.append(line)
        line += token.count("\n")
    if start:
        yield start, "".join(key), texts, header
