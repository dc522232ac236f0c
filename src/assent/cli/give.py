"""Rules as people type them: read, checked whole, then granted or declared, and how far they reach said plainly."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from assent.app import amend, observe
from assent.app.rules import declare
from assent.app.rules import listed as app
from assent.cli import rule_words as words
from assent.cli import tried
from assent.cli.opened import folder, opened, place_of
from assent.cli.output import error, refuse, say
from assent.cli.reach import reach
from assent.cli.sources import short
from assent.core.decision import ALLOW, ASK, DENY
from assent.core.effect import BIT
from assent.core.problem import Problem
from assent.policy.check import failed_examples
from assent.policy.identity import meaning
from assent.policy.words import VERDICTS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from assent.app.project import Project
    from assent.policy.parse import Declared
    from assent.store.paths import Paths

NEW = {DENY: "Denied from now on", ASK: "Will ask from now on"}
OLD = {DENY: "Denied already", ASK: "Asks already"}
EFFECTS = f"effects are {', '.join(BIT)}, or any"
_VERDICT = re.compile(rf"({'|'.join(VERDICTS)})(?:\s+(.*))?", re.DOTALL)


@dataclass(slots=True)
class Wish:
    """Rules as somebody asked for them."""

    given: Sequence[str]
    verdict: str
    within: Sequence[str] = ()
    to: Sequence[str] = ()
    name: str | None = None
    why: str | None = None
    yes: Sequence[str] = ()
    no: Sequence[str] = ()
    expires: str | None = None
    project: str | None = None
    here: bool = False
    user: bool = False
    declare: bool = False

    def where(self) -> str | None:
        """The directory whose project the rules are for; None for the user's own."""
        return self.project or ("." if self.here else None)

    def tables(self) -> tuple[list[tuple[str, dict[str, Any]]], list[Problem]]:
        """Each rule's words and fields, and what is wrong with how they were asked for."""
        where = f"rules {self.verdict or 'add'}"
        pairs, problems = read_words(self.given, self.verdict, where)
        if sum((bool(self.project), self.here, self.user)) > 1:
            problems.append(Problem(where, "--project, --here and --user exclude each other", "give one"))
        if len(pairs) > 1 and (self.name or self.yes or self.no):
            problems.append(Problem(where, "--name, --yes and --no speak of one rule", "give one RULE"))
        fields: dict[str, Any] = {"name": self.name, "why": self.why, "expires": self.expires}
        for key in ("within", "to"):
            fields[key] = [word for text in getattr(self, key) for word in re.split(r"[,\s]+", text) if word]
        bad = [word for word in fields["within"] if word not in BIT and fields["within"] != ["any"]]
        problems += [Problem("--within", f"{word!r} is no effect", EFFECTS) for word in bad]
        fields["within"] = [word for word in fields["within"] if word not in bad]
        fields |= {"yes": list(self.yes), "no": list(self.no)}
        kept = {key: value for key, value in fields.items() if value}
        if self.expires and self.expires <= observe.today():
            problems.append(Problem("--expires", f"{self.expires} is past", "a day to come, like 2030-01-31"))
        return [(f"{verdict} {text}", {verdict: [text]} | kept) for verdict, text in pairs], problems


def read_words(given: Sequence[str], verdict: str, where: str) -> tuple[list[tuple[str, str]], list[Problem]]:
    """(verdict, pattern) pairs of what people type: `allow X`, `allow` `X`, or `X` alone."""
    pairs: list[tuple[str, str]] = []
    problems: list[Problem] = []
    current = verdict
    open_ = ""
    for word in given:
        match = _VERDICT.fullmatch(word.strip())
        said, text = (match[1], match[2] or "") if match else (current or "allow", word.strip())
        if match and verdict and said != verdict:
            problems.append(Problem(where, f"{word!r} says {said}", f"assent rules add {word!r}"))
        elif text:
            pairs.append((said, text))
            open_ = ""
        elif match:
            current = open_ = said
    if open_ or not (pairs or problems):
        example = f"assent rules {verdict or 'add'} {open_ if open_ != verdict else ''}".rstrip()
        problems.append(Problem(where, "there is no pattern", f"for example {example} 'Bash(npm test *)'"))
    return pairs, problems


def options(function: Callable[..., None]) -> Callable[..., None]:
    """The options that every way of giving a rule has."""
    for option in reversed(
        (
            click.option("--name", help="A label, by which other commands find the rule."),
            click.option("--why", help="The reason, shown whenever it decides."),
            click.option(
                "--yes", multiple=True, metavar="CALL", help="A call it must decide, tried from now on."
            ),
            click.option(
                "--no", multiple=True, metavar="CALL", help="A call it must leave alone, tried likewise."
            ),
            click.option("--expires", metavar="DAY", help="The day it ends, like 2030-01-31."),
            click.option("--project", metavar="DIR", help="Only in the project of DIR."),
            click.option("--here", is_flag=True, help="Only in this project."),
            click.option("--user", is_flag=True, help="In every project (the default)."),
            click.option(
                "--declare", is_flag=True, help="Write it into the policy file instead of the database."
            ),
        )
    ):
        function = option(function)
    return function


def give(wish: Wish) -> None:
    """Checks what was asked for, whole, then grants or declares it, and says what it reaches."""
    tables, problems = wish.tables()
    directory = wish.where()
    problems += folder(wish.project)
    with opened() as (at, db):
        place = place_of(at, directory) if directory else None
        if place and not place.root:
            problems.append(
                Problem(directory or "", "is in no project", "leave --here out for every project")
            )
        given: list[Declared] = []
        for text, fields in tables:
            declared = app.read(fields, place.key if place else "user", text, problems)
            if declared:
                problems += failed_examples(declared, text)
                given.append(declared)
        refuse(problems)
        if wish.declare:
            _declare(at, db, given, place)
        else:
            _grant(at, db, given, place)


def _grant(at: Paths, db: sqlite3.Connection, given: Sequence[Declared], place: Project | None) -> None:
    given = _unless_there(db, given, place)
    if not given:
        return
    outcome = amend.grant(at, db, given, place)
    here = {each.id: each for each in app.granted(db) if each.state == app.ON}
    for each in given:
        rule = each.rule
        held = tried.out(at, place or place_of(at), each)
        scope = f" in {short(place.root)}" if place else ""
        say(f"{_done(each, new=rule.id in outcome.changed, idle=held.all)}{scope} ({rule.id})")
        for text in (*reach(each), *held.told):
            say(f"  {text}")
        if rule.id not in here:
            error(f"  but it does not count: see assent rules show {rule.id}")
    tell(outcome)
    one = given[0].rule.id if len(given) == 1 else "ID"
    say(f"To take {'it' if len(given) == 1 else 'one'} back: assent rules undo {one}")


def _unless_there(db: sqlite3.Connection, given: Sequence[Declared], place: Project | None) -> list[Declared]:
    """The rules that are not granted yet in another spelling, which has another id; the others are named."""
    key = place.key if place else ""
    there = {
        meaning(each.declared.rule): each
        for each in app.granted(db, key)
        if each.declared and each.project == key and each.state == app.ON
    }
    kept = []
    for each in given:
        twin = there.get(meaning(each.rule))
        if twin is None or twin.id == each.rule.id:
            kept.append(each)
        else:
            say(f"The same rule is already there: {words.line(twin, state=False)}")
    return kept


def _done(declared: Declared, *, new: bool, idle: bool) -> str:
    """The head of the sentence that says what became of a wish; `idle` for an allow that changes nothing yet."""
    rule = declared.rule
    if rule.verdict != ALLOW:
        head = NEW[rule.verdict] if new else OLD[rule.verdict]
        return f"{head}: {', '.join(each.text for each in rule.patterns)}"
    return f"Granted{'' if new else ' already'}{', but it still asks' if idle else ''}: {words.label(rule)}"


def _declare(at: Paths, db: sqlite3.Connection, given: Sequence[Declared], place: Project | None) -> None:
    made, problems = declare.declaring(at, given, place)
    refuse(problems)
    if made is None:
        return
    try:
        trusted = declare.write(at, db, made, place)
    except OSError as mistake:
        refuse([Problem(str(made.path), f"cannot be written: {mistake.strerror}", "nothing was changed")])
        return
    for each in given:
        say(f"Declared in {short(str(made.path))}: {words.label(each.rule)} ({each.rule.id})")
        for text in reach(each):
            say(f"  {text}")
    if not trusted:
        say(f"Its allows do not count until you trust the file: assent rules trust {made.path}")
    tell(amend.follow(at, db))


def tell(outcome: amend.Outcome) -> None:
    for text in words.followed(outcome):
        say(text)
    for problem in outcome.problems:
        error(str(problem))
