"""Every program file is sound, and every row of proof in it holds."""

from __future__ import annotations

from collections import Counter

import pytest

from assent.app.start.row_tables import program_files
from assent.core.effect import RUN_CODE
from assent.core.places import write_effect
from assent.shell.programs.row import Row, obeyed
from assent.shell.programs.rows import Rows, problems
from assent.shell.programs.shipped import files, stored, text
from assent.shell.programs.source import Proof, read_source
from assent.shell.proving import HOME, PROJECT, broken, world

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


OBEYED = sorted({path for name in files() if (row := stored(name)) for path in obeyed(Row(row))})


def test_many_programs_say_what_they_obey() -> None:
    assert len(OBEYED) >= 45


@pytest.mark.parametrize("path", OBEYED)
def test_writing_what_a_shipped_program_obeys_is_as_running_code(path: str) -> None:
    """For people's own programs the reader minds it by the file; for shipped ones by the places it knows."""
    full = HOME + path[1:] if path.startswith("~/") else f"{PROJECT}/{path}"
    assert write_effect(full, FACTS) & RUN_CODE
