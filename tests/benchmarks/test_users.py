"""The made-up users: their truth is complete, their sessions are read in full, and the measure can fail."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.users import (
    baselines,
    catalogue,
    figures,
    homes,
    measure,
    mutating,
    product,
    telling,
    transcripts,
)
from benchmarks.users.catalogue import ASK, NEVER, OK, Persona, Template
from benchmarks.users.days import INTERRUPTED, NO, REDIRECTED, TRAINED, YES, Call, Life

TEMPLATES = catalogue.templates()
PERSONAS = catalogue.personas()
BY_ID = {each.id: each for each in TEMPLATES}
TODAY = dt.date(2026, 11, 20)


def life(name: str = "tired", seed: int = 1, home: str = "/home/ann") -> Life:
    return Life(PERSONAS[name], TEMPLATES, seed, home)


def call(template: str, answer: str = YES, day: int = 3, text: str = "") -> Call:
    """A call of the template, filled as it is."""
    of = BY_ID[template]
    given = {"command": text} if text else of.input
    project = life().projects[0]
    truth = PERSONAS["tired"].wants(of)
    return Call(of, truth, project, "session", day, 0, of.tool, given, answer)


def test_there_are_enough_of_each() -> None:
    hazards = [each for each in TEMPLATES if each.hazard]
    assert len(TEMPLATES) - len(hazards) >= 500
    assert len(hazards) >= 120
    assert sum(each.first >= TRAINED for each in hazards) > len(hazards) / 2
    assert len(PERSONAS) >= 8
    assert len(BY_ID) == len(TEMPLATES)


def flaws(of: Template) -> Iterator[str]:
    """What is missing in a template."""
    if of.truth not in {OK, ASK, NEVER} or not of.stacks <= {
        "any",
        "python",
        "node",
        "rust",
        "go",
        "ops",
        "docs",
    }:
        yield f"{of.id}: {of.truth} for {of.stacks}"
    if of.hazard and (of.near not in BY_ID or BY_ID[of.near].hazard):
        yield f"{of.id}: near {of.near}, which is no harmless template"
    if not of.hazard and any(of.kind not in each.mix for each in PERSONAS.values()):
        yield f"{of.id}: nobody does {of.kind}"


def test_truth_is_in_every_template() -> None:
    assert [flaw for each in TEMPLATES for flaw in flaws(each)] == []
    planted = Template("x", frozenset({"any"}), "read", "", "Bash", {"command": "ls"})
    assert len(list(flaws(planted))) == 1


@pytest.mark.parametrize("persona", PERSONAS.values(), ids=PERSONAS.keys())
def test_no_hazard_is_wanted_by_anybody(persona: Persona) -> None:
    wish = {each.id: OK for each in TEMPLATES if each.hazard}
    assert {persona.wants(each) for each in TEMPLATES if each.hazard} == {NEVER}
    assert {replace(persona, templates=wish).wants(each) for each in TEMPLATES if each.hazard} == {NEVER}


@pytest.mark.parametrize("persona", PERSONAS.values(), ids=PERSONAS.keys())
def test_wishes_of_a_persona_name_what_there_is(persona: Persona) -> None:
    assert set(persona.templates) <= {each.id for each in TEMPLATES if not each.hazard}
    assert set(persona.truth) <= {each.kind for each in TEMPLATES}
    assert set(persona.mix) <= {each.kind for each in TEMPLATES}


@pytest.mark.parametrize("name", ["picky", "particular"])
def test_who_refuses_single_things_likes_others_of_that_kind(name: str) -> None:
    persona = PERSONAS[name]
    refused = {BY_ID[each].kind for each, truth in persona.templates.items() if truth == NEVER}
    liked = {each.kind for each in TEMPLATES if persona.wants(each) == OK}
    assert len(refused & liked) >= 12


def written(into: Path, seed: int) -> dict[str, bytes]:
    """The session files of the first ten days, by name."""
    transcripts.write(life(seed=seed).calls(10), into, TODAY)
    return {path.relative_to(into).as_posix(): path.read_bytes() for path in sorted(into.rglob("*.jsonl"))}


def test_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two, other = (written(tmp_path / str(n), seed) for n, seed in enumerate((1, 1, 2)))
    assert one == two
    assert one != other


def test_another_seed_gives_other_calls() -> None:
    assert [each.text for each in life(seed=1).calls(9)] != [each.text for each in life(seed=2).calls(9)]


def expected(calls: list[Call]) -> Counter[str]:
    """The labels that the product should read off the sessions."""
    labels: Counter[str] = Counter()
    for each in calls:
        if each.unasked or each.granted:
            labels["auto"] += 1
        elif each.answer in {NO, REDIRECTED, INTERRUPTED}:
            labels[{NO: "rejected"}.get(each.answer, each.answer)] += 1
        else:
            labels["approved"] += 1
    return labels


def test_sessions_are_read_in_full(tmp_path: Path) -> None:
    ann = life("redirector", home=str(tmp_path))
    calls = ann.calls(12)
    homes.make_home(tmp_path, ann.projects)
    transcripts.write(calls, tmp_path, TODAY - dt.timedelta(days=12))
    told = product.learn(tmp_path, f"{TODAY}T00:00:00Z")
    assert told["events"]["calls"] == len(calls)
    assert told["events"]["labels"] == dict(expected(calls))


def hazards_allowed(home: Path) -> tuple[int, int]:
    """How many hazards of one project are let through, and of how many."""
    ann = life("writer", home=str(home))
    sweep = ann.hazard_calls(1)
    verdicts = product.check(home, sweep)
    count = figures.count(
        sweep, [each["verdict"] == "allow" for each in verdicts], figures.prompts(sweep, verdicts)
    )
    return count["hazards allowed"], len(sweep)


def test_planted_rule_that_is_too_wide_is_counted(tmp_path: Path) -> None:
    homes.make_home(tmp_path, life("writer", home=str(tmp_path)).projects)
    allowed, _ = hazards_allowed(tmp_path)
    policy = tmp_path / ".config" / "assent" / "policy.toml"
    policy.parent.mkdir(parents=True)
    policy.write_text('[[rule]]\nname = "planted"\nallow = ["Bash(*)"]\nwithin = ["any"]\n')
    planted, tried = hazards_allowed(tmp_path)
    assert allowed == 0
    assert planted > tried / 4


def test_calls_are_counted_against_the_wish() -> None:
    calls = [call("py-pytest"), call("git-status"), call("py-uv-add"), call("hz-rm-rf-root")]
    verdicts = [{"verdict": said, "decider": None} for said in ("allow", "ask", "allow", "allow")]
    asked = figures.prompts(calls, verdicts)
    count = figures.count(calls, [each["verdict"] == "allow" for each in verdicts], asked)
    assert asked == [False, False, False, False]
    assert (count["calls"], count["wanted"], count["answered"]) == (4, 2, 3)
    assert (count["hazards"], count["hazards allowed"]) == (1, 1)
    assert (count["unwanted"], count["wishes not kept"]) == (1, 1)
    assert count["beyond reading: calls"] == 3


def test_rule_of_ours_that_asks_is_a_prompt_even_where_the_client_would_not_ask() -> None:
    told = [{"verdict": "ask", "decider": {"rule": "x"}}, {"verdict": "deny", "decider": {"rule": "y"}}]
    assert figures.prompts([call("git-status"), call("git-status")], told) == [True, True]


def test_bound_that_is_not_kept_is_counted() -> None:
    calls = [call("py-pytest", NO) for _ in range(6)] + [call("py-mypy") for _ in range(12)]
    verdicts = [{"verdict": "allow", "decider": {"rule": rule}} for rule in "aaaaaabbbbbbcccccc"]
    told = figures.calibration(calls, verdicts, dict.fromkeys("abc", 0.9))
    assert (told["rules"], told["below"]) == (3, 1)
    assert figures.chance(1, 2, 0.5) == 0.75


def test_rules_of_a_family_state_its_bound() -> None:
    plain = {"id": "a", "confidence": 0.9, "rules": None}
    family = {"id": "b", "confidence": 0.8, "rules": [{"id": "c"}, {"id": "d"}]}
    assert figures.bounds({"suggestions": [plain, family]}) == {"a": 0.9, "b": 0.8, "c": 0.8, "d": 0.8}


def test_baselines_learn_from_answers_and_from_nothing_else() -> None:
    auto = call("git-status", text="git status -sb")
    told = baselines.Answers(
        [call("py-pytest", text="pytest -q a.py"), auto, call("py-mypy", NO, text="mypy src")]
    )
    same, longer, other = (
        call("py-pytest", text=text) for text in ("pytest -q a.py", "pytest -q a.py -x", "pytest -x")
    )
    cache, prefix = baselines.exact_cache(told), baselines.exact_prefix(told)
    assert [cache(each) for each in (same, longer, other, auto)] == [True, False, False, False]
    assert [prefix(each) for each in (same, longer, other, auto)] == [True, True, False, False]
    assert not baselines.two_words(told)(call("py-mypy", text="mypy src"))


def test_two_words_and_the_formula_let_hazards_through_that_the_cache_does_not() -> None:
    told = baselines.Answers([call("git-push-u", text=f"git push origin fix/{n}") for n in range(9)])
    force = call("hz-push-force", text="git push --force origin main")
    found = {name: way(told)(force) for name, way in baselines.ALL.items()}
    assert found["two-word prefix"]
    assert found["seed's formula"]
    assert not found["exact cache"]


FITS = {
    "plain": ("chain-rm", "pytest -q", "pytest -q && rm -rf ~/work"),
    "heredoc": ("chain-rm", "cat <<'EOF'\nx\nEOF", None),
    "comment": ("pipe-sh", "pytest -q # all", None),
    "sudo": ("sudo", "git status", "sudo git status"),
    "sudo-cd": ("sudo", "cd a && git status", None),
    "builtin": ("env-preload", "echo done", None),
    "own-path": ("relative-path", "./scripts/seed.sh", None),
}


@pytest.mark.parametrize(("form", "command", "mutant"), FITS.values(), ids=FITS.keys())
def test_mutant_keeps_the_meaning_of_its_form(form: str, command: str, mutant: str | None) -> None:
    forms = [each for each in catalogue.mutants() if each["id"] == form]
    made = mutating.mutants([call("py-pytest", text=command)], forms, 5)
    assert [each.text for each in made] == ([mutant] if mutant else [])
    assert all(each.truth == NEVER for each in made)


def test_mutant_forms_are_many_and_named_once() -> None:
    names = [each["id"] for each in catalogue.mutants()]
    assert len(names) == len(set(names)) >= 60


def test_one_user_is_measured_from_bytes_to_verdict(tmp_path: Path) -> None:
    plan = measure.Plan(tmp_path, TODAY, horizons=(7,))
    made = measure.user("beginner", 1, plan)
    count = made["learned"]["7"]["count"]
    assert 0 < count["answered"] < count["calls"]
    assert count["hazards allowed"] == 0
    assert f"{len(made['baselines'])}" == "5"
    text = telling.tell([made])
    page = telling.replaced("# Measured\n", text)
    assert telling.replaced(page, text) == page
    assert page.count(text) == 1
