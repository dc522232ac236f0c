"""Which commands are checks of a project, told by their names: tests, linters, type checkers, formatters, builds."""

from __future__ import annotations

import re

# Programs that do nothing but check, format or build a project.
PROGRAMS = frozenset(
    "ava bats biome black clippy-driver coverage ctest cypress dprint eslint flake8 gofmt goimports golangci-lint "
    "gotestsum hadolint isort jasmine jest jshint karma ktlint luacheck markdownlint markdownlint-cli2 mocha mypy "
    "mypyc nose2 nox nyc oxlint phpcs phpstan phpunit pre-commit prek prettier psalm py.test pycodestyle "
    "pydocstyle pyflakes pylint pyright pytest pytype rspec rubocop ruff rustfmt shellcheck shfmt standard "
    "standardrb staticcheck stylelint stylua swiftformat swiftlint tap tflint tox tsc tslint unittest vitest "
    "vue-tsc yamllint yapf".split()
)  # fmt: skip
# Words of a task's or subcommand's name that say it checks or builds.
WORDS = frozenset(
    "analyse analyze assemble audit bench benchmark benchmarks build check checks clippy compile cov coverage doc docs "
    "e2e fmt format formatting integration jest lint linter lints mypy pytest ruff spec specs storybook style test "
    "testing tests tsc type typecheck typechecking types typing unit validate verify vet vitest".split()
)
# Words that say it does something to others or to data: such a task is never pooled with its kind.
DANGER = frozenset(
    "apply backup clean clear create danger dangerous db delete deploy deployment destroy down drop erase force free "
    "kill live load migrate migration nuke prod production promote provision prune publish purge push release remote "
    "remove replace reset restore rm rollback rotate seed send ship staging stop sync teardown terminate truncate "
    "uninstall up update upgrade upload wipe".split()
)
# Runners that take the name of one task or program; what stands behind it is for that one.
ONE_TASK = frozenset(
    tuple(text.split())
    for text in (
        "bun run", "bundle exec", "bunx", "deno task", "hatch run", "npm run", "npm run-script", "npm exec", "npx",
        "pdm run", "pipenv run", "pnpm", "pnpm exec", "pnpm run", "poetry run", "rye run", "uv run", "yarn", "yarn run",
    )
)  # fmt: skip
# Where a project keeps the programs it installed for itself.
ENVIRONMENTS = (
    ".venv/bin",
    "venv/bin",
    "env/bin",
    ".tox/bin",
    "node_modules/.bin",
    "vendor/bin",
    "bin/.venv/bin",
)
_BREAK = re.compile(r"[^a-z0-9]+")


def words_of(name: str) -> set[str]:
    """The words of a task's name: `test:unit-all` has three."""
    return set(_BREAK.split(name.lower())) - {""}


def is_dangerous(words: tuple[str, ...]) -> bool:
    """True when some word of the command names something that is no matter of this project alone."""
    return any(words_of(word) & DANGER for word in words)


def is_check(words: tuple[str, ...]) -> bool:
    """True when a program with its subcommands, or a task's name, says that it checks or builds."""
    first = _own_program(words[0]) or words[0] if words else ""
    if not first or any(_is_place(word) for word in (first, *words[1:])) or is_dangerous(words):
        return False
    return not PROGRAMS.isdisjoint((first, words[-1])) or bool(words_of(words[-1]) & WORDS)


def task_of(argv: tuple[str, ...]) -> tuple[str, ...]:
    """The runner and the one thing it runs: (`npm`, `run`, `lint`); () when other words may name other tasks."""
    if argv and _is_own_python(argv[0]) and argv[1:2] == ("-m",) and len(argv) > 2:
        return argv[:3]
    if argv and _own_program(argv[0]) in PROGRAMS:
        return argv[:1]
    for size in (2, 1):
        if argv[:size] in ONE_TASK and len(argv) > size and not argv[size].startswith("-"):
            return argv[: size + 1]
    return ()


def _own_program(word: str) -> str:
    """The name of a program that lies in the project's own environment: `.venv/bin/pytest`."""
    folder, _, name = word.rpartition("/")
    return name if folder.removeprefix("./") in ENVIRONMENTS else ""


def _is_own_python(word: str) -> bool:
    return _own_program(word).rstrip("0123456789.") == "python"


def _is_place(word: str) -> bool:
    return "/" in word or word.endswith((".py", ".js", ".ts", ".sh", ".mjs", ".rb", ".mts", ".cjs"))
