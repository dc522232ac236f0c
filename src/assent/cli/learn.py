"""`assent learn`: reads the session logs, offers rules from your answers, applies what you accept."""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assent.app import state
from assent.app.config import in_force as config
from assent.app.learn import ingest, samples, stats, transfer
from assent.app.learn import lesson as app
from assent.app.learn.answers import Window
from assent.app.learn.described import described
from assent.app.project import find
from assent.app.upkeep import due
from assent.cli import dialogue, learn_stats, reading, resting, silenced
from assent.cli import lesson as words
from assent.cli.offer import Session, Wish
from assent.cli.output import error, refuse
from assent.cli.verbs import Lazy
from assent.core.problem import Problem
from assent.learning.levels import MIN_CONFIDENCE
from assent.store import events
from assent.store.db import StoreError
from assent.store.paths import Paths, paths_of
from assent.store.record import now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from assent.app.config.read import Settings
    from assent.app.learn.described import Described

COMMANDS = {"eval": ("learn_eval", "Try learning on a collection of other people's logs.")}


class _Learn(Lazy):
    """Takes ids behind its options, as a command without others below it does, or one of its commands first."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] in self.table:
            return super().parse_args(ctx, args)
        ctx.allow_interspersed_args = True
        return click.Command.parse_args(self, ctx, args)


@click.group(
    name="learn",
    cls=_Learn,
    table=COMMANDS,
    invoke_without_command=True,
    subcommand_metavar="[ID]... | COMMAND",
)
@click.option("--from", "folders", multiple=True, metavar="DIR", help="Logs elsewhere (may be repeated).")
@click.option("--since", metavar="30d|DAY", help="Only calls from then on.")
@click.option("--as-of", metavar="TIME", help="Learn as if it were then (default: now).")
@click.option("--project", metavar="DIR", help="Only calls of this project.")
@click.option("--review", is_flag=True, help="Decide about each pattern, at a terminal: y n a s e ? q.")
@click.option("--apply", "applied", multiple=True, metavar="all|ID", help="Apply these without asking.")
@click.option("--min-approvals", type=int, metavar="N", help="Only rules with as many approvals or more.")
@click.option("--confidence", type=float, metavar="0.8", help="Only rules that are as sure or surer.")
@click.option("--max", "most", type=int, metavar="N", help="Only the N rules that spare the most prompts.")
@click.option(
    "--default-thresholds", is_flag=True, help="Leave out what your refusals of suggestions have raised."
)
@click.option(
    "--dry-run", is_flag=True, help="Say what would be granted and where it is written; change nothing."
)
@click.option(
    "--stats", is_flag=True, help="How suggestions fared: accepted, kept what they promised, prompts since."
)
@click.option("--suppressed", is_flag=True, help="List what you said no to, and until when it is silent.")
@click.option("--unsuppress", multiple=True, metavar="ID", help="Take such a no back.")
@click.option("--sample-if-empty", is_flag=True, help="Without logs, show what shipped sample logs teach.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
@click.pass_context
def command(context: click.Context, /, **given: Any) -> None:
    """Read session logs, suggest rules from your answers, apply what you accept. With --apply, IDs may follow."""
    if context.invoked_subcommand:
        return
    given["wanted"] = [
        word for text in (*given["applied"], *context.args) for word in text.split(",") if word
    ]
    asked = _Asked(**given, plainly=bool(context.parent and context.parent.info_name == "permissions"))
    refuse(asked.mistakes())
    if asked.suppressed or asked.unsuppress:
        silenced.run(asked.unsuppress, as_json=asked.as_json)
        return
    at = state.paths()
    refuse(config.problems(at))
    if freed := state.tidy_record(at):
        error(freed)
    try:
        if not _run(asked, at):
            with tempfile.TemporaryDirectory(prefix="assent-sample-") as folder:
                _sample(asked, paths_of(str(Path(folder).resolve()), {}))
    except StoreError as problem:
        refuse([problem.problem])


@dataclass(slots=True)
class _Asked:
    """The options as given."""

    folders: Sequence[str]
    since: str | None
    as_of: str | None
    project: str | None
    applied: Sequence[str]
    wanted: Sequence[str]
    review: bool
    suppressed: bool
    unsuppress: Sequence[str]
    sample_if_empty: bool
    min_approvals: int | None
    confidence: float | None
    most: int | None
    default_thresholds: bool
    dry_run: bool
    stats: bool
    as_json: bool
    plainly: bool

    def mistakes(self) -> list[Problem]:
        found = [
            Problem(
                f"--from {folder}", "there is no such directory or file", "name a directory of .jsonl logs"
            )
            for folder in self.folders
            if not Path(folder).exists()
        ]
        if self.as_of is not None and app.moment(self.as_of) is None:
            found.append(Problem(f"--as-of {self.as_of}", "is no time", "for example 2026-11-16T00:00:00Z"))
        elif self.since is not None and app.since_day(self.since, now()) is None:
            found.append(
                Problem(
                    f"--since {self.since}",
                    "is neither a span nor a day",
                    "for example 30d, 8w or 2026-11-01",
                )
            )
        if self.project is not None and not Path(self.project).is_dir():
            found.append(
                Problem(
                    f"--project {self.project}",
                    "there is no such directory",
                    "name a directory of the project",
                )
            )
        for name, number, most in (
            ("--min-approvals", self.min_approvals, 1_000_000),
            ("--max", self.most, 1_000_000),
        ):
            if number is not None and not 0 < number <= most:
                found.append(
                    Problem(f"{name} {number}", "is not a number from 1 on", f"for example {name} 5")
                )
        if self.confidence is not None and not MIN_CONFIDENCE <= self.confidence < 1:
            what = f"is no confidence: it is a number from {MIN_CONFIDENCE} up to, but not including, 1"
            hint = "no rule is ever offered below that; for example --confidence 0.8"
            found.append(Problem(f"--confidence {self.confidence:g}", what, hint))
        if self.wanted and not self.applied:
            found.append(Problem(" ".join(self.wanted), "is not expected here", "to apply it: --apply ID"))
        return found + self._at_odds()

    def _at_odds(self) -> list[Problem]:
        """Options that do not go together, or not here."""
        found = []
        if self.review and self.applied:
            found.append(Problem("--review", "cannot go with --apply", "give one of them"))
        elif self.review and self.as_json:
            found.append(Problem("--review", "cannot go with --json", "give one of them"))
        elif self.review and not dialogue.at_terminal():
            hint = "run it at a terminal, or use --apply all, --apply ID or --json"
            found.append(Problem("--review", "asks about each pattern, and there is nobody to ask", hint))
        span = self.since or self.as_of
        kept = self.min_approvals or self.confidence or self.most or self.default_thresholds or self.dry_run
        others = self.review or self.applied or self.folders or span or self.project or self.sample_if_empty
        alone = {"--unsuppress": self.unsuppress, "--suppressed": self.suppressed, "--stats": self.stats}
        named = [name for name, given in alone.items() if given]
        if named and (others or kept or (len(named) > 1 and self.stats)):
            found.append(Problem(named[0], "goes with no other option but --json", "give it alone"))
        elif self.dry_run and self.review:
            hint = "give one of them"
            found.append(Problem("--dry-run", "asks nothing, and --review does", hint))
        return found

    def wish(self, *, sample: bool = False) -> Wish:
        applied = list(self.wanted) if self.applied else None
        return Wish(applied, self.review, self.as_json, self.plainly, sample, self.dry_run)

    def bar(self, settings: Settings | None = None) -> app.Bar:
        """What this run asks of rules; never less than the settings do."""
        floor = settings["learn.floor"] if settings else MIN_CONFIDENCE
        adapts = (settings is None or settings["learn.adapt"]) and not self.default_thresholds
        return app.Bar(max(floor, self.confidence or 0), self.min_approvals or 0, self.most or 0, adapts)

    def window(self, home: str, until: str) -> Window:
        since = app.since_day(self.since, until) if self.since else ""
        key = find(str(Path(self.project).resolve()), home).key if self.project else ""
        return Window(until, since or "", key, self.as_of is None)


def _run(asked: _Asked, at: Paths) -> bool:
    """The real thing; False when there are no logs and the samples are wanted."""
    folders = [str(Path(each).resolve()) for each in asked.folders] or ingest.log_folders(at.home, os.environ)
    with contextlib.closing(state.opened(at)) as db:
        report = _read(db, folders, at.home, described(at, db))
        if asked.sample_if_empty and not asked.folders and events.count(db) == 0:
            return False
        until = (app.moment(asked.as_of) if asked.as_of else None) or now()
        window = asked.window(at.home, until)
        if asked.stats:
            learn_stats.show(
                stats.gather(db, at, asked.bar(config.settings(at)), now()), as_json=asked.as_json
            )
            return True
        due.carry_out(at, db, until, aging=asked.as_of is None)
        lesson = app.learn(db, at, window, asked.bar(config.settings(at)), os.environ)
        place = find(str(Path(asked.project or ".").resolve()), at.home)
        lesson.fitting = transfer.fitting(db, at, place, until[:10])
        if lesson.fitting:
            lesson.roots[place.key] = place.root
        Session(at, db, lesson, folders, asked.wish()).run(report)
        if not asked.as_json:
            resting.tell(at, db, review=asked.review)
    return True


def _sample(asked: _Asked, at: Paths) -> None:
    """What the shipped logs teach, in a database that is thrown away."""
    folder = samples.folder()
    if folder is None:
        refuse(
            [Problem("learn", "there are no session logs, and no sample logs were installed", "--from DIR")]
        )
        return
    error(f"No session logs were found. These are shipped sample logs of a made-up developer ({folder}):")
    answered = asked.review or (dialogue.at_terminal() and not asked.applied and not asked.as_json)
    what = "your answers are tried out there, and nothing is kept" if answered else "nothing is applied"
    error(f"they are read into a database that is thrown away; {what}.")
    with contextlib.closing(state.opened(at)) as db:
        report = _read(db, [str(folder)], samples.HOME, described(at, db))
        until = (app.moment(asked.as_of) if asked.as_of else None) or samples.AS_OF
        lesson = app.learn(db, at, asked.window(at.home, until), asked.bar())
        Session(at, db, lesson, [str(folder)], asked.wish(sample=True)).run(report)


def _read(db: sqlite3.Connection, folders: Sequence[str], home: str, known: Described) -> ingest.Report:
    report = reading.read(db, folders, home, known)
    for text in words.broken_lines(report):
        error(text)
    for problem in report.problems:
        error(str(problem))
    return report
