"""The shell reader: share read in full, time per command, and agreement with bash and shfmt.

    python benchmarks/reader.py [--oracle] [CORPUS…]

CORPUS is a file with one command a line (the figures in RESULTS.md are of NL2Bash's `all.cm`); without one, only the
scripts of the tests are read. `--oracle` also asks `bash -n` (and, for what we read in full,
shfmt) about every command: slow.
"""

import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from assent.core.facts import Facts  # noqa: E402  the path comes first
from assent.shell.reading import read_shell  # noqa: E402
from assent.shell.syntax.parse import parse  # noqa: E402
from tests.shell import oracle  # noqa: E402
from tests.shell.scripts import FULL  # noqa: E402

PASSES = 5


def timed(texts: list[str]) -> list[float]:
    """Microseconds per text, each the best of some passes."""
    best = [float("inf")] * len(texts)
    for _ in range(PASSES):
        for index, text in enumerate(texts):
            start = time.perf_counter()
            parse(text)
            best[index] = min(best[index], time.perf_counter() - start)
    return sorted(each * 1e6 for each in best)


def report(name: str, texts: list[str]) -> None:
    problems = Counter(problem.split(", at")[0] for text in texts if (problem := parse(text).problem))
    full = 1 - sum(problems.values()) / len(texts)
    times = timed(texts)
    median, late = times[len(times) // 2], times[int(len(times) * 0.99)]
    print(f"{name}: {len(texts)} commands, {full:.2%} in full")
    print(f"  {median:.1f} us median, {late:.1f} us p99, {times[-1]:.1f} us worst")
    for problem, count in problems.most_common(12):
        print(f"  {count:5} {problem}")


def by_shell(texts: list[str]) -> None:
    """How many readings are in full when the agent's shell is bash, zsh, or not known."""
    for shell in ("bash", "zsh", ""):
        forms = [read_shell(text, Facts("/home/u", "/home/u/p", shell=shell)).form for text in texts]
        print(f"  {shell or 'unknown'}: {sum(not form for form in forms) / len(texts):.2%} followed in full")


def large() -> None:
    """The longest texts that are read: milliseconds."""
    body = "some words $a and more\n" * 4500
    texts = {
        "100 KB heredoc": f"cat <<E\n{body}E",
        "100 KB quoted heredoc": f"cat <<'E'\n{body}E",
        "100 KB of words": "word " * 20_000,
        "100 KB of quotes": "'a'\"b\"" * 16_000,
        "100 KB of commands": "ls -l a b;" * 10_000,
    }
    for name, text in texts.items():
        print(f"{name}: {timed([text])[0] / 1000:.1f} ms{' (not in full)' if parse(text).problem else ''}")


def agreement(texts: list[str]) -> None:
    """Prints what we read in full and the others read differently, and what only we refuse."""
    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(oracle.disagreement, texts))
        refused = list(pool.map(oracle.bash_says, texts))
    wrong = [(text, each) for text, each in zip(texts, said, strict=True) if each]
    shy = sum(1 for text, each in zip(texts, refused, strict=True) if not each and parse(text).problem)
    print(f"read in full, but bash or shfmt differ: {len(wrong)}")
    for text, each in wrong:
        print(f"  {text!r}: {each}")
    print(f"not read in full, though bash accepts: {shy}; bash refuses: {sum(map(bool, refused))}")


def main() -> None:
    words = [each for each in sys.argv[1:] if each != "--oracle"]
    report("the tests' scripts", list(FULL.values()))
    for path in map(Path, words):
        texts = path.read_text().splitlines()
        report(path.name, texts)
        by_shell(texts)
        if "--oracle" in sys.argv:
            agreement(texts)
    large()


main()
