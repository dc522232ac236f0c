"""`assent check`: the contract of its JSON, of a batch with bad lines, of files that decide alone, and of hostile calls."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.conftest import Home
from tests.corpus.corpus import FILES, ROWS, STRICTNESS, TEXTS
from tests.shell.world import HOME, PROJECT

CALL = {"tool": "Bash", "cwd": "/h/p", "project": "/h/p", "home": "/h"}
KEYS = ["id", "verdict", "decider", "tier", "effects", "coverage", "parts", "why"]
WIDE = """
[[rule]]
name = "wide"
allow = ["Bash(*)", "Read", "Write(./**)", "Edit(./**)"]
within = ["read-project", "read-elsewhere", "net-read", "write-project", "write-tmp"]
"""


def line(command: str, **more: object) -> dict[str, object]:
    return {**CALL, "input": {"command": command}, **more}


def batch(
    home: Home, *lines: object, words: tuple[str, ...] = (), code: int | None = 0
) -> list[dict[str, Any]]:
    """The answers to lines: texts as they are, anything else as JSON."""
    text = "\n".join(each if isinstance(each, str) else json.dumps(each) for each in lines)
    done = home.run("check", "--batch", "-", *words, typed=text.encode(), code=code)
    return [json.loads(each) for each in done.out.splitlines()]


@pytest.fixture
def wide(fresh: Home) -> tuple[str, ...]:
    return ("--policy", str(fresh.write("wide.toml", WIDE)))


# ------------------------------------------------------------------------------------------------- the contract


def test_an_answer_has_the_keys_of_the_contract_in_order(fresh: Home, wide: tuple[str, ...]) -> None:
    asked = line("git log | head", id="a")
    (found,) = batch(fresh, asked, words=wide)
    assert list(found) == KEYS
    assert list(found["decider"]) == ["rule", "name", "layer", "pattern"]
    assert [list(part) for part in found["parts"]] == [["argv", "effects", "verdict"]] * 2
    assert (found["id"], found["verdict"], found["tier"], found["coverage"]) == (
        "a",
        "allow",
        "allow",
        "full",
    )
    assert (found["decider"]["name"], found["decider"]["pattern"]) == ("wide", "Bash(*)")
    assert [part["argv"] for part in found["parts"]] == [["git", "log"], ["head"]]


def test_silence_has_no_decider_and_an_unknown_word_is_null(fresh: Home, wide: tuple[str, ...]) -> None:
    (silent,) = batch(fresh, line("frobnicate"), words=wide)
    assert (silent["verdict"], silent["decider"], silent["tier"], silent["coverage"]) == (
        "ask",
        None,
        "none",
        "meaning",
    )
    (unknown,) = batch(fresh, line('cat "$X"'), words=wide)
    assert unknown["parts"][0]["argv"] == ["cat", None]
    assert unknown["verdict"] == "ask"


# a bad line → what its error says
BAD = {
    "no JSON": ("{", "not JSON"),
    "no object": ("[1]", "not a JSON object"),
    "no tool": ({"id": "x", "input": {}, "cwd": "/"}, "`tool` must be"),
    "input no object": ({"id": "x", "tool": "Bash", "input": "ls", "cwd": "/"}, "`input` must be"),
    "no cwd": ({"id": "x", "tool": "Bash", "input": {}}, "`cwd` must be"),
    "links no object": (line("ls", id="x", links=[1]), "`links` must be"),
    "home no text": (line("ls", id="x", home=1), "`home` must be"),
    "not UTF-8": ("\udcff", ""),
}


@pytest.mark.parametrize(("bad", "said"), BAD.values(), ids=BAD)
def test_a_bad_line_gets_an_error_in_its_place_and_exit_2(fresh: Home, bad: object, said: str) -> None:
    text = b"\n".join(
        each.encode("utf-8", "surrogateescape") if isinstance(each, str) else json.dumps(each).encode()
        for each in (line("git status", id=1), bad, line("git status", id=3))
    )
    done = fresh.run("check", "--batch", "-", typed=text, code=2)
    found = [json.loads(each) for each in done.out.splitlines()]
    assert [list(each) == ["id", "error"] for each in found] == [False, True, False]
    assert [found[0]["id"], found[2]["id"]] == [1, 3]
    assert said in found[1]["error"]
    assert "1 line could not be read" in done.err


def test_answers_keep_the_order_and_the_ids_of_a_file(fresh: Home) -> None:
    names = [{"n": 1}, "b", None, 7]
    path = fresh.write(
        "calls.jsonl", "".join(json.dumps(line("ls", id=name)) + "\n" for name in names) + "\n"
    )
    done = fresh.run("check", "--batch", str(path))
    assert [json.loads(each)["id"] for each in done.out.splitlines()] == names


def test_facts_come_from_the_line(fresh: Home, wide: tuple[str, ...]) -> None:
    plain, linked = batch(
        fresh, line("touch out/x"), line("touch out/x", links={"/h/p/out": "/etc"}), words=wide
    )
    assert (plain["verdict"], linked["verdict"]) == ("allow", "ask")


def test_a_line_may_say_which_shell_reads_it(fresh: Home, wide: tuple[str, ...]) -> None:
    unsaid, said = batch(fresh, line("cat ${a^}"), {**line("cat ${a^}"), "shell": "bash"}, words=wide)
    assert (unsaid["coverage"], said["coverage"]) == ("form", "meaning")


def test_a_batch_that_is_not_there_is_a_mistake(fresh: Home) -> None:
    assert "cannot be read" in fresh.run("check", "--batch", "nosuch.jsonl", code=2).err


# -------------------------------------------------------------------------------------------- files that decide alone


def test_only_the_named_files_decide(fresh: Home) -> None:
    other = fresh.write("other.toml", '[[rule]]\nname = "no"\ndeny = ["Bash(make *)"]\n')
    fresh.run("rules", "add", "Bash(cargo test)")
    assert fresh.verdict("cargo test") == "allow"
    words = ("--policy", str(other))
    made, cargo, secret = batch(
        fresh, line("make x"), line("cargo test"), line("cat /h/.aws/credentials"), words=words
    )
    assert (made["verdict"], made["decider"]["name"]) == ("deny", "no")
    assert [cargo["decider"], secret["decider"]] == [None, None]


def test_a_policy_with_mistakes_decides_nothing_and_names_them_all(fresh: Home) -> None:
    one = fresh.write("one.toml", '[[rule]]\nallow = ["git"]\n')
    two = fresh.write("two.toml", '[[rule]]\nallow = ["Bash(git *)"]\nyes = ["make"]\n')
    done = fresh.run("check", "--policy", str(one), "--policy", str(two), "git status", code=2)
    assert "one.toml:2" in done.err
    assert "yes example 'make' gets no allow" in done.err
    assert done.out == ""


# ------------------------------------------------------------------------------------------------- one call


def test_a_command_is_explained_part_by_part(fresh: Home) -> None:
    fresh.run("rules", "add", "Bash(git *)", "--within", "read-project", "--name", "looks")
    done = fresh.run("check", "--explain", "git log | head && git push --force")
    assert done.out.startswith("ask\n")
    for said in ("allow git log", "history", "net-send"):
        assert said in done.out, said
    assert "near: looks (granted)" in fresh.run("check", "--explain", "git checkout -b x").out


def test_another_tool_is_given_with_its_input(fresh: Home) -> None:
    found = fresh.run(
        "check",
        "--tool",
        "Read",
        "--input",
        json.dumps({"file_path": str(fresh.path / ".ssh/id_rsa")}),
        "--json",
    ).data
    assert (found["verdict"], found["decider"]["name"]) == ("deny", "no-ssh-keys")
    assert next(iter(found)) == "call"


MISTAKES = {
    "nothing": ([], "there is nothing to check"),
    "both": (["ls", "--tool", "Read"], "--tool and CMD: cannot be given together"),
    "input no JSON": (["--tool", "Read", "--input", "{"], "not JSON"),
    "input no object": (["--tool", "Read", "--input", "[]"], "not a JSON object"),
    "unknown agent": (["ls", "--native", "nobody"], "known are claude"),
    "no settings": (["ls", "--native", "claude", "--settings", "nosuch.json"], "cannot be read"),
}


@pytest.mark.parametrize(("words", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_exit_2(fresh: Home, words: list[str], said: str) -> None:
    done = fresh.run("check", *words, code=2)
    assert said in done.err
    assert done.out == ""


def test_any_verdict_is_exit_0(fresh: Home) -> None:
    assert [fresh.verdict(text) for text in ("cat ~/.aws/credentials", "git push --force", "frobnicate")] == [
        "deny",
        "ask",
        "",
    ]


# ------------------------------------------------------------------------------------------------- the agent itself


def test_the_agent_itself_answers_under_named_settings(fresh: Home) -> None:
    text = '{"permissions": {"allow": ["Bash(make:*)"], "deny": ["Bash(make ship)"]}}'
    words = ("--native", "claude", "--settings", str(fresh.write("s.json", text)), "--json")
    found = [
        fresh.run("check", command, *words).data["verdict"] for command in ("make x", "make ship", "cargo b")
    ]
    assert found == ["allow", "deny", "ask"]


def test_the_agent_itself_answers_under_the_settings_in_use(fresh: Home) -> None:
    fresh.settings.write_text('{"permissions": {"allow": ["Bash(make:*)"]}}')
    local = fresh.write(
        "work/p/.claude/settings.local.json", '{"permissions": {"deny": ["Bash(make ship)"]}}'
    )
    words = ("--native", "claude", "--json")
    assert fresh.run("check", "make x", *words).data["verdict"] == "allow"
    assert fresh.run("check", "make ship", *words).data["verdict"] == "deny"
    local.unlink()
    assert fresh.run("check", "make ship", *words).data["verdict"] == "allow"


# ------------------------------------------------------------------------------------------------- hostile calls


# Policy, the shell that is told, the rows that are asked.
CORPUS = {
    "broad": ("broad", "bash", ROWS),
    "shipped": ("shipped", "bash", ROWS),
    "broad-in-an-unknown-shell": ("broad", "", FILES["neighbours"]),
}


@pytest.mark.parametrize(("policy", "shell", "rows"), CORPUS.values(), ids=CORPUS)
def test_the_command_answers_the_corpus_as_its_rows_say(
    fresh: Home, policy: str, shell: str, rows: dict[str, dict[str, Any]]
) -> None:
    words = ("--policy", str(fresh.write(f"{policy}.toml", TEXTS[policy])))
    at = {"cwd": PROJECT, "project": PROJECT, "home": HOME, "shell": shell}
    found = batch(fresh, *[line(row["command"], id=name, **at) for name, row in rows.items()], words=words)
    assert [each["id"] for each in found] == list(rows)
    answered = {each["id"]: "silence" if each["tier"] == "none" else each["verdict"] for each in found}
    strict = STRICTNESS.index
    wanted = {name: row["verdict"][policy] for name, row in rows.items()}
    assert [name for name, said in wanted.items() if said == "allow" and answered[name] != said] == []
    assert [name for name, said in wanted.items() if strict(answered[name]) < strict(said)] == []


def test_hostile_bytes_are_answered_and_never_allowed(fresh: Home, wide: tuple[str, ...]) -> None:
    texts = [
        "",
        " ",
        "\x00",
        "ls\x00",
        "a" * 100_000 + " $(",
        "(" * 5000,
        "ls \ud800",
        "{" * 999,
        "ls\r\n",
        "\u202els",
    ]
    found = batch(fresh, *[line(text, id=number) for number, text in enumerate(texts)], words=wide)
    assert [each["id"] for each in found] == list(range(len(texts)))
    assert [each for each in found if each["verdict"] == "allow"] == []


# The words of a command typed without quotes.
BARE = {"words": ["git", "status"], "an option of its own": ["git", "push", "--force"]}


@pytest.mark.parametrize("words", BARE.values(), ids=BARE)
def test_a_command_without_quotes_is_asked_for_in_quotes(fresh: Home, words: list[str]) -> None:
    assert "in quotes: assent check 'git status'" in fresh.run("check", *words, code=2).err
    assert "in quotes" not in fresh.run("check", "ls", "--facts", "x", code=2).err


def test_what_the_agent_itself_would_say_is_told_in_plain_words(fresh: Home) -> None:
    told = fresh.run("check", "--native", "claude", "ls").out
    assert "each part runs by a rule of its settings or only reads (subcommandResults)" in told


def test_a_fault_is_named_once(fresh: Home) -> None:
    assert fresh.run("check", "--tool", "Read", "--input", "x", code=2).err.count("not JSON") == 1
    missing = fresh.run("check", "ls", "--policy", "no.toml", code=2).err
    assert "no.toml: cannot be read: No such file or directory\n" in missing


def test_a_denial_holds_for_what_a_script_of_the_project_says(fresh: Home) -> None:
    fresh.policy.parent.mkdir(parents=True, exist_ok=True)
    fresh.policy.write_text('[[rule]]\nname = "keep-src"\ndeny = ["Bash(rm -rf src)"]\n')
    assert fresh.verdict("npm run clean") == ""
    fresh.write("work/p/package.json", '{"scripts": {"clean": "rm -rf src", "test": "true"}}')
    assert fresh.verdict("npm run clean") == "deny"
    assert fresh.verdict("npm test") == ""
