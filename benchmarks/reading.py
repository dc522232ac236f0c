"""Reading a command and judging its effects, warm: the collected commands, a long heredoc, and the worst odd input.

    python benchmarks/reading.py [--odd] [--profile]

Times are of the processor, the best of some passes. `--odd` also times inputs made to be slow (some minutes),
`--profile` shows where the collected commands spend their time.
"""

import cProfile
import pstats
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT), str(ROOT / "benchmarks")]

import odd  # noqa: E402  the path comes first

from assent.shell.reading import read_shell  # noqa: E402
from tests.coverage.collection import held_out, tuned, world  # noqa: E402

PASSES = 5
SLOW = 0.1
SHOWN = 12


def spent(text: str, passes: int = PASSES) -> float:
    """Seconds of the processor for one reading, the best of some."""
    facts = world()
    best = float("inf")
    for _ in range(passes):
        start = time.process_time_ns()
        read_shell(text, facts)
        best = min(best, time.process_time_ns() - start)
    return best / 1e9


def collected(texts: list[str]) -> None:
    times = sorted((spent(text), text) for text in texts)
    middle, late = times[len(times) // 2][0], times[int(len(times) * 0.99)][0]
    print(
        f"{len(times)} commands: median {middle * 1e6:.1f} us (goal 40), p99 {late * 1e6:.0f} us (goal 250)"
    )
    for seconds, text in times[-SHOWN:]:
        print(f"  {seconds * 1e6:6.0f} us  {text[:90]!r}")


def heredocs() -> None:
    body = "some words and more of them\n" * 3600
    for name, text in {
        "100 KB heredoc": f"cat <<'E' > notes.txt\n{body}E\n",
        "100 KB heredoc with variables": f"cat <<E > notes.txt\n{body.replace('more', '$HOME')}E\n",
        "100 KB heredoc for python": f"python3 - <<'E'\n{body}E\n",
    }.items():
        print(f"{name}: {spent(text) * 1e3:.1f} ms (goal 20)")


def odd_inputs() -> None:
    times = sorted(((spent(text, 1), name, text) for name, text in odd.texts()), key=lambda each: -each[0])
    slow = [each for each in times if each[0] > SLOW]
    print(f"{len(times)} odd inputs of at most 64 KB: {len(slow)} over {SLOW * 1e3:.0f} ms")
    for seconds, name, _ in times[: max(SHOWN, len(slow))]:
        print(f"  {seconds * 1e3:6.1f} ms  {name}")


def profiled(texts: list[str]) -> None:
    facts = world()
    profile = cProfile.Profile()
    profile.enable()
    for text in texts:
        read_shell(text, facts)
    profile.disable()
    pstats.Stats(profile).sort_stats("tottime").print_stats(45)


def main() -> None:
    texts = [each.command for each in [*tuned(), *held_out()]]
    collected(texts)
    heredocs()
    if "--profile" in sys.argv:
        profiled(texts)
    if "--odd" in sys.argv:
        odd_inputs()


main()
