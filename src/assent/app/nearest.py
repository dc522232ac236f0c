"""The allow rule that comes closest to a call which no rule allows, and the word, host or place where they differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assent.core.decision import ALLOW
from assent.core.paths import glob
from assent.core.pattern import ARGV, HOME, HOST, MANY, PATH, PROJECT, ROOT, TOOL, WORD
from assent.core.tools import READERS, SEARCHERS, SERVER, WRITERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assent.core.call import Argv, Call, Part
    from assent.core.decision import Decision
    from assent.core.pattern import Pattern
    from assent.core.policy import Policy
    from assent.core.rule import Rule


@dataclass(frozen=True, slots=True)
class Nearest:
    """A `rule` that speaks of something alike, its `pattern` as written, and where the call `differs` from that."""

    rule: Rule
    pattern: str
    differs: str

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule.id,
            "name": self.rule.label,
            "pattern": self.pattern,
            "differs": self.differs,
        }


def nearest(policy: Policy, call: Call, decision: Decision, home: str) -> Nearest | None:
    """The nearest rule; None where none speaks of the same program, server, site or folder, where a rule matches and
    only its reach is too short, which the decision itself says, and where a denial or an ask would stop the call."""
    stopped = decision.decider is not None and not decision.decider.soft
    if decision.verdict == ALLOW or stopped or decision.near or decision.reading.form:
        return None
    allows = [rule for rule in policy.all() if rule.verdict == ALLOW]
    found = [
        (score, -at, Nearest(rule, pattern.text, differs))
        for part in _asked(decision)
        for at, rule in enumerate(allows)
        for pattern in rule.patterns
        for score, differs in _alike(pattern, call, part, home)
    ]
    return max(found, key=lambda each: each[:2])[2] if found else None


def _asked(decision: Decision) -> Iterator[Part]:
    """The parts that no rule allows."""
    for part, verdict in zip(decision.reading.parts, decision.verdicts, strict=False):
        if verdict != ALLOW:
            yield part


def _alike(pattern: Pattern, call: Call, part: Part, home: str) -> Iterator[tuple[float, str]]:
    """How much of a pattern a part has, and where it leaves it; nothing where they have nothing in common."""
    if pattern.kind == ARGV and pattern.tool == call.tool:
        for argv in part.plain:
            yield from _words(pattern, argv)
    elif pattern.kind == HOST and pattern.tool == call.tool:
        for host in part.targets:
            if _site(host) == _site(pattern.value):
                yield 1, f"the host is {host}, the rule says {pattern.value}"
    elif pattern.kind == TOOL and call.tool.startswith(SERVER) and pattern.tool.count("__") > 1:
        if _server(pattern.tool) == _server(call.tool):
            yield 1, f"the tool is {call.tool}, the rule says {pattern.tool}"
    elif pattern.kind == PATH and _same_kind(pattern.tool, call.tool):
        for path in part.writes if call.tool in WRITERS else part.reads:
            yield from _place(pattern, path, call, home)


def _words(pattern: Pattern, argv: Argv) -> Iterator[tuple[float, str]]:
    """How many words are alike from the first on, and which is not."""
    at = 0
    for at, (kind, text) in enumerate(pattern.tokens):
        if kind == MANY:
            last = pattern.tokens[at + 1 :]
            if at and last:
                yield at, f"behind {_shown(argv[:at])} the rule wants {last[0][1]}"
            return
        word = argv[at] if at < len(argv) else ""
        if at >= len(argv):
            yield from [(at, f"it ends where the rule wants {text}")] if at else []
            return
        if word is None or not (word == text if kind == WORD else glob(str(text), word)):
            told = "cannot be known" if word is None else f"is {word}"
            yield from [(at, f"word {at + 1} {told}, the rule says {text}")] if at else []
            return
    if len(argv) > len(pattern.tokens):
        yield at + 1, f"it goes on with {_shown(argv[at + 1 : at + 2])}, where the rule ends"


def _shown(words: Sequence[str | None]) -> str:
    return " ".join("?" if word is None else word for word in words)


def _site(host: str | None) -> str:
    """The last two names of a host."""
    return ".".join((host or "").split(".")[-2:])


def _server(tool: str) -> list[str]:
    return tool.split("__")[:2]


def _same_kind(one: str, other: str) -> bool:
    return any(one in family and other in family for family in (WRITERS, (*READERS, *SEARCHERS)))


def _place(pattern: Pattern, path: str, call: Call, home: str) -> Iterator[tuple[float, str]]:
    """Something alike where a folder of the pattern's fixed beginning holds the file too."""
    begins = {ROOT: "", HOME: home, PROJECT: call.project}.get(pattern.anchor)
    if begins is None:
        return
    fixed = pattern.value.partition("*")[0].strip("/").split("/")[:-1]
    left = path.removeprefix(begins + "/") if path.startswith(begins + "/") else ""
    same = sum(1 for one, other in _beginning(fixed, left.split("/")) if one == other)
    if same:
        yield same / 10, f"the file is {path}"


def _beginning(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[str, str]]:
    for pair in zip(one, other, strict=False):
        if pair[0] != pair[1]:
            return
        yield pair
