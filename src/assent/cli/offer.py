"""What `learn` offers, asked about and applied: all at once, one by one, or by id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assent.app import install
from assent.app.learn import adopt, evidence
from assent.app.project import find
from assent.cli import card, dialogue, fitting, suggested
from assent.cli import lesson as words
from assent.cli.dialogue import EACH
from assent.cli.output import console, data, error, refuse, say
from assent.core.amounts import counted, plain
from assent.core.problem import Problem
from assent.learning.denied import Denial
from assent.learning.moved import Fitting
from assent.learning.review import NO, YES
from assent.store import events

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from assent.app.learn.ingest import Report
    from assent.app.learn.lesson import Lesson
    from assent.learning.suggestion import Member, Suggestion
    from assent.store.paths import Paths

EVERY = {
    YES: "accept all of them",
    NO: "no to all of them: silent for 30 days, narrower ones too",
    EACH: "review: decide on each",
}
ONE = {
    YES: "accept it",
    NO: "no: silent for 30 days, narrower ones too",
    EACH: "review: the proof, and a narrower rule",
}
ADD = {YES: "add them", NO: "no to all of them: silent for 30 days, narrower ones too"}
TAKE_OUT = {YES: "take it out; a copy of the file is kept", NO: "leave it"}


@dataclass(slots=True)
class Wish:
    """How a run was asked for: `apply` holds what --apply names (None without it), `plainly` is for the words of
    `assent permissions learn`, a `sample` is looked at or rehearsed and never applied, of a `dry_run` nothing is."""

    apply: Sequence[str] | None = None
    review: bool = False
    as_json: bool = False
    plainly: bool = False
    sample: bool = False
    dry_run: bool = False


class Session:
    """One run over what was learned: shown, answered, applied."""

    def __init__(
        self, at: Paths, db: sqlite3.Connection, lesson: Lesson, folders: Sequence[str], wish: Wish
    ) -> None:
        self.at = at
        self.db = db
        self.lesson = lesson
        self.found = lesson.learned.suggestions
        self.folders = folders
        self.wish = wish

    def run(self, report: Report) -> None:
        """Show it, ask if there is somebody to ask, apply what was accepted."""
        if self.wish.as_json:
            self._as_json()
            return
        say(words.counts_line(self.lesson.counts), hang=2)
        for text in words.auto_mode(self.lesson):
            say(text, hang=2)
        if report.calls == 0 and self.lesson.counts.calls:
            say("Nothing new in the logs since the last time.")
        if not self.found:
            if not self.wish.sample:
                self._chosen()  # an id that names nothing is a mistake here too
            for text in (*self._why_nothing(), *words.nearly(self.lesson)):
                say(text)
            self._decide_fitting()
            return
        say()
        if self.wish.plainly:
            self._show_plainly()
        else:
            self._show()
        self._decide()

    def _decide_fitting(self) -> None:
        """Where only other projects have something to offer."""
        if self.wish.apply:
            self._finish(self._chosen(), [])
        elif self.wish.review and self.lesson.fitting:
            self._review()
        else:
            self._tell_fitting()

    def _tell_fitting(self) -> None:
        """What other projects have that this new one has not; taken by id or in a review, never with all."""
        for each in self.lesson.fitting[:1]:
            for text in fitting.told(self.lesson.fitting, self.lesson.roots[each.judged.candidate.scope]):
                say(text, hang=4)

    def _as_json(self) -> None:
        shown = self.lesson.as_json()
        if self.wish.apply is not None and not self.wish.sample:
            chosen = self._chosen()
            if self.wish.dry_run:
                shown["would_apply"] = [each.id for each in chosen]
            else:
                done = self._adopt(chosen, [])
                shown["applied"] = {"rules": done.granted, "entries": done.entries}
        data(shown)

    def _why_nothing(self) -> list[str]:
        row = self.db.execute("SELECT min(day) FROM events WHERE day != ''").fetchone()
        return words.why_nothing(self.lesson, self.folders, first_day=row[0] or "")

    def _show(self) -> None:
        if len(self.found) == 1:
            told = card.card(self.found[0], self.lesson)
            head, _, _ = told[0].partition(" (")
            say(f"Pattern detected: {head}", style="bold")
            for text in told[1:]:
                say("  " + text, hang=4)
        else:
            say(f"Found {len(self.found)} permission patterns:", style="bold")
            say(suggested.headline(self.lesson))
            say()
            screen = console()
            for line, style in suggested.table(self.lesson, screen.cut_at):
                say(line, style=style)
            say(suggested.sure_enough(self.lesson), hang=0)
        if self.lesson.held_back:
            more = self.lesson.held_back
            say(f"{more:,} more {'is' if more == 1 else 'are'} offered without --max.")
        for text in words.nearly(self.lesson):
            say(text)
        if not self.wish.review:
            self._tell_fitting()
        say()

    def _show_plainly(self) -> None:
        """In the words of the first proposal for this command."""
        approvals = self.lesson.counts.labels.get("approved", 0)
        say(f"Suggested rules based on {counted(approvals, 'approval')}:", style="bold")
        for number, each in enumerate(self.found, 1):
            times = counted(plain(each.judged.confidence.raw_yes), "time")
            did = "Refused" if isinstance(each, Denial) else "Approved"
            say(f"{number}. {each.title} - {did} {times}", hang=3)
            say(f"   {suggested.does(each)}; in {suggested.place(each, self.lesson)}", style="dim", hang=3)
            for text in suggested.coarse(each, self.lesson):
                say(f"   {text}", hang=3)
        say(
            "Reading files of a project needs no rule of yours: the shipped rule `reading` answers it.",
            hang=0,
        )
        say()

    def _decide(self) -> None:
        if self.wish.sample and not (self.wish.review and dialogue.at_terminal()):
            say("Nothing is applied: these are samples.")
            if not self.wish.review:
                say("To try the questions on them: assent learn --sample-if-empty --review")
        elif self.wish.apply is not None:
            self._finish(self._chosen(), [])
        elif self.wish.dry_run:
            self._rehearse(self.found)
        elif not dialogue.at_terminal():
            say("Nothing was applied. To do so: assent learn --apply all (or an ID):")
            for each in self.found:
                say(f"  {each.id}  {each.title}")
        elif self.wish.review:
            self._review()
        else:
            self._ask()

    def _rehearse(self, accepted: Sequence[Suggestion]) -> None:
        """What a yes would change, of a run that changes nothing."""
        say("A dry run: nothing was applied. A yes would have granted:")
        for each in accepted:
            say(f"  {each.id}  {each.title}")
        if files := adopt.will_write(self.at, accepted, self.lesson.roots):
            say("and added to:")
            for path in files:
                say(f"  {words.short(path)}")

    def _chosen(self) -> list[Suggestion]:
        """The suggestions that --apply names: by id, its beginning, or the number in the list."""
        given = self.wish.apply or ()
        if "all" in given:
            return list(self.found)
        chosen: list[Suggestion] = []
        missing: list[Problem] = []
        for word in given:
            hits = [
                each
                for number, each in enumerate((*self.found, *self.lesson.fitting), 1)
                if word in (each.id, str(number)) or (len(word) >= 4 and each.id.startswith(word))
            ]
            if len(hits) != 1:
                missing.append(
                    Problem(f"--apply {word}", "is no suggestion", "see the ids: assent learn --json")
                )
            chosen += [each for each in hits if each not in chosen]
        refuse(missing)
        return chosen

    def _ask(self) -> None:
        self._name_files()
        if self.wish.plainly:
            key = dialogue.ask("Add these rules? [y/n]", ADD)
        elif len(self.found) == 1:
            what = "denial" if isinstance(self.found[0], Denial) else "auto-approval"
            key = dialogue.ask(f"Apply this {what}? [y/n/review]", ONE)
        else:
            key = dialogue.ask("Apply these? [y/n/review each]", EVERY)
        if key == EACH:
            self._review()
        elif key:
            self._finish(*((self.found, []) if key == YES else ([], self.found)), self.found)
        else:
            say("Nothing was changed.")

    def _name_files(self) -> None:
        """Which files in projects a yes adds to: nothing else of them is touched."""
        files = adopt.will_write(self.at, self.found, self.lesson.roots)
        if files:
            say(f"A yes{' to all of them' if len(self.found) > 1 else ''} also adds to:")
            for path in files:
                say(f"  {words.short(path)}")

    def _review(self) -> None:
        if not self.wish.sample:
            self._name_files()
        review = dialogue.review(self.lesson, self.at.home)
        self._finish(review.accepted, review.rejected, self.found[: review.seen], review.never)

    def _adopt(
        self,
        accepted: Sequence[Suggestion],
        rejected: Sequence[Suggestion],
        shown: Sequence[Suggestion] = (),
        never: Sequence[Suggestion] = (),
    ) -> adopt.Adopted:
        lesson = self.lesson
        for each in accepted:
            scope = each.judged.candidate.scope
            if isinstance(each, Fitting):  # perhaps nothing ever happened there
                events.add_project(
                    self.db, scope, lesson.roots[scope], find(lesson.roots[scope], self.at.home).method
                )
        grants = [grant for each in accepted for grant in self._grants(each)]
        sample = self.wish.sample
        day = lesson.as_of[:10]
        return adopt.adopt(
            self.db,
            self.at,
            grants,
            rejected,
            lesson.roots,
            day,
            never=never,
            rehearsal=sample,
            review=adopt.reviewing(shown, accepted, [*rejected, *never]) if shown else None,
            after=lesson.number,
        )

    def _grants(self, each: Suggestion) -> list[adopt.Grant]:
        def behind(member: Member) -> dict[str, Any]:
            return evidence.behind(self.db, each, member, self.lesson.as_of)

        return adopt.grants_of(each, behind)

    def _finish(
        self,
        accepted: Sequence[Suggestion],
        rejected: Sequence[Suggestion],
        shown: Sequence[Suggestion] = (),
        never: Sequence[Suggestion] = (),
    ) -> None:
        if self.wish.dry_run:
            self._rehearse(accepted)
            return
        done = self._adopt(accepted, rejected, shown, never)
        if self.wish.sample:
            say(
                f"Accepted {len(done.granted)}, refused {len(done.silenced)}. These were samples: nothing was kept."
            )
            return
        if not done.granted and not done.silenced:
            say("Nothing was changed.")
        for text in words.adopted(done):
            say(text, hang=2)
        for problem in done.problems:
            error(str(problem))
        if done.granted and not any(each.hooks for each in install.recorded(self.at).values()):
            say("The hook is not installed, so nothing answers for these rules yet: assent init")
        for each in accepted:
            self._offer_to_take_out(each)

    def _offer_to_take_out(self, each: Suggestion) -> None:
        """Where an entry of the person's own allows more than the rule: taken out only after a yes to just that."""
        for entry in self.lesson.coarse.get(each.id, ()):
            where = words.short(entry.path)
            if entry.managed:
                say(f"{entry.told} in {where} still allows more than {each.title}: it is managed, and stays.")
                continue
            if not dialogue.at_terminal():
                say(
                    f"{entry.told} in {where} still allows more than {each.title}: take it out there by hand."
                )
                continue
            say(f"{entry.told} in {where} still allows more than {each.title}.", hang=2)
            if dialogue.ask(f"Take {entry.told} out of {where}? [y/n]", TAKE_OUT) != YES:
                say("It was left as it is.")
                continue
            problem = adopt.take_out(self.at, entry.path, entry.text)
            if problem:
                error(str(problem))
            else:
                say(f"Taken out of {where}: {entry.told}")
