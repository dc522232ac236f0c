"""What is told to be plain before the scan is loaded, the scan finds nothing in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assent.core.redact.forms import _VENDORS
from assent.core.redact.plain import INSIDE, is_plain
from assent.core.redact.programs import NAMES
from assent.core.redact.scan import spans
from tests.jsonl import rows

HERE = Path(__file__).parent
SHAPES = rows(HERE / "secrets.jsonl")
TEXTS = [each["text"].replace("@@", "".join(each["secret"]), 1) for each in SHAPES]
# What secrets are told by, beside ordinary words, numbers, signs and long words of one kind.
PIECES = [
    *(prefix for prefix, _, _ in _VENDORS), *(inside for inside, _ in INSIDE), *sorted(NAMES)[:60], "set", "login", "machine", "identified", "by",
    "BY", "IDENTIFIED", "bearer", "basic", "key", "pragma", "erased", "password", "token", "user", "-p", "-u", "-x", "secret",
    "a" * 14, "b" * 20, "abc.def/ghi", "/home/u", "~/work", "../x", "aB3dE6gH9j", "0123456789abcdef", "AA" + "b3" * 17,
    "dGhpcw1pZiB5b3U", "Zx9Q", "abcdef" * 5, "BUNDLE_GEMS__X__COM", "api-", "sdk-", "1db73ec3-712c-46f6-a553-f1fbdc8cae7b", "login(", "-P", "--user", "kind: Secret", "data:",
    "stringData:", "mnemonic", "phrase", "is", "/ x9y8z7w6", "secrets", "FOR", "value=", "--value", "12", "1", "7f", "git", "log", "src/core/paths.py", "X",
    "/home/u/a-project-with-a-long-name", "dapi" + "e" * 32, "/-dose" + "f" * 33, "hf_" + "c" * 20, "~/npg_" + "d" * 16,
]  # fmt: skip
SIGNS = [" ", " ", " ", ": ", ":", "=", "/", ".", "-", "_", "'", '"', "\n", "|", "@", "(", ")", "&&", ""]
PARTS = st.tuples(st.sampled_from(PIECES), st.sampled_from(SIGNS)).map("".join)


@pytest.mark.parametrize("text", TEXTS, ids=[each["id"] for each in SHAPES])
def test_no_shape_of_a_secret_is_plain(text: str) -> None:
    assert not is_plain(text) or spans(text) == []


@given(st.lists(PARTS, max_size=8).map("".join))
def test_what_is_plain_holds_nothing_the_scan_would_find(text: str) -> None:
    if is_plain(text):
        assert spans(text) == []


@given(st.sampled_from(TEXTS), st.data())
def test_a_secret_without_its_signs_is_still_found_or_not_plain(text: str, data: st.DataObject) -> None:
    dropped = data.draw(st.sampled_from([":", "=", "@", "-", "_", "/", "'", '"', " "]))
    for shape in (
        text.replace(dropped, ""),
        text.replace(dropped, " "),
        text.lower(),
        text.replace(dropped, "."),
    ):
        if is_plain(shape):
            assert spans(shape) == []


EVERYDAY = [
    "git status", "git log -5 --oneline", "ls -la src", "pytest -q tests/core", "make build",
    "cat src/core/policy.py", "grep -rn total src | head -20", "cd src && wc -l *.py",
    "mkdir -p build/out", "rm -rf build", "python3 -m unittest -q", "find . -name '*.py'", "git diff main", "sed -n '1,20p' README.md",
    "allow by user rule git", "git status: no rule speaks about it", "/home/dev/my-project_2/src/App.tsx",
    "src/components/Button2.tsx", "git log --format='%h %s' | grep -v \"fix: it's\"", "rg --glob='*.py' -n total ~/work/V2",
    "/home/dev/work/a-project-with-a-long-name/src/V2", "cat ./docs/configuration_of_services.md",
]  # fmt: skip


@pytest.mark.parametrize("text", EVERYDAY)
def test_everyday_texts_are_told_without_the_scan(text: str) -> None:
    assert is_plain(text)
