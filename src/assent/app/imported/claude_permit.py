"""A folder of claude-permit: its rules as ours, never wider than they were, its settings, and its history."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.app.imported import history, permit_keys, permit_lines
from assent.app.imported.history import History
from assent.app.rules import listed
from assent.core.decision import ALLOW
from assent.core.effect import INSTALL, NET_SEND, names_of
from assent.core.problem import Problem
from assent.core.rule import LEARNED
from assent.core.tools import FETCHERS, READERS, SEARCHERS, TOOLS, WRITERS
from assent.learning.levels import USER
from assent.policy.words import VERDICTS
from assent.store import regular

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from assent.policy.parse import Declared

NAME = permit_lines.NAME
FOLDERS = (".claude/claude-permit", ".config/claude-permit")  # the second is where older versions look
CONFIG, LEARNT, PENDING, AUDIT = "config.toml", "auto-rules.toml", "pending-rules.jsonl", "audit.jsonl"
VETO = "deny_promote"
LONGEST = 300  # characters of what is told of a rule's past
# What an allow that was taken over may do at most: what people grant without a second thought, no more.
_READS = ["read-project", "read-elsewhere"]
_WRITES = ["write-project", "write-tmp"]
_MILD = [*_READS, *_WRITES, "net-read", "run-project", *names_of(INSTALL)]
_HOW = {  # where a promoted rule came from, by the names of its fields
    "promoted_at": "promoted on", "promoted_tier": "as", "promoted_session": "in session",
    "promoted_reasoning": "because",
}  # fmt: skip


@dataclass(slots=True)
class Candidate:
    """A rule of theirs: where it stands (`config.toml deny[2]`), its verdict, and as ours; `declared` is None where it
    cannot be one of ours, and `problems` say why."""

    spot: str
    verdict: str
    fields: dict[str, Any]
    declared: Declared | None = None
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class Found:
    """What the folder holds; `problems` are of files and of rules that are left where they are."""

    rules: list[Candidate] = field(default_factory=list)
    keys: list[permit_keys.Key] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    history: History = field(default_factory=History)


def read(folder: Path) -> Found:
    """All of it. A file that is not there is no problem, a folder without any is one."""
    found = Found()
    if not any((folder / name).exists() for name in (CONFIG, LEARNT, PENDING, AUDIT)):
        hint = f"name the folder that holds {CONFIG}, {LEARNT} or {AUDIT}"
        found.problems.append(Problem(str(folder), f"holds no file of {NAME}", hint))
        return found
    for name in (CONFIG, LEARNT):
        _rules(folder / name, found)
    _pending(folder / PENDING, found)
    found.history = permit_lines.read(_lines(folder / AUDIT, found))
    return found


def _rules(path: Path, found: Found) -> None:
    text = _text(path, found)
    if not text:
        return
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        found.problems.append(
            Problem(str(path), f"not valid TOML: {error}", "mend it there, then run this again")
        )
        return
    found.keys += permit_keys.told(data) if path.name == CONFIG else []
    remarks = _remarks(text)
    for verdict in ("deny", "ask", "allow"):
        given = data.get(verdict, [])
        for at, table in enumerate(given if isinstance(given, list) else []):
            spot = f"{path.name} {verdict}[{at}]"
            if isinstance(table, dict):
                found.rules.append(_candidate(spot, verdict, table, remarks.get((verdict, at), "")))
            else:
                found.problems.append(Problem(spot, "is no table", f"write [[{verdict}]] above it"))
    vetoes = data.get(VETO, [])
    for at in range(len(vetoes) if isinstance(vetoes, list) else 0):
        what = "kept a rule from being promoted there, and decides no call"
        found.problems.append(
            Problem(f"{path.name} {VETO}[{at}]", what, "what may be learned here: docs/learning.md")
        )


def _candidate(spot: str, verdict: str, table: Mapping[str, Any], remark: str) -> Candidate:
    """One rule of theirs as ours, refused where ours could not say it as narrowly, or as strictly."""
    tool, given = table.get("tool"), table.get("fields", {})
    regexes = (
        {key: each for key, each in given.items() if isinstance(each, str)} if isinstance(given, dict) else {}
    )
    past = " ".join(f"{word} {table[key]}" for key, word in _HOW.items() if table.get(key)) or remark
    promoted = spot.startswith((LEARNT, PENDING))
    fields: dict[str, Any] = {
        "name": _name(table, spot),
        verdict: ["*"] if verdict == ALLOW else [],
        "tool": tool if isinstance(tool, str) else "",
        "why": f"from {NAME}, {spot}{f', {past}' if promoted and past else ''}"[:LONGEST],
    }
    if regexes:
        fields["fields"] = regexes
    made = Candidate(spot, verdict, fields)
    if not isinstance(tool, str) or not tool or not isinstance(given, dict) or len(regexes) < len(given):
        made.problems.append(Problem(spot, "has no `tool`, or a field without a regex", "mend it there"))
        return made
    if verdict == ALLOW:
        _narrow(made, promoted=promoted)
    else:
        fields["tool"] = _anywhere(tool)
    if not made.problems:
        made.declared = listed.read(fields, USER, spot, made.problems)
    return made


def _narrow(made: Candidate, *, promoted: bool) -> None:
    """Makes an allow no wider than its text: its regexes from the beginning on, and mild in what it may do."""
    tool, regexes = made.fields["tool"], made.fields.get("fields", {})
    names = _names(tool)
    if not regexes and not names:
        what = "would allow every call of tools that it does not name"
        made.problems.append(Problem(made.spot, what, "write it as you mean it: assent rules add"))
        return
    if not regexes and not all(name in (*READERS, *SEARCHERS, *FETCHERS) for name in names):
        what = f"would allow every call of {', '.join(names)}"
        made.problems.append(
            Problem(made.spot, what, "write what you mean: assent rules add 'Bash(npm test *)'")
        )
        return
    made.fields["fields"] = {key: _from_the_beginning(each) for key, each in regexes.items()}
    if not regexes:
        del made.fields["fields"]
    made.fields["within"] = _within(names, promoted=promoted)
    if promoted:
        made.fields["origin"] = LEARNED


def _within(names: list[str], *, promoted: bool) -> list[str]:
    if names and all(name in (*READERS, *SEARCHERS) for name in names):
        return _READS
    if names and all(name in (*READERS, *SEARCHERS, *WRITERS) for name in names):
        return [*_READS, *_WRITES]
    return _MILD if promoted else [*_MILD, *names_of(NET_SEND)]


def _names(tool: str) -> list[str]:
    """The tools that a regex names one by one; none where it is more than that."""
    names = tool.removeprefix("^").removesuffix("$").removeprefix("(").removesuffix(")").split("|")
    known = all(name in TOOLS or re.fullmatch(r"mcp__\w+__\w+", name) for name in names)
    return names if known else []


def _anywhere(tool: str) -> str:
    """Their regex finds its words anywhere in the name of a tool, ours is the whole name."""
    flags, rest = _flags(tool)
    return tool if _names(tool) else f"{flags}.*({rest}).*"


def _from_the_beginning(regex: str) -> str:
    """A regex that finds its words only where the text begins: elsewhere they may be any word of another command."""
    flags, rest = _flags(regex)
    return regex if rest.startswith("^") and "|" not in rest else f"{flags}^({rest})"


def _flags(regex: str) -> tuple[str, str]:
    """The flags that a regex begins with, which must stay at its beginning, and the rest of it."""
    match = re.match(r"(?:\(\?[is]+\))*", regex)
    end = match.end() if match else 0
    return regex[:end], regex[end:]


def _name(table: Mapping[str, Any], spot: str) -> str:
    given = table.get("name")
    plain = re.sub(r"[^\w.-]+", "-", given if isinstance(given, str) else "").strip("-")[:60]
    file, _, place = spot.replace(":", " ").partition(" ")
    made = {PENDING: f"pending-{place}", LEARNT: f"{place}-auto"}.get(file, place)
    return plain or f"{NAME}-{made.replace('[', '-').replace(']', '')}"


def _remarks(text: str) -> dict[tuple[str, int], str]:
    """The remark right above each rule, by its list and place: all that older versions told of a rule's past."""
    found: dict[tuple[str, int], str] = {}
    counted: Counter[str] = Counter()
    above = ""
    for line in text.splitlines():
        match = re.fullmatch(rf"\s*\[\[({'|'.join(VERDICTS)})\]\]\s*", line)
        if match:
            found[match[1], counted[match[1]]] = above
            counted[match[1]] += 1
        above = f"{above} {line.strip(' #')}".strip() if line.lstrip().startswith("#") else ""
    return found


def _pending(path: Path, found: Found) -> None:
    """Rules that waited there for a call to run, which nobody had said yes to: offered last, and as narrowly."""
    for at, line in enumerate(_lines(path, found)):
        spot = f"{PENDING}:{at + 1}"
        table = _suggested(line)
        if table is None:
            what = "holds no rule: no `tool` with its `fields`"
            found.problems.append(Problem(spot, what, "answers teach rules here: assent learn"))
        else:
            found.rules.append(_candidate(spot, ALLOW, table, "suggested there and confirmed by nobody"))


def _suggested(line: bytes) -> dict[str, Any] | None:
    """The rule on a line, itself or in one of its fields; what the line tells of its past goes with it."""
    entry = history.read(line) or {}
    tables = [entry, *(each for each in entry.values() if isinstance(each, dict))]
    return next((each for each in tables if isinstance(each.get("tool"), str) and "fields" in each), None)


def _text(path: Path, found: Found) -> str:
    try:
        return regular.text(str(path))
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        found.problems.append(
            Problem(str(path), f"cannot be read: {error}", "check its owner, mode and text")
        )
        return ""


def _lines(path: Path, found: Found) -> Iterator[bytes]:
    """The lines of a file; none of one that is not there or cannot be read."""
    if not path.exists():
        return
    if not path.is_file():
        found.problems.append(Problem(str(path), "is no file", "put the file there, or nothing"))
        return
    try:
        with path.open("rb") as given:
            yield from history.lines_of(given)
    except OSError as error:
        found.problems.append(
            Problem(str(path), f"cannot be read: {error.strerror}", "check its owner and mode")
        )
