"""`assent rules`: what is in force here, and every way to change it by hand."""

from __future__ import annotations

import click

from assent.cli.verbs import Lazy

COMMANDS = {
    "add": ("rules_changed:add", "Give rules that hold from now on."),
    "ask": ("rules_changed:ask", "Ask about these calls, whatever allows them."),
    "deny": ("rules_changed:deny", "Refuse these calls, whatever allows them."),
    "disable": ("rules_changed:disable", "Switch rules off without losing them."),
    "distrust": ("trust:distrust", "Never let a project's policy FILE allow."),
    "enable": ("rules_changed:enable", "Switch rules on again."),
    "history": ("rules_seen:history", "What was changed, by whom and why, newest last."),
    "learn": ("learn", "Suggest rules from your answers, apply what you accept."),
    "list": ("rules_seen:list_", "Every rule here, also those switched off."),
    "prune": ("prune", "Take away granted rules that do nothing any more."),
    "remove": ("rules_changed:remove", "Take granted rules away, by id or name."),
    "show": ("rules_seen:show", "One rule in full."),
    "test": ("rules_seen:test", "Run the examples of all rules here, or of FILES."),
    "trust": ("trust:trust", "Let a project's policy FILE allow."),
    "undo": ("rules_changed:undo", "Take back a change, or all since a point."),
}


@click.group(name="rules", cls=Lazy, table=COMMANDS, invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """List, add, remove, prune, switch, test and undo rules. Without a command: list."""
    if context.invoked_subcommand is None:
        from assent.cli.rules_seen import list_

        context.invoke(list_)
