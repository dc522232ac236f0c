"""What kind of project one is, by the files at its root, and which rules of a kind make sense in another of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.core.effect import mask_of
from assent.core.tools import LOADS, SERVES, SHELL, SPAWNS, does
from assent.learning.levels import OUTWARD, UNFAMILIAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

# Kind of project → the files that tell it; a name that begins with a point is an ending.
MARKERS = {
    "python": ("pyproject.toml", "setup.py", "setup.cfg", "requirements.txt", "Pipfile", "tox.ini"),
    "node": ("package.json", "deno.json"),
    "rust": ("Cargo.toml",),
    "go": ("go.mod",),
    "java": ("pom.xml", "build.gradle", "build.gradle.kts"),
    "ruby": ("Gemfile",),
    "php": ("composer.json",),
    "elixir": ("mix.exs",),
    "dotnet": (".sln", ".csproj", ".fsproj"),
    "terraform": (".tf",),
    "nix": ("flake.nix", "default.nix", "shell.nix"),
    "cmake": ("CMakeLists.txt",),
    "make": ("Makefile", "GNUmakefile", "makefile", "justfile"),
}
# Kind of project → the programs that are at home in it: their rules go nowhere else.
PROGRAMS = {
    "python": ("python", "python3", "pytest", "ruff", "mypy", "uv", "poetry", "pip", "tox", "black", "pre-commit"),
    "node": ("node", "npm", "npx", "pnpm", "yarn", "bun", "deno", "tsc", "eslint", "prettier", "vitest", "jest"),
    "rust": ("cargo", "rustc", "rustfmt", "clippy"),
    "go": ("go", "gofmt", "golangci-lint"),
    "java": ("mvn", "gradle", "./gradlew", "./mvnw", "java", "javac"),
    "ruby": ("ruby", "bundle", "rake", "rspec", "rubocop"),
    "php": ("php", "composer", "phpunit"),
    "elixir": ("mix", "elixir", "iex"),
    "dotnet": ("dotnet",),
    "terraform": ("terraform", "tofu", "tflint"),
    "nix": ("nix", "nix-build", "nix-shell"),
    "cmake": ("cmake", "ctest"),
    "make": ("make", "just"),
}  # fmt: skip
_AT_HOME = {program: kind for kind, programs in PROGRAMS.items() for program in programs}


def kinds_of(names: Iterable[str]) -> list[str]:
    """The kinds of a project with these names at its root, in the order of the table."""
    found = set(names)
    endings = {f".{name.rpartition('.')[2]}" for name in found if "." in name.strip(".")}
    return [
        kind
        for kind, marks in MARKERS.items()
        if any(mark in endings if mark.startswith(".") else mark in found for mark in marks)
    ]


def may_move(fields: Mapping[str, Any], verdict: str, level: int | None, kinds: Iterable[str]) -> bool:
    """True for a rule of another project that can mean the same in one of these kinds: no target that might be another
    place here, no program that is not understood, no path outside the project, no program of another kind."""
    patterns = [str(each) for each in fields.get(verdict, ())]
    if level == UNFAMILIAR or any(not _is_host(each) for each in fields.get("to", ())):
        return False
    if level == OUTWARD and not fields.get("to") and "net-send" in fields.get("within", ()):
        return False
    if any(_leaves(each) for each in patterns) or fields.get("fields"):
        return False
    homes = {_AT_HOME.get(_program(each), "") for each in patterns} - {""}
    return homes <= set(kinds)


def _program(pattern: str) -> str:
    head, _, body = pattern.partition("(")
    return body.rstrip(")").split(" ")[0] if head == SHELL else ""


def _leaves(pattern: str) -> bool:
    """True for a path that is not one of the project, and for what is the project's own by its name."""
    head, _, body = pattern.partition("(")
    return body.startswith(("~", "/")) or does(head) in (SPAWNS, LOADS, SERVES)


def _is_host(target: str) -> bool:
    """A host is the same wherever it is named; a remote or a server of that name may be another one."""
    return "." in target.strip(".") and "/" not in target


def cap_of(fields: Mapping[str, Any]) -> int:
    """The effects a rule may have, as a mask; 0 for a rule without a cap."""
    return mask_of(fields.get("within", ()))
