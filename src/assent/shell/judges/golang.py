"""What the Go programs do: go and its subcommands, gofmt, swag.

Flags: go 1.23 `go help build`, `go help testflag`, `go help <command>`; options are long words behind one dash.
"""

from __future__ import annotations

from assent.core.effect import INSTALL, NET_READ, RUN_CODE, UNKNOWN
from assent.shell.judges.scripts import own_words
from assent.shell.judges.tasks import from_project, is_own, source, task_words
from assent.shell.meaning.arg import Arg
from assent.shell.programs.row import VALUE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

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
    elif text.startswith("./") and not is_own(use, word):
        use.add(RUN_CODE, f"builds {text}, which is no package of the project's own")


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
    _spelled_out(use)
    words = use.words
    count = 0
    while count < len(words) and (words[count].text or "").endswith(".go"):
        count += 1
    count = count or min(1, len(words))
    for word in words[:count]:
        _package(use, word)
    if count and _is_own(use, words[:count]):
        own_words(use, words[count:])
    else:
        task_words(use, words[count:])


def _spelled_out(use: Use) -> None:
    """Options of go are whole words: what the table took for letters behind one dash is one it does not know."""
    below = use.row.under("run")
    options = below.options if below is not None else {}
    value = False
    for arg in use.args:
        name = arg.prefix.partition("=")[0]
        if arg in use.words[:1]:
            break
        if arg.prefix.startswith("-") and not value and name not in options:
            use.unknown(f"option {name} of go run is in no table")
        value = not value and arg.text in options and options[name][0] == VALUE


def _is_own(use: Use, words: Sequence[Arg]) -> bool:
    """True for `.go` files and packages of the project; without a dot at its beginning a package is a module's."""
    texts = [word.text or "" for word in words]
    return all(text == "." or text.startswith("./") or text.endswith(".go") for text in texts) and all(
        from_project(use, word) for word in words
    )


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


def gotestsum(use: Use) -> None:
    """Its words go to `go test`."""
    words = use.words
    if words and words[0].text == "tool":
        use.unknown("a tool of gotestsum")
    elif words:
        use.run((Arg("go"), Arg("test"), *words))
