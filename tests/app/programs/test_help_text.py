"""What a help text says in any usual layout stands in the draft: each option with its values, each subcommand."""

from __future__ import annotations

import pytest

from assent.app.programs.draft import draft
from assent.app.programs.help_text import options, subcommands
from assent.shell.proving import problems

# id: a line of a help text, and the options in it as a program file writes them.
LINES: dict[str, tuple[str, list[str]]] = {
    "short and long": ("  -q, --quiet          say less", ["-q, --quiet"]),
    "long alone": ("      --dry             change nothing", ["--dry"]),
    "three spellings": ("  -f, --file, --path   x", ["-f, --file, --path"]),
    "value in capitals": ("  -o, --out FILE       where", ["-o, --out FILE"]),
    "value in each": ("  -o FILE, --out=FILE  where", ["-o, --out FILE"]),
    "value in brackets": ("  -o, --out <file>     where", ["-o, --out FILE"]),
    "value of two words in brackets": ("  --out <a file>   where", ["--out A-FILE"]),
    "value in lower case": ("      --indent n        spaces", ["--indent N"]),
    "two values in lower case": ("      --arg a v         sets it", ["--arg A V"]),
    "two values in capitals": ("  -lookup SIZE N     x", ["-lookup SIZE N"]),
    "value typed": ("      --name string     its name", ["--name STRING"]),
    "choice": ("  --color={always,never}   colours", ["--color ALWAYS-NEVER"]),
    "optional and glued": ("      --color[=WHEN]    colours", ["--color[=WHEN]"]),
    "optional in brackets": ("  -j [N], --jobs[=N]   at once", ["-j, --jobs[=N]"]),
    "open value": ("  --allow=...    x", ["--allow VALUE"]),
    "pair": ("  --set <key>=<value>   x", ["--set KEY-VALUE"]),
    "with and without no": ("  --[no-]color   x", ["--color, --no-color"]),
    "one dash and no": ("  -[no]header    x", ["-header, -noheader"]),
    "or": ("  -h or --help   x", ["-h, --help"]),
    "stroke": ("  -h | --help    x", ["-h, --help"]),
    "slash": ("  -h/--help      x", ["-h, --help"]),
    "words that explain": ("  -print-all Prints the names of all", ["-print-all"]),
    "explained on the next line": ("  --long-name", ["--long-name"]),
    "two columns": ("  -a, --all     -b, --brief", ["-a, --all", "-b, --brief"]),
    "text far to the right": ("                         -b20 is meant", []),
    "no option": ("  see -h", []),
    "a tab": ("\t-q\tsay less", ["-q"]),
}
USAGE = (
    "usage: tool [-2Cv] [-c <path>] [-p | --paginate] [--exec[=<path>]]\n            [-L name] <command>\n"
)
COMMANDS = {
    "a list": "Commands:\n  list    lists\n  push    pushes\n\nOptions:\n  other   x\n",
    "with aliases": "Available Commands:\n  list, ls   lists\n  push       pushes\n",
    "in groups": "These are common tool commands:\n\nto look\n   list   lists\n\nto share\n   push   pushes\n\n'tool help' x\n",
    "names alone": "All commands:\n\n    list, push\n\nSee: x\n",
}


def written(text: str) -> list[str]:
    """The options as a program file writes them."""
    return [
        ", ".join(each.flags)
        + (f"[={each.values[0]}]" if each.optional else "".join(f" {value}" for value in each.values))
        for each in options(text)
    ]


@pytest.mark.parametrize(("line", "wanted"), LINES.values(), ids=LINES)
def test_an_option_is_read_with_its_values(line: str, wanted: list[str]) -> None:
    assert written(f"Options:\n{line}\n") == wanted


def test_the_options_in_a_line_of_usage_are_read_too() -> None:
    assert written(USAGE) == [
        "-2", "-C", "-v", "-c PATH", "-p", "--paginate", "--exec[=PATH]", "-L NAME",
    ]  # fmt: skip


def test_an_option_is_given_once() -> None:
    assert written("  -q, --quiet   x\n  -q            y\n") == ["-q, --quiet"]


@pytest.mark.parametrize("text", COMMANDS.values(), ids=COMMANDS)
def test_subcommands_are_read_below_their_heading(text: str) -> None:
    assert subcommands(text) == ["list", "push"]


@pytest.mark.parametrize("text", [USAGE, *COMMANDS.values(), "\n".join(line for line, _ in LINES.values())])
def test_every_draft_is_a_sound_file_in_which_nothing_is_judged(text: str) -> None:
    made = draft("tool", text)
    assert problems(made, own=True) == []
    given = {word for line in made.splitlines() if line[:3] == "  -" for word in line.split("  ")[-1].split()}
    assert given <= {"unknown"}


def test_a_program_of_long_options_with_one_dash_is_drafted_as_such() -> None:
    assert "  style      single\n" in draft("tool", "  -append   x\n  -box      y\n  -csv      z\n")
    assert "single" not in draft("tool", "  -a   x\n  -b      y\n  --csv      z\n")
