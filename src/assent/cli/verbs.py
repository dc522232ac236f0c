"""How a verb's words are taken: the closest verb named when somebody mistypes, a command asked for in quotes."""

from __future__ import annotations

import difflib

import click


class Verbs(click.Group):
    """Refuses an unknown verb with the one that was probably meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = self.list_commands(ctx)
        if args and args[0] not in known and not args[0].startswith("-"):
            close = difflib.get_close_matches(args[0], known, 1)
            told = f"; did you mean {close[0]!r}?" if close else ""
            ctx.fail(f"there is no command {args[0]!r}{told}")
        return super().resolve_command(ctx, args)


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
