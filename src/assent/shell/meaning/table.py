"""The interpreter of program rows: a closed world in which whatever a row does not describe is `unknown`.

How a row is written is described in docs/program-files.md; `judge` walks one use of a program over its row. Options
that are not listed, abbreviated ones too, and operands without a role are unknown."""

from __future__ import annotations

from assent.core.effect import NET_READ, NET_SEND, READ_ELSEWHERE, READ_PROJECT, READ_SECRET, RUN_CODE
from assent.shell.meaning.arg import OWN, TEXT, Arg, Listed
from assent.shell.meaning.options import MAY_BE_AN_OPTION, take
from assent.shell.meaning.roles import apply_role
from assent.shell.programs.row import ALONE, Row
from assent.shell.programs.shipped import stored

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from assent.shell.meaning.use import Use
    from assent.shell.programs.row import Stored

READS = READ_PROJECT | READ_ELSEWHERE | READ_SECRET
_RECIPES = "recipes="


_made: dict[str, tuple[Stored, Row]] = {}
_loaded: dict[str, Any] = {}


def lookup(name: str) -> Row | None:
    """The row of a shipped program; None for one that no file describes."""
    found = stored(name)
    if found is None:
        return None
    known = _made.get(name)
    if known is None or known[0] is not found:
        known = _made[name] = found, Row(found)
    return known[1]


def rows_of(name: str, own: Mapping[str, Sequence[Stored]]) -> list[Row]:
    """What is known of a program: people's own rows of it, then the shipped one. Where several speak, all hold."""
    shipped = lookup(name)
    found = [Row(each) for each in own.get(name, ())]
    return found if shipped is None else [*found, shipped]


def judge(use: Use, row: Row) -> None:
    """Adds to `use.part` everything one use of a program can do, by its row."""
    use.row = row
    use.part.path = (use.name,)
    use.part.inert = "inert" in row.facts
    args = use.args
    if len(args) == 1 and _only_shows(use, row, args[0].text):
        use.part.prints = OWN
        return
    if "raw" not in row.facts:
        walk(use, row, args)
    last = ask_judge(use, row)
    if use.ran:
        _called_by_what_it_runs(use)
    if last.facts and "settings" in last.facts:
        use.settle([*(value.text for _, value in use.options if value), *(word.text for word in use.words)])
    if use.heard:
        from assent.shell.meaning.printing import told

        use.part.prints = told(use, last, args)
    if row.facts and "responds" in row.facts:
        for arg in args:
            if arg.prefix.startswith("@"):
                use.read(arg.rest(1))
                use.unknown(f"{use.name} takes its words from {arg.prefix[1:] or 'a file'}")
    if use.part.effects & NET_READ and not use.part.effects & NET_SEND:
        _sends_along(use, args)
    if use.dashed:
        use.opaque(MAY_BE_AN_OPTION)
    if use.part.effects & ~READS and any(arg.below for arg in args):
        use.opaque("names that cannot be known go to a program that does more than read")


def _called_by_what_it_runs(use: Use) -> None:
    """Where one program is started by its plain name, right behind the words that start it, whatever else stands there
    is that program's: `uv run pytest -q` is of `uv run pytest`, and `timeout 5 pytest -q` of `pytest`."""
    words, inner = use.ran[0]
    plain = inner.path and words[0].text == inner.path[0] and not words[0].glob
    behind = len(use.args) - len(words)
    if len(use.ran) > 1 or not plain or behind < 0 or words[0] is not use.args[behind]:
        return
    if "wrapper" in use.row.facts and inner.plain and inner.plain[0] in use.part.plain:
        use.part.path, use.part.runs = inner.path, inner.runs
    elif behind == len(use.sub):
        use.part.path, use.part.runs = (use.name, *use.sub, *inner.path), inner.runs


def _sends_along(use: Use, args: Sequence[Arg]) -> None:
    """What cannot be known and becomes part of what is asked for: text of a file, however the word is used but for a
    place on this machine; and anything else where nothing more keeps the call from being allowed."""
    if sum([arg.holds == TEXT for arg in args]) > use.kept:
        use.note(NET_SEND, "sends along what may be text of a file")
    elif use.unsaid and not (use.part.opaque or use.part.meaning):
        use.note(NET_SEND, "sends along text that cannot be known")


def ask_judge(use: Use, row: Row) -> Row:
    """Asks the judge that the innermost subcommand names, if any; the row of that subcommand."""
    found = row.judge
    for name in use.sub:
        below = row.under(name)
        if below is None:
            break
        row = below
        found = row.judge or found
    if row.facts and ("runs" in row.facts or "tasks" in row.facts):
        use.part.runs = True
    for said in row.facts:
        if said.startswith(_RECIPES):
            _judges("recipes").follow(use, said[len(_RECIPES) :])
    if found:
        ask(found, use)
    return row


def ask(named: str, use: Use) -> None:
    """Asks one judge, `family.function`."""
    family, _, function = named.partition(".")
    getattr(_judges(family), function)(use)


def started(use: Use, script: Arg, words: Sequence[Arg]) -> None:
    """Judges what is handed to a script that is started by its own path."""
    _judges("scripts").started_words(use, script, words)


def _judges(family: str) -> Any:
    """The module of a family of judges, loaded when a row names one."""
    module = _loaded.get(family)
    if module is None:
        module = _loaded[family] = __import__(f"assent.shell.judges.{family}", None, None, (family,))
    return module


def _only_shows(use: Use, row: Row, word: str | None) -> bool:
    """True for a lone word behind which the row says that nothing else runs: one in `shows`, or else a `--version` or
    `--help` among its options (then with the effects of the row). Others load plugins or a project's tool chain."""
    if word is None:
        return False
    if row.shows is not None:
        shown = word in row.shows
    else:
        listed = row.options.get(word) if word in ("--version", "--help") else None
        shown = listed is not None and listed[0] == ALONE and not listed[2]
    if not shown:
        return False
    use.options.append((word, None))
    if row.shows is None:
        use.add(row.does, f"runs {use.name} {word}")
    return True


def walk(use: Use, row: Row, args: Sequence[Arg]) -> None:
    """Walks words over one row: its effects, options, then the subcommand or the operands."""
    if row.does:
        use.add(row.does, " ".join(("runs", use.name, *use.sub)))
    operands, index = take(use, row, args, stop=bool(row.below))
    if row.below and index < len(args):
        first = args[index]
        below = row.under(first.text) if first.text is not None and not first.glob else None
        if below is not None and first.text is not None:
            _hoist(use, row, args, index)
            use.sub = (*use.sub, first.text)
            use.part.path = (*use.part.path, first.text)
            walk(use, below, args[index + 1 :])
            return
        if row.words is None:
            _unknown_subcommand(use, first)
            return
        if first.text is None and any(name.startswith(first.prefix) for name in row.below):
            use.opaque(f"which subcommand of {' '.join((use.name, *use.sub))} runs cannot be known")
        args = args[index:]
        operands, index = take(use, row, args, stop=False)
    use.words = list(operands)
    if index < len(args):
        use.words.extend(args[index:])
    if not use.words:
        _without_words(use, row)
    _operands(use, row, use.words)


def _hoist(use: Use, row: Row, args: Sequence[Arg], index: int) -> None:
    """Takes the options before a subcommand out of the form that rules may match."""
    if index or use.hoisted is not None:
        use.hoisted = [*(Arg(name) for name in use.sub), *args[index:]]
    for flag, _ in use.options if index else ():
        kind, roles, mask = row.options.get(flag, (ALONE, (), -1))
        use.inert = use.inert and not mask and (kind == ALONE or tuple(roles) in (("data",), ("chdir",)))


def _unknown_subcommand(use: Use, first: Arg) -> None:
    """The subcommand is not in the table, or cannot be known."""
    name = " ".join((use.name, *use.sub))
    if first.text is None or first.glob:
        use.opaque(f"which subcommand of {name} runs cannot be known")
        use.note(RUN_CODE, f"runs {name} with a subcommand that cannot be known")
    use.unknown(f"{name} {first.prefix or '…'} is in no table")


def _without_words(use: Use, row: Row) -> None:
    if row.alone is not None:
        use.add(row.alone, " ".join(("runs", use.name, *use.sub)))
    elif row.below and not use.options:
        use.unknown(f"{' '.join((use.name, *use.sub))} without a subcommand is in no table")
    elif row.below and row.words is None:
        use.unknown(f"{use.name} with options alone is in no table")


# -- operands ---------------------------------------------------------------------------------------------------


def _operands(use: Use, row: Row, words: Sequence[Arg]) -> None:
    roles = row.words
    if roles is None:
        if words:
            use.unknown(
                f"operand {words[0].prefix or '…'} of {' '.join((use.name, *use.sub))} is in no table"
            )
        return
    taken = [word for word in words if word.many and word.text is None and not _are_read(use, word, row)]
    if taken and (any(word.below for word in taken) or any(name.rstrip("*") != "data" for name in roles)):
        use.opaque("how many words there are cannot be known")
    star = next((at for at, name in enumerate(roles) if name[-1] in "*+"), -1)
    for at, word in enumerate(words):
        names = _roles_of(at, word, len(words), roles, star)
        if not names:
            use.unknown(f"operand {word.prefix or '…'} of {' '.join((use.name, *use.sub))} is in no table")
            use.given(word.text or "", expanded=bool(word.glob))
        for name in names:
            if name == "command":
                use.run(words[at:])
                return
            if name == "shell" and roles[star] == "shell+":
                use.shell(_joined(words[at:]))
                return
            apply_role(use, name, word)


def _are_read(use: Use, word: Arg, row: Row) -> bool:
    """True for names that a command printed where all that becomes of them is that they are read."""
    names = {name.rstrip("*") for name in row.words or ()}
    if not isinstance(word, Listed) or not names <= {"data", "names", "read"}:
        return False
    return names != {"data"} or not (row.judge or use.row.judge) or "files" in row.facts


def _joined(words: Sequence[Arg]) -> str | None:
    texts = [word.text for word in words]
    return None if None in texts else " ".join(text for text in texts if text is not None)


def _roles_of(at: int, word: Arg, count: int, roles: Sequence[str], star: int) -> list[str]:
    """The roles a word may have: one by its place; a glob may spread over its neighbours' places too."""
    if star < 0:
        return [roles[at]] if at < len(roles) else []
    tail = len(roles) - star - 1
    repeated = roles[star][:-1]
    if count < len(roles) - 1:
        plain = [name for name in roles if name[-1] not in "*+"]
        return [plain[at]]
    if at < star:
        chosen = roles[at]
    elif at >= count - tail:
        chosen = roles[len(roles) - (count - at)]
    else:
        return [repeated]
    return [chosen, repeated] if word.glob and chosen != repeated else [chosen]
