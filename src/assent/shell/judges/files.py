"""What the programs that make, move, link, re-own and remove files do, and those that only look at names and sizes.

Flags: GNU coreutils 9.1 `--help`, tree 2.1, file 5.44.
"""

from __future__ import annotations

from assent.core import places
from assent.core.effect import DESTROY, PRIVILEGE, READ_PROJECT, SYSTEM
from assent.shell.judges.trees import below, copies_a_repository, deep_read, deep_write, lands, pour, wide
from assent.shell.meaning.use import Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

_RECURSIVE = ("-r", "-R", "--recursive", "-a", "--archive")
_INTO = ("-t", "--target-directory")
_NO_DIRECTORY = ("-T", "--no-target-directory")


def _known(use: Use) -> bool:
    """Closed world for the programs whose own walk of the operands would otherwise never say that none were given."""
    if use.words or use.has("--help", "--version"):
        return bool(use.words)
    use.unknown(f"{use.name} without operands")
    return False


def _sources_and_target(use: Use) -> tuple[list[Arg], Arg | None]:
    """The operands before the last, and where they go; -t names the directory first."""
    into = use.value(*_INTO)
    if into is not None:
        return list(use.words), into
    if len(use.words) < 2:
        return list(use.words), None
    return list(use.words[:-1]), use.words[-1]


def _land(use: Use, source: Arg, target: Arg, *, tree: bool) -> None:
    """What writing `source` at `target` may touch: the path itself, and its name below it when it is a directory."""
    use.write(target)
    if not use.has(*_NO_DIRECTORY):
        use.write(below(target, source))
    if tree:
        _lands(use, source, target)
    if use.has("--parents") and source.text is not None and target.text is not None:
        use.write(Arg(target.text + "/" + source.text.lstrip("/")))
    nameless = (source.text or "").rstrip("/").rpartition("/")[2] in ("", ".", "..", "*", ".*")
    if source.text is None or source.glob or (tree and (nameless or use.has(*_NO_DIRECTORY))):
        pour(use, target)


def _lands(use: Use, source: Arg, target: Arg) -> None:
    """Notes a tree, or a link to one, at its new place: below a directory that is there already, or as the target."""
    folder = (target.text or "").rpartition("/")[2] in ("", ".", "..")
    if not folder:
        lands(use, target)
    if not use.has(*_NO_DIRECTORY):
        lands(use, below(target, source))


def copy(use: Use) -> None:
    """cp and install: reads the sources, writes the target and each name below it."""
    if not _known(use):
        return
    sources, target = _sources_and_target(use)
    tree = use.has(*_RECURSIVE)
    if target is None:
        use.unknown(f"{use.name} with one operand")
        return
    for source in sources:
        if tree:
            deep_read(use, [source])
            copies_a_repository(use, source)
        else:
            use.read(source)
        if use.has("-l", "--link", "-s", "--symbolic-link") and use.name in ("cp", "gcp"):
            use.write(source)  # what is later written through the link lands there
        _land(use, source, target, tree=tree)


def install(use: Use) -> None:
    """install -d makes directories; otherwise it copies, and a mode may set the user-id bit."""
    mode = use.value("-m", "--mode")
    if mode is not None:
        _mode(use, mode)
    if use.has("-d", "--directory"):
        for word in use.words:
            use.write(word)
        return
    copy(use)


def move(use: Use) -> None:
    """mv removes the sources from where they were."""
    if not _known(use):
        return
    sources, target = _sources_and_target(use)
    if target is None:
        use.unknown("mv with one operand")
        return
    for source in sources:
        use.edit(source)
        for place in use.places(source) if source.text else ():
            if places.is_critical(place, use.facts) or place == use.facts.project:
                use.note(DESTROY | SYSTEM, f"moves {place} away")
        _land(use, source, target, tree=True)
        if (target.text or "").startswith("/dev/"):
            use.note(DESTROY, "moves to a device")


def link(use: Use) -> None:
    """A link gives later commands the power to read and write what it points at, so its target counts as both."""
    if not _known(use):
        return
    sources, target = _sources_and_target(use)
    for source in sources:
        if not _is_from_elsewhere(use, source, target):
            use.edit(source)
        if target is None:
            use.write(below(Arg("."), source))
            lands(use, below(Arg("."), source))
            continue
        _land(use, source, target, tree=False)
        _lands(use, source, target)
        _relative_target(use, source, target)


def _is_from_elsewhere(use: Use, source: Arg, target: Arg | None) -> bool:
    """True for a symbolic link whose relative target is not meant from the working directory."""
    if (
        source.text is None
        or source.glob
        or source.text.startswith("/")
        or target is None
        or target.text is None
    ):
        return False
    symbolic = use.has("-s", "--symbolic") and not use.has("-r", "--relative", "-t", "--target-directory")
    return symbolic and "/" in target.text.strip("/") and not target.glob


def _relative_target(use: Use, source: Arg, target: Arg) -> None:
    """A relative symbolic link is meant from the directory that holds it, not from the working directory."""
    if source.text is None or target.text is None or source.text.startswith("/"):
        return
    folder = target.text.rstrip("/").rpartition("/")[0]
    for start in (folder, target.text):
        if start:
            use.edit(Arg(start + "/" + source.text, glob=source.glob))


def _mode(use: Use, mode: Arg) -> None:
    """A mode that sets the user-id or group-id bit hands out the owner's rights."""
    text = mode.text
    if text is None:
        use.opaque("a mode that cannot be known")
        return
    digits = text.lstrip("0")
    if "s" in text or (digits.isdigit() and len(digits) > 3 and digits[0] in "2467"):
        use.note(PRIVILEGE, f"mode {text} sets the user-id or group-id bit")


def chmod(use: Use) -> None:
    """The first operand is the mode, unless the mode was written like an option (`chmod -x f`) or taken from a file."""
    if not _known(use):
        return
    words = list(use.words)
    if not use.has("--reference", "-x", "-w", "-r", "-rwx", "-rw", "-wx", "-rx"):
        _mode(use, words.pop(0))
    _each(use, words)


def chown(use: Use) -> None:
    """The first operand is the owner; changing it is a matter of the machine."""
    if not _known(use):
        return
    words = list(use.words)
    if not use.has("--reference"):
        words.pop(0)
    use.note(SYSTEM, "changes the owner of files")
    _each(use, words)


def _each(use: Use, words: list[Arg]) -> None:
    for word in words:
        if use.has("-R", "--recursive"):
            deep_write(use, word)
        else:
            use.write(word)


def remove(use: Use) -> None:
    """rm of the whole project or of what holds it is the machine's matter."""
    if not _known(use):
        return
    for word in use.words:
        for place in use.places(word) if word.text is not None else ():
            if place.removesuffix("/*") == use.facts.project or wide(use, place):
                use.note(SYSTEM, f"deletes {place} with all in it")


_DD_DATA = (
    "bs",
    "ibs",
    "obs",
    "cbs",
    "count",
    "skip",
    "seek",
    "iseek",
    "oseek",
    "conv",
    "status",
    "iflag",
    "oflag",
)


def dd(use: Use) -> None:
    """dd speaks in `name=value` operands."""
    for word in use.words:
        name, equals, value = (word.text if word.text is not None else word.prefix).partition("=")
        path = Arg(value if word.text is not None else None, prefix=value)
        if name == "if" and equals:
            use.read(path)
        elif name == "of" and equals:
            use.write(path)
        elif name not in _DD_DATA or not equals:
            use.unknown(f"dd operand {name}")


def split(use: Use) -> None:
    """split names its output by prefix, letters and suffix: anything that fits may be written."""
    prefix = use.words[1] if len(use.words) > 1 else Arg("x")
    suffix = use.value("--additional-suffix") or Arg("")
    if prefix.text is None or suffix.text is None:
        use.opaque("the names split writes cannot be known")
        return
    use.write(Arg(prefix.text + "*" + suffix.text, glob=True))


def tree(use: Use) -> None:
    """Listing shows names only."""
    if not use.words:
        use.add(READ_PROJECT, "lists the working directory")
