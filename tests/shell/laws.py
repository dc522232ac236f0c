"""The laws that reading keeps for any text: whatever stands around a command never makes more of it allowed.

A law is a way to put a text into another one that runs it. What a wide rule covers in the whole it must cover in the
text alone; and where both are understood, every effect of the text is one of the whole.
"""

from __future__ import annotations

import time
from shlex import quote
from typing import TYPE_CHECKING

from assent.core.effect import ALL, names_of
from assent.shell.syntax.nodes import Simple
from assent.shell.syntax.parse import parse
from tests.shell.world import CAP, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assent.core.call import Reading

# For any text: it is closed by a line break, so that a comment or a heredoc in it ends.
ANY: dict[str, Callable[[str], str]] = {
    "; before": lambda text: f"ls; {text}",
    "; behind": lambda text: f"{text}\nls",
    "&& before": lambda text: f"ls && {{ {text}\n}}",
    "subshell": lambda text: f"( {text}\n)",
    "group": lambda text: f"{{ {text}\n}}",
    "redirected group": lambda text: f"{{ {text}\n}} > out.txt",
    "negation": lambda text: f"! {{ {text}\n}}",
    "if": lambda text: f"if true; then {text}\nfi",
    "condition": lambda text: f"if {text}\nthen ls; fi",
    "case": lambda text: f"case a in a) {text}\n;; esac",
    "while": lambda text: f"while true; do {text}\ndone",
    "for": lambda text: f"for each in 1 2; do {text}\ndone",
    "function": lambda text: f"called() {{ {text}\n}}; called",
    "pipe behind": lambda text: f"{{ {text}\n}} | cat",
    "substitution": lambda text: f"echo $( {text}\n)",
    "quoted substitution": lambda text: f'echo "$( {text}\n)"',
    "process substitution": lambda text: f"cat <( {text}\n)",
    "background": lambda text: f"{{ {text}\n}} &",
    "bash -c": lambda text: f"bash -c {quote(text)}",
    "sh -c": lambda text: f"sh -c {quote(text)}",
    "eval": lambda text: f"eval {quote(' ' + text)}",
    "timeout bash -c": lambda text: f"timeout 5 bash -c {quote(text)}",
    "xargs bash -c": lambda text: f"xargs bash -c {quote(text)}",
    "find -exec": lambda text: f"find . -exec sh -c {quote(text)} \\;",
}
# For one simple command of known words: they are what it runs, whatever stands before them or between their letters.
SIMPLE: dict[str, Callable[[list[str]], str]] = {
    "environment": lambda words: "LANG=C " + _joined(words),
    "env": lambda words: "env " + _joined(words),
    "command": lambda words: "command " + _joined(words),
    "timeout": lambda words: "timeout 5 " + _joined(words),
    "nice": lambda words: "nice -n 3 " + _joined(words),
    "nohup": lambda words: "nohup " + _joined(words),
    "xargs": lambda words: "xargs " + _joined(words),
    "sudo": lambda words: "sudo " + _joined(words),
    "unheard wrapper": lambda words: "unheardofwrapper " + _joined(words),
    "path": lambda words: _joined([f"/usr/bin/{words[0]}", *words[1:]]),
    "single quotes": lambda words: " ".join(f"'{word}'" for word in words),
    "double quotes": lambda words: " ".join(f'"{word}"' for word in words),
    "quotes inside": lambda words: " ".join(f"{word[:1]}''{word[1:]}" for word in words),
    "dollar quotes": lambda words: " ".join(f"$'{word}'" for word in words),
    "line continuation": lambda words: " \\\n".join(map(quote, words)),
    "redirect before": lambda words: "> out.txt " + _joined(words),
    "redirect behind": lambda words: _joined(words) + " > out.txt",
    "errors away": lambda words: _joined(words) + " 2>/dev/null",
    "variable": lambda words: f"word={quote(words[0])}; $word {_joined(words[1:])}",
    "positional words": lambda words: f'set -- {_joined(words)}; "$@"',
}
# Seconds of the processor that no text may take.
SLOW = 0.1
# Programs for which every word behind them counts, so that an option nobody listed must be unknown.
CLOSED = (
    "ls",
    "cat",
    "grep",
    "head",
    "tail",
    "wc",
    "sort",
    "uniq",
    "cut",
    "touch",
    "mkdir",
    "cp",
    "mv",
    "rm",
    "git",
    "stat",
    "du",
)
# Words that mean something else inside: a function may be left, and has names of its own; find puts a name for the braces.
ELSEWISE = {"function": ("return", "local", "declare", "typeset", "$", "for "), "find -exec": ("{}",)}
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-+:@%,=")


def _joined(words: list[str]) -> str:
    return " ".join(map(quote, words))


def held(reading: Reading, cap: int = CAP) -> bool:
    """Whether a rule that allows all within a cap would let the whole text run."""
    return _understood(reading) and not reading.effects & ~cap


def _understood(reading: Reading) -> bool:
    return not reading.form and not any(part.opaque or part.meaning for part in reading.parts)


def broken(text: str, laws: Callable[[list[str]], list[str]] = list) -> Iterator[str]:
    """The laws that the reading of a text breaks; `laws` picks those to look at."""
    alone = read(text)
    if "failed" in alone.form:
        yield f"total: {alone.form}"
    if alone.form or parse(text).problem:
        return
    for name in laws(list(ANY)):
        if any(word in text for word in ELSEWISE.get(name, ())):
            continue
        yield from _lost(name, alone, ANY[name](text))
    words = _simple(text)
    if words:
        for name in laws(list(SIMPLE)):
            yield from _lost(name, alone, SIMPLE[name](words))
        if words[0] in CLOSED and "--" not in words and held(read(_joined(words) + " --zzqx")):
            yield "an option nobody heard of is allowed"


def _lost(law: str, alone: Reading, whole: str) -> Iterator[str]:
    start = time.process_time()
    reading = read(whole)
    if time.process_time() - start > SLOW:
        yield f"{law}: slow"
    if "failed" in reading.form:
        yield f"{law}: {reading.form}"
    if held(reading) and not held(alone):
        yield f"{law}: allowed in the whole, not alone"
    lost = alone.effects & ~reading.effects & ALL
    if lost and _understood(alone) and _understood(reading):
        yield f"{law}: loses {' '.join(names_of(lost))}"


def _simple(text: str) -> list[str]:
    """The words of a text that is one simple command of plain words; none when it is anything else."""
    items = parse(text).body.items
    node = items[0][0] if len(items) == 1 and items[0][1] in ("", "\n") else None
    if not isinstance(node, Simple) or node.assigns or node.redirects:
        return []
    words = [word.literal for word in node.words]
    if any(not word or not _PLAIN.issuperset(word) for word in words):
        return []
    plain = [word or "" for word in words]
    return [] if not plain or "=" in plain[0] or "/" in plain[0] or plain[0][0] == "-" else plain
