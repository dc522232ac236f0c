"""Commands inside commands: what a wrapper runs counts as its own, deny and ask see it, allow rarely does."""

from __future__ import annotations

from assent.core.call import LIMIT, Part
from assent.core.effect import RUN_CODE, UNKNOWN
from assent.core.paths import inside
from assent.shell.meaning.arg import ANYTHING, STDIN, TEXT, Arg, argv_of, unknown
from assent.shell.programs.shipped import is_known
from assent.shell.syntax.dialects import BASH, SH, run_by
from assent.shell.syntax.parse import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.meaning.flow import Flow
    from assent.shell.meaning.scope import Scope
    from assent.shell.meaning.use import Use
    from assent.shell.syntax.nodes import List

# Commands in commands deeper than this are not followed.
MAX_DEPTH = 12
# Roles of an option's value that is itself what the program runs.
GIVES_CODE = frozenset(("code", "shell", "script", "command"))
# How many words of an unknown program are tried as the start of an inner command.
MAX_TRIES = 8
# Known input from which words are appended; of longer input they are unknown.
LONGEST_FED = 4096


class Runner:
    """Reads inner commands for one use of a program in the scope it stands in."""

    __slots__ = ("scope", "walk")

    def __init__(self, walk: Flow, scope: Scope | None) -> None:
        self.walk = walk
        self.scope = scope

    def _inner(self, use: Use) -> Scope | None:
        """The scope of what the use runs: the shell's own for built-ins, a new process otherwise."""
        if self.scope is None or "in-shell" in use.row.facts:
            return self.scope
        scope = self.scope.fresh()
        scope.cwds = use.cwds
        return scope

    def run(self, use: Use, args: Sequence[Arg]) -> bool:
        scope = self._inner(use)
        if not args or scope is None:
            return True
        if self.walk.depth > MAX_DEPTH:
            self.walk.fail(f"{LIMIT}it is nested too deeply")
            _runs_what_is_unknown(use, "nests commands too deeply")
            return True
        words = args
        if "fed" in use.row.facts:
            args = [*args, *(_fed_words(use) if use.fed is None else use.fed)]
            if len(use.stdin or "") >= LONGEST_FED:
                self.walk.fail(f"{LIMIT}{use.name} is fed too many words")
            scope.stdin = ""
        self.walk.steps += len(args) >> 3
        use.kept += sum([arg.holds == TEXT for arg in args])  # the command inside is judged by itself
        harmless = "wrapper" in use.row.facts and not (use.part.meaning or use.part.opaque)
        inner = Part(argv_of(args), use.part.cwd)
        self.walk.depth += 1
        self.walk.command(inner, args, scope)
        self.walk.depth -= 1
        absorb(use.part, inner)
        use.part.runs = True
        use.ran.append((words, inner))
        if harmless:
            use.part.plain.extend(inner.plain)
        return inner.runs

    def shell(self, use: Use, text: str | None) -> None:
        use.part.runs = True
        scope = self._inner(use)
        if text is None or scope is None:
            _runs_what_is_unknown(use, "runs commands that cannot be known")
            return
        if self.walk.depth > MAX_DEPTH:
            self.walk.fail(f"{LIMIT}it is nested too deeply")
            _runs_what_is_unknown(use, "nests commands too deeply")
            return
        if "in-shell" not in use.row.facts:
            scope.shells = run_by(use.name)
            scope.set_args(None, use.args)
        script = parse(text, scope.shells)
        if script.problem:
            _runs_what_is_unknown(use, f"runs commands that could not be read in full ({script.problem})")
            if LIMIT in script.problem:
                self.walk.fail(script.problem)
            self._other(use, text, scope)
        if "later" not in use.row.facts:
            if use.stdin is text:
                scope.stdin = ""
            shared, scope.shared = scope.shared, True
            self._walk(use, script.body, scope)
            scope.shared = shared
            return
        now = scope.fork()
        self._walk(use, script.body, now)
        if not now.knows_the_same(scope):
            self.unread(f"a {use.name} changes what later words mean")
            use.unknown(f"a {use.name} changes what later words mean")
        then = scope.fork()
        then.forget()  # when it runs, all may be different
        self._walk(use, script.body, then)
        self.walk.deferred = True

    def _other(self, use: Use, text: str, scope: Scope) -> None:
        """Shows denials what the shell that was not read for would find in the text."""
        if scope.shells & SH:
            other = BASH if scope.shells == SH else SH
            own = scope.fork()
            own.shells = other
            self._walk(use, parse(text, other).body, own)

    def _walk(self, use: Use, body: List, scope: Scope) -> None:
        walk = self.walk
        outer, walk.parts = walk.parts, []
        walk.depth += 1
        walk.items(body, scope)
        walk.depth -= 1
        found, walk.parts = walk.parts, outer
        for inner in found:
            absorb(use.part, inner)

    def follow(self, use: Use, text: str) -> None:
        """Gives denials the words and paths of commands that a task runs, and nothing of them to anybody else."""
        if self.scope is None or self.walk.depth > MAX_DEPTH:
            return
        form, deferred, left = self.walk.form, self.walk.deferred, len(self.walk.left)
        side = Part((), use.part.cwd)
        type(use)("sh", (), side, use.facts, use.cwds, Runner(self.walk, self.scope.fresh())).shell(text)
        self.walk.form, self.walk.deferred = form, deferred
        del self.walk.left[left:]
        part = use.part
        part.seen.extend(argv for argv in side.seen if argv and argv not in part.seen)
        part.texts.extend(path for path in side.texts if path not in part.texts)

    def code(self, use: Use, text: str | None) -> None:
        """Shows denials what code of another language runs and removes by its own words; it allows nothing."""
        if not text or self.scope is None or self.walk.depth > MAX_DEPTH:
            return
        from assent.shell.meaning.literals import calls

        form = self.walk.form
        for removes, words in calls(text):
            side = Part((), use.part.cwd)
            runner = Runner(self.walk, self.scope.fresh())
            inner = type(use)("sh", (), side, use.facts, use.cwds, runner)
            if removes:
                inner.destroy(Arg(words[0]))
            elif len(words) > 1:
                inner.run([Arg(word) for word in words])
            else:
                inner.shell(words[0])
            side.opaque, side.meaning = False, ""
            side.effects &= ~UNKNOWN
            absorb(use.part, side)
        self.walk.form = form

    def unread(self, why: str) -> None:
        """From here on the same words may mean something else."""
        self.walk.fail(why)

    def land(self, place: str, *, below_only: bool) -> None:
        """Notes that files nobody has seen stand at a place from here on, or only below it."""
        self.walk.landed.append(place + "/" if below_only else place)

    def landed_over(self, place: str) -> str:
        """Where files that nobody has seen were put, of which a directory may be one; "" when nowhere."""
        for each in self.walk.landed:
            if place.startswith(each) if each.endswith("/") else inside(place, each):
                return each
        return ""

    def turn(self, branches: Sequence[str]) -> None:
        """Notes branches that may be checked out from here on; "" is one that nobody knows."""
        self.walk.turned.extend(branch for branch in branches if branch not in self.walk.turned)

    def turned(self) -> Sequence[str]:
        """What may be checked out beside the branch that the facts name."""
        return self.walk.turned

    def leave(self) -> None:
        """Notes the state in which a loop or a function is left from here."""
        if self.scope is not None:
            self.walk.left.append(self.scope.fork())


def _runs_what_is_unknown(use: Use, why: str) -> None:
    use.opaque(why)
    use.unknown(why)
    use.note(RUN_CODE, why)


def _fed_words(use: Use) -> list[Arg]:
    """The words that xargs appends: those of known input, else any number of unknown ones."""
    if use.stdin:
        plain = not any(sign in use.stdin for sign in "\\'\"")
        if plain and len(use.stdin) < LONGEST_FED:
            return [Arg(word) for word in use.stdin.split()]
    return [unknown(reached(use), many=True)]


def reached(use: Use) -> int:
    """The worst that words may hold which a use takes from its standard input, or from a file that it is given."""
    scope = use.walker.scope
    if use.has("-a", "--arg-file", "-u"):
        return TEXT
    return scope.feed if scope is not None and scope.stdin is None else ANYTHING


def absorb(outer: Part, inner: Part) -> None:
    """Adds everything an inner part can do to the part that runs it."""
    outer.effects |= inner.effects
    outer.opaque = outer.opaque or inner.opaque
    outer.meaning = outer.meaning or inner.meaning
    outer.touches(inner)
    outer.texts.extend(path for path in inner.texts if path not in outer.texts)
    outer.targets.extend(target for target in inner.targets if target not in outer.targets)
    if inner.argv:
        outer.seen.extend(argv for argv in inner.seen if argv not in outer.seen)
    outer.traits.extend(trait for trait in inner.traits if trait not in outer.traits)
    outer.notes.extend(note for note in inner.notes if note not in outer.notes)


def scan(walk: Flow, use: Use, args: Sequence[Arg]) -> None:
    """An unknown program may be a wrapper, or read what it is given: known programs among its words are read as
    inner commands, shell text after `-c` too, and secrets among its words count as read."""
    tries = 0
    outer, walk.scanning = walk.scanning, True
    for index, arg in enumerate(args):
        if arg.text is None:
            continue
        name = arg.text.rpartition("/")[2]
        # What a word inside an inner command could start is found from here as well, so inner ones do not look.
        if tries < MAX_TRIES and not outer and walk.depth <= MAX_DEPTH and is_known(name):
            tries += 1
            use.walker.run(use, args[index:])
        if name == "assent":
            use.note(RUN_CODE, "may change what decides about calls")
        if arg.text == "-c" and index + 1 < len(args):
            use.walker.shell(use, args[index + 1].text)
        use.weaken(arg.text)
        use.given(
            arg.text.partition("=")[2] if arg.text.startswith("-") else arg.text, expanded=bool(arg.glob)
        )
    walk.scanning = outer


def fed_code(use: Use) -> None:
    """A shell or interpreter that takes its program from standard input, when something is fed to it."""
    named = any(arg.text in STDIN or arg.text == "-s" for arg in use.args)
    if "shell" in use.row.facts:
        if use.has("-c", "--command") or (use.words and not named):
            return
        use.shell(use.stdin)
        use.note(RUN_CODE, f"runs what {use.name} is fed")
    else:
        operands = use.words or any(not arg.prefix.startswith("-") for arg in use.args)
        if _gives_code(use) or (operands and not named):
            return
        if use.part.effects & RUN_CODE:
            use.walker.code(use, use.stdin)
    use.part.extra |= use.part.effects & RUN_CODE


def _gives_code(use: Use) -> bool:
    """True when an option holds what it runs, so that standard input is data."""
    options = use.row.options
    given = [flag for flag, _ in use.options] + [arg.text for arg in use.args if arg.text is not None]
    return any(flag in options and not GIVES_CODE.isdisjoint(options[flag][1]) for flag in given)
