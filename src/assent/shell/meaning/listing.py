"""What prints the names of files: which directories these lie below, so that whatever reads them is judged on that."""

from __future__ import annotations

from assent.core import paths
from assent.core.filters import aims_at_secrets
from assent.core.places import is_secret
from assent.shell.meaning.arg import Listed
from assent.shell.meaning.secret_names import is_secret_name
from assent.shell.meaning.words import Words
from assent.shell.programs.row import LISTS, LISTS_WITH, NUMBER, PASSES, Row
from assent.shell.programs.shipped import stored
from assent.shell.syntax.nodes import Pipeline, Simple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.core.facts import Facts
    from assent.shell.meaning.scope import Scope
    from assent.shell.syntax.nodes import Node, Redirect, Script

# It prints them as paths that begin with the directory they were looked for in, `.` when none was named.
FINDS = "find"
ALWAYS = "always"


def listed_by(command: Node, scope: Scope, facts: Facts, given: Listed | None) -> Listed | None:
    """The names that a command prints; `given` those on its standard input. None when it may print anything else."""
    if isinstance(command, Pipeline):
        for each in command.commands:
            given = listed_by(each, scope, facts, given)
        return given
    if not isinstance(command, Simple) or command.assigns or not all(map(_beside, command.redirects)):
        return None
    expander = Words(scope, facts, lambda _: None)
    args = expander.expand(command.words)
    words = [arg.text for arg in args if arg.text is not None]
    if expander.doubt or not words or len(words) != len(args) or words[0] in scope.functions:
        return None
    row = _row(words)
    if row is None:
        return None
    rest = words[1 if not row[1] else 2 :]
    if PASSES in row[0].facts and given is not None and _passes(row[0], words[0], rest):
        return given
    return _listed(row[0], words[0], rest, scope, facts)


def listed_in(script: Script, scope: Scope, facts: Facts) -> Listed | None:
    """The names that a substitution stands for."""
    items = script.body.items
    if script.problem or len(items) != 1 or items[0][1] not in ("", ";", "\n"):
        return None
    return listed_by(items[0][0], scope, facts, None)


def _beside(redirect: Redirect) -> bool:
    """True for a redirect of what is printed about mistakes."""
    return redirect.fd == "2" and redirect.op in (">", ">>", ">&")


def _row(words: Sequence[str]) -> tuple[Row, bool] | None:
    """The row that a command's options belong to, and whether it is a subcommand's."""
    found = stored(words[0])
    if found is None:
        return None
    row = Row(found)
    if not row.below:
        return row, False
    below = row.under(words[1]) if len(words) > 1 else None
    return None if below is None else (below, True)


def _said(row: Row, name: str) -> list[str]:
    """The words that a row says with a fact."""
    begin = f"{name}="
    return [fact[len(begin) :] for fact in row.facts if fact.startswith(begin)]


def _listed(row: Row, name: str, rest: Sequence[str], scope: Scope, facts: Facts) -> Listed | None:
    needed = _said(row, LISTS)
    known = [*needed, *_said(row, LISTS_WITH)]
    dashed = [word for word in rest if word.startswith("-") and word != "-"]
    if not needed or not scope.cwds or not all(_known(word, known, row) for word in dashed):
        return None
    if needed != [ALWAYS] and not any(_holds(word, needed) for word in dashed):
        return None
    if any(_aimed(word) for word in rest):
        return None
    below = list(scope.cwds)
    for word in rest:
        if not word.startswith("-") and (word.startswith(("/", "~")) or ".." in word):
            below += [paths.absolute(word, cwd, facts.home) for cwd in scope.cwds]
    return Listed(tuple(dict.fromkeys(below)), "./" if name == FINDS else "")


def _aimed(word: str) -> bool:
    """True for a word that picks secrets out of a tree, by name or by a part of it."""
    value = word.partition("=")[2] or (word[2:] if word[:1] == "-" and word[:2] != "--" else word)
    return bool(aims_at_secrets(value)) or is_secret("/" + value.lstrip("/"))


def _picks(pattern: str) -> bool:
    """True for a pattern of lines with a word in it that names a secret: whoever names the file is told apart."""
    names = "".join(char if char.isalnum() or char == "_" else " " for char in pattern.lower()).split()
    return any(is_secret(f"{begin}{name}") for name in names for begin in ("/", "/.", "/x.")) or any(
        is_secret_name(name.upper()) for name in names
    )


def _known(word: str, known: Sequence[str], row: Row) -> bool:
    """True for an option after which names are still all that is printed."""
    if word in known or word.partition("=")[0] in known or (NUMBER in row.facts and word[1:].isdigit()):
        return True
    if word.startswith("--"):
        return False
    for at in range(1, len(word)):
        letter = "-" + word[at]
        if letter not in known:
            return False
        if row.options.get(letter, (0, ()))[1]:
            return True  # the rest of the word is its value
    return True


def _holds(word: str, needed: Sequence[str]) -> bool:
    return word in needed or (
        not word.startswith("--") and any("-" + letter in needed for letter in word[1:])
    )


def _passes(row: Row, name: str, rest: Sequence[str]) -> bool:
    """True when it prints lines of its standard input as they are, fewer or in another order."""
    known = _said(row, LISTS_WITH)
    if not all(_known(word, known, row) for word in rest if word.startswith("-")):
        return False
    plain = [word for word in rest if not word.startswith("-") and not word.isdigit()]
    if any(_picks(word) for word in plain):
        return False
    return len(plain) <= ("grep" in name) and "-e" not in rest and "-f" not in rest
