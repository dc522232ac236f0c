"""Which host an address names, and the hosts that are more than they look like."""

from __future__ import annotations

SCHEMES = ("http", "https", "ftp", "ftps", "ssh", "git", "ws", "wss")
# Top-level names that do not stand in the middle of an honest host name.
DISGUISES = ("com", "org", "net", "io", "dev", "gov", "edu", "app", "ai")
# What hands a machine's credentials to whoever asks, beside all of 169.254/16 (AWS, Azure, GCP, ECS, EKS).
METADATA_HOSTS = (
    "metadata", "metadata.google.internal", "metadata.goog", "instance-data", "100.100.100.200", "192.0.0.192",
    "168.63.129.16", "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254",
)  # fmt: skip
# This machine under its own names: one place, whatever the port. A name below `localhost` is asked of a server by most
# programs, and `host.docker.internal` is the machine around a container: neither is meant.
HERE = "localhost"
_HERE_TOO = (HERE, "ip6-localhost", "ip6-loopback", "::1", "0.0.0.0")  # noqa: S104  an address, nothing listens there
_HEX = frozenset("0123456789abcdef")


def host_of(url: str) -> str | None:
    """The host of a URL, or of `host[:port][/…]` and `user@host:path`, in lower case without user, port and trailing
    dot; None when it cannot be read for sure, as with a number that is not spelt as a plain dotted quad."""
    head, mark, rest = url.strip().partition("://")
    if not mark:
        rest = head
        if head.partition(":")[0].lower() in (*SCHEMES, "file"):
            return None  # `http:/host`, which some clients take for `http://host`
    elif head.lower() not in SCHEMES:
        return None
    authority = rest
    for stop in "/?#\\":
        authority = authority.split(stop, 1)[0]
    host = authority.rpartition("@")[2]
    if host.startswith("["):
        return _plain_ipv6(host[1:].partition("]")[0].lower())
    host, _, port = host.partition(":")
    if mark and port and not (port.isascii() and port.isdigit()):
        return None
    host = host.rstrip(".").lower()
    if not host or not host.isascii() or any(char in host for char in " \t\n\r%$`*{}[]"):
        return None
    return None if is_odd_number(host) else host


def is_odd_number(host: str) -> bool:
    """True for what clients read as an IPv4 address although it is no plain dotted quad: `2852039166`, `0xA9FEA9FE`,
    `169.254.43518`, `0251.0376.0251.0376`, and for quads out of range."""
    labels = host.lower().rstrip(".").split(".")
    last = labels[-1]
    if not last.isdecimal() and not (last.startswith("0x") and not set(last[2:]) - _HEX):
        return False
    if len(labels) != 4:
        return True
    return any(
        not label.isdecimal() or len(label) > 3 or label != str(int(label)) or int(label) > 255
        for label in labels
    )


def _plain_ipv6(text: str) -> str | None:
    """An IPv6 address when it is a plain one: the loopback, a known metadata host, or a global address that carries
    no IPv4 address inside; None otherwise."""
    if text == "::1" or text in METADATA_HOSTS:
        return text
    if set(text) - _HEX - {":"} or not "2" <= text[:1] <= "3" or len(text.partition(":")[0]) != 4:
        return None
    return None if text.startswith("2002:") else text


def is_loopback(host: str) -> bool:
    """True for a name or address of this machine itself."""
    return host in _HERE_TOO or (host.startswith("127.") and _is_quad(host))


def _is_quad(host: str) -> bool:
    return host.replace(".", "").isdecimal() and not is_odd_number(host)


def place_of(host: str) -> str:
    """What rules and lessons call a host: every name of this machine is one."""
    return HERE if is_loopback(host) else host


def holds_credentials(host: str) -> bool:
    """True for the addresses at which a cloud hands out credentials."""
    return host in METADATA_HOSTS or host.startswith("169.254.")


def lookalike(host: str) -> bool:
    """True for a host that carries a whole other host name at its front, as `docs.python.org.evil.example` does (one
    short country label behind it, `example.com.au`, is no disguise), or the address of a metadata server anywhere, as
    `169-254-169-254.nip.io` does, which resolves to it."""
    labels = host.split(".")
    if any(label in DISGUISES and 0 < index < len(labels) - 2 for index, label in enumerate(labels)):
        return True
    plain = host.replace("-", ".")
    return (
        any(each in plain for each in ("169.254.", "100.100.100.200", "a9fea9fe"))
        or "metadata.google" in host
    )
