"""The verdict on hand-made parts: order, caps, coverage and conditions, without any shell reading."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assent.core import effect
from assent.core.call import LIMIT, Call, Part, Reading
from assent.core.decide import LONGEST_ALLOWED, decide
from assent.core.decision import Decision
from assent.core.facts import Facts
from assent.core.pattern import Pattern
from assent.core.policy import from_rules
from assent.core.rule import LEARNED, PERSON, Rule
from assent.policy.pattern import read_pattern

HOME, PROJECT = "/home/u", "/home/u/p"
FACTS = Facts(HOME, PROJECT, today="2026-11-20")
SEVERITY = {"allow": 0, "ask": 1, "deny": 2}


def pattern(text: str, verdict: str = "deny") -> Pattern:
    made = read_pattern(text, verdict)
    assert isinstance(made, Pattern), made
    return made


def rule(verdict: str, *texts: str, name: str = "", **more: object) -> Rule:
    patterns = [pattern(text, verdict) for text in texts]
    return Rule(name or f"{verdict}:{texts}", verdict, patterns, name=name, **more)  # type: ignore[arg-type]  # a test's own keywords


def part(*argv: str | None, effects: int = effect.READ_PROJECT, **more: object) -> Part:
    made = Part(argv, PROJECT)
    made.effects = effects
    for key, value in more.items():
        setattr(made, key, value)
    return made


def verdict(
    rules: list[Rule], *parts: Part, form: str = "", call: Call | None = None, facts: Facts = FACTS
) -> Decision:
    call = call or Call("Bash", {"command": "x"}, PROJECT, PROJECT)
    return decide(call, Reading(parts, form), from_rules(rules), facts)


GIT = rule("allow", "Bash(git *)", within=effect.READ_PROJECT)
NOT_ALLOWED = [
    pytest.param([], [part("git", "log")], id="no-rule"),
    pytest.param([GIT], [], id="no-part"),
    pytest.param([GIT], [part("echo", effects=0, inert=True)], id="nothing-but-an-inert-part"),
    pytest.param([GIT], [part("git", "log"), part("echo", effects=0, inert=True, opaque=True)], id="inert-but-opaque"),
    pytest.param([GIT], [part("git", "log"), part("frob", effects=0, inert=True, meaning="not known")], id="inert-but-not-understood"),
    pytest.param([GIT], [part("git", "log", effects=effect.READ_PROJECT | effect.RUN_CODE)], id="effect-outside-the-cap"),
    pytest.param([GIT], [part("git", "log"), part("rm", "x")], id="one-part-uncovered"),
    pytest.param([GIT], [part("git", "log"), part("frob", effects=0)], id="without-effects-but-not-inert-by-its-row"),
    pytest.param([GIT], [part("git", "log"), part("head", inert=True)], id="inert-by-its-row-but-it-reads"),
    pytest.param([GIT], [part("git", None, opaque=True)], id="opaque-word"),
    pytest.param([rule("allow", "Bash(*)", within=effect.ALL)], [part("git", None, opaque=True)], id="opaque-even-within-any"),
    pytest.param([rule("allow", "Bash(*)")], [part("git", effects=effect.RUN_CODE)], id="person-wildcard-no-code"),
    pytest.param([rule("allow", "*")], [part("x", effects=effect.DESTROY)], id="person-star-no-destroy"),
    pytest.param([rule("allow", "Bash(*)", within=effect.ALL, origin=LEARNED)], [part("x", effects=effect.UNKNOWN)], id="learned-no-unknown"),
    pytest.param([rule("allow", "Bash(make test)")], [part("make", "test", "x")], id="exact-is-exact"),
    pytest.param([rule("allow", "Bash(make test)")], [part("make", "test", extra=effect.WRITE_PROJECT)], id="exact-does-not-cover-a-redirect"),
    pytest.param([rule("allow", "Bash(make test)")], [part("make", "test", effects=effect.RUN_CODE, cwd="/tmp/evil")], id="exact-elsewhere-has-a-cap"),
    pytest.param([rule("allow", "Bash(git push *)", within=effect.ALL, to=["origin"])], [part("git", "push", "evil", targets=["evil"])], id="another-target"),
    pytest.param([rule("allow", "Bash(git push *)", within=effect.ALL, to=["origin"])], [part("git", "push")], id="no-target-known"),
    pytest.param([rule("allow", "Bash(curl *)", within=effect.ALL, to=["localhost"])], [part("curl", "x", targets=["localhost.evil.example"])], id="only-looks-like-this-machine"),
    pytest.param([rule("allow", "Bash(curl *)", within=effect.ALL, to=["127.0.0.1"])], [part("curl", "x", targets=["localhost", "h.example"])], id="this-machine-and-another"),
    pytest.param([rule("allow", "Bash(git *)", within=1, expires="2026-11-20")], [part("git", "log")], id="expired"),
    pytest.param([rule("allow", "Bash(git *)", within=1, agents=["codex"])], [part("git", "log")], id="other-agent"),
    pytest.param([rule("allow", "Bash(git *)", within=1, where=["~/other/**"])], [part("git", "log")], id="other-place"),
    pytest.param([rule("allow", "Bash(git *)", within=1, where=[""])], [part("git", "log")], id="place-of-no-name"),
    pytest.param([rule("allow", "Bash(git *)", within=1, where=["~/other/"])], [part("git", "log")], id="other-place-with-a-slash"),
    pytest.param([rule("allow", "Read(./**)")], [part("cat", "x", reads=["/home/u/p/x"])], id="a-read-rule-is-no-shell-rule"),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "parts"), NOT_ALLOWED)
def test_it_is_not_allowed(rules: list[Rule], parts: list[Part]) -> None:
    assert verdict(rules, *parts).verdict != "allow"


ALLOWED = [
    pytest.param([GIT], [part("git", "log")], id="within-the-cap"),
    pytest.param([GIT], [part("git", "log"), part("git", "status")], id="every-part"),
    pytest.param([GIT], [part("git", "log"), part("head", effects=0, inert=True)], id="an-inert-filter-needs-no-rule"),
    pytest.param([rule("allow", "Bash(*)")], [part("x", effects=effect.UNKNOWN | effect.WRITE_PROJECT)], id="person-wildcard-reaches-unknown"),
    pytest.param([rule("allow", "Bash(*)", within=effect.ALL)], [part("x", effects=effect.RUN_CODE | effect.DESTROY)], id="within-any"),
    pytest.param([rule("allow", "Bash(make test)")], [part("make", "test", effects=effect.RUN_CODE | effect.UNKNOWN)], id="exact-has-no-cap"),
    pytest.param([rule("allow", "Bash(frob)", within=effect.UNKNOWN, origin=LEARNED, level=4)], [part("frob", effects=effect.UNKNOWN)], id="learned-level-4"),
    pytest.param([rule("allow", "Bash(git push *)", within=effect.ALL, to=["origin"])], [part("git", "push", targets=["origin"])], id="its-target"),
    pytest.param([rule("allow", "Bash(curl *)", within=effect.ALL, to=["127.0.0.1"])], [part("curl", "x", targets=["localhost"])], id="this-machine-by-its-address"),
    pytest.param([rule("allow", "Bash(git *)", within=1, where=["~/p"])], [part("git", "log")], id="its-place"),
    pytest.param([rule("allow", "Bash(git *)", within=1, where=["~/p/"])], [part("git", "log")], id="its-place-with-a-slash"),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "parts"), ALLOWED)
def test_it_is_allowed(rules: list[Rule], parts: list[Part]) -> None:
    decision = verdict(rules, *parts)
    assert decision.verdict == "allow", decision.why


def test_text_not_read_in_full_is_never_allowed_and_still_denied() -> None:
    rules = [rule("allow", "Bash(*)", within=effect.ALL)]
    assert verdict(rules, part("git"), form="a quote is open").verdict == "ask"
    assert (
        verdict([*rules, rule("deny", "Bash(rm *)")], part("rm", "x"), form="a quote is open").verdict
        == "deny"
    )


def test_silence_has_no_decider_and_an_ask_has_one() -> None:
    assert verdict([], part("x")).silent
    asked = verdict([rule("ask", "Bash(x)")], part("x"))
    assert (asked.verdict, asked.silent, asked.tier) == ("ask", False, "ask")


def test_a_soft_ask_speaks_only_where_no_allow_does() -> None:
    soft = rule("ask", "*", effects=effect.HISTORY, soft=True)
    push = part("git", "push", "-f", effects=effect.HISTORY)
    assert verdict([soft], push).decider is not None
    assert verdict([soft, rule("allow", "Bash(git push -f)")], push).verdict == "allow"
    assert verdict([soft, rule("allow", "Bash(git *)")], push).verdict == "ask"


def test_a_hard_ask_beats_every_allow() -> None:
    assert verdict([rule("allow", "Bash(x)"), rule("ask", "Bash(x)")], part("x")).verdict == "ask"


def test_deny_sees_every_form_at_any_depth() -> None:
    hidden = part("bash", "-c", "rm -rf x", seen=[("bash", "-c", "rm -rf x"), ("rm", "-rf", "x")])
    assert (
        verdict([rule("deny", "Bash(rm *)"), rule("allow", "Bash(*)", within=effect.ALL)], hidden).verdict
        == "deny"
    )


def test_effects_all_must_come_together_in_one_call() -> None:
    leak = rule("deny", "*", effects_all=effect.READ_SECRET | effect.NET_SEND)
    secret, send = part("cat", effects=effect.READ_SECRET), part("curl", effects=effect.NET_SEND)
    assert verdict([leak], secret, send).verdict == "deny"
    assert verdict([leak], secret).verdict == "ask"


def test_exceptions_take_paths_out_of_a_denial_and_nothing_else() -> None:
    deny = rule("deny", "Write(~/.*)", excepts=[pattern("Write(~/.cache/**)"), pattern("Write(./**)")])
    assert verdict([deny], part("touch", writes=["/home/u/.cache/x"])).verdict == "ask"
    assert verdict([deny], part("touch", writes=["/home/u/.cache/x", "/home/u/.bashrc"])).verdict == "deny"
    assert (
        verdict([deny], part("touch", writes=["/home/u/.bashrc"]), facts=Facts(HOME, HOME)).verdict == "deny"
    )


# The project, what is written, whether the exceptions of the home's cache and of the project take it out.
EXCEPTED = [
    (PROJECT, "/home/u/.cache/x", True),
    (PROJECT, "/home/u/p/x", True),
    (PROJECT, "/home/u/q/x", False),
    # A project that holds the home would except the whole home.
    (HOME, "/home/u/.cache/x", True),
    (HOME, "/home/u/p/x", False),
    ("/", "/home/u/p/x", False),
]


@pytest.mark.parametrize(("project", "path", "excepted"), EXCEPTED)
def test_an_exception_of_the_project_holds_unless_the_project_holds_the_home(
    project: str, path: str, excepted: bool
) -> None:
    deny = rule("deny", "Write(~/**)", excepts=[pattern("Write(~/.cache/**)"), pattern("Write(./**)")])
    made = verdict([deny], part("touch", writes=[path]), facts=Facts(HOME, project))
    assert made.verdict == ("ask" if excepted else "deny")


# What a part reads, of which it shows names alone, and whether `Glob(~/**)` takes it out of a denial of reading.
LISTED = [
    pytest.param([], ["~/.ssh"], [], "deny", id="content"),
    pytest.param(["~/.ssh"], ["~/.ssh", "~/.ssh/id_rsa"], [], "deny", id="names-and-content"),
    pytest.param(["~/.ssh"], ["~/.ssh"], ["~/.ssh"], "deny", id="names-then-written"),
    pytest.param(["~/.ssh"], ["~/.ssh"], [], "ask", id="names"),
]


@pytest.mark.parametrize(("listed", "reads", "writes", "wanted"), LISTED)
def test_an_exception_of_names_holds_where_nothing_but_names_is_shown(
    listed: list[str], reads: list[str], writes: list[str], wanted: str
) -> None:
    full = [[path.replace("~", HOME) for path in paths] for paths in (listed, reads, writes)]
    denials = [
        rule("deny", text, excepts=[pattern("Glob(~/**)")]) for text in ("Read(~/.ssh/**)", "Write(~/.ssh)")
    ]
    made = verdict(denials, part("x", listed=full[0], reads=full[1], writes=full[2]))
    assert made.verdict == wanted


def test_what_one_part_lists_and_another_reads_is_read() -> None:
    one = part("find", reads=["/a", "/b"], listed=["/a", "/b"])
    one.touches(part("cat", reads=["/b", "/c", "/d"], listed=["/d"]))
    assert (one.reads, one.listed) == (["/a", "/b", "/c", "/d"], ["/a", "/d"])


SETUP = rule("deny", "Write(//**/.env)", excepts=[pattern("Bash(cp a .env)")])
EXCEPTED_CALLS = [
    pytest.param(part("cp", "a", ".env", writes=["/home/u/p/.env"]), "ask", id="the-very-words"),
    pytest.param(part("cp", "b", ".env", writes=["/home/u/p/.env"]), "deny", id="another-word"),
    pytest.param(part("cp", "a", ".env", "x", writes=["/home/u/p/.env"]), "deny", id="a-word-more"),
    pytest.param(part("cp", "a", None, writes=["/home/u/p/.env"]), "deny", id="a-word-nobody-knows"),
    pytest.param(
        part("cp", "a", ".env", writes=["/home/u/p/.env"], extra=effect.WRITE_PROJECT),
        "deny",
        id="a-redirect-too",
    ),
    pytest.param(
        part("sudo", "cp", "a", ".env", seen=[("cp", "a", ".env")], writes=["/home/u/p/.env"]),
        "deny",
        id="in-a-wrapper",
    ),
]


@pytest.mark.parametrize(("made", "wanted"), EXCEPTED_CALLS)
def test_an_exception_of_a_command_is_that_command_alone(made: Part, wanted: str) -> None:
    assert verdict([SETUP], made).verdict == wanted


def test_an_exception_of_a_command_leaves_the_parts_beside_it() -> None:
    pardoned = part("cp", "a", ".env", writes=["/home/u/p/.env"])
    assert verdict([SETUP], pardoned, part("tee", ".env", writes=["/home/u/p/.env"])).verdict == "deny"


def test_a_field_rule_reads_the_input() -> None:
    deny = Rule("f", "deny", [], tool="Bash", fields={"command": r"sleep \d{4}"})
    assert verdict([deny], part("x"), call=Call("Bash", {"command": "sleep 9999"}, PROJECT)).verdict == "deny"
    assert verdict([deny], part("x"), call=Call("Bash", {"command": "sleep 9"}, PROJECT)).verdict == "ask"


def answered(given: Rule, field: str, value: object) -> str:
    call = Call("Bash", {"command": "make", field: value}, "/p", "/p")
    made = decide(call, Reading([part("make")]), from_rules([given]), Facts("/h", "/p", "/p"))
    return "silence" if made.silent else made.verdict


def test_a_regex_that_cannot_be_run_tightens_and_never_allows() -> None:
    unfit: dict[str, Any] = {"tool": "Bash", "fields": {"x": "(?=a)"}}
    assert answered(rule("deny", "Bash(make *)", **unfit), "x", "b") == "deny"
    assert answered(rule("allow", "Bash(make *)", **unfit), "x", "a") == "silence"


def test_no_allow_holds_for_a_value_past_a_bound_and_every_denial_looks_through_it() -> None:
    long = "a" * (LONGEST_ALLOWED + 1)
    fields: dict[str, Any] = {"tool": "Bash", "fields": {"x": "a$"}}
    assert answered(rule("allow", "Bash(make *)", **fields), "x", "aaa") == "allow"
    assert answered(rule("allow", "Bash(make *)", **fields), "x", long) == "silence"
    assert answered(rule("deny", "Bash(make *)", **fields), "x", long) == "deny"
    assert answered(rule("deny", "Bash(make *)", **fields), "x", long + "b") == "silence"


def test_the_near_miss_is_named() -> None:
    decision = verdict(
        [rule("allow", "Bash(git *)", name="git-read", within=1)],
        part("git", "push", effects=effect.NET_SEND),
    )
    assert [(each.name, reason) for each, reason in decision.near] == [
        ("git-read", "it does not cover net-send, only read-project")
    ]
    assert "git-read" in decision.why


RULES = st.lists(
    st.builds(
        rule,
        st.sampled_from(["allow", "ask", "deny"]),
        st.sampled_from(["Bash(git *)", "Bash(git log)", "Bash(rm *)", "Bash", "*", "Read(./**)"]),
        origin=st.sampled_from([PERSON, LEARNED]),
    ),
    max_size=6,
)
PARTS = st.lists(
    st.builds(
        part,
        st.sampled_from(["git", "rm", "ls"]),
        st.sampled_from(["log", "x", None]),
        effects=st.integers(0, effect.ALL),
        opaque=st.booleans(),
    ),
    min_size=1,
    max_size=3,
)


@given(RULES, PARTS, st.randoms(use_true_random=False))
def test_the_order_of_rules_changes_no_verdict(rules: list[Rule], parts: list[Part], chance: object) -> None:
    shuffled = list(rules)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis hands over a random.Random
    assert verdict(rules, *parts).verdict == verdict(shuffled, *parts).verdict


@given(RULES, PARTS, st.sampled_from(["Bash(rm *)", "Bash", "*", "Read(~/.ssh/**)"]))
def test_adding_a_denial_never_loosens(rules: list[Rule], parts: list[Part], text: str) -> None:
    before = verdict(rules, *parts).verdict
    assert SEVERITY[verdict([*rules, rule("deny", text)], *parts).verdict] >= SEVERITY[before]


@given(RULES, PARTS, PARTS)
def test_more_parts_are_never_looser(rules: list[Rule], some: list[Part], more: list[Part]) -> None:
    together = SEVERITY[verdict(rules, *some, *more).verdict]
    assert together >= max(SEVERITY[verdict(rules, *some).verdict], SEVERITY[verdict(rules, *more).verdict])


@given(RULES, PARTS)
def test_a_learned_rule_alone_never_allows_what_cannot_be_known(rules: list[Rule], parts: list[Part]) -> None:
    learned = [each for each in rules if each.origin == LEARNED]
    if verdict(learned, *parts).verdict == "allow":
        assert not any(each.opaque or each.effects & effect.UNKNOWN for each in parts)


def test_what_is_too_large_to_read_is_asked_and_what_is_not_read_is_silence() -> None:
    allow = rule("allow", "Bash(*)", within=effect.ALL)
    cut = verdict([allow], part("true", effects=0), form=f"{LIMIT}longer than 9 characters")
    assert (cut.verdict, cut.tier, cut.silent, cut.decider) == ("ask", "ask", False, None)
    assert verdict([allow], part("true", effects=0), form="a quote is open").silent
    denied = verdict([rule("deny", "Bash(rm *)")], part("rm", "x"), form=f"{LIMIT}longer than 9 characters")
    assert denied.verdict == "deny"
