"""What the checkers and builders of C projects do that a table cannot say: clang-format, clang-tidy, meson."""

from __future__ import annotations

from assent.shell.judges.formatters import in_place
from assent.shell.judges.node import response_files
from assent.shell.meaning.arg import Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

# Compiler options behind `--` that name no code; `-Wp,` and its like hand others on.
_COMPILER = (
    "-I",
    "-isystem",
    "-iquote",
    "-D",
    "-U",
    "-std=",
    "-W",
    "-O",
    "-g",
    "-x",
    "-m32",
    "-m64",
    "-fPIC",
)
# Settings of meson that hold a directory for a later install.
_PLACES = frozenset((
    "prefix", "bindir", "datadir", "includedir", "libdir", "libexecdir", "localedir", "localstatedir", "mandir",
    "sbindir", "sysconfdir", "sharedstatedir",
))  # fmt: skip
_INERT_VALUE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+,:")


def clang_format(use: Use) -> None:
    """A style is a name, settings, or a file of them whose lines an error shows."""
    in_place(use)
    response_files(use)
    for flag, value in use.options:
        if flag in ("-style", "--style") and value is not None:
            text = value.text
            if text is None:
                use.opaque("which style it reads cannot be known")
            elif text.startswith("file:"):
                use.read(Arg(text[5:]))


def clang_tidy(use: Use) -> None:
    """Behind `--` stand options of the compiler, which could load a plugin."""
    in_place(use)
    response_files(use)
    for word in use.words:
        text = word.text
        if text and text.startswith("-") and (not text.startswith(_COMPILER) or "," in text):
            use.unknown(f"option {text} of the compiler is in no table")


def meson(use: Use) -> None:
    """Settings may name compiler options and programs; plain words and numbers do not."""
    for flag, value in use.options:
        if flag == "-D" and (value is None or not _plain(value.text or "")):
            use.unknown(f"what -D{'' if value is None else value.prefix} changes is in no table")


def _plain(text: str) -> bool:
    name, equals, value = text.partition("=")
    return bool(equals) and (name in _PLACES or all(char in _INERT_VALUE for char in value))
