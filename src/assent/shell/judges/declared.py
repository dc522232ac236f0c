"""Whether a tool that a runner would fetch is one that the project itself declares, as far as its files say so."""

from __future__ import annotations

from assent.core import paths

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from assent.shell.meaning.use import Use

LISTS = ("dependencies", "devDependencies", "optionalDependencies")
# Program → the packages that bring it, where these are called otherwise.
BROUGHT_BY = {
    "attw": ("@arethetypeswrong/cli",), "babel": ("@babel/cli",), "biome": ("@biomejs/biome",), "cdk": ("aws-cdk",),
    "changeset": ("@changesets/cli",), "commitlint": ("@commitlint/cli",), "cz": ("commitizen",), "eas": ("eas-cli",),
    "expo": ("@expo/cli",), "firebase": ("firebase-tools",), "gulp": ("gulp-cli",),
    "markdownlint": ("markdownlint-cli",),
    "ncu": ("npm-check-updates",), "nest": ("@nestjs/cli",), "netlify": ("netlify-cli",), "ng": ("@angular/cli",),
    "nuxi": ("nuxt",), "playwright": ("@playwright/test",), "remix": ("@remix-run/dev",),
    "sequelize": ("sequelize-cli",),
    "swc": ("@swc/cli",), "tailwindcss": ("@tailwindcss/cli",), "tsc": ("typescript",), "webpack": ("webpack-cli",),
}  # fmt: skip
# What a version of a declared package may begin with, when it says another thing than a version of that package.
OWN_WORDS = ("workspace:", "catalog:")
DEEPEST = 16


def is_declared(use: Use, name: str) -> bool:
    """True when each directory that the tool may be run in lies in a project whose files declare the package that
    brings it. One with another name must be there too, for a runner would fetch whatever bears the tool's."""
    return bool(use.cwds) and all(_declared_at(use, cwd, name) for cwd in use.cwds)


def _declared_at(use: Use, cwd: str, name: str) -> bool:
    if use.walker.landed_over(paths.resolved(cwd, use.facts) + "/"):
        return False  # what lies there now is not what anybody looked at
    folders = list(_upwards(use, cwd))
    return any(_declares(use, folder, name) for folder in folders) or any(
        _declares(use, folder, package) and any(_brings(use, each, package, name) for each in folders)
        for package in BROUGHT_BY.get(name, ())
        for folder in folders
    )


def _upwards(use: Use, cwd: str) -> Iterator[str]:
    """The directory and those above it in its project, up to the project's own."""
    project = use.facts.project
    at = paths.resolved(cwd, use.facts)
    for _ in range(DEEPEST):
        if not project or not paths.inside(at, project):
            return
        yield at
        at = at[: at.rfind("/")]


def _declares(use: Use, folder: str, package: str) -> bool:
    said = _file(use, f"{folder}/package.json")
    lists = [listed for each in LISTS if isinstance(listed := said.get(each), dict)]
    versions = [listed[package] for listed in lists if package in listed]
    return bool(versions) and all(isinstance(each, str) and _is_version(each) for each in versions)


def _is_version(text: str) -> bool:
    """True for versions of the package itself; an address, a place or another package's name is none."""
    return text.startswith(OWN_WORDS) or not any(sign in text for sign in ":/")


def _brings(use: Use, folder: str, package: str, name: str) -> bool:
    """True for an installed package that says that it brings a program of this name."""
    programs = _file(use, f"{folder}/node_modules/{package}/package.json").get("bin")
    return (
        name in programs
        if isinstance(programs, dict)
        else bool(programs) and package.rpartition("/")[2] == name
    )


def _file(use: Use, path: str) -> dict[str, Any]:
    """What a file of the project says; {} where it is not there, or nobody has looked yet."""
    text = use.facts.texts.get(path)
    if text is None and path not in use.part.texts:
        use.part.texts.append(path)
    if not text:
        return {}
    from assent.core.wire import decode

    try:
        found = decode(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
