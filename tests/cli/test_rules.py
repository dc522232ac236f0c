"""`assent rules` as a person meets it: what it grants, what it says about it, what it refuses, and how all comes back."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Home

NO_BOUNDS = (
    "It allows such calls, but none that reads secrets, removes what cannot be brought back, runs any code,"
)


def only(home: Home) -> str:
    """The id of the one granted rule."""
    (found,) = home.run("rules", "list", "--layer", "granted", "--json").data
    return str(found["id"])


# ----------------------------------------------------------------------------------------------- giving rules

# words after `rules` → (verdict, pattern) of what is granted
GIVEN = {
    "one text": (["add", "allow Bash(npm test:*)"], [("allow", "Bash(npm test:*)")]),
    "two words": (["add", "deny", "Bash(npm test:*)"], [("deny", "Bash(npm test:*)")]),
    "pattern alone": (["add", "Bash(make test)"], [("allow", "Bash(make test)")]),
    "one verdict for all": (
        ["add", "ask", "Bash(git push *)", "Bash(git tag *)"],
        [("ask", "Bash(git push *)"), ("ask", "Bash(git tag *)")],
    ),
    "mixed": (
        ["add", "allow Bash(make test)", "deny Read(~/.vault/*)"],
        [("allow", "Bash(make test)"), ("deny", "Read(~/.vault/*)")],
    ),
    "deny": (["deny", "Read(~/.vault/*)"], [("deny", "Read(~/.vault/*)")]),
    "deny said twice": (["deny", "deny Read(~/.vault/*)"], [("deny", "Read(~/.vault/*)")]),
    "ask": (["ask", "Bash(git push *)"], [("ask", "Bash(git push *)")]),
}


@pytest.mark.parametrize(("words", "wanted"), GIVEN.values(), ids=GIVEN)
def test_a_rule_is_granted_as_typed(fresh: Home, words: list[str], wanted: list[tuple[str, str]]) -> None:
    fresh.run("rules", *words)
    found = fresh.run("rules", "list", "--layer", "granted", "--json").data
    assert sorted((each["verdict"], each["patterns"][0]) for each in found) == sorted(wanted)
    assert all(each["state"] == "on" and "origin" not in each["rule"] for each in found)


# words after `rules` for a rule that is there, for the same one again, what that is called
SAME = {
    "star": (["add", "Bash(npm test:*)"], ["add", "Bash(npm test *)"]),
    "star the other way round": (["add", "Bash(npm test *)"], ["add", "Bash(npm test:*)"]),
    "blanks": (["deny", "Bash(git push --force)"], ["deny", "Bash(git  push   --force)"]),
    "quotes": (["add", "Bash(make test)"], ["add", "Bash(make 'test')"]),
    "brackets of a tool": (["ask", "WebSearch"], ["ask", "WebSearch(*)"]),
    "dot of the project": (["deny", "Read(x/**)"], ["deny", "Read(./x/**)"]),
    "cap": (
        ["add", "Bash(npm test:*)", "--within", "run-project,read-project"],
        ["add", "Bash(npm test *)", "--within", "read-project,run-project"],
    ),
}


@pytest.mark.parametrize(("first", "again"), SAME.values(), ids=SAME)
def test_the_same_rule_in_another_spelling_is_said_to_be_there(
    fresh: Home, first: list[str], again: list[str]
) -> None:
    fresh.run("rules", *first)
    told = fresh.run("rules", *again).out
    assert f"The same rule is already there: {only(fresh)}" in told


@pytest.mark.parametrize(
    "again",
    [
        ["deny", "Bash(npm test *)"],
        ["add", "Bash(npm test *)", "--within", "run-project"],
        ["add", "Bash(npm test *)", "--here"],
        ["add", "Bash(npm test *)", "--expires", "2999-01-01"],
        ["add", "Bash(npm test)"],
    ],
    ids=["verdict", "cap", "project", "day", "no star"],
)
def test_a_rule_that_differs_in_more_than_spelling_is_granted(fresh: Home, again: list[str]) -> None:
    fresh.run("rules", "add", "Bash(npm test:*)")
    assert "already there" not in fresh.run("rules", *again).out
    assert len(fresh.run("rules", "list", "--layer", "granted", "--json").data) == 2


def test_a_rule_that_was_switched_off_is_granted_in_another_spelling(fresh: Home) -> None:
    fresh.run("rules", "add", "Bash(npm test:*)")
    fresh.run("rules", "disable", only(fresh))
    assert "Granted" in fresh.run("rules", "add", "Bash(npm test *)").out
    assert fresh.verdict("npm test x") == "allow"


@pytest.mark.parametrize("word", ["deny", "ask"])
def test_a_refusal_of_a_tool_that_nobody_knows_says_so(fresh: Home, word: str) -> None:
    assert "assent knows no tool Frobnicate" in fresh.run("rules", word, "Frobnicate").out
    for known in ("WebSearch", "TaskStop", "mcp__server__tool", "Front*"):
        assert "knows no tool" not in fresh.run("rules", word, known).out


def test_permissions_is_the_same_command_in_the_seeds_words(fresh: Home) -> None:
    fresh.run("permissions", "add", "allow Bash(npm test:*)")
    fresh.run("permissions", "deny", "Read(~/.ssh/*)")
    assert fresh.verdict("npm test x") == "allow"
    fresh.run("permissions", "remove", fresh.rules()["Bash(npm test:*)"]["id"])
    assert fresh.verdict("npm test x") == ""


# words after `rules` → what the refusal must say
REFUSED = {
    "nothing": (["add"], ["there is no pattern"]),
    "verdict alone": (["add", "deny"], ["there is no pattern"]),
    "no bracket": (["add", "Bash(npm test"], ["no closing bracket"]),
    "joined": (["add", "Bash(git status; ls)"], ["joins several", "a pattern of its own"]),
    "lower case": (["deny", "bash(git push)"], ["did you mean Bash(git push)?"]),
    "kind of work": (["ask", "Git_read_only"], ["is a kind of work"]),
    "effect for a tool": (["add", "read-project"], ["is an effect", "within"]),
    "bare command": (["add", "git status"], ["not a permission pattern", "Bash(git status)"]),
    "another verdict": (["deny", "allow Bash(x)"], ["says allow"]),
    "unknown effect": (["add", "Bash(git *)", "--within", "read-projects"], ["read-projects", "effects are"]),
    "cap on a deny": (
        ["add", "deny Bash(x)", "--within", "read-project"],
        ["only means something with allow"],
    ),
    "past day": (["add", "Bash(x)", "--expires", "2020-01-01"], ["is past"]),
    "no day": (["add", "Bash(x)", "--expires", "soon"], ["must be a day"]),
    "two scopes": (["add", "Bash(x)", "--here", "--user"], ["exclude each other"]),
    "no folder": (["add", "Bash(x)", "--project", "/nowhere"], ["no such directory"]),
    "examples of two": (["add", "Bash(x)", "Bash(y)", "--yes", "x"], ["speak of one rule"]),
    "yes that fails": (
        ["add", "Bash(git log *)", "--yes", "git push"],
        ["yes example 'git push' gets no allow"],
    ),
    "no that fails": (["deny", "Bash(git push *)", "--no", "git push"], ["no example 'git push' gets deny"]),
    "single slash": (["add", "Write(/etc/x)"], ["one leading slash has two meanings"]),
    "unknown id": (["remove", "nosuchrule"], ["there is no rule 'nosuchrule'"]),
    "shipped": (["remove", "no-git-hooks"], ["is shipped", "assent rules disable"]),
    "close name": (["disable", "no-git-hook"], ["did you mean no-git-hooks"]),
    "unknown verb": (["lst"], ["did you mean 'list'"]),
    "nothing to undo": (["undo"], ["nothing to undo"]),
    "no change": (["undo", "77"], ["names no change and no rule"]),
    "never changed": (["undo", "no-git-hooks"], ["was never changed here"]),
    "file of tests": (["test", "nosuch.toml"], ["there is no such file"]),
    "no policy": (["trust"], ["there is no such file"]),
}


@pytest.mark.parametrize(("words", "said"), REFUSED.values(), ids=REFUSED)
def test_a_mistake_is_named_and_changes_nothing(fresh: Home, words: list[str], said: list[str]) -> None:
    done = fresh.run("rules", *words, code=2)
    assert all(text in done.err for text in said), done.err
    assert done.out == ""
    assert not list((fresh.path / ".local/state/assent").glob("audit/*"))  # every change is recorded first


def test_every_mistake_is_named_at_once(fresh: Home) -> None:
    done = fresh.run(
        "rules", "add", "Bash(a", "b", "Bash(c)", "--within", "x,y", "--expires", "2020-01-01", code=2
    )
    for said in ("no closing bracket", "'b' is not", "'x' is no effect", "'y' is no effect", "is past"):
        assert done.err.count(said) == 1, (said, done.err)


def test_what_an_allow_reaches_is_said_plainly(fresh: Home) -> None:
    assert NO_BOUNDS in fresh.run("rules", "add", "Bash(npm *)").out
    assert "ANY effect" in fresh.run("rules", "add", "Bash(cargo *)", "--within", "any").out
    capped = fresh.run("rules", "add", "Bash(git *)", "--within", "read-project", "--within", "net-read").out
    assert "only what reads the project or fetches from the network" in capped
    assert "this exact command" in fresh.run("rules", "add", "Bash(make test)").out
    assert "allow" not in fresh.run("rules", "deny", "Bash(npm publish *)").out


def test_an_allow_that_cannot_count_says_why(fresh: Home) -> None:
    fresh.run("rules", "deny", "Bash(npm publish *)")
    assert "is denied by " in fresh.run("rules", "add", "Bash(npm publish now)").out
    told = fresh.run("rules", "add", "Bash(make test)", "--within", "read-project").out
    assert "it runs the project's own tests, builds and scripts, which this rule does not reach" in told


def test_a_cap_holds(fresh: Home) -> None:
    fresh.run("rules", "add", "Bash(git *)", "--within", "read-project")
    assert fresh.verdict("git log -5") == "allow"
    assert fresh.verdict("git push --force") == "ask"


def test_the_same_rule_twice_is_one_rule(fresh: Home) -> None:
    fresh.run("rules", "add", "Bash(make test)")
    assert "Granted already" in fresh.run("rules", "add", "Bash(make test)").out
    only(fresh)


def test_a_rule_for_this_project_stays_in_it(fresh: Home) -> None:
    other = fresh.path / "work/q"
    (other / ".git").mkdir(parents=True)
    (other / ".git/HEAD").write_text("ref: refs/heads/main\n")
    fresh.run("rules", "add", "Bash(make test)", "--here")
    assert fresh.verdict("make test") == "allow"
    assert fresh.run("check", "make test", "--json", cwd=other).data["tier"] == "none"
    assert fresh.run("rules", "list", "--layer", "granted", "--json", cwd=other).data == []
    assert "Bash(make test)" in fresh.rules("--project", str(fresh.project))


# ----------------------------------------------------------------------------------------------- looking


@pytest.mark.parametrize("layer", ["managed", "user", "project", "granted", "modules"])
def test_the_list_can_be_asked_for_each_layer(fresh: Home, layer: str) -> None:
    fresh.run("rules", "add", "Bash(make test)")
    found = fresh.run("rules", "list", "--layer", layer, "--json").data
    assert {each["layer"] for each in found} <= {layer}
    assert bool(found) == (layer in ("granted", "modules"))


def test_the_list_marks_what_does_not_count(fresh: Home) -> None:
    policy = '[[rule]]\nname = "old"\nallow = ["Bash(x)"]\nexpires = 2020-01-01\n\n'
    fresh.write(
        ".config/assent/policy.toml",
        policy + '[[rule]]\nname = "sleeps"\ndeny = ["Bash(y)"]\nenabled = false\n',
    )
    fresh.write(
        "work/p/.assent/policy.toml", '[[rule]]\nname = "theirs"\nallow = ["Bash(z *)"]\nwithin = ["any"]\n'
    )
    fresh.run("rules", "disable", "no-raw-devices")
    states = {each["name"]: each["state"] for each in fresh.run("rules", "list", "--json").data}
    wanted = {
        "old": "expired",
        "sleeps": "off",
        "theirs": "untrusted",
        "no-raw-devices": "off",
        "reading": "on",
    }
    assert {name: states[name] for name in wanted} == wanted
    shown = fresh.run("rules").out
    (theirs,) = (line for line in shown.splitlines() if "theirs: " in line)
    assert "ANY EFFECT" in theirs
    assert theirs.endswith("untrusted")
    assert "assent rules trust ~/work/p/.assent/policy.toml" in shown
    assert "~/.config/assent/policy.toml" in shown


def test_show_tells_the_whole_rule(fresh: Home) -> None:
    fresh.run("init", "--yes")
    fresh.run(
        "rules", "add", "Bash(git *)", "--within", "read-project", "--name", "looks", "--why", "harmless"
    )
    fresh.hook("git status")
    shown = fresh.run("rules", "show", "looks").out
    for text in (
        'allow = ["Bash(git *)"]',
        'why = "harmless"',
        "from      given by hand",
        "decided   once, last ",
        "add ",
    ):
        assert text in shown, text
    told = fresh.run("rules", "show", only(fresh)[:6], "--json").data
    assert (told["decided"], len(told["history"])) == (1, 1)


def test_the_examples_of_a_file_are_tested(fresh: Home) -> None:
    good = fresh.write(
        "good.toml", '[[rule]]\nallow = ["Bash(git log *)"]\nyes = ["git log -5"]\nno = ["git push"]\n'
    )
    bad = fresh.write("bad.toml", '[[rule]]\nname = "b"\nallow = ["Bash(git log *)"]\nyes = ["git push"]\n')
    broken = fresh.write("broken.toml", "[[rule]]\nallow = 1\n")
    assert "1 rules, 2 examples: all hold" in fresh.run("rules", "test", str(good)).out
    failed = fresh.run("rules", "test", str(good), str(bad), "--json", code=1).data
    assert [each["where"] for each in failed["failed"]] == [f"{bad}:4"]
    assert "`allow` must be a list" in fresh.run("rules", "test", str(broken), code=2).err


def test_all_rules_in_force_hold_their_examples(fresh: Home) -> None:
    told = fresh.run("rules", "test", "--json").data
    assert told["failed"] == []
    assert told["examples"] > 50


# ----------------------------------------------------------------------------------------------- changing


def test_a_rule_is_switched_off_and_on(fresh: Home) -> None:
    fresh.run("rules", "add", "Bash(make test)", "--name", "tests")
    fresh.run("rules", "disable", "tests")
    assert fresh.verdict("make test") == ""
    assert "already" in fresh.run("rules", "disable", "tests").out
    fresh.run("rules", "enable", "tests")
    assert fresh.verdict("make test") == "allow"


def test_a_rule_is_named_by_its_own_pattern(fresh: Home) -> None:
    fresh.run("rules", "add", "Bash(make test)")
    assert "holds     in every project" in fresh.run("rules", "show", "Bash(make test)").out
    fresh.run("rules", "remove", "Bash(make test)")
    assert fresh.verdict("make test") == ""
    # The same words as an allow and as a deny name two rules, so a person says which.
    for verb in ("add", "deny"):
        fresh.run("rules", verb, "Bash(make test)")
    assert "names 2 rules" in fresh.run("rules", "remove", "Bash(make test)", code=2).err


def test_the_command_that_a_switch_names_takes_it_back(fresh: Home) -> None:
    told = fresh.run("rules", "disable", "history-asks").out.splitlines()
    assert told[0].startswith("Switched off: history-asks (")
    assert told[1].startswith("To take it back: assent rules enable ")
    assert "Switched on: history-asks (" in fresh.run(*told[1].split("assent ")[1].split()).out


def test_an_undo_says_in_a_sentence_what_is_undone(fresh: Home) -> None:
    fresh.run("rules", "add", "Bash(make test)")
    assert fresh.run("rules", "undo").out.startswith("Undone: change 1, add allow Bash(make test) (")


def test_a_rule_granted_and_declared_alike_is_switched_as_one(fresh: Home) -> None:
    fresh.run("rules", "add", "Bash(make test)")
    fresh.run("rules", "add", "Bash(make test)", "--declare")
    identity = only(fresh)
    fresh.run("rules", "disable", identity)
    assert fresh.verdict("make test") == ""
    fresh.run("rules", "enable", identity)
    assert fresh.verdict("make test") == "allow"


def test_a_grant_counts_although_a_declared_twin_is_switched_off(fresh: Home) -> None:
    fresh.write(".config/assent/policy.toml", '[[rule]]\nname = "twin"\nallow = ["Bash(make test)"]\n')
    fresh.run("rules", "disable", "twin")
    assert fresh.verdict("make test") == ""
    fresh.run("rules", "add", "Bash(make test)")
    assert fresh.verdict("make test") == "allow"


def test_a_rule_switched_off_in_its_file_is_left_to_the_file(fresh: Home) -> None:
    text = '[[rule]]\nname = "sleeps"\nallow = ["Bash(make test)"]\nenabled = false\n'
    fresh.write(".config/assent/policy.toml", text)
    done = fresh.run("rules", "enable", "sleeps", code=2)
    assert "is switched off in" in done.err
    assert "take `enabled = false` out there" in done.err
    assert fresh.policy.read_text() == text


def test_undo_takes_a_number_a_rule_or_the_latest(fresh: Home) -> None:
    for pattern in ("Bash(make a)", "Bash(make b)", "Bash(make c)"):
        fresh.run("rules", "add", pattern)
    ids = {pattern: each["id"] for pattern, each in fresh.rules("--layer", "granted").items()}
    fresh.run("rules", "undo", ids["Bash(make a)"])
    fresh.run("rules", "undo", "2")
    assert list(fresh.rules("--layer", "granted")) == ["Bash(make c)"]
    fresh.run("rules", "undo")
    assert fresh.rules("--layer", "granted") == {}
    assert "undone already" in fresh.run("rules", "undo", "2", code=2).err
    assert fresh.run("rules", "history").out.count("(undone)") == 3


def test_a_removed_rule_comes_back_by_its_name(fresh: Home) -> None:
    fresh.run("rules", "add", "Bash(make test)", "--name", "tests")
    fresh.run("rules", "remove", "tests")
    assert fresh.verdict("make test") == ""
    fresh.run("rules", "undo", "tests")
    assert fresh.verdict("make test") == "allow"


# ------------------------------------------------------------------------------------- the client's own lists


def lists(home: Home) -> tuple[list[str], list[str]]:
    found = json.loads(home.settings.read_text())["permissions"]
    return found.get("allow", []), found["deny"]


def test_the_clients_own_lists_follow_every_change(fresh: Home) -> None:
    fresh.run("init", "--yes")
    shipped = lists(fresh)[1]
    fresh.run("rules", "add", "Bash(make test)")
    fresh.run("rules", "deny", "Bash(terraform destroy *)")
    assert lists(fresh)[0] == ["Bash(make test)"]
    assert set(lists(fresh)[1]) == {*shipped, "Bash(terraform destroy *)"}
    for words in (["disable", "Bash"], ["undo"]):
        identity = fresh.rules("--layer", "granted")["Bash(make test)"]["id"]
        fresh.run("rules", *[identity if word == "Bash" else word for word in words])
        assert lists(fresh)[0] == ([] if words[0] == "disable" else ["Bash(make test)"])
    fresh.run("rules", "remove", *[each["id"] for each in fresh.rules("--layer", "granted").values()])
    assert lists(fresh)[0] == []
    assert set(lists(fresh)[1]) == set(shipped)


def test_a_project_rule_goes_to_the_projects_local_settings(fresh: Home) -> None:
    fresh.run("init", "--yes")
    fresh.run("rules", "add", "Bash(make test)", "--here")
    local = fresh.project / ".claude/settings.local.json"
    assert json.loads(local.read_text()) == {"permissions": {"allow": ["Bash(make test)"]}}
    fresh.run("rules", "undo")
    assert json.loads(local.read_text()) == {}
    fresh.run("init", "--undo", "--yes")
    assert not local.exists()


def test_an_exact_allow_with_a_cap_is_not_handed_to_the_client(fresh: Home) -> None:
    fresh.run("init", "--yes")
    fresh.run("rules", "add", "Bash(make test)", "--within", "read-project")
    assert lists(fresh)[0] == []


def test_nothing_is_written_to_an_agent_without_an_installation(fresh: Home) -> None:
    fresh.run("rules", "add", "Bash(make test)")
    fresh.run("rules", "deny", "Bash(terraform destroy *)")
    assert list((fresh.path / ".claude").iterdir()) == []


# ----------------------------------------------------------------------------------------- declared and trusted


def test_a_declared_rule_keeps_the_file_as_it_was(fresh: Home) -> None:
    text = '# mine\nversion = 1\n\n[[rule]]  # the first\nallow = ["Bash(make a)"]   # spaced\n'
    fresh.write(".config/assent/policy.toml", text)
    fresh.run("rules", "deny", "Bash(npm publish *)", "--declare", "--why", 'it "hurts"')
    assert fresh.policy.read_text().startswith(text)
    found = fresh.rules()["Bash(npm publish *)"]
    assert (found["layer"], found["rule"]["why"]) == ("user", 'it "hurts"')
    assert fresh.verdict("npm publish x") == "deny"


def test_a_broken_policy_file_is_not_added_to(fresh: Home) -> None:
    path = fresh.write(".config/assent/policy.toml", "[[rule]\n")
    assert "policy.toml:1" in fresh.run("rules", "add", "Bash(x)", "--declare", code=2).err
    assert path.read_text() == "[[rule]\n"


def test_a_linked_policy_file_is_left_with_what_to_add(fresh: Home) -> None:
    store = fresh.write("dotfiles/policy.toml", "# kept\n")
    fresh.policy.parent.mkdir(parents=True)
    fresh.policy.symlink_to(store)
    done = fresh.run("rules", "add", "Bash(make test)", "--declare", code=2)
    assert "add this yourself" in done.err
    assert 'allow = ["Bash(make test)"]' in done.err
    assert store.read_text() == "# kept\n"


def test_a_project_policy_allows_only_while_trusted_as_it_is(fresh: Home) -> None:
    text = '[[rule]]\nallow = ["Bash(make test)"]\n\n[[rule]]\ndeny = ["Bash(make ship)"]\n'
    path = fresh.write("work/p/.assent/policy.toml", text)
    assert (fresh.verdict("make test"), fresh.verdict("make ship")) == ("", "deny")
    assert "nobody to ask" in fresh.run("rules", "trust", code=2).err
    assert "allow Bash(make test)" in fresh.run("rules", "trust", "--yes").out
    assert fresh.verdict("make test") == "allow"
    path.write_text(text + "# edited\n")
    assert fresh.verdict("make test") == ""
    fresh.run("rules", "trust", "--yes")
    fresh.run("rules", "distrust")
    path.write_text(text)
    assert (fresh.verdict("make test"), fresh.verdict("make ship")) == ("", "deny")


def test_a_folder_of_json_modules_is_trusted_as_one(fresh: Home) -> None:
    fresh.write("work/p/.claude/permissions/a.json", '{"allow": ["Bash(make test)"]}')
    assert fresh.verdict("make test") == ""
    fresh.run("rules", "trust", ".claude/permissions", "--yes")
    assert fresh.verdict("make test") == "allow"
    fresh.write("work/p/.claude/permissions/b.json", '{"allow": ["Bash(make ship)"]}')
    assert fresh.verdict("make test") == ""


def test_what_a_person_declares_in_a_new_or_trusted_project_file_counts(fresh: Home) -> None:
    fresh.run("rules", "add", "Bash(make a)", "--declare", "--here")
    fresh.run("rules", "add", "Bash(make b)", "--declare", "--here")
    assert (fresh.verdict("make a"), fresh.verdict("make b")) == ("allow", "allow")


def test_declaring_in_an_untrusted_project_file_trusts_nothing(fresh: Home) -> None:
    fresh.write("work/p/.assent/policy.toml", '[[rule]]\nallow = ["Bash(make theirs)"]\n')
    done = fresh.run("rules", "add", "Bash(make mine)", "--declare", "--here")
    assert "assent rules trust" in done.out
    assert (fresh.verdict("make theirs"), fresh.verdict("make mine")) == ("", "")


def test_a_broken_policy_file_is_said_where_its_last_good_version_is_shown(fresh: Home) -> None:
    fresh.run("rules", "add", "Bash(y)")  # looking alone keeps no version
    fresh.write(".config/assent/policy.toml", '[[rule]]\nallow = ["Bash(x)"]\n')
    assert "Bash(x)" in fresh.run("rules", "list").out
    fresh.write(".config/assent/policy.toml", "[[rule\n")
    listed = fresh.run("rules", "list")
    assert "Bash(x)" in listed.out
    assert "policy.toml:1" in listed.err
    assert "assent validate" in listed.err
    assert "policy.toml:1" in fresh.run("rules", "test", code=1).err


def test_the_list_says_that_rules_hold_in_other_projects(fresh: Home) -> None:
    fresh.run("rules", "add", "--here", "Bash(make x)")
    assert "other projects" not in fresh.run("rules", "list").out
    other = fresh.path / "work/q"
    (other / ".git").mkdir(parents=True)
    told = fresh.run("rules", "list", cwd=other).out
    assert "Bash(make x)" not in told
    assert "1 granted rule holds only in other projects" in told
