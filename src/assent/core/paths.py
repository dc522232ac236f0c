"""What a path means: made absolute, freed of tricks, sorted into the classes that give a touch its effect."""

from __future__ import annotations

from assent.core.effect import (
    PRIVILEGE,
    READ_ELSEWHERE,
    READ_PROJECT,
    READ_SECRET,
    RUN_CODE,
    SYSTEM,
    WRITE_ELSEWHERE,
    WRITE_PROJECT,
    WRITE_TMP,
)
from assent.core.places import CRITICAL as CRITICAL  # noqa: PLC0414  others know it by this module
from assent.core.places import INERT_DEVICES, OBEYED_DIRS, OBEYED_FILES, OBEYED_PAIRS, OBEYED_WHOLE
from assent.core.places import SYSTEM_ROOTS as SYSTEM_ROOTS  # noqa: PLC0414  others know it by this module
from assent.core.secrecy import SECRET_DIRS, SECRET_FILES, is_open_tree, named, standing
from assent.core.secrecy import SECRET_NAMES as SECRET_NAMES  # noqa: PLC0414  likewise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from assent.core.facts import Facts

# Letters that some file systems leave out when they compare names.
_UNSEEN = dict.fromkeys(
    (0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF)
)
# No kernel opens a longer path; a program may still shorten it first.
LONGEST = 4096


def folded(path: str) -> str:
    """The path as the most forgiving file system compares it: no upper case, no letters that cannot be seen."""
    return path.lower() if path.isascii() else path.translate(_UNSEEN).casefold()


def normal(path: str) -> str:
    """An absolute path without `.`, `..`, doubled slashes or a trailing one; a `/proc/…/root` prefix is cut, since
    it leads back to the real tree."""
    names: list[str] = []
    for name in path.split("/"):
        if name == "..":
            if names:
                names.pop()
        elif name not in ("", "."):
            names.append(name)
        if (
            name == "root"
            and names[0] == "proc"
            and (len(names) == 3 or (len(names) == 5 and names[2] == "task"))
        ):
            names = []
    return "/" + "/".join(names)


def absolute(path: str, cwd: str, home: str) -> str:
    """A path as a shell operand made absolute: `~` is the home, relative ones start at `cwd`; "" when `cwd` is
    unknown and the path is relative."""
    if path == "~" or path.startswith("~/"):
        return normal(home + path[1:])
    if path.startswith("/"):
        return normal(path)
    return normal(cwd + "/" + path) if cwd else ""


def climbed(path: str, start: str, facts: Facts) -> tuple[list[str], str]:
    """(the directories that a path leaves again by `..`, where the kernel ends): behind a link, `..` leads to the
    parent of what the link points to, not back to where it stands. `start` is "" for an absolute path."""
    left: list[str] = []
    here = start
    for name in path.split("/"):
        if name == "..":
            if here:
                left.append(here)
            here = resolved(here or "/", facts)
        here = normal(here + "/" + name)
    return left, here


def resolved(path: str, facts: Facts) -> str:
    """The path behind the links the caller found; the longest known prefix is replaced."""
    if not facts.links:
        return path
    head = path
    tail = ""
    for _ in range(path.count("/") + 1):
        target = facts.links.get(head)
        if target is not None:
            return normal(target + tail)
        cut = head.rfind("/")
        if cut <= 0:
            return path
        tail = head[cut:] + tail
        head = head[:cut]
    return path


def inside(path: str, root: str) -> bool:
    """True when the path is the root or below it."""
    return bool(root) and (path == root or path.startswith(root + "/" if root != "/" else "/"))


def is_secret(path: str) -> bool:
    """True for a path whose content is a secret by its name, wherever it stands (also with a glob in it)."""
    return named(folded(path).split("/")) or (has_glob(path) and glob_secret(path))


def has_glob(path: str) -> bool:
    """True when the path holds an (unescaped) glob character."""
    return "*" in path or "?" in path or "[" in path


def fixed(path: str) -> str:
    """The part of an absolute path before its first glob."""
    while has_glob(path):
        path = path[: path.rfind("/")]
    return path or "/"


def glob_secret(path: str) -> bool:
    """True when a name in a glob path could be that of a secret (a leading `*` does not match a dot file). A name
    of nothing but wildcards aims at everything, not at a secret."""
    for name in folded(path).split("/"):
        loose = _loose(name) if has_glob(name) else ""
        aims = loose.strip("*?") and (
            _fitting(loose, SECRET_NAMES) or _aims(loose, SECRET_FILES | SECRET_DIRS)
        )
        if aims:
            return True
    return False


def _loose(pattern: str) -> str:
    """A glob with a class of characters named in words, as in `[[:alpha:]]`, widened to any text."""
    if "[:" in pattern or "[." in pattern or "[=" in pattern:
        return pattern[: pattern.index("[")] + "*" + pattern[pattern.rindex("]") + 1 :]
    return pattern


def _fits(pattern: str, name: str) -> bool:
    """True when a glob matches a name; one that starts with a wildcard matches no dot file."""
    return (pattern[0] not in "*?[" or name[0] != ".") and glob(pattern, name)


def fits(pattern: str, name: str) -> bool:
    """True when a glob of a shell may match a name."""
    return _fits(_loose(pattern), name)


def _fitting(pattern: str, names: Iterable[str]) -> list[str]:
    """The names that a glob matches; most are ruled out by a letter they lack."""
    need = frozenset(pattern.partition("[")[0]) - {"*", "?"}
    return [name for name in names if need.issubset(name) and _fits(pattern, name)]


def _aims(pattern: str, names: Iterable[str]) -> bool:
    """True when a glob matches one of the names and says more of it than an ending: a dot at its front, or most
    of it."""
    said = len(pattern.strip("*?")) * 2
    return any(pattern[0] == "." or said > len(name) for name in _fitting(pattern, names))


def is_obeyed(path: str, facts: Facts) -> bool:
    """True for what a shell, git, CI, an editor, an agent or assent itself will run or obey later."""
    # Below the home, a folder that holds what is ours counts too.
    below = path != facts.home and inside(path, facts.home)
    if any(inside(path, ours) or (below and inside(ours, path)) for ours in facts.ours):
        return True
    names = folded(path).split("/")
    if names[-1] in OBEYED_FILES:
        return True
    for index, name in enumerate(names):
        if name in OBEYED_DIRS:
            return True
        if index and (names[index - 1], name) in OBEYED_PAIRS:
            return True
    return names[-1] in OBEYED_WHOLE


def read_effect(path: str, facts: Facts) -> int:
    """The effect of reading what an absolute path names."""
    effect = list_effect(path, facts)
    return READ_SECRET if effect & ~READ_SECRET and _is_private(resolved(path, facts), facts) else effect


def list_effect(path: str, facts: Facts) -> int:
    """The effect of reading names, sizes and times at an absolute path: outside the project these are told of places
    whose content is not."""
    if path in INERT_DEVICES or path.startswith("/dev/fd/"):
        return 0
    real = resolved(path, facts)
    if is_secret(path) or is_secret(real) or _roams(path, facts):
        return READ_SECRET
    return READ_PROJECT if inside(real, facts.project) else READ_ELSEWHERE


def deep_effect(path: str, facts: Facts) -> int:
    """What reading everything below an absolute path adds. Outside the project, and in a project that holds the home, a
    tree is secret unless it is known to hold none, or is a folder among the temporary ones.

    Inside the project a recursive read (`grep -r`, `rg`, `tar c .`, `cat *`) is a read of the project, although the
    tree may hold a file that is secret by its name: searching one's project is the most ordinary call there is, and
    whoever names the file (`cat .env`, `grep x .env`, `--include='.env*'`, `find -name .env -exec …`) is told apart."""
    real = resolved(path, facts)
    if _owns(real, facts) or path in INERT_DEVICES:
        return 0
    if inside(facts.home, real) or inside(facts.project, real):
        return READ_SECRET
    if is_temporary(real, facts):
        return 0
    while real.endswith(("/*", "/.*", "/**")):
        real = real[: real.rfind("/")]
    return 0 if is_open_tree(folded(real or "/"), folded(facts.home)) else READ_SECRET


def _owns(path: str, facts: Facts) -> bool:
    """True for what is the project's by its own rules; a project that holds the home has none for the home."""
    return inside(path, facts.project) and not inside(facts.home, facts.project)


def is_temporary(path: str, facts: Facts) -> bool:
    """True for what lies in a temporary directory; a home below one is a home all the same."""
    for tmp in facts.tmp:
        if inside(path, tmp) and path != tmp:
            return not (inside(facts.home, tmp) and inside(path, facts.home))
    return False


def _is_private(path: str, facts: Facts) -> bool:
    """True for what lies in a private place outside the project, or for any file of a directory there that is not known
    to hold no secret."""
    if _owns(path, facts):
        return False
    state = standing(folded(path), folded(facts.home))
    if state or is_temporary(path, facts):
        return state > 0
    name = path[path.rfind("/") + 1 :]
    return has_glob(name) and not _loose(name).strip("*?")


def _roams(path: str, facts: Facts) -> bool:
    """True when a directory's name outside the project is a glob: it may lead into any of them."""
    folder = path[: path.rfind("/")]
    if not has_glob(folder):
        return False
    return not inside(fixed(folder), facts.project)


def write_effect(path: str, facts: Facts) -> int:
    """The effect of writing, moving, re-owning or removing an absolute path."""
    real = resolved(path, facts)
    if path in INERT_DEVICES:
        return 0
    effect = 0
    for each in (path, real) if real != path else (path,):
        effect |= _write_class(each, facts)
    return effect


def _write_class(path: str, facts: Facts) -> int:
    lowered = folded(path)
    if is_obeyed(path, facts) or (has_glob(path) and _glob_obeyed(path)):
        return RUN_CODE | (PRIVILEGE if lowered.startswith("/etc/sudoers") else 0)
    if lowered == "/dev" or lowered.startswith(("/dev/", "/proc/", "/sys/")):
        return SYSTEM | WRITE_ELSEWHERE
    if inside(path, facts.project):
        return WRITE_PROJECT
    if is_temporary(path, facts):
        return WRITE_TMP
    if any(inside(lowered, root) for root in SYSTEM_ROOTS) and not inside(path, facts.home):
        return SYSTEM | WRITE_ELSEWHERE
    return WRITE_ELSEWHERE


def _glob_obeyed(path: str) -> bool:
    """True when a name in a glob path, or two in a row, could be of what is_obeyed knows."""
    before = ""
    for name in path.lower().split("/"):
        loose = _loose(name) if has_glob(name) else name
        if loose != name or has_glob(name):
            if loose[0] == "." and _fits(loose, ".github"):
                return True
            if _aims(loose, OBEYED_FILES) or _aims(loose, OBEYED_DIRS):
                return True
        if before and (has_glob(before) or has_glob(loose)):
            for first, second in OBEYED_PAIRS:
                if _fits(before, first) and loose and _fits(loose, second):
                    return True
        before = loose
    return False


def is_critical(path: str, facts: Facts) -> bool:
    """True for the root, a top-level directory, the home, or a directory that holds the project or the home;
    also `X/*` and `X/.*` of one of these."""
    cut = path
    while cut.endswith(("/*", "/.*", "/**", "/.", "/..")):
        cut = cut[: cut.rfind("/")] or "/"
    if folded(cut) in CRITICAL or cut == facts.home:
        return True
    return inside(facts.home, cut) or (cut != facts.project and inside(facts.project, cut))


def glob(pattern: str, text: str) -> bool:
    """True when `*` (any run), `?` (one) and `[…]` (class) match the whole text; linear backtracking to the last
    star only, so no pattern can hang."""
    return _starred(pattern, text) if "?" not in pattern and "[" not in pattern else _globbed(pattern, text)


def _starred(pattern: str, text: str) -> bool:
    """The same for a pattern of fixed pieces and stars: each piece where it comes first behind the one before."""
    first, *pieces = pattern.split("*")
    if not pieces:
        return first == text
    last = pieces.pop()
    at, end = len(first), len(text) - len(last)
    if end < at or not text.startswith(first) or not text.endswith(last):
        return False
    for piece in pieces:
        found = text.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def _globbed(pattern: str, text: str) -> bool:
    at = spot = 0
    star = mark = -1
    while spot < len(text):
        step = _glob_one(pattern, at, text[spot]) if at < len(pattern) else 0
        if step:
            at += step
            spot += 1
        elif at < len(pattern) and pattern[at] == "*":
            star, mark = at, spot
            at += 1
        elif star >= 0:
            mark += 1
            at, spot = star + 1, mark
        else:
            return False
    while at < len(pattern) and pattern[at] == "*":
        at += 1
    return at == len(pattern)


def _glob_one(pattern: str, at: int, char: str) -> int:
    """How many pattern characters one text character uses up; 0 when it does not fit."""
    sign = pattern[at]
    if sign == "?":
        return 1
    if sign == "*":
        return 0
    if sign == "[":
        end = pattern.find("]", at + 2)
        if end > 0:
            return end + 1 - at if _in_class(pattern[at + 1 : end], char) else 0
    return 1 if sign == char else 0


def _in_class(body: str, char: str) -> bool:
    negated = body[0] in "!^"
    if negated:
        body = body[1:]
    found = False
    index = 0
    while index < len(body):
        if index + 2 < len(body) and body[index + 1] == "-":
            found = found or body[index] <= char <= body[index + 2]
            index += 3
        else:
            found = found or body[index] == char
            index += 1
    return found != negated
