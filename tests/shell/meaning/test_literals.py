"""Code of another language: what it runs and removes by its own words is seen by denials, and allows nothing."""

from __future__ import annotations

import pytest

from assent.core.effect import names_of
from tests.shell.world import covered, read

# Text → effects that the code in it adds to running any code.
SEEN = [
    ("python3 -c \"import shutil; shutil.rmtree('/')\"", {"destroy", "system"}),
    ("python3 - <<'E'\nimport shutil\nshutil.rmtree('src')\nE", {"destroy"}),
    ("python3 <<'E'\nimport os\nos.system('git push --force')\nE", {"net-send", "history"}),
    ("python3 -c \"import subprocess; subprocess.run(['rm', '-rf', 'src'])\"", {"destroy"}),
    (
        "python3 -c \"import subprocess; subprocess.check_output('cat ~/.ssh/id_rsa', shell=True)\"",
        {"read-secret"},
    ),
    ("node -e \"require('child_process').execSync('rm -rf src')\"", {"destroy"}),
    ("node -e \"require('child_process').spawnSync('rm', ['-rf', 'src'])\"", {"destroy"}),
    ("node -e \"require('fs').rmSync('src', {recursive: true})\"", {"destroy"}),
    ("ruby -e \"system('rm -rf src')\"", {"destroy"}),
    ("ruby -e \"require 'fileutils'; FileUtils.rm_rf('src')\"", {"destroy"}),
    ("perl -e 'system(\"rm -rf src\")'", {"destroy"}),
    ("php -r 'shell_exec(\"rm -rf src\");'", {"destroy"}),
]


@pytest.mark.parametrize(("text", "effects"), SEEN, ids=[row[0] for row in SEEN])
def test_what_code_says_it_runs_or_removes_is_seen(text: str, effects: set[str]) -> None:
    found = read(text)
    assert effects | {"run-code"} <= set(names_of(found.effects))
    assert not covered(found)


UNSEEN = [
    'python3 -c "print(1)"',
    "python3 -c \"print('rm -rf src')\"",
    "python3 -c \"items.remove('src')\"",
    'python3 -c "import os; os.system(cmd)"',
    "node -e \"console.log('rm')\"",
    "echo \"shutil.rmtree('/')\" > notes.txt",
]


@pytest.mark.parametrize("text", UNSEEN)
def test_what_code_only_mentions_is_not(text: str) -> None:
    assert "destroy" not in names_of(read(text).effects)


def test_code_that_cannot_be_read_changes_nothing_about_the_text_around_it() -> None:
    found = read("python3 -c \"import os; os.system('if')\"")
    assert not found.form
    assert not found.parts[0].opaque
    assert not found.parts[0].meaning
