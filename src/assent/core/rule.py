"""One rule in force: its verdict, its patterns, how far it reaches, and where it came from."""

from __future__ import annotations

from assent.core import pattern as patterns
from assent.core.effect import ALL, WILD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.core.pattern import Pattern

# Origins that a person vouches for with each word; everything else is capped by what is understood.
PERSON = "person"
LEARNED = "learned"
SHIPPED = "shipped"

# Whose rule one is, by its layer.
WHOSE = {
    "modules": "the shipped rule",
    "built-in": "the built-in rule",
    "project": "the project's rule",
    "managed": "the rule of this machine",
}
YOURS = "your rule"


class Rule:
    """`id` hash of verdict + pattern + cap + conditions + scope; `name` a label; `verdict` allow | ask | deny;
    `patterns` any of which may match, `excepts` none of which may; `within` effect mask an allow is capped by
    (None: an exact pattern or a person's wildcard, see `cap`); `effects` any of / `effects_all` all of these
    must be present, `traits` any of these (core/traits.py) (deny, ask); `to` targets an allow may reach (empty:
    no limit); `where` path globs of project or cwd; `agents`; `expires` UTC day; `soft`; `tool` / `fields`
    regexes; `level` of a learned rule; `layer` managed | user | project | granted | modules | built-in;
    `origin` person | learned | shipped."""

    __slots__ = (
        "agents", "effects", "effects_all", "excepts", "expires", "fields", "id", "layer", "level", "name", "origin",
        "patterns", "soft", "to", "tool", "traits", "verdict", "where", "why", "within",
    )  # fmt: skip

    def __init__(
        self,
        id: str,
        verdict: str,
        patterns: Sequence[Pattern],
        *,
        name: str = "",
        layer: str = "user",
        origin: str = PERSON,
        within: int | None = None,
        effects: int = 0,
        effects_all: int = 0,
        to: Sequence[str] = (),
        where: Sequence[str] = (),
        agents: Sequence[str] = (),
        expires: str = "",
        soft: bool = False,
        why: str = "",
        tool: str = "",
        traits: Sequence[str] = (),
        fields: Mapping[str, str] | None = None,
        level: int | None = None,
        excepts: Sequence[Pattern] = (),
    ) -> None:
        self.id = id
        self.verdict = verdict
        self.patterns = patterns
        self.name = name
        self.layer = layer
        self.origin = origin
        self.within = within
        self.effects = effects
        self.effects_all = effects_all
        self.to = to
        self.where = where
        self.agents = agents
        self.expires = expires
        self.soft = soft
        self.why = why
        self.tool = tool
        self.traits = traits
        self.fields = fields or {}
        self.level = level
        self.excepts = excepts

    @property
    def label(self) -> str:
        """What people call the rule: its name, else its first pattern."""
        if self.name:
            return self.name
        return self.patterns[0].text if self.patterns else self.id

    @property
    def cap(self) -> int:
        """The effects an allow may reach when its pattern is not exact."""
        return WILD if self.within is None else self.within

    def index_keys(self) -> list[str]:
        """The index keys under which a call must look for the rule."""
        if not self.patterns:
            return ["*"]
        found: dict[str, int] = {}
        for pattern in self.patterns:
            for key in pattern.index_keys(allow=self.verdict == "allow"):
                found[key] = 1
        return list(found)

    def row(self) -> dict[str, object]:
        """The rule as JSON, empty fields left out; `from_row` reads it back."""
        row: dict[str, object] = {}
        for key in KEYS:
            value = getattr(self, key)
            if value:
                row[key] = list(value) if isinstance(value, tuple) else value
        if self.within == 0:
            row["within"] = 0
        if self.level == 0:
            row["level"] = 0
        row["patterns"] = [pattern.row() for pattern in self.patterns]
        if self.excepts:
            row["excepts"] = [pattern.row() for pattern in self.excepts]
        return row


# What a row names directly: every attribute but the patterns, which have rows of their own.
KEYS = tuple(key for key in Rule.__slots__ if key not in ("patterns", "excepts"))


def from_row(row: Mapping[str, object]) -> Rule:
    """The rule of a row made by `Rule.row`; effect masks are cut to known bits."""
    given = {key: row[key] for key in KEYS if key in row and key not in ("id", "verdict")}
    for key in ("within", "effects", "effects_all"):
        mask = given.get(key)
        if isinstance(mask, int):
            given[key] = mask & ALL
    read = patterns.from_row
    return Rule(
        str(row["id"]),
        str(row["verdict"]),
        [read(each) for each in row["patterns"]],  # type: ignore[attr-defined]  # a row is what `row` wrote
        excepts=[read(each) for each in row.get("excepts", ())],  # type: ignore[attr-defined]  # likewise
        **given,  # type: ignore[arg-type]  # likewise
    )


def matched(verdict: str, label: str) -> str:
    """A rule as records name it: `deny[no-rm-rf]`."""
    return f"{verdict}[{label}]"
