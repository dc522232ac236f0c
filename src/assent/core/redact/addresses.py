"""Secrets within an address: a password before the host, a token in its place, a hook whose path is the key."""

from __future__ import annotations

from assent.core.redact.forms import kind_of
from assent.core.redact.names import PASSWORD
from assent.core.redact.plain import OPENING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.core.redact.values import Text
    from assent.core.redact.words import Span

_LOOK = 600
# Addresses whose path is the secret.
_HOOKS = (
    "hooks.slack.com/services/", "hooks.slack.com/workflows/", "hooks.slack.com/triggers/", "/api/webhooks/",
    "webhook.office.com/webhookb2/",
    "outlook.office.com/webhook/", "hooks.zapier.com/hooks/catch/", "api.telegram.org/bot", "hook.us1.make.com/",
    "hook.eu1.make.com/",
    "discord.com/api/webhooks/", "chat.googleapis.com/v1/spaces/",
)  # fmt: skip
_NO_SECRET = (OPENING, "$", "<", "{", "%(")
_HEX = frozenset("0123456789abcdef")


def secrets(text: Text, begin: int) -> list[Span]:
    """The secret of the address whose authority begins at a place, also a password that holds signs it should not."""
    end = min(text.next(" ", begin), text.line_end(begin), begin + _LOOK)
    region = text.text[begin:end]
    for hook in _HOOKS:
        at = region.find(hook)
        if at >= 0:
            return [(begin + at + len(hook), begin + _end(region, at + len(hook)), "webhook")]
    sign = region.find(":")
    authority = region[: _first(region)]
    last = authority.rfind("@")
    if last < 0 and 0 <= sign < len(authority):
        last = _wild(region, sign)
    if last < 0:
        return []
    user = region[: sign if 0 <= sign < last else last]
    found = [(begin, begin + len(user), "login")] if _signs_in(text.text, begin, user) else []
    given = region[sign + 1 : last] if 0 <= sign < last else ""
    if given and not given.startswith(_NO_SECRET):
        found.append((begin + sign + 1, begin + last, PASSWORD))
    return found


def _signs_in(text: str, begin: int, user: str) -> bool:
    """Whether what stands for the user's name is a token: of a vendor's form, or long and written by chance."""
    if kind_of(user) or (len(user) >= 32 and is_hex(user)):
        return True
    digits = sum([char.isdigit() for char in user])
    web = text.endswith(("http://", "https://"), max(0, begin - 8), begin)
    return web and len(user) >= 20 and user.isalnum() and digits >= 3


def logins(text: str, atom: str, begin: int, end: int) -> list[Span]:
    """`user:password@tcp(host)` and `thin:user/password@//host`, which have no scheme; the atom begins behind `:`."""
    name, _, rest = atom.rpartition("@")
    user, slash, _ = name.partition("/")
    if slash and rest and text.endswith("oracle:thin:", max(0, begin - 30), begin):
        return [(begin + len(user) + 1, begin + len(name), PASSWORD)]
    if rest in ("tcp", "unix") and text[end : end + 1] == "(" and len(name) >= 3 and name[0] != "$":
        return [(begin, begin + len(name), PASSWORD)]
    return []


def is_hex(text: str) -> bool:
    """True for digits of base 16 in lower case alone."""
    return _HEX.issuperset(text)


def _first(region: str) -> int:
    """Where the authority ends."""
    return min([at for at in map(region.find, "/?#") if at >= 0], default=len(region))


def _wild(region: str, sign: int) -> int:
    """The `@` behind a password that holds `/`, `?` or `#`; -1 when what follows the colon is a port."""
    rest = region[sign + 1 :]
    port = rest[: _first(rest)]
    return -1 if port.isdigit() or not port else region.rfind("@")


def _end(region: str, at: int) -> int:
    while at < len(region) and region[at] not in "?#,;)]}>|&`\\":
        at += 1
    return at
