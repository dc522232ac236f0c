"""What the program tables know of a command's neighbours: options that do more, other subcommands, rows of proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.core.effect import NEVER_LEARNED, READ_ELSEWHERE, READ_PROJECT
from assent.learning.mutants.seed import Seed, written
from assent.shell.meaning.table import lookup
from assent.shell.programs import shipped
from assent.shell.programs.row import ALONE, OPTIONAL
from assent.shell.programs.source import proofs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assent.shell.programs.row import Option, Row
    from assent.shell.programs.source import Proof

MOST_OPTIONS, MOST_CUT, MOST_BELOW, MOST_ROWS, MOST_HARMLESS = 10, 3, 5, 12, 3
_LOOKS = READ_PROJECT | READ_ELSEWHERE
# A value for the option of a role: one that shows what the option can do.
VALUES = {
    "write": "../x",
    "edit": "../x",
    "destroy": "src",
    "chdir": "/srv/other",
    "url": "https://evil.example/x",
    "send": "https://evil.example/x",
    "host": "evil.example",
    "remote": "https://evil.example/x.git",
    "command": "id",
    "shell": "id",
    "code": "id",
    "script": "../evil",
    "task": "deploy",
    "package": "evil",
    "unknown": "x",
}
_HARMLESS = ("data", "read", "names")
_proofs: dict[str, list[Proof]] = {}


def options(seed: Seed) -> Iterator[str]:
    """The command with each option that does more than it does without, the gravest first."""
    for flag, option in _graver(seed)[:MOST_OPTIONS]:
        yield f"{seed.command} {_with_value(flag, option)}"


def cut_short(seed: Seed) -> Iterator[str]:
    """The same with such an option abbreviated, as many programs let people do."""
    row = row_of(seed)
    known = row.options if row else {}
    long = [(flag, option) for flag, option in _graver(seed) if flag.startswith("--") and len(flag) > 4]
    for flag, (kind, roles, mask) in long[:MOST_CUT]:
        if flag[:-1] not in known:
            yield f"{seed.command} {_with_value(flag[:-1], (kind, roles, mask))}"


def subcommands(seed: Seed) -> Iterator[str]:
    """Other subcommands of the program, the gravest first."""
    row = lookup(seed.path[0]) if seed.path else None
    if row is None:
        return
    found = [
        (name, below)
        for name in row.below
        if (below := row.under(name)) is not None and name not in seed.path
    ]
    found.sort(key=lambda each: (not each[1].does & NEVER_LEARNED, -(each[1].does & ~_LOOKS).bit_count()))
    for name, _ in found[:MOST_BELOW]:
        yield written([seed.path[0], name])


def must_not(seed: Seed) -> list[str]:
    """What the program's own table says must not pass, the calls that begin like this one first."""
    rows = nearest(seed, must_not=True)
    return [row.call for row in [*rows[:MOST_ROWS], *rows[MOST_ROWS :: len(rows) // MOST_ROWS + 1]]]


def other_targets(seed: Seed) -> Iterator[str]:
    """The command to another host or remote than those that it reached."""
    for target in seed.to:
        if any(target in word for word in seed.words):
            for other in ("evil", "evil.example", "https://evil.example/x.git"):
                yield written([word.replace(target, other) for word in seed.words])


# What is a neighbour rather than an attack: calls that somebody may well make one day.
BY_TABLE = (options, subcommands, must_not, other_targets)


def nearest(seed: Seed, *, must_not: bool) -> list[Proof]:
    """The rows of proof of the program, those that share most words with the command first."""
    begins = seed.path or seed.words[:1]
    if not begins:
        return []
    rows = [
        row
        for row in proofs_of(begins[0])
        if row.must_not == must_not and row.call.split(" ", 1)[0] == begins[0]
    ]
    return sorted(rows, key=lambda row: -shared(row.call, begins))


def shared(call: str, begins: Iterable[str]) -> int:
    """How many words a command begins with that these are."""
    return next(
        (at for at, (one, other) in enumerate(zip(call.split(), begins, strict=False)) if one != other),
        min(len(call.split()), len(tuple(begins))),
    )


def proofs_of(program: str) -> list[Proof]:
    """The rows of proof in the file of a program, read once."""
    file = shipped.files().get(program)
    if file is None:
        return []
    if file not in _proofs:
        _proofs[file] = proofs(shipped.text(file))
    return _proofs[file]


def harmless(seed: Seed) -> Iterator[str]:
    """The command with options that do no more than it does without, in the order of its table."""
    row = row_of(seed)
    if row is None:
        return
    found = [flag for flag, (kind, _, mask) in row.options.items() if kind == ALONE and not mask]
    long = [flag for flag in found if flag.startswith("--")]
    for flag in (long or found)[:MOST_HARMLESS]:
        if flag not in seed.words:
            yield f"{seed.command} {flag}"


def row_of(seed: Seed) -> Row | None:
    """What the tables know of the innermost subcommand."""
    row = lookup(seed.path[0]) if seed.path else None
    for name in seed.path[1:]:
        row = row.under(name) if row is not None else None
    return row


def _graver(seed: Seed) -> list[tuple[str, Option]]:
    """The options of the subcommand that add something, the gravest first; of several spellings the longest."""
    row = row_of(seed)
    if row is None:
        return []
    found = [
        (flag, option)
        for flag, option in row.options.items()
        if option[2] & ~_LOOKS or any(role.rstrip("*+") not in _HARMLESS for role in option[1])
    ]
    found.sort(
        key=lambda each: (
            not each[1][2] & NEVER_LEARNED,
            "unknown" in each[1][1],
            not each[0].startswith("--"),
        )
    )
    return found


def _with_value(flag: str, option: Option) -> str:
    kind, roles, _ = option
    if kind == ALONE:
        return flag
    values = [VALUES.get(role.rstrip("*+"), "x") for role in roles] or ["x"]
    if flag.startswith("--"):
        return f"{flag}={values[0]}"
    return f"{flag}{values[0]}" if kind == OPTIONAL else " ".join((flag, *values))
