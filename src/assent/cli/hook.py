"""`assent hook AGENT`: the hook by its slow name; agents call the launcher that `init` writes."""

from __future__ import annotations

import sys

import click


@click.command(name="hook", context_settings={"ignore_unknown_options": True})
@click.argument("agent")
def command(agent: str) -> None:
    """Answer one call of AGENT on standard input."""
    from assent.app.hook import main

    sys.argv[1:] = [agent]
    main()
