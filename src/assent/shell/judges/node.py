"""What the JavaScript programs do: node, npm, npx, pnpm, yarn, and the checkers and test runners of a project.

Flags: node 20 and npm 11 `--help`, pnpm 9, yarn 1 and 4, typescript 5, eslint 9, prettier 3, jest 29, vitest 2 manuals.
"""

from __future__ import annotations

from assent.core.effect import INSTALL, NET_READ, READ_SECRET, RUN_CODE, RUN_PROJECT, WRITE_PROJECT
from assent.shell.judges.fetched import fetched
from assent.shell.judges.scripts import script_words
from assent.shell.judges.tasks import from_project, source, task_words
from assent.shell.meaning.addresses import is_odd_package
from assent.shell.meaning.arg import Arg
from assent.shell.programs.shipped import fact, is_known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use


def node(use: Use) -> None:
    """Without a script, or with a dash in its place, the code comes from standard input."""
    if use.words and use.words[0].text == "inspect":
        use.unknown("node inspect")
    if use.has("--run"):
        task_words(use, use.words)
    elif use.has("-e", "--eval", "-p", "--print", "-pe"):
        task_words(use, use.words[1:])
    else:
        script_words(use, use.words[0] if use.words else None, use.words[1:])
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
    """`yarn workspace NAME COMMAND …`: any command of yarn."""
    use.run([Arg("yarn"), *use.words[1:]])


def each_workspace(use: Use) -> None:
    """`yarn workspaces foreach COMMAND …`: any command of yarn."""
    use.run([Arg("yarn"), *use.words])


# Scripts that projects have by these names. A name with a colon is no program's either.
_SCRIPTS = frozenset((
    "build", "check", "check-types", "ci", "clean", "codegen", "compile", "coverage", "dev", "docs", "e2e", "fmt",
    "format", "generate", "lint", "lint-fix", "preview", "serve", "start", "storybook", "test",
    "test-ci", "test-unit", "tests", "type-check", "typecheck", "types", "typings", "unit", "validate", "verify",
    "watch",
))  # fmt: skip
# What yarn and pnpm take for commands of their own that no row describes.
_COMMANDS = frozenset((
    "access", "approve-builds", "autoclean", "bugs", "cat-file", "cat-index", "check", "completion", "constraints",
    "deploy", "deprecate", "dist-tag", "docs", "doctor", "edit", "explain", "find-hash", "generate-lock-entry", "help",
    "ignored-builds", "import", "init", "install-test", "it", "link", "ln", "login", "logout", "node", "owner", "pack",
    "patch", "patch-commit", "patch-remove", "patches", "ping", "pkg", "plugin", "policies", "prefix", "profile",
    "prolog", "rebuild", "repo", "restart", "sbom", "sdks", "search", "self-update", "server", "set-script", "setup",
    "stage", "star", "stars", "stop", "tag", "team", "token", "unlink", "unpublish", "unplug", "unstar", "version",
    "view", "whoami", "xmas",
))  # fmt: skip


def bare(use: Use) -> None:
    """`pnpm X`: a script of the project by its name, or a program that the project has installed."""
    first = use.words[0].text
    if first is None or use.words[0].glob:
        use.opaque(f"which command of {use.name} runs cannot be known")
        use.note(RUN_CODE, f"runs {use.name} with a command that cannot be known")
    elif first not in _COMMANDS and (first in _SCRIPTS or _is_script(first)):
        use.add(RUN_PROJECT, f"runs {first}")
        task_words(use, use.words[1:])
    elif first not in _COMMANDS and is_known(first) and not fact(first, "built-in"):
        use.add(RUN_PROJECT, f"runs {first} of the project")
        use.run(use.words)
    else:
        use.unknown(f"{use.name} {first} is in no table")


def looked_up(use: Use) -> None:
    """`npm view X FIELD…` asks the registry about a name; anything else is fetched from where it says."""
    word = use.words[0] if use.words else None
    if word is not None and word.text not in (None, ".") and is_odd_package(word.text or ""):
        use.unknown(f"fetches {word.text} from elsewhere than the registry")


def _is_script(name: str) -> bool:
    return (
        ":" in name.strip(":")
        and name.replace(":", "").replace("-", "").replace("_", "").replace(".", "").isalnum()
    )


def bare_pnpm(use: Use) -> None:
    """`pnpm` alone prints its help."""
    if not use.sub and use.words:
        bare(use)


def shorthand_arguments(use: Use) -> None:
    """`npm test x`: every operand is handed to the script."""
    task_words(use, use.words)


def new_version(use: Use) -> None:
    """`npm version patch` writes package.json, runs the project's scripts about it, commits and tags."""
    for word in use.words:
        use.add(RUN_PROJECT | WRITE_PROJECT, "writes a version, commits and tags it")
        if not (word.text or "-").replace(".", "").replace("-", "").isalnum():
            use.unknown("a version that is none")


def declared(use: Use) -> None:
    """Installing what package.json says runs its scripts: elsewhere they are not the project's own."""
    if not use.at_home():
        use.note(RUN_CODE, "runs the install scripts of another project")


def bare_yarn(use: Use) -> None:
    """`yarn` alone installs."""
    if not use.sub and use.words and use.words[0].text == "deploy":  # a command of pnpm's alone
        use.add(RUN_PROJECT, "runs deploy")
        task_words(use, use.words[1:])
    elif not use.sub and use.words:
        bare(use)
    elif not use.sub:
        declared(use)


def local_command(use: Use) -> None:
    """`pnpm exec x`: a program of the project's own, then what that program does."""
    if use.words:
        use.run(use.words)


def npx(use: Use) -> None:
    """A program fetched on demand is arbitrary code; with --no-install, or where the project declares it, it is one
    that the project has."""
    flags = [flag for flag, _ in use.options]
    if _is_the_projects(use):
        use.add(RUN_PROJECT, f"runs {use.words[0].text} of the project")
        use.run(use.words)
    elif not {"--no-install", "--no"} & {*flags} or {"-y", "--yes"} & {*flags}:
        use.add(RUN_CODE | INSTALL | NET_READ, "downloads a package when it is missing and runs it")
        if use.words:
            fetched(use, use.words)
    elif use.words:
        use.run(use.words)


# Options of npx and its kin that say which package it is that they run, or where.
_ELSEWHERE = (
    "-p",
    "--package",
    "-c",
    "--call",
    "--prefix",
    "-w",
    "--workspace",
    "--registry",
    "--userconfig",
)


def _is_the_projects(use: Use) -> bool:
    """True for a program by its plain name that the project's own files declare."""
    name = use.words[0].text if use.words and not use.words[0].glob else None
    if not name or not is_known(name) or fact(name, "built-in") or use.has(*_ELSEWHERE):
        return False
    from assent.shell.judges.declared import is_declared

    return is_declared(use, name)


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
