"""The report as one HTML page that loads nothing: figures, charts, four tables of rules, and where everything lies."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assent.core.amounts import counted, percent
from assent.documents.charts import LINES, STEPS, Chart, Series, figure
from assent.documents.html import Html, document, el, joined, style
from assent.documents.report import tables

if TYPE_CHECKING:
    from assent.documents.report.facts import Day, Report
    from assent.documents.words import Clock

HERE = Path(__file__).parent


def page(report: Report, clock: Clock) -> str:
    """The page; `clock` says moments as the reader's calendar and clock do."""
    body = joined(
        [
            el("a", "To the rules", href="#deny", class_="skip"),
            _head(report, clock),
            el(
                "main",
                _calls(report),
                _charts(report),
                _rules(report),
                tables.rules(report, clock),
                tables.places(report, clock),
            ),
            _foot(),
        ],
        lines=True,
    )
    return document("assent: report", body, style(), (HERE / "page.js").read_text(encoding="utf-8"))


def _head(report: Report, clock: Clock) -> Html:
    told = [
        "Made ",
        clock.time(report.made),
        f" by assent {report.version}. Times are {clock.zone}, days of charts UTC.",
    ]
    return el("header", el("h1", "What your agents may do"), el("p", *told))


def _calls(report: Report) -> Html:
    """The calls of the time looked at, by what was said."""
    calls = report.calls
    total = calls.allowed + calls.asked + calls.denied + calls.silent
    seen = f"{counted(total, 'call') if total else 'No call was recorded'} in {_span(report)}"
    more = [f"{counted(calls.unseen, 'more call')} only the agent's own log tells of"] if calls.unseen else []
    more += [_prompts(calls)] if total or calls.prompts else []
    lead = ". ".join([seen, *more]) + "."
    kinds = [
        ("allow", "allowed", calls.allowed, "by a rule"),
        ("silent", "passed through", calls.silent, "no rule spoke"),
        ("ask", "asked about", calls.asked, "a person was to decide"),
        ("deny", "denied", calls.denied, "never ran"),
    ]
    tiles = [
        _tile(kind, f"{n:,}", name, f"{percent(n / total)} {why}" if total else why)
        for kind, name, n, why in kinds
    ]
    return el(
        "section",
        el("h2", "Calls", id="calls"),
        el("p", lead, class_="lead"),
        el("ul", *tiles, class_="tiles"),
        aria_labelledby="calls",
    )


def _prompts(calls: Day) -> str:
    """How often a person was asked, and how well that is known."""
    told = f"You were asked {counted(calls.prompts, 'time')}{' in all' if calls.unseen else ''}"
    if calls.prompts_estimated:
        told += f", {calls.prompts_estimated:,} of these estimated"
    if calls.prompts_unknown:
        told += f"; of {counted(calls.prompts_unknown, 'call')} that is not known"
    return told


def _span(report: Report) -> str:
    begun, made = (datetime.fromisoformat(each).astimezone(UTC) for each in (report.since, report.made))
    days = round((made - begun).total_seconds() / 86400)
    return f"the last {days} days" if days > 1 else "the last day"


def _tile(kind: str, figure_: str, name: str, more: str) -> Html:
    return el("li", el("b", figure_), el("span", name), el("small", more), class_=kind)


def _charts(report: Report) -> Html:
    figures = [figure(each, f"chart-{at}") for at, each in enumerate(_drawn(report))]
    return el(
        "section",
        el("h2", "Day by day", id="days"),
        el("div", *figures, class_="charts"),
        aria_labelledby="days",
    )


def _drawn(report: Report) -> list[Chart]:
    """What is drawn of each day: calls, prompts, rules, and how long answers took."""
    days = [each.day for each in report.days]

    def series(name: str, kind: str, field: str) -> Series:
        return Series(name, kind, [getattr(each, field) for each in report.days])

    said = [
        series("allowed", "allow", "allowed"),
        series("passed through", "silent", "silent"),
        series("asked about", "ask", "asked"),
        series("denied", "deny", "denied"),
    ]
    unseen = series("only in the agent's log", "unseen", "unseen")
    said += [unseen] if any(unseen.values) else []
    prompts = [series("prompts", "ask", "prompts")]
    rules = [series("rules in force", "allow", "rules")]
    taken = [series("half within", "quick", "p50"), series("95 of 100 within", "slow", "p95")]
    none = "Nothing recorded yet: charts fill once an agent runs with the hook."
    asked, granted = "how often a person was asked, by day", "granted and learned ones, by day"
    answered = "from the start of our hook to its answer"
    return [
        Chart("Calls", "what was said about each, by day", days, said, nothing=none),
        Chart("Prompts", asked, days, prompts, nothing="No prompt was seen."),
        Chart("Rules in force", granted, days, rules, STEPS, nothing="No rules of your own yet."),
        Chart("Time to answer", answered, days, taken, LINES, "ms", "Not recorded yet."),
    ]


def _rules(report: Report) -> Html:
    """How many rules there are, each count leading to its table."""
    told = [
        ("deny", report.counts.deny, "deny", "whatever else allows the call"),
        ("ask", report.counts.ask, "ask", "a person decides"),
        ("allow", report.counts.allow, "allow", "written, granted or shipped"),
        ("allow", report.counts.learned, "learned", "from your own answers"),
    ]
    tiles = [
        el("li", el("b", f"{n:,}"), el("a", name, href=f"#{name}"), el("small", more), class_=kind)
        for kind, n, name, more in told
    ]
    return el(
        "section", el("h2", "Rules", id="rules"), el("ul", *tiles, class_="tiles"), aria_labelledby="rules"
    )


def _foot() -> Html:
    again, same = el("code", "assent report"), el("code", "assent report --json")
    return el("footer", "Made anew by ", again, "; the same as data: ", same, ". One file; it loads nothing.")
