"""What the builders do that belong to no single language: make, cmake, ninja, just, pants, javac, java.

Flags: GNU make 4.4, cmake 3.30, ninja 1.12, just 1.36, OpenJDK 21 manuals.
"""

from __future__ import annotations

from assent.core.effect import NET_SEND, RUN_CODE, SYSTEM, WRITE_PROJECT
from assent.shell.judges.definitions import definition
from assent.shell.judges.scripts import script_words
from assent.shell.judges.tasks import from_project, source, task_words
from assent.shell.meaning.arg import Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

# Variables whose usual meaning is a switch, not a program.
_SWITCHES = frozenset(
    ("V", "VERBOSE", "DEBUG", "NDEBUG", "Q", "RELEASE", "QUIET", "NO_COLOR", "FORCE", "ARCH", "BUILD_TYPE")
)


def make(use: Use) -> None:
    """`NAME=value` on the command line replaces what the makefile says: a tool, a shell, any command."""
    use.part.path = ("make", *(word.text or "?" for word in use.words if "=" not in word.prefix))
    for word in use.words:
        _target(use, word)


def _target(use: Use, word: Arg) -> None:
    if word.text is None:
        use.opaque("a make target or variable that cannot be known")
        use.add(RUN_CODE, "may give make any variable")
        return
    name, equals, value = word.text.partition("=")
    if not equals:
        if not from_project(use, word):
            use.add(RUN_CODE, f"builds {word.text} outside of the project")
        return
    if name.rstrip(":?+!") not in _SWITCHES or not value.replace("-", "").replace("_", "").isalnum():
        use.add(RUN_CODE, f"replaces what the makefile runs ({name}=)")


def just(use: Use) -> None:
    """A recipe and its arguments; `NAME=value` replaces a variable."""
    if any("=" in word.prefix for word in use.words):
        use.add(RUN_CODE, "replaces a variable of the justfile")
    if use.words and "/" in use.words[0].prefix:
        source(use, use.words[0])  # the recipe of the justfile in that directory
    task_words(use, use.words[1:])


def cmake(use: Use) -> None:
    """Definitions may name a compiler or a toolchain file; installing writes where the build says."""
    if use.has("--install"):
        use.note(SYSTEM, "installs into the system")
    for flag, arg in use.options:
        if flag in ("-D", "-T", "-A"):
            text = None if arg is None else arg.text
            if text is None:
                use.unknown("what cmake is told cannot be known")
            elif flag == "-D":
                definition(use, text)
            elif any(sign in text for sign in "/\\") or ("=" in text and not text.startswith("host=")):
                use.unknown(f"what {flag} {text} makes cmake run")
    for word in use.words:
        if not use.has("--build"):
            source(use, word)
        elif not (word.text or "").lstrip("-").isalnum():
            use.unknown("what cmake hands to the builder")
            use.add(RUN_CODE, "may tell the builder to run anything")


_PATHS = ("-cp", "-classpath", "--class-path", "-p", "--module-path", "-sourcepath", "--source-path")


def javac(use: Use) -> None:
    """`@file` holds arguments; annotation processors found beside the sources run."""
    for flag, arg in use.options:
        if flag in _PATHS and arg is not None:
            _class_path(use, arg)
    for word in use.words:
        if (word.text or "").startswith("@"):
            use.unknown("arguments that come from a file")


# Where the programs of the Java runtime live.
_RUNTIME = ("jdk.", "java.", "javax.", "sun.", "com.sun.")


def java(use: Use) -> None:
    """Runs a class, a jar or a source file."""
    if use.has("-jar", "-cp", "-classpath", "--class-path", "-m", "--module", "-p", "--module-path"):
        jar = use.value("-jar")
        if jar is not None:
            source(use, jar)
        for flag, path in use.options:
            if flag in _PATHS and path is not None:
                _class_path(use, path)
        words = use.words if jar is not None else use.words[1:]
        _of_runtime(use)
        if jar is not None:
            script_words(use, jar, words)
        else:
            task_words(use, words)
    elif use.words:
        if (use.words[0].text or "").startswith("@"):
            use.unknown("arguments that come from a file")
        source(use, use.words[0])
        script_words(use, use.words[0], use.words[1:])


def _of_runtime(use: Use) -> None:
    """The runtime has programs of its own, as its compiler and its shell: they run what their words name."""
    module = use.value("-m", "--module")
    named = module or (use.words[0] if use.words and not use.has("-jar") else None)
    if named is None:
        return
    own = named.text is None or named.text.startswith(_RUNTIME)
    if own or (module is not None and not use.has("-p", "--module-path")):
        use.note(RUN_CODE, f"starts {named.prefix or 'a program'} of the Java runtime")


def _class_path(use: Use, arg: Arg) -> None:
    if arg.text is None or arg.glob:
        source(use, arg)
        return
    for place in arg.text.split(":"):
        source(use, Arg(place or "."))


# What the goals of pants do beyond running the project's tools; several goals may stand in one call.
_GOALS = {
    "publish": NET_SEND,
    "experimental-deploy": NET_SEND,
    "repl": RUN_CODE,
    **dict.fromkeys(
        ("fmt", "fix", "tailor", "update-build-files", "generate-lockfiles", "generate-snapshots", "export"),
        WRITE_PROJECT,
    ),
}


def pants(use: Use) -> None:
    """Each word may be another goal, or something of the project; what stands behind `--` goes to a tool."""
    task_words(use, use.words)
    for word in use.words:
        use.add(_GOALS.get(word.text or "", 0), f"runs the goal {word.text}")
