"""One walk over a text that finds what must be erased: by name, by form, in addresses, in key blocks, by program."""

from __future__ import annotations

from assent.core.redact import addresses, arguments, lines, manifests, sentences, words
from assent.core.redact.forms import SHORTEST
from assent.core.redact.forms import kind_of as form_of
from assent.core.redact.genuine import is_secret
from assent.core.redact.names import COOKIE, HEADER, KEY, PASSWORD, kind_of
from assent.core.redact.plain import BETWEEN, OPENING
from assent.core.redact.values import Text, value_behind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.core.redact.values import Value
    from assent.core.redact.words import Span

_BLOCK, _BLOCK_END, _DASHES = "-----BEGIN", "-----END", "-----"
_PUTTY, _PUTTY_END = "Private-Lines:", "Private-MAC"
# Behind one of these a name and its value may stand side by side.
_SETTERS = frozenset(
    "set config configure setenv ENV ARG env Env put --arg Set-Item login machine wifi role user identified with "
    "requirepass WITH USER ROLE LOGIN -x".split()
)
# Before what looks random and hides nothing.
_NAMED_OPENLY = (
    "list=", "?v=", "&v=", "id=", "id:", "hash=", "digest=", "etag=", "commit=", "rev=", "checksum=", 'id": "', 'id":"',
)  # fmt: skip
_NEAR = 200
_LONGEST_MARK = 40
# How words end behind which somebody signs in.
_VERBS = frozenset(("ogin", "BY", "by"))
_SCHEMES = frozenset(("bearer", "basic"))
_HEADERS = ("token", "key", "secret", "password", "auth", "signature")


def spans(text: str) -> list[Span]:
    """What must be erased, in order and apart from each other: (begin, end, kind)."""
    atoms = text.translate(BETWEEN).split(" ")
    scan = _Scan(text)
    scan.blocks()
    scan.walk(atoms)
    found = scan.found + words.secrets(text, atoms) + manifests.secrets(text)
    return _outside(text, apart(found)) if OPENING in text else apart(found)


def _outside(text: str, found: Sequence[Span]) -> list[Span]:
    """The spans that touch no mark: where one stands, the text was redacted before, and what was beside it was seen."""
    marks = _marks(text)
    kept: list[Span] = []
    for span in found:
        while marks and marks[-1][1] <= span[0]:
            marks.pop()
        if not marks or marks[-1][0] >= span[1]:
            kept.append(span)
    return kept


def _marks(text: str) -> list[tuple[int, int]]:
    """Where marks stand, the last one first."""
    found: list[tuple[int, int]] = []
    at = text.find(OPENING)
    while at >= 0:
        stop = text.find("]", at, at + _LONGEST_MARK)
        if is_mark(text, at, stop):
            found.append((at, stop + 1))
        at = text.find(OPENING, at + 1)
    return found[::-1]


def is_mark(text: str, begin: int, stop: int) -> bool:
    """Whether a mark lies between a place and the bracket that closes it: nothing but a kind's plain name."""
    return (
        stop > begin
        and text[begin + len(OPENING) : stop].replace("-", "a").isalnum()
        and text[begin:stop].islower()
    )


def apart(found: Sequence[Span]) -> list[Span]:
    """Spans in order, those that overlap as one."""
    kept: list[Span] = []
    for begin, end, kind in sorted(found):
        if kept and begin < kept[-1][1]:
            if end > kept[-1][1]:
                kept[-1] = (kept[-1][0], end, kept[-1][2])
        elif end > begin:
            kept.append((begin, end, kind))
    return kept


class _Scan:
    """What the walk knows so far: where the next atom may begin, and where a word stood that sets names."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places = Text(text)
        self.found: list[Span] = []
        self.skip = 0
        self.setter = -_NEAR
        self.public: list[tuple[int, int]] = []

    def blocks(self) -> None:
        """Private keys between their marks; what is public between marks is passed over."""
        text = self.text
        at = text.find(_BLOCK)
        while at >= 0:
            head = text.find(_DASHES, at + len(_BLOCK), at + 80)
            name = text[at : head if head >= 0 else at + 80]
            end = self.places.next(_BLOCK_END, at + len(_BLOCK))
            if end < len(text):
                end = self.places.next(_DASHES, end + len(_BLOCK_END)) + len(_DASHES)
            stop = min(end, len(text))
            if "PRIVATE KEY" in name:
                self.found.append((at, stop, "private-key"))
            elif end < len(text):
                self.public.append((at, stop))
            at = text.find(_BLOCK, stop if "PRIVATE KEY" in name or end < len(text) else at + len(_BLOCK))
        at = text.find(_PUTTY)
        while at >= 0:
            stop = self.places.next(_PUTTY_END, at)
            self.found.append((at + len(_PUTTY), stop, "private-key"))
            at = text.find(_PUTTY, stop)
        self.known = sorted([(begin, end) for begin, end, _ in self.found] + self.public, reverse=True)

    def walk(self, atoms: Sequence[str]) -> None:
        """Every atom once, from left to right; an erased value is not looked into again."""
        at = 0
        for atom in atoms:
            begin = at
            at += len(atom) + 1
            if not atom or begin < self.skip:
                continue
            while self.known and begin >= self.known[-1][1]:
                self.known.pop()
            if self.known and begin >= self.known[-1][0]:
                self.skip = self.known.pop()[1]
                continue
            self._atom(atom, begin, at - 1)

    def _erase(self, begin: int, end: int, kind: str) -> None:
        self.found.append((begin, end, kind))
        self.skip = max(self.skip, end)

    def _atom(self, atom: str, begin: int, end: int) -> None:
        if atom == "erased" and self.text[begin - 1 : end + 1] == OPENING:
            stop = self.text.find("]", end, end + _LONGEST_MARK)
            if is_mark(self.text, begin - 1, stop):
                self.skip = stop + 1
            return
        if atom in _SETTERS:
            self.setter = end
        kind = kind_of(atom)
        size = end - begin
        if kind and self._valued(atom, begin, end, kind):
            return
        if size >= 16:
            self._formed(atom, begin, end)
        if atom[:2] == "//" and self.text[begin - 1 : begin] == ":":
            self.found += addresses.secrets(self.places, begin + 2)
        elif atom == "key":
            self._key(atom, begin, end)
        elif size < 7 and atom.lower() in _SCHEMES and self.text[end : end + 1] == " ":
            self._scheme(end + 1)
        elif atom[-4:] in _VERBS:
            self._signed_in(atom, begin, end)
        elif self.text[end : end + 1] == ":" and (
            atom.isdigit() or (atom[1:2] == "/" and atom[2:].isdigit())
        ):
            self._numbered(begin, end)
        elif "@" in atom and self.text[begin - 1 : begin] == ":":
            self.found += addresses.logins(self.text, atom, begin, end)

    # ------------------------------------------------------------------------------------------ by name

    def _valued(self, atom: str, begin: int, end: int, kind: str) -> bool:
        """Erases the value of a telling name, and the name where a token ends in it; False when there is no value."""
        if not self._named(atom, end, kind) and not self._told(atom, begin, end, kind):
            return False
        if end - begin >= SHORTEST:
            self._formed(atom, begin, end)
        return True

    def _named(self, atom: str, end: int, kind: str) -> bool:
        """Erases the value behind a telling name; False when there is none, or it is no secret."""
        option = atom[0] == "-"
        extended = atom[:2] in ("x-", "X-") and atom.lower().endswith(_HEADERS)
        header = not option and (extended or kind in (HEADER, COOKIE))
        near = end - self.setter < _NEAR
        value = value_behind(self.places, end, blank=option or near, header=header)
        if value is None or self.text[end : end + 2] in (":\n", "=\n"):
            return False
        if not (option or header or value.quoted) and self.text[value.end : value.end + 1] in lines.SIGNS:
            value.end = lines.value_end(self.places, end - len(atom), value.begin, value.end)
        if value.sign == "blank" and not option and not self._is_set(value, kind, atom, end):
            return False
        if not is_secret(self.text, value, kind, atom):
            return False
        stop = self._value_end(value, kind)
        quote = self.text[end - len(atom) - 1 : end - len(atom)]
        if header and not value.quoted and quote in ("'", '"') and value.sign == ":":
            ends = [self.places.next(sign, value.begin) for sign in (quote, "\n", "\\n", "\\r")]
            stop = max(stop, min(ends))
        self._erase(value.begin, stop, kind)
        return True

    def _told(self, atom: str, begin: int, end: int, kind: str) -> bool:
        """Erases the value that stands apart from a telling name: as an argument, an attribute, in a sentence or on
        its line; False when there is none."""
        value = arguments.signed_in(self.places, begin, end)
        if value:
            kind = PASSWORD
        else:
            value = sentences.value(self.places, begin, end, kind) or arguments.value(
                self.places, begin, end, kind
            )
        if value is None or (value.quoted and not is_secret(self.text, value, kind, atom)):
            return False
        self._erase(value.begin, value.end, kind)
        return True

    def _is_set(self, value: Value, kind: str, atom: str, end: int) -> bool:
        """Whether a blank alone sets the value: behind a login's word, in quotes, directly behind a word that sets a
        variable, or for a value that is no word."""
        close = (
            end - len(atom) - self.setter <= 2 and self.text[end] == " " and (atom.isupper() or "_" in atom)
        )
        if (
            value.quoted
            or (close and kind == PASSWORD)
            or (
                kind == PASSWORD
                and self.text.endswith(
                    ("login", "machine", "wifi"), max(0, self.setter - 8), max(0, self.setter)
                )
            )
        ):
            return True
        given = self.text[value.begin : min(value.end, value.begin + 64)]
        return any(char.isdigit() for char in given) or (kind == PASSWORD and not given.isalpha())

    def _value_end(self, value: Value, kind: str) -> int:
        """Where the value ends: an unquoted one before a further `name=` of a list."""
        comma = -1 if value.quoted else self.text.find(",", value.begin, value.end)
        if comma < 0 or kind in (HEADER, COOKIE):
            return value.end
        listed = "=" in self.text[comma : min(value.end, comma + 60)]
        return comma if listed or comma == value.end - 1 else value.end

    # ------------------------------------------------------------------------------------------ by form

    def _formed(self, atom: str, begin: int, end: int) -> None:
        kind = form_of(atom)
        if kind == "random" and self._is_plain(begin, end):
            kind = ""
        if kind:
            self._erase(begin, end, kind)
            return
        if "/" in atom or atom[0] in "-$":
            at = begin
            for each in atom.split("/"):
                trimmed = each.lstrip("-$")
                kind = form_of(trimmed) if len(trimmed) >= 16 else ""
                if kind and not (kind == "random" and self._is_plain(begin, end)):
                    self._erase(at, at + len(each), kind)
                at += len(each) + 1

    def _is_plain(self, begin: int, end: int) -> bool:
        """Random as it looks, no secret: a digest behind its name, a piece of an encoded file."""
        before = self.text[max(0, begin - 10) : begin].lower()
        if before.endswith(("base64,", "sha256:", "sha512:", "sha1:", "md5:", "h1:", "sha256-", "sha512-")):
            return True
        return before.endswith(_NAMED_OPENLY) or self.text[end : end + 1] == "("

    def _key(self, atom: str, begin: int, end: int) -> None:
        """A name that tells only as a parameter of an address, and where a database is opened."""
        if self.text[begin - 1 : begin] in ("?", "&") and self.text[end : end + 1] == "=":
            self._long(end + 1, KEY)
        elif self.text[begin - 7 : begin].lower() == "pragma ":
            self._named(atom, end, PASSWORD)

    def _long(self, begin: int, kind: str) -> None:
        end = min(self.places.word_end(begin), begin + 400)
        given = self.text[begin : min(end, begin + 64)]
        if len(given) >= 16 and any(char.isdigit() for char in given) and given[0] not in "$<{":
            self._erase(begin, end, kind)

    def _scheme(self, begin: int) -> None:
        end = self.places.word_end(begin)
        given = self.text[begin : min(end, begin + 64)]
        least = 12 if self.text[begin - 6 : begin - 1].lower() == "basic" else 16
        telling = any(char.isdigit() for char in given) or (given != given.lower() and given != given.title())
        if len(given) >= least and telling and given[0] not in "$<{%" and not given.startswith(OPENING):
            self._erase(begin, end, HEADER)

    def _signed_in(self, atom: str, begin: int, end: int) -> None:
        if atom in ("BY", "by"):
            self._identified(end)
        elif self.text[end : end + 1] == "(":
            value = arguments.signed_in(self.places, begin, end)
            if value:
                self._erase(value.begin, value.end, PASSWORD)

    def _identified(self, end: int) -> None:
        before = self.text[max(0, end - 60) : end]
        if "identified" not in before.lower():
            return
        value = value_behind(self.places, end, blank=True, header=False)
        if value and value.sign == "blank" and (value.quoted or before.endswith("IDENTIFIED BY")):
            self._erase(value.begin, value.end, PASSWORD)

    def _numbered(self, begin: int, end: int) -> None:
        """`number:secret`, as one messenger's bots and one planner's users are known."""
        stop = self.places.word_end(end + 1)
        given = self.text[end + 1 : min(stop, end + 60)]
        head = given.partition("/")[0]
        if 8 <= end - begin <= 10 and head.startswith("AA") and len(head) == 35:
            self._erase(begin, end + 1 + len(head), "telegram-token")
        elif end - begin > 12 and len(head) == 32 and addresses.is_hex(head):
            self._erase(begin, end + 33, "asana-token")
        elif self.text[begin - 1 : begin] == ":" and ("pgpass" in self.text[:400] or end - begin in (4, 5)):
            self._of_a_line(end)

    def _of_a_line(self, end: int) -> None:
        """`host:port:database:user:password`, as one database's clients keep it."""
        line = self.text[end + 1 : min(self.places.next("\n", end), self.places.next('"', end), end + 300)]
        first, _, rest = line.partition(":")
        named = first != "" and not first.isdigit() and " " not in line
        if line.count(":") == 2 and (named or "pgpass" in self.text[:400]) and rest[-1:] != ":":
            self._erase(end + 2 + line.rfind(":"), end + 1 + len(line.rstrip("'")), PASSWORD)
