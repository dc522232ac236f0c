"""The tree of a shell call: how its commands stand together, what each runs in turn, and by which row it was judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.core.call import Part
from assent.core.effect import names_of
from assent.shell.meaning.effects import Walk
from assent.shell.meaning.use import Use
from assent.shell.reading import walked
from assent.shell.syntax.dialects import named
from assent.shell.syntax.nodes import Case, For, Group, If, Pipeline, Simple, Subshell, While

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assent.core.facts import Facts
    from assent.shell.meaning.arg import Arg
    from assent.shell.meaning.assigns import Own
    from assent.shell.meaning.scope import Scope
    from assent.shell.programs.row import Row
    from assent.shell.syntax.nodes import Assign, Node, Redirect

# What joins commands, as people call it.
KINDS = (
    (Pipeline, "pipeline"),
    (Subshell, "subshell ( )"),
    (Group, "group { }"),
    (If, "if"),
    (While, "loop"),
    (For, "loop"),
    (Case, "case"),
)


class Branch:
    """`kind` what joins the `branches` below it, "" for a command; `part` the command as judged, None where no command
    stands; `uses` the rows that judged it, each with its use and
    the directories that began in; `beside` (text, effects) of what stands beside its words:
    assignments and redirects; `inner` True for what a command runs, which is judged as part of that."""

    __slots__ = ("beside", "branches", "inner", "kind", "part", "uses")

    def __init__(self, kind: str = "", *, inner: bool = False) -> None:
        self.kind = kind
        self.inner = inner
        self.part: Part | None = None
        self.uses: list[tuple[Row, Use, tuple[str, ...]]] = []
        self.beside: list[tuple[str, int]] = []
        self.branches: list[Branch] = []

    def commands(self) -> Iterator[Branch]:
        """Every command below, and this one when it is one."""
        if self.part is not None:
            yield self
        for each in self.branches:
            yield from each.commands()

    def shape(self) -> tuple[object, ...]:
        """What tells it from another: the rounds of a loop that do the same are shown once."""
        part = self.part
        own = None if part is None else (part.argv, part.cwd, part.effects, part.meaning)
        return (self.kind, own, tuple(each.shape() for each in self.branches))


class Tracing(Walk):
    """The walk that makes parts, and remembers which command it met inside which."""

    __slots__ = ("at", "claimed")

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self.at = Branch()
        self.claimed: set[int] = set()

    def node(self, node: Node, scope: Scope) -> None:
        kind = next((word for each, word in KINDS if isinstance(node, each)), "")
        if not kind or (isinstance(node, Pipeline) and len(node.commands) == 1):
            super().node(node, scope)
            return
        outer = self._open(Branch(kind))
        super().node(node, scope)
        self.at = outer

    def simple(self, node: Simple, scope: Scope) -> None:
        start = len(self.parts)
        outer = self._open(Branch(inner=self.depth > 0))
        super().simple(node, scope)
        branch, self.at = self.at, outer
        if branch.part is None:  # assignments alone, or a redirect: what they do stands last
            fresh = [part for part in self.parts[start:] if id(part) not in self.claimed]
            self._claim(branch, fresh[-1] if fresh else None)

    def command(self, part: Part, args: Sequence[Arg], scope: Scope) -> None:
        if self.scanning:  # a guess among the words of a program that is not known
            super().command(part, args, scope)
            return
        outer = self.at
        if outer.kind or outer.part is not None:
            self._open(Branch(inner=self.depth > 0))
        self._claim(self.at, part)
        super().command(part, args, scope)
        self.at = outer

    def opened(self, redirects: Sequence[Redirect], scope: Scope) -> Part:
        own, form, parts = scope.fork(), self.form, list(self.parts)
        for each in redirects:  # once more, each for itself, in a state that is thrown away
            alone = super().opened((each,), own)
            if alone.effects and each.target is not None:
                target = self.single(each.target, own).text or "…"
                self.at.beside.append((f"{each.op} {target}", alone.effects))
        self.form, self.parts[:] = form, parts
        return super().opened(redirects, scope)

    def _prefix(
        self,
        part: Part,
        args: Sequence[Arg],
        assigns: Sequence[Assign],
        scope: Scope,
        own: Own | None = None,
    ) -> None:
        for each in assigns:
            alone = Part(())
            super()._prefix(alone, args, (each,), scope.fork(), None if own is None else [])
            if alone.effects:
                value = each.value.literal if each.value is not None else ""
                self.at.beside.append((f"{each.name}={'…' if value is None else value}", alone.effects))
        super()._prefix(part, args, assigns, scope, own)

    def _judged(self, use: Use, rows: Sequence[Row]) -> None:
        for index, row in enumerate(rows):
            each = use
            if index:
                each = Use(use.name, use.args, use.part, self.facts, use.cwds, use.walker)
                each.stdin = use.stdin
            begin = each.cwds
            super()._judged(each, (row,))
            if not self.scanning and self.at.part is use.part:
                self.at.uses.append((row, each, begin))

    def _open(self, branch: Branch) -> Branch:
        outer, self.at = self.at, branch
        outer.branches.append(branch)
        return outer

    def _claim(self, branch: Branch, part: Part | None) -> None:
        branch.part = part
        self.claimed.add(id(part))


def tree_of(text: str, facts: Facts) -> tuple[Branch, Sequence[Part]]:
    """The tree of a shell text, and its parts in the order in which the reader gives them; an empty tree for a text
    that is more than can be followed."""
    walk = Tracing(facts)
    try:
        walked(text, facts.cwd, named(facts.shell), walk)
    except Exception:  # noqa: BLE001  the reader has answered such a call already; only its tree is missing
        return Branch(), ()
    _tidy(walk.at)
    return walk.at, walk.parts


def _tidy(branch: Branch) -> None:
    """Takes out what says nothing: what is empty, what joins one thing alone, and what was there already."""
    found: dict[tuple[object, ...], Branch] = {}
    for each in branch.branches:
        _tidy(each)
        if each.part is None and not each.kind:
            for below in each.branches:
                found.setdefault(below.shape(), below)
        elif each.part is not None or each.branches:
            kept = each.branches[0] if each.kind == "pipeline" and len(each.branches) == 1 else each
            found.setdefault(kept.shape(), kept)
    branch.branches = list(found.values())


def effects_below(branch: Branch) -> int:
    """What the commands inside a command can do."""
    mask = 0
    for each in branch.branches:
        for below in each.commands():
            mask |= below.part.effects if below.part is not None and below.inner else 0
    return mask


def as_json(branch: Branch) -> dict[str, object]:
    """A branch as `check --explain --json` gives it."""
    part = branch.part
    return {
        "kind": branch.kind or ("inner" if branch.inner else "command"),
        "argv": None if part is None else list(part.argv),
        "effects": names_of(part.effects) if part is not None else [],
        "branches": [as_json(each) for each in branch.branches],
    }
