"""Reports made by hand: an ordinary one, an empty one, a hostile one, and one with ten thousand rules."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assent.documents.report.facts import Counts, Day, Place, Report, RuleRow

MADE, SINCE = "2026-11-22T06:41:00.000Z", "2026-10-23T06:41:00.000Z"
NONE = Day("", 0, 0, 0, 0, 0, 0, 0, 0)
PLACES = (
    Place("Your policy", "/home/dev/.config/assent/policy.toml", 1834, "2026-11-12T08:11:00.000Z"),
    Place("Settings", "/home/dev/.config/assent/config.toml", None, None),
)


def rule(
    number: int, verdict: str = "allow", pattern: str = "Bash(git *)", hits: int = 0, last: str = ""
) -> RuleRow:
    return RuleRow(
        f"{number:012x}", f"rule-{number}", verdict, [pattern], "only what reads the project", "granted", None, None, "on",
        None, None, hits, last or None,
    )  # fmt: skip


def report(**rules: list[RuleRow]) -> Report:
    """Three days with calls, and these rules."""
    names = ("deny", "ask", "allow", "learned")
    given: dict[str, Any] = {name: rules.get(name, []) for name in names}
    days = [
        Day("2026-11-20", 342, 4, 2, 30, 0, 6, 0, 0, 4.5, 9.1, 3),
        Day("2026-11-21", 0, 0, 0, 0, 0, 0, 0, 0, None, None, 4),
        Day("2026-11-22", 10, 1, 0, 3, 7, 1, 1, 2, 4.2, 8.0, 4),
    ]
    counts = Counts(*(len(given[name]) for name in names))
    calls = Day("", 352, 5, 2, 33, 7, 7, 1, 2)
    return Report(MADE, SINCE, "0.1.0", PLACES, counts, calls, **given, days=days)


def empty() -> Report:
    return replace(report(), calls=NONE, days=[])


# Words that a rule, a reason or a path may hold, each of which would do something where it is not escaped.
HOSTILE = {
    "script": "<script>document.title='owned'</script>",
    "end-of-style": "</style></script><script>document.title='owned'</script>",
    "event": "<img src=x onerror=\"document.title='owned'\">",
    "attribute": '" autofocus onfocus="document.title=\'owned\'" x="',
    "comment": "--><svg onload=document.title='owned'>",
    "link": "javascript:document.title='owned'",
    "entity": "&lt;script&gt;",
    "right-to-left": "safe \u202egnp.exe\u202c end",
    "isolate": "a\u2066b\u2069c",
    "unseen": "a\u200bb\u3164c\ufeffd",
    "control": "a\x1b[31mb\x00c\nd",
    "half-a-letter": "a\udc80b",
}


def hostile() -> Report:
    """Every foreign text of the page is one of them."""
    texts = list(HOSTILE.values())
    rows = [
        replace(rule(at, pattern=text), name=text, reach=text, why=text, note=text, source="/" + text, project="/" + text,
                state=text, promoted_at=text, reasoning=text, session=text, by=text, last_used=text, layer=text)
        for at, text in enumerate(texts)
    ]  # fmt: skip
    places = [Place(text, text, 1, MADE) for text in texts]
    return replace(report(deny=rows, ask=rows, allow=rows, learned=rows), places=places, version=texts[0])
