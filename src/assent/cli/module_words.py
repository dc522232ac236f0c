"""Modules in words: the list, one of them, their categories, and what differs between two states of them."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len, set_cell_size

from assent.cli import columns
from assent.cli.output import verdict_style
from assent.cli.rows import GAP
from assent.cli.rule_words import bounds
from assent.core.amounts import counted
from assent.core.decision import ALLOW
from assent.core.shown import shown
from assent.policy import categories as kinds
from assent.policy import compared, shipped
from assent.policy.format import fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from assent.app.modules.proposed import Modules, Row
    from assent.policy.compared import Change
    from assent.policy.parse import Declared

    Lines = list[tuple[str, str]]

EXAMPLES, MARKS = 4, 2
ON, OFF = "on", "off"
PROMPTS = "Prompts"
HANG = 12  # columns before what a line of a page says
NOTHING = "-"
SAYS = 28  # columns left for what a module is for, however narrow the terminal
# What a difference does to what may run, for people.
WAYS = {
    compared.WIDER: "lets more through",
    compared.NARROWER: "holds more back",
    compared.BOTH: "lets some calls through and holds others back",
    compared.SAME: "changes no answer",
    compared.UNPROVEN: "changes its words; no example shows a difference",
}


def table(found: Modules, width: int | None) -> Lines:
    """(line, style) of every module under a heading. Within `width` columns what it is for goes on below."""
    known = found.counted is not None
    head = ["Module", "State", *([PROMPTS] if known else []), "Found", "What it is for"]
    rows = [
        [
            each.name,
            ON if each.on else OFF,
            *([_prompts(each)] if known else []),
            marks(each.marks),
            each.says,
        ]
        for each in found.rows
    ]
    styles = ["bold", *("green" if each.on else "" for each in found.rows)]
    says = [head[-1], *(each.says for each in found.rows)]
    left = columns.lines(head[:-1], [row[:-1] for row in rows], width and width - SAYS)
    start = max(map(cell_len, left)) + len(GAP)
    return [
        (line, style)
        for first, text, style in zip(left, says, styles, strict=True)
        for line in _beside(first, text, start, width)
    ]


def _beside(first: str, text: str, start: int, width: int | None) -> list[str]:
    """A text beside the first cells of a row, broken between words at `width` columns."""
    texts = textwrap.wrap(text, width - start) if width else [text]
    return [
        set_cell_size(cells, start) + each
        for cells, each in zip([first, *[""] * (len(texts) - 1)], texts, strict=True)
    ]


def _prompts(each: Row) -> str:
    return f"{f'{each.answers:,}' if each.answers else NOTHING:>{len(PROMPTS)}}"


def marks(names: Sequence[str]) -> str:
    """The first files or folders that call for a module, and that there are more."""
    more = ", …" if len(names) > MARKS else ""
    return f"{', '.join(map(shown, names[:MARKS]))}{more}" or NOTHING


def legend(found: Modules) -> list[str]:
    """What the columns say, what is left out, and what to do next."""
    told = []
    if found.counted is not None:
        told.append(
            f"Prompts: how many of your last {counted(found.counted.asked, 'prompt')} (30 days) that module alone "
            f"would answer, beside the {found.counted.in_force:,} that the rules in force answer already."
        )
    else:
        told.append(
            "No prompts of yours are known yet, so none are counted; to read your session logs, run: assent learn"
        )
    told += [refused for each in found.rows if (refused := refusals(each))]
    if found.excluded:
        told.append(
            f"Left out of all of them: {', '.join(found.excluded)} (to take one in: assent modules include CATEGORY)"
        )
    told.append("One of them: assent modules show NAME. On and off: assent modules enable NAME, disable NAME")
    return told


def refusals(each: Row) -> str:
    """The calls that a module would allow and to which a person had said no; "" when there are none."""
    if not each.refused:
        return ""
    texts = list(each.refused)
    more = f" and {len(texts) - EXAMPLES} more" if len(texts) > EXAMPLES else ""
    return f"{each.name} would allow what you said no to: {' · '.join(map(shown, texts[:EXAMPLES]))}{more}"


def page(row: Row, declared: Sequence[Declared], found: Modules) -> Iterator[tuple[str, str]]:
    """One module for people."""
    yield f"{row.name}: {row.says}", "bold"
    state = (
        "always on"
        if row.name == shipped.DEFAULTS
        else ON
        if row.on
        else f"off; on: assent modules enable {row.name}"
    )
    yield f"  state     {state}", ""
    if row.marks:
        yield f"  found     {marks(row.marks)}", ""
    if found.counted is not None and row.answers is not None:
        yield f"  prompts   would have answered {row.answers:,} of your last {found.counted.asked:,}", ""
    if refusals(row):
        yield f"  refused   {' · '.join(map(shown, list(row.refused)[:EXAMPLES]))}", "yellow"
    for each in declared:
        yield "", ""
        yield from _rule(each, each.topic in found.excluded)


def _rule(each: Declared, left_out: bool) -> Iterator[tuple[str, str]]:
    fields = fields_of(each)
    verdict = each.rule.verdict
    kind = kinds.BY_NAME.get(each.topic)
    told = f"{each.topic}, level {kind.level}" if kind else each.topic
    yield f"{verdict} {each.rule.name}  ({told}{'; LEFT OUT' if left_out else ''})", verdict_style(verdict)
    yield f"  {each.rule.why}", ""
    yield f"  calls     {', '.join(map(str, fields[verdict]))}", ""
    if bounds(fields):
        yield f"  bounds    {bounds(fields)}", ""
    yes, no = ("allows", "not") if verdict == ALLOW else ("meets", "not")
    yield f"  {yes:10}{_few(each.yes)}", ""
    yield f"  {no:10}{_few(each.no)}", ""


def _few(texts: Sequence[str]) -> str:
    return " · ".join(texts[:EXAMPLES])


def shown_module(row: Row, declared: Sequence[Declared], excluded: Sequence[str]) -> dict[str, Any]:
    """One module as `modules show --json` gives it."""
    rules = [fields_of(each) | {"id": each.rule.id, "excluded": each.topic in excluded} for each in declared]
    return {**row.as_json(), "rules": rules}


def categories(excluded: Sequence[str]) -> list[dict[str, Any]]:
    """Every category: its level, what it is about, examples, the modules with rules of it, what else speaks of it."""
    held: dict[str, list[str]] = {}
    for name in shipped.names():
        for each in shipped.module(name)[0]:
            if name not in held.setdefault(each.topic, []):
                held[each.topic].append(name)
    return [
        {
            "name": each.name,
            "level": each.level,
            "about": each.says,
            "examples": list(each.examples),
            "modules": held.get(each.name, []),
            "beside": each.beside,
            "excluded": each.name in excluded,
        }
        for each in kinds.CATEGORIES
    ]


def category_table(rows: Sequence[Mapping[str, Any]], width: int | None) -> Lines:
    """(line, style) of every category under a heading."""
    head = ["Category", "Level", "For example", "Modules"]
    cells = [
        [
            each["name"],
            each["level"],
            each["examples"][0],
            "LEFT OUT" if each["excluded"] else _held(each["modules"]) or each["beside"],
        ]
        for each in rows
    ]
    styles = ["bold", *("dim" if each["excluded"] else "" for each in rows)]
    return list(zip(columns.lines(head, cells, width), styles, strict=True))


def _held(names: Sequence[str]) -> str:
    """The first modules with rules of a category, and how many more there are."""
    more = f" +{len(names) - MARKS}" if len(names) > MARKS else ""
    return ", ".join(names[:MARKS]) + more


def differences(
    before: str, after: str, changes: Mapping[str, Sequence[Change]]
) -> Iterator[tuple[str, str]]:
    """Two states of modules beside each other, for people."""
    if not changes:
        yield f"From {before} to {after}: no rule differs.", ""
        return
    number = sum(map(len, changes.values()))
    yield f"From {before} to {after}: {counted(number, 'rule differs', 'rules differ')}.", "bold"
    for name, held in changes.items():
        yield "", ""
        yield name, "bold"
        for each in held:
            yield from _difference(each)


def _difference(each: Change) -> Iterator[tuple[str, str]]:
    style = {compared.WIDER: "yellow", compared.BOTH: "yellow", compared.UNPROVEN: "yellow"}.get(each.way, "")
    yield f"  {each.kind} {each.verdict} {shown(each.name)}: {WAYS[each.way]}", style
    for witness in (each.looser, each.stricter):
        if witness:
            yield f"    {shown(witness.call)}: {witness.before}, then {witness.after}", ""
