"""Which lines of a program file gave a command its effects: the file is walked once more, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assent.core.call import Part
from assent.core.effect import ALL, UNKNOWN, names_of
from assent.shell.meaning.arg import Arg
from assent.shell.meaning.options import take
from assent.shell.meaning.roles import apply_role
from assent.shell.meaning.table import walk
from assent.shell.meaning.use import Use
from assent.shell.programs.row import ALONE as NO_VALUE
from assent.shell.programs.row import FIELDS, Row
from assent.shell.programs.rows import Rows
from assent.shell.programs.source import read_source
from assent.shell.programs.words import ALONE, DOES, JUDGE, SHOWS, WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.programs.source import Block


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a program file: `effects` as a mask what it gave to the command, `option` the words of the command that
    it speaks of, () where it speaks of no option."""

    file: str
    line: int
    text: str
    effects: int
    option: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The line as `check --explain --json` gives it."""
        return {"file": self.file, "line": self.line, "text": self.text, "effects": names_of(self.effects)}


class _Silent:
    """Runs nothing that a command is given: what that does has lines of its own."""

    scope = None

    def run(self, _use: Use, _args: Sequence[Arg]) -> bool:
        return False

    def shell(self, _use: Use, _text: str | None) -> None: ...
    def leave(self) -> None: ...
    def unread(self, _why: str) -> None: ...


class File:
    """A program file as written: `shown` how it is named, its blocks, and the text of each line."""

    def __init__(self, shown: str, text: str) -> None:
        self.shown = shown
        self.written = text.split("\n")
        self.source = read_source(text)
        self.rows = Rows(self.source)

    def line(self, number: int, effects: int = 0, *, said: str = "", option: tuple[str, ...] = ()) -> Line:
        """One line, without its comment; `said` what is to be read in it when that is not plain."""
        text = self.written[number - 1].partition("  # ")[0].strip()
        return Line(
            self.shown, number, f"{text}{'  ' if said else ''}{said}", effects & ALL, tuple(filter(None, option))
        )

    def fact(self, block: Block, word: str) -> int:
        """The line in which a block says a fact; 0 when it does not."""
        for number in range(block.line + 1, len(self.written) + 1):
            text = self.written[number - 1]
            if text and not text.startswith((" ", "#")):
                return 0
            if text.split()[:1] == [word]:
                return number
        return 0

    def option(self, block: Block, flag: str) -> int:
        """The line that lists an option for a block, in it or in a group that it takes in; 0 for none."""
        if flag in block.lines:
            return block.lines[flag]
        groups = (self.source.groups.get(name) for name in block.groups)
        return next((found for each in groups if each and (found := self.option(each, flag))), 0)


def lines_of(file: File, row: Row, use: Use, begin: tuple[str, ...], left: int) -> list[Line]:
    """The lines by which a row judged one use that began in these directories; `left` are effects of it that a judge
    may have given."""
    block = file.rows.top.get(use.name)
    if block is None:
        return []
    trial = Use(use.name, use.args, Part(()), use.facts, begin, _Silent())
    if len(use.args) == 1 and use.options[:1] == [(use.args[0].text, None)] and not use.part.effects:
        flag = use.args[0].text or ""
        number = file.fact(block, SHOWS) if row.shows is not None else file.option(block, flag)
        return [file.line(number or block.line)]
    found: list[Line] = []
    judged = (block, row.judge)
    args: Sequence[Arg] = use.args
    while "raw" not in row.facts:
        trial.row = row
        found += _does(file, block, row, trial)
        operands, index = _operands(trial, row, args)
        found += _options(file, block, row, trial)
        below = None
        if row.below and index < len(args) and (name := args[index].text) is not None:
            below = row.under(name)
            if below is None and row.words is None:
                said = f"lists no subcommand {name}"
                found.append(file.line(block.line, UNKNOWN, said=f"({said})"))
                break
        if below is None or name is None:
            found += _words(file, block, row, trial, operands)
            break
        trial.sub = (*trial.sub, name)
        row, block, args = below, file.rows.below[block][name], args[index + 1 :]
        judged = (block, row.judge) if row.judge else judged
    gave = 0
    for each in found:
        gave |= each.effects
    if judged[1] and left & ~gave:
        found.append(file.line(file.fact(judged[0], JUDGE) or judged[0].line, left & ~gave))
    return found or [file.line(block.line)]


def _fresh(trial: Use) -> Part:
    trial.part = Part((), trial.part.cwd)
    return trial.part


def _does(file: File, block: Block, row: Row, trial: Use) -> list[Line]:
    part = _fresh(trial)
    trial.add(row.does, "")
    number = file.fact(block, DOES)
    return [file.line(number, part.effects)] if number else []


def _operands(trial: Use, row: Row, args: Sequence[Arg]) -> tuple[list[Arg], int]:
    """The operands of one level, and where its subcommand begins."""
    _fresh(trial)
    trial.options = []
    operands, index = take(trial, row, args, stop=bool(row.below))
    if row.below and index < len(args) and row.under(args[index].text or "") is None and row.words is not None:
        operands, at = take(trial, row, args[index:], stop=False)
        return [*operands, *args[index + at :]], len(args)
    return (operands, index) if row.below else ([*operands, *args[index:]], len(args))


def _options(file: File, block: Block, row: Row, trial: Use) -> list[Line]:
    found: list[Line] = []
    counted: dict[str, int] = {}
    for flag, value in trial.options:
        known = row.options.get(flag)
        part = _fresh(trial)
        option = (flag, *([value.text or ""] if value else []))
        if known is None:
            said = f"(does not list {flag})"
            found.append(file.line(block.line, UNKNOWN, said=said, option=option))
            continue
        kind, roles, mask = known
        if flag in counted and kind == NO_VALUE:
            continue
        at = counted.get(flag, 0) % len(roles) if roles else 0
        counted[flag] = counted.get(flag, 0) + 1
        trial.add(mask, "")
        if value is not None and roles:
            apply_role(trial, roles[at], value)
            literal = f"{flag}={value.text}"
            if literal in row.options:
                trial.add(row.options[literal][2], "")
                found.append(file.line(file.option(block, literal), part.effects, option=option))
                continue
        found.append(file.line(file.option(block, flag) or block.line, part.effects, option=option))
    return found


def _words(file: File, block: Block, row: Row, trial: Use, operands: Sequence[Arg]) -> list[Line]:
    part = _fresh(trial)
    part.path = (trial.name,)
    given = {"words": row.words, "below": row.below, "alone": row.alone}
    fields = {"does": 0, "options": {}, "below": {}, "judge": "", "facts": (), "shows": None, "style": ""}
    bare = Row(tuple({**fields, **given, "below": {}}[field] for field in FIELDS))
    trial.options = []
    if not operands:
        number = file.fact(block, ALONE)
        if number:
            trial.add(row.alone or 0, "")
            return [file.line(number, part.effects)]
        if row.below and row.words is None:
            return [file.line(block.line, UNKNOWN, said="(without a subcommand)")]
        return []
    walk(trial, bare, [Arg("--"), *operands])
    number = file.fact(block, WORDS)
    if not number:
        shown = operands[0].text or "…"
        return [file.line(block.line, part.effects, said=f"(says nothing of a word as {shown})")]
    return [file.line(number, part.effects)]
