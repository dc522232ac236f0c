"""What of an input is kept: texts redacted and cut, secrets by their key erased, contents as length and digest."""

from __future__ import annotations

from assent.core.redact.names import COOKIE, HEADER, LOGIN, PASSWORD, SECRET, SIGNED, TOKEN, kind_of
from assent.core.redact.plain import OPENING
from assent.core.redact.text import mark, redact, redact_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

# The one list of fields that hold contents of files, prompts and messages: what a call does is said by where, what
# and whither, and these are none of that.
CONTENTS = frozenset({
    "content", "contents", "new_string", "old_string", "new_str", "old_str", "new_source", "old_source", "edits",
    "file_text", "insert_text",
    "prompt", "todos", "plan", "text", "body", "message", "markdown", "html", "patch", "diff", "newText", "oldText",
    "fileText", "insertText",
})  # fmt: skip
LONGEST, MOST, DEEPEST, NODES = 1 << 16, 1 << 18, 12, 20_000
# Redaction looks a little past the cut, so that a secret lying across it is still seen whole.
_MARGIN = 4096
# In `{"name": "X-Api-Key", "value": …}` the first names what the second holds.
_LABELS = ("name", "key", "label", "header", "field", "selector", "element", "placeholder", "id")
_HELD = frozenset({"value", "val", "default", "data", "values"})
# What is typed into a field; it is erased only as far as people type a password.
_TYPED, _LONGEST_TYPED = frozenset({"text", "content", "input"}), 200
# A program and its arguments, as a list's words are read together.
_PROGRAMS = ("command", "program", "cmd", "executable")
_ARGUMENTS = frozenset({"args", "arguments", "argv"})
_LONGEST_WORD, _MOST_WORDS = 2000, 32
_MANIFEST = frozenset({"data", "stringData"})
# Keys that tell only as keys: elsewhere these words say something else.
_KEYS = {
    "tokens": TOKEN, "bearer": TOKEN, "pin": PASSWORD, "totp": PASSWORD, "cvv": PASSWORD, "cvc": PASSWORD,
    "mfa_code": PASSWORD,
    "otp_code": PASSWORD, "verification_code": PASSWORD, "card_number": PASSWORD, "cardNumber": PASSWORD,
    "mfaCode": PASSWORD,
}  # fmt: skip
_WHOLE = frozenset({PASSWORD, TOKEN, SECRET, COOKIE, HEADER, "key"})


class Keeper:
    """Keeps one entry: at most 64 K characters of a text, 256 K and 20,000 values in all, 12 levels. With `digest`,
    contents become their length and digest."""

    __slots__ = ("digest", "left", "nodes")

    def __init__(self, digest: Callable[[bytes], str] | None = None) -> None:
        self.digest = digest
        self.left = MOST
        self.nodes = NODES

    def keep(self, value: object, kind: str = "", depth: int = DEEPEST, *, hidden: bool = False) -> object:
        """A value as it may be stored; `kind` when a key above names a secret, `hidden` when one names contents."""
        if isinstance(value, str):
            if hidden and self.digest:
                return {"length": len(value), "digest": self.digest(value.encode("utf-8", "surrogatepass"))}
            return self._secret(value, kind) or self.text(value)
        self.nodes -= 1
        if self.nodes < 0:
            return "[cut]"
        if isinstance(value, dict | list | tuple) and not depth:
            return "[too deep]"
        if isinstance(value, dict):
            return self._object(value, kind, depth - 1, hidden=hidden)
        if isinstance(value, list | tuple):
            return self._list(value, kind, depth - 1, hidden=hidden)
        erased = isinstance(value, int | float) and not isinstance(value, bool) and _is_numeric(value, kind)
        return mark(kind) if erased else value

    def text(self, text: str) -> str:
        """A text redacted and, past what may be kept, cut with a mark that says how much is missing."""
        self.nodes -= 1
        most = min(LONGEST, self.left) if self.nodes >= 0 else 0
        self.left -= min(len(text), most)
        if len(text) <= most:
            return redact(text)
        kept = redact(text[: most + _MARGIN])[:most] if most else ""
        return f"{kept}[cut: {len(text) - most} more characters]"

    def _secret(self, text: str, kind: str) -> str:
        """The mark for a text whose key names a secret; "" when the text is none."""
        if (
            not kind
            or len(text) < (12 if kind in (LOGIN, SIGNED) else 1)
            or text.startswith((OPENING, "$", "<", "{{"))
        ):
            return ""
        from assent.core.redact.genuine import is_placeholder

        return "" if is_placeholder(text) else mark(kind)

    def _object(
        self, given: Mapping[object, object], kind: str, depth: int, *, hidden: bool
    ) -> dict[str, object]:
        above = kind if kind in _WHOLE else ""
        told = above or _label(given)
        kept: dict[str, object] = {}
        program = _program(given)
        for key, value in given.items():
            name = str(key)
            if self.nodes < 0:
                kept["[cut]"] = f"{len(given) - len(kept)} more"
                break
            named = kind_of(name) or _KEYS.get(name) or above or (told if name in _HELD else "")
            if not named and kind == LOGIN and name in _HELD:
                named = PASSWORD
            if not named and name in _TYPED and told == PASSWORD and _is_typed(value):
                named = told
            if name in _MANIFEST and given.get("kind") == "Secret":
                named = SECRET
            together = bool(program) and name in _ARGUMENTS
            own = _as_words(value, program) if together and isinstance(value, list) else value
            kept[self.text(name)] = self.keep(own, named, depth, hidden=hidden or name in CONTENTS)
        return kept

    def _list(self, given: Sequence[object], kind: str, depth: int, *, hidden: bool) -> list[object]:
        above = kind if kind in _WHOLE else ""
        last = PASSWORD if kind == LOGIN and len(given) == 2 else ""
        kept: list[object] = []
        before: object = ""
        for value in _as_words(given, ""):
            if self.nodes < 0:
                kept.append(f"[cut: {len(given) - len(kept)} more]")
                break
            named = above
            if not named and isinstance(before, str) and (before[:1] == "-" or len(given) == 2):
                named = "" if OPENING in before else kind_of(before)
            if len(kept) == 1:
                named = named or last
            kept.append(self.keep(value, named, depth, hidden=hidden))
            before = value
        return kept


def _program(given: Mapping[object, object]) -> str:
    """The program whose arguments stand beside it."""
    for key in _PROGRAMS:
        name = given.get(key)
        if isinstance(name, str):
            return name
    return ""


def _as_words(given: Sequence[object], program: str) -> Sequence[object]:
    """A list of texts as the words of one command, which tell more together than each by itself."""
    words = [
        each for each in given if isinstance(each, str) and len(each) <= _LONGEST_WORD and "\n" not in each
    ]
    if not len(words) + bool(program) > 1 or len(words) != len(given) or len(words) > _MOST_WORDS:
        return given
    return redact_words([program, *words])[1:] if program else redact_words(words)


def _is_typed(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST_TYPED and "\n" not in value


def _is_numeric(value: float, kind: str) -> bool:
    """Whether a number is a secret: every one behind a name for a password, a long one behind that of a token."""
    return kind == PASSWORD or (kind in _WHOLE and isinstance(value, int) and abs(value) >= 10_000_000)


def _label(given: Mapping[object, object]) -> str:
    """The kind of secret that a record of a name and a value speaks of."""
    for key in _LABELS:
        label = given.get(key)
        if isinstance(label, str) and len(label) <= 200:
            kind = kind_of(label.strip().replace(" ", "_"))
            if kind:
                return kind
            if "passw" in label.lower():
                return PASSWORD
    return ""
