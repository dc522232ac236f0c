"""Moments, sizes and figures in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from assent.core.amounts import counted
from assent.documents.html import Html, el

_SPANS = ((86400 * 365, "year"), (86400 * 30, "month"), (86400, "day"), (3600, "hour"), (60, "minute"))


def called(tool: str, text: str) -> str:
    """A call by its tool and what it was about, which of some tools is no more than their name."""
    return text if text == tool or text.startswith(f"{tool} ") else f"{tool} {text}".rstrip()


def inside(pattern: str) -> str:
    """`Bash(npm run lint *)` as `npm run lint`, `Edit(./src/**)` as `src/**`, `WebFetch(domain:x.org)` as `x.org`."""
    words = pattern.partition("(")[2].removesuffix(")") or pattern
    return words.removesuffix(" *").removeprefix("./").removeprefix("domain:")


@dataclass(frozen=True, slots=True)
class Clock:
    """Says moments in one zone (None: that of this place), and how long ago they were at `now`."""

    now: str
    utc: bool = False

    @property
    def zone(self) -> str:
        return "UTC" if self.utc else f"local ({self._there(self.now):%Z})"

    def said(self, ts: str) -> str:
        """A moment as day and minute; what is no moment as it stands."""
        try:
            return f"{self._there(ts):%Y-%m-%d %H:%M}"
        except (ValueError, OverflowError, OSError):
            return ts

    def time(self, ts: str | None) -> Html:
        """The same as an element; a dash for none."""
        return el("time", self.said(ts), datetime=ts) if ts else el("span", "-", class_="none")

    def ago(self, ts: str) -> str:
        """How long ago: `3 days ago`."""
        passed = (datetime.fromisoformat(self.now) - datetime.fromisoformat(ts)).total_seconds()
        for size, name in _SPANS:
            if passed >= size:
                return f"{counted(int(passed // size), name)} ago"
        return "just now"

    def _there(self, ts: str) -> datetime:
        zone: tzinfo | None = UTC if self.utc else None
        return datetime.fromisoformat(ts).astimezone(zone)
