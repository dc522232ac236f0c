"""The tree of commands as a page and as a manual page, from what each command says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import click

from assent.cli.main import COMMANDS, cli
from assent.core.version import VERSION
from tests.docs.pages import table

# The same tree under another name is told once.
ALIASES = {"permissions": "rules"}
TREE_ALIASES = {"rules learn": "learn", "store rebuild": "rebuild"}


class Option(NamedTuple):
    """An option as it is typed, and what it does."""

    typed: str
    says: str


class Command(NamedTuple):
    """A command: its words, its usage line, the paragraphs about it, its options, and the command it is another
    name of."""

    words: str
    usage: str
    says: list[str]
    options: list[Option]
    same: str = ""


def tree() -> list[Command]:
    """Every command below `assent`, in the order of the list of commands."""
    return list(_below(cli, click.Context(cli, info_name="assent"), ""))


def _below(group: click.Group, context: click.Context, before: str) -> Iterator[Command]:
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        words = f"{before} {name}".strip()
        inner = click.Context(found, context, info_name=name)
        same = ALIASES.get(words) or TREE_ALIASES.get(words) or ""
        yield _described(found, inner, words, same)
        if isinstance(found, click.Group) and not same:
            yield from _below(found, inner, words)


def _described(found: click.Command, context: click.Context, words: str, same: str) -> Command:
    pieces = " ".join(found.collect_usage_pieces(context))
    text = "\n".join(line.strip() for line in (found.help or "").strip().splitlines())
    says = [part for part in text.split("\n\n") if part]
    options = [
        Option(*(cell.strip() for cell in record))
        for each in found.get_params(context)
        if isinstance(each, click.Option) and (record := each.get_help_record(context))
        if "--help" not in each.opts
    ]
    return Command(words, f"assent {words} {pieces}", says, options, same)


def page() -> str:
    """The commands as Markdown."""
    return "\n".join(_section(each) for each in tree())


def _section(each: Command) -> str:
    depth = "#" * (2 + each.words.count(" "))
    head = f"{depth} assent {each.words}\n\n"
    if each.same:
        return f"{head}Another name of [`assent {each.same}`](#assent-{each.same.replace(' ', '-')}).\n"
    body = f"{head}```text\n{each.usage}\n```\n\n{_paragraphs(each.says)}"
    if not each.options:
        return body
    rows = [(f"`{option.typed}`", option.says) for option in each.options]
    return f"{body}\n{table(('option', 'what it does'), rows)}"


def _paragraphs(says: list[str]) -> str:
    """Lines that click keeps as they are, after a backspace, are kept here too."""
    kept = [
        "```text\n" + part.removeprefix("\b\n") + "\n```" if part.startswith("\b") else " ".join(part.split())
        for part in says
    ]
    return "\n\n".join(kept) + "\n"


def manual(sections: dict[str, str]) -> str:
    """The commands as a manual page in roff, with the given sections (name → text) behind them."""
    lines = [
        f'.TH ASSENT 1 "" "assent {VERSION}" "User Commands"',
        ".SH NAME",
        f"assent {_safe('-')} the permission layer for coding agents",
        ".SH SYNOPSIS",
        ".B assent",
        ".I COMMAND",
        "[OPTION...]",
        ".SH DESCRIPTION",
        _safe(
            "assent decides the tool calls of coding agents by your rules, and learns new ones from your answers."
        ),
        ".SH COMMANDS",
    ]
    for each in tree():
        lines += _entry(each)
    for name, text in sections.items():
        lines += [f".SH {name}", _roff(text)]
    return "\n".join(lines) + "\n"


def _entry(each: Command) -> list[str]:
    if each.same:
        return [f'.SS "assent {each.words}"', _safe(f"Another name of assent {each.same}.")]
    lines = [f'.SS "{_safe(each.usage)}"']
    for at, part in enumerate(each.says):
        lines += [".PP"] if at else []
        lines += [".nf", _safe(part.removeprefix("\b\n")), ".fi"] if part.startswith("\b") else [_roff(part)]
    for option in each.options:
        lines += [".TP", f".B {_safe(option.typed)}", _roff(option.says)]
    return lines


def _roff(text: str) -> str:
    return _safe(" ".join(text.split()))


def _safe(text: str) -> str:
    """Text in which roff sees no request and no escape."""
    made = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq").replace("~", "\\(ti")
    made = made.replace("'", "\\(aq").replace("`", "\\(ga").replace("^", "\\(ha").replace("…", "...")
    return "\n".join(f"\\&{line}" if line.startswith(".") else line for line in made.split("\n"))


def summary() -> str:
    """The one line that the list of commands says of each."""
    return table(
        ("command", "what it does"),
        [(f"[`assent {name}`](#assent-{name})", says) for name, (_, says) in COMMANDS.items()],
    )
