"""A candidate worded as a rule that carries its evidence: its patterns, cap, examples and where they came from."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from assent.core.effect import INSTALL, NET_READ, NET_SEND, names_of
from assent.core.tools import READS, SHELL, WRITES, does
from assent.learning import shapes
from assent.learning.candidate import raw
from assent.learning.families import BY_NAME
from assent.learning.gates import reached
from assent.learning.levels import USER
from assent.learning.rungs_fields import pairs_of, regex_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.learning.candidate import Candidate
    from assent.learning.gates import Judged

NAMED = 4  # members of a family that its title names
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
    if shape.kind in (shapes.FORM, shapes.VERB, shapes.PROGRAM):
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
    return shown_pattern(pattern_of(candidate))


def shown_pattern(pattern: str) -> str:
    """A pattern in the same words."""
    return pattern[:-3] + ":*)" if pattern.startswith(f"{SHELL}(") and pattern.endswith(" *)") else pattern


def text_of(candidate: Candidate) -> str:
    """The rule in one line: `Bash(git:*) within read-project`."""
    text = title_of(candidate)
    if candidate.shape.kind == shapes.FIELDS:
        text += f" where {', '.join(f'{name} = {value}' for name, value in pairs_of(candidate.shape))}"
    if free := free_places(candidate):
        text += f" with any {', '.join(free)}"
    text += f" within {caps(candidate.cap)}"
    return f"{text}, only to {', '.join(candidate.shape.to)}" if candidate.shape.to else text


def _deciding_fields(candidate: Candidate) -> dict[str, Any]:
    """The fields that make the rule's identity."""
    fields: dict[str, Any] = {"allow": [pattern_of(candidate)], "within": names_of(candidate.cap)}
    if candidate.shape.to and candidate.cap & (NET_READ | NET_SEND | INSTALL):
        fields["to"] = list(candidate.shape.to)
    held = {name: regex_of(value) for name, value in pairs_of(candidate.shape)}
    free = dict.fromkeys(free_places(candidate), "")
    if held or free:
        fields["tool"] = regex_of(candidate.shape.tool)
        fields["fields"] = held | free
    return fields


def free_places(candidate: Candidate) -> list[str]:
    """The fields by which approved calls said where they go, and that the rule does not hold to one value."""
    held = {name for name, _ in pairs_of(candidate.shape)}
    return sorted(candidate.places - held)


def rule_fields(candidate: Candidate, judged: Judged, examples: Sequence[str]) -> dict[str, Any]:
    """The whole paragraph: pattern, cap, why with the evidence in words, examples, origin and level. The answers are
    the rule's own; how sure they make it is what its family's together do."""
    tally = candidate.tally
    yes, no = raw(candidate)
    last = date.fromordinal(max(tally.yes)).isoformat()
    family = family_name(judged.candidate) if judged.candidate.members else ""
    by = f" with all {words_of(judged.candidate)}" if family else ""
    why = (
        f"learned: {yes:g} approvals, {no:g} denials in {len(tally.sessions)} sessions on "
        f"{len(tally.yes)} days, last {last}; {reached(judged.confidence.value)} sure{by}"
    )
    return {
        "name": name_of(candidate),
        **_deciding_fields(candidate),
        **({"family": family} if family else {}),
        "why": why,
        "yes": list(examples),
        "origin": "learned",
        "level": candidate.level,
    }


def words_of(family: Candidate) -> str:
    """What a family is about: `checks`, `local changes by git`, `looking up with gh at github.com`."""
    name, *of = family.shape.words
    told = " ".join([BY_NAME[name].words, *of] if name in BY_NAME else family.shape.words)
    if family.shape.to:
        told += f" at {', '.join(family.shape.to)}" if of else f" {', '.join(family.shape.to)}"
    return told


def family_title(family: Candidate, members: Sequence[Candidate]) -> str:
    """A family with the members that were approved most: `checks: pytest, ruff check, npm run lint, …`."""
    named = [short_of(each) for each in members[:NAMED]]
    return f"{words_of(family)}: {', '.join(named)}{', …' if len(members) > NAMED else ''}"


def heading_of(judged: Judged) -> str:
    """A candidate by its pattern, a family with those of its members that it would grant, else with all."""
    whole = judged.candidate
    return (
        family_title(whole, judged.members or list(whole.members.values()))
        if whole.members
        else title_of(whole)
    )


def line_of(judged: Judged) -> str:
    """The same with what the rule may do; the members of a family may each do something else."""
    return heading_of(judged) if judged.candidate.members else text_of(judged.candidate)


def family_name(family: Candidate) -> str:
    """The family as one word, as rules carry it: `edits-by-git`."""
    return label_of((*family.shape.words, *family.shape.to))


def short_of(candidate: Candidate) -> str:
    """A member among its kind: the words it begins with, its path, its host or its tool."""
    shape = candidate.shape
    if does(shape.tool) in (READS, WRITES):
        return "/".join(word for word in shape.words if word)
    if shape.kind in (shapes.TOOL, shapes.FIELDS):
        held = ", ".join(f"{name} {value}" for name, value in pairs_of(shape))
        return shape.tool.rpartition("__")[2] + (f" ({held})" if held else "")
    return " ".join(shape.words)


def family_id(family: Candidate) -> str:
    """Twelve hex digits for a family of a scope and level, whatever members it has."""
    return sha256(family.key().encode("utf-8", "surrogatepass")).hexdigest()[:12]


def caps(effects: int) -> str:
    """Effects by name."""
    return ", ".join(names_of(effects)) or "no effects"


def summary(rules: Sequence[Mapping[str, Any]], family: str) -> dict[str, Any]:
    """One rule for a whole family, no wider than each of its members."""
    # A pattern alone would say more than one whose fields are held fixed.
    rules = [rule for rule in rules if "fields" not in rule] or rules[:1]
    shared = [name for name in rules[0]["within"] if all(name in rule["within"] for rule in rules)]
    to = {tuple(rule.get("to", ())) for rule in rules}
    return {
        "name": family,
        "family": family,
        "allow": [pattern for rule in rules for pattern in rule["allow"]],
        "within": shared,
        **({"to": list(to.pop())} if len(to) == 1 and () not in to else {}),
        **{key: rules[0][key] for key in ("tool", "fields") if key in rules[0]},
        "origin": "learned",
        "level": rules[0]["level"],
    }


def name_of(candidate: Candidate) -> str:
    """A label: the fixed words joined, and `-here` for a rule of one project."""
    words = [candidate.shape.tool.lower() if candidate.shape.tool != SHELL else "", *candidate.shape.words]
    label = label_of(words) or "any-reading"
    return label if candidate.scope == USER else f"{label}-here"


def label_of(words: Sequence[str]) -> str:
    """Words joined to one that names of rules may be made of."""
    label = "-".join(
        "".join(char if char.isalnum() or char in "._" else "-" for char in word).strip("-") for word in words
    )
    return "-".join(piece for piece in label.split("-") if piece)[:48]
