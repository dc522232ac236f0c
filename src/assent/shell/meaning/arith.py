"""What the shell evaluates as arithmetic or in a `${…}` operator, and what that can run."""

from __future__ import annotations

from assent.core.effect import RUN_CODE, UNKNOWN
from assent.shell.meaning.assigns import LASTING, OWN, changes
from assent.shell.meaning.scope import NUMBER
from assent.shell.syntax.nodes import Pipeline, Simple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.meaning.scope import Scope
    from assent.shell.syntax.nodes import Sub

# A chain of more variables than this counts as unknown.
MAX_SEEN = 64


def hazard(op: str, scope: Scope) -> int:
    """What an operator in `${…}` evaluates: prompt strings, subscripts, offsets, arithmetic in a default value."""
    if "@P" in op:
        return RUN_CODE
    if op.startswith(("[@]", "[*]")):
        return hazard(op[3:], scope)
    offset = op.startswith(":") and op[1:2] not in ("-", "=", "?", "+")
    if op.startswith("[") or offset:
        # What a command prints, or what quotes hide, is evaluated here as arithmetic.
        fed = "`" in op or (
            "(" in op and ("'" in op or '"' in op or "\\" in op or "$(" in op.replace("$((", ""))
        )
        return arithmetic(op, scope) | (RUN_CODE if fed else 0)
    return arithmetic(op, scope) if "$((" in op or "$[" in op else 0


def arithmetic(text: str, scope: Scope, seen: set[str] | None = None) -> int:
    """What evaluating an arithmetic text can do: a variable in it is itself evaluated as arithmetic, and a
    subscript in that runs substitutions. `seen`: the variables that are being looked at already."""
    seen = set() if seen is None else seen
    if "[" in text and ("`" in text or "$(" in text.replace("$((", "")):
        return RUN_CODE
    mask = 0
    name = ""
    sets = _sets(text)
    for char in text + " ":
        if char == "_" or char.isalnum():
            name += char
            continue
        if name and not name[0].isdigit():
            mask |= _evaluated(name, scope, seen) | (_obeyed(name, scope) if sets else 0)
        name = ""
    for piece in text.split("$")[1:]:
        if piece.lstrip("{")[:1].isdigit() or piece.lstrip("{").startswith(("@", "*")):
            mask |= _positional_evaluated(scope)
    return mask


def _sets(text: str) -> bool:
    """True for an arithmetic text in which something is assigned, and not only compared."""
    for shift in ("<<=", ">>="):
        text = text.replace(shift, "=")
    for comparison in ("==", "!=", "<=", ">="):
        text = text.replace(comparison, " ")
    return "=" in text or "++" in text or "--" in text


def _obeyed(name: str, scope: Scope) -> int:
    """What giving a variable a number does: it may name a directory that programs are looked for in."""
    return 0 if name in OWN and name != "IFS" else changes(name, scope.shells, NUMBER) & LASTING


def counted(subs: Sequence[Sub], scope: Scope) -> int:
    """What evaluating the output of substitutions as arithmetic can do: nothing where it is a count for sure."""
    return 0 if all(_is_count(sub, scope) for sub in subs) else UNKNOWN


def _is_count(sub: Sub, scope: Scope) -> bool:
    """True for one command, or a pipe that ends in one, that prints a number and nothing else: no name of a file,
    which may hold a subscript, and no message."""
    items = sub.script.body.items
    node = items[0][0] if len(items) == 1 else None
    last = node.commands[-1] if isinstance(node, Pipeline) else node
    if not isinstance(last, Simple) or last.assigns or not last.words:
        return False
    fed = ("<", "<<<", "<<", "<<-")
    if any(each.op not in fed and (each.op, each.fd) != (">", "2") for each in last.redirects):
        return False
    words = [word.literal for word in last.words]
    if words[0] in scope.functions or scope.taint or None in words:
        return False
    return _prints_a_number([word or "" for word in words])


def _prints_a_number(words: Sequence[str]) -> bool:
    name, *rest = words
    if name == "wc":
        return rest in (["-l"], ["-c"], ["-m"], ["-w"])
    if name == "grep":  # a second file would bring the names of both
        return 2 <= len(rest) <= 3 and rest[0] == "-c" and not any(word.startswith("-") for word in rest[1:])
    return words in (["nproc"], ["date", "+%s"])


def _evaluated(name: str, scope: Scope, seen: set[str]) -> int:
    """What the value of a variable does when it is evaluated; nothing for one that the text did not set."""
    if name in seen or name not in scope.vars:
        return 0
    seen.add(name)
    if scope.vars[name] is NUMBER:
        return 0
    value = scope.vars[name].text
    # The name of a file, which a glob brings, may hold a subscript.
    if value is None or scope.vars[name].glob or len(seen) > MAX_SEEN:
        return UNKNOWN
    if "$" in value or "`" in value:
        return RUN_CODE
    return arithmetic(value, scope, seen) if not value.isdigit() else 0


def _positional_evaluated(scope: Scope) -> int:
    """What the positional words do when they are evaluated."""
    texts = None if scope.args is None else [arg.text for arg in scope.args]
    if texts is None or None in texts or any(arg.glob for arg in scope.args or ()):
        return UNKNOWN
    mask = 0
    for text in texts:
        if text and not text.isdigit():
            mask |= RUN_CODE if "$" in text or "`" in text else arithmetic(text, scope)
    return mask
