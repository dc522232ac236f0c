"""What the Rust programs do: cargo and its subcommands, rustc, rustfmt, rustup.

Flags: cargo and rustc 1.95 `--help`, rustup 1.29 `--help`; a build script or a proc macro runs at every build.
"""

from __future__ import annotations

from assent.core.effect import RUN_CODE, RUN_PROJECT, UNKNOWN, WRITE_PROJECT
from assent.shell.meaning.table import walk
from assent.shell.programs.tasks import source, task_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.table import Spec
    from assent.shell.meaning.use import Use

_CHANNELS = ("+stable", "+beta", "+nightly")


def cargo(use: Use) -> None:
    """Binary arguments go to the project's program, other trailing words to the test harness or clippy."""
    if use.sub[:1] in (("run",), ("r",), ("test",), ("t",), ("bench",), ("nextest",)):
        task_words(use, use.words)


def add(use: Use) -> None:
    """A crate by name comes from the registry, by path from the project, otherwise from anywhere."""
    where = use.value("--path")
    if where is not None:
        source(use, where)
    for word in use.words:
        use.package(word)


_CODEGEN = (
    "opt-level=", "debuginfo=", "codegen-units=", "lto", "panic=", "target-cpu=", "overflow-checks=", "strip=",
    "debug-assertions=", "incremental=",
)  # fmt: skip


def rustc(use: Use) -> None:
    """Code generation options may name a linker; `--print` and `--emit` may name a file."""
    for flag, arg in use.options:
        text = None if arg is None else arg.text
        if flag in ("-C", "--codegen") and not (text or "").startswith(_CODEGEN):
            use.add(RUN_CODE | UNKNOWN, "gives a code generation option, which may run a program")
        elif flag in ("--print", "--emit") and (text is None or "=" in text):
            use.unknown(f"rustc {flag} writes a named file")
    for word in use.words:
        if (word.text or "").startswith("@"):
            use.unknown("arguments that come from a file")


def rustfmt(use: Use) -> None:
    """Rewrites files unless asked to check."""
    checks = use.has("--check") or any(word.text == "--check" for word in use.words)
    if use.name == "cargo":
        task_words(use, use.words)
        if not checks:
            use.add(WRITE_PROJECT, "rewrites files")
    elif not checks:
        for word in use.words:
            use.write(word)


def _is_channel(text: str) -> bool:
    """True for `+stable` and for versions such as `+1.80.0`."""
    return text in _CHANNELS or text[1:].replace(".", "").isdigit()


def toolchain_run(use: Use) -> None:
    """`rustup run TOOLCHAIN COMMAND…`."""
    if use.words and not _is_channel("+" + use.words[0].prefix):
        use.note(RUN_CODE, "runs a toolchain that may be any program")
    if len(use.words) > 1:
        use.run(use.words[1:])


def toolchain(use: Use) -> None:
    """`cargo +nightly …`: a channel in front is harmless, a custom toolchain is any program."""
    args = use.args
    if args and (args[0].text or "").startswith("+"):
        if not _is_channel(args[0].text or ""):
            use.add(RUN_CODE, "runs a toolchain that may be any program")
        args = args[1:]
    row = PROGRAMS["rustup " + use.name]
    if len(args) == 1 and args[0].text in ("--version", "--help", "-V", "-h"):
        use.add(RUN_PROJECT, "runs the tool chain that the project's rust-toolchain file names")
        return
    walk(use, row, args)
    for spec in _path(row, use.sub):
        name = spec.get("special")
        if name:
            _SPECIAL[name](use)
            return


def _path(row: Spec, sub: tuple[str, ...]) -> list[Spec]:
    """The rows from the innermost subcommand outwards."""
    found = [row]
    for name in sub:
        for names, below in (found[0].get("subcommands") or {}).items():
            if name in names.split():
                found.insert(0, below)
                break
    return found


_SPECIAL = {"cargo": cargo, "add": add, "rustc": rustc, "rustfmt": rustfmt}

_FLAGS = "-v -vv --verbose -q --quiet --offline --locked --frozen"
_BUILD_FLAGS = (
    f"{_FLAGS} --release -r --all-features --no-default-features --all-targets --workspace --all --lib --bins --tests"
    " --examples --benches --keep-going --no-run --no-fail-fast --future-incompat-report --ignore-rust-version"
    " --unit-graph --doc --no-deps --document-private-items --timings"
)
_PLACES = {"--manifest-path": "script", "--color": "data"}
_BUILD_VALUES = {
    **_PLACES,
    "--target-dir --artifact-dir --out-dir": "write",
    "-p --package --bin --example --test --bench -F --features -j --jobs --profile --message-format": "data",
    "--exclude": "data",
    # A target may be a specification file.
    "--target": "script",
    "--config -Z": "code",
}
_BUILD: Spec = {"effects": "run-project", "flags": _BUILD_FLAGS, "values": _BUILD_VALUES, "operands": ""}
_LINTING: Spec = {
    **_BUILD,
    "operands": "data*",
    "flags": f"{_BUILD_FLAGS} -D -W -A warnings",
    "adds": {
        "--fix --allow-dirty --allow-staged --allow-no-vcs": "write-project",
        "--broken-code": "write-project",
    },
    "special": "lints",
}


def lints(use: Use) -> None:
    """After `--` clippy takes lint levels."""
    for word in use.words:
        text = word.text or ""
        if (
            text not in ("-D", "-W", "-A", "-F")
            and not text.replace("-", "").replace("_", "").replace(":", "").isalnum()
        ):
            use.unknown("a word for clippy that is no lint")
        elif text.startswith("-") and text[:2] not in ("-D", "-W", "-A"):
            use.unknown("an option for rustc")


_SPECIAL["lints"] = lints
_RUNS: Spec = {**_BUILD, "operands": "data*"}
_LOOK: Spec = {
    "effects": "read-project",
    "flags": (
        f"{_FLAGS} --no-deps --all-features --no-default-features --workspace -d --duplicates --all"
        " --no-dedupe --no-indent --version --list --no-metadata --exclude-dev"
    ),
    "values": {
        **_PLACES,
        "--format-version --depth --prefix --charset -f --format -p --package -F --features --target -e": "data",
        "--edges -i --invert --prune --filter-platform --message-format --exclude": "data",
    },
    "operands": "data*",
}
_DEPS: Spec = {
    "effects": "install net-read",
    "flags": f"{_FLAGS} --dry-run -n --workspace -w --recursive --aggressive",
    "values": {**_PLACES, "-p --package --precise --target --lockfile-path": "data"},
    "operands": "data*",
}
_CARGO: dict[str, Spec] = {
    "build b check c": _BUILD,
    "rustdoc doc d": {**_BUILD, "adds": {"--open": "system"}},
    "clippy": _LINTING,
    "fix": {
        **_BUILD,
        "effects": "run-project write-project",
        "flags": f"{_BUILD_FLAGS} --allow-dirty --allow-staged --edition",
    },
    "test t run r bench": _RUNS,
    "nextest": {
        "subcommands": {
            "run list": {
                **_RUNS,
                "flags": f"{_BUILD_FLAGS} --no-capture --no-tests --failure-output",
                "values": {
                    **_BUILD_VALUES,
                    "-E --filter-expr --retries --test-threads --partition -P": "data",
                },
            },
        },
    },
    "fmt": {
        "effects": "read-project",
        "operands": "data*",
        "special": "rustfmt",
        "flags": f"{_FLAGS} --check --all",
        "values": {**_PLACES, "-p --package --message-format": "data"},
    },
    "clean": {
        "effects": "install",
        "operands": "",
        "flags": f"{_FLAGS} --release -r --doc --dry-run -n --workspace",
        "values": {**_PLACES, "-p --package --profile --target": "data", "--target-dir": "destroy"},
    },
    "add": {
        **_DEPS,
        "special": "add",
        "flags": f"{_FLAGS} --dry-run -n --dev --build --optional --no-optional --default-features --no-default-features --public",
        "values": {
            **_PLACES,
            "-F --features --rename -p --package --target --path": "data",
            "--git --branch --rev --tag --registry": "code",
        },
    },
    "remove rm": {**_DEPS, "flags": f"{_FLAGS} --dry-run -n --dev --build"},
    "update fetch generate-lockfile": _DEPS,
    "vendor": {**_DEPS, "effects": "install net-read write-project", "operands": "write"},
    "tree metadata pkgid locate-project verify-project read-manifest": _LOOK,
    "search info": {
        "effects": "net-read",
        "operands": "data*",
        "flags": _FLAGS,
        "values": {"--limit --color": "data"},
    },
    "audit outdated": {
        "effects": "net-read read-project",
        "operands": "",
        "flags": f"{_FLAGS} --json -R -w -d --root-deps-only",
    },
    "deny machete": {"effects": "net-read read-project", "operands": "data*", "flags": _FLAGS},
    "new init": {
        "effects": "write-project",
        "operands": "write",
        "flags": f"{_FLAGS} --bin --lib",
        "values": {"--name --edition --vcs --color": "data"},
    },
    "package": {
        **_BUILD,
        "effects": "run-project write-project",
        "flags": f"{_BUILD_FLAGS} -l --list --no-verify --allow-dirty",
    },
    "publish": {
        **_BUILD,
        "effects": "net-send run-project",
        "flags": f"{_BUILD_FLAGS} --dry-run -n --no-verify --allow-dirty",
        "values": {**_BUILD_VALUES, "--token --index --registry": "data"},
    },
    "yank owner": {
        "effects": "net-send",
        "operands": "data*",
        "flags": f"{_FLAGS} --undo --list -l",
        "values": {"--version --vers -a -r": "data"},
    },
    "login logout": {"effects": "net-send read-secret", "operands": "data*"},
    "install": {
        "effects": "run-code install net-read",
        "operands": "data*",
        "flags": f"{_BUILD_FLAGS} --force -f --no-track --list",
        "values": {
            **_BUILD_VALUES,
            "--version --vers --git --path --branch --tag --rev --registry --index": "data",
            "--root": "write",
        },
    },
    "uninstall": {"effects": "write-elsewhere", "operands": "data*", "flags": _FLAGS},
    "version": {"operands": "", "flags": _FLAGS},
    "help": {"operands": "data*"},
}
_LIST: Spec = {"effects": "read-elsewhere", "operands": "", "flags": "-v --verbose -q --quiet --installed"}

PROGRAMS: dict[str, Spec] = {
    "cargo": {"raw": True, "special": "toolchain"},
    "rustc": {"raw": True, "special": "toolchain"},
    "rustfmt": {"raw": True, "special": "toolchain"},
    # The rows behind an optional `+toolchain`.
    "rustup cargo": {
        "special": "cargo",
        "flags": f"{_FLAGS} --list -V --version -h --help",
        "values": {"--color --explain": "data", "-C": "script", "--config -Z": "code"},
        "subcommands": _CARGO,
    },
    "rustup rustc": {
        "effects": "run-project",
        "special": "rustc",
        "operands": "script*",
        "flags": "-g -O -v --verbose -V --version -vV --test -h --help",
        "values": {
            "--edition --crate-type --crate-name --cfg --check-cfg --explain --cap-lints --error-format --color": "data",
            "-A --allow -W --warn -D --deny -F --forbid --print --emit -C --codegen": "data",
            "--extern -L": "code",
            "-o --out-dir": "write",
            "--target --sysroot": "script",
            "-Z": "code",
        },
    },
    "rustup rustfmt": {
        "operands": "read*",
        "special": "rustfmt",
        "flags": "--check -l --files-with-diff --backup -v --verbose -q --quiet -V --version -h --help",
        "values": {"--edition --color --style-edition": "data", "--config-path": "read", "--config": "data", "--emit": "data"},
    },
    "rustup": {
        "shows": "--help",
        "flags": "-v --verbose -q --quiet -V --version -h --help",
        "subcommands": {
            "show": {
                **_LIST,
                "subcommands": {"active-toolchain home profile": _LIST},
                "bare": {"effects": "read-elsewhere"},
                "operands": "",
            },
            "toolchain": {
                "subcommands": {
                    "list": _LIST,
                    "install add update uninstall remove": {"effects": "install net-read system", "operands": "data*"},
                    "link": {"effects": "run-code system", "operands": "data*"},
                },
            },
            "target component": {
                "subcommands": {
                    "list": {**_LIST, "values": {"--toolchain": "data"}},
                    "add install remove uninstall": {
                        "effects": "install net-read",
                        "operands": "data*",
                        "values": {"--toolchain --target": "data"},
                    },
                },
            },
            "which": {"effects": "read-elsewhere", "operands": "data", "values": {"--toolchain": "data"}},
            "check": {"effects": "net-read read-elsewhere", "operands": ""},
            "update upgrade install": {"effects": "run-code install net-read system", "operands": "data*"},
            "default": {"effects": "system", "operands": "data", "bare": {}},
            "override": {"subcommands": {"list": _LIST, "set unset add remove": {"effects": "write-elsewhere", "operands": "data*"}}},
            "run": {"style": "stop", "operands": "data data*", "special": "toolchain_run", "flags": "--install"},
            "set self": {"effects": "run-code system", "operands": "data*"},
            "completions": {"operands": "data*"},
            "help": {"operands": "data*"},
        },
    },
}  # fmt: skip
