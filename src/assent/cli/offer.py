"""What `learn` offers, asked about and applied: all at once, one by one, or by id."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assent.app import install
from assent.app.learn import adopt
from assent.app.project import find
from assent.cli import lesson as words
from assent.cli.output import data, error, refuse, say
from assent.core.problem import Problem
from assent.learning.mine import USER
from assent.learning.review import NARROWER, QUIT, Review

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from assent.app.learn.ingest import Report
    from assent.app.learn.lesson import Lesson
    from assent.learning.suggest import Suggestion
    from assent.store.paths import Paths


class Session:
    """One run over what was learned: shown, answered, applied. `wanted` holds what --apply names, None without it; a
    `sample` is never applied."""

    def __init__(
        self,
        at: Paths,
        db: sqlite3.Connection,
        lesson: Lesson,
        folders: Sequence[str],
        wanted: Sequence[str] | None,
        *,
        review: bool,
        as_json: bool,
        sample: bool,
    ) -> None:
        self.wanted = wanted
        self.review = review
        self.as_json = as_json
        self.at = at
        self.db = db
        self.lesson = lesson
        self.found = lesson.learned.suggestions
        self.folders = folders
        self.sample = sample

    def run(self, report: Report) -> None:
        """Show it, ask if there is somebody to ask, apply what was accepted."""
        if self.as_json:
            shown = self.lesson.as_json()
            if self.wanted is not None and not self.sample:
                done = self._adopt([adopt.grant_of(each) for each in self._chosen()], [])
                shown["applied"] = {"rules": done.granted, "entries": done.entries}
            data(shown)
            return
        say(words.counts_line(self.lesson.counts))
        if report.calls == 0 and self.lesson.counts.calls:
            say("Nothing new in the logs since the last time.")
        lines = words.listing(self.lesson) if self.found else self._why_nothing()
        for text in (*lines, *words.nearly(self.lesson)):
            say(text)
        if self.found:
            self._decide()

    def _why_nothing(self) -> list[str]:
        row = self.db.execute("SELECT min(day) FROM events WHERE day != ''").fetchone()
        return words.why_nothing(self.lesson, self.folders, first_day=row[0] or "")

    def _decide(self) -> None:
        if self.sample:
            say("Nothing is applied: these are samples.")
        elif self.wanted is not None:
            self._finish([adopt.grant_of(each) for each in self._chosen()], [])
        elif self.review:
            self._ask_each()
        elif sys.stdin.isatty():
            self._ask()
        else:
            say(
                "Nothing was applied. To do so: assent learn --apply all (or an ID), or --review to decide on each:"
            )
            for each in self.found:
                say(f"  {each.id}  {each.text}")

    def _chosen(self) -> list[Suggestion]:
        """The suggestions that --apply names: by id, its beginning, or the number in the list."""
        given = self.wanted or ()
        if "all" in given:
            return list(self.found)
        chosen: list[Suggestion] = []
        missing: list[Problem] = []
        for word in given:
            hits = [
                each
                for number, each in enumerate(self.found, 1)
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
        one = len(self.found) == 1
        question = "Apply this auto-approval? [y/n/review]" if one else "Apply these? [y/n/review each]"
        answer = _key(question)
        if answer == "y":
            self._finish([adopt.grant_of(each) for each in self.found], [])
        elif answer == "n":
            self._finish([], self.found)
        elif answer == "r":
            self._ask_each()
        else:
            say("Nothing was changed.")

    def _ask_each(self) -> None:
        """One question after the other; what was accepted before Ctrl-C or the end of input is kept."""
        review = Review(self.found)
        while review.question is not None:
            now_asked = review.question
            say(f"[{review.at + 1}/{len(self.found)}] {words.line(now_asked, self.lesson.roots)}")
            key = _key("Apply? [y/n/a/s/e/?/q]") or QUIT
            if key == NARROWER and now_asked.judged.candidate.scope != USER:
                say("It is for one project already.")
            elif not review.take_key(key):
                say(
                    "y accept, n not now, a all remaining, s skip the rest, e this project only, ? proof, q quit"
                )
            elif review.card:
                for text in words.card(now_asked, self.lesson.roots):
                    say("  " + text)
        here = find(str(Path.cwd()), self.at.home).key
        grants = [adopt.grant_of(each) for each in review.accepted]
        grants += [adopt.grant_of(each, adopt.narrow(each, here)) for each in review.narrowed]
        self._finish(grants, review.rejected)

    def _adopt(self, grants: Sequence[adopt.Grant], rejected: Sequence[Suggestion]) -> adopt.Adopted:
        return adopt.adopt(self.db, self.at, grants, rejected, self.lesson.roots, self.lesson.as_of[:10])

    def _finish(self, grants: Sequence[adopt.Grant], rejected: Sequence[Suggestion]) -> None:
        done = self._adopt(grants, rejected)
        if not done.granted and not done.silenced:
            say("Nothing was changed.")
        for path, added in done.entries.items():
            number = f"{len(added)} entr{'y' if len(added) == 1 else 'ies'}"
            say(f"Added to {words.short(path)}: {number}; the rest is answered by the hook.")
        if done.granted:
            number = words.counted(len(done.granted), "rule")
            say(
                f"Granted {number}{'' if done.entries else ', answered by the hook'}: {', '.join(done.granted)}"
            )
            say("To take one back: assent rules undo ID")
        if done.silenced:
            say(f"Not applied: {words.counted(done.silenced, 'pattern')}, silent for 30 days.")
        for path in done.trails:
            say(f"Explained in {words.short(path)}")
        for problem in done.problems:
            error(str(problem))
        if done.granted and not any(each.hooks for each in install.recorded(self.at).values()):
            say("The hook is not installed, so nothing answers for these rules yet: assent init")


def _key(question: str) -> str:
    """The first letter of what is typed, "" at the end of input or on Ctrl-C."""
    try:
        sys.stdout.write(question + " ")
        sys.stdout.flush()
        typed = sys.stdin.readline()
    except KeyboardInterrupt:
        say()
        return ""
    if not typed:
        say()
    return typed.strip().lower()[:1]
