"""Which variables are nobody's but the project's: what they change is what its own code does."""

from __future__ import annotations

from assent.core.effect import (
    INSTALL,
    NET_READ,
    READ_ELSEWHERE,
    READ_PROJECT,
    RUN_PROJECT,
    WRITE_PROJECT,
    WRITE_TMP,
)
from assent.core.paths import inside, resolved
from assent.shell.meaning.arg import Arg
from assent.shell.programs.shipped import is_known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.core.call import Part
    from assent.shell.meaning.use import Use

# Parts of names, between underscores, that say that programs load, start, or connect to what the value names.
_NAMING = frozenset((
    "ARGS", "ARG", "BASH", "BIN", "BINARY", "BROWSER", "CAFILE", "CERT", "CERTS", "CMD", "COMMAND", "COMPILER", "CONF",
    "CONFIG", "CURL", "CXX", "EDITOR", "ENDPOINT", "EXE", "EXECUTABLE", "FLAGS", "HELPER", "HOME", "HOOK", "IMPORT",
    "INIT", "INTERPRETER", "JAVA", "LAUNCHER", "LD", "LIB", "LIBRARY", "LIBS", "LINKER", "LOADER", "MIRROR", "MODULE",
    "MODULES", "NODE", "OPT", "OPTION", "OPTIONS", "OPTS", "PAGER", "PATH", "PATHS", "PERL", "PLUGIN", "PLUGINS",
    "PRELOAD", "PROGRAM", "PROVIDER", "PROXY", "PYTHON", "RC", "REGISTRY", "REQUIRE", "REQUESTS", "RUBY", "RUNNER",
    "RUNTIME", "SCRIPT", "SOCK", "SOCKET", "SSH", "STARTUP", "TOOL", "TOOLCHAIN", "USER", "USERNAME", "VIRTUAL",
    "WRAPPER",
))  # fmt: skip
# And those that say that it tells them to go ahead, or to look away.
_TELLING = frozenset((
    "ALLOW", "APPLY", "APPROVE", "AUTH", "BECOME", "BYPASS", "CA", "CHECK", "CHECKS", "CONFIRM", "DANGER", "DELETE",
    "DEPLOY", "DESTROY", "DROP", "ERASE", "EVAL", "EXEC", "FORCE", "GUARD", "HOOKS", "IGNORE", "LIVE", "LOCK", "PROD",
    "PRODUCTION", "PROTECT", "PROTECTION", "PUBLISH", "PURGE", "PUSH", "RELEASE", "REMOTE", "ROOT", "SAFE", "SAFETY",
    "SANDBOX", "SECURITY", "SEND", "SHELL", "SSL", "SUDO", "TLS", "TRUST", "UNSAFE", "UPLOAD", "VERIFY", "WIPE", "YES",
))  # fmt: skip
_NAMING_IN = ("CONFIG", "PRELOAD", "PROXY", "OPTIONS", "PLUGIN", "INSECURE", "LOADER")
_NAMING_ENDINGS = ("OPTS", "FLAGS", "PATH", "HOME", "RC", "CMD", "PAGER", "EDITOR", "SHELL")
_SHORTEST = 3  # shorter ones are names of makefiles and of compilers
_SWITCHES = frozenset(("", "true", "false", "yes", "no", "on", "off"))
_WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.,:+-")
_LIVE = ("prod", "production", "prd", "live")
_LOCAL = ("localhost", "127.0.0.1", "[::1]")
# What code of the project does when it runs; whatever does more is told by more than the project.
_RUNNING = RUN_PROJECT | READ_PROJECT | READ_ELSEWHERE | WRITE_PROJECT | WRITE_TMP | NET_READ | INSTALL
# Programs that put a variable in the place of a word of their own: of a command, or of the name of an image.
_INSERTING = (
    "make",
    "gmake",
    "bmake",
    "nmake",
    "just",
    "task",
    "docker",
    "docker-compose",
    "podman",
    "podman-compose",
)


def may_be_own(use: Use, name: str, value: Arg | None) -> bool:
    """True for a variable with a plain value that no program is known to obey."""
    text = None if value is None else value.text
    if text is None or len(name) < _SHORTEST or not _TELLING.isdisjoint(name.upper().split("_")):
        return False
    if is_switch(text):
        return True
    if _names_something(name) or text.lower() in _LIVE:
        return False
    if "://" in text:
        return _is_local(text)
    if not _WORD.issuperset(text.replace("/", "")) or (text != "test" and is_known(text)):
        return False
    pieces = text.replace(",", ":").split(":")
    return not any(piece[:1] in ("-", "/", ".", "+") for piece in pieces) and _inside(use, text)


def lies_in_the_project(use: Use, text: str | None) -> bool:
    """True for a list of folders that all lie in the project."""
    pieces = (text or "").split(":")
    return all(
        piece and piece[0] not in "-~" and _WORD.issuperset(piece.replace("/", "")) and _inside(use, piece)
        for piece in pieces
    )


def _inside(use: Use, text: str) -> bool:
    project = use.facts.project
    places = use.places(Arg(text))
    return bool(places) and all(
        inside(place, project) and inside(resolved(place, use.facts), project) for place in places
    )


def is_switch(text: str) -> bool:
    """True for a value that is on, off, or a number."""
    return text.lower() in _SWITCHES or text.isdigit()


def stays_with_the_project(part: Part, name: str, value: str) -> bool:
    """True when all that a part does with a variable is to hand it to code of the project."""
    if not part.effects & RUN_PROJECT or part.effects & ~_RUNNING or part.opaque:
        return False
    for argv in (part.argv, *part.seen):
        program = (argv[0] or "").rpartition("/")[2] if argv else ""
        if not name.endswith("_ENV") and name.startswith(
            program.upper().replace("-", "_").replace(".", "_") + "_"
        ):
            return False
        if program in _INSERTING and not is_switch(value):
            return False
    return True


def _names_something(name: str) -> bool:
    """True for a name whose value programs load, start or connect to."""
    upper = name.upper()
    if not _NAMING.isdisjoint(upper.split("_")) or upper.endswith(_NAMING_ENDINGS):
        return True
    return any(each in upper for each in _NAMING_IN)


def _is_local(address: str) -> bool:
    """True for the address of a server on this machine, without a user or a query."""
    scheme, _, rest = address.partition("://")
    host, _, path = rest.partition("/")
    name, colon, port = host.rpartition(":") if host[-1:].isdigit() and ":" in host else (host, "", "")
    plain = _WORD.issuperset(path.replace("/", "")) and scheme.isalpha() and scheme.lower() != "file"
    return plain and name in _LOCAL and (not colon or port.isdigit())
