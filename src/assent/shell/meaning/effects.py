"""From a simple command to a part: who runs, with which words, assignments, redirects and input, to what effect."""

from __future__ import annotations

from assent.core import paths
from assent.core.call import LIMIT, Part
from assent.core.effect import NET_SEND, RUN_CODE, UNKNOWN
from assent.core.traits import brings_code
from assent.shell.meaning.arg import READ_PIPE, TEXT, Arg, argv_of
from assent.shell.meaning.assigns import LASTING, assign, keep, settle
from assent.shell.meaning.environment import compares
from assent.shell.meaning.flow import MAX_STEPS, Flow
from assent.shell.meaning.forms import add_forms
from assent.shell.meaning.output import fed_text
from assent.shell.meaning.scope import UNKNOWN_VALUE, same, unlike
from assent.shell.meaning.table import judge, rows_of, started
from assent.shell.meaning.use import Use
from assent.shell.meaning.words import Words
from assent.shell.meaning.wrappers import MAX_DEPTH, Runner, absorb, fed_code, scan
from assent.shell.programs.shipped import fact
from assent.shell.syntax.dialects import BASH_ONLY, REMAKERS, SH, ZSH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.meaning.assigns import Own
    from assent.shell.meaning.scope import Scope
    from assent.shell.programs.row import Row
    from assent.shell.syntax.nodes import Assign, Function, Redirect, Simple

# Where a program of the system stands; elsewhere a known name may hide anything.
SYSTEM_DIRS = (
    "/bin",
    "/usr/bin",
    "/usr/local/bin",
    "/sbin",
    "/usr/sbin",
    "/usr/local/sbin",
    "/opt/homebrew/bin",
)
DIGITS = frozenset("0123456789")


class Walk(Flow):
    """The walk that makes parts."""

    __slots__ = ()

    # -- one simple command -----------------------------------------------------------------------------------

    def simple(self, node: Simple, scope: Scope) -> None:
        start = first = len(self.parts)
        compared = compares(node.words, scope)
        for word in node.words:
            if len(word.parts) != 1 or word.parts[0].kind != "lit":
                self.subs(word, scope, compared=compared)
        for redirect in node.redirects:
            self.subs(redirect.target, scope)
            self.subs(redirect.heredoc, scope)
        args = self.words(scope, node.words)
        outer = scope.stdin, scope.listed, scope.feed
        side = closed = None
        if node.redirects:
            side = self.opened(node.redirects, scope)
            closed = self.unopened(node.redirects, scope)
            self.fed(node.redirects, scope)
            start = len(self.parts)
        if not args:
            self._assign_without_command(node.assigns, scope)
        else:
            own = scope.own
            given = [self._assign_for_one_command(each, scope) for each in node.assigns]
            if not self._functions(args, node.assigns, scope):
                self._part(node, args, scope)
                start = len(self.parts) - 1
            if given:
                self._take_back(given, args[0].text, scope)
                scope.own &= own
        if (scope.stdin, scope.listed, scope.feed) != outer:
            # What `exec < file` takes for the shell itself stays taken.
            stays = bool(args) and fact(args[0].text, "in-shell")
            scope.stdin, scope.listed, scope.feed = (None, None, scope.feed) if stays else outer
        if closed is not None:
            scope.merge(closed)
        if side is not None:
            self.spread(side, start)
        known = self.provenance
        mine = self.parts[first:]
        fetched = known is not None and (known.names or known.files or known.trees)
        if fetched or len(mine) > 1 or (mine and brings_code(mine[0])):
            fed = [word for word in (each.target or each.heredoc for each in node.redirects) if word]
            self.followed().given(mine, node.words, fed)

    def _part(self, node: Simple, args: Sequence[Arg], scope: Scope) -> None:
        part = Part(argv_of(args), self._place(scope))
        self._handed(part, args, node.assigns, scope)
        if node.redirects and (self.depth or self.piping):
            self.handed((part,), scope, last=True)
        self.parts.append(part)

    def _place(self, scope: Scope) -> str:
        """The directory of a part: the one outside the project when any may be."""
        if not scope.cwds:
            return ""
        for cwd in scope.cwds:
            if not paths.inside(paths.resolved(cwd, self.facts), self.facts.project):
                return cwd
        return scope.cwds[0]

    def _assigned(self, node: Assign, scope: Scope) -> Arg:
        self.subs(node.value, scope)
        for word in node.array or ():
            self.subs(word, scope)
        if node.array is not None or node.op == "+=":
            name = node.name.partition("[")[0]
            added = [self.single(node.value, scope)] if node.array is None else self.words(scope, node.array)
            return unlike(*added, scope.vars.get(name) if node.op == "+=" else UNKNOWN_VALUE)
        return self.single(node.value, scope)

    def _assign_for_one_command(self, node: Assign, scope: Scope) -> tuple[str, Arg, Arg | None]:
        """Sets a variable for one command; its name, that value, and the value it had."""
        name = node.name.partition("[")[0]
        value = self._assigned(node, scope)
        before = scope.vars.get(name)
        split = scope.split
        scope.assign(name, value if name == node.name else unlike(value, UNKNOWN_VALUE))
        scope.split = split if name == "IFS" else scope.split
        return name, scope.vars[name], before

    def _take_back(
        self, given: Sequence[tuple[str, Arg, Arg | None]], program: str | None, scope: Scope
    ) -> None:
        """After the command: what the variables were; unknown where the command may have set them too."""
        for name, value, before in reversed(given):
            if (
                fact(program, "keeps")
                or scope.shells & SH
                or value.text is None
                or scope.vars.get(name) is not value
            ):
                scope.assign(name, unlike(value, before))
            elif before is None:
                del scope.vars[name]
            else:
                scope.vars[name] = before

    def _assign_without_command(self, assigns: Sequence[Assign], scope: Scope) -> None:
        """Assignments without a command set shell variables, one after the other."""
        part = Part((), self._place(scope))
        use = self.use("", (), part, scope)
        for node in assigns:
            start = len(self.parts)
            value = self._assigned(node, scope)
            name = node.name.partition("[")[0]
            self.followed().filled(name, self.parts[start:], node.value)
            (assign if scope.exported else keep)(use, node.name, value)
            scope.assign(name, unlike(value, UNKNOWN_VALUE) if name != node.name else value)
        if part.effects:
            scope.taint |= part.effects & LASTING
            self.parts.append(part)

    def _handed(self, part: Part, args: Sequence[Arg], assigns: Sequence[Assign], scope: Scope) -> None:
        """Judges a command with the assignments before it."""
        own: Own = []
        self._prefix(part, args, assigns, scope, own)
        self.command(part, args, scope)
        if own:
            settle(self.use("", (), part, scope), own)

    def _prefix(
        self,
        part: Part,
        args: Sequence[Arg],
        assigns: Sequence[Assign],
        scope: Scope,
        own: Own | None = None,
    ) -> None:
        """Assignments before a command are handed to it; those that may be the project's own are kept in `own`."""
        if not assigns:
            return
        use = self.use("", (), part, scope)
        for node in assigns:
            if node.name != "IFS" or not fact(args[0].text, "splits"):
                plain = node.value.literal if node.value is not None and node.op != "+=" else None
                assign(use, node.name, None if plain is None else Arg(plain), own)
                scope.split = scope.split and node.name != "IFS"

    def use(self, name: str, args: Sequence[Arg], part: Part, scope: Scope) -> Use:
        """One use of a program here."""
        made = Use(name, args, part, self.facts, scope.cwds, Runner(self, scope))
        made.listed = scope.listed if scope.stdin is None and not scope.shared else None
        made.stdin = "" if scope.shared and fact(name, "fed") else scope.stdin
        made.heard = self.depth > 0 or self.piping > 0
        return made

    # -- functions --------------------------------------------------------------------------------------------

    def _functions(self, args: Sequence[Arg], assigns: Sequence[Assign], scope: Scope) -> bool:
        """A call of a function defined before: its body's parts. False when it is none, or may be none."""
        name = args[0].text
        bodies = scope.functions.get(name) if name is not None else None
        if not bodies:
            return False
        start = len(self.parts)
        for body in bodies:
            if body is not None:
                self._call(body, args[1:], scope)  # type: ignore[arg-type]  # the scope holds functions as objects
        side = Part((), self._place(scope))
        self._prefix(side, args, assigns, scope)
        self.spread(side, start)
        return None not in bodies

    def _call(self, function: Function, args: Sequence[Arg] | None, scope: Scope) -> None:
        """Walks a function's body with these positional words, None when they cannot be known."""
        if function not in self.called:
            self.called.append(function)
        depth = self.active.count(function)
        if depth > 2:
            scope.forget()
            return
        if len(self.active) > MAX_DEPTH:
            self.fail(f"{LIMIT}functions are nested too deeply")
            return
        if depth == 2:
            scope.forget()  # a body that calls itself again is read once more, in a state nobody knows
        self.active.append(function)
        outer, before = scope.args, scope.fork()
        scope.set_args(None if depth == 2 else args, args or ())
        shared, scope.shared = scope.shared, True
        inside, scope.called = scope.called, True
        side = self.opened(function.redirects, scope) if function.redirects else None
        listed = scope.listed
        if function.redirects:
            scope.listed = None
        start, left = len(self.parts), len(self.left)
        self.node(function.body, scope)
        if side is not None:
            self.spread(side, start)
        scope.shared, scope.called, scope.listed = shared, inside, listed
        self.merge_left(left, scope)
        for name, value in scope.vars.items():
            if name in scope.local or not same(value, before.vars.get(name, value)):
                scope.vars[name] = unlike(
                    value, before.vars.get(name)
                )  # `local` or not: it has the new value, or the old one again
        scope.own &= before.own  # what is local there has the environment's value again
        scope.args = outer
        for each in self.left[left:]:
            each.args = outer
        self.active.pop()

    def uncalled(self) -> None:
        """Reads the bodies of functions that nothing called, or that a trap may call when all is different."""
        for function, scope in self.defined:
            cwds = scope.cwds
            scope.forget()
            if self.deferred:
                self._call(function, None, scope.fork())
            if function not in self.called:
                scope.cwds = cwds
                self._call(function, None, scope)

    # -- who runs ---------------------------------------------------------------------------------------------

    def command(self, part: Part, args: Sequence[Arg], scope: Scope) -> None:
        """Judges a command given as words."""
        first = args[0]
        self.steps += 1
        if self.steps > MAX_STEPS:
            self.fail(f"{LIMIT}there is too much to follow")
            return
        part.effects |= scope.taint
        part.extra |= scope.taint
        if first.text is None or first.glob or first.many:
            use = self.use("", args[1:], part, scope)
            use.opaque("which program runs cannot be known")
            use.unknown("which program runs cannot be known")
            use.note(RUN_CODE, "runs a program that cannot be known")
            scan(self, use, args[1:])
            return
        folder, slash, name = first.text.rpartition("/")
        use = self.use(name, args[1:], part, scope)
        if slash and folder not in SYSTEM_DIRS:
            use.script(Arg(first.text))
            part.reads.clear()
        rows = rows_of(name, self.facts.programs)
        if name in REMAKERS:
            self.fail(f"{name} may change what the words after it mean")
        elif name in BASH_ONLY:
            self._doubt_unless_alike(scope, ~SH, f"the command {name}")
        if self.depth > MAX_DEPTH:
            self.fail(f"{LIMIT}it is nested too deeply")
        elif rows:
            self._judged(use, rows)
        else:
            if not slash or folder in SYSTEM_DIRS or part.effects & RUN_CODE:
                use.unknown(f"program {name or first.text!r} is in no table")
            else:
                started(use, Arg(first.text), args[1:])
            scan(self, use, args[1:])
        if scope.stdin != "":
            fed_code(use)
        add_forms(part, use, first.text)

    def _judged(self, use: Use, rows: Sequence[Row]) -> None:
        """What every row that speaks about the program finds."""
        judge(use, rows[0])
        for row in rows[1:]:
            again = Use(use.name, use.args, use.part, self.facts, use.cwds, use.walker)
            again.stdin = use.stdin
            judge(again, row)

    def _doubt_unless_alike(self, scope: Scope, alike: int, what: str) -> None:
        if scope.shells & ~alike:
            self.fail(f"{what}, which not every shell that may run this has")

    # -- redirects --------------------------------------------------------------------------------------------

    def hazard(self, mask: int, why: str) -> None:
        part = Part((), "")
        use = Use("", (), part, self.facts, (), Runner(self, None))
        use.note(mask & ~UNKNOWN, why)
        if mask & UNKNOWN:
            use.unknown(why)
        part.extra = part.effects
        self.parts.append(part)

    def fed(self, redirects: Sequence[Redirect], scope: Scope) -> None:
        words = Words(
            scope, self.facts, lambda script: self.known_output(script, scope), printed=self.printed
        )
        texts = [redirect for redirect in redirects if redirect.op[0] == "<" and not redirect.fd.strip("0")]
        several = len(texts) + (scope.stdin != "") > 1
        scope.stdin, scope.feed = fed_text(redirects, words, scope.stdin, scope.feed)
        if any(not each.fd.strip("0") and (each.fd or each.op[0] == "<") for each in redirects):
            scope.listed = None
        if texts and several and scope.shells & ZSH:
            scope.stdin, scope.feed = None, TEXT  # zsh feeds one after the other
        fed = [redirect for redirect in redirects if redirect.op in ("<<", "<<-", "<<<")]
        if len(fed) == len(texts) == 1 and fed == texts:
            self._note_doubts(words)  # it has been expanded once
            return
        for redirect in fed:
            self.single(redirect.heredoc if redirect.op != "<<<" else redirect.target, scope)

    def opened(self, redirects: Sequence[Redirect], scope: Scope) -> Part:
        side = Part((), self._place(scope))
        use = self.use("", (), side, scope)
        for redirect in redirects:
            self._redirect(use, redirect, scope)
        side.extra = side.effects
        return side

    def spread(self, side: Part, start: int) -> None:
        """Gives what comes from beside the words to every part from `start` on; to a part of its own if none."""
        if not (side.effects or side.opaque or side.reads or side.writes):
            return
        if len(self.parts) == start:
            self.parts.append(side)
        for part in self.parts[start:]:
            if part is not side:
                absorb(part, side)
                part.extra |= side.effects

    def _redirect(self, use: Use, redirect: Redirect, scope: Scope) -> None:
        if redirect.op in ("<<", "<<-", "<<<"):
            return
        targets = self.words(scope, (redirect.target,)) if redirect.target is not None else []
        target = targets[0] if len(targets) == 1 else UNKNOWN_VALUE
        text = target.text
        if redirect.fd.startswith("{"):
            keep(use, redirect.fd[1:-1])
            scope.assign(redirect.fd[1:-1], UNKNOWN_VALUE)
        if text == "-" and redirect.op not in (">&", "<&"):
            target = Arg("./-")
        if text and redirect.op in (">&", "<&") and not set(text.removesuffix("-")) - DIGITS:
            return
        if target.prefix.startswith(("/dev/tcp/", "/dev/udp/")):
            use.note(NET_SEND, f"talks to {target.prefix}")
            *_, host, port = f"{text}/".split("/")[:5] if text else ("", "")
            use.reach(host or None, port)
        elif redirect.op in ("<", "<&"):
            if text is None or not text.startswith(READ_PIPE):
                use.read(target)
        elif redirect.op == "<>":
            use.edit(target)
        else:
            use.write(target)
