"""What a word says of where something is fetched from: a registry, a web address, a `file:` address."""

from __future__ import annotations

# Sources of packages that are not a plain name in a registry.
ODD_PACKAGE = ("git+", "git@", "github:", "file:", "link:", ".", "/", "~", "hg+", "svn+", "bzr+")
ARCHIVES = (".tgz", ".tar.gz", ".tar.bz2", ".whl", ".zip", ".git")


def is_odd_package(package: str) -> bool:
    """True for what a package manager fetches from anywhere but its registry."""
    if package.startswith(ODD_PACKAGE) or ":" in package or " @ " in package:
        return True
    return package.lower().endswith(ARCHIVES) or ("/" in package and not package.startswith("@"))


def is_address(text: str) -> bool:
    """True for what begins with the scheme of an address rather than with a file name."""
    scheme, colon, _ = text.partition(":")
    return "://" in text or (bool(colon) and scheme.isalpha() and len(scheme) > 1)


def located(address: str) -> tuple[str, str]:
    """The host and the decoded path of a `file:` address; a `%` that stays is no ASCII."""
    rest = address.partition(":")[2]
    host = ""
    if rest.startswith("//"):
        host, _, rest = rest[2:].partition("/")
    first, *coded = rest.split("%")
    for piece in coded:
        digits = piece[:2]
        plain = len(digits) == 2 and not digits.strip("0123456789abcdefABCDEF") and int(digits, 16) < 128
        first += chr(int(digits, 16)) + piece[2:] if plain else "%" + piece
    return host, first
