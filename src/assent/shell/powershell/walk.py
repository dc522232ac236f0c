"""The walk over PowerShell's statements: in which state each command runs, what feeds it, and what its words are."""

from __future__ import annotations

from assent.core.call import LIMIT, Part
from assent.core.effect import NET_READ, NET_SEND, READ_SECRET, RUN_CODE
from assent.shell.meaning.arg import OWN, TEXT, Arg
from assent.shell.meaning.assigns import assign
from assent.shell.meaning.flow import MAX_STEPS
from assent.shell.meaning.printing import prints
from assent.shell.meaning.scope import Scope, same
from assent.shell.meaning.secret_names import is_secret_name
from assent.shell.meaning.use import Use
from assent.shell.meaning.wrappers import MAX_DEPTH, Runner
from assent.shell.powershell.commands import run
from assent.shell.powershell.parse import parse
from assent.shell.powershell.places import place, touch
from assent.shell.powershell.state import ANY, OBEYED, OBJECT, PREFERENCES, State
from assent.shell.powershell.table import Word
from assent.shell.powershell.tree import (
    Assign,
    Braces,
    Command,
    Compound,
    Expression,
    Lit,
    Pipeline,
    Var,
)
from assent.shell.syntax.dialects import BASH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.core.facts import Facts
    from assent.shell.meaning.flow import Flow
    from assent.shell.powershell.state import Values
    from assent.shell.powershell.tree import Block, Piece, Redirect, Statement
    from assent.shell.powershell.tree import Word as Written

# Longer lists of values are not followed one by one.
MOST_VALUES = 64


class PowerWalk:
    """Gathers parts in the walk that it belongs to, which judges programs and notes what could not be read. `windows`
    is True where the text surely runs on Windows."""

    __slots__ = ("flow", "windows")

    def __init__(self, flow: Flow, *, windows: bool = False) -> None:
        self.flow = flow
        self.windows = windows

    @property
    def facts(self) -> Facts:
        """What is known of the machine."""
        return self.flow.facts

    def text(self, text: str, state: State) -> Values:
        """Follows a whole text; what it puts out."""
        if self.flow.depth > MAX_DEPTH:
            self.flow.fail(f"{LIMIT}it is nested too deeply")
            return ANY
        body, problem = parse(text)
        if problem:
            self.flow.fail(problem)
        start = len(self.flow.parts)
        self.flow.depth += 1
        out = self.block(body, state)
        self.flow.depth -= 1
        _send_along(self.flow.parts[start:])
        return out

    def run(self, call: str, words: Sequence[Word], state: State) -> Values:
        """Judges a command given as words."""
        return run(self, call, words, state)

    def block(self, body: Block, state: State) -> Values:
        """Follows statements; what they put out."""
        found: list[Arg] = []
        for statement in body.statements:
            self.flow.steps += 1
            if self.flow.steps > MAX_STEPS:
                self.flow.fail(f"{LIMIT}there is too much to follow")
                return ANY
            found.extend(self.statement(statement, state))
        return tuple(found) if len(found) <= MOST_VALUES else ANY

    def statement(self, node: Statement, state: State) -> Values:
        """Follows one statement; what it puts out."""
        if isinstance(node, Assign):
            self._assign(node, state)
            return ()
        if isinstance(node, Compound):
            return self._compound(node, state)
        return self._pipeline(node, state)

    def _pipeline(self, node: Pipeline, state: State) -> Values:
        outer = state.fed
        out: Values = ()
        for index, element in enumerate(node.elements):
            state.fed = out if index else outer
            if index:
                state.vars["_"] = state.vars["psitem"] = out if len(out) == 1 else ANY
            out = self._element(element, state)
        state.fed = outer
        return out

    def _element(self, node: Command | Expression, state: State) -> Values:
        start = len(self.flow.parts)
        if isinstance(node, Command):
            words = [self.word(each, state) for each in node.words]
            start = len(self.flow.parts)
            runs = not (node.words and isinstance(node.words[0].parts[0], Braces))  # those have been followed
            out = run(self, node.call, words, state) if runs else ANY
        else:
            out = self._expression(node, state)
        self._redirects(node.redirects, state, start)
        return () if node.redirects else out

    def _redirects(self, redirects: Sequence[Redirect], state: State, start: int) -> None:
        for each in redirects:
            if each.target is None:
                continue
            side = self.part((), state)
            use = self.use("", side, state)
            for arg in self.word(each.target, state).values:
                if arg.text != "":
                    touch(use, place(arg, self.facts), writes=True)
            side.extra = side.effects
            self.flow.spread(side, start)

    # -- parts ------------------------------------------------------------------------------------------------------

    def part(self, argv: Sequence[str | None], state: State) -> Part:
        """A part that runs here."""
        return Part(tuple(argv), state.cwds[0] if state.cwds else "")

    def scope(self, state: State) -> Scope:
        """What a program sees that is started here."""
        scope = Scope(state.cwds, BASH)
        if state.fed is not None:
            texts = [arg.text for arg in state.fed]
            known = [text for text in texts if text is not None]
            scope.stdin = "\n".join(known) if len(known) == len(texts) else None
        return scope

    def use(self, name: str, part: Part, state: State) -> Use:
        """One use of a program or cmdlet here."""
        return Use(name, (), part, self.facts, state.cwds, Runner(self.flow, self.scope(state)))

    def hazard(self, mask: int, why: str) -> None:
        """A part without words."""
        self.flow.hazard(mask, why)

    # -- values -----------------------------------------------------------------------------------------------------

    def word(self, node: Written, state: State) -> Word:
        """A word with its values."""
        values = list(self._values(node.parts, state))
        for each in node.listed:
            values.extend(self._values(each.parts, state))
        if len(values) > MOST_VALUES:
            values = list(ANY)
        if node.param and node.glued and node.listed:
            values = values[1:]
        return Word(values, param=node.param, quoted=node.quoted, glued=bool(node.glued and node.listed))

    def _values(self, parts: Sequence[Piece], state: State) -> Values:
        if len(parts) == 1:
            return self._piece(parts[0], state)
        found: list[str] = []
        glob, known = False, True
        for piece in parts:
            values = self._piece(piece, state)
            glob = glob or any(arg.glob for arg in values)
            if known:
                found.append(" ".join(arg.prefix for arg in values))
                known = all(arg.text is not None for arg in values)
        text = "".join(found)
        return (Arg(text, glob=glob) if known else Arg(None, prefix=text),)

    def _piece(self, piece: Piece, state: State) -> Values:
        if isinstance(piece, Lit):
            glob = not piece.quoted and any(sign in piece.text for sign in "*?[")
            return (Arg(piece.text, glob=glob),)
        if isinstance(piece, Var):
            return self._variable(piece, state)
        if isinstance(piece, Braces):
            self._maybe(piece.body, state)
            return OBJECT
        out = self.block(piece.body, state)
        return OBJECT if piece.bare else out

    def _variable(self, piece: Var, state: State) -> Values:
        name = piece.name
        if name.startswith("env:") and name not in state.vars and is_secret_name(name[4:].upper()):
            self.hazard(READ_SECRET, f"shows {name[4:].upper()} of the environment")
        values = state.value(name, self.facts)
        if piece.member:
            kept = len(values) == 1 and (values[0].glob or name == "profile")
            return values if kept else OBJECT
        return values

    def _expression(self, node: Expression, state: State) -> Values:
        found: list[Arg] = []
        for word in node.values:
            found.extend(self.word(word, state).values)
        if node.odd:
            self._odd(node, found, state)
        return tuple(found) if node.plain and len(found) <= MOST_VALUES else ANY if found else ()

    def _odd(self, node: Expression, values: Sequence[Arg], state: State) -> None:
        """What nobody can say the effect of: its texts may name what it reads or writes, for denials."""
        side = self.part((), state)
        use = self.use("", side, state)
        use.note(RUN_CODE, f"computes with {node.odd}")
        use.unknown(f"what {node.odd} does is in no table")
        for arg in values:
            if arg.text and "\n" not in arg.text and len(arg.text) < 1024:
                found = place(arg, self.facts)
                for path in use.places(found.arg) if not found.drive else ():
                    side.reads.append(path)
                    side.writes.append(path)
                use.given(found.arg.text or "")
        self.flow.parts.append(side)

    # -- what changes the state -------------------------------------------------------------------------------------

    def _assign(self, node: Assign, state: State) -> None:
        values = self.statement(node.value, state)
        name = node.name
        if name.startswith("env:"):
            side = self.part((), state)
            assign(self.use("", side, state), name[4:].upper(), values[0] if len(values) == 1 else None)
            if side.effects:
                self.flow.parts.append(side)
        elif ":" in name:
            self.flow.fail(f"the variable {name} of a drive")
        if not name or name in OBEYED:
            self.flow.fail(f"a value for ${name}, which changes how the rest is read")
        elif name not in PREFERENCES and name != "null":
            state.vars[name] = ANY if node.adds else values

    def _compound(self, node: Compound, state: State) -> Values:
        for head in node.heads:
            self.block(head, state)
        if node.name:
            state.vars[node.name] = ANY
        for body in node.bodies:
            self._maybe(body, state)
        return ANY if node.bodies else ()

    def _maybe(self, body: Block, state: State) -> None:
        """Follows what may run never, once or often: a second time when the first changed what is known."""
        for _ in range(2):
            twin = state.fork()
            self.block(body, twin)
            if _knows_the_same(twin, state):
                return
            state.merge(twin)


def _knows_the_same(one: State, two: State) -> bool:
    if (one.cwds, one.stack) != (two.cwds, two.stack) or one.vars.keys() != two.vars.keys():
        return False
    return all(
        len(values) == len(two.vars[name]) and all(map(same, values, two.vars[name]))
        for name, values in one.vars.items()
    )


def _send_along(parts: Sequence[Part]) -> None:
    """What is fetched under a name that cannot be known is sent where another part of the text reads a file: values are
    not followed far enough to say that it is not its text."""
    telling = [part for part in parts if prints((part,), OWN) == TEXT]
    for part in parts:
        asks = part.effects & NET_READ and not part.effects & NET_SEND
        if asks and (part.opaque or None in part.argv) and any(each is not part for each in telling):
            part.effects |= NET_SEND
            part.notes.append(("net-send", "sends along what may be text of a file"))
