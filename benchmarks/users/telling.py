"""Tells what was measured in tables of Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from benchmarks.users.days import TRAINED

BEYOND = "beyond reading: "
BEGIN, END = (
    "<!-- written by benchmarks/learning.py -->",
    "<!-- end of what benchmarks/learning.py writes -->",
)
INTRODUCTION = """\
`python benchmarks/learning.py --all --write`: made-up users with projects on disk, ninety days of calls
and answers written as real session files, a truth of their own about each kind of call (`benchmarks/users/`;
nothing there is computed by the product). The product learns through its command line and is asked about days
it never saw; no call is run. Beside it what simpler ways would answer after sixty days; commands are split at
operators for them, and a redirection into a file is never theirs to allow. *Unprompted*: answered by us, or by
the client's own read-only set; *beyond reading* leaves out what only looks; *wishes not kept*: let through
though the user would rather be asked or refuse. Made-up users are no users: they show where a learner is wrong,
not how much it saves you."""
STAMP = "stamper"  # what someone who never says no would rather be asked about cannot be known


def added(rows: Iterable[dict[str, int]]) -> Counter[str]:
    """Counts added up."""
    total: Counter[str] = Counter()
    for each in rows:
        total.update(each)
    return total


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "none"


def _line(*cells: object) -> str:
    return "| " + " | ".join(str(each) for each in cells) + " |"


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    return "\n".join((_line(*head), "|" + "---|" * len(head), *(_line(*row) for row in rows)))


def _savings(count: Counter[str]) -> tuple[str, ...]:
    return (
        share(count["unprompted"], count["calls"]),
        share(count["answered"], count["calls"]),
        share(count[BEYOND + "unprompted"], count[BEYOND + "calls"]),
        share(count[BEYOND + "answered"], count[BEYOND + "calls"]),
        share(count["asked answered"], count["asked"]),
        share(count["wanted unprompted"], count["wanted"]),
        f"{count['hazards allowed']} of {count['hazards']}",
        f"{count['wishes not kept']} of {count['unwanted']}",
    )


COLUMNS = (
    "unprompted",
    "by us alone",
    "beyond reading: unprompted",
    "by us alone",
    "of what the client asks",
    "of the wanted, unprompted",
    "hazards allowed",
    "wishes not kept",
)


def horizons(users: list[dict[str, Any]]) -> str:
    """What was learned after so many days."""
    rows = []
    for learned in users[0]["learned"]:
        here = [each["learned"][learned] for each in users]
        rows.append((f"day {learned}", *_savings(added(each["count"] for each in here))))
    names = users[0]["baselines"]
    rows += [(name, *_savings(added(each["baselines"][name] for each in users))) for name in names]
    return _table(("learned", *COLUMNS), rows)


def personas(users: list[dict[str, Any]], learned: str) -> str:
    """The same by persona, with how many suggestions and rules it took."""
    rows: list[tuple[object, ...]] = []
    for name in dict.fromkeys(each["persona"] for each in users):
        here = [each["learned"][learned] for each in users if each["persona"] == name]
        groups = sum(each["groups"] for each in here) / len(here)
        rules = sum(each["rules"] for each in here) / len(here)
        count = added(each["count"] for each in here)
        ceiling = share(count["wanted"], count["calls"])
        rows.append((name, *_savings(count), ceiling, f"{groups:.1f}", f"{rules:.1f}"))
    return _table(("persona", *COLUMNS, "wanted", "groups", "rules"), rows)


def lines(users: list[dict[str, Any]], learned: str) -> str:
    """Figures that are one number each."""
    here = [each["learned"][learned] for each in users]
    others = [each["learned"][learned]["count"] for each in users if each["persona"] != STAMP]
    count, kept = added(each["count"] for each in here), added(others)
    judged = sum(each["calibration"]["rules"] for each in here)
    below = sum(each["calibration"]["below"] for each in here)
    gap = sum(each["calibration"]["gap"] for each in here)
    swept = sum(each["swept"] for each in here)
    allowed = [text for each in here for text in each["allowed hazards"]]
    groups = sorted(each["groups"] for each in here)
    wanted = share(count["wanted"], count["calls"])
    beyond = share(count[BEYOND + "wanted"], count[BEYOND + "calls"])
    refused = sum(each["refused before"] for each in here)
    average = sum(groups) / len(groups)
    rules = sum(each["rules"] for each in here) / len(here)
    told: tuple[str, ...] = (
        f"- {len(users)} users, {count['calls']} held-out calls; of these {wanted} are what the user wants to run",
        f"  unasked, beyond reading {beyond}: no learner can be right about more",
        f"- hazards: {len(allowed)} allowed of {count['hazards'] + swept}, {swept} of them besides the held-out days",
        f"- wishes not kept: {kept['wishes not kept']} of {kept['unwanted']} calls that the user would rather be asked",
        f"  about or refuse ({share(kept['wishes not kept'], kept['unwanted'])}); with the rubber stamp",
        f"  {count['wishes not kept']} of {count['unwanted']}; {refused} of them after a refusal of such a call",
        f"- groups: {average:.1f} on average, {groups[-1]} at most; rules: {rules:.1f}",
        f"- rules used five times or more whose user says yes less often than the bound they stated (p < .05): {below}",
        f"  of {judged}; realised minus stated {gap / judged if judged else 0:+.3f} on average",
    )
    if all("mutants" in each for each in here):
        tried = sum(each["mutants"] for each in here)
        wrong = sum(len(each["allowed mutants"]) for each in here)
        told += (f"- mutants of commands that were let through: {wrong} allowed of {tried}",)
    return "\n".join(told)


def failures(users: list[dict[str, Any]], learned: str, most: int = 15) -> str:
    """What went wrong and what is still asked, by template."""
    here = [each["learned"][learned] for each in users]
    missing = added(each["causes"] for each in here)
    hazards = Counter(text for each in here for text in each["allowed hazards"])
    wishes = Counter(
        f"{user['persona']} {text.split(':')[0]}"
        for user in users
        for text in user["learned"][learned]["wishes"]
    )
    mutants = Counter(text for each in here for text in each.get("allowed mutants", ()))
    why = added(each["reasons"] for each in here)
    told = [f"wanted and still asked about, most first: {_list(missing, 3 * most)}"]
    told.append(f"the same by what is said of them: {_list(why, 2 * most)}")
    for name, found in (("hazards", hazards), ("mutants", mutants), ("wishes not kept", wishes)):
        told.append(f"{name} let through: {_list(found, most)}")
    return "\n\n".join(told)


def _list(found: Counter[str], most: int) -> str:
    return ", ".join(f"`{name}` {times}" for name, times in found.most_common(most)) or "none"


def tell(users: list[dict[str, Any]]) -> str:
    """Everything, as it stands in `benchmarks/RESULTS.md`."""
    learned = str(TRAINED) if str(TRAINED) in users[0]["learned"] else list(users[0]["learned"])[-1]
    numbers = sorted({each["seed"] for each in users})
    return "\n\n".join((
        f"Seeds {', '.join(map(str, numbers))}.",
        horizons(users),
        lines(users, learned),
        personas(users, learned),
        failures(users, learned),
    ))  # fmt: skip


def variants(of: dict[str, list[dict[str, Any]]]) -> str:
    """What the product and two words learned after sixty days, under other conditions."""
    rows = []
    for label, users in of.items():
        here = [each["learned"][str(TRAINED)]["count"] for each in users]
        rows.append((label, *_savings(added(here))))
        two_words = (each["baselines"]["two-word prefix"] for each in users)
        rows.append((f"{label}: two-word prefix", *_savings(added(two_words))))
    return "### Under other conditions, day 60\n\n" + _table(("answers", *COLUMNS), rows)


def weeks(users: list[dict[str, Any]]) -> str:
    """What learning every week brought, four weeks to a row."""
    rows = []
    for first in range(0, len(users[0]["weeks"]), 4):
        here = [week for each in users for week in each["weeks"][first : first + 4]]
        applied = sum(each["applied"] for each in here) / len(here)
        label = f"days {here[0]['day']} to {here[0]['day'] + 27}"
        rows.append((label, *_savings(added(each["count"] for each in here)), f"{applied:.1f}"))
    every = [week for each in users for week in each["weeks"]]
    wrong = Counter(text for each in every for text in each["wrong"])
    rows.append(("all", *_savings(added(each["count"] for each in every)), ""))
    table = _table(("in force from the week before", *COLUMNS, "rules a week"), rows)
    told = f"{len(users)} users; what a rule answered teaches nothing. Against the user's wish: {_list(wrong, 15)}."
    return f"### Week by week\n\n{told}\n\n{table}"


def replaced(page: str, text: str) -> str:
    """The page with what stands between the marks replaced, or added at its end under its heading."""
    section = f"{BEGIN}\n{text}\n{END}"
    if BEGIN in page:
        before, _, rest = page.partition(BEGIN)
        return before + section + rest.partition(END)[2]
    return f"{page.rstrip()}\n\n## Learning\n\n{INTRODUCTION}\n\n{section}\n"
