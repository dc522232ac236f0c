"""Reads what a program prints for `--help`: its options with their values, and its subcommands, in whatever layout."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DEEPEST = 12  # columns before an option; what begins further in is the text of another
_FLAG = re.compile(r"(-{1,2}|\+)(\[no-?\])?([A-Za-z0-9?#@][\w.#@?+-]*)")
# What stands between two spellings of an option.
_NEXT = re.compile(r"\s*,\s*|\s*\|\s*|\s*/\s*(?=-)|\s+or\s+(?=-)|\s+(?=-)")
_GLUED = re.compile(r"=(\{[^}]*\}|<[^<>]*>|\"[^\"]*\"|[^\s,|\[\]]+(?:\[[^\[\]]*\])?)|\[=?([^\[\]]*)\]")
_WORD = re.compile(
    r" (\{[^}]*\}|<[^<>]*>(?:=<[^<>]*>)?|\[<?[A-Za-z][\w|.-]*>?\]|[A-Z][A-Z0-9_|:=-]*)(?=[\s,|]|\.\.\.|$)"
)
# Values in lower case: one word, or two, alone before the text that explains the option.
_LOWER = re.compile(r" ([a-z][\w-]*)(?: ([a-z][\w-]*)(?=\s{2,}))?(?=\s{2,}|\s*$|\s*,)")
_USED = re.compile(r"^\s*usage\b", re.IGNORECASE)
_BRACKET = re.compile(r"\[(-(?:[^\[\]]|\[[^\[\]]*\])*)\]")
_COMMANDS = re.compile(
    r"^\s{0,4}[\w ,'-]*\bcommands\b[^.]*:\s*$|^\s{0,4}[A-Z ]*\bCOMMANDS\s*$|^commands$", re.IGNORECASE
)
_ENDS = re.compile(r"^(?=\S).*\b(?:options|flags|arguments|examples?|usage|environment)\b|^'", re.IGNORECASE)
_COMMAND = re.compile(r"^\s{1,8}([a-z][\w-]*)(?:, [a-z][\w-]*)*(?:\s{2,}\S|\s*$|:)")
_NAMES = re.compile(r"^\s+(?:[a-z][\w-]*,\s*)+(?:[a-z][\w-]*)?\s*$")
_CLUSTER = re.compile(r"-([A-Za-z0-9]{2,})\Z")


@dataclass(slots=True)
class Option:
    """`flags` its spellings, `values` the names of the words it takes, `optional` True when the one it takes is glued
    to it or left out."""

    flags: list[str]
    values: list[str]
    optional: bool = False


def options(told: str) -> list[Option]:
    """Every option, in order; a spelling that came before is not given again."""
    seen: set[str] = set()
    found: list[Option] = []
    for each in (*_listed(told), *_in_usage(told)):
        each.flags = [flag for flag in dict.fromkeys(each.flags) if flag not in seen]
        if each.flags:
            seen.update(each.flags)
            found.append(each)
    return found


def subcommands(told: str) -> list[str]:
    """The names below a heading that speaks of commands."""
    found: dict[str, None] = {}
    inside = False
    for line in told.splitlines():
        if _COMMANDS.match(line):
            inside = True
        elif _ENDS.match(line):
            inside = False
        elif inside and _NAMES.match(line):
            found.update(dict.fromkeys(re.findall(r"[a-z][\w-]*", line)))
        elif inside and (name := _COMMAND.match(line)):
            found[name[1]] = None
    return list(found)


def _listed(told: str) -> Iterator[Option]:
    """The options that begin a line, or the second column of one."""
    for line in told.expandtabs().splitlines():
        text = line.lstrip(" ")
        if len(line) - len(text) > DEEPEST or text[:1] not in ("-", "+"):
            continue
        for piece in re.split(r"(?<=\S)\s{3,}(?=-{1,2}[A-Za-z0-9?])", text):
            found = _option(piece)
            if found is not None:
                yield found


def _in_usage(told: str) -> Iterator[Option]:
    """The options that stand in brackets in the lines of usage."""
    inside = False
    usage = ""
    for line in told.splitlines():
        inside = bool(_USED.match(line)) or (inside and bool(line.strip()) and line[0] == " ")
        usage += f" {line.strip()}" if inside else ""
    for each in _BRACKET.finditer(usage):
        cluster = _CLUSTER.match(each[1])
        if cluster:
            yield from (Option([f"-{letter}"], []) for letter in cluster[1])
            continue
        for piece in re.split(r"\s*\|\s*(?=-)", each[1]):
            found = _option(piece)
            if found is not None:
                yield found


def _option(text: str) -> Option | None:
    """The option that a text begins with; None when it begins with none."""
    flags: list[str] = []
    values: list[str] = []
    optional = False
    at = 0
    while flag := _FLAG.match(text, at):
        flags += _spellings(flag)
        at = flag.end()
        some, at, may = _values(text, at)
        values, optional = (some, may) if len(some) >= len(values) and some else (values, optional or may)
        more = _NEXT.match(text, at)
        if more is None or (more[0].isspace() and len(more[0]) > 1):
            break
        at = more.end()
    return Option(flags, [_named(each) for each in values], optional and len(values) == 1) if flags else None


def _spellings(flag: re.Match[str]) -> Iterable[str]:
    dashes, either, name = flag.groups()
    name = name.rstrip(".")
    return [f"{dashes}{name}", *([f"{dashes}{either[1:-1]}{name}"] if either else [])]


def _values(text: str, at: int) -> tuple[list[str], int, bool]:
    """The values that stand at a place behind a flag, where these end, and whether they may be left out."""
    glued = _GLUED.match(text, at)
    if glued:
        return [glued[1] or glued[2]], glued.end(), glued[1] is None
    found: list[str] = []
    while word := _WORD.match(text, at):
        found.append(word[1])
        at = word.end() + (3 if text.startswith("...", word.end()) else 0)
    if not found and (word := _LOWER.match(text, at)) and word[1] != "or":
        found, at = [each for each in word.groups() if each], word.end()
    return found, at, bool(found) and found[0].startswith("[")


def _named(value: str) -> str:
    """A value's name as a program file writes it."""
    plain = re.sub(r"[^A-Z0-9]+", "-", value.upper()).strip("-")
    return plain[:20].rstrip("-") or "VALUE"
