"""Whatever is wrong with one source costs that source's allows at most: its denials and every other source hold."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assent.app.rules import in_force
from assent.app.rules.compiler import Compiler
from assent.core.policy import from_body
from assent.store import replay, sources
from assent.store.db import connect
from tests.app.place import Place
from tests.contracts.tree import ROOT

USER = ".config/assent/policy.toml"
MODULE = "work/p/.claude/permissions/m.json"
GOOD = '[[rule]]\ndeny = ["Bash(one)"]\n[[rule]]\nallow = ["Bash(free)"]\n[[rule]]\nask = ["Bash(two)"]\n'
NEW = '[[rule]]\ndeny = ["Bash(three)"]\n'
LONG = "9" * 5000
# A policy text that cannot be used whole, each with a sound denial of `three` in a paragraph of its own.
TEXTS: dict[str, str | bytes] = {
    "number-of-5000-digits": f'{NEW}[[rule]]\nlevel = {LONG}\nallow = ["Bash(x)"]\n',
    "number-at-the-top": f"version = {LONG}\n{NEW}",
    "deep-arrays": f"{NEW}[[rule]]\nallow = {'[' * 3000}{']' * 3000}\n",
    "deep-tables": f"{NEW}[[rule]]\n{'.'.join('a' * 900)} = 1\n",
    "day-that-is-none": f"{NEW}[[rule]]\nallow = ['Bash(x)']\nexpires = 2027-13-45\n",
    "day-out-of-range": f"{NEW}[[rule]]\nallow = ['Bash(x)']\nexpires = 0000-01-01\n",
    "number-for-a-text": f"{NEW}[[rule]]\nallow = 7\n",
    "texts-hold-a-number": f"{NEW}[[rule]]\ndeny = ['Bash(x)', 7]\n",
    "fields-of-tables": f"{NEW}[[rule]]\ndeny = []\ntool = 'Bash'\nfields = {{command = {{a = 1}}}}\n",
    "nul-in-a-pattern": f'{NEW}[[rule]]\nallow = ["Read(/a\\u0000b)"]\nwithn = 1\n',
    "no-utf8": NEW.encode() + b'[[rule]]\ndeny = ["Bash(caf\xe9)"]\n',
    "half-a-file": f'{NEW}[[rule]]\nallow = ["Bash(',
    "text-not-closed": f'{NEW}[[rule]]\nwhy = """\n',
    "key-twice": f"{NEW}[[rule]]\nallow = ['Bash(x)']\nallow = ['Bash(y)']\n",
    "infinite": f"{NEW}[[rule]]\nallow = ['Bash(x)']\nlevel = inf\n",
    "bom": b"\xef\xbb\xbf" + NEW.encode(),
}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    place.grant(deny=["Bash(granted)"])
    place.write("managed/policy.toml", '[[rule]]\ndeny = ["Bash(managed)"]\n')
    place.write("work/p/.assent/policy.toml", '[[rule]]\ndeny = ["Bash(project)"]\n')
    return place


OTHERS = {"granted": "deny", "managed": "deny", "project": "deny", "cat ~/.ssh/id_rsa": "deny"}


def others(place: Place) -> dict[str, str]:
    return {command: place.verdict(command) for command in OTHERS}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
@pytest.mark.parametrize("before", [True, False], ids=["was-good", "never-good"])
def test_of_a_text_that_cannot_be_used_the_sound_denials_hold(
    place: Place, before: bool, text: str | bytes
) -> None:
    if before:
        place.write(USER, GOOD)
        assert (place.verdict("one"), place.verdict("free")) == ("deny", "allow")
    place.write(USER, text)
    assert place.verdict("three") == "deny"
    expected = ("deny", "ask", "allow") if before else ("", "", "")
    assert tuple(place.verdict(command) for command in ("one", "two", "free")) == expected
    assert others(place) == OTHERS
    assert "policy.toml" in place.told()


# JSON modules likewise; "" where nothing sound is left to deny.
MODULES: dict[str, tuple[str | bytes, str]] = {
    "half-a-character": ('{"deny": ["Bash(three)"], "ask": ["Bash(\\ud800)"]}', "deny"),
    "half-a-character-in-deny": ('{"deny": ["Bash(three)", "Bash(\\udfff)"]}', "deny"),
    "number-of-5000-digits": (f'{{"deny": ["Bash(three)"], "ask": [{LONG}]}}', ""),
    "deep": ("[" * 100_000, ""),
    "number-for-a-list": ('{"deny": ["Bash(three)"], "allow": 7}', "deny"),
    "no-utf8": (b'{"deny": ["Bash(three)"], "allow": ["Bash(caf\xe9)"]}', "deny"),
    "not-json": ('{"deny": ["Bash(three)"', ""),
    "nul": ('{"deny": ["Bash(three)", "Bash(\\u0000)"], "allow": 1}', "deny"),
    "empty": ("", ""),
}


@pytest.mark.parametrize(("text", "three"), MODULES.values(), ids=MODULES.keys())
@pytest.mark.parametrize("before", [True, False], ids=["was-good", "never-good"])
def test_of_a_module_that_cannot_be_used_the_sound_denials_hold(
    place: Place, before: bool, text: str | bytes, three: str
) -> None:
    if before:
        place.write(MODULE, '{"deny": ["Bash(one)"]}')
        assert place.verdict("one") == "deny"
    place.write(MODULE, text)
    assert place.verdict("one") == ("deny" if before else "")
    assert place.verdict("three") == three
    assert others(place) == OTHERS


def test_a_module_whose_name_is_no_utf8_is_read(place: Place) -> None:
    folder = place.root / ".claude/permissions"
    folder.mkdir(parents=True)
    module = folder / os.fsdecode(b"caf\xe9.json")
    module.write_text('{"deny": ["Bash(three)"]}')
    assert place.verdict("three") == "deny"
    module.write_text('{"deny": [')
    assert place.verdict("three") == "deny"
    assert others(place) == OTHERS
    place.told().encode()


def test_a_project_whose_path_is_no_utf8_is_judged(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    folder.mkdir()
    place = Place(folder)
    place.write("work/p/.assent/policy.toml", '[[rule]]\ndeny = ["Bash(project)"]\n')
    place.write(MODULE, '{"deny": ["Bash(one)"]}')
    assert (place.held("one"), place.held("project"), place.held("cat ~/.ssh/id_rsa")) == ("deny",) * 3


@pytest.mark.parametrize("text", ['modules = [["a"]]\n', f"modules = {LONG}\n", "modules = [", b"\xff"])
def test_settings_that_cannot_be_read_cost_nothing_else(place: Place, text: str | bytes) -> None:
    place.write(".config/assent/config.toml", text)
    assert others(place) == OTHERS
    assert "config.toml" in place.told()


def test_a_link_to_itself_in_place_of_a_policy_keeps_the_last_good_one(place: Place) -> None:
    file = place.write(USER, GOOD)
    assert place.verdict("one") == "deny"
    file.unlink()
    file.symlink_to(file.name)
    assert (place.verdict("one"), place.verdict("free")) == ("deny", "allow")
    assert "cannot be read" in place.told()


def test_a_mistake_is_noted_until_the_text_is_good_again_and_never_kept_as_good(place: Place) -> None:
    file = str(place.write(USER, GOOD))
    place.verdict("one")
    for text in TEXTS.values():
        place.write(USER, text)
        place.verdict("one")
        with contextlib.closing(connect(place.at)) as db:
            kept = sources.good(db, file)
            assert kept is not None
            assert (kept.text, bool(kept.problems)) == (GOOD, True)
    place.write(USER, GOOD)
    place.verdict("one")
    with contextlib.closing(connect(place.at)) as db:
        assert sources.with_problems(db) == []


CLOSED = """
import os, sys
from pathlib import Path
from tests.app.place import Place
folder = Path(sys.argv[1])
warm = Place(folder / "warm")  # loads what a stranger may not
warm.write("work/p/.claude/permissions/m.json", "[]")
warm.verdict("x"), warm.told()
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(54321); os.setuid(54321)
os.umask(0o077)
place = Place(folder / "own")
place.write("work/p/.claude/permissions/sub/m.json", '{"deny": ["Bash(one)"]}')
print("open", place.verdict("one"))
(place.root / ".claude/permissions/sub").chmod(0)
print("sub", place.verdict("one"), "cannot be listed" in place.told())
(place.root / ".claude/permissions/sub").chmod(0o700)
(place.root / ".claude/permissions").chmod(0)
print("top", place.verdict("one"))
(place.root / ".claude/permissions").chmod(0o700)
print("again", place.verdict("one"), place.told() == "")
place.write(".config/assent/policy.toml", '[[rule]]\\ndeny = ["Bash(two)"]\\n').chmod(0o600)
print("policy", place.verdict("two"))
(place.home / ".config/assent").chmod(0)
print("policy-closed", place.verdict("two"))
"""


def test_folders_that_cannot_be_listed_keep_the_last_good_denials() -> None:
    top = Path(os.environ.get("TMPDIR", "/tmp")) / f"assent-closed-{os.getpid()}"
    top.mkdir(mode=0o755)
    try:
        if os.geteuid() == 0:
            os.chown(top, 54321, 54321)
        done = child(CLOSED, str(top))
    finally:
        for file in [top, *top.rglob("*")]:
            file.chmod(0o700)
        shutil.rmtree(top)
    if "Permission denied" in done.stderr and str(ROOT) in done.stderr and not done.stdout:
        pytest.skip("the checkout cannot be read by another user")
    assert done.stdout.splitlines() == [
        "open deny", "sub deny True", "top deny", "again deny True", "policy deny", "policy-closed deny",
    ], done.stderr  # fmt: skip


def child(script: str, *words: str) -> subprocess.CompletedProcess[str]:
    env = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.environ["PATH"]}
    argv = [sys.executable, "-c", script, *words]
    return subprocess.run(argv, env=env, cwd="/", capture_output=True, text=True, check=False, timeout=120)


# ------------------------------------------------------------------------------------------------ no store at all

IN_THE_WAY = {
    "snapshots-is-a-file": ("data", "snapshots"),
    "record-is-a-file": ("state", "audit"),
    "data-is-a-file": ("data", ""),
    "state-is-a-file": ("state", ""),
}


@pytest.mark.parametrize(("base", "name"), IN_THE_WAY.values(), ids=IN_THE_WAY.keys())
def test_a_file_where_our_folders_should_be_leaves_every_denial_in_force(
    place: Place, base: str, name: str
) -> None:
    place.write(USER, GOOD)
    place.verdict("one")
    folder = Path({"data": place.at.data, "state": place.at.state}[base]) / name
    shutil.rmtree(folder)
    folder.write_text("in the way")
    commands = ["one", "managed", "project", "cat ~/.ssh/id_rsa"]
    if base == "data":
        commands.append("granted")
    assert {command: place.held(command) for command in commands} == dict.fromkeys(commands, "deny")


def test_without_any_store_the_record_tells_the_granted_denials(place: Place) -> None:
    place.write(USER, GOOD)
    shutil.rmtree(place.at.data)
    Path(place.at.data).write_text("in the way")
    assert (place.held("granted"), place.held("one"), place.held("free")) == ("deny", "deny", "")


# ------------------------------------------------------------------------------------------------ fuzz

PARAGRAPHS = [
    '[[rule]]\ndeny = ["Bash(one)"]\n',
    '[[rule]]\nname = "n"\nask = ["Bash(two *)"]\nwhy = "é"\n',
    '[[rule]]\nallow = ["Bash(free)"]\nyes = ["free"]\nexpires = 2099-01-01\n',
    '[[rule]]\ndeny = []\ntool = "Bash"\n[rule.fields]\ncommand = "^four"\n',
]
JSON = '{"deny": ["Bash(one)", "Read(./x)"], "ask": ["Bash(two *)"], "note": {"a": [1, 2.5, null]}}'
PIECES = st.sampled_from(
    ["", "[", "]", "[[rule]]\n", '"', "'''", '"""', "\x00", "=", "\n", "9" * 4400, "\\ud800", "é", "{", "}", "inf"]
) | st.characters()  # fmt: skip


@st.composite
def broken(draw: st.DrawFn, text: str) -> bytes:
    """A text cut, filled and turned at a few places; sometimes bytes that are no text."""
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        end = min(len(text), at + draw(st.integers(0, 30)))
        text = text[:at] + draw(PIECES) + text[end:]
    data = text.encode("utf-8", "surrogatepass")
    return data + draw(st.sampled_from([b"", b"", b"\xff", b"\xed\xa0\x80", b"\x00"]))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("fuzz"))
    place.grant(deny=["Bash(granted)"])
    place.write("managed/policy.toml", '[[rule]]\ndeny = ["Bash(managed)"]\n')
    return place


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(broken("".join(PARAGRAPHS)), broken(JSON))
def test_no_corruption_leaves_the_compiler_or_drops_a_denial(
    shared: Place, policy: bytes, module: bytes
) -> None:
    """Compiled in memory, as it is when nothing can be stored, after the good versions were kept there."""
    with contextlib.closing(replay.in_memory(replay.read_changes(shared.at))) as db:
        built = Compiler(shared.at, db).built("", "")
        for texts in (("".join(PARAGRAPHS).encode(), JSON.encode()), (policy, module)):
            shared.write(USER, texts[0])
            shared.write(MODULE, texts[1])
            built = Compiler(shared.at, db, writes=True).built(shared.project.key, shared.project.root)
        kept = [sources.good(db, str(shared.home / name)) for name in (USER, MODULE)]
    found = from_body(built.policy)
    whole = [each for each in kept if each is not None]
    assert len(whole) == 2
    for command, verdict in {"granted": "deny", "managed": "deny", "cat ~/.ssh/id_rsa": "deny"}.items():
        assert shared.by(found, command) == verdict
    # A text that is still sound is the good one now, and may have dropped what the first said.
    if whole[0].text == "".join(PARAGRAPHS):
        assert (shared.by(found, "one"), shared.by(found, "four")) == ("deny", "deny")
    if whole[1].text == JSON:
        assert (shared.by(found, "one"), shared.by(found, "two x")) == ("deny", "ask")


def test_shipped_denials_hold_where_nothing_else_can_be_compiled(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_given: object) -> None:
        raise MemoryError

    monkeypatch.setattr(Compiler, "layers", fails)
    Path(place.at.snapshot()).unlink(missing_ok=True)
    for each in Path(place.at.snapshots).glob("*.json"):
        each.unlink()
    policy, trouble = in_force.policy(place.project, place.at)
    assert "MemoryError" in trouble
    assert place.by(policy, "cat ~/.ssh/id_rsa") == "deny"


def test_a_database_lost_while_the_policy_cannot_be_read_takes_no_denial_along(place: Place) -> None:
    policy = place.write(USER, GOOD)
    assert place.held("one") == "deny"
    policy.unlink()
    policy.mkdir()
    Path(place.at.db).write_bytes(b"")
    assert place.held("one") == "deny"
    assert place.held("one") == "deny"
    assert place.held("granted") == "deny"
    policy.rmdir()
    assert place.held("one") == ""
