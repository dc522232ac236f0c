"""Compiles what is in force: every source read, the last good text of each kept, mistakes named."""

from __future__ import annotations

import contextlib
import json
import os
import tomllib
from typing import TYPE_CHECKING, Any

from assent.core.decision import ALLOW
from assent.core.policy import from_rules
from assent.core.problem import Problem
from assent.core.version import STAMP
from assent.policy import shipped
from assent.policy.check import check, failed_examples
from assent.policy.format import fields_of
from assent.policy.layers import Layer, in_force
from assent.policy.modules_json import read_modules
from assent.policy.parse import Declared, read_policy, read_rule
from assent.shell.reading import TABLE_VERSION
from assent.store import publish, rules, snapshot, sources, trust
from assent.store.db import StoreError, transaction
from assent.store.paths import Paths, digest, project_files

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

# What a snapshot and a passed example are bound to: another program or other tables mean another reading.
STAMP_NOW = f"{STAMP}/{TABLE_VERSION}"
MOST_MODULES = 200


class Compiler:
    """Builds what is in force for one project, or for the user (`key` and `root` ""): reads every source through
    `snapshot.take`, keeps the good ones, mirrors their rules into the database."""

    def __init__(self, at: Paths, db: sqlite3.Connection, *, writes: bool = False) -> None:
        self.at = at
        self.db = db
        self.writes = writes  # only under the lock, where the snapshot follows what is noted
        self.rows: list[list[object]] = []
        self.problems: list[Problem] = []
        # A project's file or folder → digest of its contents, trust state.
        self.seen: dict[str, tuple[str, str]] = {}

    def built(self, key: str, root: str) -> publish.Built:
        """The policy and its strict half as JSON, with the row of every source looked at."""
        found = in_force(self.layers(key, root), self.off())
        strict = [each.rule for each in found if each.rule.verdict != ALLOW]
        return publish.Built(
            from_rules([each.rule for each in found]).body(), from_rules(strict).body(), self.rows
        )

    def off(self) -> list[str]:
        """The ids of declared and module rules that were switched off."""
        return [identity for identity, enabled in rules.overrides(self.db).items() if not enabled]

    def layers(self, key: str, root: str) -> list[Layer]:
        """Every layer, in the order people list them."""
        found = [
            self._file(self.at.managed_policy, "managed", ""),
            self._file(self.at.user_policy, "user", ""),
        ]
        if root:
            found += self._project(key, root)
        found.append(Layer("granted", self._granted(key)))
        found += [Layer("modules", self._module(name), path=name) for name in self._modules()]
        return found

    def _take(self, path: str) -> tuple[str | None, str]:
        """(text, digest) of a source now; None when it is absent; raises nothing: what cannot be read is a problem."""
        row, data = snapshot.take(path)
        self.rows.append(row)
        if data is None:
            if len(row) == 2 and row[1] not in (2, 20):  # anything but ENOENT, ENOTDIR
                self._blame(
                    path,
                    [
                        Problem(
                            path,
                            f"cannot be read: {os.strerror(int(str(row[1])))}",
                            "check its owner and mode",
                        )
                    ],
                )
                return self._kept(path)
            return None, ""
        try:
            return data.decode("utf-8"), digest(data)
        except UnicodeDecodeError as error:
            self._blame(
                path, [Problem(path, f"is not UTF-8 text: {error}", "the last good version stays in force")]
            )
            return self._kept(path)

    def _kept(self, path: str) -> tuple[str | None, str]:
        good = sources.good(self.db, path)
        return (good.text, good.hash) if good else (None, "")

    def _blame(self, path: str, problems: Sequence[Problem]) -> None:
        self.problems += problems
        if self.writes:
            sources.blame(self.db, path, [str(problem) for problem in problems])

    def _file(self, path: str, layer: str, scope: str) -> Layer:
        text, content = self._take(path)
        if text is None:
            self._gone(path, layer)
            return Layer(layer, [], path=path)
        found = self._sound(path, layer, scope, text, content)
        return Layer(layer, found, path=path)

    def _sound(self, path: str, layer: str, scope: str, text: str, content: str) -> list[Declared]:
        """The rules of a file's text, or of its last good text when this one has a mistake: whole, never half. Of a
        file that never was good, what is strict and sound holds."""
        good = sources.good(self.db, path)
        mark = f"{content}/{STAMP_NOW}"
        found, problems = read_policy(text, path, layer, scope or "user")
        if not problems and not (good and good.hash == mark):
            problems = check(found, path)
        if problems:
            self._blame(path, problems)
            if good is None:
                return [each for each in found if each.rule.verdict != ALLOW]
            if good.text != text:
                return read_policy(good.text, path, layer, scope or "user")[0]
            return self._passing(found, path)
        if not (good and good.hash == mark and not good.problems):
            self._keep(sources.Source(path, layer, scope, mark, text))
            self._mirror(layer, path, found, scope)
        return found

    def _keep(self, source: sources.Source) -> None:
        if self.writes:
            sources.keep(self.db, source)

    def _passing(self, found: list[Declared], path: str) -> list[Declared]:
        """A text that was good until our tables changed: what is stricter stays, allows must pass their examples."""
        return [each for each in found if each.rule.verdict != ALLOW or not failed_examples(each, path)]

    def _gone(self, path: str, layer: str) -> None:
        if self.writes and sources.good(self.db, path) is not None:
            sources.forget(self.db, path)
            self._mirror(layer, path, [], "")

    def _mirror(self, layer: str, source: str, found: Sequence[Declared], scope: str) -> None:
        if not self.writes:
            return
        with contextlib.suppress(StoreError):
            rules.mirror(self.db, layer, source, [stored(each, layer, source, scope) for each in found])

    def _project(self, key: str, root: str) -> list[Layer]:
        policy, folder = project_files(root)
        found = []
        text, content = self._take(policy)
        if text is None:
            self._gone(policy, "project")
        else:
            trusted = self._trusted(policy, content)
            found.append(
                Layer("project", self._sound(policy, "project", key, text, content), trusted, policy)
            )
        row, _ = snapshot.take(folder)
        self.rows.append(row)
        texts: dict[str, str] = {}
        with transaction(self.db) if self.writes else contextlib.nullcontext():
            for path in self._json_files(folder):
                text, content = self._take(path)
                if text is not None:
                    texts[path] = self._sound_json(path, text, content, key)
        modules, _ = read_modules(texts, "project", key)
        whole = digest("\0".join(f"{path}\0{text}" for path, text in sorted(texts.items())).encode())
        trusted = bool(texts) and self._trusted(folder, whole)
        found.append(Layer("project", modules, trusted, folder))
        self._mirror("project", folder, modules, key)
        return found

    def _json_files(self, folder: str) -> list[str]:
        """The modules below a folder, every folder on the way a source of its own: a new file in it is a change."""
        found: list[str] = []
        for base, folders, names in os.walk(folder):
            if base != folder:
                self.rows.append(snapshot.take(base)[0])
            folders.sort()
            found += [f"{base}/{name}" for name in sorted(names) if name.endswith(".json")]
            if len(found) + len(self.rows) > MOST_MODULES:
                hint = f"at most {MOST_MODULES} are read"
                self.problems.append(Problem(folder, "holds too many modules", hint))
                break
        return found[:MOST_MODULES]

    def _trusted(self, path: str, content: str) -> bool:
        """Whether the user trusts these contents (by digest) of a project's file; noted in `seen`."""
        state = trust.state(self.db, path, content)
        self.seen[path] = (content, state)
        return state == trust.TRUSTED

    def _sound_json(self, path: str, text: str, content: str, key: str) -> str:
        """A JSON module's text, or its last good one when this one has a mistake."""
        _, problems = read_modules({path: text}, "project", key)
        if not problems:
            self._keep(sources.Source(path, "project", key, content, text))
            return text
        self._blame(path, problems)
        good = sources.good(self.db, path)
        return good.text if good else "[]"

    def _granted(self, key: str) -> list[Declared]:
        found = []
        for each in rules.in_force(self.db, key, suspended=True):
            declared = self._revived(each)
            if declared:
                found.append(declared)
        return found

    def _revived(self, each: rules.Stored) -> Declared | None:
        """A granted rule, checked against its examples once per version of the tables; suspended when they fail."""
        problems: list[Problem] = []
        declared = read_rule(
            each.body, f"granted rule {each.id}", "granted", each.project or "user", problems
        )
        mark = f"{digest(json.dumps(each.body, sort_keys=True).encode())[:16]}/{STAMP_NOW}"
        known = self.db.execute("SELECT value FROM meta WHERE key = ?", (f"checked:{each.id}",)).fetchone()
        if declared and not (known and known[0] == mark):
            problems += failed_examples(declared, f"granted rule {each.id}")
            if not problems and self.writes:
                self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (f"checked:{each.id}", mark))
                rules.suspend(self.db, each.id, "")
        if problems:
            self.problems += problems
            strict = declared is not None and declared.rule.verdict != ALLOW
            if not strict:
                why = "; ".join(problem.what for problem in problems)[:300]
                if self.writes:
                    rules.suspend(self.db, each.id, why)
                    self.db.execute("DELETE FROM meta WHERE key = ?", (f"checked:{each.id}",))
                return None
        return declared

    def _modules(self) -> list[str]:
        """The modules that are on: `defaults`, and those the settings name."""
        text, content = self._take(self.at.settings)
        given = settings_of(text or "", self.at.settings, self.problems)
        del content
        known = shipped.names()
        wanted = [name for name in given.get("modules", []) if name in known and name != shipped.DEFAULTS]
        self.problems += [
            Problem(self.at.settings, f"there is no module {name!r}", f"known are {', '.join(known)}")
            for name in given.get("modules", [])
            if name not in known
        ]
        return [shipped.DEFAULTS, *wanted]

    def _module(self, name: str) -> list[Declared]:
        found, problems = shipped.module(name)
        self.problems += problems
        known = self.db.execute("SELECT value FROM meta WHERE key = ?", (f"module:{name}",)).fetchone()
        if self.writes and not (known and known[0] == STAMP_NOW):
            self._mirror("modules", name, found, "")
            self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (f"module:{name}", STAMP_NOW))
        return found


def settings_of(text: str, where: str, problems: list[Problem]) -> dict[str, Any]:
    """The user's settings; a mistake is a problem and leaves the defaults."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(where, f"not valid TOML: {error}", "the defaults are used"))
        return {}
    wanted = {"modules": list, "learn": dict}
    for key, value in list(given.items()):
        if key not in wanted or not isinstance(value, wanted[key]):
            problems.append(
                Problem(
                    where, f"`{key}` is not known or has the wrong type", f"known are {', '.join(wanted)}"
                )
            )
            del given[key]
    return given


def stored(declared: Declared, layer: str, source: str, project: str) -> rules.Stored:
    """A rule as a row of the database."""
    rule = declared.rule
    return rules.Stored(
        rule.id,
        rule.verdict,
        fields_of(declared),
        rule.name,
        layer,
        source,
        declared.enabled,
        rule.origin,
        rule.level,
        project,
    )
