"""What was granted and why, told in a file people read: one paragraph per grant, never rewritten."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.app import files
from assent.core.decision import ALLOW
from assent.core.problem import Problem
from assent.core.redact.text import redact
from assent.core.shown import shown
from assent.learning.gates import reached
from assent.policy.words import VERDICTS
from assent.store import regular

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.store.paths import Paths

_FACTORS = ("frequency", "consistency", "recency")
NAME = "permissions_auto_generated.md"
HEAD = """# Permissions granted from your answers

Written by `assent learn`: one paragraph for each rule when it was granted. Removing a paragraph changes nothing;
`assent rules undo ID` takes a rule back.
"""


def place(at: Paths, root: str) -> Path:
    """The trail of a project, or the user's own when there is no project directory."""
    if root and Path(root).is_dir():
        return Path(root) / ".claude" / NAME
    return Path(at.data) / NAME


def paragraph(shown: Mapping[str, Any], day: str, entries: Sequence[str]) -> str:
    """The paragraph of a granted suggestion (its JSON form), with the entries the agent's own list got."""
    rule = shown["rule"]
    verdict = next(word for word in VERDICTS if word in rule)
    patterns = ", ".join(_code(each) for each in rule[verdict])
    elsewhere = shown.get("from_projects", ())
    level = "" if shown["level"] is None else f", level {shown['level']}"
    factors = [f"{name} {shown[name]:.2f}" for name in _FACTORS if shown[name] is not None]
    spread = f"{shown['sessions']} sessions on {shown['days']} days, last {shown['last_used']}"
    lines = [
        f"\n## {day} {_code(shown['text'])}\n",
        f"- Rule: `{shown['id']}` ({rule['name']}){level}: {verdict} {patterns}{_bounds(rule)}",
        *([f"- Confidence: {reached(shown['confidence'])} ({', '.join(factors)})"] if factors else []),
        *([f"- From: {', '.join(_code(root) for root in elsewhere)}"] if elsewhere else []),
        f"- Evidence: {shown['approvals']} approvals, {shown['denials']} denials in {spread}",
    ]
    ran, rest = ("You ran", "Still asks") if verdict == ALLOW else ("You refused", "Does not stop")
    for name, key in ((ran, "yes"), (rest, "no")):
        if rule.get(key):
            lines.append(f"- {name}: " + ", ".join(_code(each) for each in rule[key]))
    if entries:
        lines.append("- In the agent's own list: " + ", ".join(_code(each) for each in entries))
    lines.append(f"- Undo: `assent rules undo {shown['id']}`")
    return "\n".join(lines) + "\n"


def _bounds(rule: Mapping[str, Any]) -> str:
    """How far a rule reaches beside its patterns."""
    found = [f"within {', '.join(rule['within'])}"] if "within" in rule else []
    if rule.get("effects"):
        found.append(f"with {', '.join(rule['effects'])}")
    if rule.get("fields"):
        found.append(
            f"where {', '.join(f'{name} is {_code(regex)}' for name, regex in rule['fields'].items())}"
        )
    text = "".join(f" {each}" for each in found)
    return f"{text}, only to {', '.join(rule['to'])}" if rule.get("to") else text


def _code(text: str) -> str:
    """A text as Markdown code on one line, redacted; a backtick in it cannot end it."""
    line = shown(" ".join(redact(text).split()))
    return f"`` {line} ``" if "`" in line else f"`{line}`"


def append(path: Path, paragraphs: Sequence[str]) -> Problem | None:
    """Adds paragraphs in one write; a Problem when the file may not be written or lies behind a link."""
    problem = files.unwritable(path)
    if problem:
        return problem
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        handle = regular.opened(str(path), flags, 0o644)
        try:
            head = HEAD if os.fstat(handle).st_size == 0 else ""
            os.write(handle, (head + "".join(paragraphs)).encode("utf-8", "replace"))
        finally:
            os.close(handle)
    except OSError as error:
        return Problem(
            str(path), f"cannot be written: {error.strerror}", "the rules are granted all the same"
        )
    return None
