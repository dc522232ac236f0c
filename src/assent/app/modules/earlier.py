"""Modules as they are somewhere else: in an earlier release, in a file, a folder, or a package not yet installed."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from assent.app import files
from assent.core.problem import Problem
from assent.core.version import VERSION
from assent.policy import shipped
from assent.policy.modules_json import read_modules
from assent.policy.parse import read_policy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.resources.abc import Traversable

    from assent.policy.parse import Declared

INSIDE = "assent/policy/modules/"  # where a package keeps them
LARGEST = 1 << 20


@dataclass(frozen=True, slots=True)
class Compared:
    """Two states of modules by their names: `old` and `new` rules, and both in words."""

    old: dict[str, list[Declared]]
    new: dict[str, list[Declared]]
    before: str
    after: str


def releases(base: Traversable | None = None) -> list[str]:
    """The earlier releases whose modules are known, oldest first."""
    folder = base or resources.files("assent.policy") / "released"
    found = [each.name for each in folder.iterdir() if each.is_dir()] if folder.is_dir() else []
    return sorted((each for each in found if each[:1].isdigit()), key=_order)


def _order(version: str) -> list[int]:
    return [int(part) if part.isdigit() else 0 for part in version.split(".")]


def between(given: str | None, base: Traversable | None = None) -> tuple[Compared | None, list[Problem]]:
    """The modules now beside those of a release (before them), or of a file, folder or package (after them). Without a
    word: the latest release."""
    now = {name: shipped.module(name)[0] for name in shipped.names()}
    known = releases(base)
    if given is None and not known:
        hint = "name a module file, a folder of them, or a package of another version (.whl)"
        return None, [
            Problem("modules diff", f"{VERSION} is the first release, there is none before it", hint)
        ]
    version = given or known[-1]
    if version in known:
        folder = (base or resources.files("assent.policy") / "released") / version
        texts = {
            each.name: each.read_text(encoding="utf-8")
            for each in folder.iterdir()
            if each.name.endswith(".toml")
        }
        old, problems = _read(texts.items())
        return (None, problems) if problems else (Compared(old, now, version, VERSION), [])
    return _with_file(version, now, known)


def _with_file(
    given: str, now: dict[str, list[Declared]], known: list[str]
) -> tuple[Compared | None, list[Problem]]:
    """What a file, a folder or a package would change."""
    path = Path(given)
    if not path.exists():
        releases_ = f"; releases: {', '.join(known)}" if known else ""
        hint = f"name a module file, a folder of them, or a package (.whl){releases_}"
        return None, [Problem(given, "is no earlier release and no file", hint)]
    texts, problems = _texts(path)
    new, more = _read(texts.items())
    problems += more
    if problems:
        return None, problems
    if path.is_dir() or path.suffix == ".whl":
        return Compared(now, new, VERSION, given), []
    return Compared({name: now.get(name, []) for name in new}, new, VERSION, given), []


def _texts(path: Path) -> tuple[dict[str, str], list[Problem]]:
    """File name → text of every module there."""
    if path.suffix == ".whl":
        return _packed(path)
    paths = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    found: dict[str, str] = {}
    for each in paths:
        text = files.read_text(each)
        if isinstance(text, Problem):
            return {}, [text]
        found[each.name] = text or ""
    if not found:
        return {}, [Problem(str(path), "holds no modules", "a module is a file NAME.toml")]
    return found, []


def _packed(path: Path) -> tuple[dict[str, str], list[Problem]]:
    """The modules in a package; nothing of it is unpacked or run."""
    try:
        with zipfile.ZipFile(path) as packed:
            inside = [
                each
                for each in packed.infolist()
                if each.filename.startswith(INSIDE) and each.filename.endswith(".toml")
            ]
            if any(each.file_size > LARGEST for each in inside):
                return {}, [
                    Problem(str(path), "holds a module larger than 1 MB", "that is no package of assent")
                ]
            found = {each.filename.removeprefix(INSIDE): packed.read(each).decode() for each in inside}
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        return {}, [
            Problem(str(path), f"is no package that can be read: {error}", "name an assent-VERSION.whl")
        ]
    return found, [] if found else [Problem(str(path), "holds no modules", "name an assent-VERSION.whl")]


def _read(texts: Iterable[tuple[str, str]]) -> tuple[dict[str, list[Declared]], list[Problem]]:
    found: dict[str, list[Declared]] = {}
    problems: list[Problem] = []
    for name, text in sorted(texts):
        stem, _, ending = name.rpartition(".")
        if ending == "json":
            found[stem], wrong = read_modules({name: text}, "modules", "user")
        else:
            found[stem], wrong = read_policy(text, name, "modules")
        problems += wrong
    return found, problems
