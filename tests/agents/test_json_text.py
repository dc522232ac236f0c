"""Edits of JSON text: every span is where the value stands, and taking out undoes putting in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assent.agents.json_text import (
    Node,
    NotJsonError,
    add,
    children,
    extend,
    indent_unit,
    load,
    parse,
    remove,
    remove_all,
)

values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=10,
)
layouts = st.sampled_from([None, 0, 1, 2, 4, "\t"])


def walk(node: Node) -> list[Node]:
    inner = node.items + [value for _, _, value in node.members]
    return [node, *(deep for each in inner for deep in walk(each))]


@given(values, layouts, st.booleans())
def test_every_span_holds_its_value(value: Any, indent: int | str | None, ascii_only: bool) -> None:
    text = " \n" + json.dumps(value, indent=indent, ensure_ascii=ascii_only) + "\n "
    root = parse(text)
    assert load(text, root) == value
    for node in walk(root):
        json.loads(text[node.start : node.end])
        for key, start, _ in node.members:
            assert json.JSONDecoder().raw_decode(text, start)[0] == key


@given(st.lists(values, max_size=3), values, layouts)
def test_an_added_item_stands_last_and_goes_out_again(
    items: list[Any], value: Any, indent: int | str | None
) -> None:
    text = json.dumps(items, indent=indent)
    more = add(text, parse(text), value)
    assert json.loads(more) == [*items, value]
    assert remove(more, parse(more), len(items)) == text


@given(st.dictionaries(st.text(max_size=4), values, max_size=3), values, layouts)
def test_an_added_member_stands_last_and_goes_out_again(
    items: dict[str, Any], value: Any, indent: int | str | None
) -> None:
    text = json.dumps(items, indent=indent)
    more = add(text, parse(text), value, "a new key")
    assert list(json.loads(more)) == [*items, "a new key"]
    assert remove(more, parse(more), len(items)) == text


@given(st.lists(values, min_size=1, max_size=4), st.data())
def test_any_item_can_be_taken_out(items: list[Any], data: st.DataObject) -> None:
    text = json.dumps(items, indent=data.draw(layouts))
    index = data.draw(st.integers(0, len(items) - 1))
    assert json.loads(remove(text, parse(text), index)) == items[:index] + items[index + 1 :]
    assert len(children(parse(text))) == len(items)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "{",
        "[1,]",
        "{'a': 1}",
        "NaN",
        "[Infinity]",
        '{"a":1,"a":2}',
        "1 2",
        '"\n"',
        "[" * 999 + "]" * 999,
    ],
)
def test_what_cannot_be_edited_safely_is_refused(text: str) -> None:
    with pytest.raises(NotJsonError):
        parse(text)


def test_the_documents_own_indentation_is_used() -> None:
    assert indent_unit('{\n\t"a": 1\n}') == "\t"
    assert indent_unit("{}") == "  "
    assert (
        add('{\r\n    "a": 1\r\n}', parse('{\r\n    "a": 1\r\n}'), [1], "b")
        == '{\r\n    "a": 1,\r\n    "b": [\r\n        1\r\n    ]\r\n}'
    )


@pytest.mark.parametrize("given", ['["Read(./.env)"]', '["a", "b"]', '{\n  "deny": ["a"]\n}'])
def test_what_is_long_stands_on_lines_of_its_own_and_goes_out_again(given: str) -> None:
    root = parse(given)
    node = root.get("deny") or root
    more = extend(given, node, [f"Bash(make {'x' * 30} {number})" for number in range(9)])
    assert more.count("\n") == given.count("\n") + 9
    assert max(map(len, more.split("\n"))) < 60
    now = parse(more)
    held = now.get("deny") or now
    first = len(children(held)) - 9
    assert remove_all(more, held, range(first, first + 9)) == given
