"""What the file filter of a search aims at (`--include`, `-g`, the Grep tool's `glob`)."""

from __future__ import annotations

from assent.core import paths


def aims_at_secret(pattern: str) -> bool:
    """True for the file filter of a search (`*` matches dot files, `{a,b}` is either) that could be meant for secrets;
    a bare ending (`*.json`) is meant for a kind of file."""
    return any(_aimed(each) for one in _filters(pattern.lower()) for each in _either(one))


def _filters(pattern: str) -> list[str]:
    """The filters in a text that holds several, parted by blanks, and by commas outside of braces."""
    found: list[str] = []
    for word in pattern.split():
        found.extend([word] if "{" in word and "}" in word else word.split(","))
    return found


def _aimed(pattern: str) -> bool:
    name = pattern.rpartition("/")[2]
    if pattern.startswith("!") or not name.strip("*?"):
        return False
    if name.startswith("*.") and not paths.has_glob(name[2:]):
        return name == "*.env" or paths.is_secret("/x" + name[1:])
    if paths.is_secret("/" + pattern.lstrip("/")):
        return True
    return paths.has_glob(name) and any(paths.glob(name, secret) for secret in paths.SECRET_NAMES)


def _either(pattern: str) -> list[str]:
    """The alternatives of `{a,b}` written out; a pattern with too many stays as it is."""
    found = [pattern]
    for _ in range(8):
        opened = [each for each in found if "{" in each and "}" in each.partition("{")[2]]
        if not opened or len(found) > 64:
            return found
        for each in opened:
            found.remove(each)
            head, _, rest = each.rpartition("{")
            inner, _, tail = rest.partition("}")
            found.extend(head + middle + tail for middle in inner.split(","))
    return found
