"""Which rule names which command: prefixes, denials through wrappers, the files a command touches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assent.agents.claude.matcher.moves import denied_blindly
from assent.agents.claude.matcher.paths import Match, is_protected, leads_out, within
from assent.agents.claude.matcher.pieces import Piece, Shell, text_of
from assent.agents.claude.matcher.tables import DENY_WRAPPERS, FILE_READERS, FILE_WRITERS
from assent.core import paths

TOP = frozenset(("/", "~", "$HOME", "/*", "~/*", "$HOME/*", "."))


def covers(rule: Match, path: str, shell: Shell) -> bool:
    return rule.covers(path, shell.facts.home, shell.cwd, deny=False)


def ruled(rules: Sequence[Match], piece: Piece, *, strict: bool) -> bool:
    """True when a rule names the command. An allow (`strict`) compares an exact rule with the text as written."""
    joined = " ".join(word if word is not None else "$" for word in piece.argv)
    # An assignment the client minds stands between an allow and the command behind it.
    exact = [piece.full] if strict and piece.odd else [piece.full, piece.raw]
    texts = exact if strict and piece.odd else [*exact, joined]
    for rule in rules:
        if rule.tool != "Bash" or not rule.inside or ":*" in rule.inside[:-2]:
            continue
        inside = rule.inside[:-2] + " *" if rule.inside.endswith(":*") else rule.inside
        if "*" not in inside:
            if inside in (exact if strict else texts):
                return True
        elif any(_stars(inside, text) for text in texts):
            return True
    return False


def _stars(pattern: str, text: str) -> bool:
    """`*` spans anything; ` *` at the end also stands for nothing at all."""
    if pattern.endswith(" *") and text == pattern[:-2]:
        return True
    parts = pattern.split("*")
    if (
        not text.startswith(parts[0])
        or not text.endswith(parts[-1])
        or len(text) < len(parts[0]) + len(parts[-1])
    ):
        return False
    at, last = len(parts[0]), len(text) - len(parts[-1])
    for part in parts[1:-1]:
        spot = text.find(part, at, last)
        if spot < 0:
            return False
        at = spot + len(part)
    return True


def names(rules: Sequence[Match], piece: Piece) -> bool:
    """True when a deny or ask rule names the command, behind whatever wrapper and path."""
    for form in _unwrapped(piece):
        named = Piece(list(form), piece.raw, (), deep=piece.deep)
        named.argv[0] = (form[0] or "$").rsplit("/", 1)[-1]
        if ruled(rules, named, strict=False):
            return True
    return False


def denied(piece: Piece, shell: Shell) -> bool:
    if names(shell.deny, piece):
        return True
    if denied_blindly(piece, shell.deny):
        return True
    return any(
        _denied_file(path, rule, shell)
        for path, tools in _files(piece, shell)
        for rule in shell.deny
        if rule.tool in tools
    )


def _unwrapped(piece: Piece) -> Iterator[Sequence[str | None]]:
    """The command as a deny rule sees it, with and without each wrapper in front. A name that two lines or `${…}` make
    up is not seen."""
    front = piece.raw.split(" ", 1)[0]
    if front.startswith("${") or "\\\n" in front.removesuffix("\\\n"):
        return
    argv: Sequence[str | None] = piece.argv
    while argv:
        yield argv
        if argv[0] not in DENY_WRAPPERS or (argv[0] == "command" and argv[1:2] in (["-v"], ["-V"])):
            return
        wrapper = argv[0] or ""
        values, before = DENY_WRAPPERS[wrapper]
        argv = argv[1:]
        while argv and (argv[0] is None or argv[0].startswith("-") or "=" in argv[0]):
            attached = (argv[0] or "").startswith("-n") and argv[0] != "-n"
            if wrapper == "xargs" or (wrapper == "nice" and attached):
                return  # the client looks no further
            argv = argv[2:] if argv[0] in values else argv[1:]
        argv = argv[before:]


def _denied_file(path: str, rule: Match, shell: Shell) -> bool:
    spots = (path, paths.resolved(path, shell.facts))
    return any(rule.covers(spot, shell.facts.home, shell.cwd, deny=True) for spot in spots)


def _files(piece: Piece, shell: Shell) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(path, kinds of rules that hold for it) of the files the client sees a command touch, from where the call
    begins and from where a `cd` has led."""
    name = piece.argv[0] if piece.argv else ""
    kinds = ("Read", "Edit") if name in FILE_WRITERS else ("Read",)
    words: list[tuple[str | None, tuple[str, ...]]] = []
    if name in FILE_READERS or name in FILE_WRITERS:
        words += [(word, kinds) for word in piece.argv[1:] if word and not word.startswith("-")]
    for redirect in piece.redirects:
        word = text_of(redirect.target, shell) if redirect.target is not None else None
        if redirect.op in ("<", "<>"):
            words.append((word, ("Read",)))
        elif redirect.op not in ("<&", ">&", "<<<"):
            words.append((word, ("Edit",)))
    for word, tools in words:
        for cwd in dict.fromkeys((shell.cwd, piece.cwd or shell.cwd)):
            path = paths.absolute(word, cwd, shell.facts.home) if word else ""
            if path:
                yield path, tools


def fed(piece: Piece, shell: Shell) -> list[str]:
    """Absolute paths of files that are fed to the command."""
    words = [text_of(each.target, shell) for each in piece.redirects if each.op == "<" and each.target]
    return [
        paths.absolute(word, shell.cwd, shell.facts.home) for word in words if word and word != "/dev/null"
    ]


def may_read(path: str, shell: Shell) -> bool:
    """True when the path and what it links to lie in the session's directories or under an allow."""
    return all(
        within(spot, shell.directories)
        or any(rule.tool == "Read" and covers(rule, spot, shell) for rule in shell.allow)
        for spot in dict.fromkeys((path, paths.resolved(path, shell.facts)))
    )


def is_critical(piece: Piece) -> bool:
    """`rm` of the root, a directory right below it, the home or what is here: asked about whatever the rules say."""
    if piece.argv[:1] not in (["rm"], ["rmdir"]):
        return False
    for word in piece.argv[1:]:
        plain = (word or "").rstrip("/") or "/"
        if (
            word is not None
            and not word.startswith("-")
            and (plain in TOP or (plain[0] == "/" and plain.count("/") == 1))
        ):
            return True
    return False


def writes(piece: Piece, shell: Shell) -> list[str]:
    """Absolute paths that redirects write; an unknown one is ""."""
    found = []
    for redirect in piece.redirects:
        if redirect.op in ("<", "<<", "<<-", "<<<", "<&") or redirect.target is None:
            continue
        word = text_of(redirect.target, shell)
        if redirect.op == ">&" and (word or "").rstrip("-").isdigit():
            continue
        path = paths.absolute(word, piece.cwd or shell.cwd, shell.facts.home) if word else ""
        if path != "/dev/null":
            found.append(path or "")
    return found


def touches_protected(piece: Piece, shell: Shell) -> bool:
    name = piece.argv[0] if piece.argv else ""
    words = piece.argv[-1:] if name == "cp" else piece.argv[1:] if name in FILE_WRITERS else []
    touched = [paths.absolute(word, piece.cwd or shell.cwd, shell.facts.home) for word in words if word]
    return any(
        is_protected(path)
        or is_protected(paths.resolved(path, shell.facts))
        or leads_out(path, shell.facts, shell.directories)
        for path in (*writes(piece, shell), *touched)
    )


def may_write(piece: Piece, shell: Shell) -> bool:
    for path in writes(piece, shell):
        ruled = any(rule.tool == "Edit" and covers(rule, path, shell) for rule in shell.allow)
        accepted = shell.mode == "acceptEdits" and within(path, shell.directories)
        if not path or not (ruled or accepted):
            return False
    return True
