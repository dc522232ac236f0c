"""A decision with everything behind it: the commands, the lines that judged them, and what would end the asking."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assent.app import check
from assent.app.explain.hooks import hooks_run
from assent.app.explain.lines import File, lines_of, noted
from assent.app.explain.tree import Branch, as_json, effects_below, tree_of
from assent.app.programs import known
from assent.app.programs.own import rows_in
from assent.app.remedy import Remedy, to_allow
from assent.app.verdict import decision_on
from assent.core.call import Call
from assent.core.decision import ALLOW
from assent.core.tools import SHELL
from assent.shell.programs import shipped
from assent.store.paths import project_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.app.explain.lines import Line
    from assent.core.call import Part
    from assent.core.decision import Decision
    from assent.core.facts import Facts
    from assent.core.policy import Policy
    from assent.shell.programs.row import Row
    from assent.store.paths import Paths

# Commands, and options of each, that are left away to see what they cost, at most.
TRIALS = 6


@dataclass(slots=True)
class Explained:
    """`tree` of the call's commands, empty for other tools; `verdicts` and `lines` by the identity of a part; `spare`
    parts that stand nowhere in the tree; `without` part → words without which it is allowed; `remedy` the change of the
    rules that would allow the call, None when they allow it; `hooks` part → the folder and the names of the git hooks
    that it runs; `unused` part → the folder of a file that describes it and is not in force, and whose that is."""

    decision: Decision
    facts: Facts
    tree: Branch = field(default_factory=Branch)
    verdicts: dict[int, str] = field(default_factory=dict)
    lines: dict[int, list[Line]] = field(default_factory=dict)
    spare: list[tuple[Part, str]] = field(default_factory=list)
    without: dict[int, str] = field(default_factory=dict)
    remedy: Remedy | None = None
    hooks: dict[int, tuple[str, list[str]]] = field(default_factory=dict)
    unused: dict[int, tuple[str, str]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """What is behind the decision, the lines with the parts they speak of."""
        shown = check.as_json(self.decision)
        own = list(reversed(self.own()))
        lines = {index: self.lines.get(id(part), []) for index, part in own}
        hooks = {index: self.hooks.get(id(part), ("", []))[1] for index, part in own}
        for index, part in enumerate(shown["parts"]):
            part["lines"] = [each.as_json() for each in lines.get(index, ())]
            part["hooks"] = hooks.get(index, [])
        remedy = self.remedy and {"what": self.remedy.what, "command": self.remedy.command or None}
        return {
            "parts": shown["parts"],
            "tree": [as_json(each) for each in self.tree.branches],
            "to_allow": remedy,
            **check.explained(self.decision),
        }

    def own(self) -> list[tuple[int, Part]]:
        """Each part of the decision by its place, with the same in the tree: its own, or one that does just that."""
        inside = [each.part for each in self.tree.commands() if each.part is not None and not each.inner]
        spare = list(inside)
        found: list[tuple[int, Part]] = []
        for index, part in enumerate(self.decision.reading.parts):
            same = next((each for each in (*spare, *inside) if _same(each, part)), None)
            if same is not None:
                found.append((index, same))
                spare = [each for each in spare if each is not same]
        for part in spare:  # what the reading holds once and the tree twice
            at = next((at for at, each in enumerate(self.decision.reading.parts) if _same(each, part)), -1)
            found += [(at, part)] if at >= 0 else []
        return found


def explained(
    call: Call, policy: Policy, here: check.Here, facts_from: str, at: Paths, *, own: bool = True
) -> Explained:
    """One call decided, with everything behind that. `own` False for a policy that grants of ours do not change."""
    facts = check.facts_for(call, here, facts_from, {})
    decision = decision_on(call, policy, facts, disk=facts_from == check.FROM_DISK)
    found = Explained(decision, facts)
    text = call.text("command") if call.tool == SHELL else ""
    if text:
        found.tree, _ = tree_of(text, facts)
    pairs = found.own()
    found.verdicts = {id(part): decision.verdicts[index] for index, part in pairs}
    shown = {index for index, _ in pairs}
    parts = zip(decision.reading.parts, decision.verdicts, strict=True)
    found.spare = [pair for index, pair in enumerate(parts) if index not in shown]
    files = Files(at, here.project)
    for branch in found.tree.commands():
        found.lines[id(branch.part)] = lines_behind(branch, files)
        if branch.part is not None and not branch.uses and branch.part.argv:
            found.unused[id(branch.part)] = files.unused(branch.part.argv[0] or "")
        if branch.part is not None and facts_from == check.FROM_DISK:
            found.hooks[id(branch.part)] = hooks_run(branch.part, facts)
    if decision.verdict != ALLOW:
        found.remedy = to_allow(policy, call, here, decision) if own else None
        asking = [each for each in found.tree.commands() if found.verdicts.get(id(each.part), ALLOW) != ALLOW]
        for branch in asking[:TRIALS]:
            if branch.part is not None:
                found.without[id(branch.part)] = _without(branch, found, call, policy, here)
    return found


def _same(one: Part, other: Part) -> bool:
    """Whether two readings of a command are of the same one; what a call may do beside its words counts for neither."""
    return (one.argv, one.cwd, one.meaning, one.reads, one.writes) == (
        other.argv, other.cwd, other.meaning, other.reads, other.writes,
    )  # fmt: skip


class Files:
    """The program files, read when a command needs them."""

    def __init__(self, at: Paths, root: str) -> None:
        self.folders = (at.programs, project_files(root)[2] if root else "")
        self.read: dict[str, File] = {}

    def of(self, name: str, row: Row) -> File | None:
        """The file that says this row of a program; None when it is there no more."""
        stored = shipped.stored(name)
        if stored is not None and _plain(stored) == _plain(row.stored()):
            file = shipped.files().get(name, "")
            return self._file(f"shell/programs/{file}", shipped.text(file)) if file else None
        for folder in filter(None, self.folders):
            for path, text in known.texts_in(folder):
                if any(_plain(each) == _plain(row.stored()) for each in rows_in([text]).get(name, ())):
                    return self._file(path, text)
        return None

    def unused(self, name: str) -> tuple[str, str]:
        """The folder with a file that describes a program which nothing in force describes, and whose that is."""
        for folder, whose in zip(self.folders, (known.USER, known.PROJECT), strict=True):
            texts = known.texts_in(folder) if folder else []
            if any(name in known.described(path, text, whose).names for path, text in texts):
                return folder, whose
        return "", ""

    def _file(self, path: str, text: str) -> File:
        if path not in self.read:
            self.read[path] = File(path, text)
        return self.read[path]


def _plain(stored: Any) -> Any:
    """A row without the difference between what was read from a file and what was kept."""
    if isinstance(stored, dict):
        return {key: _plain(value) for key, value in stored.items()}
    return [_plain(each) for each in stored] if isinstance(stored, (list, tuple)) else stored


def lines_behind(branch: Branch, files: Files) -> list[Line]:
    """The lines of program files that gave a command its effects, in the order in which they were given."""
    left = branch.part.effects if branch.part is not None else 0
    left &= ~effects_below(branch)
    for _, mask in branch.beside:
        left &= ~mask
    found: list[Line] = []
    for row, use, begin in branch.uses:
        file = files.of(use.name, row)
        if file is not None:
            found += lines_of(file, row, use, begin, left)
            for line in found:
                left &= ~line.effects
            if left and branch.part is not None:
                found += noted(file, use, begin, branch.part.notes, left)
    return found


# -- what to leave away ------------------------------------------------------------------------------------------


def _without(branch: Branch, found: Explained, call: Call, policy: Policy, here: check.Here) -> str:
    """The words, as few as can be, without which a command would be allowed; "" when there are none such."""
    part = branch.part
    if part is None or None in part.argv:
        return ""
    words = [word for word in part.argv if word is not None]
    costly = [line.option for line in found.lines.get(id(part), ()) if line.option and line.effects][:TRIALS]
    tried = [[each] for each in costly] + ([costly] if len(costly) > 1 else [])
    if branch.beside:
        tried.insert(0, [])
    for each in tried:
        rest = _less(words, each)
        if rest is None:
            continue
        trial = Call(call.tool, {"command": shlex.join(rest)}, part.cwd or call.cwd, call.project, call.agent)
        if check.decide_here(trial, policy, here).verdict == ALLOW:
            gone = [" ".join(option) for option in each] or [text for text, _ in branch.beside]
            return " and ".join(gone)
    return ""


def _less(words: Sequence[str], options: Sequence[tuple[str, ...]]) -> list[str] | None:
    """A command without these options; None when one does not stand in it as a word of its own."""
    left = list(words)
    for flag, *values in options:
        at = next((i for i, word in enumerate(left) if word.partition("=")[0] == flag or word == flag), -1)
        if at < 1:
            return None
        many = 1 + (left[at] == flag and left[at + 1 : at + 2] == values and bool(values))
        del left[at : at + many]
    return left
