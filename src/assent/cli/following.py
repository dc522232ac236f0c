"""`assent log --follow`: a view to leave open: decisions appear as they are made, their outcomes are filled in."""

from __future__ import annotations

import contextlib
import select
import sys
from collections import deque
from typing import TYPE_CHECKING, Any, Protocol

from assent.cli import rows
from assent.cli.output import console, lines, rewrite, say, verdict_style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.app.following import Following
    from assent.app.outcomes import Outcome

PACE = 400  # milliseconds between two looks
WAITING = "Waiting for decisions; Ctrl-C ends it."


class View(Protocol):
    """Shows decisions; one that was shown before has another outcome now."""

    def show(self, told: Sequence[tuple[dict[str, Any], Outcome]]) -> None: ...


def follow(following: Following, first: int, *, utc: bool, as_json: bool) -> None:
    """Shows the latest decisions and all that come, until Ctrl-C or until nobody reads any more."""
    screen = console()
    live = screen.is_terminal and not screen.is_dumb
    view: View = Json(following) if as_json else Live(utc=utc) if live else Lines(utc=utc)
    with contextlib.suppress(KeyboardInterrupt), contextlib.closing(following):
        view.show(following.begin(first))
        while _is_read(PACE):
            view.show(following.news())


def _is_read(wait: int) -> bool:
    """False when whoever read our output has gone; takes so many milliseconds when not."""
    sys.stdout.flush()
    watch = select.poll()
    watch.register(sys.stdout.fileno(), 0)
    return not watch.poll(wait)


class Json:
    """One object a line; one whose outcome is filled in comes again, whole."""

    def __init__(self, following: Following) -> None:
        self._following = following

    def show(self, told: Sequence[tuple[dict[str, Any], Outcome]]) -> None:
        if told:
            lines(self._following.flat(told))


class Lines:
    """One line a decision for a pipe; one whose outcome is filled in comes again."""

    def __init__(self, *, utc: bool) -> None:
        self._utc = utc
        self._began = False

    def show(self, told: Sequence[tuple[dict[str, Any], Outcome]]) -> None:
        if not self._began:
            say(rows.live_head(None))
            self._began = True
        for entry, outcome in told:
            say(rows.live(rows.row(entry, outcome, utc=self._utc), None))


class Live:
    """One line a decision on a terminal; the outcome is filled in where it stands, as long as that is on the screen."""

    def __init__(self, *, utc: bool) -> None:
        self._utc = utc
        self._width = 0
        self._day = ""
        # Ids of the decisions on the last lines, "" for another line.
        self._lines: deque[str] = deque(maxlen=1000)

    def show(self, told: Sequence[tuple[dict[str, Any], Outcome]]) -> None:
        screen = console()
        if screen.width != self._width:  # lines written before may take another number of rows now
            self._lines.clear()
            self._head(screen.width, empty=not told)
        for entry, outcome in told:
            row = rows.row(entry, outcome, utc=self._utc)
            line, style = rows.live(row, screen.width), verdict_style(row.verdict)
            above = self._above(entry["id"])
            if 0 < above < screen.height:
                rewrite(line, above, style=style)
                continue
            if row.day != self._day:
                self._day = row.day
                self._say(row.day, "bold")
            self._say(line, style, entry["id"])

    def _head(self, width: int, *, empty: bool) -> None:
        if empty and not self._width:
            self._say(WAITING, "")
        self._width = width
        self._say(rows.live_head(width), "bold")

    def _above(self, identity: str) -> int:
        """How many lines above the cursor a decision stands; 0 for nowhere."""
        return next((at for at, each in enumerate(reversed(self._lines), 1) if each == identity), 0)

    def _say(self, line: str, style: str, identity: str = "") -> None:
        say(line, style=style)
        self._lines.append(identity)
