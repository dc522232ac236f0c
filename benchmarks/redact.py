"""How redaction grows: CPU time of n, 2n and 4n characters of each shape that a walk that starts over would not end on.

    python benchmarks/redact.py [--size 40000]

Prints the shapes whose time more than grows with their length, and the slowest.
"""

from __future__ import annotations

import argparse
import time

from assent.core.redact.text import redact

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
)  # fmt: skip
GROWS = 2.5


def cpu(text: str) -> float:
    """CPU seconds of one redaction."""
    begin = time.process_time()
    redact(text)
    return time.process_time() - begin


def main() -> None:
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
