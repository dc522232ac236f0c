"""`assent why`: one recorded decision explained: who decided, what the call does, what became of it, what ends it."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Any

import click

from assent.app import decided, moments, outcomes, remedy, state
from assent.app.check import explained
from assent.app.exported.fields import rule_matched
from assent.cli import empty, filters, rows
from assent.cli.log import recorded
from assent.cli.output import block, console, data, error, refuse, say, verdict_style
from assent.cli.sources import short
from assent.core.effect import names_of
from assent.core.problem import Problem
from assent.core.reason import MEANS, told_of
from assent.store import decisions
from assent.store.db import StoreError

if TYPE_CHECKING:
    from assent.app.nearest import Nearest
    from assent.app.outcomes import Outcome
    from assent.core.call import Part
    from assent.core.decision import Decision

LAST = "last"
_QUOTED = re.compile(r"(?:'[^']*'|[^\s'])+")
WIDTH = 9  # of the column of names
CANDIDATES = 9


@click.command(name="why")
@click.argument("decision", default=LAST)
@filters.options("utc", utc=f"{filters.UTC}.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def command(decision: str, utc: bool, as_json: bool) -> None:
    """Explain DECISION: an id (or its beginning) from `assent log`, or `last`."""
    utc = filters.in_utc(state.paths(), utc=utc)
    entry, outcome = _found(decision, utc=utc)
    found = remedy.again(state.paths(), entry)
    if as_json:
        data(decided.as_json(entry, outcome.as_json()) | _now(found))
    else:
        _explain(entry, outcome, found, utc=utc)


def _now(found: remedy.Again) -> dict[str, Any]:
    """What would be said now, and what ends the asking, as JSON."""
    advice = {"what": found.remedy.what, "command": found.remedy.command or None}
    if not found.decision:
        return {"now": None, "remedy": advice}
    nearest = found.nearest.as_json() if found.nearest else None
    said = {key: getattr(found.decision, key) for key in ("verdict", "tier", "why")}
    return {"now": {**said, **explained(found.decision), "nearest": nearest}, "remedy": advice}


def _explain(entry: dict[str, Any], outcome: Outcome, found: remedy.Again, *, utc: bool) -> None:
    shown = rows.row(entry, outcome, utc=utc)
    verdict = shown.verdict
    say(f"{shown.day} {shown.time}  {verdict} → {shown.outcome}", style=verdict_style(verdict) or "bold")
    say(f"  {rows.call_of(entry)}", hang=4)
    _line("id", f"{shown.id}  ({entry['id']})")
    if entry.get("why"):
        _line("why", entry["why"])
    if entry.get("shadow"):
        by = f" by {entry['shadow_name']}" if entry.get("shadow_name") else ""
        _line("shadow", f"without shadow mode: {entry['shadow']}{by}")
    if entry.get("rule"):
        _line(
            "rule",
            f"{rule_matched(entry)} (id {entry.get('rule')}, {_layer(entry)})",
        )
    if entry.get("llm_score"):
        _line("judge", _judged(entry))
    _line("outcome", _told(outcome))
    for text in effects(entry, found.decision):
        _line("effect", text)
    if entry.get("coverage") != "full":
        _line("unclear", _coverage(str(entry.get("coverage"))))
    for near in _near(entry, found):
        _line("near", near)
    if found.decision and _verdict(found.decision) != verdict:
        _line("now", f"{_verdict(found.decision)}: {found.decision.why}")
    _line("where", f"{short(str(entry.get('cwd') or '?'))}, project {shown.project or 'none'}")
    _line("session", entry.get("session") or "not known")
    found_command = found.remedy.command
    say(f"  {found.remedy.what}{':' if found_command else '.'}", hang=4)
    if found_command:
        for line in typed(found_command, console().width - 4):
            block(f"    {line}")


def _judged(entry: dict[str, Any]) -> str:
    """What the judge said, in what time and why, as far as that is recorded."""
    took = entry.get("llm_latency_ms")
    within = f", in {took:,.0f} ms" if isinstance(took, int | float) else ""
    why = entry.get("llm_reasoning")
    return f"{entry['llm_score']}{within}{f': {why}' if why else ''}"


def _near(entry: dict[str, Any], found: remedy.Again) -> list[str]:
    """The rules that nearly allowed it, or that nearly would now, with what they do not cover."""
    closest = found.nearest
    now = [f"{each.label}: {reason}" for each, reason in found.decision.near[:3]] if found.decision else []
    told = _texts(entry.get("near")) or now
    return told or ([f"{_named(closest)}: {closest.differs}"] if closest else [])


def _named(closest: Nearest) -> str:
    """A rule that comes close: its name, and its pattern where that is another."""
    label = closest.rule.label
    return label if label == closest.pattern else f"{label}, {closest.pattern}"


def _verdict(decision: Decision) -> str:
    return decisions.SILENT if decision.silent else decision.verdict


def typed(command: str, width: int) -> list[str]:
    """A command over as many lines as a terminal so wide needs, so that it can be copied as it stands; a quoted word
    stays whole."""
    lines = [""]
    for word in _QUOTED.findall(command):
        if lines[-1] and len(lines[-1]) + len(word) + 3 > width:
            lines[-1] += " \\"
            lines.append("  ")
        lines[-1] += (" " if lines[-1].strip() else "") + word
    return lines


def _layer(entry: dict[str, Any]) -> str:
    """Where a rule comes from, in a word."""
    layer = str(entry.get("layer"))
    return "shipped" if layer == "modules" else layer


def _line(name: str, text: object) -> None:
    say(f"  {name:{WIDTH}}{text}", hang=WIDTH + 2)


def effects(entry: dict[str, Any], decision: Decision | None) -> list[str]:
    """Every effect that was recorded, in plain words, with the part of the call that has it and why."""
    parts = list(decision.reading.parts) if decision else []
    told = []
    for name in _texts(entry.get("effects")):
        having = [part for part in parts if name in names_of(part.effects)]
        behind = [_behind(part, name, alone=len(parts) == 1) for part in having]
        more = "; ".join(dict.fromkeys(text for text in behind if text))
        told.append(f"{name}: {MEANS.get(name, name)}{f' ({more})' if more else ''}")
    return told or ["none that a rule could speak about"]


def _behind(part: Part, name: str, *, alone: bool) -> str:
    """Which part of a call has an effect, and what makes it so."""
    words = " ".join("?" if word is None else word for word in part.argv)
    notes = [told_of(name, why, part.targets) for effect, why in part.notes if effect == name]
    notes = [note.removeprefix(f"{MEANS[name]}: ") for note in notes]
    why = ", ".join(dict.fromkeys(note for note in notes if note not in (MEANS[name], f"runs {words}")))
    if alone or not words:
        return why
    return f"{rows.fitted(words, 40)}{f': {why}' if why else ''}"


def _coverage(coverage: str) -> str:
    if coverage == "form":
        return "its text could not be read in full, so no rule may allow it"
    return "a program, a subcommand, an option or a word of it is not known to assent"


_BY = {
    "user": "you",
    "rule": "the agent's own rules",
    "hook": "a hook",
    "mode": "the agent's mode",
    "classifier": "the agent's classifier",
    "host": "the program that runs the agent",
}


def _told(outcome: Outcome) -> str:
    """What became of a call, and how that is known."""
    by = f", decided by {_BY[outcome.by]}" if outcome.by in _BY else ""
    if outcome.by == outcomes.OURS:
        return f"{outcome.text} by assent"
    if outcome.source == outcomes.LOG:
        return f"{outcome.text}{by} (from the agent's log)"
    if outcome.end == outcomes.UNKNOWN and not outcome.asked:
        return "not known: neither the hook nor the agent's log has said yet; assent learn reads the logs"
    if outcome.asked and not outcome.answer:
        return f"{outcome.text}: the agent's log knows your answer; assent learn reads it"
    if outcome.answer:
        return f"{outcome.text}: a permission prompt was shown, and then it {outcome.end}"
    return f"{outcome.text}{by} (seen by the hook)"


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


def _found(word: str, *, utc: bool) -> tuple[dict[str, Any], Outcome]:
    try:
        with contextlib.closing(recorded(state.paths())) as db:
            found = decisions.last(db) if word == LAST else decisions.find(db, word)
            known = outcomes.of(db, found[:CANDIDATES])
            count = found or decisions.total(db)
    except StoreError as problem:
        refuse([problem.problem])
        raise
    if len(found) > 1:
        many = "or more " if len(found) == decisions.MANY else ""
        error(f"why: {len(found)} {many}decisions begin with {word!r}:")
        for entry in found[:CANDIDATES]:
            day, time = moments.shown(str(entry.get("ts")), utc=utc)
            error(f"  {entry['id']}  {day} {time}  {rows.fitted(rows.call_of(entry), 60)}")
        error("  name one by more of its id")
        raise click.exceptions.Exit(2)
    if not found:
        unknown = Problem("why", f"no decision has the id {word!r}", "see the ids: assent log")
        nothing = Problem("why", "no decision is recorded yet", empty.HOW)
        refuse([unknown if count else nothing])
    return found[0], known[0]
