"""Rules in words: a line of the list, how far an allow reaches, what a change did."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assent.app import moments
from assent.app.rules import listed as app
from assent.core.rule import LEARNED
from assent.policy.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.app.amend import Outcome
    from assent.app.rules.listed import Listed
    from assent.core.rule import Rule
    from assent.store.rules import Change

SHOWN = 3


def short(path: str) -> str:
    """A path with the home written `~`."""
    home = Path.home()
    full = Path(path)
    return f"~/{full.relative_to(home)}" if full.is_relative_to(home) and full != home else path


def bounds(fields: Mapping[str, object]) -> str:
    """What limits a rule, as the list shows it: `within read-project, only to origin`."""
    told = []
    for word in WORDS:
        value = fields.get(word.key)
        if not word.shown or value is None or (not value and word.kind != "cap"):
            continue
        if word.kind == "patterns":
            told.append(word.shown)
        elif word.kind == "cap" and value == ["any"]:
            told.append("ANY EFFECT (within any)")
        else:
            values = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            told.append(f"{word.shown} {values or 'no effects'}")
    return ", ".join(told)


def line(each: Listed, *, state: bool = True) -> str:
    """One rule on one line: id, verdict, patterns, bounds, name, and with `state` why it does not count."""
    patterns = each.patterns
    more = f" and {len(patterns) - SHOWN} more" if len(patterns) > SHOWN else ""
    verdict = f"{each.verdict}{' (soft)' if each.fields.get('soft') else ''}"
    words = [each.id, f"{verdict:6}", ", ".join(patterns[:SHOWN]) + more or "-", bounds(each.fields)]
    if each.name:
        words.append(f"[{each.name}]")
    if each.project:
        words.append("here only")
    if state and each.state != app.ON:
        words.append(f"({each.state.upper()}: {each.note})")
    return "  ".join(word for word in words if word)


def elsewhere(others: Sequence[Listed]) -> str:
    """That there are granted rules which do not hold here, and how to see them."""
    places = ", ".join(dict.fromkeys(short(each.project) for each in others))
    told = "1 granted rule holds" if len(others) == 1 else f"{len(others)} granted rules hold"
    return f"{told} only in other projects ({places}): assent rules list --project DIR"


def heading(layer: str, source: str) -> str:
    """The line above the rules of a source."""
    if layer == "modules":
        return f"module {source} (shipped)"
    return f"{layer}  {short(source)}" if source else layer


def label(rule: Rule) -> str:
    """A rule in a sentence: `allow Bash(git *)`."""
    return f"{rule.verdict} {', '.join(each.text for each in rule.patterns)}"


def followed(outcome: Outcome) -> list[str]:
    """What happened in the agents' own lists."""
    told = [f"Added to {short(path)}: {', '.join(entries)}" for path, entries in outcome.added.items()]
    return told + [
        f"Taken out of {short(path)}: {', '.join(entries)}" for path, entries in outcome.removed.items()
    ]


def change(each: Change, *, utc: bool = False) -> str:
    """One change of the history on one line: its number, when, who, what, of which rule, and why if anybody said."""
    states = [state.get("rule") for state in (each.after, each.before)]
    held: Mapping[str, object] = next((state for state in states if state), {})
    about = _about(held) if held else ""
    undone = "  (undone)" if each.undone else ""
    when = " ".join(moments.shown(each.ts, utc=utc))
    why = each.why or (_reason(held) if each.action == "add" else "")
    because = f"  because: {why}" if why else ""
    head = f"{each.number:>4}  {when}  {_who(each, held):7}  {each.action:7}  {each.rule}"
    return f"{head}  {about}{because}{undone}".rstrip()


def _who(each: Change, held: Mapping[str, object]) -> str:
    """Who made a change: a rule that was learned says so, also where its history is older than the word."""
    return LEARNED if each.action == "add" and held.get("origin") == LEARNED else each.by


def _reason(held: Mapping[str, object]) -> str:
    body = held.get("body")
    return str(body.get("why") or "") if isinstance(body, dict) else ""


def _about(held: Mapping[str, object]) -> str:
    body = held.get("body")
    patterns: Sequence[str] = body.get(str(held["verdict"]), []) if isinstance(body, dict) else []
    name = f" [{held['name']}]" if held.get("name") else ""
    return f"{held['verdict']} {', '.join(patterns[:SHOWN])}{name}"
