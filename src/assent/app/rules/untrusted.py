"""How much a project may say itself: anybody may have written it, and every call waits for it to be read."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from assent.policy.parse import read_rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.core.problem import Problem
    from assent.policy.parse import Declared

LARGEST = 256 << 10
LARGEST_FOLDER = 1 << 20
FOLDER_TOO_LARGE = (
    f"a module is larger than {LARGEST >> 10} KB, or all together than {LARGEST_FOLDER >> 10} KB"
)
MOST_RULES = 2000
# Patterns, examples and other texts of all rules together: each example is a command to be read.
MOST_TEXTS = 10_000
# A key of n dotted words costs n times n to read.
MOST_DOTS = 64
UNREAD = "it cannot be read"
HINT = "make it smaller or remove it; until then every call here asks, or is denied by another rule"
_NO_KEY = re.compile(r"[^\w\-\"'. \t]+")


def too_large(text: str) -> str:
    """Why a project's policy text is not read, "" when it may be. A text that is no TOML is for the parser to name."""
    if len(text) > LARGEST or len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        return f"it is larger than {LARGEST >> 10} KB"
    if max(run.count(".") for run in _NO_KEY.split(text)) > MOST_DOTS:
        return f"a key has more than {MOST_DOTS} words"
    try:
        rules = tomllib.loads(text).get("rule")
    except (ValueError, RecursionError):
        return ""
    if not isinstance(rules, list):
        return ""
    if len(rules) > MOST_RULES:
        return f"it holds more than {MOST_RULES} rules"
    if sum(_texts(rule) for rule in rules) > MOST_TEXTS:
        return f"it holds more than {MOST_TEXTS} patterns, examples and conditions"
    return ""


def _texts(rule: Any) -> int:
    values = rule.values() if isinstance(rule, dict) else ()
    return sum(len(value) if isinstance(value, (list, dict)) else 1 for value in values)


def asking(path: str, reason: str, key: str) -> Declared:
    """The rule that stands for a source that is not read."""
    problems: list[Problem] = []
    why = f"{path} is not used, since {reason}; what it denies is not known; {HINT}"
    made = read_rule(
        {"name": "unread-project-rules", "ask": ["*"], "why": why}, path, "project", key, problems
    )
    if made is None:
        raise ValueError(str(problems))
    return made


def too_many(texts: Sequence[str]) -> str:
    """Why a folder of modules is not read, by a count that needs no reading: two quotes for each text."""
    if sum(text.count('"') for text in texts) > 2 * MOST_RULES + 16 * len(texts):
        return f"it holds more than {MOST_RULES} rules"
    return ""
