"""Whether a part changes what guards the agent: a path of ours, or a folder that holds one."""

from __future__ import annotations

from assent.core.effect import DESTROY
from assent.core.paths import folded, glob, has_glob, inside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.core.call import Part
    from assent.core.facts import Facts


def changed(part: Part, facts: Facts) -> bool:
    """True when one of the paths that the part writes is ours, or takes ours along."""
    if not part.writes or not facts.ours:
        return False
    ours = [folded(path) for path in facts.ours]
    reads = {folded(path) for path in part.reads}
    for path in part.writes:
        lowered = folded(path)
        for own in ours:
            whole = _held(lowered, own)
            if whole is None:
                continue
            if not whole or _takes(whole, lowered in reads, part, facts):
                return True
    return False


def _held(path: str, own: str) -> str | None:
    """How a path meets what is ours: "" when it is ours or below it, the folder that it stands for when it holds ours,
    None when it does not meet it. A name with a wildcard is any name it could stand for."""
    if not has_glob(path):
        if inside(path, own):
            return ""
        return path if inside(own, path) else None
    shape, names = path.split("/"), own.split("/")
    if not all(_could_be(each, name) for each, name in zip(shape, names, strict=False)):
        return None
    return "" if len(shape) >= len(names) else "/".join(names[: len(shape)])


def _could_be(name: str, real: str) -> bool:
    if name == real:
        return True
    return has_glob(name) and (name[0] == "." or real[:1] != ".") and glob(name, real)


def _takes(folder: str, is_read: bool, part: Part, facts: Facts) -> bool:
    """True when changing a folder that holds ours changes ours: anywhere when it is moved, linked or removed; below a
    home, and in a project, any change of the folder itself counts, since nothing else has business with it."""
    if part.effects & DESTROY or is_read:
        return True
    home, project = folded(facts.home), folded(facts.project)
    return inside(folder, home) and folder != home and not inside(project, folder)
