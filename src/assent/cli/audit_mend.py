"""`assent audit --mend` and `--undo`: what can go is shown as a diff with its back-test, and taken out after a yes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assent.app.audit import backtest, mend
from assent.app.audit.replayed import Replay
from assent.cli import dialogue
from assent.cli.output import block, data, error, refuse, say
from assent.cli.sources import short
from assent.core.amounts import counted
from assent.core.problem import Problem
from assent.core.redact.text import redact
from assent.core.redact.told import told
from assent.learning.review import NO, YES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from assent.app.audit.backtest import Outcome
    from assent.app.audit.found import Found
    from assent.app.project import Project
    from assent.store.paths import Paths

SPAN = "30d"  # of calls that are looked at where nothing else is said
ALL = {YES: "take them all out", NO: "leave them all", dialogue.EACH: "review: decide on each"}
ONE = {YES: "take it out", NO: "leave it"}


@dataclass(frozen=True, slots=True)
class Wish:
    """How a mending was asked for: only these `kinds` ("" for the usual), without asking, only said, as JSON."""

    kinds: Sequence[str] = ()
    sure: bool = False
    dry_run: bool = False
    as_json: bool = False

    @property
    def wanted(self) -> Sequence[str]:
        """Without being asked about each, what reaches too far goes only when it is named."""
        return self.kinds or (mend.SAFE if self.sure else mend.KINDS)


def run(
    at: Paths,
    db: sqlite3.Connection,
    place: Project,
    found: Sequence[Found],
    since: str,
    words: str,
    wish: Wish,
) -> None:
    """Shows what can be mended of what was found, and does it after a yes."""
    given = mend.mendable(at, db, place, found, wish.wanted)
    outcome = backtest.without(at, Replay(at, db), since, mend.rules_of(given), mend.entries_of(given))
    if wish.as_json:
        _as_json(at, db, given, outcome, wish)
        return
    if not given:
        say("Nothing that could be mended without you was found. All that was found: assent audit")
        return
    _show(at, given)
    say(_tested(outcome, words), hang=2)
    chosen = _chosen(given, wish)
    if not chosen:
        asked = dialogue.at_terminal() and not wish.dry_run
        say("Nothing was changed." if asked else "Nothing was changed. To do it: assent audit --mend --yes")
        return
    _done(mend.carry_out(at, db, chosen), "Taken out of")
    say("To put it back: assent audit --undo")


def undo(at: Paths, db: sqlite3.Connection, *, as_json: bool) -> None:
    """Puts back what the last mending took out."""
    done = mend.undo(at, db)
    if as_json:
        data(_json(done) if done else {"rules": [], "entries": {}, "problems": []})
    elif done is None:
        refuse([Problem("audit --undo", "nothing was mended that could be put back", "see: assent audit")])
    else:
        _done(done, "Put back into")


def _as_json(at: Paths, db: sqlite3.Connection, given: Sequence[Found], outcome: Outcome, wish: Wish) -> None:
    made, problems = mend.changes(at, given)
    done = mend.carry_out(at, db, given) if given and wish.sure else mend.Done(problems=problems)
    data(
        {
            "mend": told([each.as_json() for each in given]),
            "diff": redact("".join(each.diff for each in made)),
            "backtest": {"calls": outcome.calls, "asked": outcome.asked, "opened": outcome.opened,
                         "examples": outcome.examples},
            "done": _json(done),
        }
    )  # fmt: skip


def _json(done: mend.Done) -> dict[str, Any]:
    problems = [str(each) for each in done.problems]
    return {"rules": done.rules, "entries": told(done.entries), "problems": problems}


def _show(at: Paths, given: Sequence[Found]) -> None:
    made, problems = mend.changes(at, given)
    for each in given:
        name = each.rule and f"- {each.where} ({each.rule})"
        say(
            redact(name or f"- {each.figures['entry']} in {short(str(each.figures['file']))}"),
            style="red",
            hang=4,
        )
        say(f"    {redact(each.what)}", hang=4)
    for change in made:
        say()
        block(redact(change.diff))
    for problem in problems:
        error(str(problem))
    say()


def _tested(outcome: Outcome, words: str) -> str:
    if not outcome.asked and not outcome.opened:
        return f"Back-test: of {counted(outcome.calls, 'call')} {words} none would be decided otherwise."
    parts = [
        f"{outcome.asked} that ran unasked would be asked about" if outcome.asked else "",
        f"{outcome.opened} would run unasked" if outcome.opened else "",
    ]
    named = ", ".join(f"`{each}`" for each in outcome.examples)
    return (
        f"Back-test: of {counted(outcome.calls, 'call')} {words} {' and '.join(filter(None, parts))}: {named}"
    )


def _chosen(given: Sequence[Found], wish: Wish) -> Sequence[Found]:
    if wish.dry_run or not (wish.sure or dialogue.at_terminal()):
        return []
    if wish.sure:
        return given
    key = dialogue.ask(
        f"Take {'it' if len(given) == 1 else f'these {len(given)}'} out? [y/n/review each]", ALL
    )
    if key != dialogue.EACH:
        return given if key == YES else []
    chosen = []
    for each in given:
        say(redact(f"- {each.figures.get('entry') or each.where}: {each.what}"), hang=4)
        key = dialogue.ask("  Take it out? [y/n]", ONE)
        if not key:
            return []  # the end of input, or Ctrl-C
        chosen += [each] if key == YES else []
    return chosen


def _done(done: mend.Done, words: str) -> None:
    for path, entries in done.entries.items():
        say(f"{words} {short(path)}: {', '.join(map(redact, entries))}", hang=2)
    for each in done.rules:
        say(f"{'Taken away' if words.startswith('Taken') else 'Given back'}: rule {each}")
    for problem in done.problems:
        error(str(problem))
