"""Families: which part is a member of which, what is pooled, and who stays out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assent.core import effect
from assent.core.event import APPROVED, REDIRECTED, REJECTED
from assent.learning.answer import Answer, Signature
from assent.learning.families import FAMILIES, pools_of
from assent.learning.gates import Setting, judge, least_bound
from assent.learning.levels import OUTWARD, USER
from assent.learning.mine import mine
from assent.learning.shapes import PartSummary
from assent.learning.silence import Suppression
from assent.learning.suggest import Learned, suggest
from tests.learning.answers import TODAY, call, seen

RUN, WRITE, NET, SEND = effect.RUN_PROJECT, effect.WRITE_PROJECT, effect.NET_READ, effect.NET_SEND
READ, INSTALL = effect.READ_PROJECT, effect.INSTALL
ELSEWHERE = effect.READ_ELSEWHERE


def line(text: str, effects: int, *, path: int = 0, to: tuple[str, ...] = ()) -> PartSummary:
    """A command; its first `path` words are its program and subcommands."""
    words = tuple(text.split())
    return PartSummary("Bash", words[:path], words, effects, to)


# A part → the families it is pooled in, each with the member it is.
MEMBERS = [
    pytest.param(line("git add x", WRITE, path=2), {"edits": "verb git add", "edits-by git": "verb git add"}, id="edit"),
    pytest.param(line("ls /usr", READ | ELSEWHERE, path=1), {"elsewhere": "verb ls"}, id="a-look-elsewhere"),
    pytest.param(line("pytest -q", RUN, path=1), {"checks": "verb pytest"}, id="a-check"),
    pytest.param(line("ruff format x", WRITE, path=2), {
        "checks": "verb ruff format", "edits": "verb ruff format", "edits-by ruff": "verb ruff format"}, id="a-formatter"),
    pytest.param(line("npm run lint --fix", RUN), {"checks": "verb npm run lint"}, id="a-task-with-arguments"),
    pytest.param(line("uv run pytest x", RUN | INSTALL | NET), {"checks": "verb uv run pytest"}, id="a-check-that-installs"),
    pytest.param(line("make test lint", RUN), {"checks": "exact make test lint"}, id="several-tasks-are-one-line"),
    pytest.param(line("make test deploy", RUN), {}, id="one-of-several-tasks-is-dangerous"),
    pytest.param(line("make plan", RUN), {"runs": "exact make plan"}, id="another-task"),
    pytest.param(line("npm run deploy:test", RUN), {}, id="a-dangerous-word-in-a-name"),
    pytest.param(line("npm run start", RUN), {"runs": "exact npm run start"}, id="a-script"),
    pytest.param(line("make deploy test", RUN), {}, id="the-first-of-several-tasks-is-dangerous"),
    pytest.param(line("make test", WRITE), {}, id="a-task-that-runs-nothing-is-no-check"),
    pytest.param(line("npm run test x", RUN | SEND), {}, id="a-check-that-sends"),
    pytest.param(PartSummary("Bash", (), None, RUN), {}, id="words-that-cannot-be-known"),
    pytest.param(line("touch /tmp/x", effect.WRITE_TMP, path=1), {
        "edits": "verb touch", "edits-by touch": "verb touch"}, id="a-temporary-file"),
    pytest.param(line("python tests/test_x.py", RUN), {"runs": "exact python tests/test_x.py"}, id="a-file-is-no-task"),
    pytest.param(line("python drop_tables.py", RUN), {}, id="a-dangerous-file"),
    pytest.param(line("cargo test", RUN, path=2), {"checks": "verb cargo test"}, id="a-subcommand-that-checks"),
    pytest.param(line("cargo publish", RUN | SEND, path=2), {}, id="what-sends-is-no-check"),
    pytest.param(line("gh pr view 1", NET, path=3, to=("github.com",)), {
        "network gh>github.com": "verb gh pr view>github.com"}, id="a-look-up"),
    pytest.param(line("curl x", NET, path=1), {}, id="a-look-up-nowhere-in-particular"),
    pytest.param(line("pip install x", NET | INSTALL, path=2), {"dependencies": "verb pip install"}, id="a-new-dependency"),
    pytest.param(line("npm ci", NET | INSTALL, path=2), {"declared": "exact npm ci"}, id="what-is-declared"),
    pytest.param(line("pip install -r dev.txt", NET | INSTALL, path=2), {
        "declared": "exact pip install -r dev.txt"}, id="a-list-of-the-project"),
    *[
        pytest.param(line(f"pip install -r x{end}", NET | INSTALL, path=2), {
            "declared": f"exact pip install -r x{end}"}, id=f"a-list-{end[1:]}")
        for end in (".lock", ".toml", ".in", ".cfg")
    ],
    pytest.param(PartSummary("Bash", ("pip", "install"), None, NET | INSTALL), {}, id="a-package-that-cannot-be-known"),
    pytest.param(line("npm install x", NET | INSTALL | RUN, path=2), {}, id="an-installer-that-runs-scripts"),
    pytest.param(line("pip install x", NET | INSTALL | SEND, path=2), {}, id="an-installer-that-sends"),
    pytest.param(line("git push origin", SEND, path=2, to=("origin",)), {}, id="what-is-sent-is-pooled-with-nothing"),
    pytest.param(line("rm -rf x", effect.DESTROY, path=1), {}, id="never"),
    pytest.param(line("frob x", effect.UNKNOWN, path=1), {}, id="unknown"),
    pytest.param(line("git log x", READ, path=2), {"reads": "verb git log"}, id="what-reads"),
    pytest.param(seen("Edit", "src", "a.py", tool="Edit", effects=WRITE), {"files": "tree src **"}, id="a-folder"),
    pytest.param(seen("Edit", "README.md", tool="Edit", effects=WRITE), {"files": "file README.md"}, id="a-document"),
    *[
        pytest.param(seen("Edit", name, tool="Edit", effects=WRITE), {"files": f"file {name}"}, id=f"a-file-{name}")
        for name in (".gitignore", ".editorconfig", "LICENSE")
    ],
    pytest.param(seen("Edit", "package.json", tool="Edit", effects=WRITE), {}, id="what-says-how-it-is-built"),
    pytest.param(seen("Edit", "~", "x", "y", tool="Edit", effects=effect.WRITE_TMP), {}, id="no-folder-of-the-home"),
    pytest.param(line(".venv/bin/pytest -q", RUN), {"checks": "verb .venv/bin/pytest"}, id="a-program-of-its-own"),
    pytest.param(line(".venv/bin/python -m pytest -q", RUN), {
        "checks": "verb .venv/bin/python -m pytest"}, id="a-module-of-its-own"),
    pytest.param(line("/opt/bin/pytest -q", RUN), {"runs": "exact /opt/bin/pytest -q"}, id="a-program-elsewhere"),
    pytest.param(seen("WebFetch", "docs.python.org", tool="WebFetch", effects=NET, to=("docs.python.org",)), {
        "documentation": "host docs.python.org>docs.python.org"}, id="a-handbook"),
    pytest.param(seen("WebSearch", "words", tool="WebSearch", effects=NET), {
        "documentation": "tool "}, id="a-search-of-the-web"),
    pytest.param(seen("WebFetch", "blog.example", tool="WebFetch", effects=NET, to=("blog.example",)), {}, id="a-blog"),
    pytest.param(seen("mcp__n__get", "n", tool="mcp__n__get", effects=NET, to=("n",)), {
        "served>n": "tool >n"}, id="a-tool-that-reads"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "members"), MEMBERS)
def test_a_part_is_this_member_of_these_families(part: PartSummary, members: dict[str, str]) -> None:
    found = {
        f"{' '.join(pool.words)}{'>' * bool(pool.to)}{' '.join(pool.to)}": (
            f"{member.kind} {' '.join(member.words)}{'>' * bool(member.to)}{' '.join(member.to)}"
        )
        for _, pool, member in pools_of(part)
    }
    assert found == members


@pytest.mark.parametrize(
    ("part", "tool"),
    [
        pytest.param(line("git log x", READ, path=2), "Bash", id="commands"),
        pytest.param(seen("Write", "src", "a.py", tool="Write", effects=WRITE), "Edit", id="what-writes"),
        pytest.param(seen("WebSearch", "x", tool="WebSearch", effects=NET), "web", id="searches"),
        pytest.param(
            seen("WebFetch", "docs.rs", tool="WebFetch", effects=NET, to=("docs.rs",)), "web", id="fetches"
        ),
        pytest.param(
            seen("mcp__n__get", "n", tool="mcp__n__get", effects=NET, to=("n",)), "mcp__n", id="served"
        ),
    ],
)
def test_tools_that_do_the_like_share_their_pool(part: PartSummary, tool: str) -> None:
    assert {pool.tool for _, pool, _ in pools_of(part)} == {tool}


def test_every_family_has_a_member_in_the_table() -> None:
    parts = [row.values[0] for row in MEMBERS]
    met = {family.name for part in parts if isinstance(part, PartSummary) for family, _, _ in pools_of(part)}
    assert met == {family.name for family in FAMILIES}


def days(
    part: PartSummary, count: int, label: str = APPROVED, since: int = 0, project: str = "p1"
) -> list[Answer]:
    signature = Signature("Bash", " ".join(part.argv or ()), (part,))
    return [Answer(signature, label, TODAY - since - day, f"s{day}", project) for day in range(count)]


def granted(learned: Learned) -> set[str]:
    return {rule.title for each in learned.suggestions for rule in each.members}


CHECKS = [line(f"{name} x", RUN, path=1) for name in ("pytest", "mypy", "eslint", "tsc")]
E2E = line("playwright test x", RUN, path=2)


def test_a_few_answers_about_each_make_a_family() -> None:
    answers = [each for at, part in enumerate(CHECKS) for each in days(part, 3, since=3 * at)]
    learned = suggest(answers, TODAY)
    assert [each.title for each in learned.suggestions] == ["checks: eslint, mypy, pytest, tsc"]
    assert granted(learned) == {f"Bash({name}:*)" for name in ("pytest", "mypy", "eslint", "tsc")}


def test_a_member_that_was_never_approved_is_not_granted() -> None:
    learned = suggest([each for part in CHECKS for each in days(part, 6)], TODAY)
    assert not any("playwright" in title for title in granted(learned))


@pytest.mark.parametrize("label", [REJECTED, REDIRECTED])
def test_one_approval_makes_a_check_a_member_and_one_refusal_of_it_none(label: str) -> None:
    answers = [each for part in CHECKS for each in days(part, 12)] + days(E2E, 1)
    assert "Bash(playwright test:*)" in granted(suggest(answers, TODAY))
    refused = granted(suggest(answers + days(E2E, 1, label, since=5), TODAY))
    assert "Bash(pytest:*)" in refused
    assert "Bash(playwright test:*)" not in refused


def test_one_approval_makes_no_member_of_a_kind_whose_members_differ() -> None:
    kinds = [line(f"git {verb} x", WRITE, path=2) for verb in ("add", "commit", "stash")]
    merge = line("git merge x", WRITE, path=2)
    answers = [each for part in kinds for each in days(part, 6)] + days(merge, 1)
    assert "Bash(git merge:*)" not in granted(suggest(answers, TODAY))
    assert "Bash(git merge:*)" in granted(suggest(answers + days(merge, 1, since=5), TODAY))


@pytest.mark.parametrize("label", [REJECTED, REDIRECTED])
def test_a_member_that_is_refused_stays_out_and_the_others_are_granted(label: str) -> None:
    answers = (
        [each for part in CHECKS for each in days(part, 25)] + days(E2E, 3) + days(E2E, 4, label, since=3)
    )
    found = granted(suggest(answers, TODAY))
    assert "Bash(playwright test:*)" not in found
    assert "Bash(pytest:*)" in found


def test_refusals_of_any_member_count_in_the_pool() -> None:
    answers = [each for at, part in enumerate(CHECKS) for each in days(part, 3, since=3 * at)]
    assert granted(suggest(answers, TODAY))
    assert not granted(suggest(answers + days(E2E, 3, REJECTED), TODAY))


def test_each_member_is_capped_at_what_it_was_approved_with_itself() -> None:
    answers = [each for part in CHECKS for each in days(part, 6)]
    answers += days(line("prettier x", RUN | WRITE, path=1), 6)
    (only,) = suggest(answers, TODAY).suggestions
    caps = {rule.title: rule.rule["within"] for rule in only.members}
    assert caps["Bash(prettier:*)"] == ["write-project", "run-project"]
    assert caps["Bash(pytest:*)"] == ["run-project"]
    assert only.rule["within"] == ["run-project"]


def test_a_family_holds_everywhere_from_three_projects_and_scripts_never() -> None:
    checks = [each for at, part in enumerate(CHECKS) for each in days(part, 9, project=f"p{at}")]
    scripts = [
        each
        for at in range(4)
        for name in ("plan", "seeds", "report")
        for each in days(line(f"make {name}{at}", RUN), 6, project=f"p{at}")
    ]
    found = suggest(checks + scripts, TODAY).suggestions
    assert {each.judged.candidate.scope for each in found if each.family == "checks"} == {USER}
    assert {each.judged.candidate.scope for each in found if each.family == "runs"} == {
        "p0",
        "p1",
        "p2",
        "p3",
    }


def test_what_installs_needs_less_than_what_sends_and_may_hold_everywhere() -> None:
    installs = [line(f"{name} install x", NET | INSTALL, path=2) for name in ("pip", "npm", "cargo")]
    answers = [each for at, part in enumerate(installs) for each in days(part, 5, since=at, project=f"p{at}")]
    (only,) = suggest(answers, TODAY).suggestions
    assert (only.family, only.judged.candidate.scope) == ("dependencies", USER)
    sends = [
        Answer(call(line("gh x", NET | SEND, path=1, to=("h",))), APPROVED, TODAY - d, f"s{d}", "p")
        for d in range(7)
    ]
    judged = {
        each.candidate.level: each
        for each in suggest(answers + sends, TODAY).judged
        if each.candidate.scope == "p"
    }
    assert only.judged.confidence.value >= 0.80
    assert "85%" in judged[3].lacking[-1]


def test_no_to_a_member_keeps_it_out_of_its_family() -> None:
    answers = [each for part in CHECKS for each in days(part, 6)]
    silent = suggest(answers, TODAY, {"p1|1|Bash\x1fverb\x1fpytest\x1f\x1e": Suppression(TODAY + 9)})
    assert granted(silent) == {"Bash(mypy:*)", "Bash(eslint:*)", "Bash(tsc:*)"}


def test_no_to_a_family_silences_it_and_its_members() -> None:
    answers = [each for part in CHECKS for each in days(part, 30)]
    (only,) = suggest(answers, TODAY).suggestions
    assert granted(suggest(answers, TODAY, dict.fromkeys(only.keys, Suppression(TODAY + 9)))) == set()


def test_a_family_has_one_id_whatever_its_members() -> None:
    few = suggest([each for part in CHECKS[:3] for each in days(part, 6)], TODAY).suggestions[0]
    more = suggest([each for part in CHECKS for each in days(part, 6)], TODAY).suggestions[0]
    assert (few.id, len(few.members)) != (more.id, len(more.members))
    assert few.id == more.id


def test_what_is_in_force_already_is_not_offered_with_a_new_member() -> None:
    answers = [each for part in CHECKS for each in days(part, 6)]
    covered = [
        Answer(
            Signature("Bash", each.signature.text, each.signature.parts, (each.signature.parts[0] is not CHECKS[3],)),
            each.label, each.day, each.session, each.project,
        )
        for each in answers
    ]  # fmt: skip
    (only,) = suggest(covered, TODAY).suggestions
    assert [rule.title for rule in only.members] == ["Bash(tsc:*)"]


PICKED = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.sampled_from([APPROVED, APPROVED, APPROVED, REJECTED]),
        st.integers(0, 40),
        st.integers(0, 3),
    ),
    max_size=60,
)


@settings(max_examples=150, deadline=None)
@given(PICKED)
def test_whoever_refuses_one_member_never_sees_it_granted(rows: list[tuple[int, str, int, int]]) -> None:
    """The fifth is refused every time it is asked."""
    parts = [*CHECKS, E2E]
    answers = [
        Answer(call(parts[at]), REJECTED if at == 4 else label, TODAY - day, f"s{session}", "p1")
        for at, label, day, session in rows
    ]
    assert "Bash(playwright test:*)" not in granted(suggest(answers, TODAY))


@settings(max_examples=150, deadline=None)
@given(PICKED, st.integers(0, 4), st.integers(0, 40))
def test_a_denial_grants_no_member_that_was_not_granted(
    rows: list[tuple[int, str, int, int]], refused: int, day: int
) -> None:
    parts = [*CHECKS, E2E]
    answers = [Answer(call(parts[at]), label, TODAY - when, f"s{s}", "p1") for at, label, when, s in rows]
    before = granted(suggest(answers, TODAY))
    after = granted(
        suggest([*answers, Answer(call(parts[refused]), REJECTED, TODAY - day, "x", "p1")], TODAY)
    )
    assert after <= before


def reads(name: str, count: int, label: str = APPROVED, since: int = 0, project: str = "p1") -> list[Answer]:
    return days(line(f"{name} x", READ, path=1), count, label, since, project)


def test_a_program_that_is_always_refused_is_in_no_rule_for_any_reading() -> None:
    answers = [each for name in ("ls", "cat", "rg", "wc", "head", "tree") for each in reads(name, 8)]
    assert granted(suggest(answers, TODAY)) == {"Bash(*)"}
    refused = granted(suggest(answers + reads("fd", 3, REJECTED), TODAY))
    assert refused == {f"Bash({name}:*)" for name in ("ls", "cat", "rg", "wc", "head", "tree")}


def test_what_is_refused_in_one_project_is_not_granted_to_another_as_a_part_of_something_wider() -> None:
    names = ("ls", "cat", "rg", "wc", "head", "tree")
    answers = [each for name in names for at in (1, 2) for each in reads(name, 8, project=f"p{at}")]
    answers += reads("fd", 2, REJECTED, project="p1") + reads("fd", 2, REJECTED, project="p2")
    assert "Bash(*)" not in granted(suggest(answers, TODAY))


def test_a_form_that_is_refused_leaves_the_other_one() -> None:
    create = line("git switch -c x", WRITE, path=2)
    there = line("git switch x", WRITE, path=2)
    answers = days(create, 20) + days(there, 20)
    assert granted(suggest(answers, TODAY)) == {"Bash(git switch:*)"}
    refused = days(create, 20) + days(there, 3, REJECTED)
    assert granted(suggest(refused, TODAY)) == {"Bash(git switch -c:*)"}


def edits(*path: str, count: int = 6, label: str = APPROVED, project: str = "p1") -> list[Answer]:
    part = seen("Edit", *path, tool="Edit", effects=WRITE)
    signature = Signature("Edit", "/".join(path), (part,))
    return [Answer(signature, label, TODAY - day, f"s{day}", project) for day in range(count)]


def test_three_folders_make_the_whole_project_but_for_what_lies_at_its_top() -> None:
    two = edits("src", "a.py", count=9) + edits("tests", "b.py", count=9)
    assert granted(suggest(two, TODAY)) == {"Edit(./src/**)", "Edit(./tests/**)"}
    three = two + edits("app", "c.py", count=3)
    assert granted(suggest(three, TODAY)) == {"Edit(./*/*/**)"}


def test_a_folder_that_is_refused_leaves_the_others() -> None:
    answers = [each for top in ("src", "tests", "app") for each in edits(top, "a.py", count=15)]
    refused = (
        answers
        + edits("docs", "a.md", count=1, label=REJECTED)
        + edits("docs", "b.md", count=1, label=REJECTED)
    )
    assert granted(suggest(refused, TODAY)) == {"Edit(./src/**)", "Edit(./tests/**)", "Edit(./app/**)"}


def test_projects_are_pooled_where_only_their_number_lacks_and_only_those_with_answers_get_the_rule() -> None:
    part = line("make-docs x", RUN, path=1)
    answers = days(part, 6) + days(part, 6, project="p2", since=6) + days(part, 1, project="p3", since=12)
    few = [each for each in answers if each.project != "p3"]
    found = suggest(few, TODAY).suggestions
    assert sorted(each.judged.candidate.scope for each in found) == ["p1", "p2"]
    assert granted(suggest(days(part, 6), TODAY)) == set()


def test_a_task_of_one_project_is_not_pooled_with_another_of_its_name() -> None:
    part = line("make plan", RUN)
    answers = days(part, 4) + days(part, 4, project="p2", since=4)
    assert granted(suggest(answers, TODAY)) == set()


def test_where_all_folders_are_offered_as_one_the_family_keeps_what_lies_beside_them() -> None:
    """The family has more answers, and would hold no folder that is new."""
    folders = [each for top in ("src", "tests", "app") for each in edits(top, "a.py", count=15)]
    beside = [each for name in ("LICENSE", ".gitignore") for each in edits(name, count=6)]
    assert granted(suggest(folders + beside, TODAY)) == {
        "Edit(./*/*/**)",
        "Edit(./LICENSE)",
        "Edit(./.gitignore)",
    }
    refused = edits("docs", "a.md", count=2, label=REJECTED)
    assert granted(suggest(folders + beside + refused, TODAY)) >= {
        "Edit(./src/**)",
        "Edit(./tests/**)",
        "Edit(./app/**)",
    }


MERGE = line("git merge x", WRITE, path=2)
LOOK = line("gh pr view 1", NET, path=3, to=("github.com",))
# A part, its approvals, how often it was refused and how, ρ, and whether it is a member of its family.
JOINING = [
    pytest.param(E2E, 9, 1, REJECTED, 0.0, True, id="one-no-in-ten"),
    pytest.param(E2E, 17, 2, REJECTED, 0.0, False, id="more-than-one-no-in-ten"),
    pytest.param(E2E, 8, 2, REJECTED, 0.1, True, id="of-one-who-redirects-more-is-borne"),
    pytest.param(E2E, 8, 2, REJECTED, 0.0, False, id="of-another-it-is-not"),
    pytest.param(E2E, 1, 0, REJECTED, 0.0, True, id="a-check-once"),
    pytest.param(MERGE, 1, 0, REJECTED, 0.0, False, id="a-change-once"),
    pytest.param(MERGE, 2, 0, REJECTED, 0.0, True, id="a-change-twice"),
    pytest.param(MERGE, 2, 1, REDIRECTED, 0.2, False, id="a-redirect-takes-from-the-approvals"),
    pytest.param(MERGE, 3, 1, REDIRECTED, 0.2, True, id="approved-once-more"),
    pytest.param(LOOK, 8, 2, REJECTED, 0.1, True, id="a-pool-of-the-network-is-borne-with-too"),
]


@pytest.mark.parametrize(("part", "yes", "no", "label", "rho", "joins"), JOINING)
def test_who_is_a_member(part: PartSummary, yes: int, no: int, label: str, rho: float, joins: bool) -> None:
    answers = days(part, yes) + days(part, no, label, since=30)
    found = judge(mine(answers), Setting(TODAY, rho))
    pools = [each for each in found if each.candidate.members and each.candidate.scope == "p1"]
    assert pools
    assert {bool(each.members) for each in pools if each.candidate.shape.words[0] != "edits"} == {joins}


def test_a_member_with_a_form_that_is_refused_again_and_again_stays_out() -> None:
    plain, fixing = line("ruff check x", WRITE, path=2), line("ruff check --fix x", WRITE, path=2)
    answers = days(plain, 40) + days(fixing, 3, REJECTED)
    pools = [each for each in judge(mine(answers), Setting(TODAY)) if each.candidate.members]
    assert pools
    assert [each.members for each in pools] == [[] for _ in pools]


def test_one_member_is_no_family_and_two_are() -> None:
    def lacking(parts: list[PartSummary]) -> list[str]:
        answers = [each for part in parts for each in days(part, 15)]
        (pool,) = [
            each
            for each in judge(mine(answers), Setting(TODAY))
            if each.candidate.members and each.candidate.scope == "p1"
        ]
        return pool.lacking

    assert lacking(CHECKS[:1]) == ["more of its kind"]
    assert lacking(CHECKS[:2]) == []


def test_the_title_names_those_first_that_were_approved_most() -> None:
    answers = [each for count, part in zip((3, 9, 12, 6), CHECKS, strict=True) for each in days(part, count)]
    assert suggest(answers, TODAY).suggestions[0].title == "checks: eslint, mypy, tsc, pytest"


DOCS = line("make-docs x", RUN, path=1)


def holds_in(answers: list[Answer]) -> list[str]:
    return sorted(each.judged.candidate.scope for each in suggest(answers, TODAY).suggestions)


def test_a_project_with_two_approvals_of_its_own_is_spoken_for_and_one_with_one_is_not() -> None:
    answers = days(DOCS, 12)
    assert holds_in(answers + days(DOCS, 2, project="p2", since=6)) == ["p1", "p2"]
    assert holds_in(answers + days(DOCS, 1, project="p2", since=6)) == ["p1"]


def test_so_is_one_with_two_members_of_a_family() -> None:
    answers = [each for at, part in enumerate(CHECKS) for each in days(part, 3, since=3 * at)]
    two = [each for part in CHECKS[:2] for each in days(part, 2, project="p2", since=6)]
    assert holds_in(answers + two) == ["p1", "p2"]
    assert holds_in(answers + two[:2]) == ["p1"]


def test_a_project_in_which_it_was_refused_is_not_spoken_for() -> None:
    answers = days(DOCS, 40) + days(DOCS, 3, project="p2", since=6)
    assert holds_in(answers) == ["p1", "p2"]
    assert holds_in(answers + days(DOCS, 1, REJECTED, project="p2", since=6)) == ["p1"]


def test_what_is_refused_too_often_in_all_speaks_for_no_project() -> None:
    answers = days(DOCS, 12) + days(DOCS, 2, REJECTED, since=12) + days(DOCS, 2, project="p2", since=6)
    assert holds_in(answers) == []


def test_where_more_than_projects_lacks_none_is_spoken_for() -> None:
    answers = [each for at in range(3) for each in days(DOCS, 2, project=f"p{at}", since=2 * at)]
    assert holds_in(answers) == []


def test_only_pools_and_local_rules_are_read_with_patience() -> None:
    patient = Setting(TODAY, rho=0.2)
    assert least_bound(OUTWARD, patient) == least_bound(OUTWARD, Setting(TODAY))
    assert least_bound(OUTWARD, patient, pooled=True) < least_bound(OUTWARD, patient)


def test_as_many_approvals_as_were_asked_for_are_enough() -> None:
    answers = days(DOCS, 15)
    assert granted(suggest(answers, TODAY, least=15))
    assert not granted(suggest(answers, TODAY, least=16))
