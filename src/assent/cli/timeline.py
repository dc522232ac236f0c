"""`assent timeline`: how the allow list grew, change by change, with who, why and from which calls."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import click

from assent.analytics import timeline
from assent.analytics.base import ask
from assent.analytics.scope import Scope
from assent.app import moments, state
from assent.cli import empty, filters, rule_words
from assent.cli.log import recorded
from assent.cli.output import data, refuse, say
from assent.cli.provenance import behind
from assent.cli.sources import project
from assent.core.amounts import counted
from assent.core.decision import ALLOW
from assent.core.redact.told import told as redacted
from assent.core.rule import matched
from assent.store import resting
from assent.store.db import StoreError
from assent.store.record import now

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

NOTHING = "No rule was granted yet. See what your answers teach: assent learn; or give one: assent rules add"
INDENT = 4
_SIGNS = {timeline.JOINED: "+", timeline.LEFT: "-", timeline.CHANGED: "~"}
_DONE = {
    "add": "given", "remove": "removed", "enable": "switched on", "disable": "switched off", "undo": "taken back",
    "restore": "brought back to an earlier point", "dormant": "put to rest", "suspend": "suspended",
    "expire": "ended",
}  # fmt: skip
_STYLES = {timeline.JOINED: "green", timeline.LEFT: "red"}


@click.command(name="timeline")
@filters.options("since", "until", "project")
@click.option("--all", "every", is_flag=True, help="Denials and asks too.")
@filters.options("utc")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text, oldest first.")
def command(every: bool, as_json: bool, **given: Any) -> None:
    """Tell how the allow list grew: which rule joined or left, when, by whom, why, and from which calls."""
    at = state.paths()
    asked = filters.asked(at, given)
    try:
        with contextlib.closing(recorded(at)) as db:
            wanted = asked.wanted(db, at.home, now())
            refuse(asked.problems)
            scope = Scope(now(), wanted.since, wanted.until, projects=wanted.projects)
            found = ask(db, timeline, scope).records()
            any_known = bool(found) or bool(ask(db, timeline, Scope(now())).rows)
    except StoreError as error:
        refuse([error.problem])
        return
    found = [each for each in found if every or each["verdict"] == ALLOW]
    if as_json:
        data(redacted(found))
    elif found:
        for text, style, hang in told(found, asked.words(), utc=asked.utc):
            say(text, style=style, hang=hang)
    else:
        words = asked.words()
        say(empty.like_that("change of the allow list", words) if words and any_known else NOTHING)


def told(found: Sequence[Mapping[str, Any]], asked: str, *, utc: bool) -> Iterator[tuple[str, str, int]]:
    """(text, style, hang) of every line, oldest change first."""
    joined, left = (_counted(found, effect) for effect in (timeline.JOINED, timeline.LEFT))
    by_now = found[-1]["total"]
    span = f" ({asked})" if asked else ""
    yield f"Your allow list{span}: {joined} joined, {left} left; {by_now} granted now", "bold", 0
    for each in found:
        yield from _change(each, " ".join(moments.shown(each["ts"], utc=utc)))
    yield "To go back to how it was after a change: assent rules undo --to NUMBER", "", 0


def _counted(found: Sequence[Mapping[str, Any]], effect: str) -> int:
    return sum(each["effect"] == effect for each in found)


def _change(each: Mapping[str, Any], when: str) -> Iterator[tuple[str, str, int]]:
    sign = _SIGNS[each["effect"]]
    undone = "  (undone)" if each["undone"] else ""
    rule = f"{each['verdict'] or 'rule'} {', '.join(map(rule_words.pattern, each['patterns'][: rule_words.SHOWN]))}"
    bounds = rule_words.bounds({key: each[key] for key in ("within", "tool", "fields") if each[key]})
    where = f", in {project(each['project'])}" if each["project"] else ""
    name = f"  {matched(each['verdict'], each['name'])}" if each["name"] else ""
    reach = f", {bounds}" if bounds else ""
    head = f"{when} {sign} {rule}{reach}{where}{name}  {each['rule']}{undone}"
    yield head, _STYLES.get(each["effect"], ""), INDENT
    yield f"{'':{INDENT}}{_who(each)}; {counted(each['total'], 'rule')} then", "dim", INDENT + 2
    for text in behind(each["calls"]):
        yield f"{'':{INDENT}}{text}", "dim", INDENT + 2


def _who(each: Mapping[str, Any]) -> str:
    """Who made a change, its number, and why: `change 12: learned from your answers, 12 approvals, 94% sure`."""
    who = "you" if each["by"] == "user" else each["by"]
    done = "learned from your answers" if each["by"] == "learned" else f"{_DONE[each['action']]} by {who}"
    told = [f"change {each['change']}: {done}"]
    if each["why"] and (each["action"] == "add" or each["action"] in resting.ACTIONS):
        told.append(str(each["why"]))
    if each["tier"] is not None and each["by"] == "learned":
        told.append(f"level {each['tier']}")
    return ", ".join(told)
