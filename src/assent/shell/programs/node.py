"""What the JavaScript programs do: node, npm, npx, pnpm, yarn, and the checkers and test runners of a project.

Flags: node 20 and npm 11 `--help`, pnpm 9, yarn 1 and 4, typescript 5, eslint 9, prettier 3, jest 29, vitest 2 manuals.
"""

from __future__ import annotations

from assent.core.effect import INSTALL, NET_READ, READ_SECRET, RUN_CODE, WRITE_PROJECT
from assent.shell.programs.tasks import from_project, source, task_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.table import Spec, Use


def node(use: Use) -> None:
    """Without a script, or with a dash in its place, the code comes from standard input."""
    if use.words and use.words[0].text == "inspect":
        use.unknown("node inspect")
    task_words(use, use.words[1:])
    if use.has("-v", "--version", "-h", "--help", "--test", "--run"):
        return
    if not use.words and not use.has("-e", "--eval", "-p", "--print", "-pe"):
        use.add(RUN_CODE, "runs what standard input says")


def script_arguments(use: Use) -> None:
    """The words after a task's name are handed to a project script; the task `env` is npm's and yarn's own."""
    if use.words and use.words[0].text == "env":
        use.add(READ_SECRET, "prints the environment")
    task_words(use, use.words[1:])


def workspace_arguments(use: Use) -> None:
    """`yarn workspace NAME TASK …`; any other command of yarn is possible there too."""
    if len(use.words) < 2 or use.words[1].text not in _TASKS:
        use.unknown("a command of yarn inside a workspace")
    task_words(use, use.words[2:])


_TASKS = ("run", "test", "build", "lint", "start", "dev", "format", "typecheck")


def shorthand_arguments(use: Use) -> None:
    """`npm test x`: every operand is handed to the script."""
    task_words(use, use.words)


def declared(use: Use) -> None:
    """Installing what package.json says runs its scripts: elsewhere they are not the project's own."""
    if not use.at_home():
        use.note(RUN_CODE, "runs the install scripts of another project")


def bare_yarn(use: Use) -> None:
    """`yarn` alone installs."""
    if not use.sub:
        declared(use)


def local_command(use: Use) -> None:
    """`pnpm exec x`: a program of the project's own, then what that program does."""
    if use.words:
        use.run(use.words)


def npx(use: Use) -> None:
    """A program fetched on demand is arbitrary code; with --no-install it is one the project has."""
    flags = [flag for flag, _ in use.options]
    if not {"--no-install", "--no"} & {*flags} or {"-y", "--yes"} & {*flags}:
        use.add(RUN_CODE | INSTALL | NET_READ, "downloads a package when it is missing and runs it")
    if use.words:
        use.run(use.words)


def module_values(use: Use) -> None:
    """Values that may hold inline configuration, which can name code anywhere."""
    for flag, arg in use.options:
        if flag in ("-c", "--config") and (arg is None or arg.text is None or arg.text.lstrip()[:1] in "{["):
            use.add(RUN_CODE, "is given settings that can load code from anywhere")
    for word in use.words:
        if (word.text or "").startswith(("/", "../")) and not from_project(use, word):
            use.add(RUN_CODE, f"runs tests in {word.text}")
    response_files(use)


def response_files(use: Use) -> None:
    """`@file` holds further arguments."""
    for word in use.words:
        if (word.text or "").startswith("@") or (word.text is None and not word.prefix):
            use.unknown("arguments that come from a file or are not known")


def tsc(use: Use) -> None:
    """Projects given to --build are compiled as they say; a file given by name gets its output beside it."""
    response_files(use)
    quiet = use.has("--noEmit", "--listFilesOnly", "--showConfig") and not any(
        word.text in ("false", "null") for word in use.words
    )
    for word in use.words:
        if use.has("-b", "--build"):
            source(use, word)
        elif not quiet:
            use.write(word)


def prettier(use: Use) -> None:
    """Writes what it formats only with --write."""
    if any(flag in ("-w", "--write") for flag, _ in use.options):
        for word in use.words:
            use.write(word)


def eslint(use: Use) -> None:
    """Writes what it checks only with --fix."""
    if any(flag in ("--fix", "--fix-type") for flag, _ in use.options):
        use.add(WRITE_PROJECT, "changes files with --fix")
        for word in use.words:
            use.write(word)


_NPM_BUT_P = (
    "-s --silent -q --quiet -d -dd -ddd --verbose --json --long -l --parseable --no-color --color --no-progress"
    " --no-fund --no-audit --prefer-offline --offline --if-present --no-update-notifier --no-workspaces --ws"
    " --workspaces --include-workspace-root --iwr"
)
_NPM = f"{_NPM_BUT_P} -p"
# A prefix is a directory whose package.json says what runs.
_NPM_VALUES = {"--loglevel --tag": "data", "--prefix -C": "script", "-w --workspace": "data"}
_SAVE = (
    f"{_NPM} -D --save-dev -S --save -P --save-prod -O --save-optional -E --save-exact -B --save-bundle --no-save"
    " --save-peer --package-lock-only --legacy-peer-deps --strict-peer-deps --ignore-scripts --no-optional --dry-run"
    " --production --no-package-lock --prefer-dedupe --no-bin-links --engine-strict"
)
_SAVE_VALUES = {**_NPM_VALUES, "--omit --include --only --install-strategy --cpu --os --libc": "data"}
_DEPS: Spec = {"effects": "install net-read", "special": "declared", "flags": _SAVE, "values": _SAVE_VALUES}
_INSTALL: Spec = {
    **_DEPS,
    "operands": "package*",
    "adds": {"-g --global": "run-code system", "--foreground-scripts": "run-code"},
}
_REMOVE: Spec = {**_DEPS, "operands": "data*", "adds": {"-g --global": "system"}}
_CLEAN: Spec = {**_DEPS, "operands": ""}
_ASK: Spec = {
    "effects": "net-read read-project",
    "flags": f"{_NPM} -g --global -a --all --depth-all",
    "values": {
        **_NPM_VALUES,
        "--depth --omit --include --before --searchlimit --audit-level --filter": "data",
    },
    "operands": "data*",
}
_SHOW: Spec = {**_ASK, "effects": "read-project"}
_RUN: Spec = {
    "flags": f"{_NPM} --ignore-scripts",
    "values": _NPM_VALUES,
    "operands": "task data*",
    "bare": {"effects": "read-project"},
    "special": "script_arguments",
}
_SHORT: Spec = {
    "effects": "run-project",
    "flags": f"{_NPM} --ignore-scripts",
    "values": _NPM_VALUES,
    "operands": "data*",
    "special": "shorthand_arguments",
}
_SEND: Spec = {"effects": "net-send", "flags": _NPM, "values": _NPM_VALUES, "operands": "data*"}
_PUBLISH: Spec = {
    "effects": "net-send run-project read-project",
    "flags": f"{_NPM} --dry-run --provenance --ignore-scripts --no-git-checks --force-publish",
    "values": {**_NPM_VALUES, "--access --otp": "data"},
    "operands": "script*",
}
_ACCOUNT: Spec = {"effects": "net-send read-secret", "flags": _NPM, "operands": "data*"}
# Unlike npx, npm reads its own options anywhere before `--`.
_EXEC: Spec = {
    "effects": "run-project",
    "flags": f"{_NPM_BUT_P} --no -y --yes",
    "values": {**_NPM_VALUES, "-p --package": "package", "-c --call": "code"},
    "operands": "data data*",
    "special": "npx",
}
_LOCAL: Spec = {
    "effects": "run-project",
    "style": "stop",
    "flags": "-s --silent -r --recursive",
    "operands": "data data*",
    "special": "local_command",
}

_NPM_SUBCOMMANDS: dict[str, Spec] = {
    "install i in ins inst insta instal isnt isnta isntal add": _INSTALL,
    "ci clean-install ic install-clean isntall-clean": _CLEAN,
    "uninstall unlink remove rm r un": _REMOVE,
    "update up upgrade udpate": _REMOVE,
    "dedupe ddp prune find-dupes rebuild": _CLEAN,
    "install-test it cit install-ci-test": {**_CLEAN, "effects": "install net-read run-project"},
    "run run-script rum urn": _RUN,
    "test t tst start stop restart": _SHORT,
    "exec x": _EXEC,
    "ls list ll la why explain query": _SHOW,
    "root prefix bin": {**_SHOW, "effects": "read-elsewhere", "operands": ""},
    "fund": {**_SHOW, "operands": ""},
    "outdated view info show v search s se find ping diff": _ASK,
    "doctor whoami": {**_ASK, "operands": ""},
    "audit": {
        **_ASK,
        "bare": {"effects": "net-read read-project"},
        "subcommands": {"fix": _CLEAN, "signatures": {**_ASK, "operands": ""}},
        "operands": "",
    },
    "sbom": {**_SHOW, "values": {**_NPM_VALUES, "--sbom-format --sbom-type --omit": "data"}, "operands": ""},
    "pack": {
        **_SHOW,
        "effects": "run-project write-project",
        "flags": f"{_NPM} --dry-run --ignore-scripts",
        "values": {**_NPM_VALUES, "--pack-destination": "write"},
        "operands": "",
    },
    "version": {**_SHOW, "operands": "", "bare": {"effects": "read-project"}},
    "pkg": {
        "flags": _NPM,
        "values": _NPM_VALUES,
        "subcommands": {
            "get": {**_SHOW, "effects": "read-project"},
            "set delete fix": {"effects": "run-code", "operands": "data*"},
        },
    },
    "init create innit": {
        "effects": "run-code net-read",
        "operands": "data*",
        "flags": f"{_NPM} -y --yes",
        "bare": {"effects": "write-project"},
    },
    "config c": {
        "flags": _NPM,
        "subcommands": {
            "list ls": {"effects": "read-elsewhere", "flags": "-l --long --json", "operands": ""},
            "get": {"effects": "read-secret", "operands": "data*", "flags": _NPM},
            "set delete edit fix": {
                "effects": "run-code",
                "operands": "data*",
                "flags": f"{_NPM} -g --global",
            },
        },
    },
    "get": {"effects": "read-secret", "operands": "data*"},
    "set": {"effects": "run-code", "operands": "data*"},
    "cache": {
        "flags": _NPM,
        "subcommands": {
            "verify": {"effects": "install"},
            "ls": _SHOW,
            "clean": {"effects": "install", "flags": "--force", "operands": "data*"},
        },
    },
    "link ln": {"effects": "install run-code", "operands": "data*", "flags": _NPM},
    "publish": _PUBLISH,
    "unpublish": {**_SEND, "effects": "net-send destroy", "flags": f"{_NPM} -f --force"},
    "deprecate undeprecate dist-tag owner access team org star unstar hook stage trust": _SEND,
    "login logout adduser add-user token profile": _ACCOUNT,
    "help": {"operands": "data*"},
}

_PNPM_FLAGS = (
    f"{_NPM} -r --recursive --frozen-lockfile --no-frozen-lockfile --lockfile-only --prod -D --dev --save-dev -P"
    " --save-prod -E --save-exact -O --save-optional --ignore-scripts --no-optional -w --workspace-root --parallel"
    " --stream --aggregate-output --no-bail --latest -L --strict-peer-dependencies"
)
_PNPM_VALUES = {"--filter -F --loglevel --reporter --workspace-concurrency": "data", "-C --dir": "script"}
_PNPM_DEPS: Spec = {
    "effects": "install net-read",
    "special": "declared",
    "flags": _PNPM_FLAGS,
    "values": _PNPM_VALUES,
}
_PNPM_SHOW: Spec = {
    "effects": "read-project net-read",
    "flags": f"{_PNPM_FLAGS} --depth-all -g --global --long",
    "values": {**_PNPM_VALUES, "--depth": "data"},
    "operands": "data*",
}

_YARN_FLAGS = (
    "-s --silent --json --verbose --offline --prefer-offline --frozen-lockfile --immutable --immutable-cache"
    " --check-cache --inline-builds --ignore-scripts --ignore-engines --ignore-optional --non-interactive --no-progress"
    " --pure-lockfile --production --prod -D --dev -P --peer -O --optional -E --exact -T --tilde --no-lockfile -W"
    " --ignore-workspace-root-check --check-files --focus"
)
# Before the subcommand only what every yarn knows: an option that one of them takes for a switch, or that may take
# a value, would shift which word is the subcommand.
_YARN_GLOBAL = "-s --silent --json --verbose --offline --prefer-offline --frozen-lockfile --non-interactive --no-progress"
_YARN_VALUES = {"--cwd": "script", "--mode --network-timeout --network-concurrency": "data"}
_YARN_DEPS: Spec = {
    "effects": "install net-read",
    "special": "declared",
    "flags": _YARN_FLAGS,
    "values": _YARN_VALUES,
}
_YARN_RUN: Spec = {**_RUN, "flags": _YARN_FLAGS, "values": _YARN_VALUES}
_YARN_SHORT: Spec = {**_SHORT, "flags": _YARN_FLAGS, "values": _YARN_VALUES}
_YARN_SHOW: Spec = {
    "effects": "read-project net-read",
    "flags": f"{_YARN_FLAGS} -A --all -R --recursive",
    "values": {**_YARN_VALUES, "--depth --pattern --level --groups": "data"},
    "operands": "data*",
}

_NODE_FLAGS = (
    "-v --version -h --help --test-only --enable-source-maps --no-warnings --trace-warnings"
    " --trace-deprecation --no-deprecation --throw-deprecation --trace-uncaught --experimental-vm-modules -c --check"
    " --experimental-strip-types --experimental-transform-types --no-experimental-strip-types --expose-gc"
    " --trace-exit --trace-sync-io --pending-deprecation --preserve-symlinks --experimental-test-coverage"
    " --test-force-exit --experimental-modules --experimental-json-modules --no-addons --zero-fill-buffers"
    " --use-strict --trace-gc --experimental-sqlite --experimental-permission --permission"
)

PROGRAMS: dict[str, Spec] = {
    "node": {
        "style": "stop",
        "operands": "script data*",
        "special": "node",
        "flags": _NODE_FLAGS,
        "adds": {"--test --watch": "run-project", "-i --interactive": "run-code"},
        "values": {
            "-e --eval -p --print -pe -r --require --import --loader --experimental-loader": "code",
            "--run": "task",
            "--env-file --env-file-if-exists": "read",
            "--max-old-space-size --stack-trace-limit --test-name-pattern --test-concurrency --test-timeout": "data",
            "--max-semi-space-size --conditions -C --title --unhandled-rejections --input-type --stack-size": "data",
            "--test-reporter": "script",
            "--test-reporter-destination": "write",
        },
    },
    "npm": {
        "flags": f"{_NPM} -v --version -h --help",
        "values": _NPM_VALUES,
        "subcommands": _NPM_SUBCOMMANDS,
    },
    "npx": {
        "shows": "--version",
        "effects": "run-project",
        "style": "stop",
        "operands": "data data*",
        "special": "npx",
        "flags": "--no-install --no -y --yes -q --quiet -s --silent --prefer-offline --offline -v --version",
        "values": {"-p --package": "package", "-c --call": "code", "-w --workspace --loglevel": "data", "--prefix": "script"},
    },
    "pnpm": {
        "flags": f"{_PNPM_FLAGS} -v --version -h --help",
        "values": _PNPM_VALUES,
        "subcommands": {
            "install i": {**_PNPM_DEPS, "operands": ""},
            "add": {**_PNPM_DEPS, "operands": "package*", "adds": {"-g --global": "run-code system"}},
            "remove rm uninstall un": {**_PNPM_DEPS, "operands": "data*"},
            "update up upgrade": {**_PNPM_DEPS, "operands": "data*"},
            "dedupe prune rebuild rb fetch": {**_PNPM_DEPS, "operands": ""},
            "import": {**_PNPM_DEPS, "operands": ""},
            "run run-script": {**_RUN, "flags": _PNPM_FLAGS, "values": _PNPM_VALUES},
            "test t start": {**_SHORT, "flags": _PNPM_FLAGS, "values": _PNPM_VALUES},
            "exec": {**_LOCAL, "flags": "-r --recursive --parallel --no-bail", "values": _PNPM_VALUES},
            "dlx create": {"effects": "run-code net-read install", "style": "stop", "operands": "data*"},
            "list ls ll la why outdated audit licenses": _PNPM_SHOW,
            "root bin": {"effects": "read-elsewhere", "operands": "", "flags": "-g --global"},
            "store": {"subcommands": {"path": {"effects": "read-elsewhere"}, "status": {"effects": "read-elsewhere"}, "prune": {"effects": "install"}}},
            "publish": _PUBLISH,
            "env": {"effects": "run-code system", "operands": "data*"},
            "config c": {"subcommands": {"list ls get": {"effects": "read-secret", "operands": "data*"}, "set delete": {"effects": "run-code", "operands": "data*"}}},
        },
    },
    "yarn": {
        "shows": "",
        "flags": f"{_YARN_GLOBAL} --immutable --check-files --ignore-scripts -v --version -h --help",
        "values": {"--cwd": "script"},
        "bare": {"effects": "install net-read"},
        "special": "bare_yarn",
        "subcommands": {
            "install": {**_YARN_DEPS, "operands": ""},
            "add": {**_YARN_DEPS, "operands": "package*"},
            "remove upgrade up": {**_YARN_DEPS, "operands": "data*"},
            "dedupe": {**_YARN_DEPS, "operands": "data*"},
            "run": _YARN_RUN,
            "test start build lint dev format typecheck": _YARN_SHORT,
            "exec": {**_LOCAL, "operands": "code data*"},
            "workspace": {"effects": "run-project", "operands": "data task data*", "special": "workspace_arguments"},
            "dlx create": {"effects": "run-code net-read install", "style": "stop", "operands": "data*"},
            "why list info outdated audit licenses": _YARN_SHOW,
            "npm": {"effects": "net-send run-project", "operands": "data*"},
            "publish": _PUBLISH,
            "global": {"effects": "run-code system install net-read", "operands": "data*"},
            "bin": {"effects": "read-project", "operands": ""},
            "cache": {"subcommands": {"dir list": {"effects": "read-elsewhere"}, "clean": {"effects": "install", "operands": "data*", "flags": "--all"}}},
            "config set": {"effects": "run-code", "operands": "data*"},
            "versions": {"effects": "read-project"},
        },
    },
    "tsc": {
        "effects": "run-project",
        "style": "single",
        "operands": "read*",
        "special": "tsc",
        "flags": (
            "--noEmit -b --build -w --watch --strict --pretty --skipLibCheck --listFiles --listFilesOnly --showConfig --incremental"
            " --esModuleInterop --allowJs --checkJs --declaration -d --sourceMap --noEmitOnError --traceResolution"
            " --extendedDiagnostics --diagnostics --explainFiles --emitDeclarationOnly --resolveJsonModule -v --version"
            " -h --help --all --dry --verbose --noImplicitAny --strictNullChecks --noUnusedLocals --isolatedModules"
            " --noUnusedParameters --removeComments --force -f --composite --preserveWatchOutput -i"
        ),
        "adds": {"--init --clean": "write-project"},
        "values": {
            "-p --project --rootDir --baseUrl": "script",
            "--outDir --outFile --declarationDir --tsBuildInfoFile --generateTrace --generateCpuProfile": "write",
            "-t --target -m --module --moduleResolution --jsx --lib --types --newLine --locale --ignoreDeprecations": "data",
        },
    },
    "eslint": {
        "effects": "run-project",
        "operands": "script*",
        "special": "eslint",
        "flags": (
            "--fix --fix-dry-run --quiet --cache --no-cache --debug --color --no-color --no-eslintrc --no-config-lookup"
            " --no-ignore --no-inline-config --report-unused-disable-directives --no-error-on-unmatched-pattern"
            " --exit-on-fatal-error --no-warn-ignored --pass-on-no-patterns --stdin --env-info -h --help -v --version"
        ),
        "values": {
            "-c --config -f --format": "script",
            "-o --output-file --cache-location --cache-file": "write",
            "--ignore-path": "read",
            "--ext --max-warnings --ignore-pattern --rule --env --global --cache-strategy --fix-type": "data",
            "--stdin-filename --print-config": "script",
        },
    },
    "prettier": {
        "effects": "run-project",
        "operands": "script*",
        "special": "prettier",
        "flags": (
            "--check -c --write -w --list-different -l --no-config --no-editorconfig --ignore-unknown -u --cache"
            " --no-color --color --no-semi --single-quote --jsx-single-quote --use-tabs --bracket-same-line --version"
            " -v --help -h --support-info --no-error-on-unmatched-pattern --no-bracket-spacing --with-node-modules"
        ),
        "values": {
            "--config --parser --find-config-path --file-info --stdin-filepath": "script",
            "--ignore-path": "read",
            "--cache-location": "write",
            "--log-level --loglevel --tab-width --print-width --trailing-comma --end-of-line --prose-wrap": "data",
            "--arrow-parens --quote-props --config-precedence --html-whitespace-sensitivity": "data",
        },
    },
    "jest": {
        "effects": "run-project",
        "operands": "data*",
        "special": "module_values",
        "flags": (
            "-b -i --runInBand --passWithNoTests --listTests"
            " --detectOpenHandles --forceExit -o --onlyChanged --no-coverage --no-cache --color"
            " --no-color --json --clearCache --showConfig --lastCommit --findRelatedTests --runTestsByPath --expand -e"
            " --logHeapUsage --errorOnDeprecated --noStackTrace --onlyFailures -f --version -v --help -h --changedSince"
            " --no-watchman --randomize --showSeed --useStderr --clearMocks --resetMocks --restoreMocks"
        ),
        "adds": {"-u --updateSnapshot": "write-project"},
        "optional": {"--watch --watchAll --coverage --ci --bail --cache --verbose --silent --colors": "data"},
        "values": {
            "-t --testNamePattern --testPathPattern --testPathPatterns --testPathIgnorePatterns --testTimeout": "data",
            "-w --maxWorkers --selectProjects --ignoreProjects --shard --collectCoverageFrom --seed": "data",
            "--maxConcurrency --coverageThreshold": "data",
            "-c --config --rootDir --roots --coverageReporters": "script",
            "--outputFile --coverageDirectory": "write",
            "--cacheDirectory": "destroy",
        },
    },
    "vitest": {
        "effects": "run-project",
        "operands": "data*",
        "bare": {"effects": "run-project"},
        "special": "module_values",
        "flags": (
            "--run -w --coverage.enabled --no-coverage --hideSkippedTests --globals"
            " --dom --passWithNoTests --no-isolate --isolate --no-file-parallelism --no-color --color"
            " --logHeapUsage --allowOnly --standalone -v --version -h --help"
        ),
        "adds": {"-u --update": "write-project"},
        "optional": {"--watch --coverage --silent --bail --changed --typecheck": "data"},
        "values": {
            "-t --testNamePattern --testTimeout --hookTimeout --retry --shard --project --mode --maxWorkers": "data",
            "--minWorkers --exclude --teardownTimeout --sequence.seed": "data",
            "-c --config -r --root --dir --environment --reporter --pool": "script",
            "--outputFile": "write",
            "--coverage.reportsDirectory": "destroy",
        },
    },
}  # fmt: skip
for _name, _of in (("nodejs", "node"),):
    PROGRAMS[_name] = PROGRAMS[_of]
