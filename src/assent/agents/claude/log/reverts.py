"""What a shell command of git takes back, and what another one had changed."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from assent.core.effect import DESTROY, WRITE_ELSEWHERE, WRITE_PROJECT
from assent.core.facts import Facts
from assent.core.paths import absolute, fits, has_glob, inside
from assent.shell.reading import read_shell

if TYPE_CHECKING:
    from assent.core.call import Reading

# Asked of every command; only one that may take something back is read.
_MAY_REVERT = re.compile(r"\bgit\b[^\n]*\b(?:checkout|restore|revert|reset|switch)\b")
_BACK = re.compile(r"(?:HEAD|@)(\^*)(?:~(\d*))?\Z")
_SHA = re.compile(r"[0-9a-f]{7,40}\Z")
_VALUED = ("-C", "-c", "--git-dir", "--work-tree", "--namespace")  # git's own options with a value
_SOURCE = ("-s", "--source")
_CHANGES = WRITE_PROJECT | WRITE_ELSEWHERE | DESTROY


class Revert(msgspec.Struct):
    """What a command takes back: changes to `paths` (or to `all`), those that were committed too where it names a
    commit to fetch them from (`from_commit`), the last `commits`, or the commit `sha`."""

    cwd: str
    paths: list[str] = []
    all: bool = False
    from_commit: bool = False
    commits: int = 0
    nth: int = -1
    sha: str = ""

    def holds(self, path: str, cwd: str) -> bool:
        """True for a path that it takes back; `cwd` is where the path was changed."""
        if self.all:
            return inside(path, self.cwd) or inside(path, cwd)
        return any(fits(each, path) if has_glob(each) else inside(path, each) for each in self.paths)


class Changed(msgspec.Struct, omit_defaults=True):
    """What a command changed: `paths`, files nobody can name (`more`), and whether it made a commit."""

    paths: list[str] = []
    more: bool = False
    commits: bool = False


def reverts_of(command: str, cwd: str) -> list[Revert]:
    """What each part of a command takes back; nothing where the command cannot be read in full."""
    if not _MAY_REVERT.search(command):
        return []
    found = [_of(words, where) for words, where in _git(read_shell(command, Facts("", cwd, cwd)))]
    return [each for each in found if each is not None]


@lru_cache(maxsize=4_096)
def changed_by(command: str, cwd: str) -> Changed:
    """The files that a command changed, as far as it says so. Nobody may alter it."""
    reading = read_shell(command, Facts("", cwd, cwd))
    changed = Changed(commits=any(words[:1] == ["commit"] for words, _ in _git(reading)))
    for part in reading.parts:
        if part.effects & _CHANGES:
            changed.paths += part.writes
            changed.more = changed.more or not part.writes
    return changed


def _git(reading: Reading) -> list[tuple[list[str], str]]:
    """(subcommand and its words, where it runs) of every part that is git, where all of the text could be read."""
    found = []
    for part in () if reading.form else reading.parts:
        words = [word for word in part.argv if word is not None]
        if part.cwd and len(words) == len(part.argv) and words[:1] == ["git"]:
            found.append((_without_options(words[1:]), part.cwd))
    return found


def _without_options(words: list[str]) -> list[str]:
    """Git's own options taken off the front; the part knows where they make it run."""
    while words and words[0].startswith("-"):
        words = words[2:] if words[0] in _VALUED else words[1:]
    return words


def _of(words: list[str], cwd: str) -> Revert | None:
    name, given = (words[0], words[1:]) if words else ("", [])
    act = {"checkout": _checkout, "restore": _restore, "reset": _reset, "revert": _revert, "switch": _switch}
    return act[name](given, cwd) if name in act and cwd else None


def _split(given: list[str], valued: tuple[str, ...] = ()) -> tuple[list[str], list[str], list[str]]:
    """(options, words before `--`, words after it); options with a value keep it out of the words."""
    options: list[str] = []
    words: list[str] = []
    rest = list(given)
    while rest:
        word = rest.pop(0)
        if word == "--":
            return options, words, rest
        if word in valued and rest:
            options += [word, rest.pop(0)]
        elif word.startswith("-") and word != "-":
            options.append(word)
        else:
            words.append(word)
    return options, words, []


def _paths(words: list[str], cwd: str) -> Revert:
    every = any(word.startswith(":/") for word in words)
    return Revert(cwd, [absolute(word, cwd, "") for word in words if not word.startswith(":")], all=every)


def _checkout(given: list[str], cwd: str) -> Revert | None:
    options, words, paths = _split(given, ("-b", "-B", "--orphan", "--conflict"))
    if {"-b", "-B", "--orphan", "-p", "--patch", "--detach", "--ours", "--theirs"} & set(options):
        return None
    if paths:
        found = _paths(paths, cwd)
        found.from_commit = bool(words) and _back(words[0]) != 0
        return found
    if {"-f", "--force"} & set(options):
        return Revert(cwd, all=True)
    # The first of several words may be a commit; what is no path that was changed is found to hold nothing.
    found = _paths(words, cwd)
    found.from_commit = len(words) > 1 and _is_older(words[0])
    return found if words else None


def _restore(given: list[str], cwd: str) -> Revert | None:
    options, words, paths = _split(given, _SOURCE)
    staged, worktree = {"-S", "--staged"} & set(options), {"-W", "--worktree"} & set(options)
    if (staged and not worktree) or {"-p", "--patch"} & set(options):
        return None
    found = _paths([*words, *paths], cwd)
    named = [
        word.partition("=")[2] or after
        for word, after in pairwise([*options, ""])
        if word.startswith(_SOURCE)
    ]
    found.from_commit = any(_is_older(word) for word in named)
    return found


def _reset(given: list[str], cwd: str) -> Revert | None:
    options, words, paths = _split(given)
    if paths or len(words) > 1 or {"-p", "--patch"} & set(options):
        return None
    back = _back(words[0]) if words else 0
    if "--hard" in options:
        return Revert(cwd, all=True, commits=back or 0)
    return Revert(cwd, commits=back) if back else None


def _revert(given: list[str], cwd: str) -> Revert | None:
    options, words, _ = _split(given, ("-m", "--mainline", "-X", "--strategy", "--strategy-option"))
    if len(words) != 1 or {"--abort", "--continue", "--quit", "--skip"} & set(options):
        return None
    if _SHA.match(words[0]):
        return Revert(cwd, sha=words[0])
    back = _back(words[0])
    return None if back is None else Revert(cwd, nth=back)


def _switch(given: list[str], cwd: str) -> Revert | None:
    forced = {"-f", "--force", "--discard-changes"} & set(given)
    return Revert(cwd, all=True) if forced else None


def _is_older(word: str) -> bool:
    """True for a commit that is not the last one."""
    return bool(_BACK.match(word) or _SHA.match(word)) and _back(word) != 0


def _back(word: str) -> int | None:
    """How many commits before the last one a word names: 0 for HEAD itself, None for any other."""
    match = _BACK.match(word)
    if match is None:
        return None
    carets, number = match.groups()
    return len(carets) + (0 if number is None else int(number or 1))
