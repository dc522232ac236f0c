"""What programs do that make one document of others, or change a document only when they are asked to."""

from __future__ import annotations

from assent.core.effect import RUN_CODE
from assent.shell.judges.media import files_or_addresses
from assent.shell.judges.network import names_its_file
from assent.shell.meaning.addresses import is_address
from assent.shell.meaning.arg import Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

# How they are asked to write what they read.
_CHANGES = (
    "-m",
    "-modify",
    "-w",
    "-i",
    "-b",
    "--fix",
    "--in-place",
    "--inplace",
    "--replace-input",
    "--overwrite",
    "-I",
    "--write",
    "-W",
)


def made(use: Use) -> None:
    """Every word but the last is read, the last is written; a lone one is read."""
    for word in use.words[:-1]:
        use.read(word)
    for word in use.words[-1:]:
        if len(use.words) > 1:
            use.write(word)
        else:
            use.read(word)


def changed(use: Use) -> None:
    """Every word is read; with an option that says so, it is written too."""
    writes = use.has(*_CHANGES)
    for word in use.words:
        use.read(word)
        if writes:
            use.write(word)


def beside(use: Use) -> None:
    """Unless it is told where, what it makes goes beside what it reads."""
    if not use.has("-o", "--out-file", "-D", "--destination-dir"):
        for word in use.words:
            use.write(word)


def beside_asked(use: Use) -> None:
    """dot: with -O what it makes goes beside what it reads."""
    if use.has("-O"):
        for word in use.words:
            use.write(word)


def qualified(use: Use) -> None:
    """cue: before the name of a file stands what kind it is, `text:FILE`."""
    for flag, value in use.options:
        if flag in ("-o", "--outfile") and value is not None and ":" in (value.text or ""):
            use.write(Arg((value.text or "").rpartition(":")[2]))
    for word in use.words:
        if ":" in (word.text or ""):
            use.read(Arg((word.text or "").rpartition(":")[2] or "."))


# Addresses that fetch; any other may start a macro or a transfer of another kind.
_FETCHED = ("http://", "https://", "ftp://")
# Files that name what is fetched next, and how it is called.
_NAMING = (".torrent", ".metalink", ".meta4")


def office(use: Use) -> None:
    """LibreOffice opens files, and runs the macro that an address names."""
    for word in use.words:
        text = (word.text or "").lower()
        if ":" in text and not text.startswith(_FETCHED):
            use.unknown(f"what {word.text} starts")
    files_or_addresses(use)


def downloaded(use: Use) -> None:
    """Every word is an address that is fetched; a torrent, or a file that names addresses, is left to the person."""
    if not use.has("-o", "--out"):
        names_its_file(use, ("-d", "--dir"))
    for word in use.words:
        use.url(word)
        text = (word.text or "").lower()
        if word.text is not None and (not text.startswith(_FETCHED) or text.endswith(_NAMING)):
            use.unknown(f"what {word.text} fetches")


def without_options(use: Use) -> None:
    """Every word is read; one that begins with a dash is an option of a program behind this one."""
    for word in use.words:
        use.read(word)
        if word.prefix.startswith("-"):
            use.unknown(f"what {word.prefix} tells the program behind")


def local(use: Use) -> None:
    """gio reads files; what it reads through an address is left to the person."""
    for word in use.words:
        if is_address((word.text or "").lower()):
            use.unknown(f"how {word.text} is opened")
        else:
            use.read(word)


# Actions of exiv2 that change the files behind them.
_CHANGING = ("rm", "delete", "ad", "adjust", "mo", "modify", "in", "insert", "fi", "fixiso", "fc", "fixcom")


def exif(use: Use) -> None:
    """exiv2: an action, or none, and files."""
    first = use.words[0].text if use.words else None
    if first in ("mv", "rename", "ex", "extract"):
        use.unknown("files that it names itself")
    for word in use.words:
        use.read(word)
        if first in _CHANGING:
            use.write(word)


def passwords(use: Use) -> None:
    """htpasswd: the first word is the file, unless all is printed."""
    if use.words and not use.has("-n"):
        use.edit(use.words[0])


def page(use: Use) -> None:
    """wkhtmltopdf: pages, then the file that is written."""
    if not use.words:
        return
    *pages, last = use.words
    for word in pages:
        text = (word.text or "").lower()
        if text.startswith(_FETCHED):
            use.url(word)
        elif ":" in text:
            use.unknown(f"how {word.text} is opened")
        else:
            use.read(word)
    use.write(last)


def ghostscript(use: Use) -> None:
    """The file that is written may be a command behind a pipe; a word may name a file of words."""
    for flag, value in use.options:
        if flag in ("-sOutputFile", "-o") and value is not None:
            if value.text is not None and ("%pipe" in value.text or "|" in value.text):
                use.note(RUN_CODE, f"pipes what it makes to {value.text}")
            use.write(value)
    for word in use.words:
        if (word.text or "").startswith(("%", "|")):
            use.note(RUN_CODE, f"reads from the command {word.text}")


def browsed(use: Use) -> None:
    """A browser of the terminal takes a bare word for a file, and for a host when there is none."""
    for word in use.words:
        text = (word.text or "").lower()
        if word.text is None or text.startswith(_FETCHED):
            use.url(word)
        elif is_address(text) or text == "-":  # lynx takes options from its input
            use.unknown(f"how {word.text} is opened")
        else:
            use.read(word)
            if not text.startswith(("/", "./", "../")):
                use.url(Arg("http://" + text))


def heard(use: Use) -> None:
    """A file of sound may be a command behind a pipe: sox and soxi."""
    for word in use.words:
        text = word.text or ""
        if text.lstrip().startswith("|"):
            use.note(RUN_CODE, f"reads from the command {text}")
        elif is_address(text.lower()):
            use.unknown(f"how {text} is opened")


def sound(use: Use) -> None:
    """sox: two files, or one and -n; more words are files or effects."""
    heard(use)
    if use.has("-n", "--null"):
        for word in use.words:
            use.edit(word)
    else:
        made(use)
    if len(use.words) > 2:
        use.unknown("which words are effects")
