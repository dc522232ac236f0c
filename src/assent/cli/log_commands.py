"""The commands of `assent log` that look after the record itself, each loaded only when it is used."""

from __future__ import annotations

import importlib

import click

from assent.cli.verbs import Verbs

COMMANDS = ("verify", "prove", "redact", "checkpoint")


class Records(Verbs):
    """Knows the commands by their names."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"assent.cli.log_{cmd_name}").command
        assert isinstance(command, click.Command)  # noqa: S101  the names above, checked by a test
        return command
