"""Which lines of a program file gave a command its effects: the file is walked once more, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assent.core.call import Part
from assent.core.effect import ALL, BIT, NET_SEND, RUN_CODE, UNKNOWN, names_of
from assent.shell.meaning.arg import Arg
from assent.shell.meaning.options import take
from assent.shell.meaning.roles import apply_role
from assent.shell.meaning.table import walk
from assent.shell.meaning.use import Use
from assent.shell.programs.row import FIELDS, Row
from assent.shell.programs.rows import Rows
from assent.shell.programs.source import read_source
from assent.shell.programs.words import ALONE, DOES, JUDGE, SHOWS, WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.meaning.scope import Scope
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

    scope: Scope | None = None

    def run(self, _use: Use, _args: Sequence[Arg]) -> bool:
        return False

    def shell(self, use: Use, text: str | None) -> None:
        if text is None:
            use.note(RUN_CODE | UNKNOWN, "")

    def code(self, _use: Use, _text: str | None) -> None: ...
    def follow(self, _use: Use, _text: str) -> None: ...
    def leave(self) -> None: ...
    def unread(self, _why: str) -> None: ...
    def land(self, _place: str, *, below_only: bool) -> None: ...

    def landed_over(self, _place: str) -> str:
        return ""

    def turn(self, _branches: Sequence[str]) -> None:
        pass

    def turned(self) -> Sequence[str]:
        return ()


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
        return Line(self.shown, number, text + (f"  ({said})" if said else ""), effects & ALL, option)

    def head(
        self, block: Block, trial: Use, effects: int = 0, *, said: str = "", option: tuple[str, ...] = ()
    ) -> Line:
        """The line in which a block begins: of all its names, the one that was given."""
        name = " ".join((trial.name, *trial.sub))
        text = name if name in (" ".join(each) for each in block.paths) else " ".join(block.paths[0])
        more = ", …" if len(block.paths) > 1 else ""
        return Line(
            self.shown, block.line, f"{text}{more}" + (f"  ({said})" if said else ""), effects, option
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
        return [file.line(number) if number else file.head(block, trial)]
    found, judging = ([], block) if "raw" in row.facts else _walked(file, block, row, trial)
    for each in found:
        left &= ~each.effects
    if left & NET_SEND and use.unsaid:
        found.append(file.head(block, trial, NET_SEND, said="sends along text that cannot be known"))
        left &= ~NET_SEND
    for word in (JUDGE, "responds", "recipes"):
        if left and (number := file.fact(judging, word)):
            found.append(file.line(number, left))
            left = 0
    return found or [file.head(block, trial)]


def noted(
    file: File, use: Use, begin: tuple[str, ...], notes: Sequence[tuple[str, str]], left: int
) -> list[Line]:
    """What is known of any program by the words it is given, told at the line that names it: the effects that are
    `left`, each with the first note that tells why."""
    block = file.rows.top.get(use.name)
    if block is None:
        return []
    trial = Use(use.name, use.args, Part(()), use.facts, begin, _Silent())
    why: dict[int, str] = {}
    for name, text in notes:
        if BIT[name] & left and text:
            why.setdefault(BIT[name], text)
    return [file.head(block, trial, effect, said=text) for effect, text in why.items()]


def _walked(file: File, block: Block, row: Row, trial: Use) -> tuple[list[Line], Block]:
    """The lines of a use from its program to its innermost subcommand, and the block whose judge is asked."""
    found: list[Line] = []
    judging = block
    args: Sequence[Arg] = trial.args
    while True:
        trial.row = row
        judging = block if row.judge else judging
        found += _does(file, block, row, trial)
        operands, index = _operands(trial, row, args)
        found += _options(file, block, row, trial)
        if not row.below or index >= len(args):
            return [*found, *_words(file, block, row, trial, operands)], judging
        name = args[index].text or ""
        below = row.under(name)
        if below is None:
            return [*found, _no_subcommand(file, block, trial, args[index])], judging
        trial.sub = (*trial.sub, name)
        row, block, args = below, file.rows.below[block][name], args[index + 1 :]


def _no_subcommand(file: File, block: Block, trial: Use, word: Arg) -> Line:
    if word.text is None or word.glob:
        return file.head(block, trial, RUN_CODE | UNKNOWN, said="which subcommand runs cannot be known")
    return file.head(block, trial, UNKNOWN, said=f"lists no subcommand {word.text}")


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
    if (
        row.below
        and index < len(args)
        and row.under(args[index].text or "") is None
        and row.words is not None
    ):
        operands, at = take(trial, row, args[index:], stop=False)
        return [*operands, *args[index + at :]], len(args)
    return (operands, index) if row.below else ([*operands, *args[index:]], len(args))


def _options(file: File, block: Block, row: Row, trial: Use) -> list[Line]:
    """The options of one level, each with the line that lists it."""
    left = trial.part.effects
    found: list[Line] = []
    seen: list[str] = []
    short = ""  # an option that is not listed; those behind it are what it may be an abbreviation of
    for flag, value in trial.options:
        if flag not in row.options:
            found.append(_unlisted(file, block, trial, flag))
            short = flag.partition("=")[0]
        elif value is None and short and flag.startswith(short):
            continue
        else:
            found.append(_listed(file, block, row, trial, flag, value, seen.count(flag)))
            seen.append(flag)
            short = ""
        left &= ~found[-1].effects
    if left & UNKNOWN:
        found.append(file.head(block, trial, left, said="an option lacks its value, or cannot be known"))
    return list(dict.fromkeys(found))


def _unlisted(file: File, block: Block, trial: Use, flag: str) -> Line:
    part = _fresh(trial)
    trial.given(flag.partition("=")[2])
    said = f"does not list {flag}"
    return file.head(block, trial, part.effects | UNKNOWN, said=said, option=(flag,))


def _listed(
    file: File, block: Block, row: Row, trial: Use, flag: str, value: Arg | None, before: int
) -> Line:
    """An option that was given `before` so many times, and what its value does."""
    part = _fresh(trial)
    _, roles, mask = row.options[flag]
    trial.add(mask, "")
    literal = ""
    if value is not None:
        literal = f"{flag}={value.text}"
        if roles:
            apply_role(trial, roles[before % len(roles)], value)
        if literal in row.options:
            trial.add(row.options[literal][2], "")
    number = file.option(block, literal) or file.option(block, flag)
    given = (flag, value.text) if value is not None and value.text else (flag,)
    return file.line(number or block.line, part.effects, option=given)


def _words(file: File, block: Block, row: Row, trial: Use, operands: Sequence[Arg]) -> list[Line]:
    part = _fresh(trial)
    part.path = (trial.name,)
    given = {"does": 0, "options": {}, "below": {}, "judge": "", "facts": (), "shows": None, "style": ""}
    bare = Row(tuple(given.get(field, getattr(row, field)) for field in FIELDS))
    trial.options = []
    if not operands:
        number = file.fact(block, ALONE)
        if number:
            trial.add(row.alone or 0, "")
            return [file.line(number, part.effects)]
        if row.below and row.words is None:
            return [file.head(block, trial, UNKNOWN, said="without a subcommand")]
        return []
    walk(trial, bare, [Arg("--"), *operands])
    number = file.fact(block, WORDS)
    if not number:
        shown = operands[0].text or "…"
        return [file.head(block, trial, part.effects, said=f"says nothing of a word like {shown}")]
    return [file.line(number, part.effects)]
