"""Where code comes from that a part is handed: what another part has just fetched, or decoded."""

from __future__ import annotations

from assent.core.effect import NET_READ, RUN_CODE
from assent.core.paths import inside
from assent.core.traits import RUNS_DECODED, RUNS_FETCHED
from assent.shell.syntax.nodes import Lit, Var

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assent.core.call import Part
    from assent.core.facts import Facts
    from assent.shell.syntax.nodes import Word

# How the notes begin of what runs code that it is handed.
HANDED_ON = (
    "runs what ",
    "runs commands that cannot",
    "runs a program that cannot",
    "runs code from outside",
    "runs code fetched",
    "runs /dev/fd/",
    "runs /dev/stdin",
    "runs /proc/self/fd/",
)
# Of what has its code among its words, which counts only when these words hold what was fetched.
GIVEN = "runs the code that "
# Programs that turn unreadable text into another, and what tells that they do: an option, or a letter of one. Their
# names stand in core/traits.py too.
DECODERS = {
    "base64": ("d", "D", "--decode"),
    "base32": ("d", "--decode"),
    "basenc": ("d", "--decode"),
    "xxd": ("r", "-revert"),
    "openssl": ("-d",),
    "uudecode": (),
    "rev": (),
}
ESCAPING = ("printf", "echo")


# Programs that run what a file says that is named among their words, though not as the program itself.
OBEYING = frozenset((
    "make", "gmake", "ninja", "just", "task", "ant", "rake", "cmake", "go", "tclsh", "expect", "gdb", "nix-build",
))  # fmt: skip
CLONES = (("git", "clone"), ("gh", "repo"))
UNPACKERS = frozenset(("tar", "unzip"))
# Built-ins that set the variables they name: from their input, and by `name=value`.
READERS = ("read", "mapfile", "readarray")
DECLARERS = ("export", "local", "declare", "typeset", "readonly")


class Provenance:
    """What is known of the data in one call: `files` written, `trees` unpacked into and variables `names` set with what
    was fetched or decoded, each with the trait of whoever runs it; `carriers` the parts that print such a variable."""

    __slots__ = ("carriers", "facts", "files", "names", "trees")

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.files: dict[str, str] = {}
        self.trees: list[str] = []
        self.names: dict[str, str] = {}
        self.carriers: list[tuple[Part, str]] = []

    def piped(self, parts: Sequence[Part]) -> None:
        """Parts of which each is fed by those before it."""
        self._follow(parts, (*HANDED_ON,), "")

    def given(self, parts: Sequence[Part], words: Sequence[Word], fed: Iterable[Word]) -> None:
        """A command behind what its own words run; or with variables among them that were filled before. `fed` are the
        words of its redirects."""
        trait = ""
        if self.names:
            used = [part.name for word in words for part in word.parts if isinstance(part, Var)]
            used += filter(None, map(_whole, fed))
            trait = next((self.names[name] for name in used if name in self.names), "")
            if parts and any(_whole(word) in self.names for word in words[1:]):
                self.carriers.append((parts[-1], trait))
        self._follow(parts, (*HANDED_ON, GIVEN), trait)
        self._declared(parts, words)

    def filled(self, name: str, parts: Sequence[Part], value: Word | None = None) -> None:
        """A variable with the output of parts, or with the value of another one."""
        trait = self.names.get(_whole(value), "") if value is not None else ""
        for part in parts:
            trait = self._source(part) or trait
        if trait:
            self.names[name] = trait
        else:
            self.names.pop(name, None)

    def kept(self, parts: Sequence[Part], files: Iterable[str]) -> None:
        """Files with the output of all of these parts."""
        trait = ""
        for part in parts:
            trait = self._source(part) or trait
        if trait:
            self.files.update(dict.fromkeys(files, trait))

    def _declared(self, parts: Sequence[Part], words: Sequence[Word]) -> None:
        """Variables that a built-in sets to what its substitutions print, or what it is fed."""
        name = words[0].literal if words else None
        if name in READERS:
            for word in words[1:]:
                if word.literal and word.literal.isidentifier():
                    self.filled(word.literal, parts[:-1])
        elif name in DECLARERS:
            for word in words[1:]:
                first = word.parts[0] if word.parts else None
                if isinstance(first, Lit) and "=" in first.text:
                    self.filled(first.text.partition("=")[0], parts[:-1])

    def _follow(self, parts: Sequence[Part], handed: tuple[str, ...], trait: str) -> None:
        source = ""
        for part in parts:
            if trait and part.effects & RUN_CODE:
                _tell(part, handed, trait, source)
            if self.files or self.trees:
                self._run(part, handed)
            found = self._source(part)
            if found and trait != RUNS_FETCHED:
                trait = found
            if trait == RUNS_FETCHED:
                source = source or next((each for each in part.targets if each), "")
            if trait == RUNS_FETCHED or (trait and part.argv[:1] and part.argv[0] not in ESCAPING):
                self._written(part, trait)

    def _written(self, part: Part, trait: str) -> None:
        """What a part writes of it: files, or below a directory of its own the files of an archive. Whoever clones a
        repository means to work with it."""
        if part.path[:2] in CLONES:
            return
        self.files.update(dict.fromkeys(part.writes, trait))
        if trait == RUNS_FETCHED and part.argv and part.argv[0] in UNPACKERS:
            self.trees += [
                place for place in part.writes if place not in self.trees and self._is_apart(place)
            ]

    def _is_apart(self, place: str) -> bool:
        """True for a directory in which nothing lies but what was put there on purpose."""
        facts = self.facts
        common = (facts.cwd, facts.project, facts.home)
        return place not in facts.tmp and not any(inside(each, place) for each in common)

    def _source(self, part: Part) -> str:
        if part.effects & NET_READ:
            return RUNS_FETCHED
        found = [self.files[path] for path in part.reads if path in self.files] if self.files else []
        found += [trait for each, trait in self.carriers if each is part]
        if found:
            return RUNS_FETCHED if RUNS_FETCHED in found else found[0]
        return RUNS_DECODED if decodes(part.argv) else ""

    def _run(self, part: Part, handed: tuple[str, ...]) -> None:
        """A part that runs a file which was fetched or decoded, or is fed one."""
        read = next((self.files[path] for path in part.reads if path in self.files), "")
        obeys = read and _program(part.argv) in OBEYING
        for effect, why in part.notes:
            if effect not in ("run-code", "run-project"):
                continue
            trait = read if obeys or why.startswith(handed) else self._ran(why.removeprefix("runs "))
            if trait and trait not in part.traits:
                part.traits.append(trait)

    def _ran(self, path: str) -> str:
        """The trait of who runs a file."""
        if any(inside(path, tree) for tree in self.trees):
            return RUNS_FETCHED
        return self.files.get(path, "")


def _whole(word: Word) -> str:
    """The variable whose value is all of a word, "" when it is no such word."""
    told = [part for part in word.parts if not isinstance(part, Lit) or part.text.strip()]
    first = told[0] if len(told) == 1 else None
    return first.name if isinstance(first, Var) and not first.op else ""


def _program(argv: Sequence[str | None]) -> str:
    return (argv[0] or "").rpartition("/")[2] if argv else ""


def _tell(part: Part, handed: tuple[str, ...], trait: str, source: str) -> None:
    told = f"runs code fetched from {source}" if trait == RUNS_FETCHED and source else ""
    for index, (effect, why) in enumerate(part.notes):
        if effect == "run-code" and why.startswith(handed):
            if trait not in part.traits:
                part.traits.append(trait)
            if told:
                part.notes[index] = (effect, told)


def decodes(argv: Sequence[str | None]) -> bool:
    """True for a command whose output is another text than people read in it."""
    name = _program(argv)
    if name in ESCAPING:
        return any(
            (word and "\\x" in word) or (word and "\\0" in word) or (word and "\\1" in word) for word in argv
        )
    signs = DECODERS.get(name)
    if signs is None:
        return False
    letters = tuple(sign for sign in signs if len(sign) == 1)
    for word in argv[1:]:
        if word is None or word in signs:
            return True
        if word[:1] == "-" and word[1:2] != "-" and any(letter in word for letter in letters):
            return True
    return not signs
