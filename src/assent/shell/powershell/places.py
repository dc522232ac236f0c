"""Paths as PowerShell writes them, made into those that rules speak of; and its drives that are no file system."""

from __future__ import annotations

from assent.core.effect import READ_ELSEWHERE, READ_SECRET, RUN_CODE, SYSTEM
from assent.core.paths import has_glob
from assent.shell.meaning.arg import Arg
from assent.shell.meaning.secret_names import is_secret_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.core.facts import Facts
    from assent.shell.meaning.use import Use

# Drives and providers, and what looking at one and changing one does.
DRIVES = {
    "env": (READ_SECRET, RUN_CODE),
    "hklm": (READ_ELSEWHERE, SYSTEM), "hkcu": (READ_ELSEWHERE, SYSTEM | RUN_CODE),
    "registry": (READ_ELSEWHERE, SYSTEM | RUN_CODE), "cert": (READ_ELSEWHERE, SYSTEM),
    "wsman": (READ_ELSEWHERE, SYSTEM), "function": (0, RUN_CODE), "alias": (0, RUN_CODE), "variable": (0, RUN_CODE),
}  # fmt: skip
# What changing one of them changes is what later words mean.
MEANINGS = ("function", "alias", "variable")
_FILES = ("filesystem", "microsoft.powershell.core\\filesystem")


class Place:
    """A path: `arg` for the file system; else `drive`, with `name` behind it."""

    __slots__ = ("arg", "drive", "name", "odd")

    def __init__(self, arg: Arg, drive: str = "", name: str = "", odd: str = "") -> None:
        self.arg = arg
        self.drive = drive
        self.name = name
        self.odd = odd


def place(arg: Arg, facts: Facts) -> Place:
    """What a word names. Backslashes are slashes, `~` is the home also in quotes, `C:` is another disk."""
    if arg.text is None:
        return Place(Arg(None, prefix=_plain(arg.prefix, facts), many=arg.many, glob=arg.glob))
    text, odd = arg.text, ""
    provider, colons, rest = text.partition("::")
    if colons:
        if provider.lower() in _FILES:
            text = rest
        elif provider.lower().removeprefix("microsoft.powershell.core\\") in DRIVES:
            return Place(arg, provider.lower().removeprefix("microsoft.powershell.core\\"), rest)
    drive, colon, rest = text.partition(":")
    if colon and drive.lower() in DRIVES:
        return Place(arg, drive.lower(), rest.lstrip("\\/"))
    if colon and len(drive) == 1 and drive.isalpha():
        text, colon = f"/mnt/{drive.lower()}/" + rest.lstrip("\\/"), ""
        if ":" in text:
            text, odd = text.partition(":")[0], "a stream of a file"
    elif colon and drive.lower() == "temp":
        text = facts.env.get("TMPDIR", "/tmp") + "/" + rest.lstrip("\\/")  # noqa: S108  a fact about the machine
    elif colon and "/" not in drive and "\\" not in drive:
        odd = f"the drive or stream {text[:60]}"
        text = rest if len(drive) > 1 and rest[:1] in ("\\", "/") else drive
    if text.startswith(("\\\\", "//")):
        odd = f"another machine's share {text[:60]}"
    elif "`" in text:
        odd = "an escaped wildcard"
    text = _plain(text, facts)
    return Place(Arg(text, glob=has_glob(text)), odd=odd)


def _plain(text: str, facts: Facts) -> str:
    text = text.replace("\\", "/")
    if text == "~" or text.startswith("~/"):
        text = facts.home + text[1:]
    return text


def bared(text: str) -> str:
    """The path without the dots and blanks that Windows leaves out at the end of names."""
    names = [name if name in (".", "..") else name.rstrip(". ") for name in text.split("/")]
    return "/".join(names)


def on_drive(found: Place, *, changes: bool) -> int:
    """The effect of looking at, or changing, what is no file."""
    looks, alters = DRIVES[found.drive]
    if changes:
        return alters
    if found.drive == "env" and found.name and not has_glob(found.name):
        return READ_SECRET if is_secret_name(found.name.upper()) else 0
    return looks


def touch(use: Use, found: Place, *, writes: bool) -> None:
    """Reads or writes what a word names, wherever that is."""
    if found.drive:
        use.note(
            on_drive(found, changes=writes),
            f"{'changes' if writes else 'looks at'} {found.drive}:{found.name}",
        )
        if writes and found.drive in MEANINGS:
            use.walker.unread(f"a change of the drive {found.drive}")
        return
    doubt(use, found)
    verb = use.write if writes else use.read
    verb(found.arg)
    plain = bared(found.arg.text or "")
    if found.arg.text and plain != found.arg.text:
        verb(Arg(plain, glob=found.arg.glob))


def doubt(use: Use, found: Place) -> None:
    """Notes that nobody can say what a path names."""
    if found.odd:
        use.unknown(f"{found.odd} is in no table")
        use.given(found.arg.text or "")
