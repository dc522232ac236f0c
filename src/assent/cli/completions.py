"""`assent completions`: what makes the shell complete commands, options and their values."""

from __future__ import annotations

import click
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

SHELLS: dict[str, type[ShellComplete]] = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}


class _Bash(BashComplete):
    """Prints for whichever bash will read it: the one on this machine's path need not be that one."""

    @staticmethod
    def _check_version() -> None:
        return


# \b keeps the lines that follow as they are.
HELP = """Print what makes SHELL complete the words of assent. Put it where the shell looks:

\b
d=~/.local/share/bash-completion/completions; mkdir -p $d   # bash
assent completions bash > $d/assent
mkdir -p ~/.zfunc; assent completions zsh > ~/.zfunc/_assent   # in fpath
assent completions fish > ~/.config/fish/completions/assent.fish
"""


@click.command(name="completions", help=HELP)
@click.argument("shell", type=click.Choice(list(SHELLS)))
@click.pass_context
def command(context: click.Context, /, shell: str) -> None:
    made = _Bash if shell == "bash" else SHELLS[shell]
    click.echo(made(context.find_root().command, {}, "assent", "_ASSENT_COMPLETE").source())
