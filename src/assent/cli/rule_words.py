"""Rules in words: a line of the list, how far an allow reaches, what a change did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.app import moments
from assent.app.rules import listed as app
from assent.cli.sources import project, short
from assent.core.amounts import counted
from assent.core.decision import ALLOW
from assent.core.reason import MEANS
from assent.core.redact.text import redact
from assent.core.rule import LEARNED
from assent.core.shown import shown
from assent.core.traits import TRAITS
from assent.policy.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assent.app.amend import Outcome
    from assent.app.rules.listed import Listed
    from assent.core.rule import Rule
    from assent.store.rules import Change

SHOWN = 3
# What an allow with a star and no bounds of its own reaches.
SAFE = "all but the dangerous"
MARKS = {"@assent": "assent's own files", "@agent": "the agent's folder", "@tmp": "the temporary folder"}


def bounds(fields: Mapping[str, object]) -> str:
    """What limits a rule, as the list shows it: `only what reads the project, only to origin`."""
    told = []
    for word in WORDS:
        value = fields.get(word.key)
        if not word.shown or value is None or (not value and word.kind != "cap"):
            continue
        if word.kind == "patterns":
            told.append(word.shown)
        elif word.kind in ("cap", "effects") and isinstance(value, list):
            told.append(_effects(word.key, value))
        elif word.kind == "table" and isinstance(value, dict):
            told.append(_fields(word.shown, value))
        elif word.kind == "traits" and isinstance(value, list):
            told.append(f"{word.shown} {' or '.join(TRAITS[name] for name in value)}")
        else:
            values = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            told.append(f"{word.shown} {values}")
    if fields.get("soft"):
        told.append("unless a rule allows it")
    return ", ".join(told)


def _fields(shown_as: str, regexes: Mapping[str, str]) -> str:
    """What the fields of an input must match, and behind that those that may hold anything."""
    held = " and ".join(f"{shown(name)} matches {shown(regex)}" for name, regex in regexes.items() if regex)
    free = ", ".join(shown(name) for name, regex in regexes.items() if not regex)
    return ", ".join(
        [f"{shown_as} {held}"] * bool(held) + [f"with any {free}"] * bool(free),
    )


def _effects(key: str, names: Sequence[str]) -> str:
    """Effects in plain words: those that an allow may have, any or all of those that a deny or an ask speaks about."""
    if names == ["any"]:
        return "ANY EFFECT"
    if not names:
        return "only what has no effect"
    joined = (" and " if key == "effects_all" else " or ").join(MEANS[str(name)] for name in names)
    return f"only what {joined}" if key == "within" else f"when it {joined}"


def far(each: Listed) -> str:
    """How far a rule reaches, in a cell of the list."""
    told = [bounds(each.fields)] if bounds(each.fields) else []
    if each.verdict != ALLOW:
        told = told if {"effects", "effects_all", "traits"} & each.fields.keys() else ["always", *told]
    elif "within" not in each.fields:
        patterns = each.declared.rule.patterns if each.declared else ()
        whole = bool(patterns) and all(pattern.exact for pattern in patterns)
        told.insert(0, "exactly that" if whole else SAFE)
    return ", ".join([*told, "this project only"] if each.project else told)


def pattern(text: str) -> str:
    """A pattern for people: words that stand for places of this machine are said in full, secrets not at all."""
    for mark, place in MARKS.items():
        text = text.replace(mark, place)
    return redact(text)


def patterns(each: Listed, most: int) -> str:
    """The first so many patterns of a rule, and how many more there are."""
    known = [pattern(text) for text in each.patterns]
    more = f" and {len(known) - most} more" if len(known) > most else ""
    return (", ".join(known[:most]) + more) or "-"


def members(each: Listed) -> str:
    """The first patterns of a family by the words inside them: `pytest, ruff check, npm run lint and 2 more`."""
    known = [_inside(pattern(text)) for text in each.patterns]
    more = f" and {len(known) - SHOWN} more" if len(known) > SHOWN else ""
    return ", ".join(known[:SHOWN]) + more


def _inside(text: str) -> str:
    """`Bash(npm run lint *)` as `npm run lint`, `Edit(./src/**)` as `src/**`, `WebFetch(domain:x.org)` as `x.org`."""
    words = text.partition("(")[2].removesuffix(")") or text
    return words.removesuffix(" *").removeprefix("./").removeprefix("domain:")


def line(each: Listed, *, state: bool = True) -> str:
    """One rule on one line: id, verdict, patterns, bounds, name, and with `state` why it does not count."""
    words = [each.id, f"{each.verdict:5}", patterns(each, SHOWN), bounds(each.fields)]
    if each.name:
        words.append(f"[{each.name}]")
    if each.project:
        words.append("here only")
    if state and each.state != app.ON:
        words.append(f"({each.state.upper()}: {each.note})")
    return "  ".join(word for word in words if word)


def called(identity: str, found: Iterable[Listed]) -> str:
    """The word that names one rule in a command: its name when no other has it, else its id."""
    names = {each.id: each.name for each in found}
    name = names.get(identity, "")
    return name if name and list(names.values()).count(name) == 1 else identity


def named(each: Listed) -> str:
    """One rule in a sentence, by its name when it has one: `history-asks (97a95aca5755): ask *`."""
    reach = bounds(each.fields)
    said = f"{each.verdict} {patterns(each, SHOWN)}{f', {reach}' if reach else ''}"
    return f"{each.name} ({each.id}): {said}" if each.name else f"{said} ({each.id})"


def elsewhere(others: Sequence[Listed]) -> str:
    """That there are granted rules which do not hold here, and how to see them."""
    places = ", ".join(dict.fromkeys(project(each.project) for each in others))
    told = counted(len(others), "granted rule holds", "granted rules hold")
    return f"{told} only in other projects ({places}): assent rules list --project DIR"


def label(rule: Rule) -> str:
    """A rule in a sentence: `allow Bash(git *)`."""
    return f"{rule.verdict} {', '.join(redact(each.text) for each in rule.patterns)}"


def followed(outcome: Outcome) -> list[str]:
    """What happened in the agents' own lists."""
    told = [
        f"Added to {short(path)}: {', '.join(map(redact, entries))}"
        for path, entries in outcome.added.items()
    ]
    return told + [
        f"Taken out of {short(path)}: {', '.join(map(redact, entries))}"
        for path, entries in outcome.removed.items()
    ]


def change(each: Change, *, utc: bool = False, name: str = "") -> str:
    """One change of the history on one line: its number, when, who, what, of which rule, and why if anybody said.
    `name` is what a rule is called whose text stands elsewhere."""
    states = [state.get("rule") for state in (each.after, each.before)]
    held: Mapping[str, object] = next((state for state in states if state), {})
    about = stored(held) if held else name
    undone = "  (undone)" if each.undone else ""
    when = " ".join(moments.shown(each.ts, utc=utc))
    why = each.why or (_reason(held) if each.action == "add" else "")
    because = f"  because: {why}" if why else ""
    head = f"{each.number:>4}  {when}  {_who(each, held):7}  {each.action:7}  {each.rule}"
    return f"{head}  {about}{because}{undone}".rstrip()


def change_said(each: Change) -> str:
    """One change in a sentence: `change 6, add allow Bash(git *) (8c90cddd549d)`."""
    states = [state.get("rule") for state in (each.after, each.before)]
    held: Mapping[str, object] = next((state for state in states if state), {})
    about = " ".join(stored(held).split()) if held else ""
    return f"change {each.number}, {each.action} {about} ({each.rule})".replace("  ", " ")


def _who(each: Change, held: Mapping[str, object]) -> str:
    """Who made a change: a rule that was learned says so, also where its history is older than the word."""
    return LEARNED if each.action == "add" and held.get("origin") == LEARNED else each.by


def _reason(held: Mapping[str, object]) -> str:
    body = held.get("body")
    return str(body.get("why") or "") if isinstance(body, dict) else ""


def stored(held: Mapping[str, object]) -> str:
    """A rule as the database keeps it, in few words: `allow Bash(git *) [git-read]`."""
    body = held.get("body")
    patterns: Sequence[str] = body.get(str(held["verdict"]), []) if isinstance(body, dict) else []
    name = f" [{held['name']}]" if held.get("name") else ""
    return f"{held['verdict']} {', '.join(map(redact, patterns[:SHOWN]))}{name}"
