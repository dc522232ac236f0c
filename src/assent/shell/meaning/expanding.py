"""What a walk does with words: it expands them, follows the commands inside them and notes what is evaluated."""

from __future__ import annotations

from assent.core.call import graver
from assent.core.effect import READ_SECRET, RUN_CODE
from assent.shell.meaning.arg import ANYTHING, TEXT, Arg
from assent.shell.meaning.arith import arithmetic, counted
from assent.shell.meaning.environment import named, shows
from assent.shell.meaning.output import output_of
from assent.shell.meaning.words import Words, is_plain
from assent.shell.syntax.nodes import Arith, Lit, Sub, Var

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.core.call import Part
    from assent.core.facts import Facts
    from assent.shell.meaning.scope import Scope
    from assent.shell.syntax.nodes import Cond, Script, Word

NUMERIC_TESTS = ("-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-v")


class Expanding:
    """The side of a walk that expands. `form` says why the text could not be followed in full ("" when it was),
    `steps` how much has been followed, `depth` how deep in other commands, `parts` what was found, `printed` the worst
    that what a substitution prints may hold."""

    __slots__ = ("depth", "facts", "form", "parts", "printed", "steps")

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.form = ""
        self.steps = 0
        self.depth = 0
        self.parts: list[Part] = []
        self.printed: dict[Script, int] = {}

    def block(self, script: Script, scope: Scope) -> None:
        """Walks a whole script or substitution."""
        raise NotImplementedError

    def hazard(self, mask: int, why: str) -> None:
        """A part without words for what an expansion does by itself."""
        raise NotImplementedError

    def fail(self, why: str) -> None:
        """Notes that the text could not be followed in full, for its gravest reason."""
        self.form = graver(self.form, why)

    def words(self, scope: Scope, words: Sequence[Word]) -> list[Arg]:
        """Words expanded; what the expansion itself runs becomes a part."""
        plain = _plain_args(words)
        if plain is not None:
            self.steps += len(plain) >> 3
            return plain
        expander = Words(
            scope,
            self.facts,
            lambda script: self.known_output(script, scope),
            lambda script: self._names_in(script, scope),
            self.printed,
        )
        args = expander.expand(words)
        self.steps += len(args) >> 3
        self._note_doubts(expander)
        return args

    def _note_doubts(self, expander: Words) -> None:
        """Notes what an expansion does by itself, and what it may have become in another shell."""
        if expander.hazard:
            self.hazard(expander.hazard, "expands text that may run as code")
        if expander.doubt:
            self.fail(expander.doubt)

    def _names_in(self, script: Script, scope: Scope) -> Arg | None:
        from assent.shell.meaning.listing import listed_in

        return listed_in(script, scope, self.facts)

    def single(self, word: Word | None, scope: Scope) -> Arg:
        """A word that is not split, expanded; what the expansion itself runs becomes a part."""
        expander = Words(
            scope, self.facts, lambda script: self.known_output(script, scope), printed=self.printed
        )
        value = expander.single(word)
        self._note_doubts(expander)
        return value

    def known_output(self, script: Script, scope: Scope) -> str | None:
        """The known output of a substitution."""
        items = script.body.items
        if script.problem or len(items) != 1 or items[0][1] not in ("", ";", "\n"):
            return None
        return output_of((items[0][0],), scope, self.facts, "" if scope.stdin == "" else None)

    def subs(self, word: Word | None, scope: Scope, *, compared: bool = False) -> None:
        """Walks the substitutions in a word as parts of their own; so is a secret that it shows when not `compared`."""
        if word is not None and not compared and (shown := shows(word, scope)):
            self.hazard(READ_SECRET, f"shows {shown} of the environment")
        for part in word.parts if word is not None else ():
            if isinstance(part, Sub):
                self._sub(part, scope)
            elif isinstance(part, (Var, Arith)):
                for sub in part.subs:
                    self._sub(sub, scope)

    def _sub(self, sub: Sub, scope: Scope) -> None:
        own = scope.fork()
        own.strict = False  # substitutions do not inherit `set -e`
        if sub.style == ">(":
            own.stdin, own.listed, own.feed = None, None, TEXT
        start = len(self.parts)
        self.depth += 1
        self.block(sub.script, own)
        self.depth -= 1
        self._prints(sub, self.parts[start:], own)

    def _prints(self, sub: Sub, parts: Sequence[Part], scope: Scope) -> None:
        """Notes what a substitution may print; its parts then print nothing more, unless its command reads that from a
        file that stands for it."""
        from assent.shell.meaning.printing import SILENT, prints, reaches

        script = sub.script
        worst = prints(parts, reaches(scope))
        if worst == TEXT and self._names_in(script, scope) is not None:
            worst = ANYTHING
        self.printed[script] = max(worst, self.printed.get(script, worst))
        for part in parts if sub.style != "<(" else ():
            part.prints = SILENT

    def cond(self, node: Cond, scope: Scope) -> None:
        numeric = any(each.literal in NUMERIC_TESTS for each in node.words)
        for word in node.words:
            self.subs(word, scope, compared=not (scope.traced or numeric))
        args = self.words(scope, node.words)
        if any(arg.text in NUMERIC_TESTS for arg in args):
            mask = 0
            for arg in args:
                mask |= arithmetic(arg.text or "", scope)
            for word in node.words:
                for part in word.parts:
                    if isinstance(part, Sub):
                        mask |= counted((part,), scope)
                    else:
                        mask |= arithmetic("$" + part.name if isinstance(part, Var) else part.text, scope)
            if mask:
                self.hazard(mask, "compares text that may run as code")

    def evaluate(self, text: str, subs: Sequence[Sub], scope: Scope) -> None:
        for sub in subs:
            self._sub(sub, scope)
        mask = arithmetic(text, scope) | counted(subs, scope) | (READ_SECRET if named(text, scope) else 0)
        if subs and "[" in text:
            mask |= RUN_CODE
        if mask:
            self.hazard(mask, "counts with text that may run as code")
        scope.forget_what_it_assigns(text)


def _plain_args(words: Sequence[Word]) -> list[Arg] | None:
    """The words when each is one text that means itself, as nine in ten are; None when one is not."""
    args: list[Arg] = []
    for word in words:
        if len(word.parts) != 1:
            return None
        part = word.parts[0]
        if not isinstance(part, Lit) or not (part.quoted or is_plain(part.text)):
            return None
        args.append(Arg(part.text))
    return args
