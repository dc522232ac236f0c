"""The verdict: one pure function that the hook, the dry run, the queue, the back-test and the tests all call."""

from __future__ import annotations

from assent.core.decision import ALLOW, ASK, DENY, TIER_NONE, Decision
from assent.core.effect import EXACT_REACH, NOT_WILD, RUN_CODE, UNKNOWN, WILD, names_of
from assent.core.paths import glob, inside
from assent.core.pattern import ARGV, NAME, PATH, PROJECT, excepts, forbids, keys_of, pardons, permits
from assent.core.policy import SOFT
from assent.core.rule import LEARNED, PERSON, WHOSE, YOURS
from assent.core.tools import READERS, SEARCHERS, SERVER, WRITERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.core.call import Call, Part, Reading
    from assent.core.facts import Facts
    from assent.core.pattern import Pattern
    from assent.core.policy import Policy
    from assent.core.rule import Rule

LONGEST_ALLOWED = 1 << 20
UNFAMILIAR = 4  # the level of a learned rule that vouches for one thing whatever it does


def decide(call: Call, reading: Reading, policy: Policy, facts: Facts) -> Decision:
    """deny > ask > allow > soft ask > silence; the order of rules, their layer and specificity never matter. A call
    too large to be read to its end is asked by nobody's rule instead of silence.

    Allow needs everything understood (the text read in full and every part covered); deny and ask need one
    thing understood."""
    keys = keys_of(call, reading.parts)
    for verdict in (DENY, ASK):
        hits = _speaking(policy.select(verdict, keys), call, reading, facts)
        if hits:
            why = _because(hits[0], call, reading, facts)
            verdicts = _same_for_each(reading, verdict)
            return Decision(verdict, reading, hits[0], verdict, why, hits, (), verdicts)
    allows, near, verdicts, missing = _allowing(policy.select(ALLOW, keys), call, reading, facts)
    if not missing and allows:
        return Decision(ALLOW, reading, allows[0], ALLOW, _allowed(allows[0]), allows, near, verdicts)
    softs = _speaking(policy.select(SOFT, keys), call, reading, facts)
    if softs:
        why = _because(softs[0], call, reading, facts)
        return Decision(ASK, reading, softs[0], ASK, why, softs, near, verdicts)
    tier = ASK if reading.cut else TIER_NONE
    return Decision(ASK, reading, None, tier, missing, allows, near, verdicts)


def _same_for_each(reading: Reading, verdict: str) -> list[str]:
    return [verdict for _ in reading.parts]


def _allowed(rule: Rule) -> str:
    reason = f": {rule.why}" if rule.why else ""
    return f"allowed by {WHOSE.get(rule.layer, YOURS)} {rule.label}{reason}"


def _because(rule: Rule, call: Call, reading: Reading, facts: Facts) -> str:
    """Why the rule speaks, from the first part that it meets. Only who is asked or refused needs these words."""
    from assent.core.reason import because

    met = next((part for part in reading.parts if _meets_part(rule, call, part, facts)), reading.parts[0])
    return because(rule, met, call, reading, facts)


def _in_force(rule: Rule, call: Call, facts: Facts) -> bool:
    if rule.expires and facts.today and facts.today >= rule.expires:
        return False
    if rule.agents and call.agent not in rule.agents:
        return False
    return not rule.where or any(_is_at(place, call, facts) for place in rule.where)


def _is_at(place: str, call: Call, facts: Facts) -> bool:
    if place == "project":
        return inside(call.cwd, facts.project)
    full = facts.home + place[1:] if place == "~" or place.startswith("~/") else place
    base = full.removesuffix("/**")
    base = base.rstrip("/") or base
    return any(glob(full, spot) or inside(spot, base) for spot in (call.cwd, facts.project))


def _speaking(rules: Sequence[Rule], call: Call, reading: Reading, facts: Facts) -> list[Rule]:
    return [
        rule for rule in rules if _in_force(rule, call, facts) and _meets_call(rule, call, reading, facts)
    ]


def _meets_call(rule: Rule, call: Call, reading: Reading, facts: Facts) -> bool:
    if rule.tool and not _fields(rule, call):
        return False
    if rule.effects_all and rule.effects_all & ~reading.effects:
        return False
    return any(_meets_part(rule, call, part, facts) for part in reading.parts)


def _meets_part(rule: Rule, call: Call, part: Part, facts: Facts) -> bool:
    if rule.effects and not rule.effects & part.effects:
        return False
    if rule.traits and not any(trait in rule.traits for trait in part.traits):
        return False
    if not rule.patterns:
        return bool(rule.tool or rule.effects or rule.effects_all or rule.traits)
    if rule.excepts and any(pardons(pattern, call, part, facts) for pattern in rule.excepts):
        return False
    rest: Part | None = None
    for pattern in rule.patterns:
        if not forbids(pattern, call, part, facts):
            continue
        if pattern.kind != PATH or not rule.excepts:
            return True
        # Fewer paths meet no more patterns, so only one that the whole part meets is asked again.
        rest = rest or _without(rule, part, call, facts)
        if forbids(pattern, call, rest, facts):
            return True
    return False


def _without(rule: Rule, part: Part, call: Call, facts: Facts) -> Part:
    """The part without the paths that the rule's exceptions name."""
    kept = type(part)(part.argv, part.cwd)
    wide = inside(facts.home, facts.project)  # a project that holds the home would except the whole home
    given = [pattern for pattern in rule.excepts if not (wide and pattern.anchor == PROJECT)]
    kept.reads = [
        path
        for path in part.reads
        if not any(excepts(each, call, path, facts, READERS) for each in given)
        and not (path in part.listed and any(excepts(each, call, path, facts, SEARCHERS) for each in given))
    ]
    kept.writes = [
        path for path in part.writes if not any(excepts(each, call, path, facts, WRITERS) for each in given)
    ]
    return kept


def _fields(rule: Rule, call: Call) -> bool:
    """True when the regexes of a rule match the call's tool and fields. A regex that cannot be run (an older version
    took it) matches for a rule that tightens and never for an allow; nor does an allow hold for a value too long to
    have been looked at by anybody."""
    from assent.core import regex

    try:
        if not regex.full(rule.tool, call.tool):
            return False
        for name, wanted in _wanted(rule).items():
            text = _field_text(call.input.get(name))
            if text is None or (rule.verdict == ALLOW and len(text) > LONGEST_ALLOWED):
                return False
            if not regex.search(wanted, text):
                return False
    except regex.RefusedError:
        return rule.verdict != ALLOW
    return True


def _wanted(rule: Rule) -> Mapping[str, str]:
    """The regexes of a rule that a call must match. A learned allow also names, with an empty one, the fields that
    approved calls had: they may be there or not."""
    if rule.origin != LEARNED or rule.verdict != ALLOW:
        return rule.fields
    return {name: regex for name, regex in rule.fields.items() if regex}


def _field_text(value: object) -> str | None:
    if value is None or isinstance(value, (dict, list)):
        return None
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _allowing(
    rules: Sequence[Rule], call: Call, reading: Reading, facts: Facts
) -> tuple[list[Rule], list[tuple[Rule, str]], list[str], str]:
    """The allow rules that hold, those that almost did, a verdict per part, and why the whole is not allowed."""
    rules = [rule for rule in rules if _in_force(rule, call, facts)]
    allows: list[Rule] = []
    near: list[tuple[Rule, str]] = []
    verdicts: list[str] = []
    missing = ""
    gravest = (
        0  # effects of the part that is named: of those that no rule allows, one that runs code before others
    )
    for part in reading.parts:
        reasons: list[tuple[Rule, str]] = []
        found = [rule for rule in rules if _covers(rule, call, part, facts, reasons)]
        found = [rule for rule in found if not _reaches_past_its_regex(rule, call, reading, reasons)]
        inert = not found and _inert(part)
        verdicts.append(ALLOW if (found or inert) and not reading.form else ASK)
        if found:
            allows.extend(rule for rule in found[:1] if rule not in allows)
        elif not inert:
            near.extend(reasons)
            if not missing or part.effects & RUN_CODE & ~gravest:
                gravest = part.effects
                missing = _uncovered(part, call, reasons)
    if reading.form:
        missing = f"no rule may allow what could not be read in full ({reading.form})"
    elif not allows and not missing:
        missing = "it has no effect that a rule could speak about"
    return allows, near, verdicts, missing


def _inert(part: Part) -> bool:
    """True for a filter or a built-in whose table row says so (`head`, `echo`, `true`; never a wrapper or a shell), and
    that is fully understood and has no effect at all here: it needs no rule beside a part that has one, and alone it
    stays for the agent to decide."""
    return part.inert and not (part.effects or part.opaque or part.meaning)


def _uncovered(part: Part, call: Call, reasons: Sequence[tuple[Rule, str]]) -> str:
    name = " ".join("?" if word is None else word for word in part.argv) or call.tool
    if reasons:
        rule, reason = reasons[0]
        return f"{name}: {WHOSE.get(rule.layer, YOURS)} {rule.label} almost allows it, but {reason}"
    if part.effects & RUN_CODE:
        why = next((why for effect, why in part.notes if effect == "run-code"), "runs any code")
        return f"{name}: {why}, and no rule allows it"
    return f"{name}: no rule speaks about it"


def _covers(rule: Rule, call: Call, part: Part, facts: Facts, reasons: list[tuple[Rule, str]]) -> bool:
    """True when an allow rule covers the part; a near miss leaves its reason."""
    matched = _matching(rule, call, part, facts)
    if matched is None:
        return False
    reason = _why_it_does_not_hold(rule, matched, part, facts)
    if reason:
        reasons.append((rule, reason))
    return not reason


def _reaches_past_its_regex(
    rule: Rule, call: Call, reading: Reading, reasons: list[tuple[Rule, str]]
) -> bool:
    """True when an allow by the fields of the input covers more than its regex has seen, or a learned one for a
    server's tool more than its approved calls have said; it leaves its reason."""
    learned = rule.origin == LEARNED and call.tool.startswith(SERVER)
    if not rule.fields and not learned:
        return False
    from assent.core.conditions import goes_unseen, why_not_covered

    wanted = _wanted(rule)
    reason = why_not_covered(wanted, call, reading) if wanted else ""
    if learned and not reason:
        reason = goes_unseen(rule.fields, call)
    if reason:
        reasons.append((rule, reason))
    return bool(reason)


def _matching(rule: Rule, call: Call, part: Part, facts: Facts) -> Pattern | None:
    if rule.tool and not _fields(rule, call):
        return None
    best = None
    for pattern in rule.patterns:
        if permits(pattern, call, part, facts):
            if pattern.exact:
                return pattern
            best = best or pattern
    return best


def _why_it_does_not_hold(rule: Rule, pattern: Pattern, part: Part, facts: Facts) -> str:
    """Why an allow rule whose pattern matches still does not hold; "" when it does."""
    if part.opaque:
        return "a word that decides what it does cannot be known"
    person = rule.origin == PERSON
    exact = pattern.exact and pattern.kind == ARGV and (person or rule.level == UNFAMILIAR)
    if exact and rule.within is None and inside(part.cwd, facts.project):
        cap, reach = EXACT_REACH, part.extra
    else:
        cap, reach = rule.cap, part.effects
    if not person and not exact and not _names_one(rule, pattern):
        cap &= ~UNKNOWN
    over = reach & ~cap
    if over:
        return f"it does not cover {', '.join(names_of(over))}, only {_words(cap)}"
    if rule.to and not _reaches_only(part.targets, rule.to):
        return f"it may only reach {', '.join(rule.to)}"
    return ""


def _names_one(rule: Rule, pattern: Pattern) -> bool:
    """True for a learned rule about one agent or skill by its full name: what is behind it is what was approved."""
    return (
        rule.level == UNFAMILIAR and pattern.kind == NAME and not any(sign in pattern.value for sign in "*?[")
    )


def _reaches_only(targets: Sequence[str | None], to: Sequence[str]) -> bool:
    """True when a part reaches something, and all of it is named; this machine by any of its names."""
    from assent.core.hosts import place_of

    places = [*to, *map(place_of, to)]
    return bool(targets) and all(
        target and (target in places or place_of(target) in places) for target in targets
    )


def _words(cap: int) -> str:
    if cap == WILD:
        return f"what is not {', '.join(names_of(NOT_WILD))}"
    return ", ".join(names_of(cap)) or "what has no effect"
