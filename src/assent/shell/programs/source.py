"""Reads a program file: its blocks, options and rows, and every mistake in it with its line."""

from __future__ import annotations

from assent.core.effect import ALL, BIT
from assent.shell.programs.row import ALONE as NO_VALUE
from assent.shell.programs.row import NUMBER, OPTIONAL, VALUE
from assent.shell.programs.words import (
    ALONE,
    DOES,
    FACTS,
    JUDGE,
    ROLES,
    SAID,
    STYLE,
    STYLES,
    WORDS,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assent.shell.programs.row import Option

# Repeats the role before it; takes all that is left as one text.
EACH, REST, NONE = "each", "rest", "none"
MUST_NOT, EXACT = "!", "="
# What a must-not row may find beside effects: a word, or the text, cannot be known.
DOUBTS = ("opaque", "form")


class Block:
    """One row of the file as written: `paths` the words that lead to it, `line` where it begins, `facts` those that
    stand alone; `effects`, `texts` and `lists` fact → what is said with it; `options` with the line of each; `groups`
    the names of the groups it takes in, each with its line."""

    __slots__ = ("effects", "facts", "groups", "line", "lines", "lists", "options", "paths", "texts")

    def __init__(self, paths: Sequence[tuple[str, ...]], line: int) -> None:
        self.paths = paths
        self.line = line
        self.facts: list[str] = []
        self.effects: dict[str, int] = {}
        self.texts: dict[str, str] = {}
        self.lists: dict[str, list[str]] = {}
        self.options: dict[str, Option] = {}
        self.lines: dict[str, int] = {}
        self.groups: dict[str, int] = {}


class Proof:
    """A row of proof: `call` a command line, `effects` what is found in it, `must_not` whether these stop it (each of
    them is found then, and more may be), `line` where it stands."""

    __slots__ = ("call", "effects", "line", "must_not")

    def __init__(self, call: str, effects: Sequence[str], line: int, *, must_not: bool) -> None:
        self.call = call
        self.effects = effects
        self.line = line
        self.must_not = must_not


class Source:
    """A program file as read: where its facts come from, its blocks in order, groups by name, its rows of proof, and
    what is wrong with it as (line, what)."""

    __slots__ = ("blocks", "cited", "groups", "problems", "proofs")

    def __init__(self) -> None:
        self.cited: list[str] = []
        self.blocks: list[Block] = []
        self.groups: dict[str, Block] = {}
        self.proofs: list[Proof] = []
        self.problems: list[tuple[int, str]] = []


def read_source(text: str) -> Source:
    """The file's blocks; whatever in it is not understood is a problem, and is left out."""
    source = Source()
    block: Block | None = None
    for number, written in enumerate(text.split("\n"), 1):
        line = written.rstrip()
        if not line or line.startswith("#"):
            if line and block is None and not source.proofs:
                source.cited.append(line[1:].strip())
        elif line[0] in (MUST_NOT, EXACT):
            _proof(source, line, number)
        elif line[0] == "@":
            block = _group(source, line, number)
        elif line[0] == "\t":
            source.problems.append((number, "begins with a tab: indent it by two spaces"))
        elif line[0] != " ":
            block = Block(_paths(_uncommented(line)), number)
            source.blocks.append(block)
        elif block is None:
            source.problems.append((number, "stands before the name of a program"))
        else:
            _line(source, block, _uncommented(line).strip(), number)
    if not source.cited:
        source.problems.append(
            (1, "does not say where its facts come from: begin with `# program version, manual`")
        )
    return source


def proofs(text: str) -> list[Proof]:
    """The rows of proof of a file and nothing else of it: a hundredth of the work."""
    source = Source()
    for number, written in enumerate(text.split("\n"), 1):
        if written[:1] in (MUST_NOT, EXACT):
            _proof(source, written.rstrip(), number)
    return source.proofs


def _uncommented(line: str) -> str:
    at = line.find("  # ")
    return line if at < 0 else line[:at].rstrip()


def _paths(line: str) -> list[tuple[str, ...]]:
    return [tuple(each.split()) for each in line.split(",")]


def _group(source: Source, line: str, number: int) -> Block:
    name = _uncommented(line)
    if name in source.groups:
        source.problems.append((number, f"the group {name} is there twice"))
    source.groups[name] = Block((), number)
    return source.groups[name]


def _proof(source: Source, line: str, number: int) -> None:
    body = line[1:].strip()
    at = body.rfind("  # ")
    if at > 0 and "  " in body[:at].rstrip():
        body = body[:at].rstrip()
    call, gap, told = body.rpartition("  ")
    effects = told.split()
    wrong = [word for word in effects if word not in BIT and word not in DOUBTS]
    if effects == [NONE] and line[0] == EXACT:
        effects, wrong = [], []
    if not gap or wrong:
        source.problems.append((number, f"{wrong[0]!r} is no effect" if wrong and gap else "names no effect"))
        return
    source.proofs.append(Proof(call.strip(), effects, number, must_not=line[0] == MUST_NOT))


def _line(source: Source, block: Block, line: str, number: int) -> None:
    """One indented line: an option, a group that is taken in, or a fact."""
    if line[0] == "@":
        if line in block.groups:
            source.problems.append((number, f"takes {line} in twice"))
        block.groups[line] = number
        return
    wrong = _option(block, line, number) if line[0] in "-+" else _fact(block, line)
    source.problems.extend((number, what) for what in wrong)


def _fact(block: Block, line: str) -> list[str]:
    name, _, rest = line.partition(" ")
    given = rest.split()
    if name in FACTS:
        if given:
            return [f"{name} stands alone"]
        if name in block.facts:
            return [f"{name} is there twice"]
        block.facts.append(name)
        return []
    if name not in SAID:
        return [f"{name!r} is no fact"]
    if name in block.effects or name in block.texts or name in block.lists:
        return [f"{name} is there twice"]
    if not given:
        return [f"{name} says nothing"]
    plain = [] if given == [NONE] else given
    if name in (DOES, ALONE):
        block.effects[name] = mask(plain)
        return _no_effects(plain)
    if name in (STYLE, JUDGE):
        block.texts[name] = given[0]
        return _style(given) if name == STYLE else _judge(given)
    wrong, block.lists[name] = _words(plain) if name == WORDS else ([], plain)
    return wrong


def _style(given: Sequence[str]) -> list[str]:
    return [] if len(given) == 1 and given[0] in STYLES else [f"style is one of {', '.join(STYLES)}"]


def _judge(given: Sequence[str]) -> list[str]:
    family, dot, function = given[0].partition(".")
    sound = len(given) == 1 and dot and family.isidentifier() and function.isidentifier()
    return [] if sound else ["judge names family.function"]


def _no_effects(given: Iterable[str]) -> list[str]:
    return [f"{word!r} is no effect" for word in given if word not in BIT]


def mask(names: Iterable[str]) -> int:
    """The effects that are named; a word that is none stands for all of them, so that a slip is never a hole."""
    found = 0
    for name in names:
        found |= BIT.get(name, ALL)
    return found


def _words(given: Sequence[str]) -> tuple[list[str], list[str]]:
    """`read each write` → read*, write; `shell rest` → shell+."""
    roles: list[str] = []
    wrong: list[str] = []
    for word in given:
        if word in (EACH, REST):
            if not roles or roles[-1][-1] in "*+" or (word == REST and roles[-1] != "shell"):
                wrong.append(f"{word} stands behind {'shell' if word == REST else 'a role'}")
            else:
                roles[-1] += "*" if word == EACH else "+"
        elif word not in ROLES:
            wrong.append(f"{word!r} is no role")
            roles.append("unknown")
        else:
            roles.append(word)
    if sum(role[-1] in "*+" for role in roles) > 1:
        wrong.append("more than one role repeats")
    return wrong, roles


def _option(block: Block, line: str, number: int) -> list[str]:
    head, _, rest = line.partition("  ")
    if line == NUMBER:
        block.facts.append(NUMBER)
        return []
    *pieces, last = head.split(", ")
    flag, *values = last.split()
    kind = NO_VALUE
    if flag.endswith("]") and "[" in flag:
        flag, kind = flag.partition("[")[0], OPTIONAL
    elif values:
        kind = VALUE
    flags = [*(piece.strip() for piece in pieces), flag]
    wrong = [f"{each!r} is no option" for each in flags if each[:1] not in ("-", "+") or " " in each]
    wrong += [
        f"{value!r} is written as no value is: in capitals or in <>"
        for value in values
        if not _is_value(value)
    ]
    told = rest.split()
    many = 1 if kind == OPTIONAL else len(values)
    roles, effects = told[:many], told[many:]
    strange = [role for role in roles if role not in ROLES]
    if strange:
        wrong.append(f"{strange[0]!r} is no role: {flags[-1]} needs one for each value")
    elif len(roles) < many:
        wrong.append(f"{flags[-1]} needs a role for each value")
    elif not many and any(word in ROLES and word not in BIT for word in effects):
        wrong.append(f"{flags[-1]} has a role and takes no value")
    else:
        wrong += _no_effects(effects)
    for each in flags:
        if each in block.options:
            wrong.append(f"{each} is there twice")
        block.options[each] = (kind, tuple(roles), mask(effects))
        block.lines[each] = number
    if wrong:
        for each in flags:  # an option that is not described is unknown
            block.options.pop(each, None)
    return wrong


def _is_value(word: str) -> bool:
    return word == word.upper() or (word[0] == "<" and word[-1] == ">")
