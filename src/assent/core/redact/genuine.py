"""Which values behind a telling name are secrets, and which are references, placeholders, paths, types or code."""

from __future__ import annotations

from assent.core.redact.names import COOKIE, HEADER, KEY, LOGIN, MNEMONIC, PASSWORD, SECRET, SIGNED
from assent.core.redact.plain import OPENING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.core.redact.values import Value

_NO_VALUE = frozenset(
    "none null nil true false undefined required optional string str text int integer number bool boolean "
    "bytes object any unknown secret password token self this await async new process os env config "
    "getenv input prompt changed missing redacted hidden masked empty todo tbd example sample inherit "
    "bearer basic digest the a an is are was and or not".split()
)
# What an example begins with.
_STAND_INS = (
    "your", "my-", "my_", "xxx", "***", "...", "example", "env:", "process.env", "os.environ", "secrets.",
    "ref+", "op://", "vault:",
)  # fmt: skip
_SCHEMES = frozenset(
    "bearer basic token digest apikey api-key negotiate ntlm hmac key splunk aws4-hmac-sha256 sso-key "
    "klaviyo-api-key bot oauth".split()
)
_PATHS = ("/", "./", "../", "~/", "@")
# Characters of a value that are looked at to judge it.
_LOOK = 256
_BLANK, _EQUALS, _COLON = "blank", "=", ":"


def is_secret(text: str, value: Value, kind: str, name: str) -> bool:
    """Whether the value could be a secret of that kind, and is no reference, placeholder, path, type or piece of
    code."""
    given = text[value.begin : min(value.end, value.begin + _LOOK)]
    if len(given) < 3 or given.startswith(OPENING) or _is_reference(given, value):
        return False
    if kind == HEADER:
        return _is_credential(given)
    if kind == MNEMONIC:
        return len(given) >= 8 and not is_placeholder(given)
    if kind == COOKIE:
        return "=" in given or (len(given) >= 16 and "." not in given)
    if name == "pwd" and " " in given:
        return False
    if value.quoted:
        return _quoted(given, kind, value)
    if "/" in given and (kind != PASSWORD or value.sign == _BLANK) and _is_path(given):
        return False
    if is_placeholder(given) or _is_code(text, value, given, name):
        return False
    return _bare(text, value, given, kind)


def is_placeholder(given: str) -> bool:
    """A word that stands where a value would: of a type, of nothing, of what to put there."""
    lowered = given.strip(" .,;!?").lower()
    return lowered in _NO_VALUE or lowered.startswith(_STAND_INS)


def _is_reference(given: str, value: Value) -> bool:
    first = given[0]
    if first == "$":
        rest = given[1:]
        if rest[:1] in ("{", "("):
            return True
        named = rest.replace("_", "a")
        return (
            named.isalnum()
            and not rest[0].isdigit()
            and (rest.isupper() or rest.islower() or not value.quoted)
        )
    if first in "<`" or given.startswith(("{{", "%(", "#{", "${")):
        return True
    return first == "%" and given[-1] == "%"


def _is_credential(given: str) -> bool:
    """A header's value: a scheme with something behind it, or one long word."""
    words = given.split(None, 2)
    scheme = words[0].lower().rstrip(",:")
    rest = words[1] if len(words) > 1 else ""
    if scheme in _SCHEMES:
        return (
            len(rest) >= 4
            and rest[0] not in "$<{%"
            and rest.lower() not in ("token", "auth", "authentication", "header", "authorization")
        )
    if len(words) == 2 and words[0].isalnum() and len(rest) >= 16 and not rest.isalpha():
        return rest[0] not in "$<{%"
    return len(words) == 1 and len(given) >= 8 and given[0] not in "{(" and _is_telling(given)


def _is_telling(given: str) -> bool:
    """Not just a word of a language: a digit, a sign, or capitals within."""
    return (
        not given.isalpha() or not (given.islower() or given.isupper() or given.istitle()) or len(given) >= 24
    )


def _is_path(given: str) -> bool:
    if given[0] in "@~.":
        return True
    return all(
        len(each) < 24 and (each.islower() or not any(char.isdigit() for char in each))
        for each in given.split("/")
        if each
    )


def _quoted(given: str, kind: str, value: Value) -> bool:
    if is_placeholder(given):
        return False
    words = given.split()
    if kind == PASSWORD:
        return bool(words) and (
            len(words) < 5 or not given.replace(" ", "").replace(",", "").replace(".", "").isalpha()
        )
    if kind in (LOGIN, SIGNED):
        return (
            len(given) >= 12
            and len(words) == 1
            and _is_telling(given)
            and not given.startswith(_PATHS)
            and "." not in given
        )
    if len(words) != 1 or (given.startswith(_PATHS) and _is_path(given)):
        return False
    if _is_telling(given) or (len(given) >= 10 and value.sign in (_EQUALS, _COLON, "<") and kind != KEY):
        return True
    return kind == SECRET and len(given) >= 8 and given.isalnum()


def _is_code(text: str, value: Value, given: str, name: str) -> bool:
    """An unquoted value that a program would work out: a call, an attribute, a name."""
    after = text[value.end : value.end + 1]
    if after in ("(", "["):
        return True
    if given[0] in "([{+*.":
        return True
    named = given.replace("_", "").replace(".", "").replace("?", "").rstrip(",:")
    if "." in given.rstrip(".,") and named.isalpha():
        return True
    if value.spaced and value.sign == _EQUALS:
        return named.isalpha() and (
            not given.islower() or "_" in given or given.rstrip(",") == name or after in (")", ";", ",")
        )
    return given.rstrip(",;") == name or (given[-1] == "," and named.isalpha())


def _bare(text: str, value: Value, given: str, kind: str) -> bool:
    has_digit = any(char.isdigit() for char in given)
    if kind in (LOGIN, SIGNED):
        pair = ":" in given and value.sign != _COLON
        return len(given) >= (6 if pair else 12) and (has_digit or pair) and "." not in given
    if value.sign == _BLANK:
        return (
            given[0] != "-"
            and "=" not in given[:12]
            and (kind == PASSWORD or (len(given) >= 8 and _is_telling(given.replace("_", ""))))
        )
    if value.spaced:
        if value.sign == _COLON and given.isalpha() and _goes_on(text, value.end):
            return False
        if kind == PASSWORD:
            return len(given) >= 4
        return len(given) >= 8 and (has_digit or not given.isalpha())
    if value.sign == _COLON and given.isalpha():
        return False
    return kind == PASSWORD or len(given) >= 4


def _goes_on(text: str, at: int) -> bool:
    """More words of a sentence follow on the line."""
    return text[at : at + 1] in (" ", ".") and text[at + 1 : at + 2].isalpha()
