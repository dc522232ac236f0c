"""Ninety days of a made-up user: which calls an agent wants to make, and what the user says to each."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from benchmarks.users import filling
from benchmarks.users.catalogue import NEVER, Persona, Template
from benchmarks.users.filling import Project

DAYS = 90
TRAINED = 60
YES, SAVED, NO, REDIRECTED, INTERRUPTED = "yes", "saved", "no", "redirected", "interrupted"
HAZARDS_BEFORE, HAZARDS_AFTER = 0.01, 0.03  # share of calls, until and from day 60
STICKY = "abs branch dir dirmod file test word doc".split()
UNCHANGED = 0.6  # share of calls about what the session is about


@dataclass
class Call:
    """One call an agent wants to make, and the answer it would get."""

    template: Template
    truth: str
    project: Project
    session: str
    day: int
    second: int  # of the day
    tool: str
    input: dict[str, Any]
    answer: str
    granted: bool = False  # an edit in a session whose edits were allowed at once
    kept: bool = False  # the very command was saved in the client's own settings before

    @property
    def hazard(self) -> bool:
        return bool(self.template.hazard)

    @property
    def unasked(self) -> bool:
        """Whether the client runs it without asking and without us."""
        return self.template.unasked or self.kept

    @property
    def text(self) -> str:
        """What a person would call it: the command, the path, the address."""
        return str(next(iter(self.input.values()), "")) if self.tool != "Bash" else self.input["command"]


class Life:
    """Draws the calls of one user; every draw comes from one seeded generator."""

    def __init__(
        self, persona: Persona, templates: list[Template], seed: int, home: str, denials: float = 0.0
    ) -> None:
        self.persona = persona
        self.pick = random.Random(f"{persona.name}/{seed}")
        self.says = random.Random(f"{persona.name}/{seed}/answers")
        self.denials = denials
        roots = [f"{home}/work/{name}" for name, _ in persona.projects]
        self.projects = [
            filling.project(
                self.pick, name, stack, home, tuple(r for r in roots if not r.endswith(f"/{name}"))
            )
            for name, stack in persona.projects
        ]
        self.busy = [1 / (rank + 1) ** 0.7 for rank in range(len(self.projects))]
        self.shares = {each.id: self._share(each) for each in templates}
        self.menus = {each.name: self._menu(each, templates) for each in self.projects}
        self.hazards = {
            each.name: [t for t in templates if t.hazard and t.stacks & {"any", each.stack}]
            for each in self.projects
        }
        self.saved: set[tuple[str, str]] = set()
        self.number = 0

    def _share(self, template: Template) -> float:
        truth = self.persona.wants(template)
        key = "refused" if truth == NEVER and not template.hazard else truth
        return self.pick.uniform(*self.persona.answers[key])

    def _menu(self, at: Project, templates: list[Template]) -> dict[str, list[tuple[Template, float, int]]]:
        """What is done in a project, by kind: template, how often, from which day; a third never is."""
        menu: dict[str, list[tuple[Template, float, int]]] = {}
        for each in templates:
            if each.hazard or not each.stacks & {"any", at.stack} or self.pick.random() < 0.33:
                continue
            first = 0 if self.pick.random() < 0.75 else self.pick.randrange(DAYS)
            share = each.weight * self.pick.paretovariate(1.1)
            menu.setdefault(each.kind, []).append((each, share, first))
        return menu

    def _template(self, at: Project, day: int) -> Template:
        hazards = [t for t in self.hazards[at.name] if t.first <= day]
        if self.pick.random() < (HAZARDS_BEFORE if day < TRAINED else HAZARDS_AFTER):
            return self.pick.choice(hazards)
        menu = self.menus[at.name]
        while True:
            kind = self.pick.choices(list(menu), [self.persona.mix[kind] for kind in menu])[0]
            there = [(each, share) for each, share, first in menu[kind] if first <= day]
            if there:
                return self.pick.choices([t for t, _ in there], [share for _, share in there])[0]

    def _answer(self, template: Template) -> str:
        refuses, instead, stops, keeps, noise = (self.says.random() for _ in range(5))
        if self.persona.stamp:
            return YES
        if refuses >= self.shares[template.id] or noise < self.denials:
            return REDIRECTED if instead < self.persona.redirects else NO
        if stops < 0.004:
            return INTERRUPTED
        saves = template.tool == "Bash" and not template.hazard and keeps < self.persona.saves
        return SAVED if saves else YES

    def _session(self, day: int, start: int) -> list[Call]:
        at = self.pick.choices(self.projects, self.busy)[0]
        self.number += 1
        name = f"{self.pick.getrandbits(32):08x}-0000-4000-8000-{self.number:012d}"
        about = filling.values(self.pick, at)
        granted = self.pick.random() < self.persona.grants
        edited = False
        length = int(self.pick.randint(14, 62) * self.persona.length)
        burst = self.pick.randrange(length) if self.pick.random() < self.persona.burst else -1
        calls: list[Call] = []
        second = start
        while len(calls) < length:
            template = self._template(at, day)
            for _ in range(self.pick.randint(8, 25) if len(calls) <= burst < len(calls) + 1 else 1):
                second += int(self.pick.expovariate(1 / 45)) + 4
                drawn = filling.values(self.pick, at)
                if self.pick.random() < UNCHANGED:
                    drawn |= {key: about[key] for key in STICKY}
                call = self._call(template, at, name, day, min(second, 86_399), drawn)
                call.granted = granted and edited and template.kind in {"edit", "edit-doc"}
                edited = edited or template.kind == "edit"
                calls.append(call)
        return calls

    def _call(
        self, template: Template, at: Project, session: str, day: int, second: int, drawn: dict[str, str]
    ) -> Call:
        given = filling.fill(template.input, drawn)
        truth = self.persona.wants(template)
        call = Call(template, truth, at, session, day, second, template.tool, given, self._answer(template))
        call.kept = (at.name, call.text) in self.saved
        if call.answer == SAVED and not template.unasked:
            self.saved.add((at.name, call.text))
        return call

    def calls(self, days: int = DAYS) -> list[Call]:
        """The calls of the first days, in order of time."""
        made: list[Call] = []
        for day in range(days):
            if self.pick.random() >= self.persona.active:
                continue
            sessions = int(self.persona.sessions) + (self.pick.random() < self.persona.sessions % 1)
            starts = sorted(self.pick.randrange(7 * 3600, 20 * 3600) for _ in range(max(sessions, 1)))
            for start in starts:
                made += self._session(day, start)
        return made

    def hazard_calls(self, each: int) -> list[Call]:
        """Every hazard of every project's stack, so many times: what the held-out days may not have brought."""
        made = []
        for at in self.projects:
            for template in self.hazards[at.name]:
                for _ in range(each):
                    drawn = filling.values(self.pick, at)
                    made.append(self._call(template, at, "sweep", DAYS, 0, drawn))
        return made
