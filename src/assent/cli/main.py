"""The one command: a literal table of verbs, and the boundary where a bug of ours becomes exit 3."""

from __future__ import annotations

import functools
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assent.cli.output import error, mistake, refuse
from assent.cli.verbs import Lazy
from assent.core.version import VERSION
from assent.shell.programs import shipped
from assent.store import owners
from assent.store.paths import paths_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.app.start.held import Held
    from assent.core.problem import Problem

# Verb → module of this package and the one line people see in the list.
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("init", "Find agents, show the diff, install the hook and the denials; --undo takes it back."),
    "learn": ("learn", "Read session logs, suggest rules from your answers, apply what you accept."),
    "check": ("check", "Say what would be decided about a call, and why."),
    "rules": ("rules", "List, add, remove, switch, test and undo rules."),
    "permissions": ("rules", "The same as `rules`."),
    "why": ("why", "Explain a recorded decision."),
    "stats": ("stats", "Count what was decided, by whom and how fast; answer questions about it."),
    "trends": ("trends", "Show prompts day by day against the rules in force."),
    "sessions": ("sessions", "List sessions, show one, compare several."),
    "statusline": ("statusline", "Print one short line for the agent's status line."),
    "timeline": ("timeline", "Tell how the allow list grew: which rule, when, by whom and why."),
    "log": ("log", "List recorded decisions, or watch them come."),
    "import": ("import_record", "Take over the rules of another permission hook."),
    "export": (
        "export",
        "Write recorded decisions for other programs: JSON Lines, OpenTelemetry, CSV, SQLite.",
    ),
    "report": ("report", "Make a page of all rules, what each did, and where everything lies."),
    "digest": ("digest", "Say what was blocked, asked about, risky and new in a day or a week."),
    "status": ("status", "Say whether everything is in place and working."),
    "audit": ("audit", "Look for rules to mend or to add: dangerous, contradictory, dead and missing ones."),
    "validate": (
        "validate",
        "Check everything declared: settings, policies, modules, the examples of all rules.",
    ),
    "programs": (
        "programs",
        "Show what is known of each program; describe your own: list, show, check, new, words.",
    ),
    "modules": (
        "modules",
        "Switch shipped rules for a toolchain on and off: list, show, enable, disable, diff.",
    ),
    "config": ("config", "List every setting and its value."),
    "rebuild": ("rebuild", "Make the database again from the record."),
    "store": ("store", "Compare the database with the record, or make it again: verify, rebuild."),
    "completions": ("completions", "Print what makes bash, zsh or fish complete the words of assent."),
    "hook": ("hook", "What agents call: a call on standard input, the answer on standard output."),
}


@click.group(cls=Lazy, table=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="assent")
def cli() -> None:
    """The permission layer for coding agents: your rules decide, your answers teach."""


# What root may do in the home of another user: look. Everything else would leave files there that are root's.
LOOKS = {
    "check": (),
    "log": (),
    "report": (),
    "digest": (),
    "export": (),
    "why": (),
    "stats": (),
    "trends": (),
    "sessions": (),
    "statusline": (),
    "timeline": (),
    "status": (),
    "audit": (),
    "hook": (),
    "validate": (),
    "config": (),
    "completions": (),
    "store": ("verify",),
    "rules": ("list", "show", "test", "history"),
    "programs": ("list", "show", "check", "words"),
    "modules": ("list", "show", "diff"),
}
LOOKS["permissions"] = LOOKS["rules"]


def visiting(args: Sequence[str]) -> Problem | None:
    """Why these words are refused: they change something, and root runs them in the home of another user."""
    words = [word for word in args if not word.startswith("-")]
    helps = not words or any(word in {"-h", "--help", "--version"} for word in args)
    looks = (
        words
        and words[0] in LOOKS
        and (not LOOKS[words[0]] or words[1:2] == [] or words[1] in LOOKS[words[0]])
    )
    return None if helps or looks else owners.visiting(paths_of(str(Path.home()), os.environ))


def main(args: Sequence[str] | None = None) -> None:
    """Run a verb. Exit 0 done, 1 found something, 2 the user's mistake, 3 our bug."""
    words = list(sys.argv[1:] if args is None else args)
    try:
        refused = visiting(words)
        refuse([refused] if refused else [])
        shipped.serve(_row)
        code = cli.main(args=words, prog_name="assent", standalone_mode=False)
    except click.exceptions.Exit as exit_:
        code = exit_.exit_code
    except click.ClickException as wrong:
        mistake(wrong)
        code = 2
    except (click.Abort, KeyboardInterrupt):
        error("stopped")
        code = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception:  # noqa: BLE001  the one boundary: a bug of ours leaves a log and exit 3
        error(f"this is a bug in assent; the details are in {_write_log()}")
        code = 3
    sys.exit(code if isinstance(code, int) else 0)


@functools.cache
def _bundled() -> Held | None:
    from assent.app.start import held

    return held.held()


def _row(name: str) -> bytes | None:
    """What is known of a program, from the bundle that `init` made: reading the program's file takes longer."""
    found = _bundled()
    return found.row(name) if found else b""


def _write_log() -> str:
    """Where the details of a bug were written; to the screen when nowhere else is possible."""
    import platform
    import traceback

    text = traceback.format_exc()
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state"
    machine = f"Python {platform.python_version()} on {platform.platform()}"
    head = f"assent {VERSION}\n{machine}\n{' '.join(sys.argv[:2])}\n\n"
    try:
        folder = Path(base) / "assent"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / "bug.log"
        path.write_text(head + text, encoding="utf-8", errors="backslashreplace")
    except OSError:
        for line in text.splitlines():
            error(line)
        return "the lines above"
    return str(path)
