"""Why a call is asked about or refused, in plain words: for the person who answers and for the agent that wanted it."""

from __future__ import annotations

from assent.core.decision import DENY, failed
from assent.core.effect import BIT, NAMES, names_of
from assent.core.pattern import PATH, forbids
from assent.core.phrases import phrase
from assent.core.rule import WHOSE, YOURS
from assent.core.traits import TRAITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.core.call import Call, Part, Reading
    from assent.core.decision import Decision
    from assent.core.facts import Facts
    from assent.core.rule import Rule

# What each effect is to somebody who has never heard of them.
MEANS = dict(
    zip(
        NAMES,
        (
            "reads the project",
            "reads files elsewhere",
            "reads secrets",
            "writes in the project",
            "writes temporary files",
            "writes files elsewhere",
            "removes what cannot be brought back",
            "fetches from the network",
            "sends data out",
            "runs the project's own tests, builds and scripts",
            "installs what the project declares",
            "runs any code",
            "acts with another user's rights",
            "changes the system",
            "rewrites history",
            "switches off a check that protects you",
            "does what assent cannot judge",
        ),
        strict=True,
    )
)
# How the note of a table's row begins; the words behind it are those of the command.
RUNS = "runs "
# Effects of which that note says enough.
RUN_BY_NAME = ("run-project", "run-code")
# How the notes begin of what was fetched from a host that is known.
FETCHED = "runs code fetched from "
# How the notes begin of what deletes: each file has one.
DELETES = "deletes "
# How much of a command is shown, and how many of the files it deletes.
SHOWN = 80
LISTED = 3
# Whose policy refuses, by the layer of the rule.
POLICIES = {"managed": "this machine's policy", "project": "the project's policy"}
# What guards the agent from itself: a refusal by these names no way to lift it.
# How a refusal begins that an ask becomes where the agent's mode asks nobody.
UNASKED = "Refused: this asks the user, and nobody is asked in this mode"
GUARDS = ("no-changing-assent", "no-self-change", "no-agent-settings")


def because(rule: Rule, part: Part, call: Call, reading: Reading, facts: Facts) -> str:
    """Why a rule asks about a call, or denies it: the part that decided, and what that does."""
    path = ""
    parts = [part]
    if rule.effects_all:
        parts, told = _all_of(rule, reading)
    elif rule.effects and not any(each.kind == PATH for each in rule.patterns):
        told = _first(rule.effects, part)
    elif rule.traits:
        named = next((note for _, note in part.notes if note.startswith(FETCHED)), "")
        told = named or TRAITS[next(each for each in part.traits if each in rule.traits)]
    else:
        path = _path(rule, part, call, facts)
        told = rule.why or (f"touches {path}" if path else "")
    name = " … ".join(dict.fromkeys(command(each, call) for each in parts))
    if path and path.rpartition("/")[2] not in name:
        name += f" ({_from_project(path, facts)})"
    return f"{_from_home(name, facts)}: {_from_home(_from_project(_attributed(told, rule), facts), facts)}"


def _attributed(told: str, rule: Rule) -> str:
    """What is told, and whose rule minds it; a shipped one is named by the command that lifts it."""
    if rule.layer == "modules":
        return told or rule.why
    if not told:
        return f"{whose(rule)} {'denies' if rule.verdict == DENY else 'asks about'} it"
    return f"{told} ({whose(rule)}{f': {rule.why}' if rule.why and rule.why != told else ''})"


def whose(rule: Rule) -> str:
    """A rule as people call it."""
    return f"{WHOSE.get(rule.layer, YOURS)} {rule.label}"


def command(part: Part, call: Call) -> str:
    """The words of a part, as many whole ones as there is room for: a secret that is cut would not be known as one."""
    shown = ""
    for word in part.argv or (call.tool,):
        text = "…" if word is None or len(word) > SHOWN else word
        if shown and len(shown) + len(text) >= SHOWN:
            return shown + " …"
        shown = f"{shown} {text}" if shown else text
    return shown


def told_of(effect: str, note: str, targets: Sequence[str | None] = ()) -> str:
    """One note of a part as something that it does."""
    if effect == "unknown":
        return f"{MEANS[effect]}: {note}" if note else MEANS[effect]
    target = targets[0] if targets and targets[0] else ""
    if note.startswith(RUNS) and effect not in RUN_BY_NAME:
        told = "" if effect in ("read-project", "read-elsewhere") else phrase(note[len(RUNS) :], target)
        note = told or _by_option(MEANS[effect], note)
    if effect == "net-send" and target and target not in note:
        note += f" ({target})"
    return note or MEANS[effect]


def _by_option(meaning: str, note: str) -> str:
    last = note.rpartition(" ")[2]
    return f"{meaning} ({last})" if last[:1] == "-" else meaning


def _first(mask: int, part: Part) -> str:
    """What the part does of these effects: the first of its notes, or all that it deletes."""
    names = names_of(mask & part.effects)
    notes = [(effect, note) for effect, note in part.notes if effect in names]
    if not notes:
        return MEANS[names[0]] if names else ""
    effect, note = notes[0]
    if note.startswith(DELETES):
        return DELETES + _listed([each[len(DELETES) :] for _, each in notes if each.startswith(DELETES)])
    return told_of(effect, note, part.targets)


def _listed(names: Sequence[str]) -> str:
    names = list(dict.fromkeys(names))
    if len(names) > LISTED:
        return f"{', '.join(names[:LISTED])} and more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)


def _all_of(rule: Rule, reading: Reading) -> tuple[list[Part], str]:
    """The parts that have the effects of a rule that wants them all, and what these do."""
    parts, told = [], []
    for name in names_of(rule.effects_all):
        mask = rule.effects_all & BIT[name]
        part = next(part for part in reading.parts if part.effects & mask)
        parts.append(part)
        told.append(_first(mask, part))
    return parts, " and ".join(told)


def _path(rule: Rule, part: Part, call: Call, facts: Facts) -> str:
    """The path of the part that the rule speaks of."""
    paths = [each for each in rule.patterns if each.kind == PATH]
    if not paths:
        return ""
    for reads, writes in [((), (each,)) for each in part.writes] + [((each,), ()) for each in part.reads]:
        alone = type(part)(part.argv, part.cwd)
        alone.reads, alone.writes = list(reads), list(writes)
        if any(forbids(each, call, alone, facts) for each in paths):
            return (reads + writes)[0]
    return ""


def _from_project(text: str, facts: Facts) -> str:
    return text.replace(f"{facts.project}/", "") if len(facts.project) > 1 else text


def _from_home(text: str, facts: Facts) -> str:
    if len(facts.home) < 2:
        return text
    words = ["~" if word == facts.home else word for word in text.split(" ")]
    return " ".join(words).replace(f"{facts.home}/", "~/")


# -- what is said ------------------------------------------------------------------------------------------------


def said(decision: Decision) -> str:
    """What the hook says with an ask or a deny: the first is read by a person, the second by the model."""
    why = decision.why or decision.verdict
    rule = decision.decider
    if rule is None:
        return failed(why, "")
    if decision.verdict != DENY:
        return f"assent: {why}. {closing(decision)}"
    policy = POLICIES.get(rule.layer, "the user's policy")
    end = closing(decision)
    return f"Refused by {policy}: {why}. Do not try another way; tell the user what you need. {end}".rstrip()


def refused_unasked(decision: Decision) -> str:
    """What the model reads where an ask is a refusal, since the agent's mode asks nobody."""
    lead = f"{UNASKED}: {decision.why or decision.verdict}"
    end = closing(decision) if decision.decider else ""
    return f"{lead}. Do not try another way; tell the user what you need. {end}".rstrip()


def closing(decision: Decision) -> str:
    """The command after which none of the rules that spoke does so again; it is for a person."""
    lead = "A person can lift this" if decision.verdict == DENY else "To stop asking"
    rules = [rule for rule in decision.matches if rule.verdict == decision.verdict]
    rules += [] if rules or decision.decider is None else [decision.decider]
    names = []
    for rule in rules:
        if rule.layer == "managed":
            return "Only whoever manages this machine can change that."
        if rule.layer == "modules" and rule.name in GUARDS:
            return ""
        # A shipped rule's name is its own; anybody else's may stand twice.
        names.append(rule.name if rule.layer == "modules" and rule.name else rule.id)
    return f"{lead}: assent rules disable {' '.join(dict.fromkeys(names))}"
