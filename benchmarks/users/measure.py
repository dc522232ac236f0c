"""Measures one made-up user from the bytes of their sessions to the verdict on days the learner never saw."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.users import baselines, catalogue, figures, homes, mutating, product, transcripts
from benchmarks.users.days import DAYS, TRAINED, Call, Life


@dataclass(frozen=True)
class Plan:
    """What is measured of each user."""

    scratch: Path
    today: dt.date
    horizons: tuple[int, ...] = (7, TRAINED)
    sweeps: int = 2
    mutants: int = 0
    denials: float = 0.0
    plain: bool = False  # a client without a read-only set of its own: every call is asked about
    facts: str = "disk"


def window(calls: list[Call], learned: int) -> list[Call]:
    """The calls on which what was learned in so many days is tried: 8 to 20 after a week, a month after sixty."""
    last = DAYS if learned >= TRAINED else learned + 14
    return [call for call in calls if learned < call.day < last or call.day == learned >= TRAINED]


def known(calls: list[Call], learned: int) -> set[tuple[str, str]]:
    """The commands that the client was told to keep until then, by project."""
    return {
        (c.project.name, c.text) for c in calls if c.answer == "saved" and c.day < learned and not c.unasked
    }


def learn(life: Life, calls: list[Call], learned: int, plan: Plan) -> dict[str, Any]:
    """A fresh home with the sessions of the first days, and what the product learns from them."""
    home = Path(life.projects[0].home)
    homes.make_home(home, life.projects, known(calls, learned))
    transcripts.write([c for c in calls if c.day < learned], home, plan.today - dt.timedelta(days=learned))
    return product.learn(home, f"{plan.today}T00:00:00Z")


def at(life: Life, calls: list[Call], learned: int, plan: Plan) -> dict[str, Any]:
    """The figures of one learner after so many days."""
    home = Path(life.projects[0].home)
    told = learn(life, calls, learned, plan)
    tried = window(calls, learned)
    sweep = life.hazard_calls(plan.sweeps) if learned == TRAINED else []
    verdicts = product.check(home, tried + sweep, plan.facts)
    mine, swept = verdicts[: len(tried)], verdicts[len(tried) :]
    asked = figures.prompts(tried, mine)
    allowed = [each["verdict"] == "allow" for each in mine]
    made: dict[str, Any] = {
        "count": figures.count(tried, allowed, asked),
        "swept": len(sweep),
        "groups": len(told["suggestions"]),
        "rules": len(told["applied"]["rules"]),
        "calibration": figures.calibration(tried, mine, figures.bounds(told)),
        "causes": figures.causes(tried, asked),
        "reasons": figures.reasons(tried, asked, mine),
        "allowed hazards": _named(tried, mine, hazard=True) + _named(sweep, swept, hazard=True),
        "wishes": _named(tried, mine, hazard=False),
    }
    refused = figures.refusals(call for call in calls if call.day < learned)
    made["refused before"] = sum(text.split(":")[0] in refused for text in made["wishes"])
    if plan.mutants and learned == TRAINED:
        made["mutants"], made["allowed mutants"] = _mutants(life, tried, allowed, plan)
    return made


def _named(calls: list[Call], verdicts: list[dict[str, Any]], *, hazard: bool) -> list[str]:
    """The calls that were allowed against what the user wants, by template and text."""
    return [
        f"{call.template.id}: {call.text}"
        for call, told in zip(calls, verdicts, strict=True)
        if told["verdict"] == "allow" and call.truth != catalogue.OK and call.hazard == hazard
    ]


def _mutants(life: Life, tried: list[Call], allowed: list[bool], plan: Plan) -> tuple[int, list[str]]:
    home = Path(life.projects[0].home)
    seeds = [call for call, yes in zip(tried, allowed, strict=True) if yes]
    made = mutating.mutants(seeds, catalogue.mutants(), plan.mutants)
    verdicts = product.check(home, made, plan.facts)
    wrong = [call.text for call, told in zip(made, verdicts, strict=True) if told["verdict"] == "allow"]
    return len(made), wrong


def baseline(calls: list[Call]) -> dict[str, Counter[str]]:
    """What the simpler ways would have answered in the held-out month."""
    told = baselines.Answers(call for call in calls if call.day < TRAINED)
    tried = window(calls, TRAINED)
    made = {}
    for name, way in baselines.ALL.items():
        answers = way(told)
        allowed = [answers(call) for call in tried]
        asked = [not (yes or call.unasked) for yes, call in zip(allowed, tried, strict=True)]
        made[name] = figures.count(tried, allowed, asked)
    return made


def lives(name: str, seed: int, plan: Plan) -> Life:
    """The made-up user of that name."""
    listed = catalogue.templates()
    if plan.plain:
        listed = [catalogue.asked(each) for each in listed]
    home = plan.scratch / f"{name}-{seed}"
    return Life(catalogue.personas()[name], listed, seed, str(home), plan.denials)


def user(name: str, seed: int, plan: Plan) -> dict[str, Any]:
    """Every figure of one made-up user."""
    life = lives(name, seed, plan)
    calls = life.calls()
    made = {str(learned): at(life, calls, learned, plan) for learned in plan.horizons}
    shutil.rmtree(life.projects[0].home)
    return {"persona": name, "seed": seed, "calls": len(calls), "learned": made, "baselines": baseline(calls)}
