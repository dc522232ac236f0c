"""The installed hook answers before the client stops waiting, and answers once, whatever holds it up."""

from __future__ import annotations

import ast
import fcntl
import json
import marshal
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assent.app import deadline
from assent.app.start import bundle, bytecode, held, loads
from assent.app.start.row_tables import PACKAGE
from tests.app.test_hook import Home, package_copy, verdict

FIGURES = "FIRST, STEP, HARD = 3.2, 0.4, 4.4"
QUICK = "FIRST, STEP, HARD = 2.0, 1.5, 4.0"  # and still time for a fallback on a busy machine
FOREVER = "while True: pass"
# As a file system that hangs: no signal reaches the sleeper.
DEAF = "import _signal, time; _signal.pthread_sigmask(_signal.SIG_BLOCK, (_signal.SIGALRM,)); time.sleep(60)"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of ours."""
    return package_copy(tmp_path)


def home_of(package: Path) -> Home:
    """A home where the copy is installed and a policy is in force; from here on its clock strikes early."""
    home = Home(package.parent.parent)
    home.command = home.command.replace(str(PACKAGE), str(package))
    assert home.ask("curl x") == "deny"
    boot = package / "app/start/boot.py"
    assert FIGURES in boot.read_text()
    boot.write_text(boot.read_text().replace(FIGURES, QUICK))
    assert bundle.make(package)
    return home


def insert_code(package: Path, file: str, function: str, code: str) -> None:
    """Puts code where a function of the package begins ("" for the module)."""
    path = package / file
    text = path.read_text()
    tree = ast.parse(text)
    lines = text.splitlines(keepends=True)
    if function:
        found = [
            each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef) and each.name == function
        ]
        first = found[0].body[0]
    else:
        first = tree.body[2]
    lines.insert(
        first.lineno - 1, " " * first.col_offset + code.replace("; ", "\n" + " " * first.col_offset) + "\n"
    )
    run = [(file, *place) for file, places in loads.warm(package).items() for place in places]
    path.write_text("".join(lines))
    if function:
        # What ordinary calls run cannot be found out any more: it was said before.
        (package / "app/start/warm.py").write_text(f"import os\nos.write(1, {marshal.dumps(run)!r})\n")
        assert bundle.make(package)
    else:
        held.path_of(package).unlink()


def test_the_launcher_and_the_deadline_have_the_same_figures_and_end_within_four_seconds() -> None:
    assert FIGURES in (PACKAGE / "app/start/boot.py").read_text()
    assert f"FIRST, STEP, HARD = {deadline.FIRST}, {deadline.STEP}, {deadline.HARD}" == FIGURES
    assert deadline.FIRST + 2 * deadline.STEP <= 4
    launch = (PACKAGE / "app/start/launch.py").read_text()
    assert f"KEY = 0x{bytecode.KEY:X}" in launch
    assert f"ITIMER_REAL, {deadline.FIRST}, {deadline.STEP})" in launch


# Where it hangs, and how; the answers to a denied call and an allowed one.
HELD_UP = {
    "reading": ("shell/reading.py", "read_call", FOREVER, ("ask", "ask")),
    "building": ("app/rules/in_force.py", "fresh", FOREVER, ("deny", "ask")),
    "building-deaf": ("app/rules/in_force.py", "fresh", DEAF, ("ask", "ask")),
    "loading": ("core/decide.py", "", FOREVER, ("ask", "ask")),
    "loading-the-hook": ("app/observe.py", "", FOREVER, ("ask", "ask")),
    "recording": ("store/record.py", "append", FOREVER, ("deny", "allow")),
    "no-memory": ("app/observe.py", "facts_of", "raise MemoryError", ("ask", "ask")),
    "no-stack": ("store/snapshot.py", "load", "raise RecursionError", ("deny", "ask")),
}  # fmt: skip


@pytest.mark.parametrize(("file", "function", "code", "answers"), HELD_UP.values(), ids=HELD_UP.keys())
def test_a_hook_held_up_answers_and_never_more_loosely(
    package: Path, file: str, function: str, code: str, answers: tuple[str, str]
) -> None:
    home = home_of(package)
    insert_code(package, file, function, code)
    if function == "fresh":
        home.policy.write_text(home.policy.read_text() + "\n")
        os.utime(home.policy, (1, 1))
    assert (home.ask("curl x"), home.ask("git status")) == answers


def test_work_that_never_comes_back_to_the_interpreter_ends_in_a_failure_and_no_answer(package: Path) -> None:
    home = home_of(package)
    insert_code(package, "shell/reading.py", "read_call", "sum(range(10**15))")
    done = home.raw(home.payload("git status"))
    assert (done.returncode, done.stdout) == (-signal.SIGPROF, b"")


def started(
    home: Home, stdout: int = subprocess.PIPE, before: Callable[[], None] | None = None
) -> subprocess.Popen[bytes]:
    given = {"HOME": str(home.home), "PATH": os.environ["PATH"]}
    argv = ["/bin/sh", "-c", home.command]
    return subprocess.Popen(
        argv,
        stdin=subprocess.PIPE,
        stdout=stdout,
        env=given,
        cwd=home.project,
        preexec_fn=before,  # noqa: PLW1509  no threads here
    )


@pytest.mark.parametrize("given", [b"", b'{"hook_event_name":"PreToolUse",'], ids=["nothing", "half"])
def test_an_input_that_never_ends_is_an_ask(package: Path, given: bytes) -> None:
    with started(home_of(package)) as running:
        assert running.stdin
        assert running.stdout
        running.stdin.write(given)
        running.stdin.flush()
        assert verdict(running.stdout.read()) == "ask"
        assert running.wait(20) == 0


def test_a_signal_that_the_parent_ignores_and_blocks_is_heard_all_the_same(package: Path) -> None:
    def deaf() -> None:
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM, signal.SIGPROF})

    with started(home_of(package), before=deaf) as running:
        assert running.stdout
        assert verdict(running.stdout.read()) == "ask"
        assert running.wait(20) == 0


def full_pipe() -> tuple[int, int]:
    """A pipe into which nothing more goes."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    try:
        while True:
            os.write(writer, b"x" * 4096)
    except BlockingIOError:
        return reader, writer


@pytest.mark.parametrize("waits", [True, False], ids=["blocking", "non-blocking"])
def test_an_answer_that_nobody_reads_is_a_failure(package: Path, waits: bool) -> None:
    home = home_of(package)
    reader, writer = full_pipe()
    os.set_blocking(writer, waits)
    with started(home, stdout=writer) as running:
        running.communicate(home.payload("curl x"), timeout=20)
        assert running.returncode == 1
    os.close(writer)
    os.close(reader)


def test_an_answer_to_a_slow_reader_arrives_whole(package: Path) -> None:
    home = home_of(package)
    reader, writer = full_pipe()
    filled = fcntl.fcntl(writer, fcntl.F_GETPIPE_SZ)
    with started(home, stdout=writer) as running:
        os.close(writer)
        assert running.stdin
        running.stdin.write(home.payload("curl x"))
        running.stdin.close()
        got = b""
        while block := os.read(reader, 65536):
            got += block
        assert running.wait(20) == 0
    assert verdict(got[filled:]) == "deny"
    os.close(reader)


def test_a_closed_output_is_a_failure(package: Path) -> None:
    home = home_of(package)
    home.command = home.command.replace(" # ", " >&- # ")
    done = home.raw(home.payload("curl x"))
    assert (done.returncode, done.stdout) == (1, b"")


def test_a_call_too_large_to_record_whole_is_recorded_in_part(tmp_path: Path) -> None:
    home = Home(tmp_path)
    many = {f"field{number}": "x" * 20 for number in range(60_000)}
    assert home.ask("", tool_name="mcp__s__t", tool_input=many) == "ask"  # it may send something
    (entry,) = home.record()
    assert len(json.dumps(entry["input"])) < 1_000_000 < len(json.dumps(many))


@pytest.mark.parametrize(
    ("seconds", "left", "step"),
    [(1.0, 0.8, 0.1), (2.0, 1.6, 0.2), (4.0, 3.2, 0.4), (60.0, 3.2, 0.4), (0.0, 3.2, 0.4)],
)
def test_a_shorter_time_brings_the_strokes_forward_and_no_time_brings_them_later(
    seconds: float, left: float, step: float
) -> None:
    """In a process of its own, whose clock this is."""
    code = (
        "import _signal, sys; from assent.app.deadline import Deadline\n"
        "clock = Deadline(lambda: b'', b''); clock.start(); clock.hurry(float(sys.argv[1]))\n"
        "print(*_signal.getitimer(_signal.ITIMER_REAL)); _signal.setitimer(_signal.ITIMER_REAL, 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(seconds)], capture_output=True, check=True)
    found = [float(each) for each in done.stdout.split()]
    assert left - 0.5 < found[0] <= left + 0.001
    assert found[1] == pytest.approx(step)


HANGING = {
    "waiting": "time.sleep(30)",
    "waiting-unheard": "_signal.pthread_sigmask(_signal.SIG_BLOCK, (_signal.SIGALRM,)); time.sleep(30)",
}


@pytest.mark.parametrize("hanging", HANGING.values(), ids=HANGING.keys())
def test_a_settled_answer_goes_out_though_the_record_hangs(hanging: str) -> None:
    code = (
        "import _signal, sys, time; from assent.app.deadline import Deadline\n"
        "clock = Deadline(lambda: b'shorter', b'spare'); clock.start(); clock.settle(b'the answer')\n"
        f"{hanging}\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=20)
    assert done.stdout == b"the answer"
