"""Makes rows of a program file's blocks: groups taken in, subcommands below one another."""

from __future__ import annotations

from assent.core.effect import NET_READ, READ_ELSEWHERE, READ_PROJECT
from assent.shell.programs.row import (
    CONFIG,
    LISTS,
    LISTS_FILES,
    LISTS_WITH,
    LITERALS,
    OWN_WORDS,
    OWN_WORDS_WITH,
    RECIPES,
)
from assent.shell.programs.source import read_source
from assent.shell.programs.words import (
    ALONE,
    DOES,
    FEWEST,
    FEWEST_ABLE,
    JUDGE,
    SHOWS,
    STYLE,
    WORDS,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.shell.programs.row import Option, Stored
    from assent.shell.programs.source import Block, Source

# Roles and effects of a program that can at most look.
_LOOKS = frozenset(("data", "read", "names", "chdir"))
DEEPEST = 16  # words of a path
_LOOKING = READ_PROJECT | READ_ELSEWHERE | NET_READ


def compiled(text: str) -> dict[str, Stored]:
    """Name → stored row of every program in a file. What is not understood is not in it, and so it is unknown; a file
    with a mistake in what an option does loses that option alone."""
    return Rows(read_source(text)).stored()


def problems(text: str) -> list[tuple[int, str]]:
    """Everything that is wrong with a program file, as (line, what), in the order of its lines."""
    source = read_source(text)
    rows = Rows(source)
    found = source.problems + rows.problems
    wanted = FEWEST_ABLE if rows.able() else FEWEST
    given = sum(proof.must_not for proof in source.proofs)
    if given < wanted:
        found.append(
            (1, f"has {given} of the {wanted} rows with `!` that it needs: calls that must not be allowed")
        )
    return sorted(found)


class Rows:
    """The rows that a source describes: `top` name → block of a program; `below` block → its subcommands."""

    __slots__ = ("below", "options", "problems", "source", "top")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[tuple[int, str]] = []
        self.top: dict[str, Block] = {}
        self.below: dict[Block, dict[str, Block]] = {}
        used: set[str] = set()
        self.options = {block: self._options(block, used) for block in source.blocks}
        for block in source.blocks:
            for path in block.paths:
                self._place(block, path)
        self.problems.extend(
            (group.line, f"no block takes {name} in")
            for name, group in source.groups.items()
            if name not in used
        )
        if not source.blocks:
            self.problems.append((1, "names no program"))

    def _place(self, block: Block, path: Sequence[str]) -> None:
        """Puts a block where its path leads."""
        if len(path) > DEEPEST:
            self.problems.append((block.line, f"a path has more than {DEEPEST} words"))
            return
        name = path[-1] if path else ""
        table = self.top
        if "apart" in block.facts:
            name = " ".join(path)
        else:
            start = self._apart(path)
            for at, word in enumerate((" ".join(path[:start]), *path[start:-1]) if len(path) > 1 else ()):
                above = table.get(word)
                if above is None:
                    self.problems.append(
                        (block.line, f"there is no block `{' '.join(path[: at + 1])}` above")
                    )
                    return
                if above is block:
                    self.problems.append((block.line, f"{' '.join(path)} stands below itself"))
                    return
                table = self.below.setdefault(above, {})
        if name in table or not name:
            self.problems.append(
                (block.line, f"{' '.join(path)} is there twice" if name else "names no program")
            )
        table[name] = block

    def _apart(self, path: Sequence[str]) -> int:
        """How many words of a path name its program: one, but for rows that stand apart."""
        return next((at for at in range(len(path) - 1, 1, -1) if " ".join(path[:at]) in self.top), 1)

    def _options(self, block: Block, used: set[str]) -> dict[str, Option]:
        """A block's own options and those of the groups it takes in."""
        found: dict[str, Option] = {}
        for name, line in block.groups.items():
            group = self.source.groups.get(name)
            if group is None:
                self.problems.append((line, f"there is no group {name}"))
                continue
            used.add(name)
            inner = self._options(group, used)
            self.problems.extend(
                (line, f"{flag} of {name} is there twice") for flag in inner if flag in found
            )
            found |= inner
        self.problems.extend(
            (block.lines[flag], f"{flag} is there twice") for flag in block.options if flag in found
        )
        return found | block.options

    def stored(self) -> dict[str, Stored]:
        """The rows as the bundle holds them; what several names share is one object."""
        known: dict[Block, Stored] = {}
        return {name: self._stored(block, known) for name, block in self.top.items()}

    def _stored(self, block: Block, known: dict[Block, Stored]) -> Stored:
        if block not in known:
            effects, texts, lists = block.effects, block.texts, block.lists
            below = {name: self._stored(each, known) for name, each in self.below.get(block, {}).items()}
            options = self.options[block]
            listing = [
                f"{name}={word}"
                for name in (LISTS, LISTS_WITH, LISTS_FILES, OWN_WORDS, OWN_WORDS_WITH, RECIPES, CONFIG)
                for word in lists.get(name, ())
            ]
            facts = (*block.facts, *listing, *((LITERALS,) if any("=" in flag for flag in options) else ()))
            known[block] = (
                effects.get(DOES, 0), options, _tuple(lists.get(WORDS)), below, effects.get(ALONE),
                texts.get(JUDGE, ""), facts, _tuple(lists.get(SHOWS)), texts.get(STYLE, ""),
            )  # fmt: skip
        return known[block]

    def able(self) -> bool:
        """Whether a program of the file can do more than look."""
        return any(
            _more(self.options[block]) or _can(block) or "runs" in block.facts for block in self.source.blocks
        )


def _tuple(words: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if words is None else tuple(words)


def _more(options: Mapping[str, Option]) -> bool:
    return any(mask & ~_LOOKING or not _LOOKS.issuperset(roles) for _, roles, mask in options.values())


def _can(block: Block) -> bool:
    roles = {role.rstrip("*+") for role in block.lists.get(WORDS, ())}
    return bool((block.effects.get(DOES, 0) | block.effects.get(ALONE, 0)) & ~_LOOKING) or not roles <= _LOOKS
