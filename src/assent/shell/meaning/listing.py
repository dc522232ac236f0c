"""What prints the names of files: which places these lie below, so that whatever reads them is judged on that."""

from __future__ import annotations

from assent.core import paths
from assent.core.places import is_secret
from assent.shell.meaning.arg import Listed
from assent.shell.meaning.words import Words
from assent.shell.programs.row import ALONE, LISTS, LISTS_FILES, LISTS_WITH, NUMBER, PASSES, Row
from assent.shell.programs.shipped import stored
from assent.shell.syntax.nodes import Pipeline, Simple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.core.facts import Facts
    from assent.shell.meaning.arg import Arg
    from assent.shell.meaning.scope import Scope
    from assent.shell.syntax.nodes import Node, Redirect, Script

ALWAYS = "always"
# It prints names as paths that begin with the place they were looked for in, `.` when none was named.
FINDS = "find"
# Their first operand is what they look for; those of the first look for names.
FOR_NAMES, FOR_TEXT = ("search.fd",), ("search.grep",)
SEEKERS = ("ag", "ack", "git grep")
# Tests of `find` on names, by shape and by regular expression, and where `fd` takes an ending.
NAME_TESTS = ("-name", "-iname", "-path", "-ipath", "-wholename")
REGEX_TESTS = ("-regex", "-iregex")
ENDINGS = ("-e", "--extension")


class Spoken:
    """The words behind a program as its row reads them: options with their values (None without one), and the rest."""

    __slots__ = ("options", "row", "words")

    def __init__(self, row: Row) -> None:
        self.row = row
        self.options: list[tuple[str, str | None]] = []
        self.words: list[str] = []

    def has(self, *flags: str) -> bool:
        return any(flag in flags for flag, _ in self.options)


def listed_by(command: Node, scope: Scope, facts: Facts, given: Listed | None) -> Listed | None:
    """The names that a command prints; `given` those on its standard input. None when it may print anything else."""
    if isinstance(command, Pipeline):
        for at, each in enumerate(command.commands):
            if at and command.ops[at - 1] != "|":
                return None
            given = listed_by(each, scope, facts, given)
        return given
    if not isinstance(command, Simple) or command.assigns or not all(map(_quiet, command.redirects)):
        return None
    expander = Words(scope, facts, lambda _: None)
    args = expander.expand(command.words)
    words = [arg.text for arg in args if arg.text is not None and not _may_begin_with_a_dash(arg)]
    if expander.doubt or not words or len(words) != len(args) or words[0] in scope.functions:
        return None
    return _printed(words, scope, facts, given)


def listed_in(script: Script, scope: Scope, facts: Facts) -> Listed | None:
    """The names that a substitution stands for."""
    items = script.body.items
    if script.problem or len(items) != 1 or items[0][1] not in ("", ";", "\n"):
        return None
    found = listed_by(items[0][0], scope, facts, None)
    return None if found is None else found.cut(whole=False)


def _quiet(redirect: Redirect) -> bool:
    """True where what is printed about mistakes is thrown away."""
    target = redirect.target.literal if redirect.target is not None else None
    return redirect.fd == "2" and redirect.op in (">", ">>") and target == "/dev/null"


def _may_begin_with_a_dash(arg: Arg) -> bool:
    """True for a glob that may turn into an option; a name with an ending is none."""
    return arg.glob and arg.prefix[:1] in "*?[" and "." not in arg.prefix


def _printed(words: Sequence[str], scope: Scope, facts: Facts, given: Listed | None) -> Listed | None:
    row, depth = _row(words)
    if row is None:
        return None
    if "fed" in row.facts:
        return _run_on(words, row, scope, facts, given)
    rest = words[depth:]
    spoken = _finding(row, rest) if words[0] == FINDS else _spoken(row, rest)
    if spoken is None:
        return None
    if PASSES in row.facts and given is not None and not _lists(spoken):
        return _passed(spoken, given)
    return _listed(spoken, " ".join(words[:depth]), scope, facts)


def _row(words: Sequence[str]) -> tuple[Row | None, int]:
    """The row that a command's options belong to, and where they begin."""
    found = stored(words[0])
    if found is None:
        return None, 0
    row = Row(found)
    if not row.below:
        return row, 1
    return row.under(words[1]) if len(words) > 1 else None, 2


def _run_on(
    words: Sequence[str], row: Row, scope: Scope, facts: Facts, given: Listed | None
) -> Listed | None:
    """The names that a command prints which is run on names: some of these, as `grep -l` does."""
    at = 1
    known = _said(row, LISTS_WITH)
    while at < len(words) and words[at].startswith("-"):
        if words[at] not in known:
            return None
        at += 1 if row.options[words[at]][0] == ALONE else 2
    found = _printed(words[at:], scope, facts, None) if words[at:] and given is not None else None
    if found is None or given is None or words[at] not in ("grep", "rg"):
        return None
    return given.picked(found.below, secret=found.secret)


def _said(row: Row, name: str) -> list[str]:
    """The words that a row says with a fact."""
    begin = f"{name}="
    return [fact[len(begin) :] for fact in row.facts if fact.startswith(begin)]


def _spoken(row: Row, rest: Sequence[str]) -> Spoken | None:
    """The words read by their row; None when one may make it print something else."""
    found = Spoken(row)
    known = [*_said(row, LISTS), *_said(row, LISTS_WITH)]
    at = 0
    while at < len(rest):
        word = rest[at]
        at += 1
        if word == "--":
            found.words += rest[at:]
            break
        if not word.startswith("-") or word == "-":
            found.words.append(word)
        elif NUMBER in row.facts and word[1:].isdigit():
            found.options.append((NUMBER, None))
        else:
            options = _options(row, word)
            if options is None or not all(flag in known for flag, _ in options):
                return None
            flag, value = options.pop()
            if value is None and row.options[flag][1] and row.options[flag][0] != ALONE:
                if at >= len(rest):
                    return None
                value = rest[at]
                at += 1
            found.options += [*options, (flag, value)]
    return found


def _options(row: Row, word: str) -> list[tuple[str, str | None]] | None:
    """The options in one word, the last with a value when that is glued on."""
    name, equals, value = word.partition("=")
    if word in row.options:
        return [(word, None)]
    if equals and name in row.options:
        return [(name, value)]
    if word.startswith("--"):
        return None
    found: list[tuple[str, str | None]] = []
    for at in range(1, len(word)):
        letter = "-" + word[at]
        if letter not in row.options:
            return None
        if row.options[letter][0] != ALONE:
            return [*found, (letter, word[at + 1 :] or None)]
        found.append((letter, None))
    return found


def _finding(row: Row, rest: Sequence[str]) -> Spoken | None:
    """The words of `find`: where it starts, then tests, each with the value that its fact says it has."""
    found = Spoken(row)
    known = _said(row, LISTS_WITH)
    at = 0
    while at < len(rest):
        word = rest[at]
        at += 1
        if word + "=" in known:
            if at >= len(rest):
                return None
            found.options.append((word, rest[at]))
            at += 1
        elif word in known or word in ("(", ")", "!"):
            found.options.append((word, None))
        elif found.options or word.startswith("-") or word == ",":
            return None
        else:
            found.words.append(word)
    return found


def _lists(spoken: Spoken) -> bool:
    needed = _said(spoken.row, LISTS)
    return needed == [ALWAYS] or spoken.has(*needed)


def _listed(spoken: Spoken, name: str, scope: Scope, facts: Facts) -> Listed | None:
    row, words = spoken.row, spoken.words
    if not _lists(spoken) or not scope.cwds or any(word.startswith(":") for word in words):
        return None
    sought = words[:1]
    searches = row.judge in FOR_TEXT or name in SEEKERS
    if row.judge in FOR_NAMES or (searches and not spoken.has("-e", "--files")):
        words = words[1:]
    below = list(scope.cwds)
    for word in words:
        below += [
            paths.absolute("./" + word if word[:1] == "~" else word, cwd, facts.home) for cwd in scope.cwds
        ]
    prefix = "./" if name == FINDS and words in ([], ["."]) else ""
    secret = _aims(spoken, sought if row.judge in FOR_NAMES else ())
    return Listed(tuple(dict.fromkeys(below)), prefix, files=_files_only(spoken), secret=secret)


def _aims(spoken: Spoken, regexes: Sequence[str | None]) -> bool:
    """True for a test that names of secrets pass and ordinary ones do not."""
    from assent.core.filters import aims_at_secrets, picks_secrets

    globs = [value for flag, value in spoken.options if flag in NAME_TESTS]
    if spoken.row.judge in FOR_NAMES:
        globs += ["*." + (value or "") for flag, value in spoken.options if flag in ENDINGS]
    searches = [*regexes, *(value for flag, value in spoken.options if flag in REGEX_TESTS)]
    if any(is_secret("/" + each.lstrip("/")) for each in globs if each):
        return True
    return any(map(aims_at_secrets, filter(None, (*globs, *searches)))) or any(
        map(picks_secrets, filter(None, searches))
    )


def _files_only(spoken: Spoken) -> bool:
    """True when no link is among the names for sure."""
    for said in _said(spoken.row, LISTS_FILES):
        flag, _, value = said.partition("=")
        kinds = {value for each, value in spoken.options if each == flag}
        if said == ALWAYS or (kinds == {value} and not spoken.has("-o", "-or", "-not", "!")):
            return True
    return False


def _passed(spoken: Spoken, given: Listed) -> Listed | None:
    """What is left of names behind a filter: fewer lines, or in another order. None when it reads something else."""
    patterns = [value for flag, value in spoken.options if flag == "-e"]
    words = spoken.words
    if spoken.row.judge in FOR_TEXT:
        if not patterns:
            patterns, words = [*words[:1]], words[1:]
        if spoken.has("-r", "-n"):
            return None  # then it searches the working directory, or puts a number before each line
    if words:
        return None
    return given.picked((), secret=not spoken.has("-v") and _aims(spoken, patterns))
