"""Holds the rows of proof of a program file against what the reader finds in them."""

from __future__ import annotations

from assent.core.effect import READ_PROJECT, UNKNOWN, names_of
from assent.core.facts import Facts
from assent.shell.programs.rows import Rows
from assent.shell.programs.rows import problems as slips
from assent.shell.programs.source import read_source
from assent.shell.programs.words import JUDGE
from assent.shell.reading import describe, read_shell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.shell.programs.row import Stored
    from assent.shell.programs.source import Block, Proof

# The world that the rows of every program file are meant in.
HOME, PROJECT = "/home/u", "/home/u/project"


def world(programs: Mapping[str, Sequence[Stored]] | None = None) -> Facts:
    """The facts that the rows are meant in, with these programs of a person's own."""
    facts = Facts(HOME, PROJECT, branch="topic", upstream="origin/topic")
    facts.shell = "bash"
    describe(facts, programs or {})
    return facts


def problems(text: str, *, own: bool = False) -> list[tuple[int, str]]:
    """Everything wrong with a program file, as (line, what): its slips, and the rows that do not hold. `own` for a file
    that is not shipped."""
    source = read_source(text)
    facts = world({name: [row] for name, row in Rows(source).stored().items()} if own else None)
    found = slips(text)
    if own:
        found += [
            (block.line, f"{word} is for shipped programs")
            for block in source.blocks
            for word in _not_own(block)
        ]
    found += [(proof.line, what) for proof in source.proofs for what in broken(proof, facts)]
    return sorted(found)


def _not_own(block: Block) -> list[str]:
    """What a person's own file may not say: it would leave words unjudged, or reach into our code."""
    return [word for word in (*block.facts, *block.texts) if word in ("raw", JUDGE, "apart", "operands-only")]


def found_in(call: str, facts: Facts) -> set[str]:
    """The effects of a call by name, with `opaque` for a word and `form` for a text that cannot be known."""
    reading = read_shell(call, facts)
    found = set(names_of(reading.effects))
    if any(part.opaque for part in reading.parts):
        found.add("opaque")
    return found | ({"form"} if reading.form else set())


def broken(proof: Proof, facts: Facts) -> list[str]:
    """Why a row of proof does not hold."""
    found = found_in(proof.call, facts)
    wanted = set(proof.effects)
    if proof.must_not:
        missing = sorted(wanted - found)
        if missing:
            return [f"`{proof.call}` is not found to do {', '.join(missing)}, but {_listed(found)}"]
        if wanted <= {names_of(READ_PROJECT)[0]}:
            return [f"`{proof.call}` names nothing that would stop it"]
        return []
    if found & {"opaque", "form", names_of(UNKNOWN)[0]}:
        return [f"`{proof.call}` is not understood: {_why(proof.call, facts)}"]
    return (
        [] if found == wanted else [f"`{proof.call}` is found to do {_listed(found)}, not {_listed(wanted)}"]
    )


def _listed(effects: set[str]) -> str:
    return ", ".join(sorted(effects)) or "nothing"


def _why(call: str, facts: Facts) -> str:
    reading = read_shell(call, facts)
    return reading.form or next(
        (part.meaning for part in reading.parts if part.meaning), "a word cannot be known"
    )
