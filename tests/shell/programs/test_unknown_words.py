"""A word that cannot be known may be an option of its program, a subcommand, or anything: it is never understood where that
could matter."""

from __future__ import annotations

import pytest

from assent.app.start.row_tables import program_files
from assent.core.call import Reading
from assent.core.effect import UNKNOWN, names_of
from assent.shell.meaning.table import lookup
from assent.shell.programs.row import VALUE, Row
from assent.shell.programs.shipped import text
from assent.shell.programs.source import read_source
from assent.shell.proving import world
from assent.shell.reading import read_shell
from tests.shell.programs.described import described

FILES = [path.name for path in program_files()]
FACTS = world()
SYNTAX = frozenset("|;&<>(){}$`'\"\\*?[#~\n")
# Programs whose words behind the first operand are none of their options: they belong to what is run.
RUN = {"builtin", "command", "parallel", "pnpx", "wasmtime", "pwsh", "exec"}
# What is found in the place of one effect when the word that decides between them cannot be known.
WORSE = {"ip addr show": "system"}


def plain_calls(file: str) -> list[list[str]]:
    """The words of the ordinary calls of a file, but for those with anything that a shell would read otherwise."""
    calls = [proof.call for proof in read_source(text(file)).proofs if not proof.must_not]
    return [call.split() for call in calls if not SYNTAX.intersection(call)]


def read(words: list[str]) -> Reading:
    return read_shell(" ".join(words), FACTS)


def understood(reading: Reading) -> bool:
    return not (
        reading.form
        or reading.effects & UNKNOWN
        or any(part.opaque or part.meaning for part in reading.parts)
    )


def rows_of(words: list[str]) -> list[Row]:
    """The rows of a program and of the subcommands among its words."""
    row = lookup(f"rustup {words[0]}") or lookup(words[0].removeprefix("./"))
    found = [] if row is None else [row]
    for word in words[1:]:
        below = found[-1].under(word) if found else None
        if below is not None:
            found.append(below)
    return found


def is_value(words: list[str], at: int, rows: list[Row]) -> bool:
    """Whether the word at a place is the value of the option before it, or one further value of it."""
    for back in (1, 2, 3):
        option = words[at - back] if at - back > 0 else ""
        letter = "-" + option[-1:] if option[:1] == "-" and option[:2] != "--" else option
        for row in rows:
            if f"lists-with={option}=" in row.facts:
                return True
            for flag in (option, letter):
                listed = row.options.get(flag)
                if listed is not None and listed[0] == VALUE and len(listed[1]) >= back:
                    return True
    return False


def harmless(words: list[str], at: int, rows: list[Row]) -> bool:
    """Whether no option in the place of a word could do anything: all of the program's are known to be harmless, or
    options end before it."""
    facts = {*rows[0].facts, *rows[-1].facts}
    ended = at > 1 and not words[at - 1].startswith("-") and (rows[-1].style == "stop" or words[0] in RUN)
    return bool(facts & {"closed", "inert", "built-in"}) or ended


@pytest.mark.parametrize("file", FILES)
def test_a_word_that_cannot_be_known_is_not_understood_where_an_option_may_stand(file: str) -> None:
    for words in plain_calls(file):
        known = read(words).effects
        for at in range(1, words.index("--") if "--" in words else len(words)):
            given = [*words[:at], '"$X"', *words[at + 1 :]]
            found = read(given)
            if understood(found):
                rows = rows_of(words)
                assert is_value(words, at, rows) or harmless(words, at, rows), given
                lost = names_of(known & ~found.effects)
                assert not lost or " ".join(words) in WORSE, (given, lost)


def test_so_it_is_in_every_block_where_options_are_not_known_to_be_harmless() -> None:
    wrong = []
    for path, row in described():
        if any(SYNTAX.intersection(word) or " " in word for word in path):
            continue
        top = lookup(path[0])
        facts = {*row.facts, *(() if top is None else top.facts)}
        if facts & {"closed", "inert", "built-in"}:
            continue
        if understood(read([*path, '"$X"'])):
            wrong.append(" ".join(path))
    assert wrong == []


@pytest.mark.parametrize("call", WORSE)
def test_each_exception_is_worse(call: str) -> None:
    words = call.split()
    assert WORSE[call] in names_of(read([*words[:-1], '"$X"']).effects)


# A program of which a table says that no option does anything may ride along; what reads or writes a file may not.
@pytest.mark.parametrize(
    "name", sorted({path[0] for path, row in described() if "inert" in row.facts and len(path) == 1})
)
def test_what_rides_along_with_an_unknown_word_lists_no_option_that_does_anything(name: str) -> None:
    row = lookup(name)
    if row is not None and not SYNTAX.intersection(name) and understood(read([name, '"$X"'])):
        assert not any(adds for _, _, adds in row.options.values())


# Ends of options, values, and words that a program makes up itself are no options.
@pytest.mark.parametrize(
    "text",
    [
        'docker logs -- "$X"',
        'docker logs --tail "$X" web',
        'docker logs "$(git rev-parse HEAD)"',
        'docker logs "x$X"',
        'git rev-parse "$X"',
        'basename "$X"',
        'sleep "$X"',
    ],
)
def test_what_can_be_no_option_is_understood(text: str) -> None:
    assert understood(read_shell(text, FACTS))


@pytest.mark.parametrize(
    "text", ['docker logs "$X"', 'asdf list "$X" nodejs', 'npm view "$X"', 'pm2 logs "$X"', 'zfs "$X"']
)
def test_what_may_be_one_is_not(text: str) -> None:
    assert not understood(read_shell(text, FACTS))
