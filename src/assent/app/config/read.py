"""A text of settings read: its values by the table of keys, and every mistake with its line and what was meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assent.app.config.keys import (
    BY_NAME,
    CATEGORIES,
    FLAG,
    KEYS,
    LONGEST_REGEX,
    MODULES,
    MOST_LISTED,
    MOST_NAMES,
    REGEXES,
    TABLES,
    WHOLE,
)
from assent.core.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from assent.app.config.keys import Key
    from assent.policy.lines import Spots

LARGEST = 1 << 18


@dataclass(frozen=True, slots=True)
class Settings:
    """Values by the dotted names of the table; a key that is not `given` has its default. `problems` say why the text
    must not be used whole."""

    given: Mapping[str, Any]
    problems: Sequence[Problem] = ()

    def __getitem__(self, name: str) -> Any:
        return self.given[name] if name in self.given else BY_NAME[name].default


def read(text: str, where: str) -> Settings:
    """What a text sets, its sound keys only, and everything that is wrong with it. Never raises."""
    if len(text) > LARGEST:
        return Settings(
            {}, [Problem(where, f"is larger than {LARGEST >> 10} KB", "settings are a few lines")]
        )
    import tomllib

    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        from assent.policy.lines import line_of_error

        spot = f"{where}:{line_of_error(error, text)}"
        return Settings(
            {}, [Problem(spot, f"not valid TOML: {error}", "for example: [learn] and below it floor = 0.8")]
        )
    given: dict[str, Any] = {}
    found = list(_looked(data, given))
    if not found:
        return Settings(given)
    from assent.policy.lines import spots_of

    top = spots_of(text, where)[0]
    placed = [(_line(top, each), each.what, each.hint) for each in found]
    return Settings(given, [Problem(f"{where}:{line}", what, hint) for line, what, hint in sorted(placed)])


@dataclass(frozen=True, slots=True)
class _Mistake:
    """What is wrong at a key (dotted), or with a text of its list, and what to do."""

    key: str
    what: str
    hint: str = ""
    index: int = -1


def _line(top: Spots, mistake: _Mistake) -> int:
    """The line of the text, else of the key, else of its table."""
    texts = top.texts.get(mistake.key, [])
    if 0 <= mistake.index < len(texts):
        return texts[mistake.index]
    return top.keys.get(mistake.key) or top.keys.get(mistake.key.partition(".")[0], 1)


def _looked(data: Mapping[str, Any], given: dict[str, Any]) -> Iterator[_Mistake]:
    """Every mistake; sound values go to `given`."""
    for name, value in data.items():
        if name not in TABLES:
            yield from _key((name,), value, given)
        elif not isinstance(value, dict):
            yield _Mistake(name, f"`{name}` must be a table", f"write [{name}] and its keys below it")
        else:
            for inner, each in value.items():
                yield from _key((name, inner), each, given)


def _key(path: tuple[str, ...], value: Any, given: dict[str, Any]) -> Iterator[_Mistake]:
    name = ".".join(path)
    key = BY_NAME.get(name)
    if key is None or key.path != path:
        yield _Mistake(name, f"unknown key {name!r}", _meant(name))
        return
    mistakes = list(_mistakes(key, value))
    if key.kind == REGEXES and isinstance(value, list):
        given[name] = sound(value)  # one slip in a list must not keep what the others would erase
    elif not mistakes:
        given[name] = tuple(value) if isinstance(value, list) else value
    yield from mistakes


def _meant(name: str) -> str:
    """The key that was probably meant, or all of them."""
    import difflib

    last = {key.path[-1]: key.name for key in KEYS}
    word = name.rpartition(".")[2]
    tables = [] if "." in name else difflib.get_close_matches(name, TABLES, 1)
    if tables:
        return f"did you mean [{tables[0]}]?"
    close = difflib.get_close_matches(name, BY_NAME, 1) or [
        last[each] for each in difflib.get_close_matches(word, last, 1)
    ]
    if close:
        return f"did you mean {_written(close[0])}?"
    return "known are " + ", ".join(key.name for key in KEYS)


def _written(name: str) -> str:
    table, dot, key = name.rpartition(".")
    return f"`{key}` below [{table}]" if dot else f"`{name}`"


def _mistakes(key: Key, value: Any) -> Iterator[_Mistake]:
    """What is wrong with a value."""
    wrong = _Mistake(key.name, f"`{key.name}` must be {key.wanted}", key.example)
    if key.kind in (MODULES, CATEGORIES, REGEXES):
        texts = _texts(value)
        if texts is None or len(texts) > (MOST_LISTED if key.kind == REGEXES else MOST_NAMES):
            yield wrong
            return
        one = _regex if key.kind == REGEXES else _name
        for index, text in enumerate(texts):
            what, hint = one(key, text)
            if what:
                yield _Mistake(key.name, what, hint, index)
    elif key.kind == FLAG:
        if not isinstance(value, bool):
            yield wrong
    elif not _is_number(value, whole=key.kind == WHOLE) or not key.least <= value <= key.most:
        yield wrong


def _is_number(value: Any, *, whole: bool) -> bool:
    return isinstance(value, int if whole else int | float) and not isinstance(value, bool)


def _texts(value: Any) -> list[str] | None:
    return value if isinstance(value, list) and all(isinstance(each, str) for each in value) else None


def _name(key: Key, name: str) -> tuple[str, str]:
    """What is wrong with a module's or a category's name and what to do; "" for nothing."""
    known, what = _known(key.kind)
    if name in known:
        return "", ""
    import difflib

    close = difflib.get_close_matches(name, known, 1)
    return (
        f"there is no {what} {name!r}",
        f"did you mean {close[0]!r}?" if close else f"known are {', '.join(known)}",
    )


def _known(kind: str) -> tuple[list[str], str]:
    """The names that a list may hold, and what one of them is."""
    if kind == CATEGORIES:
        from assent.policy import categories

        return list(categories.BY_NAME), "category"
    from assent.policy import shipped

    return shipped.names(), "module"


def _regex(key: Key, text: str) -> tuple[str, str]:
    """What keeps a regex from being used and what to do; "" for nothing."""
    if len(text) > LONGEST_REGEX:
        return f"a regex of `{key.name}` is longer than {LONGEST_REGEX} characters", "write several"
    from assent.core.regex import HINT, RefusedError, automaton, full

    try:
        automaton(text)
        empty = full(text, "")
    except RefusedError as error:
        return f"the regex '{text}' of `{key.name}` cannot be used: {error}", HINT
    if empty:
        return f"the regex '{text}' of `{key.name}` matches the empty text", "let it name what must be erased"
    return "", ""


def sound(texts: Iterable[object]) -> tuple[str, ...]:
    """The regexes of a list that can be used."""
    key = BY_NAME["redact.extra"]
    usable = [text for text in texts if isinstance(text, str) and not _regex(key, text)[0]]
    return tuple(usable[:MOST_LISTED])
