"""What patterns match: words and paths, wide where they forbid and narrow where they permit."""

from __future__ import annotations

import pytest

from assent.core.call import Call, Part
from assent.core.facts import Facts
from assent.core.pattern import HOST, TOOL, Pattern, forbids, from_row, keys_of, permits
from assent.core.tools import SHELLS
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
    ("Read(./secret.txt)", "/home/u/p/s*"), ("Read(//**/id_rsa)", "/home/u/p/id_*"), ("Read(//**/id_rsa)", "/home/u/p/.ssh/*"), ("Read(//**/id_rsa)", "/home/o/*"), ("Read(//**/id_rsa)", "/*"),
    ("Read(//**/id_rsa)", "/home/u/*"), ("Read(//**/id_rsa)", "/etc/*"), ("Read(//**/id_rsa)", "/tmp/x/.ssh/*"), ("Read(//**/id_rsa)", "/tmp/x/id_*"), ("Read(//**/id_rsa)", "/srv/*"), ("Read(//**/id_rsa)", "/usr/local/etc/*"), ("Read(//**/id_rsa)", "/home/u/p/*a"), ("Read(./id_rsa)", "/home/u/p/*"), ("Read(//**/customers.csv)", "/home/u/p/*"), ("Read(//**/*.pem)", "/x.pem"), ("Edit(./src/**)", "/home/u/p/src/a"), ("Write(~/[*])", "/home/u/*"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "path"), DENIED, ids=str)
def test_a_denial_reaches_the_path(text: str, path: str) -> None:
    assert forbids(pattern(text, "deny"), BASH, touched(path), FACTS)


NOT_DENIED = [
    ("Read(~/.ssh/**)", "/home/u/.sshx/a"), ("Read(.env)", "/home/u/p/.envx"), ("Write(/etc/*)", "/home/u/p/x"), ("Write(//)", "/x"), ("Write(~)", "/home/u/x"), ("Read(//**/.env)", "/home/u/p/*"), ("Read(//**/id_rsa)", "/home/u/p/*"), ("Read(//**/id_rsa)", "/home/u/p/src/*"), ("Read(./secret.txt)", "/home/u/p/*.md"),
    ("Read(//**/id_rsa)", "/tmp/x/*"), ("Read(//**/id_rsa)", "/usr/share/doc/*"), ("Read(//**/id_rsa)", "/usr/include/*"),
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
        ("mcp__srv__get", "mcp__srv__get__delete", False),
        ("mcp__srv__get__delete", "mcp__srv__get__delete", True),
        ("mcp__srv", "mcp__srv__get__delete", True),
        ("Task", "Agent", True),
        ("Agent", "Task", True),
        ("Task", "TaskStop", False),
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


# Where a call runs beside its project: a denial of the project holds there, an allow speaks of the project alone.
ELSEWHERE = [
    pytest.param("Write(./src/**)", "/home/u/p/src/x", True, id="the-projects"),
    pytest.param("Write(src/*)", "/home/u/p/src/x", True, id="the-projects-without-a-dot"),
    pytest.param("Write(./src/**)", "/srv/w/src/x", True, id="where-it-runs"),
    pytest.param("Write(.env)", "/srv/w/a/.env", True, id="a-bare-name-below-where-it-runs"),
    pytest.param("Write(.env)", "/home/u/p/a/.ENV", True, id="a-bare-name-in-the-project"),
    pytest.param("Write(/src/*)", "/src/x", True, id="one-slash-at-the-root"),
    pytest.param("Write(./src/**)", "/srv/src/x", False, id="neither"),
    pytest.param("Write(.env)", "/srv/.env", False, id="a-bare-name-outside"),
]


@pytest.mark.parametrize(("text", "path", "met"), ELSEWHERE)
def test_a_denial_of_the_project_holds_in_it_and_where_the_call_runs(text: str, path: str, met: bool) -> None:
    call = Call("Bash", {"command": "x"}, "/srv/w", PROJECT)
    assert forbids(pattern(text, "deny"), call, touched(path), FACTS) == met


def test_an_allow_of_the_project_does_not_follow_the_call_out_of_it() -> None:
    for folder, permitted in (("/srv/w", False), (PROJECT, True)):
        call = Call("Read", {"file_path": "x"}, "/srv/w", PROJECT)
        assert (
            permits(pattern("Read(./src/**)", "allow"), call, touched(f"{folder}/src/x"), FACTS) == permitted
        )


# A wildcard allow of a tree and what it does not mean: a pattern, a path, the home, the project.
HIDDEN = [
    pytest.param("Read(./**)", "/w/u/.netrc", "/w/u", "/w", False, id="hidden-in-a-home-in-the-project"),
    pytest.param("Read(./**)", "/w/o/x", "/w/u", "/w", False, id="another-home-in-the-project"),
    pytest.param("Read(@tmp/**)", "/tmp/h/x", "/tmp/h", "/p", False, id="a-home-among-the-temporary"),
    pytest.param("Read(./**)", "/w/u/x", "/w/u", "/w", True, id="plain-in-a-home-in-the-project"),
    pytest.param("Read(@tmp/**)", "/tmp/o/x", "/tmp/h", "/p", True, id="beside-a-home-among-the-temporary"),
    pytest.param("Read(./**)", "/p/.x", "/h", "/p", True, id="hidden-in-a-project-elsewhere"),
    pytest.param("Read(./u/.x)", "/w/u/.x", "/w/u", "/w", True, id="by-its-name"),
    pytest.param("Read(~/**)", "/w/u/.x", "/w/u", "/w", True, id="by-the-home"),
]


@pytest.mark.parametrize(("text", "path", "home", "project", "permitted"), HIDDEN)
def test_a_wildcard_of_a_tree_does_not_mean_a_home_in_it(
    text: str, path: str, home: str, project: str, permitted: bool
) -> None:
    call = Call("Read", {"file_path": path}, project, project)
    assert permits(pattern(text, "allow"), call, touched(path), Facts(home, project)) == permitted


MANY_PATHS = [(["/home/u/p/a", "/home/u/x"], False), ([], False), (["/home/u/p/a", "/home/u/p/b"], True)]


@pytest.mark.parametrize(("found", "permitted"), MANY_PATHS, ids=str)
def test_an_allow_of_paths_covers_each_path_or_nothing(found: list[str], permitted: bool) -> None:
    for tool, field in (("Read", "reads"), ("Write", "writes")):
        part = Part((), PROJECT)
        setattr(part, field, found)
        call = Call(tool, {}, PROJECT, PROJECT)
        assert permits(pattern(f"{tool}(./**)", "allow"), call, part, FACTS) == permitted


# An allow for one tool, the tool that is called, whether the allow speaks of it.
FAMILIES = [
    ("Read", "Write", False), ("Read", "Edit", False), ("Grep", "Read", False), ("Glob", "Read", False), ("Glob", "Grep", False), ("Write", "Read", False),
    ("Read", "Bash", False), ("Write", "Bash", False),
    ("Read", "Read", True), ("Read", "Grep", True), ("Read", "Glob", True), ("Read", "LS", True), ("Write", "Edit", True), ("Edit", "NotebookEdit", True),
    ("Grep", "Grep", True),
]  # fmt: skip


@pytest.mark.parametrize(("named", "called", "permitted"), FAMILIES)
def test_an_allow_for_a_tool_covers_its_family(named: str, called: str, permitted: bool) -> None:
    call = Call(called, {}, PROJECT, PROJECT)
    assert (
        permits(pattern(f"{named}(./src/**)", "allow"), call, touched("/home/u/p/src/x"), FACTS) == permitted
    )


WRITTEN_OR_READ = [("Read(./x)", "reads"), ("Write(./x)", "writes"), ("Edit(./x)", "writes")]


@pytest.mark.parametrize(("text", "field"), WRITTEN_OR_READ)
def test_a_denial_of_reading_is_none_of_writing(text: str, field: str) -> None:
    for each in ("reads", "writes"):
        part = Part((), PROJECT)
        setattr(part, each, ["/home/u/p/x"])
        assert forbids(pattern(text, "deny"), BASH, part, FACTS) == (each == field)


@pytest.mark.parametrize(("tool", "met"), [("Grep", True), ("Glob", False), ("Read", False), ("Bash", False)])
def test_a_denial_of_searching_meets_that_search_alone(tool: str, met: bool) -> None:
    call = Call(tool, {}, PROJECT, PROJECT)
    assert forbids(pattern("Grep(./x/**)", "deny"), call, touched("/home/u/p/x/a"), FACTS) == met


# Several words for one star, and one word for none.
STARS = [
    ("Bash(a * b * c)", ("a", "x", "b", "c"), True), ("Bash(a * b * c)", ("a", "b", "b", "x", "c"), True), ("Bash(a * b * c)", ("a", "b", "x"), False),
    ("Bash(a * b * c)", ("a", "c", "b"), False), ("Bash(* b)", ("x", "b", "b"), True), ("Bash(* b)", ("b", "x"), False), ("Bash(a * b)", ("a", "b", None), False),
    ("Bash(a * b)", ("a", None, "b"), True), ("Bash(*)", (), True), ("Bash(a *)", (), False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "argv", "wanted"), STARS, ids=str)
def test_a_star_stands_for_any_number_of_words(text: str, argv: tuple[str | None, ...], wanted: bool) -> None:
    assert permits(pattern(text, "allow"), BASH, command(*argv), FACTS) == wanted


HOST_NAMES = [
    ("*.x.y", "a.x.y", True), ("*.x.y", "a.b.x.y", True), ("*.x.y", ".x.y", False), ("*.x.y", "ax.y", False), ("a.*.y", "a.b.y", True), ("a.*.y", "a.b.c.y", False),
    ("a?.y", "ab.y", True), ("a?.y", "a.y", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "host", "wanted"), HOST_NAMES)
def test_a_star_of_a_domain_is_one_label_but_in_front(text: str, host: str, wanted: bool) -> None:
    made = Pattern("x", HOST, "WebFetch", value=text)
    for field in ("targets", "hosts"):
        part = Part((), PROJECT)
        setattr(part, field, [host])
        fetch = Call("WebFetch", {}, PROJECT)
        meets = permits(made, fetch, part, FACTS) if field == "targets" else forbids(made, fetch, part, FACTS)
        assert meets == wanted


def test_one_unknown_host_is_not_covered_and_one_forbidden_is_enough() -> None:
    allow, deny = pattern("WebFetch(domain:x.y)", "allow"), pattern("WebFetch(domain:x.y)", "deny")
    fetch = Call("WebFetch", {}, PROJECT)
    given: list[list[str | None]] = [["x.y", None], ["x.y", "z.y"], []]
    for targets in given:
        part = Part((), PROJECT)
        part.targets = targets
        assert not permits(allow, fetch, part, FACTS)
    part = Part((), PROJECT)
    part.hosts = [None, "z.y", "x.y"]
    assert forbids(deny, Call("mcp__a__b", {}, PROJECT), part, FACTS)
    part.hosts = [None, "z.y"]
    assert not forbids(deny, Call("mcp__a__b", {}, PROJECT), part, FACTS)


# What a call shares with the rules that may speak of it.
KEYS = [
    ("Bash", {"argv": ("git", "log")}, {"*", "Bash", "Bash:", "Bash:git"}),
    ("Bash", {"argv": (None, "x")}, {"*", "Bash", "Bash:"}),
    ("Read", {"reads": ["/x"]}, {"*", "Read", "path"}),
    ("Write", {"writes": ["/x"]}, {"*", "Write", "path"}),
    ("mcp__a__b__c", {"hosts": ["x.y"]}, {"*", "mcp__a__b__c", "mcp__a", "mcp__a__b", "WebFetch"}),
    ("Task", {}, {"*", "Task", "Agent"}),
]


@pytest.mark.parametrize(("tool", "given", "keys"), KEYS, ids=[row[0] + str(row[1]) for row in KEYS])
def test_a_call_is_looked_up_by_all_it_touches(tool: str, given: dict[str, object], keys: set[str]) -> None:
    argv = given.get("argv", ())
    part = Part(argv, PROJECT)  # type: ignore[arg-type]  # the words of a row
    part.plain = part.seen = [argv] if argv else []  # type: ignore[list-item]  # likewise
    for name, value in given.items():
        if name != "argv":
            setattr(part, name, value)
    assert set(keys_of(Call(tool, {}, PROJECT), [part])) >= keys
    assert "Bash:None" not in keys_of(Call(tool, {}, PROJECT), [part])


@pytest.mark.parametrize("tool", SHELLS)
def test_a_denial_of_the_shell_meets_each_shell_and_no_allow_of_it_does(tool: str) -> None:
    call = Call(tool, {"command": "x"}, PROJECT, PROJECT)
    assert forbids(pattern("Bash", "deny"), call, command("x"), FACTS)
    assert not forbids(pattern("Bash", "deny"), Call("Read", {}, PROJECT, PROJECT), command("x"), FACTS)
    assert permits(pattern("Bash", "allow"), call, command("x"), FACTS) == (tool == "Bash")
    assert forbids(pattern("Bash(x *)", "deny"), call, command("x", "y"), FACTS)
    assert permits(pattern("Bash(x *)", "allow"), call, command("x", "y"), FACTS) == (tool == "Bash")


@pytest.mark.parametrize("tool", ["mcp__*", "mcp__*__get", "mcp__gi?__get", "mcp__*__*"])
def test_a_pattern_that_names_no_server_permits_nothing_and_forbids_all_the_same(tool: str) -> None:
    made = Pattern(tool, TOOL, tool)  # as an older version may have kept it
    call = Call("mcp__git__get", {}, PROJECT, PROJECT)
    part = Part((), PROJECT)
    assert not permits(made, call, part, FACTS)
    assert forbids(made, call, part, FACTS)


@pytest.mark.parametrize(
    ("text", "host", "wanted"),
    [
        ("WebFetch(domain:localhost)", "127.0.0.1", True),
        ("WebFetch(domain:127.0.0.1)", "localhost", True),
        ("WebFetch(domain:localhost)", "::1", True),
        ("WebFetch(domain:localhost)", "localhost.evil.example", False),
        ("WebFetch(domain:localhost)", "127.0.0.1.nip.io", False),
        ("WebFetch(domain:*.localhost)", "localhost", False),
    ],
)
def test_this_machine_is_one_domain(text: str, host: str, wanted: bool) -> None:
    part = Part((), PROJECT)
    part.targets = [host]
    call = Call("WebFetch", {}, PROJECT, PROJECT)
    assert [
        permits(pattern(text, "allow"), call, part, FACTS),
        forbids(pattern(text, "deny"), call, part, FACTS),
    ] == [wanted] * 2
