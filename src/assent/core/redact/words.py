"""Finds secrets by the program whose words they are among: options, operands and what a pipe feeds it."""

from __future__ import annotations

from assent.core.redact import pipes
from assent.core.redact.genuine import is_placeholder
from assent.core.redact.names import kind_of
from assent.core.redact.programs import ENTRIES, LEADERS, NAMES, OPERANDS, OPTIONS, SESSIONS, STORED, STORES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    # Begin and end in the text, one pair of quotes around the word left out.
    Word = tuple[int, int]
    Span = tuple[int, int, str]

KIND = "password"
_DEEPEST = 3
# Words looked at around a program or an option: one that stands farther away belongs to something else.
_FAR = 40
_STOPS = str.maketrans(dict.fromkeys("\t\r\n;|&()<>\"'\\`", " "))
_PRINTS = ("echo", "printf", "Write-Output")
_USERS = frozenset(("-u", "-U", "--user", "--username"))
_PASSES = frozenset(("-p", "-P"))
# Programs to which `-u name -p value` says something else than who signs in.
_NO_LOGINS = frozenset("docker podman nerdctl docker-compose sudo doas ps mkdir cp rsync tar install".split())
# Short options that take no value and may stand before the one that signs in.
_SWITCHES = frozenset("sSfkLivgnNGIjJOqR#0123468")


def secrets(text: str, atoms: Sequence[str]) -> list[Span]:
    """The secrets among the words of programs that take one: (begin, end, kind)."""
    signs_in = " -u" in text and (" -p " in text or " -P " in text)
    if LEADERS.isdisjoint(atoms) and "bin/" not in text and not signs_in:
        return []
    found: list[Span] = []
    _look(text, 0, len(text), found, _DEEPEST)
    return found


def _look(text: str, begin: int, end: int, found: list[Span], deep: int) -> None:
    stops = text[begin:end].translate(_STOPS)
    printed: list[Word] = []
    session = False
    at = begin
    while at < end:
        words, at, sign = _command(text, at, end, stops, begin)
        if not words:
            printed = printed if sign == "|" else []
            continue
        names = [text[first:last] for first, last in words]
        _judge(text, words, names, found)
        if printed:
            pipes.feed(text, printed, names, found)
        if "<<" in text[words[0][0] : at + 1] and pipes.is_fed(names):
            _documents(text, words[0][0], end, names, found)
        if session and names[0] in ENTRIES and len(words) > 1:
            _cut(text, *words[-1], "", found)
        session = session or (names[0] in SESSIONS and "<<" in text[words[0][0] : words[-1][1]])
        printed = words[1:] if sign == "|" and names[0] in _PRINTS else []
        if deep:
            for first, last in words:
                if last - first > 8 and " " in text[first:last] and text[first - 1 : first] in ("'", '"'):
                    _look(text, first, last, found, deep - 1)


def _command(text: str, at: int, end: int, stops: str, base: int) -> tuple[list[Word], int, str]:
    """The words of the command that begins at a place, where the next begins, and the sign between them."""
    words: list[Word] = []
    while at < end:
        char = text[at]
        if char in " \t\r`<>()":
            at += 1
        elif char in "\n;|&":
            return words, at + 1, char
        elif char == "\\":
            at += 2
        else:
            first = at
            at = _word_end(text, at, end, stops, base)
            words.append(_bare(text, first, at))
    return words, end, ""


def _word_end(text: str, at: int, end: int, stops: str, base: int) -> int:
    while at < end:
        next_ = stops.find(" ", at - base)
        at = end if next_ < 0 else next_ + base
        if at >= end:
            return end
        char = text[at]
        if char == "\\":
            at += 2
        elif char in "\"'":
            at = _closed(text, at, end)
        else:
            return at
    return end


def _closed(text: str, at: int, end: int) -> int:
    """Behind the quote that closes the one at a place; behind that one itself when none does."""
    quote = text[at]
    close = text.find(quote, at + 1, min(end, at + 20_000))
    while quote == '"' and close > 0 and text[close - 1] == "\\":
        close = text.find(quote, close + 1, min(end, at + 20_000))
    return close + 1 if close >= 0 else at + 1


def _bare(text: str, first: int, last: int) -> Word:
    if last - first >= 2 and text[first] in "\"'" and text[last - 1] == text[first]:
        return first + 1, last - 1
    return first, last


def _judge(text: str, words: list[Word], names: list[str], found: list[Span]) -> None:
    program = ""
    for at, name in enumerate(names):
        base = name.rpartition("/")[2] if "/" in name else name
        valued = at and names[at - 1][0:1] == "-" and len(names[at - 1]) > 3
        if base in NAMES and not (valued and text[words[at][0] - 1] != "("):
            program = f"{STORED} {program}" if base in STORES else OPTIONS.get(base, program)
            if base in OPERANDS:
                far = at + _FAR
                _operands(text, words[at + 1 : far], names[at + 1 : far], OPERANDS[base], found)
        elif program and (name[:1] in ("-", "/") or program == "@"):
            _option(text, words, names, at, program, found)
        elif (
            name in _PASSES
            and at > 1
            and names[at - 2] in _USERS
            and _NO_LOGINS.isdisjoint(names[max(0, at - _FAR) : at])
        ):
            _sign_in(text, words, at + 1, found)
    if "<<<" in text[words[0][0] : words[-1][1]] and pipes.is_fed(names):
        found.append((*words[-1], KIND))


def _documents(text: str, first: int, end: int, names: list[str], found: list[Span]) -> None:
    """The lines that a heredoc feeds to a program that reads a secret; behind a name for one that changes many."""
    for begin, stop in pipes.documents(text, first, end):
        sign = text.find(":", begin, stop) if "chpasswd" in names else -1
        _cut(text, begin if sign < 0 else sign + 1, stop, "", found)


def _option(text: str, words: list[Word], names: list[str], at: int, table: str, found: list[Span]) -> None:
    name = names[at]
    first, last = words[at]
    for flag, way, value in _flags(table, names[max(0, at - _FAR) : at]):
        if way == "@":
            _logon(text, first, last, found)
        elif name == flag and way != "+" and not value:
            if at + 1 < len(words):
                _cut(text, *words[at + 1], way, found)
        elif name == flag and value and at + 1 < len(words) and names[at + 1].startswith(value + ":"):
            found.append((words[at + 1][0] + len(value) + 1, words[at + 1][1], KIND))
        elif way == ":" and len(flag) == 2 and _is_cluster(name, flag[1]):
            letter = name.index(flag[1])
            if letter + 1 < len(name):
                _cut(text, first + letter + 1, last, way, found)
            elif at + 1 < len(words):
                _cut(text, *words[at + 1], way, found)
        elif name.startswith(flag) and way != "!" and (way == "+" or (len(flag) == 2 and not kind_of(name))):
            _cut(text, first + len(flag), last, way, found)
        elif name.startswith(flag + "=") and not value:
            _cut(text, first + len(flag) + 1, last, way, found)
        else:
            continue
        return


def _sign_in(text: str, words: list[Word], at: int, found: list[Span]) -> None:
    """`-u name -p value`, whatever the program: a value that is no number, port or path is what signs in."""
    if at < len(words):
        given = text[words[at][0] : words[at][1]]
        if not given.strip("0123456789.:-") or given[:1] in "./~":
            return
        _cut(text, *words[at], "", found)


def _is_cluster(name: str, letter: str) -> bool:
    """Several short options in one word, the telling one among them behind some that take no value."""
    before, sign, _ = name[1:].partition(letter)
    return name[:1] == "-" and bool(sign) and bool(before) and _SWITCHES.issuperset(before)


def _flags(table: str, before: Sequence[str]) -> list[tuple[str, str, str]]:
    """The options of a table's row that count behind the words before: (option, how its value lies, word before it)."""
    counts = True
    flags: list[tuple[str, str, str]] = []
    for entry in table.split():
        if entry[0] == "[":
            counts = entry[1:-1] in before
        elif counts and entry == "@":
            flags.append(("", "@", ""))
        elif counts and "=" in entry[:-1]:
            flag, _, value = entry.partition("=")
            flags.append((flag, "", value))
        elif counts and entry[-1] in "+:%,=!":
            flags.append((entry[:-1], entry[-1], "") if entry != "/p:+" else ("/p:", "+", ""))
        elif counts:
            flags.append((entry, "", ""))
    return flags


def _cut(text: str, first: int, last: int, way: str, found: list[Span]) -> None:
    first, last = _bare(text, first, last)
    if way and way not in "+!":
        sign = text.find(way, first, last)
        if sign < 0:
            return
        first = sign + 1
    value = text[first:last]
    if (
        len(value) >= 2
        and value[0] not in "$<`"
        and not (value.isdigit() and len(value) < 6)
        and value[0] != "-"
        and not is_placeholder(value)
    ):
        found.append(
            (first, last, "cookie" if way == "=" and "-b" in text[max(0, first - 60) : first] else KIND)
        )


def _logon(text: str, first: int, last: int, found: list[Span]) -> None:
    """`user/password@place`, as one vendor's tools take it."""
    slash, sign = text.find("/", first, last), text.rfind("@", first, last)
    if sign < 0 and "=" not in text[first:last] and "." not in text[first:last]:
        sign = last
    if first < slash and slash + 2 < sign and text[slash + 1] != "/":
        found.append((slash + 1, sign, KIND))


def _operands(text: str, words: list[Word], names: list[str], rows: Sequence[str], found: list[Span]) -> None:
    for row in rows:
        *needed, place = row.split()
        anywhere = [each[1:] for each in needed if each[0] == "?"]
        needed = [each for each in needed if each[0] != "?"]
        if not all(each in names for each in (*needed, *anywhere)):
            continue
        behind = max([names.index(each) for each in needed], default=-1) + 1
        plain = [
            word for word, name in zip(words[behind:], names[behind:], strict=True) if name and name[0] != "-"
        ]
        if plain:
            _operand(text, plain, place, found)


def _operand(text: str, plain: list[Word], place: str, found: list[Span]) -> None:
    """The operand at a place of a row of `programs.OPERANDS`."""
    last = text[plain[-1][0] : plain[-1][1]]
    if place == "*":
        found += [_behind_name(text, word) for word in plain if "=" in text[word[0] : word[1]]]
    elif place == ">":
        found += [(begin + 1, end, KIND) for begin, end in plain if text[begin] == ">"]
    elif place == "~":
        for begin, end in plain:
            if not text.startswith(("\\", "/", "http"), begin) and text[end - 1] not in ":*":
                _cut(text, begin, end, "", found)
    elif place == "2?":
        if len(plain) > 1 and _tells(text[plain[0][0] : plain[0][1]]):
            _cut(text, *plain[-1], "", found)
    elif place[0] == "-":
        if place == "-1" or "://" not in last:
            _cut(text, *plain[-1], place[2:], found)
    elif int(place) <= len(plain):
        _cut(text, *plain[int(place) - 1], "", found)


def _tells(name: str) -> bool:
    return name.startswith(
        ("pypi-token", "http-basic", "github-oauth", "gitlab-token", "bearer", "bitbucket-oauth")
    ) or bool(kind_of(name))


def _behind_name(text: str, word: Word) -> Span:
    """A word of `name=value` or `name:value` form but for the name."""
    first, last = word
    for sign in "=:":
        at = text.find(sign, first, last)
        if (
            0 < at - first <= 40
            and at + 1 < last
            and text[first:at].replace("_", "").replace("-", "").isalnum()
        ):
            return at + 1, last, KIND
    return first, last, KIND
