"""What a definition given to cmake may do: mere data, places that are remembered, code of the project, a program."""

from __future__ import annotations

from assent.core.effect import RUN_CODE
from assent.shell.judges.setups import remembered
from assent.shell.judges.tasks import from_project
from assent.shell.meaning.arg import Arg
from assent.shell.programs.shipped import is_known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

# Values that switch something on or off, whatever its name: they name no program and no file.
_SWITCHED = ("ON", "OFF", "TRUE", "FALSE", "YES", "NO")
_WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+-")
# Names whose value is a program, an option of one, or where code is fetched from, by a part between underscores.
_STARTING = frozenset((
    "COMPILER", "LAUNCHER", "EXECUTABLE", "COMMAND", "CMD", "PROGRAM", "TOOL", "LINKER", "AR", "NM", "RANLIB", "STRIP",
    "OBJCOPY", "OBJDUMP", "READELF", "ADDR2LINE", "DLLTOOL", "MT", "RC", "TIDY", "CPPCHECK", "CPPLINT", "IWYU", "USE",
    "EMULATOR", "RULE", "LAUNCH", "TOOLCHAIN", "INCLUDE", "INCLUDES", "MODULE", "REPOSITORY", "URL", "RUNNER", "SHELL",
    "INTERPRETER", "PYTHON", "PERL", "BASH", "SCRIPT", "HOOK", "WRAPPER", "CCACHE", "EDITOR", "PROVIDER", "PLUGIN",
    "REGISTRY", "MIRROR", "TAG", "FLAGS", "OPTIONS", "ARGS", "DEFINITIONS",
))  # fmt: skip
_COMPILERS = (
    "gcc",
    "g++",
    "clang",
    "clang++",
    "cc",
    "c++",
    "clang-cl",
    "cl",
    "nvcc",
    "icx",
    "icpx",
    "ifx",
    "gfortran",
)
_INSTALLED = ("CMAKE_INSTALL_", "CPACK_PACKAGING_INSTALL_PREFIX")
# Options of compilers that name neither a program nor a file of code.
_FLAGS = (
    "-W", "-O", "-g", "-D", "-U", "-std=", "-fsanitize=", "-fno-", "-march=", "-mtune=", "-m32", "-m64", "-pthread",
    "-fPIC", "-fPIE", "-fvisibility=", "-pedantic", "--coverage", "-w", "-pipe", "-ffast-math",
)  # fmt: skip


def definition(use: Use, text: str) -> None:
    """`NAME[:TYPE]=VALUE`: what it makes the build do."""
    named, _, value = text.partition("=")
    name = named.partition(":")[0]
    if value.upper() in _SWITCHED or value.isdigit():
        return
    if name.startswith(_INSTALLED):
        if not remembered(use, value):
            use.unknown(f"what {name} makes of a later install")
    elif name.upper().endswith("FLAGS"):
        if not value or not all(_is_flag(each) for each in value.split()):
            use.unknown(f"what {name} makes the compiler load")
    elif _leads_somewhere(value):
        _path(use, name, value)
    elif not all(_is_word(each) for each in value.split(";")) or _starts(name, value):
        use.unknown("a cmake definition may name a program")


def _leads_somewhere(value: str) -> bool:
    return "/" in value or value.startswith(("~", "..", "."))


def _path(use: Use, name: str, value: str) -> None:
    """A file of the project is its own code or data; another may be run or loaded."""
    places = value.split(";")
    if "://" in value or not all(char in _WORD or char in "/~:;" for char in value) or value.startswith("-"):
        use.unknown(f"what {name} makes of {value}")
    elif not all(from_project(use, Arg(each)) and each[:1] != "~" for each in places):
        use.note(RUN_CODE, f"builds with {value}")
    elif not all(remembered(use, each) for each in places) or _built_outside(use):
        use.unknown(f"what {name} makes of {value}")


def _built_outside(use: Use) -> bool:
    """True when a relative path may be meant from a directory that is not the project's."""
    build = use.value("-B")
    return not use.at_home() or (build is not None and not from_project(use, build))


def _starts(name: str, value: str) -> bool:
    """True when a plain word may be the name of a program, but for compilers that everybody knows."""
    parts = name.upper().replace("-", "_").split("_")
    if parts[-1] == "COMPILER" and parts[0] == "CMAKE":
        return value.rstrip("0123456789.").rstrip("-") not in _COMPILERS
    return not _STARTING.isdisjoint(parts) or (bool(value) and is_known(value))


def _is_word(value: str) -> bool:
    return bool(value) and value[0] != "-" and _WORD.issuperset(value)


def _is_flag(word: str) -> bool:
    return word.startswith(_FLAGS) and "," not in word and "/" not in word and "@" not in word
