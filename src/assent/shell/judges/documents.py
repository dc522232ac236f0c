"""What programs do that make one document of others, or change a document only when they are asked to."""

from __future__ import annotations

from assent.shell.judges.media import files_or_addresses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

# How they are asked to write what they read.
_CHANGES = ("-m", "-modify", "-w", "-i", "-b", "--fix", "--in-place", "--inplace", "--replace-input", "--overwrite", "-I")


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


# Addresses that fetch; any other may start a macro or a transfer of another kind.
_FETCHED = ("http://", "https://", "ftp://")


def office(use: Use) -> None:
    """LibreOffice opens files, and runs the macro that an address names."""
    for word in use.words:
        text = (word.text or "").lower()
        if ":" in text and not text.startswith(_FETCHED):
            use.unknown(f"what {word.text} starts")
    files_or_addresses(use)


def downloaded(use: Use) -> None:
    """Every word is an address that is fetched; a torrent, or a file that names addresses, is left to the person."""
    for word in use.words:
        use.url(word)
        text = (word.text or "").lower()
        if word.text is not None and (not text.startswith(_FETCHED) or text.endswith(".torrent")):
            use.unknown(f"what {word.text} fetches")


def without_options(use: Use) -> None:
    """Every word is read; one that begins with a dash is an option of a program behind this one."""
    for word in use.words:
        use.read(word)
        if word.prefix.startswith("-"):
            use.unknown(f"what {word.prefix} tells the program behind")
