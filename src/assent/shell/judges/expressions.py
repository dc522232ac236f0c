"""What expressions of the readers of YAML and JSON can reach: yq and fx.

Operators: yq 4.44 manual, fx 35 `--help`.
"""

from __future__ import annotations

from assent.core.effect import READ_SECRET, RUN_CODE
from assent.shell.meaning.arg import Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

# Letters of a path into a document; anything more is a program.
_PATH = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.[]-")


def yq(use: Use) -> None:
    """An expression, then files; with -i these are rewritten."""
    words = use.words
    if not use.has("--expression", "--from-file") and words:
        _operators(use, words[0])
        words = words[1:]
    value = use.value("--expression")
    if value is not None:
        _operators(use, value)
    for word in words:
        use.read(word)
        if use.has("-i", "--inplace"):
            use.write(word)


def _operators(use: Use, word: Arg) -> None:
    text = word.text
    if text is None:
        use.opaque("which expression it evaluates cannot be known")
        return
    # A lone word is a file when there is one of that name.
    if "(" not in text and "|" not in text:
        use.read(word) if text[:1] != "." or "/" in text else use.given(text)
    if _reads_environment(text):
        use.note(READ_SECRET, "an expression reads the environment")
    if _opens(text):
        use.unknown("an expression that opens files or runs programs")


def _reads_environment(text: str) -> bool:
    """`env`, `$ENV` and their kin, but no key of that name: `.env`, `"env"`."""
    lower = text.lower()
    if "strenv" in lower or "envsubst" in lower:
        return True
    at = lower.find("env")
    while at >= 0:
        before = lower[at - 1] if at else " "
        if not (before.isalnum() or before in "._\"'-"):
            return True
        at = lower.find("env", at + 1)
    return False


def _opens(text: str) -> bool:
    """Operators that open a file, run a program or evaluate a text."""
    tight = "".join(text.split())
    for name in ("load", "system", "eval", "exec"):
        at = tight.find(name)
        while at >= 0:
            end = at + len(name)
            while end < len(tight) and (tight[end].isalpha() or tight[end] == "_"):
                end += 1
            if tight[end : end + 1] == "(":
                return True
            at = tight.find(name, at + 1)
    return tight.startswith(("import", "include"))


def fx(use: Use) -> None:
    """A file, then expressions of JavaScript; a plain path into the document does nothing else."""
    for index, word in enumerate(use.words):
        text = word.text
        if text is None:
            use.opaque("which expression it evaluates cannot be known")
        elif text.startswith(".") and not set(text) - _PATH:
            use.given(text)
        elif index == 0 and not use.stdin and "(" not in text:
            use.read(word)
        else:
            use.note(RUN_CODE, "evaluates an expression")


# Verbs of Miller that read and print records, with options that take no file.
_RECORD_VERBS = frozenset((
    "cat", "head", "tail", "sort", "cut", "count", "count-distinct", "uniq", "tac", "label", "rename", "reorder",
    "regularize", "unsparsify", "nest", "stats1", "top", "sec2gmt", "fill-down", "fill-empty", "nothing", "decimate",
))  # fmt: skip


def miller(use: Use) -> None:
    """`mlr VERB … then VERB … FILE…`: verbs that write or have a language of their own are left to the person."""
    verb = True
    for word in use.words:
        if verb and word.text not in _RECORD_VERBS:
            use.unknown(f"what {word.text or 'a word that cannot be known'} does in Miller")
        elif not verb and word.text != "then" and not word.prefix.startswith("-"):
            use.read(word)  # a file, or the name of a field
        verb = word.text == "then"
