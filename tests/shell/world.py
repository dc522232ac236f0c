"""The world the shell tests run in, and what a rule would be allowed to cover in it."""

from __future__ import annotations

from assent.core.call import Reading
from assent.core.effect import mask_of
from assent.core.facts import Facts
from assent.shell.reading import read_shell

HOME = "/home/u"
PROJECT = "/home/u/project"
# The cap of the wide rule that the attacks are held against.
CAP = mask_of(("read-project", "read-elsewhere", "net-read", "write-project", "write-tmp"))


def facts(cwd: str = PROJECT, **more: object) -> Facts:
    return Facts(home=HOME, project=PROJECT, cwd=cwd, **{"shell": "bash", **more})  # type: ignore[arg-type]  # rows name real fields


def read(text: str, cwd: str = PROJECT, **more: object) -> Reading:
    return read_shell(text, facts(cwd, **more))


def covered(reading: Reading, cap: int = CAP) -> bool:
    """Whether `allow = ["Bash(*)"]` within the cap would hold for every part."""
    if reading.form or not reading.parts:
        return False
    return all(not part.opaque and part.plain and not part.effects & ~cap for part in reading.parts)
