"""Lines that some other program wrote into the record: whatever they hold, every command answers, and shows it harmlessly."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from typing import Any

import pytest

from assent.store.paths import paths_of
from tests.cli import days
from tests.cli.conftest import SOURCES, Home, home_in
from tests.cli.test_foreign import ACTS, OWN
from tests.cli.test_import_foreign import LOOKS

LINE = {
    "v": 1, "ts": "2026-11-20T20:00:00.000Z", "agent": "claude", "session": "s", "tool": "Bash", "input": {"command": "ls"},
    "cwd": "/x", "project": "/x/.git", "verdict": "allow", "tier": "allow", "rule": "r", "name": "n", "layer": "user",
    "effects": ["unknown"], "coverage": "full", "near": [], "why": "w", "ms": 3.0, "mode": "default", "agent_version": "2",
    "epoch": "1", "subagent": "", "event": "ran", "took": 5, "length": 7, "interrupt": False, "source": "", "answer": "", "by": "",
}  # fmt: skip
ODD: tuple[Any, ...] = (
    "zzzz", [], {"a": 1}, 7, None, True, "\0", "9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00.000Z",
    "9997-01-01T00:00:00.000Z", "1970-01-01T00:00:00.000Z", "2026-13-45T99:99:99Z", "", "x" * 5000, -1, 1e300, [["a"]], "2026-11-20", ACTS,
)  # fmt: skip
CHANGES = ("rule", "trust", "dropped", "erasure", "totals", "key", "void", "reject", "unreject", "override")
FIELDS = (
    "until", "kept", "lines", "files", "day", "rows", "rule", "rule_id", "of", "number", "old", "new", "accepted", "keys", "path",
)  # fmt: skip
# One process after the other, so that what the first looks left behind is there for the next.
EACH = """
import json, sys
from assent.cli.main import main
for argv in json.loads(sys.argv[1]):
    sys.argv = ["assent", *argv]
    try:
        main(argv)
        code = 0
    except SystemExit as done:
        code = done.code or 0
    sys.stderr.write(f"[{' '.join(argv)}: {code}]\\n")
"""


def lines() -> list[str]:
    """Every field as each of the odd values, in lines of every kind, without links."""
    told = [
        {**LINE, "kind": kind, "id": f"{kind}-{field}-{at}", "call": f"{kind}-{field}-{at}", field: odd}
        for kind in ("decision", "event", "answer")
        for field in (*LINE, "id", "call")
        for at, odd in enumerate(ODD)
    ]
    told += [
        {"v": 1, "ts": LINE["ts"], "id": f"{kind}-{at}", "kind": kind, "action": "add", "verdict": "trusted", **dict.fromkeys(FIELDS, odd)}
        for kind in CHANGES
        for at, odd in enumerate(ODD)
    ]  # fmt: skip
    random.Random(4).shuffle(told)  # noqa: S311  an order
    return [json.dumps(each) for each in told]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = home_in(tmp_path_factory.mktemp("record"))
    days.fill(made)
    with open(paths_of(str(made.path), {}).record("2026-11-20"), "a", encoding="utf-8") as file:  # noqa: PTH123  a text
        file.write("\n".join(lines()) + "\n")
    return made


def test_every_command_answers_and_shows_what_it_finds_harmlessly(home: Home) -> None:
    looks = [
        *LOOKS,
        ("trends", "--json"),
        ("log", "verify", "--json"),
        ("rules", "history"),
        ("store", "rebuild"),
        *LOOKS,
    ]
    done = subprocess.run(
        [sys.executable, "-c", EACH, json.dumps(looks)],
        cwd=home.project,
        env={"HOME": str(home.path), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(SOURCES)},
        capture_output=True,
        timeout=300,
        check=False,
    )
    ends = [line for line in done.stderr.decode().splitlines() if line.startswith("[") and line.endswith("]")]
    assert len(ends) == len(looks)
    assert [each for each in ends if each[-2] not in "01"] == []
    told = OWN.sub("", (done.stdout + done.stderr).decode())
    assert {char for char in told if not char.isprintable()} <= {"\n"}
