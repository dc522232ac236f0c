"""How long `learn` takes to see that nothing changed: `python benchmarks/rescan.py [--files 10000]`.

Small made-up logs in folders of a hundred, read once; then the median of eleven passes over them, in one process.
"""

from __future__ import annotations

import argparse
import contextlib
import tempfile
import time
from pathlib import Path

from assent.app.learn.ingest import ingest
from assent.store.db import connect
from assent.store.paths import paths_of

LINE = '{"type":"permission-mode","permissionMode":"default","sessionId":"s"}\n'


def main() -> None:
    """Print the median, the least and the most."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="assent-bench-")))
        for number in range(given.files):
            folder = home / "logs" / f"-p{number // 100}"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{number}.jsonl").write_text(LINE)
        db = stack.enter_context(contextlib.closing(connect(paths_of(str(home), {}))))
        begin = time.perf_counter()
        ingest(db, [str(home / "logs")], str(home))
        first = time.perf_counter() - begin
        taken = []
        for _ in range(11):
            begin = time.perf_counter()
            report = ingest(db, [str(home / "logs")], str(home))
            taken.append((time.perf_counter() - begin) * 1000)
            assert report.read == 0  # noqa: S101  a pass that reads something measures something else
    print(f"{given.files} files, first pass {first:.1f} s")
    print(f"unchanged: {sorted(taken)[5]:.1f} ms ({min(taken):.1f} to {max(taken):.1f})")


if __name__ == "__main__":
    main()
