"""The modules that `init` proposes: what each would have answered of the last prompts, and which a yes takes."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

import click

from assent.app import state
from assent.app.learn import ingest
from assent.app.learn.described import described
from assent.app.modules import proposed, switched
from assent.app.rules import in_force
from assent.cli import modules as verbs
from assent.cli import reading
from assent.cli.dialogue import at_terminal
from assent.cli.module_words import marks, refusals
from assent.cli.opened import place_of
from assent.cli.output import error, refuse, say
from assent.cli.sources import short
from assent.core.amounts import counted
from assent.core.problem import Problem
from assent.store.db import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.app.modules.proposed import Modules, Row
    from assent.store.paths import Paths

AUTO, NONE = "auto", "none"
OPTION = "--modules"
QUESTION = "Switch them on? [y/n/numbers]"


def wanted(given: str | None, *, undo: bool = False) -> list[str] | None:
    """The names that the option holds; None without it. A name that is none is the user's mistake."""
    if given is None:
        return None
    if undo:
        refuse(
            [Problem(OPTION, "cannot go with --undo, which leaves your rules as they are", "leave it out")]
        )
    names = [name for name in given.replace(",", " ").split() if name]
    if len(names) > 1 and {AUTO, NONE} & {*names}:
        refuse(
            [Problem(OPTION, f"{given!r} says two things", "auto, none, or names with commas between them")]
        )
    if not names:
        refuse([Problem(OPTION, "names nothing", "auto, none, or names with commas between them")])
    refuse(switched.unknown([name for name in names if name not in (AUTO, NONE)], switched.MODULES, "enable"))
    return names


def offer(at: Paths, names: Sequence[str] | None, *, yes: bool) -> None:
    """After an installation: switches on what was named; asks at a terminal; else says what fits and how to go on."""
    if names == [NONE]:
        return
    try:
        if names is not None and names != [AUTO]:
            _switch_on(at, names)
        elif names == [AUTO]:
            found = _known(at, logs=True)
            _switch_on(at, [each.name for each in found.proposed])
        elif yes or not at_terminal():
            _mention(_known(at, logs=False).proposed)
        else:
            _ask(at, _known(at, logs=True))
    except StoreError as trouble:
        error(f"modules could not be looked at: {trouble.problem}")


def planned(at: Paths, names: Sequence[str] | None) -> None:
    """What a dry run says about modules: nothing where none were asked for."""
    if names is None or names == [NONE]:
        return
    found = [each.name for each in _known(at, logs=False).proposed] if names == [AUTO] else names
    say(f"Modules that would be switched on: {', '.join(found) or 'none, since none fits here'}")


def _known(at: Paths, *, logs: bool) -> Modules:
    """Every module as it stands here; with what is new in the session logs read first."""
    place = place_of(at)
    if not logs:
        with contextlib.closing(in_force.looked(at, place)) as db:
            return proposed.modules(at, db, place)
    with contextlib.closing(state.opened(at)) as db:
        try:
            reading.read(db, ingest.log_folders(at.home, os.environ), at.home, described(at, db))
        except KeyboardInterrupt:
            error("reading stopped; what was read so far counts")
        return proposed.modules(at, db, place)


def _mention(found: Sequence[Row]) -> None:
    if found:
        names = " ".join(each.name for each in found)
        say(
            f"Rules for what is here, off until you want them: {names.replace(' ', ', ')}. More: assent modules",
            hang=2,
        )
        say(f"To switch them on: assent modules enable {names}", hang=2)


def _ask(at: Paths, found: Modules) -> None:
    """The screen with the question; Enter decides nothing."""
    rows = found.proposed
    if not rows:
        return
    say()
    for text in head(found):
        say(text, hang=0)
    say()
    wide = max(len(each.name) for each in rows)
    for number, each in enumerate(rows, 1):
        say(line(each, number, wide), hang=wide + 13)
    for text in filter(None, map(refusals, rows)):
        say(f"  {text}", style="yellow", hang=4)
    say()
    chosen = _chosen(rows)
    if chosen:
        _switch_on(at, [each.name for each in chosen])
    else:
        say("None was switched on. Whenever you like: assent modules")


def head(found: Modules) -> list[str]:
    """What the list shows, with the figures that stand behind it."""
    if found.counted is None:
        return [
            "Rules for toolchains that are found here. No prompts of yours are known, so none are counted:"
        ]
    asked, together = counted(found.counted.asked, "prompt"), f"{found.counted.together:,}"
    return [
        f"Of your last {asked} (30 days) rules for toolchains would have answered {together}. Each alone:"
    ]


def line(each: Row, number: int, wide: int) -> str:
    """One proposal: its number, name, how many prompts, what it is for, and what calls for it."""
    count = "" if each.answers is None else f"{each.answers:>6,}"
    here = f" ({marks(each.marks)})" if each.marks else ""
    return f"  {f'[{number}]':4} {each.name:{wide}}{count}  {each.says}{here}"


def _chosen(rows: Sequence[Row]) -> list[Row]:
    """The rows of a person's answer; none at the end of input or at Ctrl-C, the installation stands by then."""
    while True:
        try:
            typed = click.prompt(QUESTION, default="", show_default=False, prompt_suffix=" ")
        except click.Abort:
            say()
            return []
        words = typed.replace(",", " ").lower().split()
        if words in (["y"], ["yes"]):
            return list(rows)
        if words in (["n"], ["no"]):
            return []
        if words and all(word.isdecimal() and 1 <= int(word) <= len(rows) for word in words):
            return [rows[int(word) - 1] for word in dict.fromkeys(words)]
        say("y: all of them. n: none. Numbers, as 1 3: these. What one allows: assent modules show NAME")


def _switch_on(at: Paths, names: Sequence[str]) -> None:
    made, problems = switched.switching(at, names, switched.MODULES, into=True)
    refuse(problems)
    if made is None:
        say("No module was switched on: none fits here, or they are on already.")
        return
    verbs.carry_out(at, made)
    say(f"Switched on: {', '.join(made.names)}, in {short(str(made.path))}")
    say(f"To take it back: assent modules disable {' '.join(made.names)}")
