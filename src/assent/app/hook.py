"""The hook: bytes of a call in, bytes of an answer out, and never an exception in between."""

from __future__ import annotations

import posix
import sys
import time

from assent.agents import registry
from assent.app import entries, observe, project
from assent.app import ours as guarded
from assent.app.deadline import Deadline
from assent.core.decision import DENY, failed
from assent.core.paths import inside
from assent.core.policy import EVERYWHERE, from_body, merged
from assent.core.redact.text import also
from assent.core.version import STAMP
from assent.core.wire import decode
from assent.store import record, snapshot
from assent.store.paths import Paths, paths_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from assent.agents.base import Dialect, Places
    from assent.agents.payload import HookInput
    from assent.core.call import Call
    from assent.core.decision import Decision
    from assent.core.facts import Facts
    from assent.core.policy import Policy

LARGEST = 32 << 20


def main() -> None:
    """Answer the call on standard input. Arguments: agent, then absolute home, config, data and state folders (the
    installed command names them all; without them they are those of HOME).

    What was decided is recorded before the answer goes out; a record that fails or hangs changes nothing of it, and
    delays it no longer than the clock allows."""
    words = sys.argv[1:]
    agent = _agent(words)
    asked = Asked(registry.speaker(agent))
    spare = asked.error("it took too long to judge")
    clock = Deadline(lambda: asked.short("it could not be judged in time"), spare)
    asked.slow, asked.hurry, asked.mute = clock.watch, clock.hurry, clock.mute
    entry: dict[str, object] = {}
    try:
        clock.start()
        asked.begun = clock.begun
        out = b""
        try:
            out, entry = respond(_read(), agent, _places(words), asked)
        except BaseException as error:  # noqa: BLE001  the one boundary: whatever went wrong is never an allow
            out = asked.short(f"internal error ({type(error).__name__}); the call was not judged")
        clock.settle(out)
        note(asked, entry)
        clock.send(out)
    finally:
        posix._exit(0 if clock.sent else 1)  # noqa: SLF001  finalising the interpreter costs as much as the decision


def _agent(words: list[str]) -> str:
    return words[0] if words and words[0] != "#" else registry.DEFAULT


def _places(given: list[str]) -> Paths:
    words = given[: given.index("#")] if "#" in given else given
    if len(words) >= 5:
        return Paths(*words[1:5])
    env = _environ()
    return paths_of(env.get("HOME", "/"), env)


def _environ() -> dict[str, str]:
    return {
        key.decode("utf-8", "surrogateescape"): value.decode("utf-8", "surrogateescape")
        for key, value in posix.environ.items()
    }


def _read() -> bytes:
    blocks: list[bytes] = []
    size = 0
    while block := posix.read(0, 1 << 16):
        blocks.append(block)
        size += len(block)
        if size > LARGEST:
            break
    return b"".join(blocks)


class Asked:
    """What is known of the call so far, for whoever must answer before everything is; `dialect` says it. `slow` is told
    when a step begins that may wait in the system, `hurry` of a time shorter than the usual one. `begun`: when work on
    it began, by the clock that never goes back; 0 when nobody noted it. `epoch`: of the policy it was judged by.
    `shadow`: it is known that shadow mode is on here; `mute` is told then."""

    __slots__ = (
        "begun", "call", "dialect", "epoch", "facts", "given", "hurry", "mute", "paths", "place", "policy",
        "shadow", "slow",
    )  # fmt: skip

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.paths: Paths | None = None
        self.given: HookInput | None = None
        self.place: project.Project | None = None
        self.call: Call | None = None
        self.facts: Facts | None = None
        self.policy: Policy | None = None
        self.slow: Callable[[], None] | None = None
        self.hurry: Callable[[float], None] | None = None
        self.mute: Callable[[], None] | None = None
        self.shadow = False
        self.begun = 0.0
        self.epoch = ""

    def error(self, reason: str, mend: str = "assent status") -> bytes:
        """Why the call was not judged, in the agent's own words."""
        return self.dialect.error(failed(reason, mend))

    def short(self, reason: str) -> bytes:
        """The answer without a whole judgement: a denial where the last good policy has one, else an ask."""
        given = self.given
        if given is None:
            return self.error(reason)
        if given.event not in self.dialect.DECIDES:
            return b""
        try:
            decision = self._denied()
        except Exception:  # noqa: BLE001  what stopped the whole judgement may stop this one
            decision = None
        if decision is None or decision.verdict != DENY:
            return b"" if self.shadow else self.error(reason)
        return self.dialect.answer(given, decision)

    def _denied(self) -> Decision | None:
        from assent.app.verdict import decision_on

        if self.call is None or self.facts is None or self.paths is None or self.place is None:
            return None
        policy = self.policy or last_good(self.paths, self.place)
        return self.said(decision_on(self.call, policy, self.facts, disk=True))

    def said(self, decision: Decision) -> Decision:
        """What is really said where the rules say this."""
        if not self.shadow or self.call is None or self.policy is None or self.facts is None:
            return decision
        from assent.core import shadow

        return shadow.said(decision, self.call, self.policy, self.facts)


def last_good(paths: Paths, place: project.Project) -> Policy:
    """The denials and asks that held when last a policy could be built; with none kept, what the sources say now."""
    found = snapshot.last_denials(paths, place.key, place.root)
    if not found:
        from assent.app.rules import in_force

        found = in_force.without_store(paths, place)
    return merged([from_body(each) for each in found])


def respond(data: bytes, agent: str, paths: Paths, asked: Asked) -> tuple[bytes, dict[str, object]]:
    """The answer to one payload, and what to record of it. What is no JSON, or no call we can judge, is an ask; an
    event that is not ours to decide is silence."""
    asked.paths = paths
    if agent not in registry.AGENTS:
        known = ", ".join(registry.AGENTS)
        return asked.error(f"unknown agent {agent!r} in the hook command; known: {known}", "assent init"), {}
    if len(data) > LARGEST:
        return asked.error("the call is too large to judge", ""), {}
    try:
        payload = decode(data)
    except ValueError as error:
        return asked.error(f"the call is not valid JSON: {error}"), {}
    dialect = asked.dialect
    try:
        given = dialect.parse_hook(payload)
    except ValueError as error:
        return asked.error(str(error)), {}
    if given is None:
        return b"", {}
    asked.given = given
    if given.event not in dialect.DECIDES:
        return _told(given, paths, dialect), entries.of_event(given, dialect.WATCHES)
    decision, call, place = _decide(given, paths, asked)
    said = asked.said(decision)
    entry = entries.of_decision(said, call, place, given)
    if asked.shadow:
        entry |= entries.of_shadow(decision)
    return dialect.answer(given, said), entry


def _told(given: HookInput, paths: Paths, dialect: Dialect) -> bytes:
    """What the person is told at an event that asks nothing; the record goes on without it."""
    if given.about.get("source") not in dialect.TELLS.get(given.event, ()):
        return b""
    if entries.unattended(given.agent):
        given.about["unattended"] = True
        return b""
    from assent.app import greeting

    try:
        return dialect.tell(greeting.text(given.agent, given.session, given.cwd, paths))
    except Exception:  # noqa: BLE001  a session begins whatever is wrong with the record
        return b""


def _decide(given: HookInput, paths: Paths, asked: Asked) -> tuple[Decision, Call, project.Project]:
    from assent.app.verdict import decision_on

    home = observe.real_path(paths.home, {})
    cwd = observe.real_path(given.cwd, {})
    environ = _environ()
    obeyed = registry.places(given.agent)
    session = _session(obeyed, environ)
    place = asked.place = project.find(cwd, home, session)
    call = given.call(place.root)
    call.cwd = cwd
    ours = guarded.Guards(paths, environ)
    git = "git" in call.text("command")
    facts = observe.facts_of(home, place.root, cwd, ours, environ=environ, obeyed=obeyed, git=git)
    facts.nested = _is_nested(place.root, session)
    asked.call, asked.facts = call, facts
    policy, trouble = _policy(paths, place, asked)
    asked.policy = policy
    asked.shadow = bool(policy.shadow) and _in_shadow(policy, place, home, session)
    if asked.shadow and asked.mute:
        asked.mute()
    decision = decision_on(call, policy, facts, disk=True)
    if trouble and decision.silent:
        decision.why = f"{trouble}; until that is mended only denials and asks hold"
    return decision, call, place


def _session(obeyed: Places | None, environ: Mapping[str, str]) -> str:
    """Where the agent's session began, "" when that is not known."""
    found = environ.get(obeyed.PROJECT_VARIABLE, "") if obeyed else ""
    return observe.real_path(found, {}) if found else ""


def _is_nested(root: str, session: str) -> bool:
    """True for a project below the directory in which the session began."""
    return bool(root and session) and session != root and inside(root, session)


def _in_shadow(policy: Policy, place: project.Project, home: str, session: str) -> bool:
    """Whether shadow mode holds: that of one project for the sessions that began in it alone, so that no other goes
    there to be left alone."""
    if policy.shadow == EVERYWHERE:
        return True
    return bool(session) and project.find(session, home, session).key == place.key


def _policy(paths: Paths, place: project.Project, asked: Asked) -> tuple[Policy, str]:
    """The policy in force here and ""; or the last good denials and asks, and why there is no more than that."""
    from assent.shell.reading import TABLE_VERSION

    loaded = snapshot.load(paths, place.key, place.root, f"{STAMP}/{TABLE_VERSION}")
    if isinstance(loaded, snapshot.Snapshot):
        policy = from_body(loaded.policy)
        asked.epoch = loaded.epoch
        if policy.timeout and asked.hurry:
            asked.hurry(policy.timeout)
        return policy, ""
    if asked.slow:
        asked.slow()
    from assent.app.rules import in_force

    loaded = in_force.fresh(paths, place, loaded)
    if isinstance(loaded, snapshot.Snapshot):
        asked.epoch = loaded.epoch
        return from_body(loaded.policy), ""
    return merged([from_body(each) for each in loaded.denials]), loaded.reason


def note(asked: Asked, entry: dict[str, object]) -> None:
    """Records what `respond` gave."""
    paths, policy = asked.paths, asked.policy
    if not entry or paths is None:
        return
    contents = policy is not None and policy.contents
    try:
        if policy is None and asked.given is not None and entries.particular(paths):
            policy = _watching(asked.given, paths, asked)
        if policy is not None and policy.redact:
            also(policy.redact)
        if entry["kind"] == record.DECISION:
            entry["epoch"] = asked.epoch
            if asked.begun:
                entry["ms"] = round((time.monotonic() - asked.begun) * 1000, 1)
        elif "preview" in entry:
            entries.keep_preview(entry, wanted=policy is not None and policy.previews)
        record.append(paths, entry, contents=contents)
    except Exception:  # noqa: BLE001  whatever it is: the answer waits for its line
        return  # a record that cannot be written never changes a verdict; `assent status` tells


def _watching(given: HookInput, paths: Paths, asked: Asked) -> Policy:
    """The policy where something happened that needs no verdict."""
    home = observe.real_path(paths.home, {})
    session = _session(registry.places(given.agent), _environ())
    return _policy(paths, project.find(observe.real_path(given.cwd, {}), home, session), asked)[0]
