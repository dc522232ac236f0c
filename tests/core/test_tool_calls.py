"""What a call of a tool touches: which paths it reads and writes, where `..` behind a link ends, what its search finds."""

from __future__ import annotations

from typing import Any

import pytest

from assent.core import effect
from assent.core.call import Call, Part
from assent.core.facts import Facts
from assent.core.inputs import look
from assent.core.paths import LONGEST
from assent.core.tool_calls import read_tool

HOME, PROJECT = "/home/u", "/home/u/p"
FACTS = Facts(HOME, PROJECT, links={"/home/u/p/link": "/home/u/.ssh", "/home/u/p/out": "/srv/b/c"})


def own(tool: str, given: dict[str, Any], facts: Facts = FACTS) -> Part:
    """The call read by the fields that the table of tools names."""
    return read_tool(Call(tool, given, PROJECT, PROJECT), facts).parts[0]


def named(tool: str, given: dict[str, Any]) -> Part:
    """The call read with all that its input names."""
    return read_tool(Call(tool, given, PROJECT, PROJECT), FACTS, look(tool, given)).parts[0]


def effects(part: Part) -> list[str]:
    return effect.names_of(part.effects)


RC = "/home/u/.bashrc"
# A tool and the field that names the file, whether it may be written.
LANDS = [
    pytest.param("mcp__srv__get_x", "output", True, id="reads-by-its-name-and-says-where-to-write"),
    pytest.param("mcp__srv__get_x", "outputPath", True, id="reads-and-says-so-in-two-words"),
    pytest.param("mcp__srv__put_x", "path", True, id="writes-by-its-name"),
    pytest.param("mcp__srv__x", "path", True, id="says-nothing-by-its-name"),
    pytest.param("mcp__get__put_x", "path", True, id="only-the-server-says-that-it-reads"),
    pytest.param("get_x", "path", True, id="reads-by-its-name-but-of-no-server"),
    pytest.param("Skill", "path", True, id="of-the-agent-and-not-a-server"),
    pytest.param("mcp__srv__get_x", "path", False, id="reads"),
    pytest.param("mcp__srv__list", "file", False, id="reads-by-one-word"),
]


@pytest.mark.parametrize(("tool", "field", "lands"), LANDS)
def test_a_file_that_an_input_names_is_written_unless_its_tool_surely_reads(
    tool: str, field: str, lands: bool
) -> None:
    part = named(tool, {field: RC})
    assert (part.reads, part.writes) == ([RC], [RC] if lands else [])
    assert bool(part.effects & effect.RUN_CODE) == lands
    assert part.effects & effect.READ_SECRET


# What an input names as its path → all that is touched.
MEANT = [
    pytest.param("link/x", ["/home/u/p/link/x", "/home/u/.ssh/x"], id="through-a-link"),
    pytest.param("out/../x", ["/home/u/p/x", "/srv/b/x"], id="out-of-a-link"),
    pytest.param("~/p/out/../x", ["/home/u/p/x", "/srv/b/x"], id="out-of-a-link-in-the-home"),
    pytest.param("/home/u/p/out/../x", ["/home/u/p/x", "/srv/b/x"], id="out-of-a-link-from-the-root"),
    pytest.param("$HOME/.netrc ", ["/home/u/.netrc ", "/home/u/.netrc"], id="the-homes-variable-and-a-blank"),
    pytest.param("${HOME}/x", ["/home/u/x"], id="the-homes-variable-in-braces"),
    pytest.param("\ufeff/etc/x", ["/home/u/p/\ufeff/etc/x", "/etc/x"], id="a-mark-of-byte-order"),
    pytest.param("a\0b", [], id="no-name-at-all"),
    pytest.param("/" + "a" * LONGEST, [], id="longer-than-any-path"),
    pytest.param("/" + "a" * (LONGEST - 1), ["/" + "a" * (LONGEST - 1)], id="the-longest-path"),
]


@pytest.mark.parametrize(("text", "touched"), MEANT)
def test_every_path_that_a_field_may_mean_is_touched(text: str, touched: list[str]) -> None:
    part = named("mcp__srv__put_x", {"path": text})
    assert part.reads == part.writes == touched


def test_a_folder_that_a_named_path_leaves_again_is_noted() -> None:
    assert "/home/u/p/out" in named("mcp__srv__get_x", {"path": "out/../x"}).through


HOSTS = [
    pytest.param("http://169.254.169.254/x", True, id="credentials"),
    pytest.param("http://docs.example/x", False, id="a-plain-host"),
    pytest.param("http://[x", False, id="no-host-that-can-be-read"),
]


@pytest.mark.parametrize(("address", "secret"), HOSTS)
def test_an_address_that_an_input_names_is_secret_where_credentials_lie(address: str, secret: bool) -> None:
    part = named("mcp__srv__get_x", {"url": address})
    assert len(part.hosts) == 1
    assert bool(part.effects & effect.READ_SECRET) == secret


def test_what_an_input_names_never_takes_an_effect_away() -> None:
    plain = named("mcp__srv__put_x", {"title": "x"})
    assert effects(plain) == ["net-send", "unknown"]
    assert (plain.reads, plain.writes, list(plain.hosts)) == ([], [], [])
    assert effects(named("mcp__srv__put_x", {"path": "a.txt"})) == ["net-send", "unknown"]


# ------------------------------------------------------------------------------------------ the tools of the table

CLIMBS = [
    pytest.param("out/../x", ["/home/u/p/x", "/srv/b/x"], id="from-the-project"),
    pytest.param("~/p/out/../x", ["/home/u/p/x", "/srv/b/x"], id="from-the-home"),
    pytest.param("/home/u/p/out/../x", ["/home/u/p/x", "/srv/b/x"], id="from-the-root"),
    pytest.param("a/../x", ["/home/u/p/x"], id="no-link"),
]


@pytest.mark.parametrize(("text", "touched"), CLIMBS)
def test_two_dots_behind_a_link_end_where_the_kernel_ends(text: str, touched: list[str]) -> None:
    read = own("Read", {"file_path": text})
    written = own("Write", {"file_path": text})
    assert (read.reads, read.writes) == (touched, [])
    assert (written.reads, written.writes) == ([], touched)
    elsewhere = len(touched) > 1
    assert bool(read.effects & effect.READ_ELSEWHERE) == elsewhere
    assert bool(written.effects & effect.WRITE_ELSEWHERE) == elsewhere
    assert {path.rpartition("/")[2] for path in read.through} == {text.split("/")[-3]}


def test_a_file_behind_a_link_is_touched_where_it_lies_too() -> None:
    touched = ["/home/u/p/out/x", "/srv/b/c/x"]
    assert own("Read", {"file_path": "out/x"}).reads == own("Write", {"file_path": "out/x"}).writes == touched


UNSURE = [
    pytest.param(" src/x", ["/home/u/p/ src/x", "/home/u/p/src/x"], id="a-blank-before"),
    pytest.param("/home/u/.netrc ", ["/home/u/.netrc ", "/home/u/.netrc"], id="a-blank-behind"),
    pytest.param("\ufeffsrc/x", ["/home/u/p/\ufeffsrc/x", "/home/u/p/src/x"], id="a-mark-of-byte-order"),
    pytest.param(" ", ["/home/u/p/ "], id="nothing-but-a-blank"),
    pytest.param("src/a b", ["/home/u/p/src/a b"], id="a-blank-within"),
]


@pytest.mark.parametrize(("text", "touched"), UNSURE)
def test_a_path_with_blanks_around_it_is_no_sure_path(text: str, touched: list[str]) -> None:
    for tool, field in (("Read", "reads"), ("Write", "writes")):
        part = own(tool, {"file_path": text})
        assert getattr(part, field) == touched
        assert part.opaque == (len(touched) > 1) == bool(part.effects & effect.UNKNOWN)


TOO_LONG = [
    pytest.param("/" + "a" * LONGEST, id="the-name"),
    pytest.param("a/" * (LONGEST // 2), id="only-when-made-absolute"),
    pytest.param("a/../" * (LONGEST // 5) + "x" * 5, id="only-as-it-is-written"),
]


@pytest.mark.parametrize("text", TOO_LONG)
def test_what_is_too_long_for_a_path_is_never_a_plain_read(text: str) -> None:
    part = own("Read", {"file_path": text})
    assert part.opaque
    assert part.effects & effect.UNKNOWN


def test_the_longest_path_is_one() -> None:
    part = own("Read", {"file_path": "/" + "a" * (LONGEST - 1)})
    assert (part.opaque, effects(part)) == (False, ["read-elsewhere"])


# What is looked for, where → what is touched, and its effects.
FINDS = [
    pytest.param("/home/u/.ssh/*", None, ["/home/u/p", "/home/u/.ssh/*"], "read-project read-secret", id="keys"),
    pytest.param("~/.ssh/*", None, ["/home/u/p", "/home/u/.ssh/*"], "read-project read-secret", id="keys-of-the-home"),
    pytest.param("../q/*", None, ["/home/u/p", "/home/u/q/*"], "read-project read-secret", id="beside-the-project"),
    pytest.param("*/../../*y", None, ["/home/u/p", "/home/u/*y"], "read-project read-secret unknown", id="out-of-the-project"),
    pytest.param("/*", None, ["/home/u/p", "/*"], "read-project read-secret", id="the-root"),
    pytest.param("../*", "src", ["/home/u/p/src", "/home/u/p/*"], "read-project", id="out-of-the-folder"),
    pytest.param("/home/u/p/*", "src", ["/home/u/p/src", "/home/u/p/*"], "read-project", id="the-folder-above"),
    pytest.param("../p*", None, ["/home/u/p", "/home/u/p*"], "read-project read-elsewhere", id="siblings-that-begin-alike"),
    pytest.param("../p?/x", None, ["/home/u/p", "/home/u/p?/x"], "read-project read-secret", id="a-sibling-by-a-mark"),
    pytest.param("/home/u/p[a-z]", None, ["/home/u/p", "/home/u/p[a-z]"], "read-project read-elsewhere", id="a-sibling-by-a-class"),
    pytest.param("../p", None, ["/home/u/p"], "read-project", id="there-and-back"),
    pytest.param("{src,../.ssh}/*", None, ["/home/u/p", "/home/u/.ssh/*"], "read-project read-secret", id="one-of-two-leads-out"),
    pytest.param("src/{a,../../../q}/x", None, ["/home/u/p", "/home/q/x"], "read-project read-elsewhere", id="out-in-braces"),
    pytest.param("out/../*.py", None, ["/home/u/p", "/srv/b/*.py"], "read-project read-elsewhere", id="out-behind-a-link"),
    pytest.param("/home/u/p/out/../*.py", None, ["/home/u/p", "/srv/b/*.py"], "read-project read-elsewhere", id="behind-a-link-from-the-root"),
    pytest.param("~/p/out/../*.py", None, ["/home/u/p", "/srv/b/*.py"], "read-project read-elsewhere", id="behind-a-link-from-the-home"),
    pytest.param("../*.py", "out", ["/home/u/p/out", "/srv/b/c", "/home/u/p/*.py", "/srv/b/*.py"], "read-project read-elsewhere", id="out-of-a-link"),
    pytest.param("link/*", None, ["/home/u/p", "/home/u/p/link/*", "/home/u/.ssh/*"], "read-project read-secret", id="below-a-link"),
    pytest.param("*", "out", ["/home/u/p/out", "/srv/b/c"], "read-elsewhere", id="in-a-link"),
    pytest.param("**/../x", None, ["/home/u/p"], "read-project unknown", id="out-behind-any-number"),
    pytest.param("src/*/../*.py", None, ["/home/u/p"], "read-project unknown", id="behind-what-may-be-a-link"),
    pytest.param("**/*.{ts,tsx}", None, ["/home/u/p"], "read-project", id="either-ending"),
    pytest.param("src/../*.py", None, ["/home/u/p"], "read-project", id="out-of-a-folder-and-back"),
    pytest.param("app/[slug]/*.tsx", None, ["/home/u/p"], "read-project", id="a-folder-in-brackets"),
    pytest.param("a..b/*", None, ["/home/u/p"], "read-project", id="two-dots-in-a-name"),
    pytest.param("src/*.py", None, ["/home/u/p"], "read-project", id="below"),
    pytest.param("a*/x/*y", None, ["/home/u/p"], "read-project", id="below-by-its-first-star"),
    pytest.param("*", None, ["/home/u/p"], "read-project", id="everything-there"),
    pytest.param("/home/u/p/src/*", "src", ["/home/u/p/src"], "read-project", id="the-folder-itself"),
    pytest.param("/*", "/", ["/"], "read-elsewhere", id="the-root-in-the-root"),
    pytest.param(7, None, ["/home/u/p"], "read-project unknown", id="no-text"),
    pytest.param("", None, ["/home/u/p"], "read-project unknown", id="empty"),
    pytest.param("*", 7, [], "unknown", id="in-no-folder"),
    pytest.param("../*", 7, ["/home/u/*"], "read-secret unknown", id="outside-of-no-folder"),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "folder", "touched", "wanted"), FINDS)
def test_a_search_by_names_reads_where_its_pattern_leads(
    pattern: object, folder: object, touched: list[str], wanted: str
) -> None:
    part = own("Glob", {"pattern": pattern, **({} if folder is None else {"path": folder})})
    assert (part.reads, part.writes) == (touched, [])
    assert effects(part) == wanted.split()


# A filter of names → the effects; it leads out of no folder.
SEARCHES = [
    pytest.param(".env", "read-project read-secret", id="a-secret"),
    pytest.param("*.{md,pem}", "read-project read-secret", id="a-secret-among-others"),
    pytest.param(7, "read-project unknown", id="no-text"),
    pytest.param("*.py", "read-project", id="a-kind-of-file"),
    pytest.param("../q/*", "read-project", id="a-folder-that-is-not-searched"),
    pytest.param(None, "read-project", id="none"),
]


@pytest.mark.parametrize(("names", "wanted"), SEARCHES)
def test_a_search_by_content_is_secret_where_its_filter_aims_at_secrets(names: object, wanted: str) -> None:
    part = own("Grep", {"pattern": "x", "glob": names})
    assert (part.reads, part.writes) == (["/home/u/p"], [])
    assert effects(part) == wanted.split()


IN_NO_FOLDER = [
    pytest.param("", id="empty"), pytest.param(None, id="null"), pytest.param(7, id="a-number"), pytest.param("a\0b", id="no-name"),
]  # fmt: skip


@pytest.mark.parametrize("folder", IN_NO_FOLDER)
@pytest.mark.parametrize("tool", ["LS", "Glob", "Grep"])
def test_a_folder_that_is_given_and_is_none_is_not_the_current_one(tool: str, folder: object) -> None:
    part = own(tool, {"path": folder})
    assert part.opaque
    assert effects(part) == ["unknown"]


@pytest.mark.parametrize("folder", ["/home/u", "/", "/etc"])
def test_only_a_search_by_content_meets_the_secrets_below_a_folder(folder: str) -> None:
    assert "read-secret" in effects(own("Grep", {"pattern": "x", "path": folder}))
    assert "read-secret" not in effects(own("Grep", {"pattern": "x", "path": "src"}))


ADDRESSES = [
    pytest.param("http://169.254.169.254/x", "read-secret net-read", id="credentials"),
    pytest.param("https://docs.python.org.evil.example/", "net-read unknown", id="dressed-up"),
    pytest.param("file:///etc/passwd", "net-read unknown", id="a-file"),
    pytest.param("file://localhost/etc/passwd", "net-read unknown", id="a-file-of-a-host"),
    pytest.param("https://[x", "net-read unknown", id="no-host"),
    pytest.param("javascript:x()", "net-read run-code", id="a-program"),
    pytest.param("DATA:text/html,x", "net-read run-code", id="a-page-in-itself"),
    pytest.param("https://docs.example/x", "net-read", id="plain"),
]


@pytest.mark.parametrize(("address", "wanted"), ADDRESSES)
def test_a_fetch_has_the_effect_of_its_address(address: str, wanted: str) -> None:
    part = own("WebFetch", {"url": address})
    assert effects(part) == wanted.split()
    assert part.opaque == (part.targets == [None])


# What an input says beside the address that is fetched, where the request may go instead.
BESIDE: dict[str, dict[str, Any]] = {
    "several": {"urls": ["https://example.com"]},
    "other-case": {"URL": "https://example.com"},
    "other-word": {"uri": "https://example.com"},
    "proxy": {"proxy": "example.com:8080"},
    "any-address": {"note": "https://example.com"},
    "nested": {"options": {"to": "example.com"}},
    "camel": {"baseUrl": "example.com"},
}


@pytest.mark.parametrize("more", BESIDE.values(), ids=BESIDE)
def test_a_second_address_to_fetch_is_unknown(more: dict[str, Any]) -> None:
    part = own("WebFetch", {"url": "https://docs.python.org/3/", "prompt": "x", **more})
    assert part.effects & effect.UNKNOWN
    assert part.opaque


@pytest.mark.parametrize(
    "more",
    [{"prompt": "see https://example.com"}, {"format": "markdown", "timeout": 20}, {"proxy": None}],
    ids=["in-the-question", "options", "empty"],
)
def test_other_fields_of_a_fetch_change_nothing(more: dict[str, Any]) -> None:
    part = own("WebFetch", {"url": "https://docs.python.org/3/", **more})
    assert (effects(part), part.opaque) == (["net-read"], False)


LIFTED: dict[str, dict[str, Any]] = {
    "bypass": {"mode": "bypassPermissions"},
    "accept-edits": {"mode": "acceptEdits"},
    "never-asks": {"mode": "dontAsk"},
    "not-known": {"mode": "whatever comes next"},
    "other-field": {"permission_mode": "bypassPermissions"},
    "camel": {"permissionMode": "bypass"},
    "sandbox": {"sandbox": "danger-full-access"},
    "off": {"sandbox": False},
}


@pytest.mark.parametrize("more", LIFTED.values(), ids=LIFTED)
@pytest.mark.parametrize("tool", ["Agent", "Task"])
def test_an_agent_that_is_started_under_laxer_rules_is_privilege(tool: str, more: dict[str, Any]) -> None:
    assert effects(own(tool, {"subagent_type": "Explore", "prompt": "x", **more})) == ["privilege"]


@pytest.mark.parametrize("mode", ["default", "plan"])
def test_one_that_asks_no_less_has_no_effects(mode: str) -> None:
    assert effects(own("Agent", {"subagent_type": "Explore", "prompt": "x", "mode": mode})) == []
