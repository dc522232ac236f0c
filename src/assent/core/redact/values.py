"""Where the value behind a name lies, and which values are no secret whatever the name says."""

from __future__ import annotations

from assent.core.redact.names import COOKIE, HEADER, KEY, LOGIN, MNEMONIC, PASSWORD, SECRET, SIGNED
from assent.core.redact.plain import OPENING

QUOTES = "\"'`"
_BLANKS = " \t"
_STOPS = str.maketrans(dict.fromkeys("\t\r\n\"'`;|&<>(){}[]\\", " "))
_NO_VALUE = frozenset(
    "none null nil true false undefined required optional string str text int integer number bool boolean "
    "bytes object any unknown secret password token self this await async new process os env config "
    "getenv input prompt changed missing redacted hidden masked empty todo tbd example sample inherit "
    "bearer basic digest the a an is are was and or not".split()
)
_STAND_INS = (  # what an example begins with
    "your",
    "my-",
    "my_",
    "xxx",
    "***",
    "...",
    "example",
    "env:",
    "process.env",
    "os.environ",
    "secrets.",
    "ref+",
    "op://",
    "vault:",
)
_SCHEMES = frozenset(
    "bearer basic token digest apikey api-key negotiate ntlm hmac key splunk aws4-hmac-sha256 sso-key "
    "klaviyo-api-key bot oauth".split()
)
# Characters of a value that are looked at to judge it.
_LOOK = 256
_PATHS = ("/", "./", "../", "~/", "@")
_BLANK, _EQUALS, _COLON = "blank", "=", ":"
_TWO_QUOTES = ("'", '"')
# Pieces of one word that are followed.
_PIECES = 8
# What encloses a text in some languages beside one quote.
_WRAPS = (("[[", "]]"), ('"""', '"""'), ("`", "`"))


class Text:
    """The text under the scan, with the ends of its words and lines found once and in order."""

    __slots__ = ("_ends", "_stops", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._stops = ""
        self._ends: dict[str, tuple[int, int]] = {}

    def next(self, char: str, at: int) -> int:
        """The first place of a character from a place on; the end of the text when there is none. What was found
        stays known: asked from ever later places, all answers together cost one walk."""
        begin, end = self._ends.get(char, (0, -1))
        if begin <= at <= end:
            return end
        found = self.text.find(char, at)
        found = len(self.text) if found < 0 else found
        self._ends[char] = (at, found)
        return found

    def word_end(self, at: int) -> int:
        """The end of an unquoted value: a blank, a quote, a bracket or a sign that ends a command. A backslash keeps
        what follows, unless it stands for a line break or a quote."""
        begin, end = self._ends.get("word", (0, -1))
        if begin <= at <= end:
            return end
        if not self._stops:
            self._stops = self.text.translate(_STOPS)
        begin = at
        while True:
            end = self._stops.find(" ", at)
            end = len(self.text) if end < 0 else end
            if self.text[end : end + 1] != "\\" or self.text[end + 1 : end + 2] in ("", *"nrt\"'\\\n"):
                break
            at = end + 2
        self._ends["word"] = (begin, end)
        return end

    def line_end(self, at: int) -> int:
        """The end of a header's value: a quote, the end of the line, a line break spelt in JSON."""
        return min(
            self.next("\n", at),
            self.next('"', at),
            self.next("'", at),
            self.next("\\n", at),
            self.next("\\r", at),
        )


class Value:
    """A value behind a name: `sign` what stands between (`=`, `:`, `blank`), `quoted`, `spaced` when blanks do too."""

    __slots__ = ("begin", "end", "quoted", "sign", "spaced")

    def __init__(self, begin: int, end: int, sign: str, *, quoted: bool, spaced: bool) -> None:
        self.begin = begin
        self.end = end
        self.sign = sign
        self.quoted = quoted
        self.spaced = spaced


def value_behind(text: Text, end: int, *, blank: bool, header: bool) -> Value | None:
    """The value behind a name that ends at a place; None without one. `blank` when a blank alone may stand between,
    `header` when it runs to the end of the line."""
    at, closed = _past_quote(text.text, end)
    sign, begin, spaced = _sign(text.text, at, closed=closed)
    if not sign and text.text[at : at + 2] in ("('", '("') and text.text[at - 8 : at].lower() == "password":
        sign, begin, spaced = _EQUALS, _last_argument(text, at + 1), False
    if not sign:
        if not blank or closed or at >= len(text.text) or text.text[at] not in _BLANKS + ",":
            listed = blank and closed and text.text[at : at + 1] in (",", " ")
            if not listed:
                return None
        sign, begin, spaced = _BLANK, _past_blanks(text.text, at + (text.text[at] == ",")), False
    return _value(text, begin, sign, spaced=spaced, header=header)


def _last_argument(text: Text, at: int) -> int:
    """Where the last of two quoted arguments begins, the first when there is no other."""
    close = text.text.find(text.text[at], at + 1, at + 64)
    comma = _past_blanks(text.text, close + 1)
    following = _past_blanks(text.text, comma + 1)
    more = close > 0 and text.text[comma : comma + 1] == "," and text.text[following : following + 1] in _TWO_QUOTES
    return following if more else at


def _past_quote(text: str, at: int) -> tuple[int, bool]:
    """Behind the quote that closes a quoted name, and the bracket of a subscript."""
    start = at
    while text[at : at + 1] == "\\":
        at += 1
    if text[at : at + 1] in ('"', "'"):
        at += 1
        return at + (text[at : at + 1] == "]"), True
    return start + (text[start : start + 2] == "]="), False


def _past_blanks(text: str, at: int) -> int:
    most = min(len(text), at + 64)
    while at < most:
        if text[at] in _BLANKS:
            at += 1
        elif text[at] in "\\`^" and text[at + 1 : at + 2] == "\n":
            at += 2
        else:
            break
    return at


def _sign(text: str, at: int, *, closed: bool) -> tuple[str, int, bool]:
    begin = _past_blanks(text, at)
    two = text[begin : begin + 2]
    if two in (":=", "=>", "==", "::"):
        return (_EQUALS, _past_blanks(text, begin + 2), True) if two != "::" else ("", at, False)
    if two[:1] not in ("=", ":"):
        return ("<", at + 1, False) if two[:1] == ">" and begin == at else ("", at, False)
    behind_sign = _past_blanks(text, begin + 1)
    if closed and text[behind_sign : behind_sign + 1] == "\n":
        behind_sign = _past_blanks(text, behind_sign + 1)
    return two[0], behind_sign, behind_sign > begin + 1


def _value(text: Text, begin: int, sign: str, *, spaced: bool, header: bool) -> Value | None:
    whole = text.text
    at = begin
    if whole[at : at + 2] in ("$'", '$"', "f'", 'f"', "r'", 'r"', "b'", 'b"', "u'", 'u"', '@"', "N'"):
        at += 1
    slashes = at
    while whole[at : at + 1] == "\\":
        at += 1
    quote = whole[at : at + 1]
    for opening, closing in _WRAPS:
        if whole.startswith(opening, at) and (len(opening) > 1 or (spaced and opening == "`")):
            close = whole.find(closing, at + len(opening), at + _LOOK)
            return Value(at + len(opening), close, sign, quoted=True, spaced=spaced) if close > 0 else None
    if quote == "{" and sign == _EQUALS and whole[begin - 4 : begin].lower() == "pwd=":
        return Value(at + 1, text.next("}", at), sign, quoted=True, spaced=False)
    if sign == "<":
        return Value(begin, text.next("<", begin), sign, quoted=True, spaced=False)
    if quote in ('"', "'"):
        end = _closing(text, quote, at + 1, at - slashes)
        if end == at + 1 or whole[at + 1 : at + 2] in ("", " ", "\n", "\t", "+"):
            return None  # it closes what stood open before the name
        end = joined(text, end, 1) if at == slashes else end
        return Value(at + 1, end, sign, quoted=True, spaced=spaced)
    end = text.line_end(begin) if header else joined(text, text.word_end(begin), 0)
    return Value(begin, end, sign, quoted=False, spaced=spaced) if end > begin else None


def joined(text: Text, end: int, closing: int) -> int:
    """Where a shell's word ends whose first piece does, with `closing` 1 at a quote that closes: behind that quote, in
    another one, and behind a line break that is escaped it may go on."""
    whole = text.text
    for _ in range(_PIECES):
        at = end + closing
        following = whole[at : at + 1]
        if following == "\\" and whole[at + 1 : at + 2] == "\n" and whole[at + 2 : at + 3].isalnum():
            end, closing = text.word_end(at + 2), 0
        elif following in _TWO_QUOTES and following:
            close = whole.find(following, at + 1, at + _LOOK)
            piece = whole[at + 1 : close]
            if close <= at + 1 or len(piece.split()) != 1 or piece != piece.strip() or not piece.isalnum():
                return end
            end, closing = close, 1
        else:
            return end
    return end


def _closing(text: Text, quote: str, at: int, level: int) -> int:
    """Where a quote written behind `level` backslashes closes: the next one behind no more of them; the end of the
    line when it does not."""
    found = at
    whole = text.text
    while True:
        found = text.next(quote, found)
        if found >= len(whole):
            return text.next("\n", at)
        before = found
        while before > at and whole[before - 1] == "\\" and found - before <= level:
            before -= 1
        if found - before <= level:
            return before
        found += 1


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
