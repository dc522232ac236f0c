"""A shell script in a name space of its own, where it may mount a disk: for what a full or a closed one does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contracts.tree import ROOT

NONE = 77  # what a script exits with where it could mount none


def run(script: str, folder: Path, *words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """The script with the folder as `$1`, the interpreter as `$2` and the words behind; the test is passed over where
    no such disk can be had."""
    env = {
        "HOME": str(folder), "PATH": os.environ["PATH"], "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    argv = ["unshare", "-rm", "/bin/sh", "-c", script, "sh", str(folder), sys.executable, *words]
    try:
        done = subprocess.run(
            argv, env=env, cwd=cwd, capture_output=True, text=True, check=False, timeout=120
        )
    except FileNotFoundError:
        pytest.skip("there is no unshare here")
    if done.returncode == NONE or "unshare" in done.stderr:
        pytest.skip("no name space with a disk of its own can be made here")
    return done
