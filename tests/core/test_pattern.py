"""What patterns match: words and paths, wide where they forbid and narrow where they permit."""

from __future__ import annotations

import pytest

from assent.core.call import Call, Part
from assent.core.facts import Facts
from assent.core.pattern import Pattern, forbids, from_row, permits
from assent.policy.pattern import read_pattern

HOME, PROJECT = "/home/u", "/home/u/p"
FACTS = Facts(HOME, PROJECT)


def pattern(text: str, verdict: str) -> Pattern:
    made = read_pattern(text, verdict)
    assert isinstance(made, Pattern), made
    return made


def command(*argv: str | None) -> Part:
    return Part(argv, PROJECT)


def touched(path: str) -> Part:
    made = Part((), PROJECT)
    made.reads = made.writes = [path]
    return made


BASH = Call("Bash", {"command": "x"}, PROJECT, PROJECT)
WORDS = [
    ("Bash(git *)", ("git",), True), ("Bash(git *)", ("git", "push"), True), ("Bash(git:*)", ("git", "push"), True),
    ("Bash(git *)", ("gitx",), False), ("Bash(git *)", ("git push",), False), ("Bash(git *)", ("/tmp/git", "x"), False),
    ("Bash(npm run test *)", ("npm", "run", "test"), True), ("Bash(npm run test *)", ("npm", "run", "tests"), False),
    ("Bash(npm run test*)", ("npm", "run", "test:unit"), True), ("Bash(make test)", ("make", "test"), True),
    ("Bash(make test)", ("make", "test", "x"), False), ("Bash(make test)", ("make",), False),
    ("Bash(git * main)", ("git", "push", "-f", "main"), True), ("Bash(git * main)", ("git", "push", "main", "-f"), False),
    ("Bash(ls ?[ab])", ("ls", "xa"), True), ("Bash(ls ?[ab])", ("ls", "xc"), False), ("Bash(echo 'a b')", ("echo", "a b"), True),
    ("Bash(echo 'a b')", ("echo", "a", "b"), False), ("Bash(echo '*')", ("echo", "x"), False), ("Bash", ("x",), True), ("*", ("x",), True),
    ("Bash(git log)", ("git", None), False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "argv", "wanted"), WORDS, ids=[f"{row[0]}~{'_'.join(map(str, row[1]))}" for row in WORDS]
)
def test_an_allow_matches_word_by_word(text: str, argv: tuple[str, ...], wanted: bool) -> None:
    assert permits(pattern(text, "allow"), BASH, command(*argv), FACTS) == wanted


def test_a_denial_with_a_trailing_star_takes_what_follows() -> None:
    assert forbids(pattern("Bash(rm*)", "deny"), BASH, command("rm", "-rf", "x"), FACTS)
    assert not permits(pattern("Bash(rm*)", "allow"), BASH, command("rm", "-rf", "x"), FACTS)


DENIED = [
    ("Read(~/.ssh/**)", "/home/u/.ssh/a/b"), ("Read(~/.ssh/**)", "/home/u/.ssh"), ("Read(~/.ssh/*)", "/home/u/.ssh/a/b"),
    ("Read(~/.SSH/**)", "/home/u/.ssh/x"), ("Write(/etc/*)", "/etc/a/b"), ("Write(/src/*)", "/home/u/p/src/x"),
    ("Read(.env)", "/home/u/p/sub/.env"), ("Read(./.env)", "/home/u/p/.env"), ("Read(//**/.env)", "/x/y/.env"), ("Write(//)", "/"),
    ("Write(~)", "/home/u"), ("Read(//**/.env)", "/home/u/p/.e?v"), ("Read(~/.ssh/id_rsa)", "/home/u/.ssh/id_*"),
    ("Read(./secret.txt)", "/home/u/p/s*"), ("Read(//**/id_rsa)", "/home/u/p/id_*"), ("Read(//**/id_rsa)", "/home/u/p/.ssh/*"), ("Read(//**/id_rsa)", "/home/o/*"),
    ("Read(//**/id_rsa)", "/home/u/*"), ("Read(//**/id_rsa)", "/home/u/p/*a"), ("Read(./id_rsa)", "/home/u/p/*"), ("Read(//**/customers.csv)", "/home/u/p/*"), ("Read(//**/*.pem)", "/x.pem"), ("Edit(./src/**)", "/home/u/p/src/a"), ("Write(~/[*])", "/home/u/*"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "path"), DENIED, ids=str)
def test_a_denial_reaches_the_path(text: str, path: str) -> None:
    assert forbids(pattern(text, "deny"), BASH, touched(path), FACTS)


NOT_DENIED = [
    ("Read(~/.ssh/**)", "/home/u/.sshx/a"), ("Read(.env)", "/home/u/p/.envx"), ("Write(/etc/*)", "/home/u/p/x"), ("Write(//)", "/x"), ("Write(~)", "/home/u/x"), ("Read(//**/.env)", "/home/u/p/*"), ("Read(//**/id_rsa)", "/home/u/p/*"), ("Read(//**/id_rsa)", "/home/u/p/src/*"), ("Read(./secret.txt)", "/home/u/p/*.md"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "path"), NOT_DENIED, ids=str)
def test_a_denial_leaves_its_neighbours(text: str, path: str) -> None:
    assert not forbids(pattern(text, "deny"), BASH, touched(path), FACTS)


NOT_PERMITTED = [
    ("Read(./src/*)", "/home/u/p/src/a/b"), ("Read(./src/**)", "/home/u/p/srcx/a"), ("Read(./src/**)", "/home/u/src/a"),
    ("Read(./src/*.py)", "/home/u/p/src/*"), ("Read(~/x)", "/home/u/y"), ("Read(//a/*/c)", "/a/b/b/c"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "path"), NOT_PERMITTED, ids=str)
def test_an_allow_stays_within_its_segments(text: str, path: str) -> None:
    call = Call("Read", {"file_path": path}, PROJECT, PROJECT)
    assert not permits(pattern(text, "allow"), call, touched(path), FACTS)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Read(./src/**)", "/home/u/p/src/a/b"),
        ("Read(**)", "/home/u/p/x/y"),
        ("Read(//a/**/c)", "/a/c"),
        ("Read(~/x/*)", "/home/u/x/y"),
        ("Read", "/anything"),
    ],
    ids=str,
)
def test_an_allow_covers_its_paths(text: str, path: str) -> None:
    assert permits(
        pattern(text, "allow"), Call("Read", {"file_path": path}, PROJECT, PROJECT), touched(path), FACTS
    )


def test_without_a_project_a_project_pattern_permits_nothing() -> None:
    call = Call("Read", {"file_path": "/src/x"}, "/")
    assert not permits(pattern("Read(./src/**)", "allow"), call, touched("/src/x"), Facts(HOME, ""))


@pytest.mark.parametrize(
    ("text", "host", "wanted"),
    [
        ("WebFetch(domain:example.com)", "example.com", True), ("WebFetch(domain:example.com)", "a.example.com", False),
        ("WebFetch(domain:*.example.com)", "a.example.com", True), ("WebFetch(domain:*.example.com)", "example.com", False),
        ("WebFetch(domain:example.*)", "example.com.evil", False), ("WebFetch(domain:example.com)", None, False),
    ],
    ids=str,
)  # fmt: skip
def test_a_domain_is_exact(text: str, host: str | None, wanted: bool) -> None:
    part = Part((), PROJECT)
    part.targets = [host]
    assert permits(pattern(text, "allow"), Call("WebFetch", {}, PROJECT), part, FACTS) == wanted


@pytest.mark.parametrize(
    ("text", "tool", "wanted"),
    [
        ("mcp__srv", "mcp__srv__get", True),
        ("mcp__srv__*", "mcp__srv__get", True),
        ("mcp__srv__get", "mcp__srv__get_all", False),
        ("mcp__sr", "mcp__srv__x", False),
    ],
    ids=str,
)
def test_mcp_tools_match_by_server_and_name(text: str, tool: str, wanted: bool) -> None:
    assert permits(pattern(text, "allow"), Call(tool, {}, PROJECT), Part((), PROJECT), FACTS) == wanted


@pytest.mark.parametrize(
    "text",
    ["Bash(git *)", "Read(~/x)", "WebFetch(domain:x.y)", "mcp__a__b", "*", "Agent(x)", "Write(/etc/*)"],
)
def test_a_pattern_survives_its_row(text: str) -> None:
    made = pattern(text, "deny")
    assert from_row(made.row()).row() == made.row()
