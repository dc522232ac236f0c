"""What an awk call does: its program is scanned for the few words by which awk runs, reads, writes or loads something.

gawk 5.2 and mawk 1.3 manuals. Prose of the language is not parsed: whatever could hide one of those words is unknown.
"""

from __future__ import annotations

from assent.core.effect import READ_SECRET, RUN_CODE
from assent.shell.meaning.use import Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

# Words that act wherever they stand; a string or pattern that holds one is judged as if it acted.
_RUNNING = ("system", "getline", "extension")
_HIDDEN = ("ARGV", "ARGC", "SYMTAB", "FUNCTAB", "PROCINFO")
# The token of a whole pattern, an operand like a name; a lone "/" is a division.
PATTERN = "_/"
# After these words a slash begins a pattern; after any other one it divides.
_BEFORE_PATTERN = ("print", "printf", "return", "in", "else", "case", "do", "while", "if", "exit")


def judge_program(use: Use, text: str) -> None:
    """Adds what an awk program can do."""
    words = _words(text)
    for word in _RUNNING:
        if word in words:
            use.note(RUN_CODE, f"can run or load other programs with {word}")
    for word in _HIDDEN:
        if word in words:
            use.unknown(f"awk {word} can change which files are read")
    if "ENVIRON" in words:
        use.note(READ_SECRET, "shows the environment")
    if "|" in text or ">" in text or "@" in text:
        tokens = _tokens(text)
        if tokens is None:
            use.unknown("the awk program is not understood")
            use.note(RUN_CODE, "runs an awk program that is not understood, which may run commands")
        else:
            _redirects(use, tokens)


def _words(text: str) -> set[str]:
    return set("".join(char if char.isalnum() or char == "_" else " " for char in text).split())


def _tokens(text: str) -> list[str] | None:
    """Strings (with their opening quote), patterns (as PATTERN), words, single marks and newlines; None when a slash
    may be both a division and the start of a pattern."""
    found: list[str] = []
    at = 0
    while at < len(text):
        char = text[at]
        end = at + 1
        if char == "#":
            end = text.find("\n", at)
            at = len(text) if end < 0 else end
            continue
        if char == '"' or (char == "/" and _begins_pattern(found)):
            end = _closing(text, at + 1, char) + 1
            if not end or (char == "/" and _unclear(text, at, end, found)):
                return None
            found.append(text[at : end - 1] if char == '"' else PATTERN)
        elif char.isalnum() or char == "_":
            end = _word_end(text, at)
            found.append(text[at:end])
        elif char not in " \t\r":
            if char == "/" and found[-1] == ")":
                return None
            found.append(char)
        at = end
    return found


def _begins_pattern(found: list[str]) -> bool:
    if not found or found[-1] in _BEFORE_PATTERN:
        return True
    last = found[-1][0]
    return not (last.isalnum() or last in '_")].')


def _unclear(text: str, at: int, end: int, found: list[str]) -> bool:
    """True when the pattern may end elsewhere (a slash in brackets), or when `i++ / 2` may be meant."""
    return ("[" in text[at:end] and "/" in text[end:]) or found[-2:] in (["+", "+"], ["-", "-"])


def _word_end(text: str, at: int) -> int:
    while at < len(text) and (text[at].isalnum() or text[at] == "_"):
        at += 1
    return at


def _closing(text: str, at: int, mark: str) -> int:
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == mark:
            return at
        at += 1
    return -1


def _redirects(use: Use, tokens: list[str]) -> None:
    """Finds pipes, loads and the files that print writes."""
    depth = 0
    printing = False
    for at, token in enumerate(tokens):
        if token in ("print", "printf"):
            printing, depth = True, 0
        elif token in ("(", "["):
            depth += 1
        elif token in (")", "]"):
            depth -= 1
        elif token in (";", "{", "}") or (
            token == "\n" and tokens[at - 1] not in (",", "\\", "|", "&", "?", ":")
        ):
            printing = False
        elif token == "@":
            use.note(RUN_CODE, "loads a file or calls a function by name (@ of awk)")
        elif token == "|" and "|" not in (tokens[at - 1], *tokens[at + 1 : at + 2]):
            use.note(RUN_CODE, "pipes to or from a command inside awk")
        elif token == ">" and printing and depth <= 0 and tokens[at - 1] != ">":
            _target(use, tokens[at + 1 :])


def _target(use: Use, after: list[str]) -> None:
    """The file a print goes to: a literal string that ends the statement, or it cannot be known."""
    if after[:1] == [">"]:
        after = after[1:]
    name = after[0] if after else ""
    ends = len(after) == 1 or (len(after) > 1 and after[1] in (";", "}", "\n"))
    if not name.startswith('"') or "\\" in name or not ends:
        use.opaque("the file awk writes cannot be known")
        use.note(RUN_CODE, "writes a file that cannot be known")
    elif name.startswith('"/inet'):
        use.unknown("awk talks to the network")
    elif name[1:] not in ("/dev/stdout", "/dev/stderr", "-"):
        use.write(Arg(name[1:]))


def awk(use: Use) -> None:
    """The first operand is the program unless -f gave one; then come files and `name=value` settings."""
    words = list(use.words)
    for flag, value in use.options:
        if flag in ("-e", "--source"):
            _program(use, value)
    if not use.has("-f", "--file", "-e", "--source"):
        if not words:
            use.unknown("awk without a program")
            return
        _program(use, words.pop(0))
    for word in words:
        name, equals, _ = word.prefix.partition("=")
        if not (equals and name.replace("_", "a").isalnum() and not word.glob and word.text is not None):
            use.read(word)


def _program(use: Use, value: Arg | None) -> None:
    if value is None or value.text is None:
        use.opaque("the awk program cannot be known")
        use.note(RUN_CODE, "runs an awk program that cannot be known, which may run commands")
    else:
        judge_program(use, value.text)
