"""JSON read and written without the `json` package agrees with it, and is stricter only where it says so."""

from __future__ import annotations

import json
import math
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assent.core import wire
from tests.contracts.tree import ROOT

REFUSED = {
    "nothing": "",
    "blanks": " \n",
    "open-object": "{",
    "open-key": '{"a"',
    "open-pair": '{"a":',
    "open-text": '"a',
    "open-list": "[1",
    "comma-in-object": '{"a":1,}',
    "comma-in-list": "[1,]",
    "two-values": "1 2",
    "two-objects": '{"a":1}{"a":2}',
    "text-after": '{"a":1}x',
    "leading-zero": "01",
    "bare-minus": "-",
    "half-float": "1.",
    "nan": "NaN",
    "nan-inside": '{"a":[NaN]}',
    "infinity": "Infinity",
    "minus-infinity": "-Infinity",
    "overflow": "1e999",
    "single-quotes": "{'a':1}",
    "raw-newline": '"a\nb"',
    "bad-escape": r'"\x41"',
    "half-escape": r'"\ud8"',
    "word": "nul",
    "vertical-tab": "\v1",
    "huge-integer": "1" * 5000,
    "deep-lists": "[" * 101 + "]" * 101,
    "deep-objects": '{"a":' * 101 + "1" + "}" * 101,
    "deeper-than-the-stack": "[" * 200_000,
    "deep-and-closed": "[" * 200_000 + "]" * 200_000,
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_not_exactly_one_value_is_refused(text: str) -> None:
    for given_as in (text, text.encode()):
        with pytest.raises(ValueError, match=r"."):
            wire.decode(given_as)


def test_byte_order_mark_in_a_text_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON"):
        wire.decode("\ufeff1")


@pytest.mark.parametrize(
    "data", [b"\xff", b'"\xed\xa0\x80"', '"ä"'.encode("latin-1"), '{"a":1}'.encode("utf-16")]
)
def test_bytes_that_are_not_utf8_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        wire.decode(data)


READ = {
    "object": ('{"a": [1, -2.5, "x", true, false, null]}', {"a": [1, -2.5, "x", True, False, None]}),
    "blanks-around": (' \t\r\n{"a":1} \n', {"a": 1}),
    "last-key-wins": ('{"a":1,"a":2}', {"a": 2}),
    "whole-pair": (r'"\ud83d\ude00"', "\U0001f600"),
    "half-pair": (r'"a\ud83db"', "a\ufffdb"),
    "other-half": (r'["\uDE00"]', ["\ufffd"]),
    "half-pair-in-key": (r'{"\ud800":{"b":"\udfff"}}', {"\ufffd": {"b": "\ufffd"}}),
    "reversed-pair": (r'"\ude00\ud83d"', "\ufffd\ufffd"),
    "hundred-levels": ("[" * 100 + "]" * 100, None),
    "brackets-in-text": ('"' + "[" * 5000 + '"', "[" * 5000),
}


@pytest.mark.parametrize(("text", "value"), READ.values(), ids=READ.keys())
def test_one_value_is_read(text: str, value: object) -> None:
    read = wire.decode(text)
    assert read == (json.loads(text) if value is None else value)


def test_byte_order_mark_before_bytes_is_skipped() -> None:
    assert wire.decode(b'\xef\xbb\xbf{"a":1}') == {"a": 1}


def test_text_holding_half_a_pair_itself_is_mended() -> None:
    assert wire.decode('["\ud800"]') == ["\ufffd"]


SCALAR = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)
VALUE = st.recursive(
    SCALAR,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(VALUE)
def test_what_is_written_is_read_back(value: object) -> None:
    text = wire.encode(value)
    assert text.isascii()
    assert "\n" not in text
    assert wire.decode(text) == value
    assert json.loads(text) == value


@given(VALUE, st.sampled_from([None, 1]), st.booleans())
def test_reading_agrees_with_the_json_package(value: object, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert wire.decode(text) == value
    assert wire.decode(text.encode()) == value


def outcome(text: str) -> tuple[str, object]:
    try:
        return "value", wire.decode(text)
    except ValueError:
        return "refused", None


@given(VALUE, st.data())
def test_no_damaged_text_is_read_that_the_json_package_refuses(value: object, data: st.DataObject) -> None:
    text = json.dumps(value)
    at = data.draw(st.integers(0, len(text)))
    damage = data.draw(
        st.sampled_from(["", "{", "}", "[", "]", ",", ":", '"', "\\", "0", "-", "e", "\x00", "\n", "NaN"])
    )
    damaged = text[:at] + damage + text[at + data.draw(st.integers(0, 2)) :]
    verdict, read = outcome(damaged)
    try:
        known = json.loads(damaged)
    except ValueError:
        assert verdict == "refused"
        return
    if verdict == "value" and "\\ud" not in damaged.lower():
        assert read == known


@given(VALUE)
def test_no_cut_text_is_read_as_another_value(value: object) -> None:
    text = json.dumps([value])
    for at in range(min(len(text), 40)):
        assert outcome(text[:at])[0] == "refused"


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, [math.nan], {"a": math.inf}])
def test_numbers_json_has_no_word_for_are_not_written(value: object) -> None:
    with pytest.raises(ValueError, match="not JSON"):
        wire.encode(value)


@pytest.mark.parametrize("value", [{1: 2}, {None: 1}, b"x", {1, 2}, object(), [object()]])
def test_values_json_has_no_word_for_are_not_written(value: object) -> None:
    with pytest.raises(TypeError):
        wire.encode(value)


# The interpreter without the C module, and one that has not loaded the `json` package.
ALONE = {
    "without-c": "import sys; sys.modules['_json'] = None; sys.path.insert(0, sys.argv[1]); from assent.core import wire",
    "bare": "import sys; sys.path.insert(0, sys.argv[1]); from assent.core import wire; assert 'json' not in sys.modules",
}
ASK = (
    "; given = sys.stdin.buffer.read()\n"
    "try: sys.stdout.write(wire.encode(wire.decode(given)))\n"
    "except ValueError: sys.stdout.write('refused')"
)


@pytest.mark.parametrize("start", ALONE.values(), ids=ALONE.keys())
@pytest.mark.parametrize(
    "text", ['{"a":[1,2.5,"\\u00e4",null]}', "{", '{"a"', '"', "[1,]", "NaN", "1e999", "[" * 5000]
)
def test_other_interpreters_give_the_same_answer(start: str, text: str) -> None:
    argv = [sys.executable, "-I", "-S", "-c", start + ASK, str(ROOT / "src")]
    done = subprocess.run(argv, input=text.encode(), capture_output=True, check=True, timeout=60)
    try:
        expected = wire.encode(wire.decode(text))
    except ValueError:
        expected = "refused"
    assert done.stdout.decode() == expected
