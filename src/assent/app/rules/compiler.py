"""Compiles what is in force: every source read, the last good text of each kept, mistakes named."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sqlite3
from typing import TYPE_CHECKING

from assent.app.config import in_force as config
from assent.app.config.read import Settings
from assent.app.programs import own
from assent.app.rules import terms, trusted, untrusted
from assent.app.rules.stamp import STAMP_NOW
from assent.app.taken import Taken, take
from assent.core.decision import ALLOW
from assent.core.policy import from_body, from_rules
from assent.core.problem import Problem
from assent.policy import salvage, shipped
from assent.policy.check import check, failed_examples
from assent.policy.format import fields_of
from assent.policy.layers import Layer, in_force
from assent.policy.parse import Declared, read_rule, sound
from assent.policy.salvage import KEPT
from assent.store import publish, rules, shadow, snapshot, sources, trust
from assent.store.db import LostError, StoreError, transaction
from assent.store.paths import MANAGED, POLICY, Paths, digest, project_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.core.rule import Rule
    from assent.shell.programs.row import Stored

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
        self._hidden: list[str] = []  # good modules in folders that cannot be listed now
        # Layers with a source that cannot be read and of which no good text is kept.
        self._unknown: list[str] = []
        self.settings = Settings({})

    def built(self, key: str, root: str) -> publish.Built:
        """The policy and its strict half as JSON, with the row of every source looked at."""
        found = in_force(self.layers(key, root), self.off())
        carried = self._carried(key, root, {each.rule.id for each in found})
        strict = [each.rule for each in found if each.rule.verdict != ALLOW] + carried
        policy = from_rules([each.rule for each in found] + carried)
        denials = from_rules(strict)
        programs = self.programs(key, root)
        for each in (policy, denials):
            each.contents = self.settings["record.contents"] and each is policy
            each.previews = self.settings["record.previews"] and each is policy
            each.timeout = float(self.settings["hook.timeout"])
            each.redact = list(self.settings["redact.extra"])
            each.programs = programs
        held = shadow.state(self.db, sources.label(key))
        policy.shadow = held.where  # never of the denials: they hold where something is wrong
        policy.live = shadow.rows(held, policy.all())
        return publish.Built(policy.body(), denials.body(), self.rows)

    def _carried(self, key: str, root: str, known: set[str]) -> list[Rule]:
        """The denials and asks that last came from sources of which nothing is known now, not even what they once said:
        a database lost while a policy file cannot be read must not take them along."""
        if not self._unknown:
            return []
        off = self.off()
        last = [rule for body in snapshot.last_denials(self.at, key, root) for rule in from_body(body).all()]
        held = [each for each in last if each.layer in self._unknown and each.id not in off]
        return list({each.id: each for each in held if each.id not in known}.values())

    def off(self) -> list[str]:
        """The ids of declared and module rules that were switched off."""
        return [identity for identity, enabled in rules.overrides(self.db).items() if not enabled]

    def layers(self, key: str, root: str) -> list[Layer]:
        """Every layer, in the order people list them."""
        key = sources.label(key)
        found = [
            self._file(self.at.managed_policy, "managed"),
            self._file(self.at.user_policy, "user"),
        ]
        if root:
            found += self._project(key, root)
        found.append(Layer("granted", self._granted(key)))
        found += [Layer("modules", self._module(name), path=name) for name in self._modules()]
        return found

    def _note_problems(self, path: str, problems: Sequence[Problem]) -> None:
        self.problems += problems
        if self.writes:
            sources.note_problems(self.db, path, [str(problem) for problem in problems])

    def _file(self, path: str, layer: str) -> Layer:
        # What is managed is root's; elsewhere (a trial) it may be ours.
        root_only = path == f"{MANAGED}/{POLICY}"
        return Layer(layer, self._rules(take(path, self.rows, root_only=root_only), layer, ""), path=path)

    def _rules(self, given: Taken, layer: str, scope: str) -> list[Declared]:
        """The rules of a source. Whatever is wrong with it stays with it: only the database's own failures pass."""
        if given.absent:
            self._forget(given.shown, layer)
            return []
        try:
            return self._sound(given, layer, scope)
        except (sqlite3.Error, StoreError):
            raise
        except Exception as error:  # noqa: BLE001  no source may take another with it
            what = f"cannot be used ({type(error).__name__}: {str(error)[:200]})"
            self._note_problems(given.shown, [*given.problems, Problem(given.shown, what, KEPT)])
            good = sources.good(self.db, given.shown)
            return salvage.read(good.text, given.shown, layer, scope or "user")[0] if good else []

    def _sound(self, given: Taken, layer: str, scope: str) -> list[Declared]:
        """The rules of a source's text; when it has a mistake, those of its last good text and what is strict and
        sound in this one."""
        path = given.shown
        good = sources.good(self.db, path)
        last = salvage.read(good.text, path, layer, scope or "user")[0] if good else []
        if given.text is None:
            self._unknown += [] if good else [layer]
            self._note_problems(path, given.problems)
            return last
        mark = f"{given.digest}/{STAMP_NOW}"
        found, problems = salvage.read(given.text, path, layer, scope or "user")
        if not problems and not (good and good.hash == mark):
            problems = check(found, path)
        if problems and good and good.text == given.text:
            self._note_problems(path, [*given.problems, *problems])
            return self._passing(found, path)
        if given.problems or problems:
            self._unknown += [] if good else [layer]
            self._note_problems(path, [*given.problems, *problems])
            return salvage.joined(last, [each for each in found if each.rule.verdict != ALLOW])
        if not (good and good.hash == mark and not good.problems):
            self._keep(sources.Source(path, layer, scope, mark, given.text))
            self._mirror(layer, path, found, scope)
        return found

    def _keep(self, source: sources.Source) -> None:
        """Keeps a good text, unless it would come back as another one."""
        if self.writes and digest(source.text.encode()) == source.hash.partition("/")[0]:
            sources.keep(self.db, source)

    def _passing(self, found: list[Declared], path: str) -> list[Declared]:
        """A text that was good until our tables changed: what is stricter stays, allows must pass their examples."""
        return [each for each in found if each.rule.verdict != ALLOW or not failed_examples(each, path)]

    def _forget(self, path: str, layer: str) -> None:
        if self.writes and sources.good(self.db, path) is not None:
            sources.forget(self.db, path)
            self._mirror(layer, path, [], "")

    def _mirror(self, layer: str, source: str, found: Sequence[Declared], scope: str) -> None:
        if not self.writes:
            return
        try:
            rules.mirror(self.db, layer, source, [stored(each, layer, source, scope) for each in found])
        except LostError:
            raise
        except StoreError:
            return  # people see an older list; what is in force comes from the file itself

    def _project(self, key: str, root: str) -> list[Layer]:
        policy, folder, _ = project_files(root)
        given = take(policy, self.rows, owned=False)
        held = self._within_bounds(given, key)
        trusted = bool(given.digest) and self._trusted(given.shown, given.digest)
        found = [] if given.absent else [Layer("project", held, trusted, given.shown)]
        self.rows.append(snapshot.take(folder)[0])
        strict: list[Declared] = []
        with transaction(self.db) if self.writes else contextlib.nullcontext():
            texts = self._module_texts(folder, key, strict)
        modules, _ = salvage.read_modules(texts, "project", key)
        whole = digest("\0".join(f"{path}\0{text}" for path, text in sorted(texts.items())).encode())
        folder = sources.label(folder)
        trusted = bool(texts) and self._trusted(folder, whole)
        found.append(Layer("project", salvage.joined(modules, strict), trusted, folder))
        self._mirror("project", folder, modules, key)
        return found

    def _within_bounds(self, given: Taken, key: str) -> list[Declared]:
        """The rules of a project's policy; past a bound, or never yet read, one that asks and its last good denials."""
        reason = untrusted.too_large(given.text) if given.text is not None else ""
        good = sources.good(self.db, given.shown)
        if given.text is None and not given.absent and good is None:
            reason = untrusted.UNREAD
        if not reason:
            return self._rules(given, "project", key)
        last = salvage.read(good.text, given.shown, "project", key)[0] if good else []
        strict = [each for each in last if each.rule.verdict != ALLOW]
        return [self._asking(given.shown, reason, key), *strict]

    def _asking(self, path: str, reason: str, key: str) -> Declared:
        self._note_problems(path, [Problem(path, f"is not used: {reason}", untrusted.HINT)])
        return untrusted.asking(path, reason, key)

    def _module_texts(self, folder: str, key: str, strict: list[Declared]) -> dict[str, str]:
        """Path → text of the modules in use; `strict` gets what speaks for those that are not."""
        reason, files = self._json_files(folder)
        taken = [take(path, self.rows, owned=False) for path in files]
        reason = reason or untrusted.too_many([each.text or "" for each in taken])
        if reason:
            shown = sources.label(folder)
            strict.append(self._asking(shown, reason, key))
            return {path: self._last_json(path) for path in sources.below(self.db, shown)}
        texts: dict[str, str] = {}
        for each in taken:
            if each.text is None and not each.absent and sources.good(self.db, each.shown) is None:
                strict.append(self._asking(each.shown, untrusted.UNREAD, key))
            texts[each.shown] = self._sound_json(each, key, strict)
        return texts | {path: self._last_json(path) for path in self._hidden}

    def _json_files(self, folder: str) -> tuple[str, list[str]]:
        """Why the modules below a folder are too much to read ("" when they are not), and their paths. Every folder on
        the way is a source of its own: a new file in it is a change."""
        found: list[str] = []
        closed: list[OSError] = []
        self._hidden = []
        size = 0
        for base, folders, names in os.walk(folder, onerror=closed.append):
            if base != folder:
                self.rows.append(snapshot.take(base)[0])
            folders.sort()
            for path in [f"{base}/{name}" for name in sorted(names) if name.endswith(".json")]:
                row, length = snapshot.seen(path)
                size += length
                if length > untrusted.LARGEST or size > untrusted.LARGEST_FOLDER:
                    self.rows.append(row)
                    return untrusted.FOLDER_TOO_LARGE, []
                found.append(path)
            if len(found) + len(self.rows) > MOST_MODULES:
                return f"it holds more than {MOST_MODULES} modules and folders", []
        for error in closed:
            self._closed(str(error.filename), error, folder)
        return "", found

    def _closed(self, path: str, error: OSError, folder: str) -> None:
        """Notes a folder that cannot be listed: what was good in it stays in force."""
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            return
        if path != folder:
            self.rows.append(snapshot.take(path)[0])
        shown = sources.label(path)
        self.problems.append(Problem(shown, f"cannot be listed: {error.strerror}", KEPT))
        self._hidden += sources.below(self.db, shown)

    def programs(self, key: str, root: str) -> dict[str, list[Stored]]:
        """The rows of people's own programs: the user's, and the project's when it is trusted; until then only what is
        stricter than what is known without them."""
        found = own.rows_in(
            self._sound_programs(own.read_folder(self.at.programs, self.rows, owned=True), "user", "")
        )
        if not root:
            return found
        folder = own.read_folder(project_files(root)[2], self.rows, owned=False)
        texts = self._sound_programs(folder, "project", sources.label(key))
        whole = digest("\0".join(texts).encode())
        more = own.rows_in(texts)
        if texts and not self._trusted(folder.path, whole):
            more = own.tightened(more, found)
        return {name: [*found.get(name, ()), *more.get(name, ())] for name in (*found, *more)}

    def _sound_programs(self, folder: own.Folder, layer: str, scope: str) -> list[str]:
        """The text of each program file; the last good one of a file with a mistake."""
        self.problems += folder.problems
        texts = []
        for path, given in folder.taken.items():
            good = sources.good(self.db, path)
            mark = f"{given.digest}/{STAMP_NOW}"
            problems = list(given.problems)
            if given.text is not None and not problems and not (good and good.hash == mark):
                problems = own.mistakes(path, given.text)
            if given.text is None or problems:
                self._note_problems(path, problems)
                texts += [good.text] if good else []
                continue
            self._keep(sources.Source(path, layer, scope, mark, given.text))
            texts.append(given.text)
        return texts

    def _trusted(self, path: str, content: str) -> bool:
        """Whether the user trusts these contents (by digest) of a project's file; noted in `seen`."""
        state = trust.state(self.db, path, content)
        self.seen[path] = (content, state)
        return state == trust.TRUSTED

    def _sound_json(self, given: Taken, key: str, strict: list[Declared]) -> str:
        """A JSON module's text, or its last good one when this one has a mistake; what is sound and `strict` in this
        one is then added."""
        problems = list(given.problems)
        if given.text is not None:
            found, wrong = salvage.read_modules({given.shown: given.text}, "project", key)
            problems += wrong
            if not problems:
                self._keep(sources.Source(given.shown, "project", key, given.digest, given.text))
                return given.text
            strict += [each for each in found if each.rule.verdict != ALLOW]
        if not given.absent:
            self._note_problems(given.shown, problems)
        return "[]" if given.absent else self._last_json(given.shown)

    def _last_json(self, path: str) -> str:
        good = sources.good(self.db, path)
        return good.text if good else "[]"

    def _granted(self, key: str) -> list[Declared]:
        found = []
        for each in rules.in_force(self.db, key, suspended=True):
            declared = self._checked_grant(each)
            if declared:
                found.append(declared)
        return found

    def _checked_grant(self, each: rules.Stored) -> Declared | None:
        """A granted rule, checked against its examples once per version of the tables; suspended when they fail."""
        problems: list[Problem] = []
        where, scope = f"granted rule {each.id}", each.project or "user"
        declared = read_rule(each.body, where, "granted", scope, problems)
        if declared is None and (declared := sound(each.body, where, "granted", scope)):
            declared.rule.id = each.id
        if declared:
            terms.bound(self.db, each, declared)
        mark = f"{digest(json.dumps(each.body, sort_keys=True).encode())[:16]}/{STAMP_NOW}"
        known = self.db.execute("SELECT value FROM meta WHERE key = ?", (f"checked:{each.id}",)).fetchone()
        if declared and not (known and known[0] == mark):
            problems += failed_examples(declared, where)
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
        found = take(self.at.settings, self.rows)
        self.settings = config.of(found, self.db)
        self.problems += self.settings.problems
        if self.writes and found.absent:
            sources.forget(self.db, found.shown)
        elif not self.settings.problems:
            self._keep(sources.Source(found.shown, config.LAYER, "", found.digest, found.text or ""))
        on = dict.fromkeys([shipped.DEFAULTS, *self.settings["modules"]])
        for name in sorted({*rules.mirrored_modules(self.db)} - {*on}) if self.writes else ():
            self._mirror("modules", name, [], "")
            self.db.execute("DELETE FROM meta WHERE key = ?", (f"module:{name}",))
        return list(on)

    def _module(self, name: str) -> list[Declared]:
        found, problems = shipped.module(name)
        self.problems += problems
        shipped.switch_off(found, self.settings["exclude"])
        mark = f"{STAMP_NOW}/{','.join(each.rule.id for each in found if each.enabled)}"
        known = self.db.execute("SELECT value FROM meta WHERE key = ?", (f"module:{name}",)).fetchone()
        if self.writes and not (known and known[0] == mark):
            self._mirror("modules", name, found, "")
            self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (f"module:{name}", mark))
        if name != shipped.DEFAULTS and self.settings.problems:  # the settings that name it may be another's
            return [each for each in found if each.rule.verdict != ALLOW]
        if name == shipped.DEFAULTS:
            trusted.widen(found, self.db, self.at.home)
        return found


def stored(declared: Declared, layer: str, source: str, project: str) -> rules.Stored:
    """A rule as a row of the database."""
    rule = declared.rule
    told = (rule.id, rule.verdict, fields_of(declared), rule.name)
    return rules.Stored(*told, layer, source, declared.enabled, rule.origin, rule.level, project)
