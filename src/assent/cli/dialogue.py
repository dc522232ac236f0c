"""The questions of `learn` at a terminal: one for all, or one for each suggestion, and what each key does."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from assent.cli import card, choices, suggested
from assent.cli.output import say
from assent.cli.sources import short
from assent.core.amounts import plain
from assent.core.shown import shown
from assent.learning.candidate import raw
from assent.learning.levels import USER
from assent.learning.review import ALL, CARD, KEYS, NARROWER, NEVER, NO, PROJECT, QUIT, SKIP, YES, Review

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from assent.app.learn.lesson import Lesson
    from assent.learning.suggestion import Suggestion

EACH = "r"
# What may be typed for a key beside itself. Any other word asks again: "apply" is not "all remaining".
_WORDS = {
    "yes": YES, "no": NO, "not now": NO, "never": NEVER, "project": PROJECT, "this project only": PROJECT, "all": ALL,
    "skip": SKIP, "quit": QUIT, "help": CARD, "review": EACH, "review each": EACH, "each": EACH,
}  # fmt: skip


def at_terminal() -> bool:
    """True when there is somebody to ask: what is read and what is written are both a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask(question: str, answers: Mapping[str, str], silent: Collection[str] = ()) -> str:
    """The key typed, one of the answers or of those that are taken though not listed; asked again for anything else,
    Enter too. "" at the end of input."""
    while (key := _typed(question)) is not None:
        if key in answers or key in silent:
            return key
        _explain(answers)
    return ""


def review(lesson: Lesson, home: str) -> Review:
    """One question after the other; what was accepted before Ctrl-C or the end of input is kept."""
    made = Review([*lesson.learned.suggestions, *lesson.fitting])
    whole = len(made.suggestions)
    while (now := made.question) is not None:
        _show(now, lesson, f"[{made.at + 1}/{whole}]")
        offered = choices.keys(now, lesson, home)
        # A key that would do nothing here is not listed; who types it is told why.
        made.take_key(ask(f"Apply? [{'/'.join(offered)}]", offered, KEYS) or QUIT)
        if made.shows == CARD:
            for text in card.card(now, lesson, offered):
                say("  " + text, hang=4)
        elif made.shows == PROJECT:
            _only_here(made, now, lesson, home)
        elif made.shows == NARROWER:
            _narrow(made, now, lesson, home)
    return made


def _show(each: Suggestion, lesson: Lesson, number: str) -> None:
    say()
    say(f"{number} {suggested.line(each)}", style="bold", hang=6)
    say(f"  {suggested.does(each)}; in {suggested.place(each, lesson)}", hang=4)
    say(f"  {suggested.threshold(each, lesson)}", hang=4)
    for text in suggested.coarse(each, lesson):
        say(f"  {text}", hang=4)


def _narrow(made: Review, now: Suggestion, lesson: Lesson, home: str) -> None:
    """Asks about the next narrower rule instead, and says where it comes from."""
    found = lesson.narrower(now)
    if found is None:
        say("  There is no narrower rule that your answers support.")
        return
    part, whole = (plain(raw(each.judged.candidate)[0]) for each in (found, now))
    share = f"{part} of the {whole} approvals"
    if now.judged.candidate.scope == USER:
        say(f"  Narrower: only in {suggested.place(found, lesson)}, where {share} are.", hang=4)
        here = choices.here(home)
        if here.root and here.key not in now.judged.candidate.tally.projects:
            say(f"  You are in {short(here.root)}, where there was none.", hang=4)
    else:
        say(f"  Narrower: {found.title}, which {share} are of.", hang=4)
    made.ask_instead(found)


def _only_here(made: Review, now: Suggestion, lesson: Lesson, home: str) -> None:
    """Accepts the rule for the project that the person is in; where that cannot be, the question stands."""
    here = choices.here(home)
    if now.judged.candidate.scope != USER:
        say(f"  It holds only in {suggested.place(now, lesson)} already.", hang=4)
        return
    found = choices.in_project(now, lesson, here)
    if found is None:
        where = short(here.root) if here.root else "any project"
        say(f"  You are not in a project where your answers support it ({where}).", hang=4)
        say("  e asks about the project with most of them.")
        return
    made.ask_instead(found)
    made.take_key(YES)
    say(f"  Accepted in {suggested.place(found, lesson)} only.", hang=4)


def _explain(answers: Mapping[str, str]) -> None:
    for key, meaning in answers.items():
        say(f"  {key}  {meaning}", hang=5)


def _typed(question: str) -> str | None:
    """What is typed as a key, "" for a line that is none; None at the end of input or on Ctrl-C."""
    try:
        sys.stdout.write(shown(question) + " ")
        sys.stdout.flush()
        typed = sys.stdin.readline()
    except KeyboardInterrupt:
        typed = ""
    if not typed:
        say()
        return None
    word = typed.strip().lower()
    return _WORDS.get(word, word)
