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
_LONGEST_PORT = 6
# This machine under its own names: one place, whatever the port. A name below `localhost` is asked of a server by most
# programs, and `host.docker.internal` is the machine around a container: neither is meant.
HERE = "localhost"
_HERE_TOO = (HERE, "ip6-localhost", "ip6-loopback", "::1", "0.0.0.0")  # noqa: S104  an address, nothing listens there
_HEX = frozenset("0123456789abcdef")
# Ports of this machine at which something may listen that does with it whatever it is told: container engines, nodes
# and masters of clusters, their store, schedulers, debuggers …
COMMANDED = frozenset((
    2375, 2376, 2377, 4243, 6443, 16443, 10250, 10255, 10257, 10259, 2379, 2380, 4646, 9222, 9229, 5985, 5986,
    44134,
))  # fmt: skip
# … and those of stores: what they hold is another matter than the pages of a server under development.
STORES = frozenset((
    8200, 8500, 8501, 9200, 9300, 9600, 5601, 6379, 6380, 5432, 3306, 1433, 1521, 27017, 11211, 5984, 7474, 8086, 8123,
    9042, 15672, 2181, 8001, 8384, 10000,
))  # fmt: skip


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


def port_of(url: str) -> str:
    """The port that an address names, without leading zeros; "" for none."""
    rest = url.strip().partition("://")[2] or url.strip()
    for stop in "/?#\\":
        rest = rest.split(stop, 1)[0]
    host, colon, port = rest.rpartition("@")[2].rpartition(":")
    return port.lstrip("0") if colon and not (host.startswith("[") and not host.endswith("]")) else ""


def place_at(host: str, port: str) -> str:
    """What rules call a host at a port: of this machine those ports are places of their own at which no server under
    development is to be expected, and what is no single port."""
    place = place_of(host)
    if place != HERE or not port:
        return place
    single = port.isascii() and port.isdigit() and len(port) < _LONGEST_PORT
    return place if single and int(port) not in COMMANDED and int(port) not in STORES else f"{HERE}:{port}"


def is_commanded(place: str) -> bool:
    """True for a port of this machine at which it may be commanded."""
    port = place.removeprefix(f"{HERE}:")
    return port != place and (not port.isdigit() or int(port) in COMMANDED)


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
