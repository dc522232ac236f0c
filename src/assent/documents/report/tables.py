"""The tables of the report: rules by verdict, those that were learned, and where everything lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.core.amounts import counted, size
from assent.documents.html import Html, el, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assent.documents.report.facts import Place, Report, RuleRow
    from assent.documents.words import Clock

MANY = 12  # rows from which a table can be searched
FEW = 3  # patterns that are seen at once
ON = "on"
# Layer → where its rules come from.
FROM = {
    "managed": "managed",
    "user": "your policy",
    "project": "the project",
    "granted": "granted",
    "modules": "shipped",
}


def rules(report: Report, clock: Clock) -> Html:
    """The four tables."""
    told: list[tuple[str, str, str, Sequence[RuleRow]]] = [
        ("deny", "Denied", "Calls like these never run, whatever else allows them.", report.deny),
        ("ask", "Asked about", "A person decides about each of these.", report.ask),
        (
            "allow",
            "Allowed",
            "Written or granted by you, or shipped. They run without a question.",
            report.allow,
        ),
        (
            "learned",
            "Learned",
            "Promoted from your own answers; each holds only within its reach.",
            report.learned,
        ),
    ]
    return joined([_section(key, title, says, rows, clock) for key, title, says, rows in told])


def _section(key: str, title: str, says: str, rows: Sequence[RuleRow], clock: Clock) -> Html:
    heading = el("h2", f"{title} ", el("span", f"{len(rows):,}", class_="none"), id=key)
    if not rows:
        return el(
            "section",
            el("div", heading, class_="head"),
            el("p", f"No rule here. {_HOW[key]}", class_="lead"),
            aria_labelledby=key,
        )
    find = el(
        "div",
        el(
            "label",
            el("input", type="search", placeholder="Find in these rules", aria_label=f"Find in: {title}"),
        ),
        " ",
        el("output"),
        data_find=f"{key}-rules",
        hidden=True,
    )
    columns = _LEARNED if key == "learned" else _DECLARED
    head = el(
        "tr",
        *[
            el("th", name, scope="col", class_=kind or None, data_down=kind in ("num", "when"))
            for name, kind, _ in columns
        ],
    )
    body = joined([_row(each, columns, clock) for each in rows], lines=True)
    table = el(
        "table",
        el("caption", f"{title}: {counted(len(rows), 'rule')}"),
        el("thead", head),
        el("tbody", body),
        id=f"{key}-rules",
        class_=f"rules {key}",
    )
    region = el("div", table, class_="scroll", role="region", tabindex="0", aria_labelledby=key)
    more = find if len(rows) >= MANY else ""
    return el("section", el("div", heading, el("p", says), more, class_="head"), region, aria_labelledby=key)


_HOW = {
    "deny": "Add one: assent rules deny.",
    "ask": "Add one: assent rules ask.",
    "allow": "Add one: assent rules add.",
    "learned": "assent learn suggests some once you have answered a few prompts.",
}
Cell = tuple[object, object]  # what is shown, and what is sorted by where that is something else


def _row(each: RuleRow, columns: Sequence[Column], clock: Clock) -> Html:
    cells = []
    for at, (name, kind, cell) in enumerate(columns):
        shown, worth = cell(each, clock)
        empty = "" if shown not in ("", None) else "empty"
        given = {"class_": " ".join(filter(None, [kind, empty])) or None, "data_v": worth}
        cells.append(
            el("th", shown, scope="row", **given) if at == 0 else el("td", shown, data_l=name, **given)
        )
    return el("tr", *cells)


def _pattern(each: RuleRow, clock: Clock) -> Cell:
    del clock
    state = el("span", each.state, class_="chip", title=each.note) if each.state != ON else ""
    known = [el("code", text) for text in each.patterns] or [el("span", "every call", class_="none")]
    first, rest = (known, []) if len(known) <= FEW + 1 else (known[:FEW], known[FEW:])
    more = el("details", el("summary", f"and {len(rest)} more"), *rest) if rest else ""
    named = el("small", f"{each.name or 'without a name'} · {each.id}")
    return joined([state, *first, more, named]), " ".join(each.patterns)


def _reach(each: RuleRow, clock: Clock) -> Cell:
    del clock
    where = el("small", f"only in {each.project.removesuffix('/.git')}") if each.project else ""
    return joined([each.reach, where]), each.reach


def _why(each: RuleRow, clock: Clock) -> Cell:
    del clock
    return each.why or "", None


def _source(each: RuleRow, clock: Clock) -> Cell:
    del clock
    path = el("small", each.source, class_="path") if each.source and each.source.startswith("/") else ""
    return joined([FROM.get(each.layer, each.layer), path]), each.layer


def _hits(each: RuleRow, clock: Clock) -> Cell:
    del clock
    return f"{each.hits:,}", each.hits


def _last(each: RuleRow, clock: Clock) -> Cell:
    never = el("span", "never", class_="none")
    return clock.time(each.last_used) if each.last_used else never, each.last_used or ""


def _promoted(each: RuleRow, clock: Clock) -> Cell:
    return clock.time(each.promoted_at), each.promoted_at or ""


def _reasoning(each: RuleRow, clock: Clock) -> Cell:
    del clock
    return each.reasoning or "", None


def _session(each: RuleRow, clock: Clock) -> Cell:
    del clock
    return el("code", each.session[:8], title=each.session) if each.session else "", each.session or ""


def _level(each: RuleRow, clock: Clock) -> Cell:
    del clock
    return ("", "") if each.level is None else (str(each.level), each.level)


Column = tuple[str, str, "Callable[[RuleRow, Clock], Cell]"]
_DECLARED: tuple[Column, ...] = (
    ("Rule", "", _pattern),
    ("Reach", "", _reach),
    ("Why", "", _why),
    ("From", "", _source),
    ("Hits", "num", _hits),
    ("Last used", "when", _last),
)
_LEARNED: tuple[Column, ...] = (
    ("Rule", "", _pattern),
    ("Reach", "", _reach),
    ("Promoted", "when", _promoted),
    ("Reasoning", "", _reasoning),
    ("Session", "session", _session),
    ("Level", "num level", _level),
    ("Hits", "num", _hits),
    ("Last used", "when", _last),
)


def places(report: Report, clock: Clock) -> Html:
    """Where everything lies, how large it is and how old."""
    head = el("tr", *[el("th", name, scope="col", class_=kind) for name, kind in _PLACES])
    rows = [_place(each, clock) for each in report.places]
    table = el(
        "table",
        el("caption", "Files and folders of assent"),
        el("thead", head),
        el("tbody", *rows),
        class_="places",
    )
    region = el("div", table, class_="scroll", role="region", tabindex="0", aria_labelledby="places")
    return el("section", el("h2", "Where everything lies", id="places"), region, aria_labelledby="places")


_PLACES = (("What", None), ("Path", None), ("Size", "num"), ("Last change", "when"))


def _place(each: Place, clock: Clock) -> Html:
    if each.size is None:
        rest = [
            el("td", "not there", class_="num none", data_v="", data_l="Size"),
            el("td", "", class_="empty", data_v=""),
        ]
    else:
        age = el("small", clock.ago(each.changed)) if each.changed else ""
        rest = [
            el("td", size(each.size), class_="num", data_v=each.size, data_l="Size"),
            el(
                "td",
                clock.time(each.changed),
                age,
                class_="when",
                data_v=each.changed or "",
                data_l="Changed",
            ),
        ]
    return el("tr", el("th", each.name, scope="row"), el("td", each.path, class_="path"), *rest)
