"""Rules written into policy files, project files trusted or refused, and the examples of rules put to the test."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.app import files, project
from assent.app.rules import compiler, in_force
from assent.app.rules.listed import Listed
from assent.core.problem import Problem
from assent.policy.check import check, failed_examples
from assent.policy.format import write_policy
from assent.policy.parse import read_policy
from assent.store import trust
from assent.store.paths import digest, project_files

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from assent.app.project import Project
    from assent.policy.parse import Declared
    from assent.store.paths import Paths


@dataclass(frozen=True, slots=True)
class Written:
    """A policy file with rules added at its end: the text it had (None: no file) and the one it will have."""

    path: Path
    old: str | None
    new: str


def declaring(
    at: Paths, given: Sequence[Declared], place: Project | None = None
) -> tuple[Written | None, list[Problem]]:
    """The user's policy file, or a project's, with rules added; everything in it stays as it is, comments too."""
    path = Path(project_files(place.root)[0] if place else at.user_policy)
    old = files.read_text(path)
    if isinstance(old, Problem):
        return None, [old]
    blocked = files.unwritable(path)
    layer, scope = ("project", place.key) if place else ("user", "user")
    if old is not None:
        _, problems = read_policy(old, str(path), layer, scope)
        if problems:
            return None, problems
    paragraphs = write_policy(list(given)).strip("\n") + "\n"
    new = f"{old.rstrip()}\n\n{paragraphs}" if old and old.strip() else paragraphs
    found, problems = read_policy(new, str(path), layer, scope)
    problems = problems or check(found, str(path))
    if blocked:
        problems.append(Problem(blocked.where, blocked.what, f"add this yourself:\n{paragraphs}"))
    return (None, problems) if problems else (Written(path, old, new), [])


def write(at: Paths, db: sqlite3.Connection, made: Written, place: Project | None = None) -> bool:
    """Writes the file, with a backup, and puts it in force. A project's file that was trusted before, or is new, is
    trusted with what was added; False when it is still untrusted. Raises OSError and StoreError."""
    known = place is None or made.old is None or trusted(db, made.path, made.old)
    files.backup(made.path, Path(at.data) / "backups", time.strftime("%Y%m%d-%H%M%S", time.gmtime()))
    files.replace(made.path, made.new)
    if place and known:
        in_force.change(at, db, [trust.trusting(str(made.path), digest(made.new.encode()))])
    else:
        in_force.refresh(at)
    return known


def trusted(db: sqlite3.Connection, path: Path, text: str) -> bool:
    """Whether the user trusts this text at a path."""
    return trust.state(db, str(path), digest(text.encode())) == trust.TRUSTED


# ------------------------------------------------------------------------------------------------ trust


@dataclass(frozen=True, slots=True)
class Source:
    """A project's policy file, or its folder of JSON modules or of program files: digest of its contents as the
    compiler takes it, trust state, the rules in it."""

    path: str
    content: str
    state: str
    rules: Sequence[Declared]


def sources(at: Paths, db: sqlite3.Connection, place: Project) -> list[Source]:
    """What a project declares, each with its trust."""
    made = compiler.Compiler(at, db)
    held = {layer.path: layer.rules for layer in made.layers(place.key, place.root)}
    made.programs(place.key, place.root)
    return [
        Source(path, content, state, held.get(path, ()))
        for path, (content, state) in made.seen.items()
        if held.get(path) or content
    ]


def source_of(at: Paths, db: sqlite3.Connection, given: str) -> tuple[Source | None, list[Problem]]:
    """The project source that a path names: the policy file, the JSON folder or a file in it."""
    path = Path(given).absolute()
    path = path.parent.resolve() / path.name
    if not path.exists():
        return None, [Problem(given, "there is no such file", "name a project's .assent/policy.toml")]
    place = project.find(str(path if path.is_dir() else path.parent), at.home)
    for root in dict.fromkeys([place.root, *map(str, path.parents)]):
        wanted = [Path(each) for each in project_files(root)]
        if root and any(path == each or each in path.parents for each in wanted):
            there = project.find(root, at.home)
            found = sources(at, db, there) if there.root == root else []
            for each in found:
                if Path(each.path) == path or Path(each.path) in path.parents:
                    return each, []
            if there.root != root:
                what = f"is not in use: the project is {there.root or there.key}"
                return None, [Problem(given, what, f"its policy is {project_files(there.root)[0]}")]
    return None, [
        Problem(
            given,
            "is no project policy",
            "only a project's .assent/policy.toml, .assent/programs and .claude/permissions need trust",
        )
    ]


# ------------------------------------------------------------------------------------------------ examples


@dataclass(slots=True)
class Tested:
    """How many rules and examples were run, the labels of rules without any, and what failed."""

    rules: int = 0
    examples: int = 0
    bare: list[str] = field(default_factory=list)
    failed: list[Problem] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The result as `rules test --json` gives it."""
        told = [{"where": each.where, "what": each.what, "hint": each.hint} for each in self.failed]
        return {"rules": self.rules, "examples": self.examples, "without_examples": self.bare, "failed": told}

    def count(self, given: Iterable[Declared]) -> None:
        for each in given:
            self.rules += 1
            self.examples += len(each.yes) + len(each.no)
            if not (each.yes or each.no):
                self.bare.append(each.rule.label)


def test_files(paths: Sequence[Path]) -> tuple[Tested, list[Problem]]:
    """Every example of policy files, each rule alone; a file that does not load is the caller's mistake."""
    done = Tested()
    problems: list[Problem] = []
    for path in paths:
        text = files.read_text(path)
        if text is None:
            problems.append(Problem(str(path), "there is no such file", "name a policy file (TOML)"))
        elif isinstance(text, Problem):
            problems.append(text)
        else:
            found, bad = read_policy(text, str(path), "user")
            problems += bad
            done.count(found)
            done.failed += check(found, str(path))
    return done, problems


def test_listed(found: Sequence[Listed]) -> Tested:
    """Every example of the rules at a place."""
    done = Tested()
    for each in found:
        if each.declared:
            done.count([each.declared])
            where = each.source or f"granted rule {each.id}"
            spot = f"{where}:{each.declared.line}" if each.declared.line else where
            done.failed += failed_examples(each.declared, spot)
    return done
