"""Whether anything that follows a command still runs: what `cd x || exit 1` relies on."""

from __future__ import annotations

from assent.shell.syntax.nodes import Group, Pipeline, Simple, Var

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.scope import Scope
    from assent.shell.syntax.nodes import Node, Word


def leaves(node: Node, scope: Scope, *, function: bool) -> bool:
    """True when after this nothing that follows runs. `function`: it stands in a function, where `return` does
    that too."""
    if isinstance(node, Pipeline):
        return len(node.commands) == 1 and leaves(node.commands[0], scope, function=function)
    if isinstance(node, Group):
        items = node.body.items
        plain = not node.redirects and all(sep in (";", "\n", "") for _, sep in items)
        return plain and bool(items) and leaves(items[-1][0], scope, function=function)
    if not isinstance(node, Simple) or not node.words or node.redirects or len(node.words) > 2:
        return False
    # `exit a b` is an error that ends nothing, and so is `return` outside of a function.
    name = node.words[0].literal
    known = len(node.words) == 1 or node.words[1].literal is not None or _is_status(node.words[1])
    return known and (name == "exit" or (name == "return" and function)) and name not in scope.functions


def _is_status(word: Word) -> bool:
    part = word.parts[0]
    return len(word.parts) == 1 and isinstance(part, Var) and part.name == "?" and not part.op
