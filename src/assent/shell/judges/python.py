"""What the Python programs do: the interpreter and its modules, pip, uv, and the checkers and test runners.

Flags: python 3.11, pip 23, uv 0.5, pytest 8, ruff 0.8, mypy 1.13, black 24, isort 5, tox 4, nox 2024, pre-commit 4.
"""

from __future__ import annotations

from assent.core.effect import INSTALL, NET_READ, RUN_CODE, RUN_PROJECT, WRITE_PROJECT
from assent.shell.judges.fetched import fetched
from assent.shell.judges.scripts import own_words, script_words
from assent.shell.judges.tasks import from_project, is_own, python_package, source, task_words
from assent.shell.meaning.arg import Arg
from assent.shell.meaning.table import lookup, walk
from assent.shell.programs.shipped import fact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.meaning.use import Use

# Letters of the interpreter's options that take no value; a module may be glued behind them (`-Im pip`).
_LETTERS = frozenset("bBdEhiIOPqsSuvVx")
_INERT_X = frozenset((
    "dev", "utf8", "utf8=1", "utf8=0", "importtime", "faulthandler", "showrefcount", "no_debug_ranges", "tracemalloc",
    "frozen_modules=on", "frozen_modules=off", "warn_default_encoding", "gil=0", "gil=1",
))  # fmt: skip
# Names that projects give to packages of their own, and that are none of Python's nor of a well-known tool.
_OWN_MODULES = frozenset((
    "app", "apps", "api", "backend", "bench", "benchmark", "benchmarks", "bin", "cli", "examples", "experiments",
    "jobs", "main", "manage", "model", "models", "project", "scripts", "server", "service", "services", "src", "tasks",
    "tests", "tools", "train", "training", "utils", "worker", "workers",
))  # fmt: skip
# Modules that are a program of another name; others are one that says so in its row (`module`).
_AS_PROGRAM = {"build": "pyproject-build", "django": "django-admin", "assent.cli.main": "assent"}


def python(use: Use) -> None:
    """`-m module` is that module's program; otherwise a script, `-c` text, or standard input."""
    at, module, rest = _module(use.args)
    if at >= 0:
        walk(use, lookup("python -m") or use.row, use.args[:at])
        _warnings(use)
        _run_module(use, module, rest)
        return
    walk(use, use.row, use.args)
    _warnings(use)
    if use.words and not use.has("-c"):
        script_words(use, use.words[0], use.words[1:])
    elif not use.has("-c", "-V", "--version", "-VV", "-h", "--help", "--help-env", "--help-all"):
        use.add(RUN_CODE, "runs what standard input says")


def _module(args: Sequence[Arg]) -> tuple[int, str | None, Sequence[Arg]]:
    """Where `-m` stands, its module and the words after it; -1 when there is none."""
    index = 0
    while index < len(args):
        text = args[index].text
        if text is None or not text.startswith("-") or text in ("-", "--"):
            break
        if text in ("-W", "-X", "--check-hash-based-pycs"):
            index += 2
            continue
        before, found, module = text[1:].partition("m")
        if found and all(letter in _LETTERS for letter in before):
            if module:
                return index, module, args[index + 1 :]
            if index + 1 < len(args):
                return index, args[index + 1].text, args[index + 2 :]
        if text.startswith("-c"):
            break
        index += 1
    return -1, None, ()


def _warnings(use: Use) -> None:
    for flag, arg in use.options:
        text = "" if arg is None else arg.text
        if flag == "-X" and text not in _INERT_X:
            use.unknown("an -X option of python")
        elif flag == "-W" and (text is None or "." in text):
            use.unknown("a warning category that python would import")


def _run_module(use: Use, module: str | None, rest: Sequence[Arg]) -> None:
    use.add(RUN_PROJECT, "runs a module of the working directory if there is one of that name")
    if module is None:
        use.opaque("which module runs cannot be known")
        use.add(RUN_CODE, "runs a module that cannot be known")
        return
    use.part.path = (use.name, "-m", module)
    if module == "piptools" and rest and rest[0].text in ("compile", "sync"):
        module, rest = f"pip-{rest[0].text}", rest[1:]
        use.part.runs = use.run([Arg(module), *rest])
        return
    program = _AS_PROGRAM.get(module) or module.replace("_", "-")
    if fact(program, "module"):
        use.part.runs = use.run([Arg(program), *rest])
        return
    row = lookup(f"python -m {module}")
    if row is None and module.partition(".")[0] in _OWN_MODULES and module.replace(".", "_").isidentifier():
        use.part.runs = True
        own_words(use, rest)
    elif row is None:
        use.unknown(f"the python module {module} is in no table")
    else:
        use.words, use.options = [], []
        use.part.runs = "runs" in row.facts
        walk(use, row, rest)


def pip(use: Use) -> None:
    """What pip installs, and from where."""
    for flag, arg in use.options:
        if flag in ("-r", "--requirement", "-c", "--constraint"):
            _from_list(use, arg)
        elif flag == "--group":
            file, colon, _ = ("" if arg is None else arg.prefix).partition(":")
            _from_list(use, Arg(file) if colon else Arg("pyproject.toml"))
        elif flag in ("-e", "--editable"):
            if arg is not None:
                python_package(use, arg)
            use.add(RUN_PROJECT, "builds what it installs")
    if use.sub[:1] in (("install",), ("download",), ("wheel",)) or use.sub[-1:] in (("install",), ("add",)):
        for word in use.words:
            python_package(use, word)


def _from_list(use: Use, arg: Arg | None) -> None:
    """A requirements file: inside the project it is the project's declaration, elsewhere anybody's."""
    if arg is not None and from_project(use, arg):
        use.read(arg)
    else:
        use.note(RUN_CODE, "installs what a list outside of the project says")
        if arg is None or arg.text is None:
            use.opaque("which list it installs cannot be known")


def uv_run(use: Use) -> None:
    """`uv run` makes the environment, then runs a command or a script in it."""
    if use.has("-m", "--module"):
        module = use.words[0].text if use.words else None
        _run_module(use, module, use.words[1:])
        return
    if not use.words or use.words[0].text == "-":
        use.add(RUN_CODE, "runs what standard input says")
    elif (use.words[0].text or "").endswith(".py") or use.has("-s", "--script"):
        source(use, use.words[0])
        script_words(use, use.words[0], use.words[1:])
    else:
        use.run(use.words)


def uvx(use: Use) -> None:
    """A tool fetched on demand is arbitrary code, whatever it then does."""
    if use.words:
        fetched(use, use.words)


_INERT_OVERRIDES = (
    "log_cli=",
    "log_cli_level=",
    "log_level=",
    "console_output_style=",
    "xfail_strict=",
    "timeout=",
)


def pytest(use: Use) -> None:
    """Plugins and settings given by hand, reports, and argument files."""
    for flag, arg in use.options:
        text = None if arg is None else arg.text
        if flag == "-p" and not (text or "").startswith("no:"):
            use.unknown("a pytest plugin given by hand")
        elif (
            flag in ("-o", "--override-ini")
            and text != "addopts="
            and not (text or "").startswith(_INERT_OVERRIDES)
        ):
            use.unknown("a pytest setting given by hand")
        elif flag == "--cov-report" and arg is not None:
            _, found, path = (text or "").partition(":")
            if text is None:
                use.opaque("where the report goes cannot be known")
            elif found and path != "skip-covered":
                use.write(Arg(path))
    for word in use.words:
        text = word.text or ""
        if text.startswith("@"):
            use.unknown("arguments that come from a file")
        elif word.text is not None and ("://" in text or not is_own(use, Arg(text.split("::", 1)[0]))):
            use.add(RUN_CODE, f"runs tests in {text}")


_RUFF_SETTINGS = (
    "lint.",
    "format.",
    "line-length",
    "target-version",
    "select",
    "ignore",
    "extend-select",
    "preview",
)


def ruff(use: Use) -> None:
    """Reads, and writes what it fixes or formats."""
    for flag, setting in use.options:
        if flag != "--config" or setting is None:
            continue
        text = setting.text or ""
        if "=" not in text:
            use.read(setting)
        elif not text.strip().startswith(_RUFF_SETTINGS) or "\n" in text:
            use.unknown("a ruff setting given by hand")
    formats = use.sub == ("format",) and not use.has("--check", "--diff")
    if formats or use.has("--fix", "--fix-only", "--unsafe-fixes", "--add-noqa"):
        _rewrites(use)


def ty(use: Use) -> None:
    """`ty check` writes to what it checks when it is told to."""
    response_files(use)
    if use.has("--fix", "--add-ignore"):
        _rewrites(use)


def formatter(use: Use) -> None:
    """black and isort write what they format unless asked to check, to show or to format text of the command."""
    if not use.has(
        "--check", "--check-only", "--diff", "-d", "-c", "--code", "--stdout", "--show-files", "-h", "--help"
    ):
        _rewrites(use)


def _rewrites(use: Use) -> None:
    if not use.words:
        use.add(WRITE_PROJECT, "rewrites files")
    for word in use.words:
        use.write(word)


def response_files(use: Use) -> None:
    """`@file` holds further arguments."""
    for word in use.words:
        if (word.text or "").startswith("@"):
            use.unknown("arguments that come from a file")


_TOX_VERBS = ("run", "r", "run-parallel", "p", "list", "l", "config", "c", "--")


def environments(use: Use) -> None:
    """tox and nox: the words after `--` go to the project's own commands; `tox exec` runs any command."""
    if use.name == "tox" and use.words and use.args[0].text == use.words[0].text not in _TOX_VERBS:
        use.unknown("a tox command that is not known")
    if use.name == "tox" and any(word.text in ("exec", "e", "devenv", "d") for word in use.words[:1]):
        use.add(RUN_CODE, "runs any command through tox")
    for flag, arg in use.options:
        if flag in ("--workdir", "--envdir") and arg is not None:
            use.script(arg)  # the environments that lie there already are used as they are
    task_words(use, use.words)


def virtual_environment(use: Use) -> None:
    """`python -m venv DIR` writes an environment there."""
    for word in use.words:
        if use.has("--clear"):
            use.destroy(word)
        else:
            use.write(word)


def coverage(use: Use) -> None:
    """`coverage run` runs a script, or with -m a module."""
    if use.sub != ("run",):
        return
    if use.has("-m", "--module"):
        _run_module(use, use.words[0].text if use.words else None, use.words[1:])
    elif use.words:
        source(use, use.words[0])
        script_words(use, use.words[0], use.words[1:])


def uv_sync(use: Use) -> None:
    """`uv pip sync FILE…` installs what the files say."""
    for word in use.words:
        _from_list(use, word)
    use.add(INSTALL | NET_READ, "installs what the lists say")


# Settings of conf.py that are text; others name extensions, files or programs.
_SPHINX_TEXT = frozenset((
    "author", "copyright", "html_title", "keep_warnings", "language", "nitpicky", "project", "release",
    "root_doc", "suppress_warnings", "today", "version",
))  # fmt: skip


def sphinx(use: Use) -> None:
    """A setting on the command line may name what runs."""
    for flag, value in use.options:
        if flag in ("-D", "--define") and value is not None:
            name, equals, _ = value.prefix.partition("=")
            if not equals or name not in _SPHINX_TEXT:
                use.add(RUN_CODE, "a setting may name an extension or a program")
