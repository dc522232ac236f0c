"""A group of verbs that names the closest one when somebody mistypes."""

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
