"""Variables that the environment holds and whose name is that of a secret: which words of a text show one."""

from __future__ import annotations

from assent.shell.meaning.secret_names import is_secret_name
from assent.shell.syntax.nodes import Arith, Lit, Var

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.scope import Scope
    from assent.shell.syntax.nodes import Word

# Commands that compare what they are given, or only look whether it is there.
COMPARING = ("test", "[", ":")
_NUMERIC = ("-eq", "-ne", "-lt", "-le", "-gt", "-ge")


def compares(words: tuple[Word, ...], scope: Scope) -> bool:
    """True for a command that shows nothing of its words; a number that is none ends up in an error message."""
    first = words[0].parts[0] if words and len(words[0].parts) == 1 else None
    name = first.text if isinstance(first, Lit) else ""
    if name not in COMPARING or name in scope.functions or scope.traced:
        return False
    return not any(word.literal in _NUMERIC for word in words)


def shows(word: Word, scope: Scope) -> str:
    """The name of a secret variable of the environment whose value becomes part of a word; "" for none."""
    for part in word.parts:
        found = ""
        if isinstance(part, Var):
            found = _shown(part, scope)
        elif isinstance(part, Arith):
            found = named(part.text, scope)
        if found:
            return found
    return ""


def _shown(part: Var, scope: Scope) -> str:
    if part.op and (found := _inside(part.op, scope)):
        return found
    if part.name.startswith("#") or part.op.startswith(("+", ":+")):
        return ""  # its length, or another text in its place
    if not part.name.startswith("!") or part.name == "!":  # `$!` is the number of the last job
        return part.name if _is_foreign(part.name, scope) else ""
    if part.op in ("*", "@", "[*]", "[@]"):
        return ""  # names or subscripts, no values
    pointer = scope.vars.get(part.name[1:])
    if pointer is None or pointer.text is None:
        return "a variable that cannot be known"
    return pointer.text if _is_foreign(pointer.text, scope) else ""


def _is_foreign(name: str, scope: Scope) -> bool:
    return is_secret_name(name) and name not in scope.own


def _inside(op: str, scope: Scope) -> str:
    """A secret variable that an operator names in its own text: `${X:-$TOKEN}`."""
    for piece in op.split("$")[1:]:
        found = named(piece.lstrip("{!#").partition("}")[0][:64], scope, first=True)
        if found:
            return found
    return ""


def named(text: str, scope: Scope, *, first: bool = False) -> str:
    """A secret variable among the names in an arithmetic text; `first`: only the name it begins with."""
    name = ""
    for char in text + " ":
        if char == "_" or char.isalnum():
            name += char
            continue
        if name and not name[0].isdigit() and _is_foreign(name, scope):
            return name
        if first:
            return ""
        name = ""
    return ""
