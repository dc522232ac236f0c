"""Where the value behind a name lies: its sign, its quotes, and the pieces that a shell joins."""

from __future__ import annotations

QUOTES = "\"'`"
_BLANKS = " \t"
_STOPS = str.maketrans(dict.fromkeys("\t\r\n\"'`;|&<>(){}[]\\", " "))
# Characters within which a piece of a value closes.
_LOOK = 256
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
    more = (
        close > 0
        and text.text[comma : comma + 1] == ","
        and text.text[following : following + 1] in _TWO_QUOTES
    )
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
