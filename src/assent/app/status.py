"""Whether everything is in place: hook, settings, database, record, sources, disk, and rules that reach too far."""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

from assent.agents import registry
from assent.agents.base import USER
from assent.analytics import judge, silence
from assent.analytics.base import ask
from assent.analytics.scope import Scope
from assent.app import consulted, files, hooked, install, integrity, moments, project, room, state, untouched
from assent.app.config import in_force as config
from assent.app.finding import BAD, GOOD, NOTE, Finding
from assent.app.programs import own
from assent.app.rules import compiler, described, in_force, listed, rested
from assent.app.rules.stamp import STAMP_NOW
from assent.app.shadow import here, switch
from assent.app.start import bundle, held
from assent.core.amounts import counted
from assent.core.decision import DENY
from assent.core.policy import HERE, from_body
from assent.core.problem import Problem
from assent.core.redact.text import redact
from assent.policy.layers import LAYERS
from assent.store import decisions, dropped, record, shadow, snapshot, sources
from assent.store.db import StoreError, is_small

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from assent.core.policy import Policy
    from assent.core.rule import Rule
    from assent.store.paths import Paths

__all__ = ["BAD", "GOOD", "NOTE", "Finding", "audit", "denials", "findings", "rules_in_force"]

DAYS = 7  # of calls that are looked at

# Layer → where its rules come from, in a word or two.
FROM = {
    "managed": "managed",
    "user": "from your policy file",
    "project": "from the project's",
    "granted": "granted",
    "modules": "shipped",
}


def rules_in_force(at: Paths) -> list[Rule]:
    """The rules that hold for this user everywhere; raises StoreError."""
    with contextlib.closing(state.looked(at)) as db:
        return list(from_body(compiler.Compiler(at, db).built("", "").policy).all())


def denials(at: Paths) -> list[Rule]:
    """The deny rules among them; raises StoreError."""
    return [rule for rule in rules_in_force(at) if rule.verdict == DENY]


def audit(at: Paths, root: str = "", keepers: Path | None = None) -> list[Problem]:
    """What in the agents' own settings cancels or exceeds our rules, in every file that is in force. Nothing is
    changed. A file the agent does not take is named once, for what that does to the hook."""
    found: list[Problem] = []
    for name in registry.having("settings"):
        part = install.settings(name)
        for source, path in hooked.places(at, root, keepers, name):
            text = files.read_text(path)
            if isinstance(text, str) and not (source == USER and hooked.refused(text, path, name)):
                found += part.audit(text, str(path))
    return found


def findings(at: Paths, cwd: str, *, probe: bool = False) -> list[Finding]:
    """Everything, in the order in which it matters."""
    place = project.find(os.path.realpath(cwd), os.path.realpath(at.home))
    wired = hooked.findings(at, place.root)
    held = any(each.what == hooked.HOOK and each.state == BAD for each in wired)
    found = [
        *wired,
        *_bytecode(),
        *_store(at, whole=probe),
        *_policy(at, place),
        *_record(at, asked=not held),
    ]
    found = [
        *_shadow(at, place),
        *found,
        *room.findings(at),
    ]  # looked up last: what is broken is not mended before
    if config.settings(at)["notices.settings"]:
        found += [
            Finding("settings", NOTE, redact(f"{each.where}: {each.what}"), redact(each.hint))
            for each in audit(at, place.root)
            if not each.where.endswith(hooked.switches(registry.having("settings")))
        ]
    if probe:
        found += _probe(at)
    first: dict[str, Finding] = {}
    for each in found:
        first.setdefault(each.text, each)  # the same trouble is said once
    return list(first.values())


def _shadow(at: Paths, place: project.Project) -> list[Finding]:
    """That nothing is guarded here, by whoever wanted it so; and where else."""
    try:
        with contextlib.closing(state.looked(at)) as db:
            held, elsewhere = (
                switch.state(db, place),
                [each for each in shadow.places(db) if each != place.key],
            )
            others = [each for each in elsewhere if shadow.state(db, each).where]
    except StoreError:
        return []  # told of with the database
    found = []
    if held.where:
        day, moment = moments.shown(held.since, utc=False)
        where, named = ("here", "--project .") if held.where == HERE else ("everywhere", "")
        text = f"shadow mode is on {where} since {day} {moment}: nothing is decided, and nothing is guarded"
        found.append(Finding("shadow", BAD, text, f"run: assent shadow off {named}".rstrip()))
    for each in others:
        text = f"shadow mode is on in {each.removesuffix('/.git')}: nothing is guarded there"
        found.append(Finding("shadow", NOTE, text, "to end it everywhere: assent shadow off"))
    return found


def _lately() -> Scope:
    asked_at = record.now()
    return Scope(asked_at, moments.moment(f"{DAYS}d", asked_at, utc=True) or "")


def _unanswered(db: sqlite3.Connection) -> list[Finding]:
    """A word where many calls of the last days passed through to a prompt: rules are missing there."""
    told = ask(db, silence, _lately()).records()
    calls = {str(each["kind"]): int(each["calls"]) for each in told}
    if not calls or not silence.alarming(calls):
        return []
    whole = sum(calls.values())
    text = f"of {whole} calls in the last {DAYS} days {calls['gap']} passed to a prompt, as no rule spoke"
    return [Finding("prompts", NOTE, text, "for rules that would answer them: assent audit")]


def _judge_failing(db: sqlite3.Connection) -> list[Finding]:
    """A word where the judge failed often in the last days: what it is asked about is left to the agent then."""
    told = ask(db, judge, _lately()).records()
    return [
        Finding(
            "judge",
            NOTE,
            f"{judge.in_words(each)} of the last {DAYS} days",
            "for when and how: assent stats judge",
        )
        for each in told
        if each["alert"]
    ]


def _refusal(what: str, error: StoreError) -> Finding:
    return Finding(what, BAD, f"{error.problem.where}: {error.problem.what}", error.problem.hint)


def _bytecode() -> list[Finding]:
    """A bundle that is not whole, or of other sources: the hook runs all the same, from its modules."""
    if not os.path.lexists(held.path_of()) or bundle.current():
        return []
    what = "the hook's bytecode is damaged or older than its sources; calls take longer"
    return [Finding("bytecode", NOTE, what, "run: assent init")]


def _store(at: Paths, *, whole: bool) -> list[Finding]:
    problems = integrity.differences(at, whole=whole)
    if problems:
        return [Finding("database", BAD, f"{each.where}: {each.what}", each.hint) for each in problems]
    if not Path(at.db).exists():
        return [Finding("database", GOOD, "none yet; the first change makes it")]
    part = "" if whole or is_small(at) else " (what it says of rules; all of it: assent store verify)"
    return [*_kept(at), Finding("database", GOOD, at.db + part)]


def _kept(at: Paths) -> list[Finding]:
    """Databases that a rebuild set aside, in one line however many they are."""
    kept = integrity.kept(at)
    if not kept or not config.settings(at)["notices.kept"]:
        return []
    more = (
        f"{len(kept)} earlier ones are kept, the newest as" if len(kept) > 1 else "an earlier one is kept as"
    )
    return [Finding("database", NOTE, f"{more} {kept[-1]}", "delete what you no longer need")]


def _policy(at: Paths, place: project.Project) -> list[Finding]:
    try:
        policy, trouble = in_force.policy(place, at)
        with contextlib.closing(state.looked(at)) as db:
            listing, problems = listed.read_through(at, db, place)
            kept = [f"{each.path}: the last good version is in force" for each in sources.with_problems(db)]
            waiting = [*_untrusted(at, db, place, listing), *_resting(db)]
    except StoreError as error:
        return [_refusal("policy", error)]
    found = [Finding("policy", BAD, trouble, "only denials and asks are in force")] if trouble else []
    found += [Finding(_kind(at, each), BAD, f"{each.where}: {each.what}", each.hint) for each in problems]
    if any(each.what == "config" for each in found):
        found.append(
            Finding(
                "config",
                NOTE,
                "until it is mended the defaults hold; what its `redact.extra` matches is still erased",
            )
        )
    found += [Finding("policy", NOTE, text, "run: assent validate") for text in kept]
    found += waiting
    loaded = snapshot.load(at, place.key, place.root, STAMP_NOW)
    if isinstance(loaded, snapshot.Stale):
        found.append(Finding("snapshot", NOTE, loaded.reason, "the next call builds it"))
    return [*found, Finding("policy", GOOD, _counted(policy))]


def _counted(policy: Policy) -> str:
    """How many rules are in force, by where they come from."""
    layers = [rule.layer for rule in policy.all()]
    each = ", ".join(f"{layers.count(name)} {FROM[name]}" for name in LAYERS if name in layers)
    return f"{len(layers)} in force here: {each}"


def _kind(at: Paths, problem: Problem) -> str:
    path = problem.where.partition(":")[0]
    if path == sources.label(at.settings):
        return "config"
    return "programs" if path.endswith(own.SUFFIX) else "policy"


def _untrusted(
    at: Paths, db: sqlite3.Connection, place: project.Project, listing: Sequence[listed.Listed]
) -> list[Finding]:
    """What of the project's own waits for the person's word: until then it can only tighten."""
    waiting = {each.source for each in listing if each.state == listed.UNTRUSTED}
    found = [
        Finding(
            "policy",
            NOTE,
            f"{each} is not trusted: what it allows does not count",
            f"run: assent rules trust {each}",
        )
        for each in sorted(waiting)
    ]
    folder = described.waiting(at, db, place)
    if folder:
        text = f"{folder} is not trusted: it can only make calls stricter"
        found.append(Finding("programs", NOTE, text, f"run: assent rules trust {folder}"))
    return found


def _resting(db: sqlite3.Connection) -> list[Finding]:
    """The learned rules that upkeep took out of force, and how each comes back."""
    return [
        Finding(
            "upkeep",
            NOTE,
            redact(f"{each.text} is {each.state}: {each.why}"),
            f"to bring it back: {each.back}",
        )
        for each in rested.all_resting(db)
    ]


def _record(at: Paths, *, asked: bool) -> list[Finding]:
    freed = state.tidy_record(at)
    wrong = untouched.findings(at)
    found = [*wrong]
    noted = [Finding("record", NOTE, freed)] if freed else []
    try:
        with contextlib.closing(state.looked(at)) as db:
            decisions.import_record(db, at)
            newest = decisions.last(db)
            agents = install.looked_at(Path(at.home)) if asked else []
            found += [each for agent in agents for each in consulted.findings(at, db, agent)]
            found += [*_unanswered(db), *_judge_failing(db)]
    except StoreError as error:
        return [*found, _refusal("record", error)]
    if not newest:
        return [
            *found,
            Finding(
                "record", NOTE, "no decision is recorded yet", "start the agent and let it run a command"
            ),
        ]
    days = len(record.days(at))
    when = " ".join(moments.shown(newest[0]["ts"], utc=False))
    until = dropped.newest(at).until
    told = f"last decision {when}, {counted(days, 'day')} recorded"
    told += f"; calls up to {until} were dropped, as config.toml says" if until else ""
    return [*noted, *found, *([] if wrong else [Finding("record", GOOD, told)])]


_CALL = (
    b'{"hook_event_name":"PreToolUse","session_id":"%(probe)s","cwd":"/","tool_name":"Bash",'
    b'"tool_input":{"command":"rm -rf /"},"tool_use_id":"%(probe)s"}'
) % {b"probe": decisions.PROBE.encode()}


def _probe(at: Paths) -> list[Finding]:
    """Runs the installed command once, as the agent would, on a call that must be denied. Nothing is executed."""
    if here.is_on(at, "/"):
        return [
            Finding("probe", NOTE, "not tried: in shadow mode the hook says nothing", "assent shadow off")
        ]
    command = install.command(registry.DEFAULT, at)
    began = time.perf_counter()
    done = subprocess.run(
        ["/bin/sh", "-c", command], input=_CALL, capture_output=True, check=False, timeout=30
    )
    spent = (time.perf_counter() - began) * 1000
    if b'"permissionDecision":"deny"' in done.stdout:
        return [Finding("probe", GOOD, f"the hook denies `rm -rf /` in {spent:.0f} ms")]
    said = (done.stdout or done.stderr).decode("utf-8", "replace")[:200] or "nothing"
    return [Finding("probe", BAD, f"the hook should deny `rm -rf /`, and says {said}", "run: assent init")]
