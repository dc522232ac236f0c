"""The page of commands and the manual page say what the commands say of themselves."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest

from tests.docs.commands import manual, page, summary, tree
from tests.docs.pages import DOCS, is_current, with_region

PAGE = DOCS / "commands.md"
MANUAL = DOCS / "man/assent.1"
SECTIONS = {
    "EXIT STATUS": "0: done. 1: it found something. 2: your mistake. 3: a bug of ours. check exits 0 whatever the"
    " verdict is.",
    "FILES": "~/.config/assent/policy.toml: your rules. ~/.config/assent/config.toml: your settings."
    " ~/.local/share/assent/: the database. ~/.local/state/assent/audit/: the record. The variables XDG_CONFIG_HOME,"
    " XDG_DATA_HOME and XDG_STATE_HOME move them.",
    "ENVIRONMENT": "NO_COLOR: no colours.",
}


def test_the_page_of_commands_is_what_the_commands_say() -> None:
    made = with_region(with_region(PAGE.read_text(), "summary", summary()), "commands", page())
    assert is_current(PAGE, made), "UPDATE_DOCS=1 tools/test tests/docs/test_commands.py writes it"


def test_the_manual_page_is_what_the_commands_say() -> None:
    assert is_current(MANUAL, manual(SECTIONS)), (
        "UPDATE_DOCS=1 tools/test tests/docs/test_commands.py writes it"
    )


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_groff_reads_the_manual_page_without_a_warning() -> None:
    done = subprocess.run(
        ["groff", "-ww", "-man", "-Tascii", "-rLL=80n", str(MANUAL)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "--dry-run" in re.sub(".\b", "", done.stdout)  # bold is struck twice


def test_every_option_says_what_it_does() -> None:
    silent = [
        f"{each.words} {option.typed}"
        for each in tree()
        for option in each.options
        if option.says.startswith("[") or not option.says
    ]
    assert silent == []


@pytest.mark.parametrize("group", ["", "sessions", "log"])
def test_what_a_list_of_commands_says_of_each_is_whole(group: str) -> None:
    done = subprocess.run([sys.executable, "-m", "assent", *group.split(), "--help"], capture_output=True, text=True,
                          env={"PATH": "/usr/bin:/bin", "HOME": "/", "PYTHONPATH": str(DOCS.parent / "src")},
                          check=True)  # fmt: skip
    assert [line for line in done.stdout.splitlines()[1:] if line.endswith("...")] == []
