"""The one table of rule words: what each key of `[[rule]]` holds, with which verdicts, and whether it decides."""

from __future__ import annotations

from dataclasses import dataclass

from assent.core.decision import ALLOW, ASK, DENY

VERDICTS = (ALLOW, ASK, DENY)
STRICT = (ASK, DENY)


@dataclass(frozen=True, slots=True)
class Word:
    """`key` as people write it; `kind` of its value (policy/kinds.py); `verdicts` it means something with; `attribute`
    of the core's Rule that holds it ("" for what only the file knows); `decides` when two rules that differ in it are
    two rules: it is then part of their ids; `shown` stands before its values where rules are listed ("" for a word
    that is not listed; patterns are not repeated there)."""

    key: str
    kind: str
    verdicts: tuple[str, ...]
    attribute: str
    decides: bool = False
    shown: str = ""


# In the order people read them. A compiler of an agent says of each whether that agent's own lists can express it.
WORDS: tuple[Word, ...] = (
    Word("name", "text", VERDICTS, "name"),
    Word("allow", "patterns", (ALLOW,), "patterns", decides=True),
    Word("ask", "patterns", (ASK,), "patterns", decides=True),
    Word("deny", "patterns", (DENY,), "patterns", decides=True),
    Word("within", "cap", (ALLOW,), "within", decides=True, shown="within"),
    Word("to", "texts", (ALLOW,), "to", decides=True, shown="only to"),
    Word("effects", "effects", STRICT, "effects", decides=True, shown="with"),
    Word("effects_all", "effects", STRICT, "effects_all", decides=True, shown="with all of"),
    Word("traits", "traits", STRICT, "traits", decides=True, shown="when it"),
    Word("except", "patterns", STRICT, "excepts", decides=True, shown="with exceptions"),
    Word("tool", "text", VERDICTS, "tool", decides=True, shown="tool"),
    Word("fields", "table", VERDICTS, "fields", decides=True, shown="where"),
    Word("in", "texts", VERDICTS, "where", decides=True, shown="in"),
    Word("agents", "texts", VERDICTS, "agents", decides=True, shown="for"),
    Word("expires", "day", VERDICTS, "expires", decides=True, shown="until"),
    Word("soft", "flag", (ASK,), "soft", decides=True),
    Word("level", "level", (ALLOW,), "level"),
    Word("origin", "origin", VERDICTS, "origin"),
    Word("why", "text", VERDICTS, "why"),
    Word("topic", "text", VERDICTS, ""),
    Word("family", "text", VERDICTS, ""),
    Word("yes", "texts", VERDICTS, ""),
    Word("no", "texts", VERDICTS, ""),
    Word("enabled", "flag", VERDICTS, ""),
)
BY_KEY = {word.key: word for word in WORDS}
