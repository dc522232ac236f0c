"""One made-up user week by week: what is learned is in force the week after, and what it answers no longer teaches."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.users import catalogue, figures, homes, product, transcripts
from benchmarks.users.days import DAYS, Call
from benchmarks.users.measure import Plan, lives

WEEK = 7


def user(name: str, seed: int, plan: Plan) -> dict[str, Any]:
    """What each week brought, with the clock at the end of that week."""
    life = lives(name, seed, plan)
    home = Path(life.projects[0].home)
    calls = life.calls()
    zero = plan.today - dt.timedelta(days=DAYS)
    homes.make_home(home, life.projects)
    ours: dict[int, str] = {}
    made = []
    for day in range(WEEK, DAYS, WEEK):
        moment = f"{zero + dt.timedelta(days=day)}T00:00:00Z"
        transcripts.write([call for call in calls if call.day < day], home, zero, ours)
        told = product.learn(home, moment, moved=True)
        week = [call for call in calls if day <= call.day < day + WEEK]
        verdicts = product.check(home, week, plan.facts, moment=moment)
        ours |= {id(call): said(each) for call, each in zip(week, verdicts, strict=True)}
        made.append(_week(week, verdicts, told, day))
    shutil.rmtree(home)
    return {"persona": name, "seed": seed, "weeks": made}


def said(verdict: dict[str, Any]) -> str:
    """What our hook said, nothing where no rule spoke."""
    return verdict["verdict"] if verdict.get("decider") else ""


def _week(week: list[Call], verdicts: list[dict[str, Any]], told: dict[str, Any], day: int) -> dict[str, Any]:
    asked = figures.prompts(week, verdicts)
    allowed = [each["verdict"] == "allow" for each in verdicts]
    count: Counter[str] = figures.count(week, allowed, asked)
    wrong = [
        f"{call.template.id}: {call.text}"
        for call, yes in zip(week, allowed, strict=True)
        if yes and call.truth != catalogue.OK
    ]
    return {"day": day, "count": count, "applied": len(told["applied"]["rules"]), "wrong": wrong}
