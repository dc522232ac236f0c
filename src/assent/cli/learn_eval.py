"""`assent learn eval`: how learning would have done for the people of a collection of session logs."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assent.app.client import title
from assent.app.learn import collection as collections
from assent.app.learn import evaluate as app
from assent.app.learn.answers import KINDS
from assent.app.learn.logfile import reader
from assent.cli.columns import lines
from assent.cli.output import console, data, error, refuse, say
from assent.core import event as labels
from assent.core.amounts import counted, percent
from assent.core.problem import Problem
from assent.store.db import StoreError

if TYPE_CHECKING:
    from assent.app.learn.collection import Collection
    from assent.app.learn.evaluate import Evaluation, Progress

ANSWERS = (labels.APPROVED, labels.REJECTED, labels.REDIRECTED, labels.UNDONE)
SHOWN = 9  # names in a list
OFTEN = 1  # seconds between two lines of progress


@click.command(name="eval")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def command(folder: Path, as_json: bool) -> None:
    """Learn from two thirds of each person's sessions in DIR, try it on the rest, and say how it did.

    DIR holds raw session logs, of several people, projects and agents; tables of sessions beside them (CSV, JSON, JSON
    Lines) tell whose they are. All of it is read into databases that are thrown away: yours is not touched. Exit 1 when
    a call that was refused, or one with an effect that is never learned, would have been allowed.
    """
    if not folder.is_dir():
        refuse([Problem(str(folder), "there is no such directory", "name a directory of session logs")])
    given = collections.collection(folder.resolve())
    if not given.transcripts:
        what = f"holds no session log that can be read{_unread(given)}"
        refuse([Problem(str(folder), what, f"what is read: logs of {title()} (.jsonl)")])
    try:
        found = app.evaluate(given, _progress())
    except StoreError as problem:
        refuse([problem.problem])
        return
    for problem_ in found.problems:
        error(str(problem_))
    if as_json:
        data({"collection": _as_json(given), **found.as_json(), "limits": _limits(given, found)})
    else:
        _tell(given, found)
    if found.refused_allowed or found.hazards_allowed:
        raise click.exceptions.Exit(1)


def _progress() -> Progress:
    shown = [time.monotonic()]

    def told(done: int, people: int, share: int) -> None:
        if time.monotonic() - shown[0] >= OFTEN:
            shown[0] = time.monotonic()
            error(f"person {done + 1:,} of {people:,}: {share}% of the logs read")

    return told


def _as_json(given: Collection) -> dict[str, object]:
    return {
        "transcripts": len(given.transcripts),
        "not_read": dict(sorted(given.unread.items())),
        "tables": given.tables,
        "tables_not_read": given.closed,
    }


def _unread(given: Collection) -> str:
    if not given.unread:
        return ""
    each = [f"{number:,} {_of(name)}" for name, number in sorted(given.unread.items())]
    return f" ({', '.join(each[:SHOWN])})"


def _of(name: str) -> str:
    return name if name == collections.OTHER else f"of {name}"


def _tell(given: Collection, found: Evaluation) -> None:
    logs, people = counted(len(given.transcripts), "transcript"), counted(found.people, "person", "people")
    say(f"{logs} read{', others left out' + _unread(given) if given.unread else ''}.", style="bold")
    short = f" ({found.short:,} more have fewer than {app.FEWEST} sessions)" if found.short else ""
    say(f"Learned for {people}{short} from {counted(found.taught, 'call')}, the first two thirds of their sessions, "
        f"and tried on {counted(found.held_out, 'call')} after them:", hang=2)  # fmt: skip
    rows = [
        ("prompts answered", found.prompts, "saved", found.spared),
        ("calls refused", found.refused, "allowed", found.refused_allowed),
        ("calls with an effect that is never learned", found.hazards, "allowed", found.hazards_allowed),
    ]
    for what, calls, then, number in rows:
        share = f" ({percent(number / calls)})" if calls and number else ""
        say(f"  {what}: {calls:,}, {then}: {number:,}{share}", hang=4)
    middle = statistics.median(found.groups) if found.groups else 0
    say(f"  rules: {found.rules:,} in {counted(sum(found.groups), 'group')}, {middle:g} groups for the median person",
        hang=4)  # fmt: skip
    if found.effects:
        say()
        table = [(name, each.calls, each.allowed) for name, each in sorted(found.effects.items())]
        for line in lines(("Effect", "Calls", "Allowed"), table, console().cut_at):
            say(line)
    if found.wrong:
        say()
        say("Would have been allowed:", style="red")
        for text in found.wrong:
            say(f"  {text}", hang=4)
    say()
    say("What these figures do not say:", style="bold")
    for text in _limits(given, found):
        say(f"  - {text}", hang=4)


def _limits(given: Collection, found: Evaluation) -> list[str]:
    """What the collection lacks, so that nobody reads more out of the figures than is in them."""
    nothing = "Nothing is known of the links, branches and files of the machines the calls were made on."
    return [*_of_answers(found), *_of_refusals(found), *_of_people(given), nothing]


def _of_answers(found: Evaluation) -> list[str]:
    known = found.labels
    calls, answered = sum(known.values()), sum(known.get(label, 0) for label in ANSWERS)
    told = f"{answered:,} of {counted(calls, 'call')} carry a person's answer; logs of {title()} before "
    lines_ = [f"{told}{reader().LABELLED_SINCE} do not say who decided."]
    inferred, silent = known.get(labels.INFERRED, 0), known.get(labels.UNLABELLED, 0)
    if inferred:
        lines_.append(
            f"{inferred:,} answers are inferred: {title()} would probably have asked, and the call ran. They weigh a "
            "quarter and teach nothing beyond local work (level 1). Of the prompts tried "
            f"{found.inferred:,} of {found.prompts:,} are such guesses."
        )
    if silent:
        lines_.append(f"{silent:,} calls are {KINDS['unlabelled']}, and count as no prompt.")
    return lines_


def _of_refusals(found: Evaluation) -> list[str]:
    if not found.refused:
        return ["No refused call is among those tried: that none was allowed proves nothing."]
    if found.refused_allowed:
        return []
    most = percent(min(1.0, 3 / found.refused))
    calls = counted(found.refused, "refused call")
    return [
        f"That none of {calls} was allowed means, with 19 chances in 20: fewer than {most} of such calls would be."
    ]


def _of_people(given: Collection) -> list[str]:
    told = []
    closed = [Path(each).name for each in given.closed if Path(each).stem in collections.TOLD]
    if closed:
        told.append(
            f"{' and '.join(closed)} cannot be read here: as CSV it would tell whose the transcripts are."
        )
    unnamed = len(given.transcripts) - given.named
    if unnamed:
        told.append(
            f"No table says whose {counted(unnamed, 'transcript is', 'transcripts are')}: people are told apart by the "
            "home directory in them, else by the project."
        )
    if given.unread:
        told.append(f"The transcripts of other agents were left out{_unread(given)}.")
    return told
