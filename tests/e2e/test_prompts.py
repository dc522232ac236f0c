"""A whole day of calls with the real client: after `init` nothing new is asked but what it announced, after `learn` less."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from tests.e2e import tables
from tests.e2e.answers import AS_OF, write_answers
from tests.e2e.client import World, fresh_world
from tests.e2e.day import AFTER_CD, BACK, MODES, Ends, live
from tests.e2e.product import Product
from tests.e2e.transcript import ASKED, RAN

pytestmark = [pytest.mark.client, pytest.mark.slow]

OFF = re.compile(r"^ +off: assent rules disable (\S+)$", re.MULTILINE)
BY_US = re.compile(r"assent rules disable ([\w-]+)")
Days = dict[str, dict[str, Ends]]


@dataclass(slots=True)
class Compared:
    """One day per mode before and after, the families that `init` printed, and a day in default after `learn`."""

    before: Days = field(default_factory=dict)
    after: Days = field(default_factory=dict)
    learned: dict[str, Ends] = field(default_factory=dict)
    announced: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Stopped:
    """A call that ran before and does not after, and the family of ours that says so ("" when none does)."""

    mode: str
    call: str
    family: str


@pytest.fixture(scope="module")
def compared(client_at_hand: None) -> Compared:
    del client_at_hand
    found = Compared()
    with ThreadPoolExecutor(len(MODES)) as pool:
        list(pool.map(lambda mode: compare(mode, found), MODES))
    return found


def compare(mode: str, found: Compared) -> None:
    """One mode's day in a home of its own, before and after."""
    with fresh_world() as world:
        product = Product(world)
        product.install()
        found.before[mode] = live(world, mode)
        found.announced |= set(OFF.findall(product.run("init", "--dry-run", "--all")))
        product.run("init", "--yes")
        found.after[mode] = live(world, mode)
        if mode == "default":
            write_answers(world)
            product.run("learn", "--apply", "all", "--as-of", AS_OF)
            found.learned = live(world, mode)


def stopped(found: Compared) -> list[Stopped]:
    """Every call that ran before and does not after."""
    gone = []
    for mode in MODES:
        for call, end in found.before[mode].items():
            now = found.after[mode][call]
            if end.word == RAN and now.word != RAN:
                spoke = BY_US.search(now.text)
                gone.append(Stopped(mode, call, spoke[1] if spoke else ""))
    return gone


def test_the_day_is_long_enough_and_the_client_itself_asks_about_some_of_it(compared: Compared) -> None:
    for mode in MODES:
        assert len(compared.before[mode]) >= 60
    words = {end.word for end in compared.before["default"].values()}
    assert words == {"runs", "asks"}


def test_no_call_asks_that_ran_before_but_what_init_announced(compared: Compared) -> None:
    assert [each for each in stopped(compared) if each.family not in compared.announced] == []


def test_what_was_announced_does_happen(compared: Compared) -> None:
    families = {each.family for each in stopped(compared)}
    assert {"destroy-asks", "history-asks", "sending-asks", "no-env-files"} <= families


def asking(day: dict[str, Ends]) -> list[str]:
    return [call for call, end in day.items() if end.word == ASKED]


# Neighbours of what was approved, and what was refused: the learned rules must not reach these.
STILL_HELD = (
    "cat .env",
    "cat ~/.ssh/config",
    "Read {project}/.env",
    "Write {home}/notes.txt",
    "rm build/out/a.txt",
    "rm -rf build",
    "git commit --amend --no-edit",
    "git checkout README.md",
    "git reset --hard HEAD",
    "git push --force origin feature",
    "PYTHONPATH=src python3 -c 'print(1)'",
    "env",
    "curl -d x=1 https://example.org/",
    "mcp__notes__add_note remember",
)


@pytest.mark.parametrize("call", STILL_HELD)
def test_what_was_learned_does_not_reach(compared: Compared, call: str) -> None:
    assert compared.learned[call].word != RAN


def test_after_learning_nothing_asks_that_ran_before_it(compared: Compared) -> None:
    ran = [call for call, end in compared.after["default"].items() if end.word == RAN]
    assert [call for call in ran if compared.learned[call].word != RAN] == []


def test_after_learning_fewer_calls_ask(compared: Compared) -> None:
    before, now = set(asking(compared.after["default"])), set(asking(compared.learned))
    assert now < before
    assert len(now) <= len(before) / 2


def test_the_table_in_the_docs_is_what_was_measured(compared: Compared) -> None:
    default, *others = MODES
    head = ["call", default, f"{default}, after learn", *others]
    rows = [
        [
            tables.code(call),
            cell(compared, default, call),
            learned(compared, call),
            *(cell(compared, mode, call) for mode in others),
        ]
        for call in compared.before[default]
    ]
    count = {
        "before": len(asking(compared.before[default])),
        "after": len(asking(compared.after[default])),
        "learned": len(asking(compared.learned)),
        "calls": len(compared.learned),
    }
    agree = {family for family in (each.family for each in stopped(compared)) if family}
    tables.agree(
        "prompts.md", TEXT.format(families=", ".join(sorted(agree)), **count) + tables.markdown(head, rows)
    )


def cell(found: Compared, mode: str, call: str) -> str:
    """One word when nothing changed, both and the family that speaks when it did."""
    before, after = found.before[mode][call], found.after[mode][call]
    if before.word == after.word:
        return before.word
    spoke = BY_US.search(after.text)
    return f"{before.word} → {after.word}" + (f" ({spoke[1]})" if spoke else "")


def learned(found: Compared, call: str) -> str:
    """One word when learning changed nothing, both when it did."""
    before, now = found.after["default"][call].word, found.learned[call].word
    return now if before == now else f"{before} → {now}"


TEXT = """\
# What installing changes

One ordinary day of calls, made by the real client (Claude Code 2.1.328) in a fresh project, before `assent init` and
after it. `runs` is without a question; `asks` waits for a person, or where plan mode hands over, for the client's
classifier; `refused` is a denial. In auto mode that classifier finds every call safe: what asks there asks a person. A
cell with an arrow is a change, with the rule that speaks. Calls that stop running do so by a rule that
`init --dry-run --all` lists with the command that switches it off: {families}.

`after learn` is the same day in default mode once `assent learn` has read ten days of a person's answers about calls
of these kinds (tests/e2e/answers.py, written in the client's form) and all it offers is granted: of {calls} calls
{before} ask before `init`, {after} after it, {learned} after `learn`. `tests/e2e/test_prompts.py` measures this table and compares; `just tables` writes it.
What was refused again and again is offered as a denial: there `refused` is the person's own word.

"""


def test_a_denial_of_reading_in_the_clients_list_would_make_it_ask(world: World) -> None:
    product = Product(world)
    product.install()
    said = product.run("init", "--native-denials", "--yes")
    assert "asks about every read after a `cd`" in " ".join(said.split())
    reads = [step for step in AFTER_CD if step.name.startswith("cd src && ") and step.name != "cd src && pwd"]
    seen = world.print_mode(*(step.proposal for step in reads))
    assert [step.name for step, end in zip(reads, seen, strict=True) if end.ran] == []
    product.run("init", "--yes", "--no-native-denials")
    assert "Read(" not in world.settings.read_text()
    back = [step.proposal for step in AFTER_CD if step.name != BACK][:1]
    assert world.print_mode(*back)[0].ran
