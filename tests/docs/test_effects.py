"""The page on effects tells each effect of the code, what reaches it, and a call that has it."""

from __future__ import annotations

import re

from assent.core.effect import BIT, NAMES, WILD
from assent.learning.levels import NEVER, level_of
from tests.docs.pages import DOCS, is_current, table, with_region

PAGE = DOCS / "effects.md"
MEANINGS = {
    "read-project": "reads files of the project, or what git knows about it",
    "read-elsewhere": "reads other files, or facts about the machine",
    "read-secret": "reads what is secret: keys, tokens, passwords, the whole environment",
    "write-project": "makes or changes files of the project",
    "write-tmp": "makes or changes temporary files",
    "write-elsewhere": "makes or changes files anywhere else",
    "destroy": "removes or overwrites what may not come back",
    "net-read": "fetches from the network",
    "net-send": "sends something to the network",
    "run-project": "runs the project's own code: tests, builds, scripts it declares",
    "install": "installs what the project declares, or makes again what can be made again",
    "run-code": "runs any code it is given, or writes what will be run later",
    "privilege": "runs as another user, or leaves a sandbox",
    "system": "changes the state of the machine: services, packages, processes",
    "history": "rewrites history, forces, or changes a protected branch",
    "weaken": "switches off a check that protects you",
    "unknown": "does something that assent cannot tell",
}


def effects() -> str:
    rows = []
    for name in NAMES:
        level = level_of(BIT[name])
        rows.append(
            (
                f"`{name}`",
                MEANINGS[name],
                "yes" if BIT[name] & WILD else "no",
                "never" if level == NEVER else f"level {level}",
            )
        )
    return table(("effect", "what it does", "a `*` reaches it", "learned from"), rows)


def shown(page: str) -> set[str]:
    """The effects that some call on the page has."""
    return {
        name
        for line in page.splitlines()
        if re.match(r"\| `[^`]+` \| `", line)
        for name in re.findall(r"`([a-z-]+)`", line.rpartition(" | ")[2])
    }


def test_the_table_of_effects_is_that_of_the_code() -> None:
    assert is_current(PAGE, with_region(PAGE.read_text(), "effects", effects())), (
        "UPDATE_DOCS=1 tools/test tests/docs"
    )


def test_each_effect_is_shown_by_a_call_that_has_it() -> None:
    assert set(NAMES) - shown(PAGE.read_text()) == set()
