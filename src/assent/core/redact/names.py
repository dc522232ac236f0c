"""Which names tell that their value is a secret, and of what kind: the words of an option, a key, a header."""

from __future__ import annotations

PASSWORD, TOKEN, KEY, SECRET, HEADER, COOKIE, SIGNED, LOGIN, MNEMONIC = (
    "password", "token", "key", "secret", "header", "cookie", "signature", "login", "mnemonic",
)  # fmt: skip
# Nothing without one of these is looked at closer.
STEMS = (
    "pass", "pw", "secret", "token", "key", "cred", "auth", "cookie", "sig", "jwt", "psk", "otp", "pat",
    "mnemonic", "phrase", "bundle_", "salt", "pepper",
)  # fmt: skip
_LAST = {
    "password": PASSWORD, "requirepass": PASSWORD, "masterauth": PASSWORD, "passwords": PASSWORD, "passwd": PASSWORD,
    "passphrase": PASSWORD, "passcode": PASSWORD,
    "pass": PASSWORD,
    "passwort": PASSWORD, "pwd": PASSWORD, "pw": PASSWORD, "passkey": PASSWORD, "psk": PASSWORD, "otp": PASSWORD,
    "secret": SECRET, "secrets": SECRET, "credential": SECRET, "credentials": SECRET, "creds": SECRET,
    "token": TOKEN, "jwt": TOKEN, "authorization": HEADER, "cookie": COOKIE, "cookies": COOKIE,
    "sig": SIGNED, "signature": SIGNED, "auth": LOGIN, "apikey": KEY, "authkey": KEY,
}  # fmt: skip
# Names written without a seam between their words.
_ENDINGS = (
    ("password", PASSWORD), ("passwd", PASSWORD), ("passphrase", PASSWORD), ("dbpass", PASSWORD), ("userpass",
    PASSWORD),
    ("storepass", PASSWORD), ("keypass", PASSWORD), ("sshpass", PASSWORD), ("rootpass", PASSWORD), ("adminpass",
    PASSWORD),
    ("smtppass", PASSWORD), ("secret", SECRET), ("token", TOKEN), ("apikey", KEY), ("accesskey", KEY), ("secretkey",
    KEY),
    ("privatekey", KEY), ("authkey", KEY), ("presharedkey", KEY), ("sharedkey", KEY), ("accountkey", KEY),
    ("masterkey", KEY),
    ("signingkey", KEY), ("encryptionkey", KEY),
)  # fmt: skip
# `x key` is a secret when x is one of these.
_OWNERS = frozenset(
    "api secret private access auth account encryption signing master service license licence deploy "
    "shared preshared session webhook subscription app application storage write server hmac aes cipher "
    "admin root ingest integration authorization management functions host".split()
)
# An environment variable `X_KEY` is one, unless x is one of these.
_HARMLESS = frozenset(
    "public primary foreign cache sort partition group host index event hot short column row query object "
    "lookup config message translation feature publishable pub map hash s3 search shortcut locale pk "
    "natural unique composite".split()
)
# Words after the telling one that leave the value what it is.
_FILLERS = frozenset(
    "value val base b64 base64 hash confirm confirmation again repeat old new prod dev test staging raw "
    "plain".split()
)
# Options that begin so speak of a secret and hold none.
_SWITCHES = frozenset(
    "no with show print require ask prompt reset skip ignore disable enable use get list create delete "
    "generate rotate revoke verify validate check decode keep save store hide allow clear set".split()
)
_MOST = 4096
_known: dict[str, str] = {}


def kind_of(name: str) -> str:
    """What kind of secret the value of a name is; "" for a name that tells nothing of the kind."""
    found = _known.get(name)
    if found is None:
        if len(_known) >= _MOST:
            _known.clear()
        found = _known[name] = _kind(name) if len(name) <= 100 else ""
    return found


def _kind(name: str) -> str:
    lowered = name.lower()
    for stem in STEMS:
        if stem in lowered:
            break
    else:
        return ""
    # One package tool names the host it signs in to in a variable: `BUNDLE_GEMS__EXAMPLE__COM`.
    if name[:7] == "BUNDLE_" and "__" in name:
        return LOGIN
    parts = words_of(name)
    option = name[:1] == "-"
    if (
        not parts
        or (option and (len(name) < 4 or parts[0] in _SWITCHES))
        or name.lstrip("$") in ("PWD", "OLDPWD")
    ):
        return ""
    while len(parts) > 1 and parts[-1] in _FILLERS:
        parts.pop()
    return _by_words(parts, name)


def _by_words(parts: list[str], name: str) -> str:
    last = parts[-1]
    before = parts[-2] if len(parts) > 1 else ""
    if last == "key":
        if before in _OWNERS or (name.isupper() and before and before not in _HARMLESS):
            return KEY
        return KEY if before.endswith(("password", "secret", "token")) else ""
    if last == "pem" and before == "key":
        return KEY
    if last == "keys":
        return KEY if before in ("api", "secret", "private") else ""
    if last == "mnemonic" or (last == "phrase" and before in ("seed", "recovery", "backup", "secret")):
        return MNEMONIC
    if last == "pat" and name.isupper():
        return TOKEN
    if last in ("salt", "pepper") and before and name.isupper():
        return SECRET
    if last in ("base", "string") and "secret" in parts:
        return SECRET
    if last in _LAST:
        return _LAST[last]
    for ending, kind in _ENDINGS:
        if last.endswith(ending):
            return kind
    return ""


def words_of(name: str) -> list[str]:
    """The words of a name in lower case: `clientSecret`, `CLIENT_SECRET` and `client-secret2` alike."""
    seamed: list[str] = []
    was = ""
    for at, char in enumerate(name):
        if not char.isalnum():
            seamed.append(" ")
        else:
            follows = name[at + 1 : at + 2]
            if (
                char.isupper()
                and was
                and (was.islower() or was.isdigit() or (was.isupper() and follows.islower()))
            ):
                seamed.append(" ")
            seamed.append(char)
        was = char
    found = [word.rstrip("0123456789") for word in "".join(seamed).lower().split()]
    return [word for word in found if word]
