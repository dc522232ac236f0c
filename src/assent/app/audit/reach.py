"""Wildcards that let dangerous calls through: each shown by a call that it allows, decided as the hook decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.app.audit.found import DANGEROUS, Found, Standing
from assent.app.verdict import decision_on
from assent.core.decision import ALLOW
from assent.core.effect import (
    NET_SEND,
    NOT_WILD,
    SYSTEM,
    WRITE_ELSEWHERE,
    names_of,
)
from assent.core.facts import Facts
from assent.core.pattern import ARGV, WORD
from assent.core.policy import from_rules
from assent.policy.check import HOME, OURS, PROJECT, example_call
from assent.shell.programs import shipped
from assent.shell.programs.source import read_source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from assent.core.decision import Decision
    from assent.core.pattern import Pattern
    from assent.core.policy import Policy
    from assent.core.rule import Rule

# What a wildcard reaches only where its rule says so. Beside it `system`: any program that writes may write there.
GRAVE = NOT_WILD | SYSTEM
# What is grave only where a rule names no program: there nobody has chosen what sends or writes.
GRAVE_FOR_ALL = GRAVE | NET_SEND | WRITE_ELSEWHERE
# Calls that a rule which names no program of its own may let through.
ANYTHING = (
    "rm -rf data", "git push --force origin main", "sudo ls", "cat ~/.ssh/id_rsa", "python3 -c x",
    "curl -d @notes.txt https://example.com", "systemctl stop auditd", "git commit --no-verify",
    "Write(/home/user/.bashrc)", "Write(.git/hooks/pre-commit)", "Write(/home/user/notes.txt)", "Edit(/etc/hosts)",
    "Read(/home/user/.ssh/id_rsa)", "Read(.env)",
)  # fmt: skip


def findings(standing: Sequence[Standing], programs: Mapping[str, Sequence[Sequence[object]]]) -> list[Found]:
    """Every allow of the user's own that lets a grave call through by a wildcard, with the call that shows it."""
    policy = from_rules([each.rule for each in standing], programs)
    found = []
    for each in standing:
        if not each.own or each.rule.verdict != ALLOW:
            continue
        for pattern in each.rule.patterns:
            shown = _shown(each.rule, pattern, policy)
            if shown:
                found.append(_finding(each, pattern, *shown))
                break
    return found


def _finding(each: Standing, pattern: Pattern, call: str, effects: list[str]) -> Found:
    what = f"{pattern.text} also lets `{call}` through ({', '.join(effects)})"
    mend = f"say how far it may go with `within`, or name the calls; to end it: {each.end}"
    return Found(DANGEROUS, each.where, what, mend, each.rule.id, {"call": call, "effects": effects})


def _shown(rule: Rule, pattern: Pattern, policy: Policy) -> tuple[str, list[str]] | None:
    """The shortest call that a wildcard lets through and that does something grave, with its effects."""
    if pattern.exact:
        return None
    grave = GRAVE if pattern.kind == ARGV and pattern.tokens[0][0] == WORD else GRAVE_FOR_ALL
    if rule.within is None and grave == GRAVE:
        return None  # the usual reach, which leaves the worst out
    if not rule.cap & grave:
        return None
    for text in _tried(pattern):
        found = _decided(text, policy)
        effects = found.reading.effects & grave
        if effects and found.verdict == ALLOW and rule.id in [each.id for each in found.matches]:
            return text, names_of(effects)
    return None


def _tried(pattern: Pattern) -> Iterator[str]:
    """Calls that a pattern may meet: for a program, those that its own file says must be minded."""
    if pattern.kind != ARGV or pattern.tokens[0][0] != WORD:
        yield from ANYTHING
        return
    name = str(pattern.tokens[0][1]).rpartition("/")[2]
    file = shipped.files().get(name)
    proofs = read_source(shipped.text(file)).proofs if file else []
    yield from sorted((each.call for each in proofs if each.call.split(" ")[0] == name), key=len)


def _decided(text: str, policy: Policy) -> Decision:
    return decision_on(example_call(text), policy, Facts(HOME, PROJECT, ours=OURS), disk=False)
