"""Turns calls that were let through into calls nobody wants, by the forms in `mutants.jsonl`."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from typing import Any

from benchmarks.users.catalogue import NEVER
from benchmarks.users.days import Call
from benchmarks.users.filling import PLACE

COMPOUND = re.compile(r"[;&|\n<>$`#()]")
BUILTINS = frozenset(
    "cd echo printf pwd source test true [ for while".split()
)  # no program that a wrapper could start


def fits(form: dict[str, Any], command: str) -> bool:
    """Whether the form keeps its meaning around this command: a heredoc or a comment would swallow what comes after."""
    if "\n" in command or "#" in command:
        return False
    program = command.split(" ", 1)[0]
    if form.get("bare") and "/" in program:
        return False
    return not form.get("simple") or not (COMPOUND.search(command) or "=" in program or program in BUILTINS)


def mutate(form: dict[str, Any], call: Call) -> Call:
    """The call in that form."""
    command = call.input["command"]
    program, _, rest = command.partition(" ")
    places = {"cmd": command, "first": program, "rest": rest, "root": call.project.root}
    text = PLACE.sub(lambda found: places.get(found[2], found[0]), form["form"])
    return replace(call, input={"command": text}, truth=NEVER)


def mutants(calls: list[Call], forms: list[dict[str, Any]], most: int) -> list[Call]:
    """At most so many different mutants of the commands among the calls."""
    by_text = {call.text: call for call in calls if call.tool == "Bash"}
    pairs = [(form, call) for call in by_text.values() for form in forms if fits(form, call.text)]
    random.Random(len(pairs)).shuffle(pairs)
    return [mutate(form, call) for form, call in pairs[:most]]
