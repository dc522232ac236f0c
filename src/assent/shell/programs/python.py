"""What the Python programs do: the interpreter and its modules, pip, uv, and the checkers and test runners.

Flags: python 3.11, pip 23, uv 0.5, pytest 8, ruff 0.8, mypy 1.13, black 24, isort 5, tox 4, nox 2024, pre-commit 4.
"""

from __future__ import annotations

from assent.core.effect import INSTALL, NET_READ, RUN_CODE, RUN_PROJECT, WRITE_PROJECT
from assent.shell.meaning.arg import Arg
from assent.shell.meaning.table import walk
from assent.shell.programs.tasks import from_project, python_package, source, task_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.meaning.table import Spec
    from assent.shell.meaning.use import Use

# Letters of the interpreter's options that take no value; a module may be glued behind them (`-Im pip`).
_LETTERS = frozenset("bBdEhiIOPqsSuvVx")
_INERT_X = frozenset((
    "dev", "utf8", "utf8=1", "utf8=0", "importtime", "faulthandler", "showrefcount", "no_debug_ranges", "tracemalloc",
    "frozen_modules=on", "frozen_modules=off", "warn_default_encoding", "gil=0", "gil=1",
))  # fmt: skip
# Modules that are a program of another table.
_AS_PROGRAM = {
    "pytest": "pytest", "pip": "pip", "mypy": "mypy", "ruff": "ruff", "black": "black", "isort": "isort", "tox": "tox",
    "nox": "nox", "pre_commit": "pre-commit", "uv": "uv", "coverage": "coverage", "build": "pyproject-build",
    "flake8": "flake8", "pylint": "pylint", "assent": "assent",
    "assent.cli.main": "assent",
}  # fmt: skip


def python(use: Use) -> None:
    """`-m module` is that module's program; otherwise a script, `-c` text, or standard input."""
    at, module, rest = _module(use.args)
    if at >= 0:
        walk(use, _OPTIONS_ONLY, use.args[:at])
        _warnings(use)
        _run_module(use, module, rest)
        return
    walk(use, PROGRAMS["python"], use.args)
    _warnings(use)
    if use.words and not use.has("-c"):
        task_words(use, use.words[1:])
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
    if module in _AS_PROGRAM:
        use.run([Arg(_AS_PROGRAM[module]), *rest])
        return
    spec = _MODULES.get(module)
    if spec is None:
        use.unknown(f"the python module {module} is in no table")
    else:
        use.words, use.options = [], []
        walk(use, spec, rest)


def pip(use: Use) -> None:
    """What pip installs, and from where."""
    for flag, arg in use.options:
        if flag in ("-r", "--requirement", "-c", "--constraint"):
            _from_list(use, arg)
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
        task_words(use, use.words[1:])
    else:
        use.run(use.words)


def uvx(use: Use) -> None:
    """A tool fetched on demand is arbitrary code, whatever it then does."""
    if use.words:
        use.run(use.words)


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
        elif word.text is not None and ("://" in text or not from_project(use, Arg(text.split("::", 1)[0]))):
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
        task_words(use, use.words[1:])


_PYTHON_FLAGS = (
    "-b -bb -B -d -E -h -I -O -OO -P -q -s -S -u -v -vv -x -V -VV --version --help --help-env --help-all"
)
_PYTHON_VALUES = {"-W -X --check-hash-based-pycs": "data"}
_OPTIONS_ONLY: Spec = {
    "style": "stop",
    "flags": _PYTHON_FLAGS,
    "adds": {"-i": "run-code"},
    "values": _PYTHON_VALUES,
    "operands": "",
}
_MODULES: dict[str, Spec] = {
    "json.tool": {
        "operands": "read write",
        "flags": "--sort-keys --no-ensure-ascii --json-lines --tab --no-indent --compact",
        "values": {"--indent": "data"},
    },
    "venv": {
        "effects": "install",
        "operands": "write*",
        "flags": "--without-pip --upgrade --upgrade-deps --system-site-packages --symlinks --copies",
        "adds": {"--clear": "destroy"},
        "values": {"--prompt": "data"},
    },
    "unittest": {
        "effects": "run-project",
        "operands": "script*",
        "flags": "-v --verbose -q --quiet -f --failfast -b --buffer -c --catch --locals",
        "values": {"-k --durations -p --pattern": "data", "-s --start-directory -t --top-level-directory": "script"},
    },
    "doctest": {"operands": "script*", "flags": "-v -f --verbose --fail-fast", "values": {"-o": "data"}},
    "http.server": {
        "effects": "net-send system",
        "operands": "data",
        "values": {"-b --bind -p --protocol": "data", "-d --directory": "read"},
    },
    "py_compile": {"operands": "write*", "flags": "-q --quiet"},
    "compileall": {"operands": "write*", "flags": "-q -f -l", "values": {"-j -x": "data"}},
    "timeit": {"operands": "code*", "values": {"-n -r -s -u": "code"}, "flags": "-p -v"},
    "pdb": {"effects": "run-code", "operands": "script data*", "style": "stop"},
    "cProfile": {
        "operands": "script data*",
        "style": "stop",
        "values": {"-s": "data", "-o": "write"},
    },
    "tokenize": {"operands": "read", "flags": "-e --exact"},
    "ast": {"operands": "read", "flags": "-a --include-attributes", "values": {"-m --mode -i --indent": "data"}},
    "dis": {"operands": "read", "flags": "-C -O"},
    "tabnanny": {"operands": "read*", "flags": "-v -q"},
    "pydoc": {"effects": "run-project", "operands": "script*"},
    "sysconfig": {"effects": "read-elsewhere", "operands": ""},
    "site": {"effects": "read-elsewhere", "operands": "", "flags": "--user-base --user-site"},
    "platform": {"effects": "read-elsewhere", "operands": "data*"},
    "calendar": {"operands": "data*", "flags": "-w -l -s -m"},
    "base64": {"operands": "read", "flags": "-e -d -u"},
    "zipfile": {"values": {"-l --list -t --test": "read"}, "operands": ""},
    "tarfile": {"values": {"-l --list -t --test": "read"}, "operands": "", "flags": "-v"},
    "ensurepip": {"effects": "install", "operands": "", "flags": "--upgrade --default-pip -U"},
}  # fmt: skip

_PIP_FLAGS = (
    "-q --quiet -v -vv --verbose --no-color --no-input --disable-pip-version-check --isolated --no-cache-dir"
    " --require-virtualenv --no-python-version-warning"
)
_PIP_VALUES = {"--timeout --retries --progress-bar --exists-action --keyring-provider --use-feature": "data"}
_PIP_SHOW: Spec = {
    "effects": "read-elsewhere",
    "flags": f"{_PIP_FLAGS} -l --local --user -e --editable --include-editable --exclude-editable --not-required --all",
    "adds": {"-o --outdated -u --uptodate": "net-read"},
    "values": {**_PIP_VALUES, "--format --exclude": "data", "--path": "read"},
    "operands": "data*",
}
_PIP_INSTALL: Spec = {
    "effects": "install net-read",
    "special": "pip",
    "operands": "data*",
    "flags": (
        f"{_PIP_FLAGS} -U --upgrade --no-deps --pre --dry-run --force-reinstall -I --ignore-installed --user"
        " --no-build-isolation --use-pep517 --prefer-binary --require-hashes --no-compile --compile --no-clean"
        " --no-warn-script-location --ignore-requires-python --no-index --check-build-dependencies"
    ),
    "adds": {"--break-system-packages": "system"},
    "values": {
        **_PIP_VALUES,
        "-r --requirement -c --constraint -e --editable": "data",
        "--upgrade-strategy --no-binary --only-binary --platform --python-version --implementation --abi": "data",
        "-i --index-url --extra-index-url --index -f --find-links --config-settings -C --global-option": "code",
        "--trusted-host --proxy --python --src --build-option": "code",
        "--report --log --cache-dir -t --target --root --prefix -d --dest -w --wheel-dir": "write",
    },
}
_PIP: dict[str, Spec] = {
    "install": _PIP_INSTALL,
    "download wheel": {**_PIP_INSTALL, "effects": "install net-read run-project write-project"},
    "uninstall": {
        "effects": "install",
        "flags": f"{_PIP_FLAGS} -y --yes",
        "adds": {"--break-system-packages": "system"},
        "values": {**_PIP_VALUES, "-r --requirement": "read"},
        "operands": "package*",
    },
    "list freeze check inspect debug": _PIP_SHOW,
    # To the others `-f` is where to look for packages.
    "show": {**_PIP_SHOW, "flags": f"{_PIP_SHOW['flags']} -f --files"},
    "index": {
        "subcommands": {
            "versions": {
                "effects": "net-read",
                "operands": "data*",
                "flags": f"{_PIP_FLAGS} --pre",
                "values": {"-i --index-url --extra-index-url --trusted-host --proxy": "code"},
            },
        },
    },
    "search": {"effects": "net-read", "operands": "data*"},
    "hash": {"operands": "read*", "values": {"-a --algorithm": "data"}},
    "cache": {
        "subcommands": {
            "dir info list": {"effects": "read-elsewhere", "operands": "data*"},
            "purge remove": {"effects": "install", "operands": "data*"},
        },
    },
    "config": {
        "subcommands": {
            "list get debug": {
                "effects": "read-secret",
                "operands": "data*",
                "flags": "--user --global --site",
            },
            "set unset edit": {"effects": "run-code", "operands": "data*", "flags": "--user --global --site"},
        },
    },
    "help": {"operands": "data*"},
}

_UV_FLAGS = (
    "-q --quiet -v --verbose --no-color --offline --no-progress --no-cache -n --frozen --locked --all-extras --dev"
    " --no-dev --no-sync --refresh -U --upgrade --no-install-project --all-groups --no-default-groups --all-packages"
    " --exact --inexact --reinstall --no-editable --active --no-active --compile-bytecode --native-tls --isolated"
)
_UV_VALUES = {
    "-p --python": "script",
    "--extra --group --only-group --no-group -P --upgrade-package --color --package --resolution": "data",
    "--prerelease --exclude-newer --link-mode --no-extra --no-install-package --reinstall-package": "data",
    "--index-url -i --extra-index-url --index --default-index -f --find-links --allow-insecure-host": "code",
    "--config-file --env-file --config-setting -C": "code",
    "--directory --project": "script",
    "--cache-dir": "write",
}
_UV_DEPS: Spec = {
    "effects": "install net-read run-project",
    "flags": _UV_FLAGS,
    "values": _UV_VALUES,
    "operands": "",
}
_UV_ADD: Spec = {
    **_UV_DEPS,
    "operands": "data*",
    "special": "pip",
    "flags": f"{_UV_FLAGS} --raw-sources --editable --no-editable --workspace --bounds",
    "values": {
        **{key: role for key, role in _UV_VALUES.items() if "--extra " not in key},
        "--extra --group --optional -P --upgrade-package --package --resolution --prerelease": "data",
        "-r --requirements": "script",
        "--script": "write",
    },
}
_UV_PIP: dict[str, Spec] = {
    **_PIP,
    "compile": {
        "effects": "net-read read-project run-project",
        "flags": f"{_UV_FLAGS} --generate-hashes --no-header --no-annotate --no-emit-index-url --strip-extras --universal",
        "values": {**_UV_VALUES, "-o --output-file": "write"},
        "operands": "read*",
    },
    "sync": {**_UV_DEPS, "operands": "data*", "special": "uv_sync"},
    "tree": _PIP_SHOW,
}


def uv_sync(use: Use) -> None:
    """`uv pip sync FILE…` installs what the files say."""
    for word in use.words:
        _from_list(use, word)
    use.add(INSTALL | NET_READ, "installs what the lists say")


_UV: dict[str, Spec] = {
    "run": {
        "effects": "run-project install net-read",
        "style": "stop",
        "operands": "data*",
        "special": "uv_run",
        "flags": f"{_UV_FLAGS} -m --module -s --script --no-project --no-env-file",
        "values": {**_UV_VALUES, "--with --with-requirements --with-editable": "code"},
    },
    "sync lock": {**_UV_DEPS, "flags": f"{_UV_FLAGS} --check --dry-run"},
    "add remove": _UV_ADD,
    "tree": {
        **_UV_DEPS,
        "effects": "read-project net-read",
        "flags": f"{_UV_FLAGS} --no-dedupe --invert --outdated --universal",
        "values": {**_UV_VALUES, "-d --depth": "data"},
    },
    "export": {
        **_UV_DEPS,
        "flags": f"{_UV_FLAGS} --no-hashes --no-header --no-annotate --no-emit-project",
        "values": {**_UV_VALUES, "-o --output-file": "write", "--format": "data"},
    },
    "venv": {
        "effects": "install",
        "flags": f"{_UV_FLAGS} --seed --system-site-packages --relocatable",
        "adds": {"--clear": "destroy", "--allow-existing": "install"},
        "values": {"-p --python": "script", "--prompt": "data"},
        "operands": "write",
    },
    "pip": {"flags": _UV_FLAGS, "subcommands": _UV_PIP},
    "build": {
        "effects": "run-project net-read write-project",
        "flags": f"{_UV_FLAGS} --wheel --sdist --all-packages --no-build-logs",
        "values": {**_UV_VALUES, "-o --out-dir": "write"},
        "operands": "script",
    },
    "init": {
        "effects": "write-project",
        "flags": "--lib --app --package --no-package --bare --no-readme --script --no-workspace --no-pin-python -q",
        "values": {"--name --python -p --description --build-backend --vcs": "data"},
        "operands": "write",
    },
    "publish": {"effects": "net-send read-secret", "operands": "read*"},
    "tool": {
        "subcommands": {
            "run": {
                "effects": "run-code install net-read",
                "style": "stop",
                "operands": "data*",
                "special": "uvx",
            },
            "list dir": {"effects": "read-elsewhere", "operands": "", "flags": "--show-paths"},
            "install upgrade": {"effects": "run-code install net-read", "operands": "data*"},
            "uninstall": {"effects": "install", "operands": "package*"},
        },
    },
    "python": {
        "subcommands": {
            "list find dir": {
                "effects": "read-elsewhere net-read",
                "operands": "data*",
                "flags": "--all-versions",
            },
            "install": {"effects": "install net-read", "operands": "data*"},
            "uninstall": {"effects": "install", "operands": "package*"},
            "pin": {"effects": "write-project", "operands": "data"},
        },
    },
    "cache": {
        "subcommands": {
            "dir": {"effects": "read-elsewhere"},
            "prune clean": {"effects": "install", "operands": "data*", "flags": "--ci"},
        },
    },
    "self": {"subcommands": {"version": {}, "update": {"effects": "run-code system net-read"}}},
    "version": {"effects": "read-project", "flags": "--short", "operands": ""},
    "help": {"operands": "data*"},
}

_TEST_FLAGS = (
    "-v -vv -vvv -q -qq -s -x -l --exitfirst --verbose --quiet --showlocals --no-showlocals --lf --last-failed --ff"
    " --failed-first --nf --new-first --sw --stepwise --stepwise-skip --co --collect-only --no-header --no-summary"
    " --fixtures --fixtures-per-test --markers --strict-markers --strict-config --strict --cache-show"
    " --cache-clear --setup-show --setup-only --setup-plan --full-trace --disable-warnings --doctest-modules"
    " --doctest-continue-on-failure --runxfail --keep-duplicates --no-cov --cov-append --cov-branch --no-cov-on-fail"
    " --hypothesis-show-statistics --benchmark-only --benchmark-skip --benchmark-disable --asyncio-debug -h --help"
    " -V --version --noconftest --continue-on-collection-errors --ignore-glob --full-capture --xfail-tb --runslow"
    " --benchmark-enable"
)

PROGRAMS: dict[str, Spec] = {
    "python": {
        "raw": True,
        "style": "stop",
        "special": "python",
        "operands": "script data*",
        "flags": _PYTHON_FLAGS,
        "adds": {"-i": "run-code"},
        "values": {**_PYTHON_VALUES, "-c": "code"},
    },
    "pip": {"flags": f"{_PIP_FLAGS} -V --version -h --help", "values": _PIP_VALUES, "subcommands": _PIP},
    "uv": {
        "flags": f"{_UV_FLAGS} -V --version -h --help",
        "values": _UV_VALUES,
        "subcommands": _UV,
    },
    "uvx": {
        "shows": "--help --version",
        "effects": "run-code install net-read",
        "style": "stop",
        "operands": "data*",
        "special": "uvx",
        "flags": "-q --quiet -v --verbose -V --version -h --help --isolated --offline --refresh",
        "values": {"--from --with": "package", "-p --python": "script"},
    },
    "pytest": {
        "effects": "run-project",
        "operands": "read*",
        "special": "pytest",
        "flags": _TEST_FLAGS,
        # A debugger runs what standard input says.
        "adds": {"--snapshot-update --inline-snapshot-update": "write-project", "--pdb --trace": "run-code"},
        "optional": {"--cov": "data"},
        "values": {
            "-k -m -r --tb --maxfail --capture --durations --durations-min -W --pythonwarnings --color": "data",
            "--import-mode -n --numprocesses --dist --timeout --timeout-method --hypothesis-seed": "data",
            "--hypothesis-profile --asyncio-mode --reruns --reruns-delay --randomly-seed --cov-fail-under": "data",
            "--log-cli-level --log-level --verbosity --show-capture --deselect --ignore --code-highlight -p -o": "data",
            "--override-ini --cov-report --maxprocesses --count --benchmark-columns --splits --group": "data",
            "-c --config-file --rootdir --confcutdir --cov-config": "script",
            "--junitxml --junit-xml --log-file --report-log": "write",
            "--basetemp": "destroy",
        },
    },
    "ruff": {
        "flags": "-q --quiet -v --verbose -s --silent -V --version -h --help --isolated",
        "values": {"--config": "data"},
        "subcommands": {
            "check format": {
                "effects": "read-project",
                "operands": "read*",
                "special": "ruff",
                "flags": (
                    "--fix --fix-only --unsafe-fixes --no-unsafe-fixes --no-fix --add-noqa --diff --check --statistics"
                    " -w --watch --preview --no-preview --show-files --show-settings --show-fixes --exit-zero -e"
                    " --exit-non-zero-on-fix --no-cache -n --isolated --force-exclude --respect-gitignore -q --quiet"
                    " --no-respect-gitignore -v --verbose -s --silent --ignore-noqa"
                ),
                "values": {
                    "--select --ignore --extend-select --extend-ignore --fixable --unfixable --exclude": "data",
                    "--per-file-ignores --extend-exclude --output-format --target-version --line-length": "data",
                    "--stdin-filename --config --range": "data",
                    "-o --output-file --cache-dir": "write",
                },
            },
            "rule config linter": {"operands": "data", "flags": "--all", "values": {"--output-format": "data"}},
            "version": {"operands": "", "values": {"--output-format": "data"}},
            "clean": {"effects": "install", "operands": ""},
            "help": {"operands": "data*"},
        },
    },
    "mypy": {
        "effects": "run-project",
        "operands": "read*",
        "special": "response_files",
        "flags": (
            "--strict --no-incremental --ignore-missing-imports --show-error-codes --hide-error-codes --pretty -v"
            " --show-error-context --show-column-numbers --no-error-summary --namespace-packages --warn-unused-ignores"
            " --explicit-package-bases --check-untyped-defs --disallow-untyped-defs --disallow-any-generics --verbose"
            " --warn-return-any --warn-unreachable --no-implicit-optional --strict-optional --no-strict-optional"
            " --strict-equality --sqlite-cache --no-color-output --show-absolute-path --no-site-packages -V --version"
            " -h --help --follow-untyped-imports --implicit-reexport --no-implicit-reexport --skip-cache-mtime-checks"
            " --warn-redundant-casts --warn-unused-configs --disallow-incomplete-defs --disallow-untyped-calls"
            " --disallow-untyped-decorators --disallow-subclassing-any --allow-redefinition --local-partial-types"
            " --dump-type-stats --non-interactive --no-warn-no-return --extra-checks --soft-error-limit"
        ),
        "values": {
            "-m --module -p --package --python-version --platform --exclude --follow-imports --disable-error-code": "data",
            "--enable-error-code --always-true --always-false --output -O -c --command": "data",
            "--config-file": "script",
            "--cache-dir --junit-xml --html-report --txt-report --xml-report --any-exprs-report": "write",
            "--lineprecision-report --linecount-report --linecoverage-report --cobertura-xml-report": "write",
        },
    },
    "black": {
        "effects": "read-project",
        "operands": "read*",
        "special": "formatter",
        "flags": (
            "--check --diff --color --no-color --fast --safe -q --quiet -v --verbose --preview --unstable -S --version"
            " --skip-string-normalization -C --skip-magic-trailing-comma --pyi --ipynb --no-cache -h --help"
        ),
        "values": {
            "-l --line-length -t --target-version --include --exclude --extend-exclude --force-exclude": "data",
            "-W --workers --stdin-filename --required-version --line-ranges -c --code": "data",
            "--config": "read",
        },
    },
    "isort": {
        "effects": "read-project",
        "operands": "read*",
        "special": "formatter",
        "flags": "--check --check-only -c --diff -d --quiet -q --verbose -v --atomic --stdout --version --show-files --color -h",
        "values": {
            "--profile -l --line-length -m --multi-line -p --project -o --thirdparty -s --skip --skip-glob": "data",
            "--sp --settings-path --settings-file": "read",
        },
    },
    "flake8": {
        "effects": "run-project",
        "operands": "read*",
        "flags": "-q -v --verbose --quiet --count --statistics --tee --show-source --benchmark --disable-noqa --exit-zero --version",
        "values": {
            "--select --ignore --extend-ignore --extend-select --max-line-length --max-complexity --exclude": "data",
            "--extend-exclude --format --per-file-ignores --filename --color -j --jobs --stdin-display-name": "data",
            "--config --append-config": "script",
            "--output-file": "write",
        },
    },
    "coverage": {
        "shows": "--help --version",
        "subcommands": {
            "run": {
                "effects": "run-project",
                "style": "stop",
                "operands": "data*",
                "special": "coverage",
                "flags": "-a --append --branch -p --parallel-mode --timid -m --module -L --pylib",
                "values": {"--source --include --omit --context --concurrency": "data", "--rcfile": "script", "--data-file": "write"},
            },
            "report combine": {
                "effects": "read-project write-project",
                "operands": "data*",
                "flags": "-m --show-missing --skip-covered --skip-empty -i --keep -a -q",
                "values": {"--include --omit --fail-under --sort --format --precision": "data", "--rcfile": "script"},
            },
            "html xml json lcov": {
                "effects": "read-project write-project",
                "operands": "data*",
                "flags": "--skip-covered --skip-empty -i -q --pretty-print",
                "values": {"-d --directory -o": "write", "--include --omit --fail-under --title": "data", "--rcfile": "script"},
            },
            "erase": {"effects": "install", "operands": ""},
        },
    },
    "tox": {
        "effects": "run-project install net-read",
        "operands": "data*",
        "special": "environments",
        "flags": "-v -vv -q -r --recreate -l --listenvs -a --notest --skip-missing-interpreters --version -h --showconfig",
        "values": {"-e -m -f": "data", "-c --conf --root": "script", "--workdir": "write"},
        "optional": {"-p --parallel": "data"},
    },
    "nox": {
        "effects": "run-project install net-read",
        "operands": "data*",
        "special": "environments",
        "flags": "-v --verbose -l --list -r --reuse-existing-virtualenvs -R --no-install --non-interactive --version -h -x",
        "values": {"-s -e --session --sessions -k --keywords -t --tags -p --python -db": "data", "-f --noxfile": "script", "--envdir": "write"},
    },
    "pre-commit": {
        "shows": "--help --version",
        "bare": {"effects": "run-project install net-read write-project"},
        "subcommands": {
            "run": {
                "effects": "run-project install net-read write-project",
                "operands": "data",
                "flags": "-a --all-files -v --verbose --show-diff-on-failure",
                "values": {"--hook-stage": "data", "-c --config": "script", "--files": "read", "--color --from-ref --to-ref": "data"},
            },
            "validate-config": {"operands": "read*", "effects": "read-project"},
            "install uninstall init-templatedir": {"effects": "run-code", "operands": "data*", "flags": "-f -t --install-hooks"},
            "install-hooks": {"effects": "install net-read run-project", "operands": ""},
            "autoupdate": {"effects": "run-code net-read", "operands": "data*"},
            "try-repo": {"effects": "run-code net-read", "operands": "data*"},
            "clean gc": {"effects": "install", "operands": ""},
            "sample-config": {"operands": ""},
            "help": {"operands": "data*"},
        },
    },
}  # fmt: skip
_VERSIONS = ("python3", "python2", *(f"python3.{minor}" for minor in range(6, 16)))
for _name in _VERSIONS:
    PROGRAMS[_name] = PROGRAMS["python"]
PROGRAMS["pip3"] = PROGRAMS["pip"]
PROGRAMS["py.test"] = PROGRAMS["pytest"]
