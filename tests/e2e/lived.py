"""Days lived with the real client: a person is asked at its terminal and answers, and each day moves into the past."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.e2e.client import Proposal, World, bash
from tests.e2e.product import Product
from tests.e2e.terminal import NO, YES, Terminal
from tests.e2e.transcript import sessions, shift

# A call that is proposed, and what the person says to it.
Answer = tuple[Proposal, str]

FILES = {
    "Makefile": "greet:\n\t@echo hello\ntest:\n\t@echo tested\ndeploy:\n\t@echo deployed\n",
    "package.json": '{"name": "shop", "version": "1.0.0", "scripts": {"test": "node --version"}}\n',
    "test_shop.py": "import unittest\n\n\nclass Test(unittest.TestCase):\n    def test_it(self):\n        pass\n",
}
CHECKS = ("make test", "npm test", "python3 -m unittest -q")
LOOKS = (
    ("git -C . log -1", "git describe --all", "fd -u notes", "fd -l -e md"),
    ("git show-ref", "git -C sub status", "fd --list-details", "fd -u -t f . sub"),
    ("git ls-tree HEAD", "git -C . log -2 --stat", "fd -u --extension txt", "fd -l notes sub"),
    ("git show-ref --tags", "git describe --all --long", "fd -u -e py", "fd -l -d 1"),
)
REFUSED = (("git push --force", "make deploy"), (), ("make deploy", "git push --force origin main"), ())


def note(world: World, name: str) -> Proposal:
    """Reading one of the person's notes, which lie outside of every project."""
    return Proposal("Read", {"file_path": str(world.home / "reference" / name)})


def days(world: World) -> list[list[Answer]]:
    """Four days: looking around with two programs, reading notes, running checks, and a few things refused."""
    return [
        [
            *((bash(command), YES) for command in (*LOOKS[day], *CHECKS)),
            *((note(world, f"day-{day}-{part}.md"), YES) for part in ("morning", "evening")),
            *((bash(command), NO) for command in REFUSED[day]),
        ]
        for day in range(len(LOOKS))
    ]


def furnish(world: World) -> None:
    """The files these days speak of."""
    for name, text in FILES.items():
        (world.project / name).write_text(text)
    for folder in ("reference", "letters"):
        (world.home / folder).mkdir()
        (world.home / folder / "new.md").write_text("one\n")
    for day in range(len(LOOKS)):
        for part in ("morning", "evening"):
            (world.home / "reference" / f"day-{day}-{part}.md").write_text("one\n")


def live(world: World, lived: Sequence[Sequence[Answer]], unanswered: Sequence[Proposal] = ()) -> None:
    """One real session a day, prompts answered at the terminal; with `unanswered`, one `-p` run behind it."""
    for day in lived:
        known = set(sessions(world.home))
        with Terminal(world) as terminal:
            for proposal, answer in day:
                assert terminal.play(proposal, answer).asked, f"the client does not ask about {proposal}"
        if unanswered:
            world.print_mode(*unanswered)
        for path in sessions(world.home):
            if path in known:
                shift(path, 1)
    for path in sessions(world.home):
        shift(path, 1)


@contextmanager
def rehearsal(product: Product) -> Iterator[None]:
    """What is done within is taken back: home and project are as they were before."""
    home, kept = product.world.home, product.world.base / "kept"
    shutil.copytree(home, kept, symlinks=True)
    try:
        yield
    finally:
        shutil.rmtree(home)
        kept.rename(home)
