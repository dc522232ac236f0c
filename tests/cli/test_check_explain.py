"""`assent check --explain`: the tree of a call, the line behind each effect, and what would have to change."""

from __future__ import annotations

import re
import shlex

import pytest

from tests import screens
from tests.cli.conftest import Home
from tests.cli.test_programs import ACME, OWN

# What is allowed in these tests, so that some commands of a call are and others are not.
LOOKS = ("rules", "add", "Bash(git *)", "Bash(ls *)", "--within", "read-project")
# id: a call that is kept as a person sees it.
SCREENS = {
    "pipeline": "git log | head && git push --force origin topic",
    "wrapper": "sudo env make install > out.txt",
    "unheard": "frobnicate --all x",
    "beside": "(FOO=1 curl -sS -J https://example.org/x -o y) | tee z",
    "own": "acme push; acme list --out ../x --no-such; acme drop",
}
# A call, and lines that are said about it, in this order.
SAID: dict[str, tuple[str, ...]] = {
    "git push --force origin topic": (
        "ask   git push --force origin topic",
        "history: pushes with --force, which may overwrite commits of others",
        "git.prog:N  does  net-send read-project",
        "git.prog:N  -f, --force  history",
    ),
    "curl -J https://example.org/x": (
        "net-read: fetches from example.org",
        "unknown: does what assent cannot judge: runs curl -J",
        "curl.prog:N  -J, --remote-header-name  unknown",
        "curl.prog:N  words  url each  gives net-read",
    ),
    "git status; git log --output=x": (
        "allow git status",
        "git.prog:N  does  read-project",
        "ask   git log --output=x",
        "gives write-project",
        "without --output x it is allowed",
    ),
    "git log > x": ("> x  gives write-project", "without > x it is allowed"),
    "sudo ls": (
        "ask   sudo ls",
        "sudo.prog:N  does  privilege",
        "runs  ls",
        "ls.prog:N  does  read-project",
    ),
    "bash -c 'ls; git push'": ("runs  ls", "runs  git push", "does  net-send read-project"),
    "frobnicate x": (
        "program 'frobnicate' is in no table",
        "to describe it: assent programs new frobnicate",
        "To be asked no more about this very call:",
        "assent rules add --here 'Bash(frobnicate x)'",
    ),
    "git frobnicate": ("git.prog:N  git  (lists no subcommand frobnicate)  gives unknown",),
    "git log --frob": ("(does not list --frob)  gives unknown", "without --frob it is allowed"),
    "for f in a b; do cat $f; done": ("loop", "ask   cat a", "ask   cat b"),
    "if true; then cat a; fi": ("if", "ask   cat a"),
    "head": ("allow head", "head.prog:N  head"),
    "cat a; cat a | head; cat a > x": (
        "ask   cat a",
        "pipeline",
        "ask   cat a",
        "allow head",
        "ask   cat a",
        "> x",
    ),
}


@pytest.fixture
def home(fresh: Home) -> Home:
    fresh.run(*LOOKS)
    fresh.run("rules", "add", "Bash(head)")
    return fresh


def plain(text: str) -> str:
    """The text with the lines of program files unnumbered: these grow."""
    return re.sub(r"(\w\.prog):\d+", r"\1:N", text)


@pytest.mark.parametrize("call", SAID)
def test_a_call_is_explained_down_to_the_lines(home: Home, call: str) -> None:
    told = plain(home.run("check", "--explain", call).out)
    at = 0
    for each in SAID[call]:
        assert each in told[at:], told
        at = told.index(each, at) + len(each)


@pytest.mark.parametrize("columns", screens.WIDTHS)
@pytest.mark.parametrize("name", SCREENS)
def test_what_is_seen_fits_the_terminal_and_is_kept(home: Home, name: str, columns: int) -> None:
    home.write(OWN, ACME)
    raw = screens.raw(home.path, "check", "--explain", SCREENS[name], columns=columns, cwd=home.project)
    text = plain(screens.seen(raw, columns))
    commands = [line for line in text.split("\n") if line.startswith("    assent rules")]
    assert screens.widest(text) <= columns or commands
    assert screens.keeps(f"check-explain-{name}-{columns}", text), text


def test_what_it_says_to_leave_away_is_enough_and_needed(home: Home) -> None:
    for call in ("git log --output=x", "git log --frob", "git log -5 > x", "ls -a --frob"):
        gone = re.search(r"without (.+) it is allowed", home.run("check", "--explain", call).out)
        assert gone, call
        assert home.verdict(call) != "allow"
        left = [word for word in shlex.split(call) if word.partition("=")[0] not in (*gone[1].split(), ">")]
        assert home.verdict(shlex.join(left)) == "allow"


def test_the_rule_it_names_ends_the_asking(home: Home) -> None:
    call = "frobnicate --all 'two words'"
    command = home.run("check", "--explain", "--json", call).data["to_allow"]["command"]
    assert command in home.run("check", "--explain", call).out
    home.run(*shlex.split(command)[1:])
    assert home.verdict(call) == "allow"


def test_the_same_is_there_for_programs(home: Home) -> None:
    home.write(OWN, ACME)
    found = home.run("check", "--explain", "--json", "acme list --json | (acme push)").data
    first, second = found["parts"]
    assert first["lines"] == [
        {
            "file": str(home.path / OWN),
            "line": 6,
            "text": "does   read-project net-read",
            "effects": ["read-project", "net-read"],
        },
        {"file": str(home.path / OWN), "line": 7, "text": "--json", "effects": []},
    ]
    assert [each["effects"] for each in second["lines"]] == [["net-send"]]
    (pipeline,) = found["tree"]
    assert pipeline["kind"] == "pipeline"
    assert [each["kind"] for each in pipeline["branches"]] == ["command", "subshell ( )"]


def test_a_command_that_is_there_twice_has_its_lines_in_both_places(home: Home) -> None:
    parts = home.run("check", "--explain", "--json", "cat a; cat a").data["parts"]
    assert len(parts) == 2
    assert parts[0]["lines"] == parts[1]["lines"] != []
    assert home.run("check", "--explain", "cat a; cat a").out.count("ask   cat a") == 1


def test_without_it_nothing_of_that_is_said(home: Home) -> None:
    assert home.run("check", "git push --force").out.count("\n") == 3
    assert "lines" not in home.run("check", "--json", "git push --force").data["parts"][0]
    assert "tree" not in home.run("check", "--json", "git push --force").data


def test_a_call_of_another_tool_has_no_tree_and_is_explained_all_the_same(home: Home) -> None:
    told = home.run("check", "--explain", "--tool", "Write", "--input", '{"file_path": "/etc/x"}').out
    assert "ask   Write" in told
    assert "write-elsewhere: writes" in told or "system" in told


def test_a_text_that_cannot_be_read_says_so(home: Home) -> None:
    told = home.run("check", "--explain", "git log 'x").out
    assert "could not be read in full" in told
    assert "No rule can allow it" in told


# What lies in the project, and what is said of `git commit -m x` then; "" for nothing.
HOOKED = {
    "none": ({}, ""),
    "samples": ({".git/hooks/pre-commit.sample": ""}, ""),
    "its own": ({".git/hooks/pre-commit": "", ".git/hooks/pre-push": ""}, "the git hook pre-commit in .git/hooks"),
    "elsewhere": (
        {".git/config": "[core]\n\thooksPath = my\n", "my/commit-msg": "", "my/pre-commit": "", ".git/hooks/post-commit": ""},
        "the git hooks pre-commit, commit-msg in my",
    ),
    "of everybody": (
        {"../../.gitconfig": "[core]\n\thooksPath = ~/h\n", "../../h/pre-commit": ""},
        "the git hook pre-commit in ~/h",
    ),
    "stubs of husky": (
        {
            ".git/config": "[core]\n\thooksPath = .husky/_\n",
            ".husky/_/pre-commit": "", ".husky/_/commit-msg": "", ".husky/pre-commit": "npm test\n",
        },
        "the git hook pre-commit in .husky/_",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("files", "told"), HOOKED.values(), ids=HOOKED)
def test_the_hooks_that_git_runs_are_told_and_change_no_verdict(
    home: Home, files: dict[str, str], told: str
) -> None:
    plain = home.run("check", "--json", "git commit -m x").data
    for name, text in files.items():
        path = home.project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)
    out = " ".join(home.run("check", "--explain", "git commit -m x").out.split())
    assert (f"runs {told}" in out) if told else ("git hook" not in out)
    shown = home.run("check", "--explain", "--json", "git commit -m x").data
    assert shown["verdict"] == plain["verdict"]
    assert shown["effects"] == plain["effects"]
    names = told.partition(" in ")[0].removeprefix("the git ").partition(" ")[2]
    assert [name for part in shown["parts"] for name in part["hooks"]] == [
        each for each in names.split(", ") if each
    ]
    assert "git hook" not in home.run("check", "--explain", "git status").out


@pytest.mark.parametrize(
    ("call", "bound"),
    {
        "a glob": ("sed -i s/a/b/ src/*.py", "read-project,write-project"),
        "a loop": ('for f in src/*.py; do wc -l "$f"; done', "read-project"),
        "a redirect": ("jq .a b.json > x.json", "read-project,write-project"),
    }.values(),
)
def test_where_no_exact_rule_holds_one_with_a_limit_is_named_and_ends_the_asking(
    fresh: Home, call: str, bound: str
) -> None:
    told = fresh.run("check", "--explain", call).out
    command = next(line for line in told.splitlines() if "assent rules add" in line)
    assert f"--within {bound} " in command
    fresh.run(*shlex.split(command)[1:])
    assert fresh.verdict(call) == "allow"
    assert fresh.verdict(f"{call} && rm -rf x") != "allow"


@pytest.mark.parametrize(
    "call", ["rm src/*.py", "ls * > ~/.bashrc", "scp src/*.py host:", "frobnicate *", "cat $X"]
)
def test_no_rule_wider_than_the_call_is_named_for_what_is_not_mild_or_not_known(
    fresh: Home, call: str
) -> None:
    assert "--within" not in fresh.run("check", "--explain", call).out
