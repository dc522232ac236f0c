"""The part of the matcher model that reads shell text: one verdict per command, the strictest for the whole."""

from __future__ import annotations

from collections.abc import Sequence

from assent.agents.claude.matcher.moves import cds, feeds_blindly, leaves, loses_sight, place, reads_blindly
from assent.agents.claude.matcher.paths import Match, landing, within
from assent.agents.claude.matcher.pieces import Piece, Shell, is_complex, pieces_of, splits_word
from assent.agents.claude.matcher.rules import (
    denied,
    fed,
    is_critical,
    may_read,
    may_write,
    names,
    ruled,
    touches_protected,
    writes,
)
from assent.agents.claude.matcher.tables import (
    FILE_WRITERS,
    GIT_READS,
    NEVER_BY_PREFIX,
    READ_ONLY,
    READ_ONLY_PAIRS,
    READS_FILES,
)
from assent.core import paths
from assent.core.call import Call
from assent.core.facts import Facts
from assent.shell.syntax.nodes import List, Pipeline, Script
from assent.shell.syntax.parse import parse

RUNS, ASKS, DENIED = "runs", "asks", "denied"
LONGEST = 10_000
# What a text may leave open, as our reader says it → the ends the client adds.
LEFT_OPEN = {
    "single quotes that do not end": ("'",),
    "a heredoc without its end ": ("\nNAME",),
    "nothing after a pipe": (" :",),
    "an empty list of commands": ("\n:\nfi", "\n:\ndone"),
    "expected fi": ("\nfi",),
    "expected done": ("\ndone",),
}


def judge(
    call: Call,
    allow: Sequence[Match],
    ask: Sequence[Match],
    deny: Sequence[Match],
    directories: Sequence[str],
    facts: Facts,
    mode: str,
) -> tuple[str, str]:
    """(runs | asks | denied, why) for a Bash call under the rules given."""
    text = call.text("command")
    shell = Shell(text, call.cwd, (allow, ask, deny), directories, facts, mode)
    script, shell.text = _read(text)
    pieces = list(pieces_of(script.body, shell, deep=False))
    place(pieces, shell)
    if _parameter(deny, call) or any(denied(piece, shell) for piece in pieces):
        return DENIED, "rule"
    if _parameter(ask, call) or any(rule.tool == "Bash" and rule.inside in ("", "*") for rule in ask):
        return ASKS, "rule"
    if any(ruled(ask, piece, strict=False) or names(ask, piece) for piece in pieces):
        return ASKS, "rule"
    if any(is_critical(piece) or touches_protected(piece, shell) for piece in pieces):
        return ASKS, "safetyCheck"
    if any(rule.tool == "Bash" and rule.inside in ("", "*") for rule in allow):
        return RUNS, "rule"
    if any(rule.tool == "Bash" and rule.inside == text.strip() for rule in allow):
        return RUNS, "rule"
    return _unruled(script, pieces, shell)


def _read(text: str) -> tuple[Script, str]:
    """The script, and the text it was read from: some of what is left open ends with the text."""
    script = parse(text)
    for problem, ends in LEFT_OPEN.items():
        name = script.problem.removeprefix(problem).partition(",")[0].strip("'")
        for end in ends if script.problem.startswith(problem) else ():
            closed = text + end.replace("NAME", name)
            again = parse(closed)
            if not again.problem:
                return again, closed
    return script, text


def _pipes(node: object) -> bool:
    """True when commands of the list feed one another."""
    return isinstance(node, List) and any(
        isinstance(item, Pipeline) and len(item.commands) > 1 for item, _ in node.items
    )


def _unruled(script: Script, pieces: Sequence[Piece], shell: Shell) -> tuple[str, str]:
    if (
        script.problem
        or len(shell.text) > LONGEST
        or splits_word(shell.text)
        or is_complex(script.body, shell)
    ):
        return ASKS, "bashMiss:too-complex"
    if not pieces:
        return RUNS, "empty"
    blind = loses_sight(pieces, shell, piped=_pipes(script.body))
    if blind and feeds_blindly(pieces, shell):
        return ASKS, "bashMiss:shell-expansion"
    if blind and reads_blindly(pieces, shell):
        return ASKS, "bashMiss:cd-compound-read"
    if cds(pieces) > 1:
        return ASKS, "bashMiss:multi-cd"
    if leaves(pieces, shell) and any(piece.argv[:1] == ["git"] for piece in pieces):
        return ASKS, "bashMiss:cd-git-compound"
    for piece in pieces:
        verdict, why = _piece(piece, shell, blind=blind)
        if verdict == ASKS:
            return verdict, why
        if any(not may_read(path, shell) for path in fed(piece, shell)):
            return ASKS, "unknown"
        if writes(piece, shell) and (blind or not may_write(piece, shell)):
            return ASKS, "unknown"
    return RUNS, "subcommandResults"


def _parameter(rules: Sequence[Match], call: Call) -> bool:
    """`Bash(run_in_background:true)`: a rule on a top-level field of the input."""
    for rule in rules:
        name, sign, value = rule.inside.partition(":")
        if rule.tool == "Bash" and sign and name in call.input and name != "command":
            given = call.input[name]
            if (str(given).lower() if isinstance(given, bool) else str(given)) == value:
                return True
    return False


# ------------------------------------------------------------------------------------------------ one command


def _piece(piece: Piece, shell: Shell, *, blind: bool) -> tuple[str, str]:
    argv = piece.argv
    if piece.deep or not argv:
        return RUNS, "inner"
    name = argv[0]
    if name in NEVER_BY_PREFIX or (name == "find" and _find_acts(argv)):
        return ASKS, "bashMiss:semantics"
    if name == "cd":
        return _cd(argv, shell)
    if name in READS_FILES | FILE_WRITERS and _reads_outside(argv, shell):
        return ASKS, "workingDir"
    if name in FILE_WRITERS and blind:
        return ASKS, "bashMiss:cd-compound-write"
    if ruled(shell.allow, piece, strict=True):
        return RUNS, "rule"
    if name is None:
        return ASKS, "bashMiss:no-rule-match"
    if _edits(piece, shell):
        return (ASKS, "bashMiss:cd-compound-write") if blind else (RUNS, "mode")
    known = _is_read_only(argv) and piece.bare and piece.wrapped not in ("time", "xargs")
    if not known:
        return ASKS, "bashMiss:no-rule-match"
    if _reads_outside(argv, shell):
        return ASKS, "workingDir"
    return RUNS, "read-only"


def _find_acts(argv: Sequence[str | None]) -> bool:
    return any(
        word in ("-exec", "-execdir", "-ok", "-okdir", "-delete", "-fprint", "-fls", "-fprintf")
        for word in argv
    )


def _cd(argv: Sequence[str | None], shell: Shell) -> tuple[str, str]:
    if len(argv) > 2 or any(word is None or (word.startswith("-") and word != "-") for word in argv[1:]):
        return ASKS, "bashMiss:no-rule-match"
    target = argv[1] if len(argv) > 1 else shell.facts.home
    path = paths.absolute(target, shell.cwd, shell.facts.home) if target else None
    if path and not within(paths.resolved(path, shell.facts), shell.directories):
        return ASKS, "unknown"
    return RUNS, "read-only"


def _is_read_only(argv: Sequence[str | None]) -> bool:
    name, verb = argv[0], argv[1] if len(argv) > 1 else ""
    if name == "git":
        return _git_reads(argv)
    if (name, verb) in READ_ONLY_PAIRS:
        return True
    if name == "xargs" and len(argv) > 1:
        return False
    if name == "sed" and any(word is None or word.startswith(("-i", "--in-place")) for word in argv[1:]):
        return False
    if name == "sort" and any(word is not None and "*" in word for word in argv[1:]):
        return False
    return name in READ_ONLY


def _git_reads(argv: Sequence[str | None]) -> bool:
    verb = argv[1] if len(argv) > 1 else ""
    free = GIT_READS.get(verb or "")
    if free is None:
        return False
    return not free or all((word or "").startswith("-") or word in free for word in argv[2:])


def _reads_outside(argv: Sequence[str | None], shell: Shell) -> bool:
    """A read-only command that names a file outside the session's directories, or a link that leads there. Only
    absolute and climbing words are sure to be paths; a link is one because it is there."""
    if argv[0] in ("echo", "printf", "man", "which", "type"):
        return False
    for word in argv[1:]:
        if word is None or word.startswith("-"):
            continue
        path = paths.absolute(word, shell.cwd, shell.facts.home)
        sure = word.startswith(("/", "~")) or ".." in word.split("/")
        led = landing(word if word.startswith("/") else f"{shell.cwd}/{word}", shell.facts)
        linked = argv[0] in READS_FILES and led != path and not word.startswith("~")
        if path and (sure or linked) and not (may_read(path, shell) and (not linked or may_read(led, shell))):
            return True
    return False


def _edits(piece: Piece, shell: Shell) -> bool:
    """Commands that edit files, in the mode that accepts edits, on paths of the session's directories."""
    if shell.mode != "acceptEdits" or not piece.bare or piece.wrapped:
        return False
    if piece.argv[0] == "sed":
        return not _reads_outside(piece.argv, shell)
    if piece.argv[0] == "cp" and any((word or "").startswith("-") for word in piece.argv):
        return False
    return piece.argv[0] in FILE_WRITERS and not _reads_outside(piece.argv, shell)
