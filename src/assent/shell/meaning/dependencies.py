"""Which folders of a project hold other people's packages: what runs there is no code of the project's own."""

from __future__ import annotations

from assent.core.paths import inside, resolved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.core.facts import Facts

# Folders that a package manager fills, by name, wherever they stand in a project.
FOLDERS = frozenset((
    "node_modules", "bower_components", "jspm_packages", "site-packages", "dist-packages", ".venv", "venv", ".tox",
    ".nox", ".bundle", "vendor", "pods", "carthage",
))  # fmt: skip
# Where packages put the programs that a project is meant to run, and what loads them all.
PROGRAMS = ("bin", ".bin")
ENVIRONMENTS = ([".venv", "scripts"], ["venv", "scripts"])  # as one system calls it
LOADERS = ("autoload.php",)


def lies_there(place: str, facts: Facts) -> bool:
    """True for a folder in which other people's packages lie, or one of them, also behind a link."""
    return any(_names_below(each, facts.project) for each in (place, resolved(place, facts)))


def is_theirs(place: str, facts: Facts) -> bool:
    """True for a file or a folder of such a package, but for the programs that it is there for."""
    for each in (place, resolved(place, facts)):
        names = _names_below(each, facts.project)
        if names and not _is_program(names):
            return True
    return False


def _is_program(names: list[str]) -> bool:
    return len(names) > 1 and (names[-2] in PROGRAMS or names[-1] in LOADERS or names[:-1] in ENVIRONMENTS)


def _names_below(place: str, project: str) -> list[str]:
    """The names of a path from the first folder of packages on; none for a path of the project's own."""
    if not inside(place, project):
        return []
    names = place[len(project) :].lower().split("/")
    at = next((index for index, name in enumerate(names) if name in FOLDERS), len(names))
    return names[at:]
