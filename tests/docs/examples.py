"""The terminal sessions on the pages, typed again at 80 columns in one home for each page."""

from __future__ import annotations

import re
import shlex

from tests import screens
from tests.docs.pages import Block, blocks
from tests.docs.world import World

ANYTHING = "…"  # a line of it stands for any number of lines
COLUMNS = 80
FILES = ("text", "prog")  # fenced blocks that may be files


class Refused(Exception):  # noqa: N818  a page says what cannot be an example
    """A line of a page that is no command of ours."""


def typed_again(block: Block, world: World) -> str:
    """The session with what its commands print now. Only `assent` is ever run, and no shell reads the line; the remark
    above a block may say what a person types: `typed: y n`."""
    keys = re.search(r"typed: (.+)", block.note)
    made = ""
    for line in block.body.splitlines():
        if not line.startswith("$ "):
            continue
        words = shlex.split(line[2:], comments=True)
        if words[0] != "assent":
            raise Refused(line)
        typed = "".join(f"{key}\n" for key in keys[1].split()) if keys else ""
        seen = screens.raw(world.home, *words[1:], columns=COLUMNS, cwd=world.project, typed=typed.encode())
        made += f"{line}\n{world.shown(screens.seen(seen, COLUMNS))}"
    return made


def same(written: str, now: str) -> bool:
    """True when the page says this, lines of `…` aside."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == ANYTHING else re.escape(line) + r"\n"
        for line in written.splitlines()
    )
    return re.fullmatch(pattern, now) is not None


def rerun(page: str, world: World) -> str:
    """The page with each session as it is now; one that is still right stays as it is written. A block whose remark names
    a file of the home (`file: PATH`) is that file from there on."""
    made, at = "", 0
    for block in blocks(page, "console"):
        for file in (each for kind in FILES for each in blocks(page[at : block.start], kind)):
            if file.note.startswith("file: "):  # what a person has written by then
                world.write(file.note.removeprefix("file: "), file.body)
        now = typed_again(block, world)
        made += page[at : block.start] + (block.body if same(block.body, now) else now)
        at = block.end
    return made + page[at:]
