"""Every program file is sound, and every row of proof in it holds."""

from __future__ import annotations

from collections import Counter

import pytest

from assent.app.start.bundle import program_files
from assent.shell.programs.rows import Rows, problems
from assent.shell.programs.shipped import files, stored, text
from assent.shell.programs.source import Proof, read_source
from assent.shell.proving import broken, world

FILES = [path.name for path in program_files()]
SOURCES = {file: read_source(text(file)) for file in FILES}
PROOFS = [(file, proof) for file, source in SOURCES.items() for proof in source.proofs]
FACTS = world()


@pytest.mark.parametrize(("file", "proof"), PROOFS, ids=[f"{file}:{proof.line}" for file, proof in PROOFS])
def test_a_row_of_proof_holds(file: str, proof: Proof) -> None:
    assert broken(proof, FACTS) == [], file


@pytest.mark.parametrize("file", FILES)
def test_a_program_file_has_no_slip(file: str) -> None:
    assert problems(text(file)) == []


def test_as_many_programs_are_described() -> None:
    """A ratchet: it may only rise."""
    assert sum(" " not in name for name in files()) >= 1000


def test_no_program_is_described_twice() -> None:
    count = Counter(name for source in SOURCES.values() for name in Rows(source).top)
    assert [name for name, times in count.items() if times > 1] == []


@pytest.mark.parametrize("file", FILES)
def test_a_file_bears_the_name_of_its_program(file: str) -> None:
    names = [path[0] for path in SOURCES[file].blocks[0].paths]
    stem = file.removesuffix(".prog")
    odd = not names[0][0].isalnum()  # `[`, `.` and `:` are no names for a file
    assert stem in names or odd


def test_a_program_in_no_file_is_not_known() -> None:
    assert stored("unheardof") is None
    assert stored("") is None
    assert stored("git log") is None
