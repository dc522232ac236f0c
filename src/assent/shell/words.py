"""From a written word to the words a program gets: tilde, variables, splitting; what cannot be known is marked."""

from __future__ import annotations

from assent.core.effect import RUN_CODE
from assent.shell.arg import READ_PIPE, WRITE_PIPE, Arg
from assent.shell.arith import arithmetic, counted, hazard
from assent.shell.assigns import changes, is_name
from assent.shell.nodes import Lit, Sub, Var
from assent.shell.parse import braces
from assent.shell.scope import NUMBER, UNKNOWN_VALUE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assent.core.facts import Facts
    from assent.shell.nodes import Part as Piece
    from assent.shell.nodes import Script, Word
    from assent.shell.scope import Scope

BLANKS = " \t\n"
# Longer values and more words than these count as unknown: doubling them needs few letters.
MAX_TEXT = 1 << 16
MAX_WORDS = 4096
MAX_SPLIT = 4096


class Words:
    """Expands words in a scope. `output` gives the known output of a substitution (None when unknown); `hazard`
    gathers effects of the expansion itself (an operator that evaluates what it is given)."""

    __slots__ = ("facts", "hazard", "output", "scope")

    def __init__(self, scope: Scope, facts: Facts, output: Callable[[Script], str | None]) -> None:
        self.scope = scope
        self.facts = facts
        self.output = output
        self.hazard = 0

    def expand(self, words: Sequence[Word]) -> list[Arg]:
        """The words as the program gets them."""
        args: list[Arg] = []
        for word in words:
            part = word.parts[0] if len(word.parts) == 1 else None
            if isinstance(part, Lit) and (part.quoted or _is_plain(part.text)):
                args.append(Arg(part.text))  # nine words in ten, and ten times faster
                continue
            each = braces(word)
            if each is None:
                args.append(Arg(None, many=True))
            else:
                for single in each:
                    args.extend(self._fields(single.parts, split=True))
            if len(args) > MAX_WORDS:
                return [*args[:1], Arg(None, many=True)]
        return args

    def single(self, word: Word | None) -> Arg:
        """A word that is not split: the value of an assignment, a here-string, a `case` word."""
        if word is None:
            return Arg("")
        found = self._fields(word.parts, split=False)
        if len(word.parts) == 1 and word.parts[0].kind == "arith":
            return NUMBER
        return found[0] if len(found) == 1 else Arg("") if not found else UNKNOWN_VALUE

    def _fields(self, parts: Sequence[Piece], *, split: bool) -> list[Arg]:
        fields = _Fields()
        for index, part in enumerate(parts):
            if isinstance(part, Lit):
                text = part.text
                if index == 0 and not part.quoted and "~" in text:
                    text = self._tildes(fields, text, alone=len(parts) == 1)
                fields.literal(text, glob=not part.quoted)
            elif isinstance(part, Var):
                self._variable(fields, part, split=split and not part.quoted)
            elif isinstance(part, Sub):
                self._substitution(fields, part, split=split and not part.quoted)
            else:
                self.hazard |= arithmetic(part.text, self.scope) | counted(part.subs, self.scope)
                self.scope.blur(part.text)
                fields.unknown(many=False)
        return fields.done()

    def _tildes(self, fields: _Fields, text: str, *, alone: bool) -> str:
        """Expands `~` at the start of a word, and behind `name=` as bash does in arguments too."""
        name, equals, value = text.partition("=")
        if equals and value.startswith("~") and is_name(name):
            fields.literal(name + "=", glob=False)
            text = value
        return self._tilde(fields, text, alone=alone) if text.startswith("~") else text

    def _tilde(self, fields: _Fields, text: str, *, alone: bool) -> str:
        """Expands a leading `~`; what is left of the text."""
        name, slash, rest = text[1:].partition("/")
        if not slash and not alone:
            return text
        home = "HOME" in self.scope.vars
        if name == "" and home:
            fields.value(self.scope.vars["HOME"], split=False)
        elif name == "":
            fields.literal(self.facts.home, glob=False)
        elif name == "+" and len(self.scope.cwds) == 1:
            fields.literal(self.scope.cwds[0], glob=False)
        elif name == "root":
            fields.literal("/root", glob=False)
        elif name[0] != "-" and is_name(name.replace("-", "_").replace(".", "_")):
            same = self.facts.home.rpartition("/")[2] == name
            fields.literal(self.facts.home if same else f"/home/{name}", glob=False)
        else:
            fields.unknown(many=False)
        return slash + rest

    def _variable(self, fields: _Fields, part: Var, *, split: bool) -> None:
        if part.name in ("@", "*"):
            self._positional(fields, part, split=split)
            return
        if part.name.startswith("!"):
            self.hazard |= arithmetic(part.name[1:], self.scope)
        value = (
            self._positioned(part.name) if part.name.isdigit() else self.scope.value(part.name, self.facts)
        )
        if part.op:
            self.hazard |= hazard(part.op, self.scope)
            value = self._operated(part, value)
            if "$" in part.op:
                self.scope.blur(part.op)
        if split and not self.scope.split:
            value = UNKNOWN_VALUE
        fields.value(value, split=split)

    def _positioned(self, name: str) -> Arg:
        args = self.scope.args
        if args is None or any(arg.many or arg.glob for arg in args):
            return UNKNOWN_VALUE
        index = int(name) if len(name) < 4 else 1000
        return UNKNOWN_VALUE if index == 0 else args[index - 1] if index <= len(args) else Arg("")

    def _operated(self, part: Var, value: Arg) -> Arg:
        """`${x:-y}` and its kin where the value is known; every other operator makes it unknown."""
        operator = part.op[:2] if part.op[:1] == ":" else part.op[:1]
        if operator in ("=", ":="):
            self.hazard |= changes(part.name) & RUN_CODE
            self.scope.assign(part.name, UNKNOWN_VALUE)
        if value.text and operator in ("-", ":-", "=", ":=", "?", ":?"):
            return value
        return UNKNOWN_VALUE

    def _positional(self, fields: _Fields, part: Var, *, split: bool) -> None:
        args = self.scope.args
        if args is None or part.op or not self.scope.split:
            self.hazard |= hazard(part.op, self.scope) if part.op else 0
            fields.unknown(many=True)
        elif part.name == "*" and not split:
            texts = [arg.text for arg in args]
            fields.value(
                UNKNOWN_VALUE if None in texts else Arg(" ".join(t for t in texts if t)), split=False
            )
        else:
            for index, arg in enumerate(args):
                if index:
                    fields.cut()
                fields.value(arg, split=split)

    def _substitution(self, fields: _Fields, part: Sub, *, split: bool) -> None:
        if part.style in ("<(", ">("):
            fields.pipe(READ_PIPE if part.style == "<(" else WRITE_PIPE)
            return
        text = self.output(part.script)
        if text is None or (split and not self.scope.split):
            fields.unknown(many=split)
        else:
            fields.value(Arg(text.rstrip("\n")), split=split)


def _is_plain(text: str) -> bool:
    """True for unquoted text that means itself."""
    return not ("{" in text or "~" in text or "*" in text or "?" in text or "[" in text)


class _Fields:
    """Builds the words that one written word turns into."""

    __slots__ = ("bracket", "globbed", "known", "many", "out", "started", "text")

    def __init__(self) -> None:
        self.out: list[Arg] = []
        self._reset()

    def _reset(self) -> None:
        self.text = ""
        self.known = True
        self.globbed = False
        self.bracket = False
        self.many = False
        self.started = False

    def literal(self, text: str, *, glob: bool) -> None:
        self.started = True
        if self.known:
            self.text += text
            self.known = len(self.text) <= MAX_TEXT
        if glob and ("*" in text or "?" in text):
            self.globbed = True
        elif glob and "[" in text:
            self.bracket = True

    def pipe(self, text: str) -> None:
        self.literal(text, glob=False)

    def unknown(self, *, many: bool) -> None:
        self.started = True
        self.known = False
        self.many = self.many or many

    def value(self, value: Arg, *, split: bool) -> None:
        if value.text is None:
            if self.known and value.prefix and not (split and any(sign in value.prefix for sign in BLANKS)):
                self.text += value.prefix
            self.unknown(many=(split and value is not NUMBER) or (value.many and value is not UNKNOWN_VALUE))
        elif not split:
            self.literal(value.text, glob=value.glob)
        elif len(value.text) > MAX_SPLIT:
            self.unknown(many=True)
        else:
            self._split(value.text)

    def _split(self, text: str) -> None:
        for index, piece in enumerate(text.replace("\t", " ").replace("\n", " ").split(" ")):
            if index:
                self.cut()
            if piece:
                self.literal(piece, glob=True)

    def cut(self) -> None:
        """Ends the word; nothing that began is no word."""
        if self.bracket and ("]" in self.text.partition("[")[2] or not self.known):
            self.globbed = True
        if self.started:
            self.out.append(
                Arg(self.text, glob=self.globbed)
                if self.known
                else Arg(None, prefix=self.text, many=self.many, glob=self.globbed)
            )
        self._reset()

    def done(self) -> list[Arg]:
        self.cut()
        return self.out
