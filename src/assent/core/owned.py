"""Whether a part changes what guards the agent: a path of ours, or a folder that holds one."""

from __future__ import annotations

from assent.core.effect import DESTROY
from assent.core.paths import absolute, folded, glob, has_glob, inside, resolved
from assent.core.places import CRITICAL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.core.call import Part
    from assent.core.facts import Facts

# Folders in which everybody puts something: only moving, linking or removing them whole touches ours.
SHARED = CRITICAL | {
    "/usr/bin", "/usr/lib", "/usr/lib64", "/usr/share", "/usr/lib/python3", "/usr/local", "/usr/local/bin",
    "/usr/local/lib", "/usr/local/lib64", "/usr/local/share", "/var/lib", "/private", "/private/tmp", "/opt/homebrew",
    "/opt/homebrew/bin", "/opt/homebrew/lib", "/library/application support", "/tmp", "/var/tmp",  # noqa: S108  facts
}  # fmt: skip

# Programs that leave a folder alone that is there already.
MAKING = ("mkdir", "gmkdir")


def changed(part: Part, facts: Facts) -> bool:
    """True when one of the paths that the part writes is ours, or takes ours along."""
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
    """True when changing a folder that holds ours changes ours: anywhere when it is moved, linked or removed; where
    others have no business, any change of the folder itself."""
    if part.effects & DESTROY or is_read:
        return True
    if part.argv and part.argv[0] in MAKING:
        return False
    home, project = folded(facts.home), folded(facts.project)
    return folder not in SHARED and not (inside(home, folder) or inside(project, folder))


def named(part: Part, facts: Facts) -> bool:
    """True when a word of a command names what is ours, and no table says whether the program reads it or writes it."""
    ours = [folded(path) for path in facts.ours]
    known = {folded(path) for path in (*part.reads, *part.writes)}
    for argv in part.seen:
        for word in argv[1:]:
            for text in _values(word or ""):
                path = folded(resolved(absolute(text, part.cwd, facts.home), facts))
                if path and path not in known and any(_held(path, own) == "" for own in ours):
                    return True
    return False


def _values(word: str) -> tuple[str, ...]:
    """A word, and what may be a path in it behind a flag: `--to=x`, `-ox`."""
    if not word.startswith("-"):
        return (word, word.partition("=")[2]) if "=" in word else (word,) if word else ()
    return tuple(each for each in (word.partition("=")[2], word[2:]) if each and not each.startswith("-"))
