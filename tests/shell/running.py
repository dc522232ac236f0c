"""Scripts of the grammar, run in real shells over stub programs, and held against the words the reader gives them.

Wherever a reading claims to be in full, every program that was run stands in it with the words it got, the files it was
given in the directory it was run in, and no variable in its environment that the reading did not judge.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from assent.core.effect import RUN_CODE
from assent.core.paths import has_glob, normal
from tests.shell.differential import SHELLS, given, names, observe, read
from tests.shell.generating import READERS, STUBS, script
from tests.shell.sandboxed import HANDED, LATE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assent.core.call import Part, Reading

# Variables that mean nothing to any program, so that handing them on is no effect.
INERT = ("LANG",)
# What may keep a command that is read from being run.
_MAY_NOT_RUN = re.compile(
    r"\b(if|while|until|case|for|select|grep|false|trap|return|break|continue|exec|read|nowhere|set|readonly|shift|unset|getopts|coproc|true|test|pushd|popd|cd|declare|local|f|g|alias|function)\b|&&|\|\||[\[:?<&>-]|\)\s*;|\$\("
)


def contradictions(reading: Reading, ran: Sequence[Sequence[str]]) -> Iterator[str]:
    """What was seen to run and stands nowhere in the reading; nothing where it owns that anything may run."""
    if reading.effects & RUN_CODE:
        return
    for name, cwd, *rest in ran:
        handed, words = rest[: len(HANDED)], rest[len(HANDED) :]
        parts = [
            part for part in reading.parts if any(given(list(argv), [name, *words]) for argv in part.seen)
        ]
        if not parts:
            yield f"nobody runs {[name, *words]}"
            continue
        if name in READERS and not any(word.startswith("-") for word in words):
            yield from _unread(parts, cwd, words)
        if reading.coverage == "full":
            for variable, value in zip(HANDED, handed, strict=True):
                if value != "unset" and variable not in INERT:
                    yield f"nobody hands {variable}={value} to {name}"


def _unread(parts: Sequence[Part], cwd: str, words: Sequence[str]) -> Iterator[str]:
    for word in words:
        path = normal(word if word.startswith("/") else f"{cwd}/{word}")
        if (
            word
            and not path.startswith(("/dev/", "/proc/"))
            and not any(names(part.reads, path, part) for part in parts)
        ):
            yield f"nobody reads {path}"


def phantoms(text: str, reading: Reading, ran: Sequence[Sequence[str]]) -> Iterator[str]:
    """What is read of a script without branches, every word of it known, and was not run."""
    if reading.coverage != "full" or _MAY_NOT_RUN.search(text):
        return
    seen = {(name, *rest[len(HANDED) :]) for name, _, *rest in ran}
    for part in reading.parts:
        if (
            part.argv
            and part.argv[0] in STUBS
            and None not in part.argv
            and not any(has_glob(word or "") for word in part.argv)
            and part.argv not in seen
        ):
            yield f"nobody ran {list(part.argv)}"


def disagreements(seeds: Sequence[int], shells: Sequence[str]) -> tuple[list[str], Counter[str]]:
    """What ran otherwise than read; and how many scripts, readings and programs there were."""
    found: list[str] = []
    counts: Counter[str] = Counter()
    texts = [script(seed) for seed in seeds]
    for text, shell, _, _, ran in observe(texts, shells):
        counts[f"scripts in {shell}"] += 1
        if ran == LATE:
            counts[f"scripts too late in {shell}"] += 1
            continue
        counts[f"programs run by {shell}"] += len(ran)
        for fact in SHELLS[shell]:
            reading = read(text, fact)
            if reading.form:
                continue
            as_what = f"{shell} read as {fact or 'unknown'}"
            counts[f"{as_what}: form full"] += 1
            counts[f"{as_what}: all full"] += reading.coverage == "full"
            wrong = [*contradictions(reading, ran), *phantoms(text, reading, ran)]
            if wrong:
                found.append(f"{as_what}: {text!r}: {wrong}")
    return found, counts
