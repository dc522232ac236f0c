"""Names that a project, a server or a log chose are shown as text and nothing else, and written files stay whole."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from tests.app.sessions import AS_OF, NO, Session
from tests.cli.conftest import Done, Home, home_in

MARKUP = "[bold red]Granted[/bold red]"
# A name → what it tries: each could be a folder, a session, a tool or a file.
NAMES = {
    "line-break": "p\nGranted 1 rule: everything",
    "escape": "p\x1b[2J\x1b[31mgood",
    "other-controls": "p\r\x08\x07\x9b31m",
    "bidi": "p\u202etxt.exe\u2066",
    "markup": MARKUP,
    "closing-markup": "p[/]",
    "quotes": "p\"'''\"\"\"'",
    "toml": 'p"]\n[[rule]]\nallow = ["*"]\n#',
    "html": "p<script>alert(1)</script>&amp;",
    "markdown": "p`) [x](http://e.example) `# y",
    "sql": "p'; DROP TABLE rules; --",
    "separators": "p\u2028q\x1e\x1f|r",
    "formatted": "p{0}%s%(x)s$HOME",
    "lone": "p\udcff",
    "comma": "Bash(*), Bash(rm *)",
}
COMMANDS = (
    ("learn", "--as-of", AS_OF),
    ("learn", "--as-of", AS_OF, "--json"),
    ("status",), ("stats",), ("sessions",), ("digest",), ("digest", "--html"), ("rules", "list"), ("rules", "history"),
    ("log",), ("audit",), ("rules", "prune"), ("rules", "migrate", "--as-of", AS_OF), ("learn", "--suppressed"),
    ("learn", "--stats"), ("timeline",), ("trends",), ("replay",), ("report", "--html"), ("shadow", "report"),
    ("config",), ("validate",),
)  # fmt: skip
HARMLESS = {"\n"}


def folder(home: Home, name: str) -> Path:
    return home.path / "work" / name.replace("/", "_")


def lived(home: Home, name: str, number: int) -> None:
    """Answers in a project of this name, of sessions, tools and files that bear it too."""
    root = folder(home, name)
    (root / ".git").mkdir(parents=True, exist_ok=True)
    (root / ".git/HEAD").write_text("ref: refs/heads/main\n")
    logs = home.path / ".claude/projects"
    safe = name.encode("utf-8", "backslashreplace").decode()
    for day in range(12):
        session = Session(str(root), f"n{number}s{day}", day)
        session.base["sessionId"] = f"s{day}{safe}"
        for _ in range(2):
            session.run("make check")
            session.call("Edit", {"file_path": f"{root}/src/{name}/a.py", "old_string": "a", "new_string": "b"}, {
                "permissionDecision": {"decision": "accept", "source": "user_temporary", "grantScope": "once",
                                       "reasonCode": "x"}})  # fmt: skip
            session.call(f"mcp__srv__get_{name}", {"repo": name}, {
                "permissionDecision": {"decision": "accept", "source": "user_temporary", "grantScope": "once",
                                       "reasonCode": "x"}})  # fmt: skip
        session.run(f"git push origin '{name}'", NO)
        path = logs / f"n{number}" / f"s{day}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(session.text())


def raw(text: str) -> list[str]:
    """What a terminal would obey instead of showing."""
    return sorted({each for each in text if each not in HARMLESS and _is_obeyed(each)})


def _is_obeyed(each: str) -> bool:
    return (
        ord(each) < 32
        or 0x7F <= ord(each) < 0xA0
        or each in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029\u200e\u200f"
    )


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, dict[str, Done]]:
    """A home with a project of each name, and what every command says of it."""
    home = home_in(tmp_path_factory.mktemp("names"))
    home.keeps_old_days()
    for number, name in enumerate(NAMES.values()):
        lived(home, name, number)
    said = {"learn --apply all": home.run("learn", "--as-of", AS_OF, "--apply", "all")}
    for words in COMMANDS:
        said[" ".join(words)] = home.run(*words, code=None)
    return home, said


def test_every_name_is_only_text(told: tuple[Home, dict[str, Done]]) -> None:
    for words, done in told[1].items():
        assert done.code in (0, 1, 2), (words, done)
        assert (raw(done.out), raw(done.err)) == ([], []), (words, done)
        assert "Granted 1 rule: everything" not in done.out.splitlines(), words


@pytest.mark.parametrize("seen", ["\\x1b[2J", MARKUP, "\\u202e", "p[/]", "{0}%s%(x)s$HOME"])
def test_a_name_is_seen_as_it_is_written(told: tuple[Home, dict[str, Done]], seen: str) -> None:
    whole = "".join("".join(done.out.split()) for done in told[1].values())
    assert "".join(seen.split()) in whole


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_what_is_written_of_it_is_whole(told: tuple[Home, dict[str, Done]], name: str) -> None:
    _files_are_whole(told[0], folder(told[0], name))


def _files_are_whole(home: Home, root: Path) -> None:
    local = root / ".claude/settings.local.json"
    if local.exists():
        allow = json.loads(local.read_text())["permissions"]["allow"]
        assert not [each for each in allow if each in ("*", "Bash(*)", "Bash")]
    for path in (root / ".claude").glob("*.md"):
        assert raw(path.read_text(errors="surrogateescape")) == []
    policy = home.path / ".config/assent/policy.toml"
    if policy.exists():
        tomllib.loads(policy.read_text())
    for path in (home.path / ".local").rglob("*.html"):
        assert "<script>alert" not in path.read_text()
    for each in home.run("rules", "list", "--json", cwd=root).data:
        if each["layer"] == "granted":
            assert each["patterns"] not in (["*"], ["Bash(*)"], ["Bash"])
