"""What people who tried to break in found in calls of other tools than the shell."""

from __future__ import annotations

import pytest

from assent.core.call import Call
from assent.core.decide import decide
from assent.core.effect import READ_SECRET, RUN_CODE, UNKNOWN
from assent.core.facts import Facts
from assent.core.policy import from_rules
from assent.core.tool_calls import read_tool
from assent.policy import shipped

HOME, PROJECT = "/home/u", "/home/u/project"
FACTS = Facts(HOME, PROJECT)
DEFAULTS = from_rules([each.rule for each in shipped.module(shipped.DEFAULTS)[0]])


def verdict(tool: str, **fields: object) -> str:
    call = Call(tool, fields, PROJECT, PROJECT)
    return decide(call, read_tool(call, FACTS), DEFAULTS, FACTS).verdict


DENIED_READS = {
    "a blank that the client cuts off": ".env ",
    "a line break that the client cuts off": ".env\n",
    "a wide blank before it": "\u00a0.env",
    "a byte order mark before it": "\ufeff.env",
    "a long s": "/home/u/.\u017fsh/id_x",
    "a letter that some file systems do not see": "/home/u/.s\u200csh/id_x",
    "more dots than any kernel takes": "/home/u/project" + "/a/.." * 3000 + "/.env",
}
NOT_ALLOWED_SEARCHES: dict[str, dict[str, object]] = {
    "braces": {"glob": "{.env,x}"},
    "braces inside a name": {"glob": ".e{n,m}v"},
    "a star that matches the dot": {"glob": "*env"},
    "a class in the ending": {"glob": "*.[pq]em"},
    "several filters parted by commas": {"glob": "a*,.env"},
    "several filters parted by blanks": {"glob": "a* .env"},
    "no text": {"glob": ["*.pem"]},
    "the home": {"path": "~"},
    "the root": {"path": "/"},
    "the folder of the home": {"path": "/home"},
    "the folder of the project": {"path": ".."},
}


@pytest.mark.parametrize("path", DENIED_READS.values(), ids=DENIED_READS.keys())
def test_a_path_that_some_client_or_file_system_takes_for_a_secret_is_denied(path: str) -> None:
    assert verdict("Read", file_path=path) == "deny"


@pytest.mark.parametrize("path", [".git/HEAD", ".g\u200cit/hooks/x", ".G\u0131t ", ".claude/settings.json "])
def test_a_write_to_what_is_obeyed_is_never_a_plain_write(path: str) -> None:
    call = Call("Write", {"file_path": path}, PROJECT, PROJECT)
    assert read_tool(call, FACTS).effects & (RUN_CODE | UNKNOWN)


@pytest.mark.parametrize("fields", NOT_ALLOWED_SEARCHES.values(), ids=NOT_ALLOWED_SEARCHES.keys())
def test_a_search_for_secrets_is_not_allowed(fields: dict[str, object]) -> None:
    assert verdict("Grep", pattern="x", **fields) == "ask"


@pytest.mark.parametrize(
    "fields", [{}, {"glob": "*.py"}, {"glob": "*.{ts,json}"}, {"glob": "!dist"}, {"path": "src"}]
)
def test_a_search_of_the_project_is_still_allowed(fields: dict[str, object]) -> None:
    assert verdict("Grep", pattern="x", **fields) == "allow"


@pytest.mark.parametrize(
    "tool", ["mcp__x__get_or_create", "mcp__x__find_and_replace", "mcp__x__read_write_file"]
)
def test_a_reading_verb_before_a_changing_word_is_unknown(tool: str) -> None:
    assert read_tool(Call(tool, {}, PROJECT, PROJECT), FACTS).effects & UNKNOWN


def test_a_path_longer_than_any_kernel_takes_is_not_looked_at_and_not_allowed() -> None:
    call = Call("Read", {"file_path": "/" + "a/" * 500_000}, PROJECT, PROJECT)
    (part,) = read_tool(call, FACTS).parts
    assert part.opaque
    assert part.reads == []


def test_a_search_of_the_home_counts_as_reading_its_secrets() -> None:
    call = Call("Grep", {"pattern": "x", "path": HOME}, PROJECT, PROJECT)
    assert read_tool(call, FACTS).effects & READ_SECRET
