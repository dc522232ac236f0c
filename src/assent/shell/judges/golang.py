"""What the Go programs do: go and its subcommands, gofmt, swag.

Flags: go 1.23 `go help build`, `go help testflag`, `go help <command>`; options are long words behind one dash.
"""

from __future__ import annotations

from assent.core.effect import INSTALL, NET_READ, RUN_CODE, UNKNOWN
from assent.shell.judges.tasks import source, task_words
from assent.shell.meaning.arg import Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

# Words of -ldflags and -gcflags that only tune; others may name a linker.
_INERT_TUNING = ("-s", "-w", "-N", "-l", "-m", "-m=2", "all=-N", "all=-l", "-race", "-X")


def packages(use: Use) -> None:
    """Packages to build: patterns and directories of the project; `x@version` is fetched from anywhere."""
    _tuning(use)
    for word in use.words:
        _package(use, word)


def _package(use: Use, word: Arg) -> None:
    text = word.text
    if text is None:
        use.opaque("which package is built cannot be known")
        use.add(RUN_CODE, "runs a package that cannot be known")
    elif "@" in text:
        use.add(RUN_CODE | INSTALL | NET_READ, f"fetches and builds {text}")
    elif text.startswith(("/", "../", "~")) or text.endswith(".go"):
        source(use, word)


def _tuning(use: Use) -> None:
    for flag, arg in use.options:
        if flag.lstrip("-") not in ("ldflags", "gcflags"):
            continue
        words = ((arg.text if arg else None) or "?").split()
        after_x = False
        for word in words:
            if not after_x and word not in _INERT_TUNING:
                use.add(RUN_CODE | UNKNOWN, f"may name a linker to run with {flag}")
            after_x = word == "-X"


def run(use: Use) -> None:
    """`go run PACKAGE ARGUMENTS…`: `.go` files and one package belong to go, the rest to the program."""
    _tuning(use)
    words = use.words
    count = 0
    while count < len(words) and (words[count].text or "").endswith(".go"):
        count += 1
    count = count or min(1, len(words))
    for word in words[:count]:
        _package(use, word)
    task_words(use, words[count:])


def test(use: Use) -> None:
    """Packages to test; after -args every word goes to the test binary."""
    packages(use)
    if use.has("-args", "--args"):
        task_words(use, use.words)


def get(use: Use) -> None:
    """Adds modules to go.mod; nothing runs until something is built."""
    for word in use.words:
        if word.text is None:
            use.opaque("which module is added cannot be known")


def formats(use: Use) -> None:
    """gofmt writes only with -w, and then what its operands name."""
    if use.has("-w"):
        for word in use.words:
            use.write(word)


def swag(use: Use) -> None:
    """Its directories stand in one word, with commas between them."""
    for flag, value in use.options:
        if flag in ("-d", "--dir") and value is not None and value.text is not None:
            for each in value.text.split(","):
                if use.sub[-1] in ("fmt", "f"):
                    use.write(Arg(each))
                else:
                    use.read(Arg(each))
