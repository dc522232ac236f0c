"""How fast made-up session logs go into the database: `python benchmarks/ingest.py [--gb 1]`.

The logs are those of make_transcripts.py. A fresh process reads them; its time covers labels, shell reading and the
database. Figures: MB/s, peak memory, and the second pass over unchanged logs.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHILD = """
import contextlib, json, resource, sys, time
from assent.app.learn.ingest import ingest
from assent.store.db import connect
from assent.store.paths import paths_of
logs, home = sys.argv[1:3]
with contextlib.closing(connect(paths_of(home, {}))) as db:
    begin, busy = time.perf_counter(), time.process_time()
    report = ingest(db, [logs], home)
    took, busy = time.perf_counter() - begin, time.process_time() - busy
    begin = time.perf_counter()
    again = ingest(db, [logs], home)
    rescan = time.perf_counter() - begin
    readings = db.execute("SELECT count(*) FROM readings").fetchone()[0]
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([report.size, took, busy, report.calls, readings, peak, rescan, again.calls, report.files]))
"""


def main() -> None:
    """Make the logs, read them, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gb", type=float, default=0.1)
    parser.add_argument("--logs", type=Path, help="a tree made before")
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="assent-bench-")))
        logs = given.logs or folder / "logs"
        if given.logs is None:
            maker = [
                sys.executable,
                str(HERE / "make_transcripts.py"),
                str(logs),
                "--mb",
                str(int(given.gb * 1000)),
            ]
            subprocess.run(maker, check=True, stdout=subprocess.DEVNULL)
        home = folder / "home"
        home.mkdir()
        run = [sys.executable, "-c", CHILD, str(logs), str(home)]
        done = subprocess.run(run, check=True, capture_output=True, text=True)
        database = (home / ".local/share/assent/assent.db").stat().st_size
    size, took, busy, calls, readings, peak, rescan, again, files = json.loads(done.stdout)
    print(
        f"{size / 1e6:.0f} MB in {files} files: {took:.2f} s = {size / 1e6 / took:.0f} MB/s (cpu {busy:.2f} s)"
    )
    print(
        f"{calls} calls, {readings} distinct readings, peak memory {peak:.0f} MB, database {database / 1e6:.0f} MB"
    )
    print(f"second pass {rescan * 1000:.1f} ms, {again} new calls")


if __name__ == "__main__":
    main()
