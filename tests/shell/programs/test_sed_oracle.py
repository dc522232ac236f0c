"""Our reading of sed scripts against GNU sed itself, whose sandbox refuses e, r and w while it compiles a script."""

from __future__ import annotations

import random
import shutil
import subprocess

import pytest

from assent.core.effect import RUN_CODE, UNKNOWN
from tests.shell.world import read

PIECES = (
    "s", "y", "/", "|", ",", ";", "}", "{", "\n", " ", "\\", "[", "]", "^", "e", "w", "r", "x", "a", "i", "c", "1",
    "$", "!", "p", "b", ":", "t", "n", "g", "&", "*", "-", "=", "#", "R", "W", "q", "~", "+", "[:alpha:]", "s/a/b/",
    "s/x/y/e", "e id", "\\\n", "a\\\n", "a foo", "w /x", "/x/", "\\,x,", "s,[,],x,", "y/a/b/",
)  # fmt: skip
SCRIPTS = 100


def ask(script: str) -> subprocess.CompletedProcess[str]:
    """GNU sed's own view; with --sandbox nothing is run, read or written whatever the script says."""
    return subprocess.run(
        ["sed", "--sandbox", "-n", "-e", script, "/dev/null"], check=False, capture_output=True, text=True
    )


def _has_sandbox() -> bool:
    return shutil.which("sed") is not None and ask("p").returncode == 0 and "sandbox" in ask("w x").stderr


@pytest.mark.skipif(not _has_sandbox(), reason="sed here has no --sandbox to ask")
@pytest.mark.parametrize("seed", range(4))
def test_what_the_sandbox_refuses_is_never_read_as_harmless(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  repeatable scripts, not secrets
    refused = 0
    for _ in range(SCRIPTS):
        script = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 10)))
        if "sandbox" not in ask(script).stderr:
            continue
        refused += 1
        part = read(f"sed -n -e '{script}' f").parts[0]
        seen = part.effects & (RUN_CODE | UNKNOWN) or part.opaque or part.writes or len(part.reads) > 1
        assert seen, script
    assert refused > 0
