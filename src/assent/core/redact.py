"""The one door that text passes before it is stored or shown: secrets by their shape are erased."""

from __future__ import annotations

MARK = "[redacted]"
# A token starts here and runs over token characters; the number is how many must follow for it to be one.
PREFIXES = (
    ("sk-", 16), ("ghp_", 16), ("gho_", 16), ("ghu_", 16), ("ghs_", 16), ("ghr_", 16), ("github_pat_", 16),
    ("glpat-", 12), ("AKIA", 12), ("ASIA", 12), ("xoxb-", 8), ("xoxp-", 8), ("xoxa-", 8), ("xapp-", 8),
    ("npm_", 20), ("pypi-", 20), ("AIza", 20), ("ya29.", 16), ("eyJ", 24), ("hf_", 16), ("dop_v1_", 16),
    ("SG.", 16), ("rk_live_", 12), ("sk_live_", 12), ("whsec_", 12), ("age-secret-key-", 12), ("dckr_pat_", 12),
)  # fmt: skip
# After one of these words and `=`, `:` or a blank, the value is a secret.
WORDS = (
    "password", "passwd", "passphrase", "secret", "token", "api_key", "apikey", "api-key", "access_key",
    "access-key", "private_key", "private-key", "auth_token", "client_secret", "pgpassword", "mysql_pwd",
    "secret_key", "cookie",
)  # fmt: skip
_TOKEN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.+/=~")
_END = frozenset(" \t\n\r\"'`;&|<>(){}[],\\")


def redact(text: str) -> str:
    """The text with every secret-shaped run replaced by `[redacted]`; redacting twice changes nothing more."""
    text = _key_blocks(text)
    for prefix, least in PREFIXES:
        if prefix in text:
            text = _tokens(text, prefix, least)
    lowered = text.lower()
    if "authorization" in lowered:
        text = _header(text)
        lowered = text.lower()
    if "bearer " in lowered or "basic " in lowered:
        text = _scheme(_scheme(text, "bearer "), "basic ")
        lowered = text.lower()
    for word in WORDS:
        if word in lowered:
            text = _values(text, word)
            lowered = text.lower()
    return _userinfo(text) if "://" in text else text


def _key_blocks(text: str) -> str:
    at = text.find("-----BEGIN")
    while at >= 0 and "PRIVATE KEY" in text[at : at + 60]:
        end = text.find("-----END", at)
        stop = text.find("-----", end + 8) + 5 if end >= 0 and text.find("-----", end + 8) >= 0 else len(text)
        text = text[:at] + MARK + text[stop:]
        at = text.find("-----BEGIN", at + len(MARK))
    return text


def _run(text: str, at: int, *, token: bool) -> int:
    end = at
    while end < len(text) and (text[end] in _TOKEN if token else text[end] not in _END):
        end += 1
    return end


def _tokens(text: str, prefix: str, least: int) -> str:
    out: list[str] = []
    last = 0
    at = text.find(prefix)
    while at >= 0:
        end = _run(text, at, token=True)
        if end - at - len(prefix) >= least and (
            at == 0 or text[at - 1] not in _TOKEN or text[at - 1] in "=/+"
        ):
            out.append(text[last:at])
            out.append(MARK)
            last = end
        at = text.find(prefix, max(end, at + 1))
    out.append(text[last:])
    return "".join(out)


def _values(text: str, word: str) -> str:
    out: list[str] = []
    last = 0
    lowered = text.lower()
    at = lowered.find(word)
    while at >= 0:
        start = at + len(word)
        while start < len(text) and (text[start].isalnum() or text[start] in "_-\"'"):
            if text[start] in "\"'" and start + 1 < len(text) and text[start + 1] not in ":=":
                break
            start += 1
        sign = start
        while start < len(text) and text[start] in " \t:=":
            start += 1
        signed = any(char in ":=" for char in text[sign:start]) or text[max(0, at - 2) : at] == "--"
        if signed and start > sign:
            quote = text[start] if start < len(text) and text[start] in "\"'" else ""
            begin = start + len(quote)
            end = text.find(quote, begin) if quote else _run(text, begin, token=False)
            end = len(text) if end < 0 else end
            body = text[begin:end]
            if len(body) >= 3 and body[0] != "$" and not body.startswith(MARK) and begin >= last:
                out.append(text[last:begin])
                out.append(MARK)
                last = end
                start = end
        at = lowered.find(word, max(start, at + len(word)))
    out.append(text[last:])
    return "".join(out)


def _header(text: str) -> str:
    """An Authorization header's whole value: up to the closing quote or the end of the line."""
    at = text.lower().find("authorization")
    while at >= 0:
        begin = at + len("authorization")
        sign = begin
        while begin < len(text) and text[begin] in " \t:=\"'":
            begin += 1
        end = begin
        while end < len(text) and text[end] not in "\"'\n\r":
            end += 1
        if any(char in ":=" for char in text[sign:begin]) and end > begin:
            text = text[:begin] + MARK + text[end:]
            end = begin + len(MARK)
        at = text.lower().find("authorization", end)
    return text


def _scheme(text: str, word: str) -> str:
    lowered = text.lower()
    at = lowered.find(word)
    while at >= 0:
        begin = at + len(word)
        end = _run(text, begin, token=True)
        if end - begin >= 8:
            text = text[:begin] + MARK + text[end:]
            lowered = text.lower()
        at = lowered.find(word, begin)
    return text


def _userinfo(text: str) -> str:
    at = text.find("://")
    while at >= 0:
        begin = at + 3
        end = _run(text, begin, token=False)
        authority = text[begin:end].split("/", 1)[0]
        user, sign, _ = authority.rpartition("@")
        if sign and ":" in user and not user.endswith(MARK):
            name = user.partition(":")[0]
            text = text[:begin] + name + ":" + MARK + text[begin + len(user) :]
        at = text.find("://", begin)
    return text
