"""What redaction costs an ordinary command, and how it grows with what no ordinary command holds.

    python benchmarks/redact.py [--size 40000]

Prints the CPU time a command takes (the least of several passes, with names seen before and, as in a hook, with none),
how many are told to be plain without the scan, how many are touched; then, of n, 2n and 4n characters of each shape
that a walk that starts over would not end on, those whose time more than grows with their length, and the slowest.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from assent.core.redact import names
from assent.core.redact.plain import is_plain
from assent.core.redact.text import redact

COMMANDS = Path(__file__).parents[1] / "tests" / "coverage" / "commands"
PASSES = 9

SHAPES = (
    "://", "://u:p@", "http://x:1/@", "authorization=x", "Authorization: Bearer ", "bearer ", "cookie: a=b; ",
    "-----BEGIN ",
    "-----BEGIN PRIVATE KEY-----", "-----END ", "Private-Lines:", "password=", "password='",
    'password=\\"', 'token="$(', "token=a,",
    "token=a\\", "token=a=", "--token $x ", "set token ", "identified by ", "by '", "?key=", "[erased:", "[erased:x]",
    "'", '"', "\\",
    "aB3", "aB3/", "eyJ", "<password>", "mysql ", "mysql '", "mysql -p ", "docker login -p x ", "htpasswd -b a ",
    "fly secrets set a=b ",
    "echo x | sudo -S ", "bash -c 'mysql -px' ", "\n", "apiKey",
    "password is ", "credentials: a / ", "password: str = ", "f('password', ", "kind: Secret\ndata:\n  a: ",
    "stringData:\n", '"Secret" "data": {"a": "b", ', "--token a\\\n", "password='a'\"b\"", "[erased:token] ghp_",
    "login('a', ", "5432:a:b:", "secret set a=b ", "-u a -p b ", "password ",
)  # fmt: skip
GROWS = 2.5


def cpu(text: str) -> float:
    """CPU seconds of one redaction."""
    begin = time.process_time()
    redact(text)
    return time.process_time() - begin


def each(commands: list[str], *, known: bool) -> float:
    """Microseconds of CPU time one command takes, with or without names that were seen before."""
    least = float("inf")
    for _ in range(PASSES):
        begin = time.process_time()
        for command in commands:
            if not known:
                names._known.clear()  # noqa: SLF001 - as a new process finds it
            redact(command)
        least = min(least, time.process_time() - begin)
    return least / len(commands) * 1e6


def ordinary() -> None:
    """What the commands of the coverage table cost and how many of them change."""
    lines = [line for path in sorted(COMMANDS.glob("*.jsonl")) for line in path.read_text().splitlines()]
    commands = [json.loads(line)["command"] for line in lines]
    touched = sum(redact(command) != command for command in commands)
    plain = sum(map(is_plain, commands)) / len(commands)
    print(f"{len(commands)} commands, {touched} touched, {plain:.0%} plain")
    print(
        f"{each(commands, known=True):.1f} us a command, {each(commands, known=False):.1f} in a new process"
    )


def main() -> None:
    ordinary()
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, default=40_000)
    size = parser.parse_args().size
    slowest = (0.0, "")
    for shape in SHAPES:
        times = [cpu(shape * (size * factor // len(shape))) for factor in (1, 2, 4)]
        slowest = max(slowest, (times[2] / size / 4, shape))
        if times[2] > GROWS * times[1] > 0.01:
            print(f"{shape!r} {times[1] / times[0]:.1f} {times[2] / times[1]:.1f}")
    print(f"slowest: {slowest[0] * 1e9:.0f} ns a character of {slowest[1]!r}")


if __name__ == "__main__":
    main()
