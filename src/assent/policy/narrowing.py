"""Whether one rule always speaks before another, by patterns and conditions alone: yes only where that is proven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.core.decision import ALLOW, ASK, DENY
from assent.core.effect import UNKNOWN
from assent.core.paths import glob
from assent.core.pattern import ANY, ARGV, HOST, MANY, PATH, PROJECT, TMP, TOOL, WILD, WORD
from assent.core.rule import LEARNED, PERSON
from assent.core.tools import READERS, SEARCHERS, SERVER, SHELL, SPAWNERS, WRITERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.core.pattern import Pattern
    from assent.core.rule import Rule

    Tokens = Sequence[Sequence[int | str]]

_STRENGTH = {ALLOW: 0, ASK: 1, DENY: 2}


def beats(strong: Rule, weak: Rule) -> bool:
    """True when every call that the weak rule speaks about is one on which the strong one says the same or something
    stricter: the weak one then changes nothing. Both are taken to be in force in the same places."""
    if _STRENGTH[strong.verdict] < _STRENGTH[weak.verdict] or not _wherever(strong, weak):
        return False
    if strong.soft and not weak.soft:
        return False
    if strong.tool and (strong.tool, strong.fields) != (weak.tool, weak.fields):
        return False
    if strong.verdict == ALLOW:
        return _names_more(strong, weak) and _allows_more(strong, weak)
    if not _meets_more(strong, weak):
        return False
    if not weak.patterns:
        return not strong.patterns
    return not strong.patterns or _covered(strong, weak)


def _names_more(strong: Rule, weak: Rule) -> bool:
    """True unless the strong rule, being learned, covers only the places it names of a server's tool: what a person
    wrote covers any."""
    if strong.origin != LEARNED or not _is_served(weak):
        return True
    return weak.origin == LEARNED and set(weak.fields) <= set(strong.fields)


def _is_served(rule: Rule) -> bool:
    """True for a rule that speaks of an MCP server's tools."""
    return any(pattern.kind == TOOL and pattern.tool.startswith(SERVER) for pattern in rule.patterns)


def _wherever(strong: Rule, weak: Rule) -> bool:
    """True when the strong rule holds at every place, time and agent at which the weak one does."""
    if strong.expires and not (weak.expires and weak.expires <= strong.expires):
        return False
    return _within(weak.agents, strong.agents) and _within(weak.where, strong.where)


def _within(narrow: Sequence[str], wide: Sequence[str]) -> bool:
    """For lists of which an empty one means everything."""
    return not wide or (bool(narrow) and set(narrow) <= set(wide))


def _meets_more(strong: Rule, weak: Rule) -> bool:
    """True when the conditions of a strict rule hold wherever those of the weak one do. What an allow covers has no
    effects of which anything is known here."""
    if weak.verdict == ALLOW:
        return not (strong.effects or strong.effects_all or strong.traits or strong.excepts)
    if strong.effects and not (weak.effects and not weak.effects & ~strong.effects):
        return False
    if strong.effects_all & ~weak.effects_all or not _within(weak.traits, strong.traits):
        return False
    excepted = {each.text for each in weak.excepts}
    return all(each.text in excepted for each in strong.excepts)


def _allows_more(strong: Rule, weak: Rule) -> bool:
    if not _within(weak.to, strong.to):
        return False
    return all(
        any(
            covers(wide, narrow, strict=(False, False)) and _reaches(strong, wide, weak, narrow)
            for wide in strong.patterns
        )
        for narrow in weak.patterns
    )


def _reaches(strong: Rule, wide: Pattern, weak: Rule, narrow: Pattern) -> bool:
    """True when what one pattern of an allow may do includes what one of another may."""
    if narrow.exact or wide.exact:
        alike = (strong.origin, strong.level, strong.within) == (weak.origin, weak.level, weak.within)
        return narrow.exact and wide.exact and alike
    return not _cap(weak) & ~_cap(strong)


def _cap(rule: Rule) -> int:
    return rule.cap if rule.origin == PERSON else rule.cap & ~UNKNOWN


def _covered(strong: Rule, weak: Rule) -> bool:
    strict = (True, weak.verdict != ALLOW)
    return bool(weak.patterns) and all(
        any(covers(wide, narrow, strict=strict) for wide in strong.patterns) for narrow in weak.patterns
    )


def covers(wide: Pattern, narrow: Pattern, *, strict: tuple[bool, bool]) -> bool:
    """True when the wide pattern meets whatever the narrow one does. `strict` says of each whether it is read as a deny
    or ask pattern is: through wrappers, its last star over all that follows."""
    if wide.kind == ANY:
        return True
    if wide.kind == TOOL:
        return _all_of_tool(wide, narrow, strict=strict)
    if wide.kind != narrow.kind:
        return False
    if wide.kind == ARGV:
        return wide.tool == narrow.tool and _words(_read(wide, strict[0]), _read(narrow, strict[1]))
    if wide.kind == PATH:
        return _paths(wide, narrow, strict=strict)
    if wide.kind == HOST:
        return wide.tool == narrow.tool and _hosts(wide.value, narrow.value)
    return (wide.tool, wide.value, wide.anchor) == (narrow.tool, narrow.value, narrow.anchor)


def _all_of_tool(wide: Pattern, narrow: Pattern, *, strict: tuple[bool, bool]) -> bool:
    """True when a pattern of a whole tool meets whatever another pattern does."""
    if narrow.kind == TOOL:
        return wide.tool == narrow.tool or _same_server(wide.tool, narrow.tool)
    if strict[1] or narrow.kind == ANY:
        return False  # a denial of words, paths or hosts also meets calls of other tools
    if narrow.kind == PATH:
        if narrow.tool in READERS:
            return {*READERS, *SEARCHERS} <= {wide.tool}
        return set(WRITERS if narrow.tool in WRITERS else (narrow.tool,)) <= {wide.tool}
    if narrow.kind == ARGV:
        return wide.tool == narrow.tool == SHELL
    return wide.tool == narrow.tool and narrow.tool not in SPAWNERS


def _same_server(wide: str, narrow: str) -> bool:
    plain = not any(sign in wide + narrow for sign in "*?[")
    return plain and wide.startswith(SERVER) and wide.count("__") == 1 and narrow.startswith(wide + "__")


def _read(pattern: Pattern, strict: bool) -> Tokens:
    tokens = pattern.tokens
    if strict and tokens and tokens[-1][0] == WILD and str(tokens[-1][1]).endswith("*"):
        return [*tokens, (MANY, "")]
    return tokens


def _words(wide: Tokens, narrow: Tokens) -> bool:
    """True when every row of words that the narrow tokens stand for is one of the wide ones'."""
    reached = {0}
    for token in [*narrow, None]:
        reached = _past_many(wide, reached)
        if token is None:
            return len(wide) in reached
        reached = {at for at in reached if at < len(wide) and wide[at][0] == MANY} | {
            at + 1 for at in reached if at < len(wide) and _holds(wide[at], token)
        }
    return False


def _past_many(tokens: Tokens, reached: set[int]) -> set[int]:
    """The places that can also be reached, since a token of many words may stand for none."""
    found = set(reached)
    for at in range(len(tokens)):
        if at in found and tokens[at][0] == MANY:
            found.add(at + 1)
    return found


def _holds(wide: Sequence[int | str], narrow: Sequence[int | str]) -> bool:
    """True when a token of one word fits whatever another one does."""
    if wide[0] == MANY or narrow[0] == MANY:
        return False
    if tuple(wide) == tuple(narrow):
        return True
    return wide[0] == WILD and narrow[0] == WORD and glob(str(wide[1]), str(narrow[1]))


def _paths(wide: Pattern, narrow: Pattern, *, strict: tuple[bool, bool]) -> bool:
    if not _same_family(wide.tool, narrow.tool) or wide.anchor != narrow.anchor:
        return False
    if wide.value == narrow.value:
        return True
    base = wide.value.removesuffix("**")
    if base == wide.value or any(sign in base for sign in "*?[") or base[-1:] not in ("", "/"):
        return False
    if not strict[0] and wide.anchor in (PROJECT, TMP) and not any(sign in narrow.value for sign in "*?["):
        return False  # a whole tree means no hidden file of a home in it; a file that is named, itself
    return narrow.value.startswith(base) and ".." not in narrow.value.split("/")


def _same_family(wide: str, narrow: str) -> bool:
    """True when patterns of paths for the one tool speak of all that those for the other do."""
    if narrow in WRITERS:
        return wide in WRITERS
    if narrow in READERS:
        return wide in READERS
    return wide == narrow


def _hosts(wide: str, narrow: str) -> bool:
    if wide == narrow:
        return True
    if not wide.startswith("*.") or any(sign in wide[2:] for sign in "*?["):
        return False
    rest = narrow.removeprefix("*.")
    if any(sign in rest for sign in "*?["):
        return False
    return rest.endswith(wide[1:]) or (narrow.startswith("*.") and rest == wide[2:])
