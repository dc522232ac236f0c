"""What the Rust programs do: cargo and its subcommands, rustc, rustfmt, rustup.

Flags: cargo and rustc 1.95 `--help`, rustup 1.29 `--help`; a build script or a proc macro runs at every build.
"""

from __future__ import annotations

from assent.core.effect import RUN_CODE, RUN_PROJECT, UNKNOWN, WRITE_PROJECT
from assent.shell.judges.scripts import own_words
from assent.shell.judges.tasks import source, task_words
from assent.shell.meaning.arg import Arg
from assent.shell.meaning.table import ask_judge, lookup, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

_CHANNELS = ("+stable", "+beta", "+nightly")


def cargo(use: Use) -> None:
    """Binary arguments go to the project's program, other trailing words to the test harness or clippy."""
    if use.sub[:1] in (("run",), ("r",)):
        own_words(use, use.words)
    elif use.sub[:1] in (("test",), ("t",), ("bench",), ("nextest",)):
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
    row = lookup(f"rustup {use.name}") or use.row
    use.add(RUN_PROJECT, "runs the tool chain that the project's rust-toolchain file names")
    if len(args) == 1 and args[0].text in ("--version", "--help", "-V", "-h"):
        return
    use.add(RUN_PROJECT, "runs the tool chain that the project's rust-toolchain file names")
    walk(use, row, args)
    ask_judge(use, row)


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


def watch(use: Use) -> None:
    """`cargo watch -x 'test --lib'` runs commands of cargo; without any it checks."""
    for flag, value in use.options:
        if flag in ("-x", "--exec"):
            text = None if value is None else value.text
            if text is None or not set(text) <= _WORDS:
                use.unknown("a command of cargo that is more than plain words")
            else:
                use.run([Arg("cargo"), *(Arg(each) for each in text.split())])
    if use.words:
        use.run(use.words)


_WORDS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-=:., ")
