"""How the command speaks: exit codes, help, streams, and no decoration when nobody looks."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import click
import pytest

from assent.cli import log, rules
from assent.cli.main import COMMANDS, cli
from assent.cli.verbs import Lazy
from tests.cli.conftest import SOURCES, Home


@pytest.mark.parametrize("verb", COMMANDS)
def test_every_verb_explains_itself(fresh: Home, verb: str) -> None:
    done = fresh.run(verb, "--help")
    assert done.out.startswith(f"Usage: assent {verb}")
    assert done.err == ""


def test_every_verb_of_the_table_can_be_loaded() -> None:
    context = cli.make_context("assent", ["--help"], resilient_parsing=True)
    assert all(cli.get_command(context, verb) is not None for verb in COMMANDS)


GROUPS = {"log": log.command, "rules": rules.command}


@pytest.mark.parametrize("name", GROUPS)
def test_a_list_of_commands_is_true_and_each_fits_on_a_line(fresh: Home, name: str) -> None:
    group = GROUPS[name]
    assert isinstance(group, Lazy)
    told = fresh.run(name, "--help").out
    for verb, (_, line) in group.table.items():
        found = group.get_command(click.Context(group), verb)
        assert found is not None
        assert found.name == verb
        assert f"\n  {verb} " in told
        assert f"  {line}\n" in told


def test_no_words_show_the_verbs(fresh: Home) -> None:
    done = fresh.run(code=2)
    assert all(verb in done.out + done.err for verb in COMMANDS)


def test_an_unknown_verb_is_refused_with_the_closest(fresh: Home) -> None:
    assert "did you mean 'check'" in fresh.run("chekc", code=2).err
    assert fresh.run("xyzzy", code=2).err.endswith("there is no command 'xyzzy'\n")


def test_a_bug_of_ours_is_exit_3_with_a_log(fresh: Home) -> None:
    fresh.write("sitecustomize/sitecustomize.py", "import assent.app.state as m\nm.ours = None\n")
    done = subprocess.run(
        [sys.executable, "-m", "assent", "check", "ls"],
        cwd=fresh.project,
        env={"HOME": str(fresh.path), "PATH": "/bin", "PYTHONPATH": f"{fresh.path}/sitecustomize:{SOURCES}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert "this is a bug in assent" in done.stderr
    log = fresh.path / ".local/state/assent/bug.log"
    assert str(log) in done.stderr
    assert "TypeError" in log.read_text()


def seen(home: Home, *words: str, **env: str) -> bytes:
    """What a command prints to a terminal: one that is refused when none is named."""
    master, slave = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "assent", *(words or ("check", "cat ~/.aws/credentials"))],
        cwd=home.project,
        env={"HOME": str(home.path), "PATH": "/bin", "PYTHONPATH": str(SOURCES), "TERM": "xterm", **env},
        stdout=slave,
        check=True,
    )
    os.close(slave)
    text = os.read(master, 65536)
    os.close(master)
    return text


def test_colour_is_for_terminals_only_and_can_be_switched_off(fresh: Home) -> None:
    assert b"\x1b[" in seen(fresh)
    assert b"\x1b[" not in seen(fresh, NO_COLOR="1")
    assert "\x1b" not in fresh.run("check", "cat ~/.aws/credentials").out


def test_text_of_a_call_is_never_read_as_markup(fresh: Home) -> None:
    assert "[bold]x[/bold]" in fresh.run("check", "--explain", "echo [bold]x[/bold]").out


def test_a_terminal_gets_lines_broken_between_words_and_a_pipe_gets_them_whole(fresh: Home) -> None:
    whole = fresh.run("learn").out
    told = seen(fresh, "learn", COLUMNS="40").decode().replace("\r", "").splitlines()
    assert max(map(len, whole.splitlines())) > 40
    assert max(map(len, told)) <= 40
    assert " ".join(" ".join(told).split()) == " ".join(whole.split())
