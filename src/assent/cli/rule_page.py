"""One rule in full: its paragraph of a policy file, where it comes from, how it stands, and what it did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.items import Array

from assent.app import moments
from assent.cli import provenance
from assent.cli import rule_words as words
from assent.cli.output import block, console, say
from assent.cli.reach import reach
from assent.cli.sources import project, short
from assent.core import amounts
from assent.core.redact.text import redact
from assent.core.rule import LEARNED
from assent.policy.format import write_policy
from assent.store.rules import GRANTED, MANAGED, PROJECT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.app.rules.listed import Listed
    from assent.store.rules import Change

WIDTH = 10  # of the column of names


def show(
    found: Sequence[Listed],
    times: int,
    last: str,
    past: Sequence[Change],
    grants: Sequence[Mapping[str, Any]],
    trusted: Mapping[str, str],
) -> None:
    """A rule wherever it stands, how often it decided, where its latest grant comes from, and its changes; changes and
    grants newest first as they come. `trusted` says of a project's file since when it is."""
    for each in found:
        _standing(each)
        if trusted.get(each.source):
            since = " ".join(moments.shown(trusted[each.source], utc=False))
            _line("trusted", f"by you {since}; to take it back: assent rules distrust {short(each.source)}")
    when = " ".join(moments.shown(last, utc=False)) if last else ""
    _line("decided", f"{amounts.times(times)}, last {when}" if times else "nothing yet")
    for grant in grants[:1]:
        for at, text in enumerate(provenance.lines(grant)):
            _line("granted" if at == 0 else "", text)
    for change in reversed(past):
        _line("history", words.change(change).strip())


def _standing(each: Listed) -> None:
    if each.declared:
        block(redact(_fitted(write_policy([each.declared]).strip(), console().width)))
        say()
    _line("id", each.id)
    _line("from", _origin(each))
    own = "in the project that declares it" if each.layer == PROJECT else "in every project"
    _line("holds", f"in {project(each.project)}" if each.project else own)
    _line("state", f"{each.state}{f' ({redact(each.note)})' if each.note else ''}")
    for text in reach(each.declared) if each.declared else []:
        _line("reach", text)


def _line(name: str, text: str) -> None:
    say(f"{name:{WIDTH}}{text}", hang=WIDTH)


def _origin(each: Listed) -> str:
    """Who made a rule, and where it stands."""
    if each.layer == GRANTED:
        learned = each.declared is not None and each.declared.rule.origin == LEARNED
        when = " ".join(moments.shown(each.created, utc=False))
        return f"{'learned from your answers, accepted' if learned else 'given by hand'} {when}"
    line = f", line {each.declared.line}" if each.declared and each.declared.line else ""
    if each.layer == "modules":
        return f"shipped with assent ({each.source}.toml{line})"
    return f"{short(each.source)}{line}{' (managed)' if each.layer == MANAGED else ''}"


def _fitted(text: str, width: int) -> str:
    """A paragraph of a policy file with every list that is too long for a line in lines of its own."""
    document = tomlkit.parse(text)
    paragraphs: Any = document["rule"]
    for key, value in paragraphs[0].items():
        if isinstance(value, Array) and len(f"{key} = {value.as_string()}") > width:
            value.multiline(multiline=True)
    return tomlkit.dumps(document).strip()
