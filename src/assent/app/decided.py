"""Recorded decisions as people ask for them: by time, project, tool, verdict, rule, session, text; near words named."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.agents import registry
from assent.app import moments, project
from assent.app.searching import Search, search_for
from assent.core.problem import Problem
from assent.core.tools import TOOLS
from assent.store import decisions, rules, sessions
from assent.store.decisions import Wanted

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

TIMES = "for example 30d, 12h, 2026-11-01 or 2026-11-01T14:30"
# Option → the command that lists what it takes.
_LISTED = {"--rule": "assent rules list", "--project": "assent sessions"}


@dataclass(slots=True)
class Asked:
    """What somebody asked for, in their words; "" for what they did not name."""

    since: str = ""
    until: str = ""
    project: str = ""
    tool: str = ""
    verdict: str = ""
    rule: str = ""
    session: str = ""
    agent: str = ""
    grep: str = ""
    utc: bool = False
    problems: list[Problem] = field(default_factory=list)

    def words(self) -> str:
        """What was asked for in one text: `tool Read, since 30d`; "" for everything."""
        names = ("project", "tool", "verdict", "rule", "session", "agent", "since", "until", "grep")
        return ", ".join(f"{name} {value}" for name in names if (value := getattr(self, name)))

    def wanted(self, db: sqlite3.Connection, home: str, now: str) -> Wanted:
        """The same as the store understands it; `problems` says what is not understood."""
        since, until = self._time("--since", self.since, now), self._time("--until", self.until, now)
        if since and until and since >= until:
            what = f"begins when --until {self.until} is over"
            self.problems.append(Problem(f"--since {self.since}", what, "give an earlier --since"))
        return Wanted(
            since,
            until,
            self._session(db) if self.session else "",
            self._tool(db),
            self.verdict,
            self._projects(db, home) if self.project else None,
            self._rules(db) if self.rule else None,
            self._agent(db) if self.agent else "",
        )

    def search(self) -> Search | None:
        """What must stand in a decision, None when nothing was said; `problems` says why it is none."""
        found = search_for(self.grep) if self.grep else None
        if isinstance(found, Problem):
            self.problems.append(found)
            return None
        return found

    def _time(self, option: str, text: str, now: str) -> str:
        found = moments.moment(text, now, utc=self.utc, after=option == "--until") if text else ""
        if found is None:
            self.problems.append(Problem(f"{option} {text}", "is no span, day or time", TIMES))
        return found or ""

    def _tool(self, db: sqlite3.Connection) -> str:
        """The tool as the agent calls it, however it is written."""
        if not self.tool or "*" in self.tool:
            return self.tool
        known = {each.lower(): each for each in [*sorted(TOOLS), *decisions.values(db, "tool")] if each}
        if self.tool.lower() in known:
            return known[self.tool.lower()]
        near = [known[each] for each in _near(self.tool.lower(), known)]
        self._unknown("--tool", self.tool, "tool", near)
        return self.tool

    def _agent(self, db: sqlite3.Connection) -> str:
        """The agent by the name it has in the record."""
        known = sorted({*registry.AGENTS, *decisions.values(db, "agent")} - {""})
        if self.agent.lower() in known:
            return self.agent.lower()
        self._unknown("--agent", self.agent, "agent", _near(self.agent.lower(), known) or known)
        return self.agent

    def _session(self, db: sqlite3.Connection) -> str:
        """The beginning of the id of a session, or of several."""
        if not sessions.begins(db, self.session):
            self.problems.append(
                Problem(f"--session {self.session}", "there is no such session", "see: assent sessions")
            )
        return self.session

    def _projects(self, db: sqlite3.Connection, home: str) -> Sequence[str]:
        """The keys of the project of a directory, or of all that bear a name."""
        known = [each for each in decisions.values(db, "project") if each]
        named = [each for each in known if self.project in (each, *_names(each))]
        if named:
            return named
        if Path(self.project).is_dir():
            return [project.find(os.path.realpath(self.project), os.path.realpath(home)).key]
        names = sorted({name for each in known for name in _names(each)[:1]})
        self._unknown(
            "--project", self.project, "directory, and no project in the record", _near(self.project, names)
        )
        return []

    def _rules(self, db: sqlite3.Connection) -> Sequence[str]:
        """The ids of the rules of a name, an id or the beginning of one, also of rules that are gone."""
        past = decisions.rule_names(db)
        known = [(each.id, each.name) for each in rules.find(db, self.rule)]
        exact = [each for each in [*known, *past] if self.rule in each]
        begun = [each for each in past if len(self.rule) >= 4 and each[0].startswith(self.rule)]
        found = [each[0] for each in exact or [*known, *begun]]
        if not found:
            names = {word for each in rules.all_rules(db) for word in (each.id, each.name)}
            names |= {word for each in past for word in each}
            self._unknown("--rule", self.rule, "rule", _near(self.rule, sorted(names - {""})))
        return list(dict.fromkeys(found))

    def _unknown(self, option: str, word: str, kind: str, near: Sequence[str]) -> None:
        hint = f"did you mean {' or '.join(near)}?" if near else f"see: {_LISTED.get(option, 'assent log')}"
        self.problems.append(Problem(f"{option} {word}", f"there is no such {kind}", hint))


def _near(word: str, known: Iterable[str]) -> list[str]:
    import difflib

    return difflib.get_close_matches(word, list(known), 3, 0.5)


def _names(key: str) -> tuple[str, str]:
    """A project's directory: its last name, and whole."""
    root = key.removesuffix("/.git")
    return root.rpartition("/")[2], root


def as_json(entry: dict[str, Any], outcome: dict[str, Any]) -> dict[str, Any]:
    """A recorded decision with its short id and what became of it."""
    return {**entry, "short": decisions.short(str(entry.get("id"))), "outcome": outcome}
