"""What `check --explain` shows: the tree of a call, what gave each effect, and what would have to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.app.programs.known import PROJECT, USER
from assent.cli.output import block, say, verdict_style
from assent.cli.sources import SOURCES, short
from assent.core.effect import UNKNOWN, names_of
from assent.core.reason import MEANS, closing, told_of

if TYPE_CHECKING:
    from assent.app.explain.explained import Explained
    from assent.app.explain.lines import Line
    from assent.app.explain.tree import Branch
    from assent.core.call import Call, Part
    from assent.core.decision import Decision

NEAR = 5  # rules that almost allow a call, at most
PATHS = 4  # paths that a command touches, at most
STEP = 2  # columns that what is inside stands further in
LEAD = 6  # columns of a verdict
SHIPPED = "shell/programs/"
# What a command does there, where its effect alone is all that is told of it.
THERE = {
    "net-read": "fetches from {}",
    "net-send": "sends data to {}",
    "history": "rewrites history on {}",
}


def show(found: Explained, call: Call) -> None:
    """Everything behind a decision."""
    decision = found.decision
    for branch in found.tree.branches:
        _branch(branch, found, STEP)
    for part, verdict in found.spare:
        _command(part, verdict, STEP, call.tool)
        _effects(part, found, STEP + LEAD)
    if decision.reading.form:
        say(f"  could not be read in full: {decision.reading.form}", hang=4)
    _near(decision)
    remedy = found.remedy
    if remedy and not (remedy.command and remedy.command in closing(decision)):
        say(f"  {remedy.what}{':' if remedy.command else ''}", hang=4)
        if remedy.command:
            block(f"    {remedy.command}")  # to be copied: whole, however long


def _branch(branch: Branch, found: Explained, column: int) -> None:
    """One command with what it runs below it, or what joins some of them."""
    part = branch.part
    if part is None:
        say(f"{' ' * column}{branch.kind}", hang=column)
    else:
        verdict = found.verdicts.get(id(part), "")
        _command(part, verdict or "runs", column)
        _effects(part, found, column + LEAD)
        for line in _worth_showing(found.lines.get(id(part), []), part):
            _line(line, column + LEAD)
        if not branch.uses and part.meaning:
            name = (part.argv[0] if part.argv else "") or ""
            if name and part.meaning.endswith("is in no table"):
                _to_describe(name, *found.unused.get(id(part), ("", "")), column + LEAD)
        for text, mask in branch.beside:
            say(f"{' ' * (column + LEAD)}{text}  gives {', '.join(names_of(mask))}", hang=column + LEAD + 2)
        _touched(part, found, column + LEAD)
        _hooks(part, found, column + LEAD)
        if gone := found.without.get(id(part)):
            say(f"{' ' * (column + LEAD)}without {gone} it is allowed", hang=column + LEAD + 2)
    for each in branch.branches:
        _branch(each, found, column + (STEP if part is None else LEAD))


def _to_describe(name: str, folder: str, whose: str, column: int) -> None:
    """What makes a program known: a file for it, or the one that is there and not in force."""
    told = f"to describe it: assent programs new {name}"
    if whose == USER:
        told = f"your file of it is not in force; mend it: assent programs check {name}"
    if whose == PROJECT:
        told = f"this project describes it; to let that count: assent rules trust {short(folder)}"
    say(f"{' ' * column}{told}", hang=column + 2)


def _command(part: Part, verdict: str, column: int, tool: str = "") -> None:
    name = " ".join("…" if each is None else each for each in part.argv) or tool or "(no command)"
    say(f"{' ' * column}{verdict:5} {name}", style=verdict_style(verdict), hang=column + LEAD + 2)


def _effects(part: Part, found: Explained, column: int) -> None:
    for effect in names_of(part.effects):
        whys = [told_of(effect, why, part.targets) for each, why in part.notes if each == effect]
        told = "; ".join(dict.fromkeys(whys)) or MEANS[effect]
        target = part.targets[0] if part.targets else None
        if target and effect in THERE and told.partition(" (")[0] == MEANS[effect]:
            told = THERE[effect].format(target)
        say(f"{' ' * column}{effect}: {_short(told, found)}", hang=column + 2)
    if part.meaning and not part.effects & UNKNOWN:
        say(f"{' ' * column}not understood: {part.meaning}", hang=column + 2)


def _short(text: str, found: Explained) -> str:
    """Paths as people write them: from the project, or from the home."""
    for root, sign in ((found.facts.project, ""), (found.facts.home, "~/")):
        text = text.replace(f"{root}/", sign) if len(root) > 1 else text
    return text


def _worth_showing(lines: list[Line], part: Part) -> list[Line]:
    """The lines that gave something; of a command that does nothing, the one that describes it."""
    giving = [each for each in lines if each.effects]
    return giving if part.effects else lines[:1]


def _line(line: Line, column: int) -> None:
    """Where it stands, what it says, and what that was here where it does not say so itself."""
    gave = names_of(line.effects)
    plain = all(name in line.text.split() for name in gave)
    where = line.file.removeprefix(SHIPPED) if line.file.startswith(SHIPPED) else short(line.file)
    text = "  ".join(each.strip() for each in line.text.split("  ") if each.strip())
    say(
        f"{' ' * column}{where}:{line.line}  {text}{'' if plain else '  gives ' + ', '.join(gave)}",
        hang=column + 2,
    )


def _touched(part: Part, found: Explained, column: int) -> None:
    """The paths that its effects have not named already."""
    told = " ".join(why for _, why in part.notes)
    named = [_short(path, found) for path in dict.fromkeys([*part.writes, *part.reads]) if path not in told]
    if named:
        more = f" and {len(named) - PATHS} more" if len(named) > PATHS else ""
        say(f"{' ' * column}touches {', '.join(named[:PATHS])}{more}", hang=column + 2)


def _hooks(part: Part, found: Explained, column: int) -> None:
    folder, names = found.hooks.get(id(part), ("", []))
    if names:
        kind = "hook" if len(names) == 1 else "hooks"
        say(
            f"{' ' * column}runs the git {kind} {', '.join(names)} in {_short(folder, found)}",
            hang=column + 2,
        )


def _near(decision: Decision) -> None:
    for rule, reason in decision.near[:NEAR]:
        origin = SOURCES.get(rule.layer, rule.layer)
        say(f"  near: {rule.label} ({origin}) almost allows it, but {reason}", hang=8)
    if decision.near:
        more = len(decision.near) - NEAR
        say(f"  {f'and {more} more; ' if more > 0 else ''}a rule in full: assent rules show NAME")
