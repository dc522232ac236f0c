"""Paths as text: made absolute, freed of tricks, led through known links, compared and matched by globs."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.core.facts import Facts

# Letters that some file systems leave out when they compare names.
_UNSEEN = dict.fromkeys(
    (0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF)
)
# No kernel opens a longer path; a program may still shorten it first.
LONGEST = 4096
# A glob that may mean more paths than these counts as unknown.
MOST_DOTTED = 27


def folded(path: str) -> str:
    """The path as the most forgiving file system compares it: no upper case, no letters that cannot be seen."""
    return path.lower() if path.isascii() else path.translate(_UNSEEN).casefold()


def normal(path: str) -> str:
    """An absolute path without `.`, `..`, doubled slashes or a trailing one; a `/proc/…/root` prefix is cut, since
    it leads back to the real tree."""
    if path[:1] == "/" and "/." not in path and "//" not in path and path[-1] != "/" and path[:5] != "/proc":
        return path
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


def has_glob(path: str) -> bool:
    """True when the path holds an (unescaped) glob character."""
    return "*" in path or "?" in path or "[" in path


def fixed(path: str) -> str:
    """The part of an absolute path before its first glob."""
    while has_glob(path):
        path = path[: path.rfind("/")]
    return path or "/"


def loosened(pattern: str) -> str:
    """A glob with a class of characters named in words, as in `[[:alpha:]]`, widened to any text."""
    return starry(pattern) if "[:" in pattern or "[." in pattern or "[=" in pattern else pattern


def starry(name: str) -> str:
    """A name that is a glob with any text where its classes stand, and all between them."""
    head, bracket, rest = name.partition("[")
    return head + "*" + rest.rpartition("]")[2] if bracket and "]" in rest else name


def widened(path: str) -> str:
    """A glob of a shell that fits whatever any shell makes of it, also when its letters are folded afterwards: not all
    take `^` for `!`, and a backslash that a variable held may be one or stand before a letter as it is."""
    if "[" not in path and "\\" not in path:
        return path
    return "/".join([_widened(name) if has_glob(name) else name for name in path.split("/")])


def _widened(name: str) -> str:
    if "\\" in name:
        return starry(name).replace("\\", "*")
    found, rest = "", loosened(name)
    while "[" in rest:
        head, _, rest = rest.partition("[")
        end = class_end(rest, 0)
        if end < 0:
            return found + head + "[" + rest
        body, rest = rest[:end], rest[end + 1 :]
        # One letter of any kind, as long as the class was: places.py weighs how much a glob says.
        found += head + "[" + ("!" + "\0" * (len(body) - 1 or 1) if _is_hazy(body) else body) + "]"
    return found + rest


def _is_hazy(body: str) -> bool:
    """True for a class that shells read in different ways, or that holds other letters once it is folded."""
    if body[0] == "^" or not body.isascii() or (body[0] == "!" and body.lower() != body.upper()):
        return True
    for at in range(1, len(body) - 1):
        ends = body[at - 1] + body[at + 1]
        if body[at] == "-" and not (
            ends.isdigit() or (ends.isalpha() and ends in (ends.lower(), ends.upper()))
        ):
            return True
    return False


def dotted(path: str, *, last: bool) -> list[str] | None:
    """What a glob also means where names that begin with a dot may be `.` and `..`, as in every shell but the newest
    bash and zsh: `.?/x` is `../x` there; None for more than can be told. `last`: so may the last name."""
    found = [""]
    names = path.split("/")
    for at, name in enumerate(names):
        meant = [name]
        if name[:1] == "." and has_glob(name) and (last or at < len(names) - 1):
            meant.extend(each for each in (".", "..") if fits(name, each))
        found = [f"{before}/{each}" for before in found for each in meant]
        if len(found) > MOST_DOTTED:
            return None
    return [each[1:] for each in found[1:]]


def fits_plainly(pattern: str, name: str) -> bool:
    """True when a glob matches a name; one that starts with a wildcard matches no dot file."""
    return (pattern[0] not in "*?[" or name[0] != ".") and glob(pattern, name)


def fits(pattern: str, name: str) -> bool:
    """True when a glob of a shell may match a name; its brackets may have been quoted, and stand for themselves."""
    wide = starry(pattern) if "[" in name or "\\" in name else pattern
    return fits_plainly(widened(wide), name)


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


def class_end(pattern: str, at: int) -> int:
    """Where the class ends whose first letter stands at `at`, -1 for none: a `]` in front, also behind `!` or `^`, is
    a letter of it."""
    return pattern.find("]", at + (2 if pattern[at : at + 1] in ("!", "^") else 1))


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
        end = class_end(pattern, at + 1)
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
