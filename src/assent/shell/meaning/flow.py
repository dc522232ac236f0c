"""The walk over lists, pipelines, branches and loops: in which state of the shell each simple command runs."""

from __future__ import annotations

from assent.core.call import LIMIT
from assent.core.effect import RUN_CODE
from assent.shell.meaning.arg import Listed
from assent.shell.meaning.assigns import changes
from assent.shell.meaning.expanding import Expanding
from assent.shell.meaning.leaving import leaves
from assent.shell.meaning.output import hears, output_of, takes_names
from assent.shell.meaning.scope import POSITIONAL, UNKNOWN_VALUE, joined, unlike
from assent.shell.syntax.dialects import BASH
from assent.shell.syntax.nodes import (
    ArithCmd,
    Case,
    Cond,
    For,
    Function,
    Group,
    If,
    Pipeline,
    Simple,
    Subshell,
    While,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assent.core.call import Part
    from assent.core.facts import Facts
    from assent.shell.meaning.arg import Arg
    from assent.shell.meaning.provenance import Provenance
    from assent.shell.meaning.scope import Scope
    from assent.shell.syntax.nodes import List, Node, Redirect, Script

# More simple commands than this (loops unrolled, functions followed) and the text counts as not read in full.
MAX_STEPS = 2000
# A loop over more known words than this is read with its variable unknown.
MAX_ROUNDS = 256


class Flow(Expanding):
    """Walks a tree and gathers `parts`.
    What a simple command does is the business of the class below it.

    `left` holds the states in which `break`, `continue` and `return` left their block; `lenient` is above 0 where a
    failure ends nothing even under `set -e`; `piping` is above 0 where what is printed becomes words; `deferred`
    says that some text runs later, in a state nobody knows; `landed` the places at which files stand that nobody has
    seen, with a slash where they stand only below; `turned` the branches that may be checked out by
    now."""

    __slots__ = (
        "active",
        "called",
        "deferred",
        "defined",
        "landed",
        "left",
        "lenient",
        "piping",
        "provenance",
        "scanning",
        "turned",
    )

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self.piping = 0
        self.provenance: Provenance | None = None
        self.lenient = 0
        self.scanning = False
        self.deferred = False
        self.landed: list[str] = []
        self.turned: list[str] = []
        self.left: list[Scope] = []
        self.active: list[Function] = []
        self.called: list[Function] = []
        self.defined: list[tuple[Function, Scope]] = []

    def simple(self, node: Simple, scope: Scope) -> None:
        raise NotImplementedError

    def command(self, part: Part, args: Sequence[Arg], scope: Scope) -> None:
        """Judges a command given as words."""
        raise NotImplementedError

    def opened(self, redirects: Sequence[Redirect], scope: Scope) -> Part:
        """What redirects do in the state before their command, as a part to `spread` once that has been walked."""
        raise NotImplementedError

    def spread(self, side: Part, start: int) -> None:
        """Gives what comes from beside the words to every part from `start` on."""
        raise NotImplementedError

    def fed(self, redirects: Sequence[Redirect], scope: Scope) -> None:
        """Notes in the scope what redirects feed to standard input."""
        raise NotImplementedError

    # -- lists ------------------------------------------------------------------------------------------------

    def block(self, script: Script, scope: Scope) -> None:
        if script.problem:
            self.fail(script.problem)
        self.items(script.body, scope)

    def items(self, body: List, scope: Scope) -> None:
        chain: list[tuple[Node, str]] = []
        for node, sep in body.items:
            chain.append((node, sep))
            if sep not in ("&&", "||"):
                self.chain(chain, scope.fork() if sep == "&" else scope)
                chain = []
        if chain:
            self.chain(chain, scope)

    def chain(self, chain: Sequence[tuple[Node, str]], scope: Scope) -> None:
        """An and-or list: what follows `&&` runs after success, what follows `||` may run after anything."""
        if len(chain) == 1:
            cwds = scope.cwds
            self.node(chain[0][0], scope)
            ends = scope.strict and not self.lenient
            if scope.cwds != cwds and not ends and not self._exists(scope.cwds):
                scope.cwds = joined(scope.cwds, cwds)
            return
        start = scope.fork()
        before = ""
        guarded = True
        self.lenient += 1  # a failure left of `&&` or `||` ends nothing
        for node, sep in chain:
            if before == "||":
                other = start.fork()
                other.merge(scope)
                self.node(node, other)
                if not leaves(node, other, function=bool(self.active)):
                    guarded = False
                    scope.merge(other)
            else:
                guarded = guarded and before == ""
                self.node(node, scope)
            before = sep
        self.lenient -= 1
        if not guarded:
            start.strict = scope.strict
            scope.merge(start)

    def unopened(self, redirects: Sequence[Redirect], scope: Scope) -> Scope | None:
        """The state in which things go on when a redirect cannot be opened, so that its command does not run; None
        when none can fail, or a failure ends all."""
        if (scope.strict and not self.lenient) or all(map(_opens, redirects)):
            return None
        return scope.fork()

    def merge_left(self, mark: int, scope: Scope) -> None:
        """Takes in the states in which the block that just ended may have been left."""
        for each in self.left[mark:]:
            scope.merge(each)

    def _exists(self, cwds: tuple[str, ...]) -> bool:
        """True for directories into which a `cd` cannot fail."""
        facts = self.facts
        return bool(cwds) and all(
            cwd in ("/", facts.project, facts.cwd, facts.home) or cwd in facts.tmp for cwd in cwds
        )

    def node(self, node: Node, scope: Scope) -> None:
        self.steps += 1
        if self.steps > MAX_STEPS:
            self.fail(f"{LIMIT}there is too much to follow")
            return
        if isinstance(node, Simple):
            self.simple(node, scope)
        elif isinstance(node, Pipeline):
            self._pipeline(node, scope)
        elif isinstance(node, Function):
            scope.functions[node.name] = (node,)
            self.defined.append((node, scope.fork()))
        else:
            self._compound(node, scope)

    def _pipeline(self, node: Pipeline, scope: Scope) -> None:
        if len(node.commands) == 1:
            before = scope.cwds
            self.lenient += node.negated
            self.node(node.commands[0], scope)
            self.lenient -= node.negated
            if node.negated and before != scope.cwds:
                scope.cwds = joined(scope.cwds, before)
            return
        text: str | None = scope.stdin
        listed: Listed | None = None
        own, feed = scope, scope.feed
        start = len(self.parts)
        heard = any(hears(each, scope) for each in node.commands[1:])
        self.piping += heard
        for index, command in enumerate(node.commands):
            own = scope.fork()
            if index:
                own.stdin, own.shared, own.listed, own.feed = text, False, listed, feed
            mark = len(self.parts)
            self.node(command, own)
            if heard or self.depth:
                feed = self.handed(self.parts[mark:], own, last=index == len(node.commands) - 1)
            text = output_of((command,), scope, self.facts, text)
            wanted = text is None and any(map(takes_names, node.commands[index + 1 :]))
            piped = wanted and node.ops[index] == "|"  # `|&` sends what is printed about mistakes too
            listed = self._names(command, scope, listed) if piped else None
        self.piping -= heard
        if len(self.parts) - start > 1:
            self.followed().piped(self.parts[start:])
        if scope.shells & ~BASH:  # some shells run the last one themselves
            own.stdin, own.shared = scope.stdin, scope.shared
            scope.merge(own)

    # -- compounds --------------------------------------------------------------------------------------------

    def followed(self) -> Provenance:
        """Where the data of this call comes from."""
        if self.provenance is None:
            from assent.shell.meaning.provenance import Provenance

            self.provenance = Provenance(self.facts)
        return self.provenance

    def handed(self, parts: Sequence[Part], scope: Scope, *, last: bool) -> int:
        """The worst that a command of a pipe prints; that goes to the next one, and only that of the last elsewhere."""
        from assent.shell.meaning.printing import SILENT, prints, reaches

        found = prints(parts, reaches(scope))
        for part in parts:
            part.prints = found if last else SILENT
        return found

    def _names(self, command: Node, scope: Scope, given: Listed | None) -> Listed | None:
        from assent.shell.meaning.listing import listed_by

        return listed_by(command, scope, self.facts, given)

    def _compound(self, node: Node, scope: Scope) -> None:
        redirects: Sequence[Redirect] = getattr(node, "redirects", ())
        outer = scope.stdin, scope.listed, scope.feed
        side = closed = None
        if redirects:
            for redirect in redirects:
                self.subs(redirect.target, scope)
                self.subs(redirect.heredoc, scope)
            side = self.opened(redirects, scope)
            closed = self.unopened(redirects, scope)
            self.fed(redirects, scope)
        start = len(self.parts)
        shared, scope.shared = scope.shared, True
        self._within(node, scope)
        scope.shared = shared
        if side is not None:
            scope.stdin, scope.listed, scope.feed = outer
            self.spread(side, start)
            if self.provenance is not None and side.writes:
                self.provenance.kept(self.parts[start:], side.writes)
        if closed is not None:
            scope.merge(closed)

    def _within(self, node: Node, scope: Scope) -> None:
        """Walks a compound command without its redirects."""
        if isinstance(node, Subshell):
            self.items(node.body, scope.fork())
        elif isinstance(node, Group):
            self.items(node.body, scope)
        elif isinstance(node, If):
            self._if(node, scope)
        elif isinstance(node, While):
            self._settle(scope, lambda: self._again(node, scope))
        elif isinstance(node, For):
            self._for(node, scope)
        elif isinstance(node, Case):
            self._case(node, scope)
        elif isinstance(node, Cond):
            self.cond(node, scope)
        elif isinstance(node, ArithCmd):
            self.evaluate(node.text, node.subs, scope)
        else:
            self.fail(f"a {getattr(node, 'kind', 'construct')} cannot be followed")

    def _if(self, node: If, scope: Scope) -> None:
        ends: list[Scope] = []
        for cond, body in node.branches:
            self._asked(cond, scope)
            taken = scope.fork()
            self.items(body, taken)
            ends.append(taken)
        if node.orelse is not None:
            self.items(node.orelse, scope)
        for end in ends:
            scope.merge(end)

    def _asked(self, cond: List, scope: Scope) -> None:
        """A condition: a failure in it ends nothing, even under `set -e`."""
        self.lenient += 1
        self.items(cond, scope)
        self.lenient -= 1

    def _case(self, node: Case, scope: Scope) -> None:
        self.subs(node.word, scope, compared=not scope.traced)
        self.single(node.word, scope)
        before = scope.fork()
        for patterns, body in node.items:
            for pattern in patterns:
                self.subs(pattern, scope)
                self.single(pattern, scope)
            taken = before.fork()
            taken.merge(scope)  # `;&` and `;;&` fall through
            self.items(body, taken)
            scope.merge(taken)

    def _for(self, node: For, scope: Scope) -> None:
        args = scope.args if scope.args is not None else (scope.vars.get(POSITIONAL, UNKNOWN_VALUE),)
        if changes(node.name, scope.shells) & RUN_CODE:
            self.hazard(RUN_CODE, f"sets {node.name}, which decides what other programs run")
            scope.taint |= RUN_CODE
        if node.words is not None:
            for word in node.words:
                self.subs(word, scope)
            args = self.words(scope, node.words)
        if len(args) > MAX_ROUNDS or any(arg.text is None for arg in args):
            if any(arg.text and not arg.text.isalnum() for arg in args[MAX_ROUNDS:]):
                self.fail(f"{LIMIT}a loop goes through too many words")
            value = args[0] if len(args) == 1 and isinstance(args[0], Listed) else unlike(*args)
            scope.assign(node.name, UNKNOWN_VALUE)
            self._settle(scope, lambda: self._round(node, scope, value))
            return
        start, mark = scope.fork(), len(self.parts)
        for arg in args:
            scope.assign(node.name, arg)
            left = len(self.left)
            self.items(node.body, scope)
            self.merge_left(left, scope)
        scope.merge(start)
        scope.assign(node.name, UNKNOWN_VALUE)
        self.parts[mark:] = _unique(self.parts[mark:])

    def _again(self, node: While, scope: Scope) -> None:
        left = len(self.left)
        self._asked(node.cond, scope)
        ended = scope.fork()
        self.items(node.body, scope)
        self.merge_left(left, scope)
        scope.merge(ended)

    def _round(self, node: For, scope: Scope, value: Arg) -> None:
        scope.assign(node.name, value)
        scope.give(node.name)
        left = len(self.left)
        self.items(node.body, scope)
        self.merge_left(left, scope)

    def _settle(self, scope: Scope, once: Callable[[], object]) -> None:
        """Walks a body that may run any number of times: again until a round changes nothing that is known."""
        mark = len(self.parts)
        for _ in range(3):
            entry, moved = scope.fork(), len(self.landed) + len(self.turned)
            once()
            scope.merge(entry)
            if scope.knows_the_same(entry) and (moved or not (self.landed or self.turned)):
                break
        else:
            scope.forget()
            once()
            scope.forget()
        self.parts[mark:] = _unique(self.parts[mark:])


def _opens(redirect: Redirect) -> bool:
    """True for a redirect that cannot fail: of known text, between descriptors, or of nothing."""
    target = redirect.target.literal if redirect.target is not None else None
    if redirect.op in (">&", "<&"):
        return target in ("1", "2", "-")
    return redirect.op in ("<<", "<<-", "<<<") or target == "/dev/null"


def _unique(parts: Sequence[Part]) -> list[Part]:
    """Rounds of a loop that do the same count once."""
    found: dict[tuple[object, ...], Part] = {}
    for part in parts:
        key = (
            part.argv, part.cwd, part.effects, part.extra, part.opaque, part.meaning, tuple(part.plain), part.prints,
            tuple(part.targets),
        )  # fmt: skip
        kept = found.setdefault(key, part)
        if kept is not part:
            kept.seen.extend(argv for argv in part.seen if argv not in kept.seen)
            kept.touches(part)
    return list(found.values())
