"""Brace expansion."""

from __future__ import annotations

from assent.shell.syntax.chars import NAME
from assent.shell.syntax.nodes import Lit, Var, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.syntax.nodes import Part

    # One unquoted character, or a part whose inside braces do not reach into.
    Atom = str | Part

MAX_WORDS = 1000
# Characters and parts of all words together.
MAX_ATOMS = 100_000


def braces(word: Word) -> list[Word] | None:
    """The words that `{a,b}` and `{1..3}` make of this one, in order; the word alone when it holds none. None
    where what bash makes of it is not certain (braces that do not pair, mixed ranges); [] for more than MAX_WORDS."""
    if not any(isinstance(part, Lit) and not part.quoted and "{" in part.text for part in word.parts):
        return [word]
    atoms = _atoms(word.parts)
    try:
        found = _expand(atoms, 0)
    except _TooManyError:
        return []
    except _UncertainError:
        return None
    if found == [atoms]:
        return [word]
    if "$" in atoms or any(_grows(each) for each in found):
        return None
    return [Word(_parts(each), word.start, word.end) for each in found]


class _UncertainError(Exception):
    pass


class _TooManyError(Exception):
    pass


def _grows(atoms: list[Atom]) -> bool:
    """True when letters have come to stand behind a `$x`, whose name they lengthen."""
    for at, atom in enumerate(atoms[:-1]):
        following = atoms[at + 1]
        letter = isinstance(following, str) and following in NAME
        if letter and isinstance(atom, Var) and atom.bare and not atom.quoted:
            return True
    return False


def _atoms(parts: tuple[Part, ...]) -> list[Atom]:
    found: list[Atom] = []
    for part in parts:
        if isinstance(part, Lit) and not part.quoted:
            found.extend(part.text)
        else:
            found.append(part)
    return found


def _parts(atoms: list[Atom]) -> tuple[Part, ...]:
    found: list[Part] = []
    text = ""
    for atom in atoms:
        if isinstance(atom, str):
            text += atom
            continue
        if text:
            found.append(Lit(text, False))
            text = ""
        found.append(atom)
    if text:
        found.append(Lit(text, False))
    return tuple(found)


def _expand(atoms: list[Atom], depth: int) -> list[list[Atom]]:
    """Every word these atoms stand for."""
    if depth > 10:
        raise _UncertainError
    results: list[list[Atom]] = [[]]
    at = 0
    while at < len(atoms):
        if len(results) > 1 and len(results) * len(atoms) > MAX_ATOMS:
            raise _TooManyError
        if atoms[at] == "{":
            end, commas = _pair(atoms, at)
            choices = _choices(atoms, at, end, commas, depth)
            at = end + 1
        else:
            choices = [[atoms[at]]]
            at += 1
        if len(choices) == 1:
            for result in results:
                result.extend(choices[0])
        else:
            if len(results) * len(choices) > MAX_WORDS:
                raise _TooManyError
            results = [[*result, *choice] for result in results for choice in choices]
    return results


def _pair(atoms: list[Atom], start: int) -> tuple[int, list[int]]:
    """Where the brace at `start` closes, and the commas right inside it."""
    depth = 0
    commas: list[int] = []
    for at in range(start, len(atoms)):
        atom = atoms[at]
        if atom == "{":
            depth += 1
        elif atom == "}":
            depth -= 1
            if depth == 0:
                return at, commas
        elif atom == "," and depth == 1:
            commas.append(at)
    raise _UncertainError


def _choices(atoms: list[Atom], start: int, end: int, commas: list[int], depth: int) -> list[list[Atom]]:
    """What stands for the braces from `start` to `end`."""
    inside = atoms[start + 1 : end]
    if commas:
        found: list[list[Atom]] = []
        first = start
        for last in (*commas, end):
            found.extend(_expand(atoms[first + 1 : last], depth + 1))
            first = last
        return found
    text = "".join(atom if isinstance(atom, str) else "$" for atom in inside)
    if ".." in text:
        return [list(item) for item in _range(text)]
    return [["{", *choice, "}"] for choice in _expand(inside, depth + 1)]


def _range(text: str) -> list[str]:
    """The items of `first..last` or `first..last..step`."""
    ends = text.split("..")
    step = 1
    if len(ends) == 3 and _is_integer(ends[2]):
        step = abs(int(ends[2])) or 1
    elif len(ends) != 2:
        raise _UncertainError
    first, last = ends[0], ends[1]
    if _is_integer(first) and _is_integer(last):
        padded = any(end.lstrip("-").startswith("0") and len(end.lstrip("-")) > 1 for end in (first, last))
        width = max(len(first), len(last)) if padded else 0
        return [
            f"{number:0{width}d}" if width else str(number) for number in _steps(int(first), int(last), step)
        ]
    letters = first + last
    if (
        len(first) == len(last) == 1
        and letters.isascii()
        and letters.isalpha()
        and (letters.islower() or letters.isupper())
    ):
        return [chr(code) for code in _steps(ord(first), ord(last), step)]
    raise _UncertainError


def _is_integer(text: str) -> bool:
    digits = text.removeprefix("-").removeprefix("+") if text[:1] in ("-", "+") else text
    return digits.isascii() and digits.isdigit() and len(digits) <= 9


def _steps(first: int, last: int, step: int) -> range:
    found = range(first, last + 1, step) if first <= last else range(first, last - 1, -step)
    if len(found) > MAX_WORDS:
        raise _TooManyError
    return found
