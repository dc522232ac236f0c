"""What a `cd` inside a compound does to the client's answer: where later commands stand, and what it then minds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assent.agents.claude.matcher.paths import Match, within
from assent.agents.claude.matcher.pieces import Piece, Shell, text_of
from assent.agents.claude.matcher.tables import PATTERN_FIRST, READS_FILES, READS_HERE, VALUE_OPTIONS
from assent.core import paths


def goal(piece: Piece) -> str | None:
    """The word a `cd` leads to, "~" without one; None when only the shell knows it."""
    words = [word for word in piece.argv[1:] if word is None or not word.startswith("-") or word == "-"]
    return words[0] if words else "~"


def place(pieces: Sequence[Piece], shell: Shell) -> None:
    """Notes at each piece where it stands after the moves before it: "" when that cannot be known."""
    at = shell.cwd
    for piece in pieces:
        piece.cwd = at
        if piece.argv[:1] == ["cd"]:
            word = goal(piece)
            at = paths.absolute(word, at, shell.facts.home) if word not in (None, "-") and at else ""


def leaves(pieces: Sequence[Piece], shell: Shell) -> bool:
    """True when a `cd` leads anywhere but where the call begins."""
    return any(not _stays(goal(piece), shell) for piece in pieces if piece.argv[:1] == ["cd"])


def _stays(word: str | None, shell: Shell) -> bool:
    if word is None or not word.startswith(("/", ".")) or ".." in word.split("/"):
        return False
    return paths.absolute(word, shell.cwd, shell.facts.home) == shell.cwd


def cds(pieces: Sequence[Piece]) -> int:
    return sum(piece.argv[:1] == ["cd"] for piece in pieces)


def loses_sight(pieces: Sequence[Piece], shell: Shell, *, piped: bool) -> bool:
    """True when the client cannot tell where the commands stand. It follows one `cd` in front of a list, to an absolute
    directory of the session or one written with a dot in front, which no CDPATH can turn elsewhere."""
    moves = [piece for piece in pieces if piece.argv[:1] == ["cd"]]
    if not moves or all(_stays(goal(piece), shell) for piece in moves):
        return False
    return piped or len(moves) > 1 or pieces[0] is not moves[0] or not _followed(goal(moves[0]), shell)


def reads_blindly(pieces: Sequence[Piece], shell: Shell) -> bool:
    """True when a command reads by a relative path, and a `Read(…)` denial could mean the file."""
    return any(rule.tool == "Read" and rule.inside not in ("", "*") for rule in shell.deny) and any(
        _reads_relative(piece) for piece in pieces
    )


def feeds_blindly(pieces: Sequence[Piece], shell: Shell) -> bool:
    """True when a file is fed to a command by a relative path."""
    return any(
        _is_relative(text_of(each.target, shell))
        for piece in pieces
        for each in piece.redirects
        if each.op == "<" and each.target
    )


def _followed(word: str | None, shell: Shell) -> bool:
    if word is None or not (word == "." or word.startswith(("/", "./"))):
        return False
    path = paths.absolute(word, shell.cwd, shell.facts.home)
    return within(path, shell.directories) and within(paths.resolved(path, shell.facts), shell.directories)


def _reads_relative(piece: Piece) -> bool:
    name = piece.argv[0] if piece.argv else None
    if name not in READS_FILES:
        return False
    found = list(operands(piece.argv))
    return any(_is_relative(word) for word in found) or (not found and _reads_here(piece.argv))


def _reads_here(argv: Sequence[str | None]) -> bool:
    only = READS_HERE.get(argv[0] or "")
    return only is not None and (not only or any(word in only for word in argv[1:]))


def _is_relative(word: str | None) -> bool:
    return word is not None and word != "~" and not word.startswith(("/", "~/"))


def operands(argv: Sequence[str | None]) -> Iterator[str | None]:
    """The words a program takes as files: no options, no values of options, no pattern in front."""
    name = argv[0] or ""
    values = VALUE_OPTIONS.get(name, ())
    skip = 1 if name in PATTERN_FIRST and not any(word in PATTERN_FIRST[name] for word in argv) else 0
    taken = plain = False
    for word in argv[1:]:
        if taken:
            taken = False
        elif word == "--" and not plain:
            plain = True
        elif word is not None and word.startswith("-") and word != "-" and not plain:
            if name == "find":
                return  # what follows says which files, no longer where
            taken = word in values
        elif skip:
            skip -= 1
        else:
            yield word


def denied_blindly(piece: Piece, deny: Sequence[Match]) -> bool:
    """After a `cd` that leads nowhere known, a denial that could mean the file holds."""
    return (
        not piece.cwd
        and bool(piece.argv)
        and piece.argv[0] in READS_FILES
        and any(rule.tool == "Read" and rule.inside not in ("", "*") for rule in deny)
        and any(_is_relative(word) for word in operands(piece.argv))
    )
