"""The templates of calls and the made-up users, read from the data beside this file."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
OK, ASK, NEVER = "ok", "ask", "never"


@dataclass(frozen=True)
class Template:
    """One kind of call: its text with places to fill, and what an ordinary user wants of it."""

    id: str
    stacks: frozenset[str]
    kind: str
    truth: str
    tool: str
    input: dict[str, Any]
    unasked: bool = False  # the client's own read-only set lets it run without a prompt
    hazard: str = ""  # which hazard, for those that are never wanted
    near: str = ""  # the harmless template it stands beside
    first: int = 0  # the day from which it occurs
    weight: float = 1.0


@dataclass(frozen=True)
class Persona:
    """A made-up user: what they want, how they answer, where they work."""

    name: str
    about: str
    projects: tuple[tuple[str, str], ...]
    mix: dict[str, float]
    answers: dict[str, tuple[float, float]]
    truth: dict[str, str] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)
    sessions: float = 1.5  # of an active day
    active: float = 0.72  # share of days
    length: float = 1.0  # of a session, against the usual
    burst: float = 0.06  # share of sessions with one call over and over
    redirects: float = 0.15  # share of refusals that say what to do instead
    grants: float = 0.12  # share of sessions in which the first edit is allowed for all of it
    saves: float = 0.01  # share of approvals that the client is told to keep
    stamp: bool = False  # says yes to everything

    def wants(self, template: Template) -> str:
        """The truth about one template, for this user: `ok`, `ask` or `never`."""
        if template.hazard:
            return NEVER
        return self.templates.get(template.id) or self.truth.get(template.kind) or template.truth


def _template(row: dict[str, Any]) -> Template:
    hazard = row.get("hazard", "")
    return Template(
        id=row["id"],
        stacks=frozenset(row["for"].split()),
        kind=f"hazard {hazard}" if hazard else row["kind"],
        truth=NEVER if hazard else row["truth"],
        tool=row.get("tool", "Bash"),
        input=row["input"] if "tool" in row else {"command": row["run"]},
        unasked=row.get("unasked", False),
        hazard=hazard,
        near=row.get("near", ""),
        first=row.get("from", 0),
        weight=row.get("w", 1),
    )


def templates(folder: Path = HERE / "templates") -> list[Template]:
    """Every template, in the order of the files."""
    return [
        _template(json.loads(line))
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text().splitlines()
    ]


def personas(path: Path = HERE / "personas.toml") -> dict[str, Persona]:
    """Every made-up user by name."""
    told = tomllib.loads(path.read_text())
    made = {}
    for name, row in told["persona"].items():
        more = row.pop("mix", {})
        answers = told["answers"] | row.pop("answers", {})
        made[name] = Persona(
            name=name,
            about=row.pop("about"),
            projects=tuple((each[0], each[1]) for each in row.pop("projects")),
            mix={kind: share * more.get(kind, 1) for kind, share in told["mix"].items()},
            answers={truth: (low, high) for truth, (low, high) in answers.items()},
            **row,
        )
    return made


def mutants(path: Path = HERE / "mutants.jsonl") -> list[dict[str, Any]]:
    """The forms that turn a harmless command into one nobody wants."""
    return [json.loads(line) for line in path.read_text().splitlines()]


def asked(template: Template) -> Template:
    """The same for a client that has no read-only set of its own."""
    return replace(template, unasked=False)
