"""What whole trees add: recursive reads that reach secrets, and files of unknown names poured into a directory."""

from __future__ import annotations

from assent.core import paths, places
from assent.core.effect import DESTROY, RUN_CODE, SYSTEM
from assent.core.filters import is_wide
from assent.shell.meaning.use import Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.meaning.use import Use

HERE = Arg(".")


def wide(use: Use, place: str) -> bool:
    """True for a directory that holds the home or the project, or the machine's own settings."""
    cut = place
    while cut.endswith(("/*", "/.*", "/**")):
        cut = cut[: cut.rfind("/")] or "/"
    return is_wide(cut, use.facts)


def deep_read(use: Use, args: Sequence[Arg]) -> None:
    """Reads everything below the paths; without any, below the working directory."""
    for arg in args or (HERE,):
        use.read(arg)
        if arg.text is None or arg.text == "-":
            continue
        for place in use.places(arg):
            use.note(places.deep_effect(place, use.facts), f"reads all of {place}, secrets too")


def pour(use: Use, arg: Arg) -> None:
    """Writes files whose names nobody knows below a directory: in the root of the project or of the home they may be
    hooks, settings or rc files."""
    use.write(arg)
    lands(use, arg)
    if arg.text is None:
        return
    for place in use.places(arg) or ["/"]:
        real = paths.resolved(place, use.facts)
        if real == use.facts.project or wide(use, real):
            use.note(RUN_CODE, f"may write any name into {place}, also .git/hooks and settings")


def lands(use: Use, arg: Arg, *, below_only: bool = False) -> None:
    """Notes that files nobody has seen stand at a path from here on, or below it: there may be a repository among them,
    whose settings git obeys."""
    for place in use.places(arg) if arg.text is not None else ():
        use.walker.land(paths.resolved(place, use.facts), below_only=below_only)


def copies_a_repository(use: Use, source: Arg) -> None:
    """What is copied out of a `.git` is a repository under any name, and git obeys the settings in it."""
    if source.text is not None and any(place.rpartition("/")[2] == ".git" for place in use.places(source)):
        use.note(RUN_CODE, "copies a repository's settings and hooks, which git obeys under any name")


def deep_write(use: Use, arg: Arg) -> None:
    """Changes everything below a path: on a critical one that ruins the machine, the home or the project."""
    use.write(arg)
    if arg.text is None:
        return
    for place in use.places(arg):
        if places.is_critical(place, use.facts):
            use.note(SYSTEM | DESTROY, f"changes all of {place}")
        elif place == use.facts.project:
            use.note(RUN_CODE, f"changes all of {place}, also .git/hooks and settings")


def below(folder: Arg, source: Arg) -> Arg:
    """The path that `source` gets inside the directory `folder`; of unknown text when either is unknown."""
    if folder.text is None or source.text is None:
        return folder.behind(folder.prefix)
    name = source.text.rstrip("/").rpartition("/")[2]
    return Arg(folder.text.rstrip("/") + "/" + name, glob=folder.glob or source.glob)
