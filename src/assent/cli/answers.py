"""The answers of analyses for people: a heading, columns, and what the figures mean and where they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from assent.analytics import judge, silence, waits
from assent.analytics.tally import KNOWN
from assent.cli import charts, trend_chart
from assent.cli.columns import figure, lines
from assent.cli.sources import SOURCES
from assent.cli.sources import short as from_home
from assent.core.amounts import counted, percent
from assent.core.deciders import DECIDERS
from assent.documents.words import called

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from assent.analytics.base import Table

MOST = 15  # rows of a table that may be long
BAR, NARROW_BAR, WIDE = 16, 8, 100  # columns of a bar, of one below so many columns
SHIPPED = "modules"
SHORT = 7  # characters of an id that every command takes
COUNTS = {"calls": "Calls", "allowed": "Allowed", "asked": "Asked", "denied": "Denied", "silent": "Silent"}
WHO = {**DECIDERS, "unknown": "not known"}
KINDS = {
    "decided": "a rule decided",
    "expected": "passed, nobody was asked",
    "gap": "passed, you were asked",
    "unknown": "passed, not known",
}
SAVE = "assent learn makes rules of your answers; assent audit names what passes through."


def told(name: str, answer: Table, width: int | None, limit: int = MOST) -> list[str]:
    """The answer to a question in lines; its words for an empty record when it has no rows."""
    if not answer.rows:
        return [f"{answer.nothing[:1].upper()}{answer.nothing[1:].rstrip('.')}."]
    return TELL.get(name, _plain)(answer.records(), width, limit)


def unknown_prompts(calls: int) -> str:
    """Of how many calls nobody can tell whether a person was asked."""
    return f"Of {counted(calls, 'call')} it is not known whether you were asked."


def _with_known(
    head: Sequence[str], cells: Sequence[Sequence[Any]], rows: Sequence[Mapping[str, Any]], width: int | None
) -> list[str]:
    """The rows with how many of their calls are recorded, inferred and estimated, where any are."""
    told = [each for each in KNOWN[:-1] if any(row[each] for row in rows)]
    more = [[*cell, *(row[each] for each in told)] for cell, row in zip(cells, rows, strict=True)]
    return lines([*head, *(each.title() for each in told)], more, width)


def short(about: str) -> str:
    """What a call was about, a path from home on."""
    return from_home(about) if about.startswith("/") and "\0" not in about else about


def _plain(rows: Sequence[Mapping[str, Any]], width: int | None, limit: int) -> list[str]:
    """The columns as they are, for a question without words of its own; one below the other where they do not fit."""
    head = [each.replace("_", " ").capitalize() for each in rows[0]]
    made = lines(head, [list(row.values()) for row in rows[:limit]], width)
    if width is not None and cell_len(made[0]) > width:
        most = max(map(len, head))
        made = [
            line
            for row in rows[:limit]
            for line in (
                *(f"{name:<{most}}  {figure(value)}" for name, value in zip(head, row.values(), strict=True)),
                "",
            )
        ]
    return _cut(made, len(rows), limit)


def _by_verdict(name: str, key: str, *more: tuple[str, str]) -> Callable[..., list[str]]:
    """A table of calls by verdict; calls that assent did not see have a column where there are any."""

    def tell(rows: Sequence[Mapping[str, Any]], width: int | None, limit: int) -> list[str]:
        unseen = [("unseen", "Unseen")] if any(row["unseen"] for row in rows) else []
        columns = [(key, name), *COUNTS.items(), *unseen, *more]
        cells = [[row[each] if each != key else short(row[each]) for each, _ in columns] for row in rows]
        return _cut(lines([head for _, head in columns], cells[:limit], width), len(rows), limit)

    return tell


def _cut(made: list[str], rows: int, limit: int) -> list[str]:
    return [*made, f"… and {rows - limit:,} more: --limit {rows}"] if rows > limit else made


def _scorecard(rows: Sequence[Mapping[str, Any]], width: int | None, limit: int) -> list[str]:
    del limit
    words = {"silent": "silent: no rule spoke", "unseen": "unseen: only a log tells of it"}
    head = ("Verdict", "Calls", "You were asked", "Not asked", "Not known")
    cells = [[words.get(row["verdict"], row["verdict"]), *list(row.values())[1:]] for row in rows]
    return lines(head, cells, width)


def _rules(rows: Sequence[Mapping[str, Any]], width: int | None, limit: int) -> list[str]:
    idle = [row for row in rows if row["layer"] == SHIPPED and row["state"] == "unused"]
    listed = [row for row in rows if row not in idle]
    cells = [
        [
            row["id"][:SHORT],
            row["verdict"],
            row["name"] or row["pattern"] or "",
            SOURCES.get(row["layer"], ""),
            row["state"],
            row["hits"],
            (row["last_used"] or "")[:10],
        ]
        for row in listed
    ]
    head = ("Id", "Verdict", "Rule", "Source", "State", "Hits", "Last used")
    made = _cut(lines(head, cells[:limit], width), len(cells), limit) if cells else []
    if idle:
        made.append(f"{counted(len(idle), 'shipped rule')} decided nothing.")
    unused = sum(row["state"] == "unused" for row in listed)
    if unused:
        made.append(f"{counted(unused, 'rule')} of yours decided nothing: assent audit says which can go.")
    return made


def _silence(rows: Sequence[Mapping[str, Any]], width: int | None, limit: int) -> list[str]:
    del limit
    told = [row for row in rows if row["calls"]]
    cells = [[KINDS[row["kind"]], row["calls"], percent(row["share"])] for row in told]
    made = _with_known(("What became of calls", "Calls", "Share"), cells, told, width)
    calls = {row["kind"]: row["calls"] for row in rows}
    if silence.alarming(calls):
        share = percent(calls["gap"] / sum(calls.values()))
        made += [
            f"{share} of the calls met no rule and cost you a prompt (worth a word from {percent(silence.ALERT)} on).",
            SAVE,
        ]
    if calls["unknown"]:
        made.append("Not known: nothing tells whether the agent asked you.")
    return made


def _friction(rows: Sequence[Mapping[str, Any]], width: int | None, limit: int) -> list[str]:
    del limit
    plain, most = not charts.letters(), max(row["calls"] for row in rows)
    size = BAR if width is None or width >= WIDE else NARROW_BAR
    bars = [charts.bar(row["calls"], most, size, plain=plain) for row in rows]
    cells = [
        [WHO.get(row["decider"], row["decider"]), row["calls"], percent(row["share"]), bar]
        for row, bar in zip(rows, bars, strict=True)
    ]
    return _with_known(("Who decided", "Calls", "Share", ""), cells, rows, width)


def _waits(rows: Sequence[Mapping[str, Any]], width: int | None, limit: int) -> list[str]:
    del width, limit
    row = {key: percent(value) if key == "quick_share" else figure(value) for key, value in rows[0].items()}
    timed = f"You answered {counted(rows[0]['answers'], 'prompt')} that were timed"
    return [
        f"{timed}: half within {row['p50_seconds']} s, 95% within {row['p95_seconds']} s.",
        f"{row['quick']} ({row['quick_share']}) in less than {waits.QUICK // 10} s: hardly read, a rule could say it.",
        _took(rows[0]["minutes"], rows[0]["minutes_a_week"]),
        "Inferred: from when a prompt was seen until its call ran.",
    ]


def _took(minutes: float, weekly: float) -> str:
    if minutes < 1:
        return "They took under a minute."
    a_week = "under a minute" if weekly < 1 else f"about {figure(weekly)}"
    return f"They took {figure(minutes)} minutes, {a_week} a week."


def _minutes(value: float | None) -> str | float | None:
    """In a column: what is less than a minute is not said to be nothing."""
    return "<1" if value is not None and value < 1 else value


def _savings(rows: Sequence[Mapping[str, Any]], width: int | None, limit: int) -> list[str]:
    timed = rows[0]["minutes"] is not None
    columns = {
        "shape": "Asked most, and approved",
        "prompts": "Prompts",
        "approved": "Yes",
        "refused": "No",
        "minutes": "Minutes",
    }
    cells = [
        [
            called(row["tool"], short(row["shape"])),
            *(row[each] for each in list(columns)[1:-1]),
            _minutes(row["minutes"]),
        ]
        for row in rows
    ]
    return [
        *_cut(lines(list(columns.values()), cells[:limit], width), len(rows), limit),
        *(["What you never refused stands first."] if any(row["refused"] for row in rows) else []),
        f"Minutes are estimated: prompts by the time that an answer usually takes. {SAVE}" if timed else SAVE,
    ]


def _latency(rows: Sequence[Mapping[str, Any]], width: int | None, limit: int) -> list[str]:
    del width, limit
    half, most, nearly, longest = (figure(rows[0][each]) for each in ("p50", "p95", "p99", "longest"))
    answers = f"{counted(rows[0]['answers'], 'answer')}: half within {half} ms, 95% within {most} ms"
    return [f"{answers}, 99% within {nearly} ms, the longest {longest} ms (recorded)."]


def _latency_days(rows: Sequence[Mapping[str, Any]], width: int | None, limit: int) -> list[str]:
    plain, most = not charts.letters(), max(row["p95"] for row in rows)
    cells = [[*row.values(), charts.bar(row["p95"], most, BAR, plain=plain)] for row in rows[-limit:]]
    head = ("Day", "Answers", "50%", "95%", "99%", "Longest", "")
    return [
        *lines(head, cells, width),
        "Milliseconds within which so many answers came (recorded); bars: 95%.",
    ]


def _judge(rows: Sequence[Mapping[str, Any]], width: int | None, limit: int) -> list[str]:
    del limit
    row = rows[0]
    said = ("green", "yellow", "red", "failed")
    cells = [
        [row["calls"], *(row[each] for each in said)],
        ["", *(percent(row[f"{each}_share"]) for each in said)],
    ]
    made = lines(("Calls", "Green", "Yellow", "Red", "Failed"), cells, width)
    if row["p50"] is not None:
        made.append(
            f"Half within {row['p50']:,} ms, 95% within {row['p95']:,} ms, 99% within {row['p99']:,} ms (recorded)."
        )
    alert = f"It fails too often: {judge.in_words(row)} (worth a word from {percent(judge.ALERT)} on)."
    return [*made, alert] if row["alert"] else made


def _judge_days(rows: Sequence[Mapping[str, Any]], width: int | None, limit: int) -> list[str]:
    plain, most = not charts.letters(), max(row["p95"] or 0 for row in rows)
    cells = [
        ["" if each is None else each for each in row.values()]
        + [charts.bar(row["p95"] or 0, most or 1, BAR, plain=plain)]
        for row in rows[-limit:]
    ]
    head = ("Day", "Calls", "Failed", "50%", "95%", "99%", "")
    return [
        *lines(head, cells, width),
        "Milliseconds within which so many answers came (recorded); bars: 95%.",
    ]


def _trends(rows: Sequence[Mapping[str, Any]], width: int | None, limit: int) -> list[str]:
    del limit
    return trend_chart.told(rows, width)


TELL: dict[str, Callable[[Sequence[Mapping[str, Any]], int | None, int], list[str]]] = {
    "scorecard": _scorecard,
    "tools": _by_verdict("Tool", "tool"),
    "commands": _by_verdict("Command", "shape", ("prompts", "Prompts")),
    "paths": _by_verdict("Folder", "shape", ("prompts", "Prompts")),
    "rules": _rules,
    "silence": _silence,
    "friction": _friction,
    "waits": _waits,
    "savings": _savings,
    "latency": _latency,
    "latency-days": _latency_days,
    "judge": _judge,
    "judge-days": _judge_days,
    "trends": _trends,
}
