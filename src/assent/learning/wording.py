"""A candidate worded as a rule that carries its evidence: its patterns, cap, examples and where they came from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from assent.core.effect import INSTALL, NET_READ, NET_SEND, names_of
from assent.core.tools import SHELL
from assent.learning import shapes
from assent.learning.gates import reached
from assent.learning.levels import USER
from assent.learning.rungs_fields import pairs_of, regex_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.learning.gates import Judged
    from assent.learning.mine import Candidate

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=:,@%+^")


def quoted(word: str) -> str:
    """A word as a pattern token that matches only itself."""
    if word and all(char in _PLAIN for char in word):
        return word
    if "'" not in word:
        return f"'{word}'"
    return (
        '"' + word + '"'
        if '"' not in word
        else "".join("\\" + char if char in "\"' \\" else char for char in word)
    )


def pattern_of(candidate: Candidate) -> str:
    """The pattern in the form that policy files hold."""
    shape = candidate.shape
    if shape.kind == shapes.EXACT:
        return f"{shape.tool}({' '.join(quoted(word) for word in shape.words)})"
    if shape.kind in (shapes.VERB, shapes.PROGRAM):
        return f"{shape.tool}({' '.join(quoted(word) for word in shape.words)} *)"
    if shape.kind == shapes.CLASS:
        return f"{shape.tool}(*)"
    if shape.kind == shapes.HOST:
        return f"{shape.tool}(domain:{shape.words[0]})"
    if shape.kind in (shapes.TOOL, shapes.FIELDS):
        return shape.tool
    if shape.kind == shapes.NAME:
        return f"{shape.tool}({shape.words[0]})"
    first = shape.words[0]
    rest = "/".join(shape.words[1:])
    if first == "/":
        return f"{shape.tool}(//{rest})"
    if first == "~":
        return f"{shape.tool}(~/{rest})"
    return f"{shape.tool}(./{'/'.join(word for word in shape.words if word)})"


def title_of(candidate: Candidate) -> str:
    """The pattern in the words people know: `Bash(git:*)`."""
    pattern = pattern_of(candidate)
    return pattern[:-3] + ":*)" if pattern.startswith(f"{SHELL}(") and pattern.endswith(" *)") else pattern


def text_of(candidate: Candidate) -> str:
    """The rule in one line: `Bash(git:*) within read-project`."""
    text = title_of(candidate)
    if candidate.shape.kind == shapes.FIELDS:
        text += f" where {', '.join(f'{name} = {value}' for name, value in pairs_of(candidate.shape))}"
    text += f" within {', '.join(names_of(candidate.cap)) or 'no effects'}"
    return f"{text}, only to {', '.join(candidate.shape.to)}" if candidate.shape.to else text


def _deciding_fields(candidate: Candidate) -> dict[str, Any]:
    """The fields that make the rule's identity."""
    fields: dict[str, Any] = {"allow": [pattern_of(candidate)], "within": names_of(candidate.cap)}
    if candidate.shape.to and candidate.cap & (NET_READ | NET_SEND | INSTALL):
        fields["to"] = list(candidate.shape.to)
    if candidate.shape.kind == shapes.FIELDS:
        fields["tool"] = regex_of(candidate.shape.tool)
        fields["fields"] = {name: regex_of(value) for name, value in pairs_of(candidate.shape)}
    return fields


def rule_fields(judged: Judged, examples: Sequence[str]) -> dict[str, Any]:
    """The whole paragraph: pattern, cap, why with the evidence in words, examples, origin and level."""
    candidate = judged.candidate
    shown = judged.confidence
    tally = candidate.tally
    last = date.fromordinal(max(tally.yes)).isoformat()
    why = (
        f"learned: {shown.raw_yes:g} approvals, {shown.raw_no:g} denials in {len(tally.sessions)} sessions on "
        f"{len(tally.yes)} days, last {last}; {reached(shown.value)} sure"
    )
    return {
        "name": name_of(candidate),
        **_deciding_fields(candidate),
        "why": why,
        "yes": list(examples),
        "origin": "learned",
        "level": candidate.level,
    }


def name_of(candidate: Candidate) -> str:
    """A label: the fixed words joined, and `-here` for a rule of one project."""
    words = [candidate.shape.tool.lower() if candidate.shape.tool != SHELL else "", *candidate.shape.words]
    label = "-".join(
        "".join(char if char.isalnum() or char in "._" else "-" for char in word).strip("-") for word in words
    )
    label = "-".join(piece for piece in label.split("-") if piece)[:48] or "any-reading"
    return label if candidate.scope == USER else f"{label}-here"
