"""Where code comes from that a part is handed: what another part has just fetched, or decoded."""

from __future__ import annotations

from assent.core.effect import NET_READ, RUN_CODE
from assent.core.traits import RUNS_DECODED, RUNS_FETCHED
from assent.shell.syntax.nodes import Var

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assent.core.call import Part
    from assent.shell.syntax.nodes import Word

# How the notes begin of what runs code that it is handed.
HANDED_ON = (
    "runs what ",
    "runs commands that cannot",
    "runs a program that cannot",
    "runs code from outside",
    "runs code fetched",
    "runs /dev/fd/",
)
# Of what has its code among its words, which counts only when these words hold what was fetched.
GIVEN = "runs the code that "
# Programs that turn unreadable text into another, and what tells that they do: an option, or a letter of one.
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


class Provenance:
    """What is known of the data in one call: `files` written, and variables `names` set, with what was fetched."""

    __slots__ = ("files", "names")

    def __init__(self) -> None:
        self.files: set[str] = set()
        self.names: dict[str, str] = {}

    def piped(self, parts: Sequence[Part]) -> None:
        """Parts of which each is fed by those before it."""
        self._follow(parts, (*HANDED_ON,), "")

    def given(self, parts: Sequence[Part], words: Iterable[Word]) -> None:
        """A command behind what its own words run; or with variables among them that were filled before."""
        trait = ""
        if self.names:
            used = [part.name for word in words for part in word.parts if isinstance(part, Var)]
            trait = next((self.names[name] for name in used if name in self.names), "")
        self._follow(parts, (*HANDED_ON, GIVEN), trait)

    def filled(self, name: str, parts: Sequence[Part]) -> None:
        """A variable with the output of parts."""
        trait = ""
        for part in parts:
            trait = self._source(part) or trait
        if trait:
            self.names[name] = trait
        else:
            self.names.pop(name, None)

    def _follow(self, parts: Sequence[Part], handed: tuple[str, ...], trait: str) -> None:
        source = ""
        for part in parts:
            if trait and part.effects & RUN_CODE:
                _tell(part, handed, trait, source)
            if self.files:
                self._run(part, handed)
            found = self._source(part)
            if found and trait != RUNS_FETCHED:
                trait = found
            if trait == RUNS_FETCHED:
                source = source or next((each for each in part.targets if each), "")
                self.files.update(part.writes)

    def _source(self, part: Part) -> str:
        if part.effects & NET_READ or (self.files and not self.files.isdisjoint(part.reads)):
            return RUNS_FETCHED
        return RUNS_DECODED if decodes(part.argv) else ""

    def _run(self, part: Part, handed: tuple[str, ...]) -> None:
        """A part that runs a file which was fetched, or is fed one."""
        for effect, why in part.notes:
            if effect not in ("run-code", "run-project") or RUNS_FETCHED in part.traits:
                continue
            if why.removeprefix("runs ") in self.files or (
                why.startswith(handed) and not self.files.isdisjoint(part.reads)
            ):
                part.traits.append(RUNS_FETCHED)


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
    name = (argv[0] or "").rpartition("/")[2] if argv else ""
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
