"""From a written word to the words a program gets: tilde, variables, splitting; what cannot be known is marked."""

from __future__ import annotations

from assent.core.call import LIMIT, graver
from assent.core.effect import RUN_CODE
from assent.shell.meaning.arg import ANYTHING, ELEMENTS, OWN, READ_PIPE, TEXT, WRITE_PIPE, Arg, held, unknown
from assent.shell.meaning.arith import arithmetic, counted, hazard
from assent.shell.meaning.assigns import changes
from assent.shell.meaning.fields import BLANKS, Fields
from assent.shell.meaning.scope import NUMBER, POSITIONAL, UNKNOWN_VALUE, VALUES, unlike
from assent.shell.meaning.secret_names import is_secret_name
from assent.shell.syntax.chars import is_name
from assent.shell.syntax.dialects import BASH, SH, ZSH
from assent.shell.syntax.nodes import Elements, Lit, Sub, Var

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from assent.core.facts import Facts
    from assent.shell.meaning.scope import Scope
    from assent.shell.syntax.nodes import Part as Piece
    from assent.shell.syntax.nodes import Script, Word

# More words than these count as unknown: doubling them needs few letters.
MAX_WORDS = 4096
# How names of variables end whose value is an address, with what lets somebody in there.
ADDRESSES = ("_URL", "_URI", "_DSN", "CONNECTION_STRING", "CONN_STR", "CONNSTR")
NOTHING: Mapping[Script, int] = {}
# Built-ins that bash takes `name=value` operands of as assignments.
DECLARERS = ("declare", "typeset", "local", "export", "readonly")


class Words:
    """Expands words in a scope. `output` gives the known output of a substitution (None when unknown); `hazard`
    gathers effects of the expansion itself (an operator that evaluates what it is given); `doubt` says what a shell
    that may run here would expand to other words, "" for nothing; `braced`: the word at hand came out of braces;
    `printed`: the worst that what a substitution prints may hold."""

    __slots__ = ("braced", "doubt", "facts", "hazard", "names", "output", "printed", "scope")

    def __init__(
        self,
        scope: Scope,
        facts: Facts,
        output: Callable[[Script], str | None],
        names: Callable[[Script], Arg | None] | None = None,
        printed: Mapping[Script, int] = NOTHING,
    ) -> None:
        self.scope = scope
        self.facts = facts
        self.output = output
        self.names = names
        self.printed = printed
        self.hazard = 0
        self.doubt = ""
        self.braced = False

    def only(self, alike: int, what: str) -> None:
        """Doubts what a shell besides `alike` expands otherwise, when such a one may run here."""
        if self.scope.shells & ~alike:
            self.doubt = self.doubt or f"{what}, which not every shell that may run this expands as bash does"

    def _over_a_bound(self, what: str) -> None:
        """What comes behind a bound is not looked at, and a denial may be about just that."""
        self.doubt = graver(self.doubt, f"{LIMIT}{what}")

    def expand(self, words: Sequence[Word]) -> list[Arg]:
        """The words as the program gets them; those that a declaring built-in takes as assignments are not split."""
        args: list[Arg] = []
        declares = bool(words) and words[0].bare and words[0].literal in DECLARERS
        for word in words:
            part = word.parts[0] if len(word.parts) == 1 else None
            if isinstance(part, Lit) and (part.quoted or is_plain(part.text)):
                args.append(Arg(part.text))  # nine words in ten, and ten times faster
                continue
            if declares and _assigns(word):
                args.append(self._declared(word))
                continue
            each = _spread(word)
            self.braced = each is None or len(each) != 1 or each[0] is not word
            if self.braced:
                self.only(BASH | ZSH, "a list in braces")
                if any(not part.quoted and part.kind != "lit" for part in word.parts):
                    self.only(BASH, "braces beside what is expanded after them")
            if each and not all(single.parts for single in each):
                self.only(BASH, "an empty item in braces")
            if not each:
                args.append(unknown(self._held(word.parts), many=True))
                if each is not None:
                    self._over_a_bound("its braces make too many words")
            else:
                for single in each:
                    args.extend(self._spread(single))
            if len(args) > MAX_WORDS:
                self._over_a_bound("it has too many words")
                return [*args[:1], Arg(None, many=True)]
        return args

    def _spread(self, word: Word) -> list[Arg]:
        """The words that one turns into; `"$@"` without any is no word, beside other empty text it may be one."""
        args = self.scope.args
        some = any(isinstance(part, Lit) and part.text for part in word.parts)
        if args is not None and not some and not any(arg.text != "" or arg.glob for arg in args):
            for part in word.parts:
                if isinstance(part, Var) and part.name == "@" and part.quoted:
                    alone = not args and word.end - word.start == (4 if part.bare else 6)
                    return [] if alone else [Arg(None, many=True)]
        found = self._fields(word.parts, split=True)
        if len(found) == 1 and found[0].text is None and not some:
            found = [self._listed(word.parts) or found[0]]
        sure = self.scope.split and word.parts and not isinstance(word.parts[0], Sub)
        if sure and self._is_number(word.parts):
            # A number that is counted from a file may stand for its text.
            return found if word.parts[0].kind == "arith" and held(*found) == TEXT else [NUMBER]
        return found

    def _listed(self, parts: Sequence[Piece]) -> Arg | None:
        """The names of files that a word stands for which is nothing but a substitution, or a variable."""
        told = [part for part in parts if not isinstance(part, Lit)]
        part = told[0]
        if len(told) > 1 or not (part.quoted or self.scope.split):
            return None
        if isinstance(part, Var) and not part.op:
            value = self.scope.vars.get(part.name)
            return value if value is not None and value.below else None
        if self.names is None or not isinstance(part, Sub) or part.quoted or part.style not in ("$(", "`"):
            return None
        return self.names(part.script)

    def _is_count(self, part: Sub) -> bool:
        """True for a substitution that stands for a number, which nothing splits."""
        return self.scope.split and not counted((part,), self.scope)

    def _is_number(self, parts: Sequence[Piece]) -> bool:
        """True for a word that is nothing but a number which cannot be known."""
        part = parts[0] if len(parts) == 1 else None
        if isinstance(part, Var):
            return not part.op and self.scope.value(part.name, self.facts) is NUMBER
        if isinstance(part, Sub):
            return part.style in ("$(", "`") and not counted((part,), self.scope)
        return part is not None and part.kind == "arith"

    def _declared(self, word: Word) -> Arg:
        """`name=value` behind a declaring built-in: one word for bash; some shells split the value."""
        split = self._fields(word.parts, split=True)
        whole = self._fields(word.parts, split=False)
        if any(isinstance(part, Elements) for part in word.parts):
            return Arg(whole[0].prefix.partition("=")[0] + "=" + ELEMENTS)
        if len(split) != 1 or split[0].text != whole[0].text or split[0].many or split[0].glob:
            self.only(BASH | ZSH, "an unquoted value in a declaration")
        lit = word.parts[0]
        odd = _spread(word) != [word] or (isinstance(lit, Lit) and ":~" in lit.text)
        return whole[0].behind(whole[0].prefix.partition("=")[0] + "=") if odd else whole[0]

    def single(self, word: Word | None) -> Arg:
        """A word that is not split: the value of an assignment, a here-string, a `case` word."""
        if word is None:
            return Arg("")
        found = self._fields(word.parts, split=False)
        if any(isinstance(part, Lit) and not part.quoted and ":~" in part.text for part in word.parts):
            return unlike(*found, UNKNOWN_VALUE)
        if self._is_number(word.parts):
            return NUMBER
        return found[0] if len(found) == 1 else Arg("") if not found else unlike(*found, UNKNOWN_VALUE)

    def _held(self, parts: Sequence[Piece]) -> int:
        """The worst that pieces which cannot be known may hold."""
        worst = OWN
        for part in parts:
            if isinstance(part, Sub):
                worst = max(worst, self.printed.get(part.script, ANYTHING))
            elif isinstance(part, Var):
                worst = max(worst, held(self._value(part)), self._within(part.op, part.subs))
            elif not isinstance(part, Lit):
                worst = max(worst, self._within(part.text, part.subs))
        return worst

    def _within(self, text: str, subs: Sequence[Sub]) -> int:
        """The same of an operator, or of arithmetic, by the substitutions and names of variables in it."""
        worst = max((self.printed.get(sub.script, ANYTHING) for sub in subs), default=OWN)
        for name, value in self.scope.vars.items() if text and worst != TEXT else ():
            if value.holds == TEXT and name.isidentifier() and name in text:
                return TEXT
        return max(worst, ANYTHING) if "$" in text or "`" in text else worst

    def _fields(self, parts: Sequence[Piece], *, split: bool) -> list[Arg]:
        fields = Fields()
        for index, part in enumerate(parts):
            if isinstance(part, Lit):
                text = part.text
                if index == 0 and not part.quoted and "~" in text:
                    text = self._tildes(fields, text, alone=len(parts) == 1)
                fields.literal(text, glob=not part.quoted)
            elif isinstance(part, Var):
                alone = split and not any(each is not part and getattr(each, "text", "x") for each in parts)
                self._variable(fields, part, split=split and not part.quoted, alone=alone)
            elif isinstance(part, Sub):
                self._substitution(fields, part, split=split and not part.quoted)
            else:
                self.hazard |= arithmetic(part.text, self.scope) | counted(part.subs, self.scope)
                self.scope.forget_what_it_assigns(part.text)
                within = self._within(part.text, part.subs)
                fields.unknown(many=False, holds=TEXT if within == TEXT else OWN)
        if fields.long:
            self._over_a_bound("a word is too long")
        return fields.done()

    def _tildes(self, fields: Fields, text: str, *, alone: bool) -> str:
        """Expands `~` at the start of a word, and behind `name=` as bash does in arguments too."""
        name, equals, value = text.partition("=")
        if equals and is_name(name) and (":~" in value or (self.braced and "~" in value)):
            self.only(BASH, "a tilde behind an equals sign")
            fields.literal(name + "=", glob=False)
            fields.unknown(many=False)
            return ""
        if equals and value.startswith("~") and is_name(name):
            fields.literal(name + "=", glob=False)
            text = value
            self.only(BASH, "a tilde behind an equals sign")
        return self._tilde(fields, text, alone=alone) if text.startswith("~") else text

    def _tilde(self, fields: Fields, text: str, *, alone: bool) -> str:
        """Expands a leading `~`; what is left of the text."""
        name, slash, rest = text[1:].partition("/")
        if not slash and not alone:
            self.only(BASH | SH, "a tilde before a variable")
            return text
        if name:
            self.only(BASH | ZSH if name in ("+", "-") else BASH | SH, "a tilde with a name")
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
            if self.facts.home.rpartition("/")[2] == name:
                fields.literal(self.facts.home, glob=False)
            else:
                fields.literal(f"/home/{name}", glob=False)
                fields.unknown(many=False)  # without such a user the word stays as it is written
        else:
            fields.unknown(many=False)
        return slash + rest

    def _variable(self, fields: Fields, part: Var, *, split: bool, alone: bool) -> None:
        if part.name in ("@", "*"):
            self._positional(fields, part, split=split)
            return
        if part.name.startswith("!"):
            self.hazard |= arithmetic(part.name[1:], self.scope)
        value = self._value(part)
        if alone and part.name.upper().endswith(ADDRESSES) and part.name not in self.scope.vars:
            value = UNKNOWN_VALUE  # the host that it is sent to stands in it
        if part.op:
            self.hazard |= hazard(part.op, self.scope)
            value = self._operated(part, value)
            if "$" in part.op:
                self.scope.forget_what_it_assigns(part.op)
        if split:
            self._check_split(value)
            value = value if self.scope.split else unlike(value, UNKNOWN_VALUE)
        fields.value(value, split=split)

    def _value(self, part: Var) -> Arg:
        """The value of a variable without its operator; one that another variable names may be any of them."""
        if part.name.isdigit():
            return self._positioned(part.name)
        if part.name[:1] == "!" and part.name != "!":
            return unlike(*self.scope.vars.values(), UNKNOWN_VALUE)
        value = self.scope.value(part.name, self.facts)
        secret = value.text is None and is_secret_name(part.name) and part.name not in self.scope.own
        return VALUES[TEXT] if secret else value

    def _check_split(self, value: Arg) -> None:
        """Zsh takes the value of a variable as it is: neither split nor a glob."""
        if value.text and (not is_plain(value.text) or any(blank in value.text for blank in BLANKS)):
            self.only(~ZSH, "a value with blanks or globs")

    def _positioned(self, name: str) -> Arg:
        args = self.scope.args
        if args is None or any(arg.many or arg.glob for arg in args):
            return unlike(*(args or ()), self.scope.vars.get(POSITIONAL))
        index = int(name) if len(name) < 4 else 1000
        return UNKNOWN_VALUE if index == 0 else args[index - 1] if index <= len(args) else Arg("")

    def _operated(self, part: Var, value: Arg) -> Arg:
        """`${x:-y}` and its kin where the value is known; every other operator makes it unknown."""
        operator = part.op[:2] if part.op[:1] == ":" else part.op[:1]
        if operator in ("=", ":="):
            self.hazard |= changes(part.name, self.scope.shells) & RUN_CODE
            self.scope.assign(part.name, VALUES[max(held(value), self._within(part.op, part.subs))])
        if value.text and operator in ("-", ":-", "=", ":=", "?", ":?"):
            return value
        return VALUES[max(held(value), self._within(part.op, part.subs))]

    def _positional(self, fields: Fields, part: Var, *, split: bool) -> None:
        args = self.scope.args
        if args is None or part.op or not self.scope.split or any(arg.many or arg.glob for arg in args):
            self.hazard |= hazard(part.op, self.scope) if part.op else 0
            fields.unknown(many=True, holds=held(*(args or ()), self.scope.vars.get(POSITIONAL)))
        elif part.name == "*" and not split:
            texts = [arg.text for arg in args]
            fields.value(
                unlike(*args) if None in texts else Arg(" ".join(t or "" for t in texts)), split=False
            )
        else:
            for index, arg in enumerate(args):
                if index:
                    fields.cut()
                if split:
                    self._check_split(arg)
                fields.value(arg, split=split)

    def _substitution(self, fields: Fields, part: Sub, *, split: bool) -> None:
        if part.style in ("<(", ">("):
            if fields.text:
                fields.unknown(many=False)  # which number it gets
            else:
                fields.literal(READ_PIPE if part.style == "<(" else WRITE_PIPE, glob=False)
            return
        text = self.output(part.script)
        if text is None or (split and not self.scope.split):
            many = split and not (fields.text and self._is_count(part))
            fields.unknown(many=many, holds=self.printed.get(part.script, ANYTHING))
        else:
            if split and not is_plain(text):
                self.only(~ZSH, "a glob that a command prints")
            fields.value(Arg(text.rstrip("\n")), split=split)


def is_plain(text: str) -> bool:
    """True for unquoted text that means itself."""
    return not ("{" in text or "~" in text or "*" in text or "?" in text or "[" in text)


def _assigns(word: Word) -> bool:
    """True for a word that begins as an assignment."""
    part = word.parts[0]
    if not isinstance(part, Lit) or part.quoted:
        return False
    name, equals, _ = part.text.partition("=")
    return bool(equals) and is_name(name.removesuffix("+"))


def _spread(word: Word) -> list[Word] | None:
    """The words that the braces of this one make, as `braces` says; loaded for a word that has some."""
    if not any(isinstance(part, Lit) and not part.quoted and "{" in part.text for part in word.parts):
        return [word]
    from assent.shell.syntax.braces import braces

    return braces(word)
