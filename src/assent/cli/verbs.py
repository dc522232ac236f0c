"""How verbs are found and their words taken: loaded when used, the closest named for a slip, a command asked for in
quotes."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

    from click.shell_completion import CompletionItem

    # Verb → its module here (what is not named `command` in it is named behind a colon), and its line in the list.
    Table = Mapping[str, tuple[str, str]]


class Verbs(click.Group):
    """Refuses an unknown verb with the one that was probably meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = self.list_commands(ctx)
        if args and args[0] not in known and not args[0].startswith("-"):
            import difflib

            close = difflib.get_close_matches(args[0], known, 1)
            told = f"; did you mean {close[0]!r}?" if close else ""
            ctx.fail(f"there is no command {args[0]!r}{told}")
        return super().resolve_command(ctx, args)


class Lazy(Verbs):
    """Knows its verbs by a table, and loads one only when it is used: not to list it, nor to complete it."""

    def __init__(self, *args: Any, table: Table, **attrs: Any) -> None:
        super().__init__(*args, **attrs)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in self.table:
            return None
        where, _, name = self.table[cmd_name][0].partition(":")
        command = getattr(importlib.import_module(f"assent.cli.{where}"), name or "command")
        assert isinstance(command, click.Command)  # noqa: S101  our own table, checked by a test
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self.table.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        verbs = [
            CompletionItem(name, help=text)
            for name, (_, text) in self.table.items()
            if name.startswith(incomplete)
        ]
        return [*verbs, *click.Command.shell_complete(self, ctx, incomplete)]


class Quoted(click.Command):
    """Takes a shell command as one word, and says so to whoever gives it as several."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        first = next((at for at, word in enumerate(args) if word.startswith("-")), len(args))
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as wrong:
            if first > 1 or (first and isinstance(wrong, click.NoSuchOption)):
                told = f"The command is one word, in quotes: {ctx.command_path} 'git status'"
                raise click.UsageError(f"{wrong.format_message().rstrip('.')}. {told}", ctx) from wrong
            raise
