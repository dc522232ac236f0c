"""What the programs that pack and unpack do: what they read, where they write, and the programs they start.

Flags: GNU tar 1.34, Info-ZIP zip 3.0 and unzip 6.0, gzip 1.12, bzip2 1.0.8, xz 5.4, zstd 1.5 manuals.
"""

from __future__ import annotations

from assent.core import places
from assent.core.effect import DESTROY, NET_READ, READ_SECRET, RUN_CODE
from assent.core.filters import aims_at_secrets
from assent.shell.judges.trees import HERE, deep_read, deep_write, pour
from assent.shell.meaning.use import Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

_TAR_MODES = {
    "-c": "c", "--create": "c", "-x": "x", "--extract": "x", "--get": "x", "-t": "t", "--list": "t", "-r": "r",
    "--append": "r", "-u": "r", "--update": "r", "-A": "r", "--catenate": "r", "--concatenate": "r", "-d": "d",
    "--diff": "d", "--compare": "d",
}  # fmt: skip
# The old style without a dash takes the values in the order of its letters.
_TAR_INERT = frozenset("cxtrudvzjJZapkmOwWhSGnilUBop")
_TAR_VALUES = frozenset("fCTXbHVN")


def tar(use: Use) -> None:
    """Which mode decides whether the operands are read, and whether anything is written below the directory."""
    words = list(use.words)
    options = list(use.options)
    first = use.args[0] if use.args else None
    if first is not None and first.prefix[:1] != "-" and words and words[0] is first:
        words, options = _old_style(use, words, options)
    modes = {_TAR_MODES[flag] for flag, _ in options if flag in _TAR_MODES}
    if len(modes) != 1:
        use.unknown("tar without one clear mode")
        return
    mode = modes.pop()
    flags = [flag for flag, _ in options]
    _archives(use, mode, [value for flag, value in options if flag in ("-f", "--file")])
    _work(use, mode, words, options)
    if mode == "x":
        _members(use, words)
    if mode == "x" and not any(flag in ("-O", "--to-stdout") for flag in flags):
        _extract(use, options)


def _work(use: Use, mode: str, words: list[Arg], options: list[tuple[str, Arg | None]]) -> None:
    """Each -C is meant from the one before; which operands stand between is not followed: all are read in all."""
    packed = words if mode in "crd" else []
    _pack(use, packed)
    for flag, value in options:
        if flag in ("-C", "--directory", "--cd") and value is not None:
            use.chdir(value)
            _pack(use, packed)


def _pack(use: Use, words: list[Arg]) -> None:
    if words:
        deep_read(use, words)
    for word in words if use.has("--remove-files") else ():
        use.destroy(word)


def _members(use: Use, words: list[Arg]) -> None:
    """Members of an archive that are taken out by the name of a secret: their text is shown, or lands beside."""
    for word in words:
        if word.text is None or aims_at_secrets(word.text) or places.is_secret("/" + word.text.lstrip("/")):
            use.note(READ_SECRET, f"takes {word.prefix or 'what cannot be known'} out of an archive")


def _old_style(
    use: Use, words: list[Arg], options: list[tuple[str, Arg | None]]
) -> tuple[list[Arg], list[tuple[str, Arg | None]]]:
    """`tar xzf a.tgz`: a first word of letters whose values follow in order."""
    letters = words.pop(0).text or "?"
    for letter in letters:
        if letter in _TAR_VALUES and words:
            value = words.pop(0)
            options.append((f"-{letter}", value))
            if letter in "TX":
                use.read(value)
                use.unknown("tar reads its file names from a file")
        elif letter in _TAR_INERT:
            options.append((f"-{letter}", None))
        else:
            use.unknown(f"tar letter {letter}")
    return words, options


def _archives(use: Use, mode: str, archives: list[Arg | None]) -> None:
    for archive in archives:
        if archive is None:
            continue
        if archive.text is not None and ":" in archive.text:
            use.note(RUN_CODE | NET_READ, f"reaches {archive.text} over a remote shell")
            use.reach(None)
        elif mode == "c":
            use.write(archive)
        elif mode == "r":
            use.edit(archive)
        else:
            use.read(archive)


def _extract(use: Use, options: list[tuple[str, Arg | None]]) -> None:
    for flag, value in options:
        if flag == "--one-top-level" and value is not None:
            pour(use, value)
        if flag in ("-P", "--absolute-names"):
            use.note(RUN_CODE, "writes wherever the archive says")
    pour(use, HERE)


# Options of zip that are two letters long and take a value: among other letters they look like two options.
_ZIP_PAIRS = ("TT", "lf", "tt", "nw", "sb", "sf", "ws", "UN")


def _hides_an_option(use: Use, word: str) -> bool:
    if word[:1] != "-" or word[:2] == "--" or word in use.row.options:
        return False
    return any(pair in word[1:] for pair in _ZIP_PAIRS)


def zip_(use: Use) -> None:
    """The first operand is the archive; a name without an ending gets `.zip`."""
    if not use.words:
        use.unknown("zip without an archive")
        return
    for word in use.args:
        if _hides_an_option(use, word.prefix):
            use.note(RUN_CODE, "may be given a program to run among its letters")
            use.unknown(f"the letters of {word.prefix} may be read in two ways")
    archive, *files = use.words
    use.edit(archive)
    if archive.text is not None and "." not in archive.text.rpartition("/")[2]:
        use.write(Arg(archive.text + ".zip"))
    if use.has("-d"):
        return
    for word in files:
        if use.has("-m"):
            use.destroy(word)
    if use.has("-r", "-R") or not files:
        deep_read(use, files)
    else:
        for word in files:
            use.read(word)


def unzip(use: Use) -> None:
    """Without a listing or piping option the members are written below the directory."""
    if not use.words:
        use.unknown("unzip without an archive")
        return
    use.read(use.words[0])
    if not use.has("-l", "-t", "-v", "-z", "-Z", "-Z1"):
        _members(use, use.words[1:])
    if use.has("-l", "-t", "-v", "-z", "-Z", "-p", "-c", "-Z1"):
        return
    pour(use, use.value("-d") or HERE)
    if use.has("-:"):
        use.note(RUN_CODE, "writes wherever the archive says")


def squeeze(use: Use) -> None:
    """gzip and its like replace each file by its packed or unpacked form, unless they write to standard output."""
    piping = use.has("-c", "--stdout", "--to-stdout", "-l", "--list", "-t", "--test") or use.name.endswith(
        "cat"
    )
    for word in use.words:
        if use.has("-r", "--recursive"):
            deep_read(use, [word])
        use.read(word)
        if piping or word.text in (None, "-"):
            continue
        use.write(word)
        if use.has("-r", "--recursive"):
            deep_write(use, word)
        if use.has("-N", "--name") and (
            use.name in ("gunzip", "unpigz") or use.has("-d", "--decompress", "--uncompress")
        ):
            pour(use, HERE)  # the name that the archive tells
        for ending in (".gz", ".bz2", ".xz", ".zst", ".lzma", ".lz4", ".lzo", ".br", ".zz"):
            text = word.text or ""
            use.write(Arg(text[: -len(ending)] if text.endswith(ending) else text + ending, glob=word.glob))
        if use.has("--rm"):
            use.note(DESTROY, "deletes the files it has packed")


def second_written(use: Use) -> None:
    """lz4: what is packed, and where it goes; without a second word, and with -m, as gzip does it."""
    if len(use.words) != 2 or use.has("-m", "--multiple", "-r"):
        squeeze(use)
        return
    use.read(use.words[0])
    use.write(use.words[1])
    if use.has("--rm"):
        use.note(DESTROY, "deletes the file it has packed")
