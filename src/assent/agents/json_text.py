"""Edits JSON text in place: finds where each value stands, and adds or removes one without touching the rest."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Iterator, Sequence

BLANK = " \t\r\n"
DEPTH_LIMIT = 200
_BLANKS = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
# An array that holds no other container.
_FLAT = re.compile(r'\[[^"\[\]{}]*+(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"[^"\[\]{}]*+)*+\]', re.DOTALL)
_SCALAR = re.compile(r"[^ \t\r\n,\]}]*")


class NotJsonError(ValueError):
    """The text is no JSON document that can be edited safely; the message says why."""


class Node:
    """A value at `text[start:end]`. `members` are (key, key start, node) of an object, `items` the nodes of an
    array; `kind` is object, array or scalar."""

    __slots__ = ("end", "held", "kind", "members", "start", "text")

    def __init__(self, kind: str, start: int, text: str = "") -> None:
        self.kind = kind
        self.start = start
        self.end = start
        self.members: list[tuple[str, int, Node]] = []
        self.held: list[Node] | None = None  # the items, once somebody asked
        self.text = text

    @property
    def items(self) -> list[Node]:
        """Found when first asked for: settings hold lists of a hundred thousand texts that nobody looks into."""
        if self.held is None:
            self.held = _items(self.text, self.start) if self.kind == "array" else []
        return self.held

    def get(self, key: str) -> Node | None:
        """The member of that name; None when there is none."""
        for name, _, node in self.members:
            if name == key:
                return node
        return None


@functools.lru_cache(maxsize=2)
def parse(text: str) -> Node:
    """The spans of a JSON document, a byte order mark before it allowed. The tree belongs to the text and to whoever
    asks for it next: it is never changed.

    Raises NotJsonError for anything `json.loads` refuses, for NaN, and for a key that stands twice in one object
    (which of the two would hold is not for us to say)."""
    body = text.removeprefix("\ufeff")
    try:
        json.loads(body, parse_constant=_constant)
    except RecursionError:
        raise NotJsonError("nested too deeply") from None
    except json.JSONDecodeError as error:
        raise NotJsonError(f"line {error.lineno} column {error.colno}: {error.msg}") from None
    except ValueError as error:
        raise NotJsonError(str(error)) from None
    node, end = _value(text, _skip(text, len(text) - len(body)), 0)
    if _skip(text, end) != len(text):
        raise NotJsonError("text after the end of the document")
    return node


def _constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


def _skip(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return found.end() if found else at


def _value(text: str, at: int, depth: int) -> tuple[Node, int]:
    if depth > DEPTH_LIMIT:
        raise NotJsonError("nested too deeply")
    if text[at] == "{":
        return _object(text, at, depth)
    if text[at] == "[":
        return _array(text, at, depth)
    node = Node("scalar", at)
    if text[at] == '"':
        node.end = _string_end(text, at)
    else:
        found = _SCALAR.match(text, at)
        node.end = found.end() if found else at
    return node, node.end


def _string_end(text: str, at: int) -> int:
    """Just behind the closing quote of the string that opens at `at`; the text is known to be valid JSON."""
    found = _STRING.match(text, at)
    if found is None:
        raise NotJsonError("a text that does not end")
    return found.end()


def _object(text: str, at: int, depth: int) -> tuple[Node, int]:
    node = Node("object", at)
    keys: set[str] = set()
    at = _skip(text, at + 1)
    while text[at] != "}":
        end = _string_end(text, at)
        key = json.loads(text[at:end])
        if key in keys:
            raise NotJsonError(f"the key {json.dumps(key)} stands twice in one object")
        keys.add(key)
        value, after = _value(text, _skip(text, _skip(text, end) + 1), depth + 1)
        node.members.append((key, at, value))
        at = _skip(text, after)
        if text[at] == ",":
            at = _skip(text, at + 1)
    node.end = at + 1
    return node, node.end


def _array(text: str, at: int, depth: int) -> tuple[Node, int]:
    node = Node("array", at, text)
    flat = _FLAT.match(text, at)
    if flat is not None:
        node.end = flat.end()
        return node, node.end
    node.held = _items(text, at, depth)
    node.end = _skip(text, node.held[-1].end) + 1
    return node, node.end


def _items(text: str, at: int, depth: int = 0) -> list[Node]:
    """The elements of the array that opens at `at`."""
    found: list[Node] = []
    at = _skip(text, at + 1)
    while text[at] != "]":
        value, after = _value(text, at, depth + 1)
        found.append(value)
        at = _skip(text, after)
        if text[at] == ",":
            at = _skip(text, at + 1)
    return found


def load(text: str, node: Node) -> object:
    """The decoded value of a node."""
    return json.loads(text[node.start : node.end])


def children(node: Node) -> list[tuple[int, int]]:
    """(start, end) of each element of an array, or of each member of an object from its key on."""
    if node.kind == "array":
        return [(item.start, item.end) for item in node.items]
    return [(start, value.end) for _, start, value in node.members]


def indent_unit(text: str) -> str:
    """What one level of nesting is indented by: as the document's first indented line, else two blanks."""
    for line in text.splitlines():
        rest = line.lstrip(" \t")
        if rest and len(rest) < len(line):
            return line[: len(line) - len(rest)]
    return "  "


def newline(text: str) -> str:
    """The line ending the document uses."""
    return "\r\n" if "\r\n" in text else "\n"


def _margin(text: str, at: int) -> str:
    """The indentation of the line that `at` stands on."""
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    end = start
    while end < len(text) and text[end] in " \t":
        end += 1
    return text[start:end].lstrip("\ufeff")


LONG = 100  # more than that on one line can be read neither in the file nor in its diff


def add(text: str, node: Node, value: object, key: str | None = None) -> str:
    """The text with `value` appended to an array, or put under `key` at the end of an object; in the style of
    the container: on its own line where its neighbours are or where it is long, else on the same line."""
    return _put(text, node, [value], "" if key is None else json.dumps(key, ensure_ascii=False) + ": ")


def extend(text: str, node: Node, values: Sequence[object]) -> str:
    """The text with all values appended to an array, as `add` would one after the other."""
    return _put(text, node, values, "") if values else text


def _put(text: str, node: Node, values: Sequence[object], label: str) -> str:
    spans = children(node)
    brake, unit = newline(text), indent_unit(text)
    if not spans:
        # The blanks between the brackets stay where they are, so that taking the value out restores them.
        outer = _margin(text, node.start)
        line = brake + outer + unit
        body = ",".join(line + label + _render(each, brake, outer + unit, unit) for each in values)
        return text[: node.start + 1] + body + brake + outer + text[node.start + 1 :]
    last = spans[-1][1]
    before = text[(spans[-2][1] if len(spans) > 1 else node.start + 1) : spans[-1][0]]
    if "\n" in before or "\r" in before:
        margin = before[max(before.rfind("\n"), before.rfind("\r")) + 1 :]
        line = "," + brake + margin + label
        return (
            text[:last] + "".join(line + _render(each, brake, margin, unit) for each in values) + text[last:]
        )
    inline = "".join(", " + label + json.dumps(each, ensure_ascii=False) for each in values)
    if len(inline) > LONG:
        margin = _margin(text, node.start) + unit
        inline = "".join("," + brake + margin + label + _render(each, brake, margin, unit) for each in values)
    return text[:last] + inline + text[last:]


def _render(value: object, brake: str, margin: str, unit: str) -> str:
    rendered = json.dumps(value, ensure_ascii=False, indent=unit)
    return rendered.replace("\n", brake + margin)


def remove(text: str, node: Node, index: int) -> str:
    """The text without the element (or member) at `index`: what `add` put in goes out again to the byte."""
    return remove_all(text, node, [index])


def remove_all(text: str, node: Node, indexes: Iterable[int]) -> str:
    """The text without these elements (or members)."""
    spans, gone = children(node), set(indexes)
    if not gone:
        return text
    if len(gone) == len(spans):
        return _empty(text, node, spans[0][0], spans[-1][1])
    last = max(index for index in range(len(spans)) if index not in gone)
    kept, at = [], 0
    for index in sorted(gone):
        # With a neighbour left behind it an element goes with what stands up to the next one, else with what stands
        # before it.
        start, end = (
            (spans[index][0], spans[index + 1][0]) if index < last else (spans[index - 1][1], spans[index][1])
        )
        kept.append(text[at:start])
        at = end
    return "".join([*kept, text[at:]])


def _empty(text: str, node: Node, start: int, end: int) -> str:
    """Take out all that stands in the container with the line that `add` made for it; other blanks stay."""
    brake, unit = newline(text), indent_unit(text)
    outer = _margin(text, node.start)
    lead, tail = brake + outer + unit, brake + outer
    head, rest = text[:start], text[end:]
    if head.endswith(lead) and rest.startswith(tail) and len(head) - len(lead) == node.start + 1:
        return head[: -len(lead)] + rest[len(tail) :]
    return text[: node.start + 1] + text[node.end - 1 :]


def strings(text: str, node: Node) -> Iterator[tuple[int, str]]:
    """(index, value) of the strings in an array."""
    for index, item in enumerate(node.items):
        value = load(text, item)
        if isinstance(value, str):
            yield index, value
