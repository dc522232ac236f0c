"""What the real client shows of a session's end and beginning: to the person, and never to the model."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable

import pytest

from tests.e2e.client import World, bash, until
from tests.e2e.product import Product
from tests.e2e.terminal import BUSY, Terminal, choices

pytestmark = [pytest.mark.client, pytest.mark.slow]

WORD = "seen-by-a-person"
ERROR = f'print("{WORD}", file=sys.stderr)'
# What a hook says when a session ends, and how it leaves → whether it is seen. A summary that comes as the failure of a
# hook, behind its whole command, would be none.
SAYS = {
    "a message for the person": (f'print(\'{{"systemMessage": "{WORD}"}}\')', 0, False),
    "text": (f'print("{WORD}")', 0, False),
    "text about an error": (ERROR, 0, False),
    "its terminal": (f'try: open("/dev/tty", "w").write("{WORD}")\nexcept OSError: pass', 0, False),
    "text of a failure": (ERROR, 1, True),
}


class Session(Terminal):
    """A session whose terminal stays after the client has left."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.screen.command = [
            "sh",
            "-c",
            '"$@"; echo "left with $?"; exec sleep 600',
            "sh",
            *self.screen.command,
        ]

    def left(self) -> str:
        """What is on the screen once the client has left as a person leaves it."""

        def gone() -> bool:
            self.screen.press("C-d")
            return self.screen.shows("left with 0")

        until("the client has left", gone)
        return self.screen.text()

    def idle(self) -> bool:
        """A status line stands where the client else names its shortcuts."""
        screen = self.screen.text()
        return super().idle() or ("assent ✓" in screen and BUSY not in screen and not choices(screen))

    def leave(self) -> None:
        if not self.screen.shows("left with"):
            self.left()


@pytest.mark.parametrize(("code", "left_with", "seen"), SAYS.values(), ids=SAYS)
def test_the_client_shows_nothing_that_a_hook_says_at_the_end_but_its_failure(
    world: World, code: str, left_with: int, seen: bool
) -> None:
    """So there a summary would be seen by nobody: it is told when the next session begins."""
    ran = world.base / "ran"
    hook = world.base / "hook.py"
    hook.write_text(f"import sys\nopen({str(ran)!r}, 'w').close()\n{code}\nsys.exit({left_with})\n")
    command = {"type": "command", "command": f"{sys.executable} {hook}"}
    world.settings.write_text(json.dumps({"hooks": {"SessionEnd": [{"hooks": [command]}]}}))
    with Session(world) as session:
        session.play(bash("ls"))
        said = session.left()
    assert ran.exists()
    assert (WORD in said, "failed:" in "".join(said.split())) == (seen, seen)


def heard(world: World) -> str:
    """All that was said to the model."""
    return (world.base / "heard").read_text()


def test_the_next_session_tells_the_person_and_not_the_model(world: World) -> None:
    product = Product(world)
    product.install()
    product.run("init", "--yes")
    product.run("rules", "add", "Bash(git *)", "--within", "read-project")
    with Session(world) as first:
        assert "last session here" not in first.screen.text()
        first.play(bash("git status"))
        first.play(bash("git log -1"))
        first.play(bash("cat .env"))
        assert "last session" not in first.left()
    with Session(world) as second:
        told = "assent, last session here: auto-approved 2, asked 0, blocked 1"
        until("the summary is on the screen", lambda: told in lines(second))
        named = re.search(r"more: assent sessions ([0-9a-f]{8})", lines(second))
        second.play(bash("git status"))
    assert "git log -1" in heard(world)
    assert "last session here" not in heard(world)
    assert named
    page = product.data("sessions", named[1])
    assert (page["calls"], page["allowed"], page["denied"], page["ended"] is not None) == (3, 2, 1, True)
    assert product.data("sessions", "last")["calls"] == 1
    assert begun(world) == [False, False]


def begun(world: World) -> list[bool]:
    """Of each session that began: whether the record says that nobody watched."""
    found = (world.home / ".local/state/assent/audit").glob("*.jsonl")
    entries = [json.loads(line) for path in found for line in path.read_text().splitlines()]
    return [bool(each.get("unattended")) for each in entries if each.get("event") == "session-start"]


def lines(session: Session) -> str:
    """The screen with its broken lines joined."""
    return " ".join(session.screen.text().split())


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_run_that_nobody_watches_prints_what_it_printed_before(world: World, form: str) -> None:
    product = Product(world)
    product.install()
    product.run("init", "--yes")
    product.run("rules", "add", "Bash(git *)", "--within", "read-project")
    world.print_mode(bash("git status"))
    _, said = world.print_once(bash("git status"), flags=("--output-format", form))
    assert "last session here" not in said
    assert "last session here" not in heard(world)
    assert "your rules changed" not in said + heard(world)
    assert begun(world) == [True, True]


def test_a_status_line_of_ours_stands_below_the_prompt(world: World) -> None:
    product = Product(world)
    product.install()
    product.run("init", "--yes")
    product.run("rules", "add", "Bash(git *)", "--within", "read-project")
    command = f"PYTHONPATH={product.home} {sys.executable} -m assent statusline --after 'printf Opus'"
    settings = json.loads(world.settings.read_text())
    world.settings.write_text(json.dumps(settings | {"statusLine": {"type": "command", "command": command}}))
    with Session(world) as session:
        until_line(session, "Opus | assent ✓0 ?0 ✗0")
        session.play(bash("git status"))
        session.play(bash("cat .env"))
        until_line(session, "Opus | assent ✓1 ?0 ✗1")


def until_line(session: Session, wanted: str) -> None:
    look: Callable[[], bool] = lambda: wanted in lines(session)  # noqa: E731  a name for the wait
    until(f"the status line says {wanted}", look)
