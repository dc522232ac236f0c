"""Everything declared, looked at file by file: settings, policies, JSON modules, granted rules, shipped modules."""

from __future__ import annotations

import contextlib
import tomllib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.app import state
from assent.app.config import in_force as config
from assent.app.config.keys import BY_NAME, TABLES
from assent.app.config.read import read
from assent.app.programs import own
from assent.app.rules import untrusted
from assent.app.rules.compiler import MOST_MODULES
from assent.app.taken import take
from assent.core.problem import Problem
from assent.policy import modules_json, shipped
from assent.policy.check import check, failed_examples
from assent.policy.parse import read_policy, read_rule
from assent.shell.programs.source import read_source
from assent.store import rules
from assent.store.paths import project_files

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from assent.app.project import Project
    from assent.app.taken import Taken
    from assent.policy.parse import Declared
    from assent.store.paths import Paths

SETTINGS, POLICY, JSON = "settings", "policy", "JSON module"
GRANTED, MODULE, PROGRAMS = "granted rules", "shipped module", "program file"


@dataclass(frozen=True, slots=True)
class Looked:
    """One source: its `name` (a path, or what it is), what `kind` it is, how many rules and examples it holds, and what
    is wrong."""

    name: str
    kind: str
    rules: int = 0
    examples: int = 0
    problems: Sequence[Problem] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The source as `validate --json` gives it."""
        problems = [{"where": each.where, "what": each.what, "hint": each.hint} for each in self.problems]
        return {**asdict(self), "ok": not self.problems, "problems": problems}


def everything(at: Paths, place: Project) -> list[Looked]:
    """All that is declared for a user and a project, files that are not there left out. Raises StoreError."""
    found: list[Looked | None] = [_settings(take(at.settings, []))]
    found += [
        _policy(take(at.managed_policy, [], root_only=True), "managed"),
        _policy(take(at.user_policy, []), "user"),
    ]
    if place.root:
        policy, folder, described = project_files(place.root)
        found.append(_policy(take(policy, [], owned=False), "project", place.key))
        found += _folder(folder, place.key)
        found += _programs(described, owned=False)
    found += _programs(at.programs, owned=True)
    with contextlib.closing(state.looked(at)) as db:
        found.append(_granted(db, place.key))
    found += [_module(name) for name in _switched_on(at)]
    return [each for each in found if each is not None]


def _switched_on(at: Paths) -> list[str]:
    """The shipped modules that count here; the others are sound as they came, or their own tests failed."""
    wanted = config.settings(at)["modules"]
    return [name for name in shipped.names() if name == shipped.DEFAULTS or name in wanted]


def files(at: Paths, paths: Sequence[str]) -> tuple[list[Looked], list[Problem]]:
    """The files named, whether they are in force or not; a mistake for each that cannot be looked at."""
    found: list[Looked | None] = []
    wrong: list[Problem] = []
    for name in paths:
        if Path(name).is_dir():
            inside = _folder(name, "user")
            found += inside
            wrong += [] if inside else [Problem(name, "holds no JSON modules", "name a file")]
            continue
        given = take(name, [], owned=False)
        if given.absent:
            hint = "name a policy, a config.toml or a JSON module"
            wrong.append(Problem(name, "there is no such file", hint))
            continue
        found.append(_file(given, _layer(at, name)))
    return [each for each in found if each is not None], wrong


def _file(given: Taken, layer: str) -> Looked | None:
    if given.path.endswith(".json"):
        return _json(given, "user")
    return _settings(given) if _is_settings(given) else _policy(given, layer)


def _layer(at: Paths, name: str) -> str:
    """The layer that a file's rules have, or would have."""
    path = str(Path(name).absolute())
    if path == at.managed_policy:
        return "managed"
    return "project" if path.endswith("/.assent/policy.toml") else "user"


def _is_settings(given: Taken) -> bool:
    """Told by what stands in it, where that can be read; else by its name."""
    try:
        keys = tomllib.loads(given.text or "").keys()
    except (ValueError, RecursionError):
        keys = {}.keys()
    if keys & {"rule", "version", "module"}:
        return False
    return bool(keys & {*BY_NAME, *TABLES}) or Path(given.path).name == "config.toml"


def _settings(given: Taken) -> Looked | None:
    if given.absent:
        return None
    found = [] if given.text is None else read(given.text, given.shown).problems
    return Looked(given.shown, SETTINGS, problems=[*given.problems, *found])


def _policy(given: Taken, layer: str, scope: str = "user") -> Looked | None:
    if given.absent:
        return None
    if given.text is None:
        return Looked(given.shown, POLICY, problems=given.problems)
    large = untrusted.too_large(given.text) if layer == "project" else ""
    if large:
        return Looked(
            given.shown, POLICY, problems=[Problem(given.shown, f"is not used: {large}", untrusted.HINT)]
        )
    found, problems = read_policy(given.text, given.shown, layer, scope)
    return _counted(given.shown, POLICY, found, [*given.problems, *problems, *check(found, given.shown)])


def _folder(folder: str, scope: str) -> list[Looked | None]:
    """The JSON modules in a folder and those below it."""
    paths = sorted(str(path) for path in Path(folder).rglob("*.json"))
    found = [_json(take(path, [], owned=False), scope) for path in paths[:MOST_MODULES]]
    if len(paths) > MOST_MODULES:
        many = Problem(folder, f"holds more than {MOST_MODULES} modules", untrusted.HINT)
        found.append(Looked(folder, JSON, problems=[many]))
    return list(found)


def _programs(path: str, *, owned: bool) -> list[Looked | None]:
    """People's own program files; their rows of proof are their examples."""
    folder = own.read_folder(path, [], owned=owned)
    found: list[Looked | None] = [Looked(path, PROGRAMS, problems=folder.problems)] if folder.problems else []
    for each, given in folder.taken.items():
        problems = [*given.problems, *own.mistakes(each, given.text or "")]
        found.append(Looked(each, PROGRAMS, 0, len(read_source(given.text or "").proofs), problems))
    return found


def _json(given: Taken, scope: str) -> Looked | None:
    if given.absent or given.text is None:
        return None if given.absent else Looked(given.shown, JSON, problems=given.problems)
    found, problems = modules_json.read_modules({given.shown: given.text}, "project", scope)
    return _counted(given.shown, JSON, found, [*given.problems, *problems])


def _granted(db: sqlite3.Connection, key: str) -> Looked:
    """Every granted rule for this place, also one that was suspended, against its evidence."""
    problems: list[Problem] = []
    found = []
    for each in rules.in_force(db, key, suspended=True):
        where = f"granted rule {each.id}"
        declared = read_rule(each.body, where, "granted", each.project or "user", problems)
        if declared:
            found.append(declared)
            problems += failed_examples(declared, where)
    return _counted(GRANTED, GRANTED, found, problems)


def _module(name: str) -> Looked:
    found, problems = shipped.module(name)
    return _counted(name, MODULE, found, [*problems, *check(found, f"module {name}")])


def _counted(name: str, kind: str, found: Iterable[Declared], problems: Sequence[Problem]) -> Looked:
    given = list(found)
    examples = sum(len(each.yes) + len(each.no) for each in given)
    return Looked(name, kind, len(given), examples, list(dict.fromkeys(problems)))
