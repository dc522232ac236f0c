"""What assent would have said in shadow mode, held against what the person or the agent did: agreement and mistakes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assent.core import event as labels
from assent.core.decision import ALLOW, ASK, DENY, TIER_NONE
from assent.store import decisions, ends, rules, shadow

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from assent.store.shadow import Entry, Met

LEAST = 10  # uses that make a rule worth a word
EXAMPLES = 5  # of each kind of mistake
NOBODY = ""  # what nobody knows the end of
_STRICT = {DENY: 0, ASK: 1, ALLOW: 2, decisions.SILENT: 3}
MODULES = "modules"


def theirs(met: Met) -> str:
    """Whether it went ahead, by whoever decided: `yes`, `no`, or `NOBODY` where that is not known. A call that was
    stopped while it ran says neither."""
    if met.answer:
        return met.answer
    if met.end in (ends.RAN, ends.FAILED):
        return ends.YES
    refused = met.end == ends.REFUSED or (met.end == ends.NOT_RUN and met.decider == labels.CLASSIFIER)
    return ends.NO if refused else NOBODY


@dataclass(slots=True)
class Figures:
    """How often it would have been said, of calls whose end is known: `agreed` with what was done, or not."""

    uses: int = 0
    agreed: int = 0
    false_allows: int = 0
    false_asks: int = 0
    false_denials: int = 0

    def add(self, said: str, done: str) -> str:
        """Counts one call; returns which mistake it was, "" for none."""
        self.uses += 1
        if (said == ALLOW) == (done == ends.YES):
            self.agreed += 1
            return ""
        kind = "false_allows" if said == ALLOW else "false_asks" if said == ASK else "false_denials"
        setattr(self, kind, getattr(self, kind) + 1)
        return kind

    @property
    def wrong(self) -> int:
        return self.uses - self.agreed

    def as_json(self) -> dict[str, int]:
        return {
            "uses": self.uses,
            "agreed": self.agreed,
            "false_allows": self.false_allows,
            "false_asks": self.false_asks,
            "false_denials": self.false_denials,
        }


@dataclass(slots=True)
class OfRule(Figures):
    """The same of one rule, with its name, verdict and where it comes from (`source`: of a module its name)."""

    id: str = ""
    name: str = ""
    verdict: str = ""
    layer: str = ""
    source: str = ""


@dataclass(slots=True)
class Report:
    """All of it: `calls` in shadow mode, of these the ones that `live` rules answered, that no rule would have spoken
    about (`silent`), and whose end is not `known`; `spared` prompts and `added` ones; the mistakes with examples."""

    calls: int = 0
    live: int = 0
    silent: int = 0
    unknown: int = 0
    spared: int = 0
    added: int = 0
    total: Figures = field(default_factory=Figures)
    effects: dict[str, Figures] = field(default_factory=dict)
    rules: dict[str, OfRule] = field(default_factory=dict)
    examples: dict[str, list[Entry]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "calls": self.calls,
            "answered_by_live_rules": self.live,
            "silent": self.silent,
            "end_unknown": self.unknown,
            **self.total.as_json(),
            "agreement": self.total.agreed / self.total.uses if self.total.uses else None,
            "prompts_spared": self.spared,
            "prompts_added": self.added,
            "effects": [{"effect": name, **each.as_json()} for name, each in sorted(self.effects.items())],
            "rules": [
                {
                    "id": each.id,
                    "name": each.name,
                    "verdict": each.verdict,
                    "layer": each.layer,
                    "source": each.source,
                    **each.as_json(),
                }
                for each in self.by_uses()
            ],
            "examples": {
                kind: [
                    {"id": each["id"], "ts": each["ts"], "tool": each.get("tool"), "input": each.get("input"),
                     "would": each[shadow.KEY], "rule": each.get("shadow_name")}
                    for each in found
                ]
                for kind, found in sorted(self.examples.items())
            },
        }  # fmt: skip

    def by_uses(self) -> list[OfRule]:
        """The rules, those in most calls first."""
        return sorted(self.rules.values(), key=lambda each: (-each.uses, each.name, each.id))


def report(db: sqlite3.Connection, since: str, projects: Sequence[str] | None = None) -> Report:
    """The figures of the calls in shadow mode from a moment on, of some projects (keys) or of all."""
    made = Report()
    known = {each.id: each for each in rules.all_rules(db)}
    for met in _once(shadow.met(db, since)):
        if projects is not None and met.entry.get("project") not in projects:
            continue
        made.calls += 1
        if met.entry.get("tier") != TIER_NONE:
            made.live += 1
        elif met.entry[shadow.KEY] == decisions.SILENT:
            made.silent += 1
        elif not theirs(met):
            made.unknown += 1
        else:
            _add(made, met, known)
    return made


def _once(found: Iterable[Met]) -> Iterator[Met]:
    """Of several decisions about one call the strictest, where the first of them was."""
    chosen: dict[tuple[object, ...], Met] = {}
    for each in found:
        call = each.entry.get("call")
        key = (each.entry.get("agent"), call) if call else (each.entry["id"],)
        before = chosen.get(key)
        if before is None or _strictness(each) < _strictness(before):
            chosen[key] = each
    yield from chosen.values()


def _strictness(met: Met) -> int:
    return _STRICT.get(str(met.entry[shadow.KEY]), 9)


def _add(made: Report, met: Met, known: dict[str, rules.Stored]) -> None:
    entry, done = met.entry, theirs(met)
    said = str(entry[shadow.KEY])
    mistake = made.total.add(said, done)
    made.spared += said == ALLOW and done == ends.YES and met.asked is True
    made.added += said == ASK and done == ends.YES and met.asked is False
    for effect in entry.get("effects") or ("none",):
        made.effects.setdefault(str(effect), Figures()).add(said, done)
    ids = str(entry.get("shadow_rules") or "").split()
    for at, identity in enumerate(ids):
        if identity not in made.rules:
            made.rules[identity] = _rule(identity, known, entry, first=at == 0)
        made.rules[identity].add(said, done)
    if mistake:
        held = made.examples.setdefault(mistake, [])
        held.append(entry)
        del held[:-EXAMPLES]


def _rule(identity: str, known: dict[str, rules.Stored], entry: Entry, *, first: bool) -> OfRule:
    """A rule by what is known of it now, else by what was written down of the one that decided."""
    held = known.get(identity)
    if held is None:
        name, layer = (
            (str(entry.get(f"shadow_{key}") or "") for key in ("name", "layer")) if first else ("", "")
        )
        return OfRule(id=identity, name=name or identity, verdict=str(entry[shadow.KEY]), layer=layer)
    patterns = held.body.get(held.verdict)
    called = held.name or (str(patterns[0]) if isinstance(patterns, list) and patterns else identity)
    return OfRule(id=identity, name=called, verdict=held.verdict, layer=held.layer, source=held.source)


@dataclass(frozen=True, slots=True)
class Proven:
    """What was used often and never wrong: a rule, a module, or all of it; `word` names it to `assent shadow off`."""

    kind: str
    word: str
    name: str
    uses: int

    @property
    def command(self) -> str:
        return f"assent shadow off {self.word}".rstrip()

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "name": self.name, "uses": self.uses, "command": self.command}


def never_wrong(found: Report, least: int = LEAST) -> list[Proven]:
    """All of it, else the modules, and the rules that are in none of these, that were used often enough."""
    if found.total.uses >= least and not found.total.wrong:
        return [Proven("everything", "", "everything", found.total.uses)]
    modules: dict[str, list[OfRule]] = {}
    for each in found.by_uses():
        if each.layer == MODULES and each.source:
            modules.setdefault(each.source, []).append(each)
    whole = {
        name: sum(each.uses for each in inside)
        for name, inside in modules.items()
        if not any(each.wrong for each in inside)
    }
    made = [Proven("module", name, name, uses) for name, uses in sorted(whole.items()) if uses >= least]
    covered = {each.word for each in made}
    return made + [
        Proven("rule", each.id, each.name, each.uses)
        for each in found.by_uses()
        if each.uses >= least and not each.wrong and not (each.layer == MODULES and each.source in covered)
    ]
