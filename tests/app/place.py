"""A home with a project in it, where tests write sources and hear the verdicts the hook would give there."""

from __future__ import annotations

import contextlib
from pathlib import Path

from assent.app import project, state
from assent.app.rules import compiler, in_force
from assent.core.call import Call
from assent.core.decide import decide
from assent.core.facts import Facts
from assent.core.policy import Policy
from assent.policy.parse import read_rule
from assent.shell.reading import read_call
from assent.store import rules
from assent.store.paths import Paths, paths_of


class Place:
    """A home, a project in it, and verdicts as the hook would give them there."""

    def __init__(self, folder: Path) -> None:
        self.home = folder
        self.root = folder / "work/p"
        (self.root / ".git").mkdir(parents=True)
        (self.root / ".git/HEAD").write_text("ref: refs/heads/main\n")
        self.at: Paths = paths_of(str(folder), {}, managed=str(folder / "managed"))
        self.project = project.find(str(self.root), str(folder))
        state.opened(self.at).close()  # begun: who only looks makes none

    def verdict(self, command: str) -> str:
        """By a whole policy: nothing may stand in the way."""
        policy, trouble = in_force.policy(self.project, self.at)
        assert not trouble
        return self.by(policy, command)

    def held(self, command: str) -> str:
        """By whatever is in force, be it only the last good denials."""
        return self.by(in_force.policy(self.project, self.at)[0], command)

    def by(self, policy: Policy, command: str) -> str:
        facts = Facts(str(self.home), str(self.root))
        call = Call("Bash", {"command": command}, str(self.root), str(self.root))
        decision = decide(call, read_call(call, facts), policy, facts)
        return "" if decision.silent else decision.verdict

    def grant(self, **fields: object) -> str:
        declared = read_rule(fields, "test", "granted", "user", [])
        assert declared is not None
        with contextlib.closing(state.opened(self.at)) as db:
            in_force.change(self.at, db, [rules.adding(compiler.stored(declared, "granted", "", ""))])
        return declared.rule.id

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def told(self) -> str:
        """Everything that is wrong with the sources."""
        return "\n".join(str(each) for each in in_force.problems(self.at, self.project))
