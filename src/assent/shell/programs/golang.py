"""What the Go programs do: go and its subcommands, gofmt.

Flags: go 1.23 `go help build`, `go help testflag`, `go help <command>`; options are long words behind one dash.
"""

from __future__ import annotations

from assent.core.effect import INSTALL, NET_READ, RUN_CODE, UNKNOWN
from assent.shell.programs.tasks import source, task_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.table import Spec
    from assent.shell.meaning.use import Arg, Use

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


_PLAIN_BUT_GLUED = "-x -n -a -work -msan -asan -trimpath -modcacherw -linkshared -i"
_PLAIN = f"{_PLAIN_BUT_GLUED} -v -race -cover"
_VALUES = {
    "-p -tags -mod -buildmode -covermode -coverpkg -compiler -installsuffix -ldflags -gcflags -pgo": "data",
    "-toolexec -exec -asmflags -gccgoflags -vettool": "code",
    "-C -modfile -overlay -pkgdir": "script",
    "-o": "write",
}
_BUILD: Spec = {
    "effects": "run-project",
    "style": "single",
    "operands": "data*",
    "special": "packages",
    "flags": _PLAIN,
    # A switch: it takes no word behind it.
    "optional": {"-buildvcs": "data"},
    "values": _VALUES,
}
_MOD: Spec = {
    "effects": "install net-read",
    "style": "single",
    "operands": "data*",
    "flags": "-v -x -e -json -u",
    "values": {"-go -compat -reuse": "data"},
}
_MOD_LOOK: Spec = {**_MOD, "effects": "read-project net-read", "flags": "-m -vendor -json -x -v"}

PROGRAMS: dict[str, Spec] = {
    "go": {
        "style": "single",
        "subcommands": {
            "build": _BUILD,
            "vet": {**_BUILD, "flags": f"{_PLAIN} -json -all", "adds": {"-fix": "write-project"}},
            "install": {**_BUILD, "effects": "run-project write-elsewhere"},
            "generate": {**_BUILD, "values": {**_VALUES, "-run -skip": "data"}},
            "run": {**_BUILD, "style": "single", "special": "run"},
            "test": {
                **_BUILD,
                "special": "test",
                "flags": f"{_PLAIN_BUT_GLUED} -c -json -failfast -benchmem -fullpath -args",
                "optional": {"-v -short -cover -race -buildvcs": "data"},
                "values": {
                    **_VALUES,
                    "-run -skip -bench -benchtime -count -cpu -list -parallel -timeout -fuzz -fuzztime -shuffle": "data",
                    "-vet -blockprofilerate -mutexprofilefraction -memprofilerate -fuzzminimizetime": "data",
                    "-coverprofile -cpuprofile -memprofile -blockprofile -mutexprofile -trace -outputdir": "write",
                },
            },
            "list": {
                "effects": "read-project net-read",
                "style": "single",
                "operands": "data*",
                "flags": "-m -u -json -deps -e -test -versions -retracted -find -v",
                "values": {"-f -tags -mod": "data", "-C -modfile": "script"},
            },
            "get": {**_MOD, "special": "get", "flags": "-v -x -t -d -tool", "optional": {"-u": "data"}},
            "mod": {
                "style": "single",
                "subcommands": {
                    "tidy download": _MOD,
                    "vendor": {**_MOD, "effects": "install net-read write-project", "values": {"-o": "write"}},
                    "graph why verify": _MOD_LOOK,
                    "init": {"effects": "write-project", "operands": "data"},
                    "edit": {
                        "effects": "write-project",
                        "style": "single",
                        "operands": "write",
                        "flags": "-fmt -json -print",
                        "values": {"-module -go -toolchain -require -droprequire -exclude -dropexclude -retract": "data"},
                    },
                },
            },
            "work": {
                "style": "single",
                "subcommands": {
                    "init use": {"effects": "write-project", "style": "single", "operands": "script*", "flags": "-r"},
                    "sync vendor": {**_MOD, "operands": ""},
                },
            },
            "env": {
                "effects": "read-elsewhere",
                "style": "single",
                "operands": "data*",
                "flags": "-json -changed",
                "adds": {"-w -u": "run-code system"},
            },
            "version": {"style": "single", "operands": "read*", "flags": "-m -v -json"},
            "doc": {"effects": "read-project", "style": "single", "operands": "data*", "flags": "-all -c -cmd -short -src -u"},
            "fmt": {"effects": "read-project write-project", "style": "single", "operands": "script*", "flags": "-n -x"},
            "clean": {
                "effects": "install",
                "style": "single",
                "operands": "script*",
                "flags": "-i -r -n -x -cache -testcache -modcache -fuzzcache",
            },
            "tool": {
                "style": "single",
                "bare": {"effects": "read-elsewhere"},
                "subcommands": {
                    "cover": {
                        "effects": "read-project",
                        "style": "single",
                        "operands": "",
                        "values": {"-func": "read", "-html": "read", "-o": "write"},
                    },
                    "nm objdump": {"effects": "read-project", "style": "single", "operands": "read*", "flags": "-n -size -type -S"},
                },
            },
            "help": {"operands": "data*"},
        },
    },
    "gofmt": {
        "style": "single",
        "operands": "read*",
        "special": "formats",
        "flags": "-l -d -e -s -w",
        "values": {"-r": "data", "-cpuprofile": "write"},
    },
}  # fmt: skip
for _row in list(PROGRAMS["go"]["subcommands"].values()):
    # Go reads `--flag` as `-flag`.
    for _key in ("values", "optional", "adds"):
        _table = _row.get(_key)
        if _table:
            _row[_key] = {
                " ".join(flag for one in names.split() for flag in (one, "-" + one)): what
                for names, what in _table.items()
                if not names.startswith("--")
            }
