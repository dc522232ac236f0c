"""What the options of compilers hide behind one letter: the linker's own, plugins, files they write.

Flags: gcc 14 and clang 19 manuals, protoc 29 `--help`.
"""

from __future__ import annotations

from assent.core.effect import RUN_CODE, WRITE_PROJECT
from assent.shell.judges.golang import formats
from assent.shell.meaning.arg import Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

# What may follow `-f`, `-m` and `-g` with a value of its own.
_NAMED = frozenset((
    "sanitize", "no-sanitize", "sanitize-recover", "no-sanitize-recover", "visibility", "diagnostics-color",
    "diagnostics-format", "lto", "fp-contract", "max-errors", "error-limit", "template-depth", "constexpr-depth",
    "constexpr-steps", "message-length", "macro-prefix-map", "file-prefix-map", "debug-prefix-map", "tls-model",
    "abi-version", "cf-protection", "excess-precision", "strict-flex-arrays", "inline-limit", "stack-limit", "openmp",
    "trivial-auto-var-init", "zero-call-used-regs", "patchable-function-entry", "fp-model", "simd-cost-model",
    "arch", "tune", "cpu", "fpu", "float-abi", "cmodel", "abi", "branch-protection", "macosx-version-min", "isa-spec",
    "sse2avx", "prefer-vector-width", "stack-protector-guard", "fpmath", "default-symver", "dwarf", "z", "column-info",
))  # fmt: skip
_LINKERS = ("use-ld=bfd", "use-ld=gold", "use-ld=lld", "use-ld=mold")
# Options of the linker that name no file but libraries.
_LINKER = frozenset((
    "--gc-sections", "--as-needed", "--no-as-needed", "--start-group", "--end-group", "--whole-archive",
    "--no-whole-archive", "--strip-all", "--strip-debug", "-s", "-S", "--no-undefined", "--export-dynamic", "-E", "-O1",
    "-O2", "-dead_strip", "-Bstatic", "-Bdynamic", "-Bsymbolic", "--build-id", "--enable-new-dtags", "--exclude-libs",
    "--fatal-warnings", "--warn-common", "--print-memory-usage", "-undefined", "dynamic_lookup", "--icf=all", "--trace",
    "-t", "-z", "relro", "now", "noexecstack", "defs", "origin", "-rpath", "-soname", "-rpath-link", "-install_name",
))  # fmt: skip
# Those whose next word is a name or a place that the built program looks at.
_LINKER_VALUED = ("-rpath", "-rpath-link", "-soname", "-install_name", "--exclude-libs")


def compiler(use: Use) -> None:
    """Judges what is glued to -W, -f, -m and -g; without -o it writes beside where it runs."""
    for flag, value in use.options:
        if flag == "-W" and value is not None:
            _warning(use, value.text)
        elif flag in ("-f", "-m", "-g") and value is not None:
            _switch(use, value.text)
    for word in use.words:
        if (word.text or "").startswith("@"):
            use.unknown("arguments that come from a file")
    if use.words and not use.has("-o", "-E", "-M", "-MM", "-fsyntax-only"):
        use.add(WRITE_PROJECT, "writes what it compiles")


def _warning(use: Use, text: str | None) -> None:
    if text is None or text.startswith(("a,", "p,")):
        use.unknown("what the compiler hands on to the assembler or the preprocessor")
    elif text.startswith("l,"):
        before = ""
        for word in text[2:].split(","):
            name, equals, _ = word.partition("=")
            if (
                word not in _LINKER
                and before not in _LINKER_VALUED
                and not (equals and name in _LINKER_VALUED)
            ):
                use.unknown(f"what {word} tells the linker")
            before = word


def _switch(use: Use, text: str | None) -> None:
    name, equals, _ = (text or "").partition("=")
    if (
        text is None
        or text == "llvm"
        or name.startswith(("plugin", "pass-plugin", "dump", "module", "offload"))
    ):
        use.unknown("an option of the compiler that may load or write a file")
    elif equals and name not in _NAMED and text not in _LINKERS:
        use.unknown(f"what {name}= means to the compiler")


def protoc(use: Use) -> None:
    """`--X_out=OPTIONS:DIR`: what stands behind the last colon is where it writes."""
    for flag, value in use.options:
        if (
            flag.endswith("_out")
            and flag not in ("--descriptor_set_out", "--dependency_out")
            and value is not None
        ):
            place = value if value.text is None else Arg(value.text.rpartition(":")[2], glob=value.glob)
            use.write(place)
    for word in use.words:
        if (word.text or "").startswith("@"):
            use.unknown("arguments that come from a file")


def buf(use: Use) -> None:
    """Settings given as text may name programs anywhere; format writes only with -w."""
    for flag, value in use.options:
        if flag in ("--template", "--config", "--against-config") and (
            value is None or value.text is None or any(sign in value.text for sign in "{[:\n")
        ):
            use.note(RUN_CODE, "is given settings that can name programs")
    if use.sub == ("format",):
        formats(use)
