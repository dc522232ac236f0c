"""How fast made-up session logs are read, beside others that read them: `python benchmarks/ingest.py [--gb 1]`.

The logs are those of make_transcripts.py. Each way of reading them is a process of its own, and its figure the least
processor time of some rounds, user and system together, whatever it is busy with: so a machine with other work and a
program with many threads are compared fairly. `ccusage` takes part where it is on PATH (`npm install -g ccusage`); it
looks for what was used and what it cost, and keeps nothing, while ours keeps each call and reads its shell command.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
STORED = """
import contextlib, json, resource, sys, time
from assent.app.learn.ingest import ingest
from assent.store.db import connect
from assent.store.paths import paths_of
logs, home = sys.argv[1:]
with contextlib.closing(connect(paths_of(home, {}))) as db:
    report = ingest(db, [logs], home)
    begin = time.perf_counter()
    again = ingest(db, [logs], home)
    rescan = time.perf_counter() - begin
    readings = db.execute("SELECT count(*) FROM readings").fetchone()[0]
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([report.calls, readings, peak, rescan, again.calls]))
"""
READ = """
import sys
from pathlib import Path
from assent.agents.claude.log.reader import open_log
calls = 0
for path in Path(sys.argv[1]).rglob("*.jsonl"):
    log, rest = open_log(), b""
    with path.open("rb", buffering=0) as file:
        while block := file.read(1 << 20):
            cut = block.rfind(b"\\n") + 1
            calls += len(log.read(rest + block[:cut])) if cut else 0
            rest = block[cut:] if cut else rest + block
"""
DECODED = """
import sys
from pathlib import Path
import msgspec
decode = msgspec.json.Decoder().decode
for path in Path(sys.argv[1]).rglob("*.jsonl"):
    with path.open("rb") as file:
        for line in file:
            decode(line)
"""


def main() -> None:
    """Make the logs, read them in every way, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gb", type=float, default=0.1)
    parser.add_argument("--logs", type=Path, help="a tree made before")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="assent-bench-") as name:
        folder = Path(name)
        logs = given.logs or made(folder / "logs", given.gb)
        files = list(logs.rglob("*.jsonl"))
        size = sum(path.stat().st_size for path in files) / 1e6
        print(f"{size:.0f} MB in {len(files)} files; MB per second of processor time, of the clock")
        compare(folder, logs.resolve(), files, size, given.rounds)


def made(logs: Path, gb: float) -> Path:
    """A tree of logs of a size."""
    maker = [sys.executable, str(HERE / "make_transcripts.py"), str(logs), "--mb", str(int(gb * 1000))]
    subprocess.run(maker, check=True, stdout=subprocess.DEVNULL)
    return logs


def compare(folder: Path, logs: Path, files: list[Path], size: float, rounds: int) -> None:
    """Print the figures of each way, in turns, so that what disturbs the machine disturbs them all."""
    best: dict[str, tuple[float, float]] = {}
    said = ""
    for number in range(rounds):
        for title, argv, environ in ways(folder / str(number), logs, files):
            busy, took, out = timed(argv, environ)
            best[title] = min(best.get(title, (busy, took)), (busy, took))
            said = out if title == "ours, kept" else said
    for title, (busy, took) in best.items():
        print(f"{title:36} {size / busy:6.0f} {size / took:6.0f}   ({busy:.2f} s, {took:.2f} s)")
    calls, readings, peak, rescan, again = json.loads(said)
    database = next(folder.glob("*/.local/share/assent/assent.db")).stat().st_size / 1e6
    print(
        f"{calls} calls, {readings} distinct readings, peak memory {peak:.0f} MB, database {database:.0f} MB"
    )
    print(f"second pass {rescan * 1000:.1f} ms, {again} new calls")


def ways(home: Path, logs: Path, files: list[Path]) -> Iterator[tuple[str, list[str], dict[str, str] | None]]:
    """Each way's name, command and, where it is not to see ours, environment."""
    (home / ".claude").mkdir(parents=True)
    (home / ".claude" / "projects").symlink_to(logs)
    yield "ours, kept", [sys.executable, "-c", STORED, str(logs), str(home)], None
    yield "ours, read and labelled only", [sys.executable, "-c", READ, str(logs)], None
    yield "every line decoded whole (msgspec)", [sys.executable, "-c", DECODED, str(logs)], None
    yield "wc -l", ["wc", "-l", *map(str, files)], None
    ccusage = shutil.which("ccusage")
    if ccusage:
        alone = ["unshare", "-n"] if os.geteuid() == 0 and shutil.which("unshare") else []
        environ = {"HOME": str(home), "PATH": os.environ["PATH"]}
        yield "ccusage daily", [*alone, ccusage, "daily", "--offline", "--json"], environ


def timed(argv: list[str], environ: dict[str, str] | None) -> tuple[float, float, str]:
    """The processor time and the time a command takes, in seconds, and what it prints."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(argv, check=True, capture_output=True, text=True, env=environ)
    took, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, took, done.stdout


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
