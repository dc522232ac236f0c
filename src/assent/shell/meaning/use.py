"""One use of a program: the verbs by which a row or a judge says what it does to paths, hosts and other commands."""

from __future__ import annotations

from assent.core import paths
from assent.core.effect import (
    DESTROY,
    INSTALL,
    NET_READ,
    NET_SEND,
    READ_ELSEWHERE,
    READ_SECRET,
    RUN_CODE,
    RUN_PROJECT,
    SYSTEM,
    WRITE_ELSEWHERE,
)
from assent.core.hosts import (
    holds_credentials,
    host_of,
    is_commanded,
    is_loopback,
    is_odd_number,
    lookalike,
    place_at,
    port_of,
)
from assent.core.pattern import segments
from assent.core.places import (
    deep_effect,
    is_critical,
    is_secret,
    is_whole,
    list_effect,
    read_effect,
    write_effect,
)
from assent.core.traits import CLOUD_CREDENTIALS, REMOVES_EVERYTHING
from assent.shell.meaning.addresses import is_address, is_odd_package, located
from assent.shell.meaning.arg import TEXT, Arg, Listed
from assent.shell.meaning.dependencies import is_theirs
from assent.shell.meaning.found import Found

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Protocol

    from assent.core.call import Part
    from assent.core.facts import Facts
    from assent.shell.meaning.scope import Scope

    class Walker(Protocol):
        """What reads inner commands: the effects walk. `scope` is the shell the use stands in."""

        scope: Scope | None

        def run(self, use: Use, args: Sequence[Arg]) -> bool: ...
        def shell(self, use: Use, text: str | None) -> None: ...
        def code(self, use: Use, text: str | None) -> None: ...
        def follow(self, use: Use, text: str) -> None: ...
        def leave(self) -> None: ...
        def unread(self, why: str) -> None: ...
        def land(self, place: str, *, below_only: bool) -> None: ...
        def landed_over(self, place: str) -> str: ...
        def turn(self, branches: Sequence[str]) -> None: ...
        def turned(self) -> Sequence[str]: ...


__all__ = ["Arg", "Use"]

# Each word that is deleted has a note of its own, up to so many: they are compared with one another.
MOST_NOTES = 16
SIGNS = ".*+?^$|()[]{}"


class Use(Found):
    """One use of a program, and the verbs by which its words are given their meaning; `walker` reads inner commands."""

    __slots__ = ("walker",)

    def __init__(
        self, name: str, args: Sequence[Arg], part: Part, facts: Facts, cwds: tuple[str, ...], walker: Walker
    ) -> None:
        super().__init__(name, args, part, facts, cwds)
        self.walker = walker

    # -- paths --------------------------------------------------------------------------------------------------

    def places(self, arg: Arg) -> list[str]:
        """The absolute paths a known word may mean; empty when the working directory decides and is unknown."""
        text = arg.text or ""
        home = []
        if text.startswith("~"):
            # What the shell expands is expanded by now; this one is a letter, unless the program takes it as shells do.
            home = [paths.absolute(text, "", self.facts.home)] if text == "~" or text[1] == "/" else []
            text = "./" + text
        if text.startswith("/"):
            found = [paths.normal(text)]
        else:
            found = [*(paths.absolute(text, cwd, self.facts.home) for cwd in self.cwds), *home]
        if len(text) > paths.LONGEST:
            self.opaque("a word is too long for a path")
        elif "/.." in text:
            self._climb(text, found)
        if arg.glob and "." in text:  # a glob may match `..`, which `rm` refuses at the end of a word
            others = paths.dotted(text, last=self.name not in ("rm", "rmdir", "unlink"))
            if others is None:
                self.opaque(f"what {text} matches cannot be known")
            found.extend(place for other in others or () for place in self.places(Arg(other)))
        return [path for path in found if len(path) <= paths.LONGEST]

    def _climb(self, text: str, found: list[str]) -> None:
        """Adds where the kernel ends when a `..` stands behind a link; the directories left are for the caller to
        resolve."""
        for cwd in ("",) if text.startswith("/") else self.cwds:
            left, end = paths.climbed(text, cwd, self.facts)
            self.part.reads.extend(each for each in dict.fromkeys(left) if each not in self.part.reads)
            if end not in found:
                found.append(end)

    def _hidden(self, arg: Arg, effect: int, found: list[str], verb: str) -> None:
        """A path that cannot be known: opaque, and as bad as its known beginning says."""
        self.opaque(f"what it {verb} cannot be known")
        self.note(effect, f"{verb} a path that cannot be known")
        if arg.prefix.startswith("/") or (arg.prefix and self.cwds):
            for place in self.places(Arg(arg.prefix)):
                if verb == "reads" and read_effect(place + "/x", self.facts) & READ_SECRET:
                    self.note(READ_SECRET, f"reads below {place}")
                elif is_secret(place) or is_secret(place + "/x"):
                    self.note(READ_SECRET if verb == "reads" else RUN_CODE, f"{verb} below {place}")
                self._record(found, place + ("/*" if arg.prefix.endswith("/") else "*"))

    def _behind(self, places: Sequence[str]) -> list[str]:
        """Where matches of globs lie that stand behind links; nobody knows when there were too many to look at."""
        found: list[str] = []
        if not self.facts.hits:
            return found
        for place in places:
            hits = self.facts.hits.get(place, ())
            if hits is None:
                self.opaque(f"what {place} matches was too much to look through")
            else:
                found.extend(hits)
        return found

    def read(self, arg: Arg) -> None:
        """Reads the file or directory that a word names; `-` is standard input."""
        self._see(arg, read_effect)

    def given(self, text: str, *, expanded: bool = True) -> None:
        """A word that nobody can say the meaning of: a secret file that it names counts as read. Signs alone that no
        shell has expanded (`'.*'`) name no file."""
        if not expanded and not text.strip(SIGNS):
            return
        for place in self.places(Arg(text)) if text else ():
            if is_secret(place):
                self.note(READ_SECRET, f"is given {place}")
                self.part.reads.append(place)
                self._shows(place)

    def names(self, arg: Arg) -> None:
        """Shows the name, size or time of what a word names, or the names in it."""
        known, listed = len(self.part.reads), self.part.listed.copy()
        self._see(arg, list_effect)
        self.part.listed = [*listed, *self.part.reads[known:]]

    def _shows(self, place: str) -> None:
        """More than the name of a path is shown."""
        if place in self.part.listed:
            self.part.listed.remove(place)

    def _see(self, arg: Arg, effect_of: Callable[[str, Facts], int]) -> None:
        if isinstance(arg, Listed):
            self._see_listed(arg, effect_of)
            return
        if arg.text is None:
            self._hidden(arg, READ_ELSEWHERE, self.part.reads, "reads")
            return
        if arg.text in ("", "-"):
            return
        places = self.places(arg)
        for place in [*places, *self._behind(places)]:
            self._record(self.part.reads, place)
            self.note(effect_of(place, self.facts), f"reads {place}")
        if not places:
            secret = READ_SECRET if is_secret("/" + arg.text) else 0
            self.note(READ_ELSEWHERE | secret, f"reads {arg.text} in a directory that cannot be known")
            self.opaque(f"where {arg.text} is read cannot be known")

    def _see_listed(self, arg: Listed, effect_of: Callable[[str, Facts], int]) -> None:
        """Reads files whose names a command printed: any below these directories. A name that is cut at a blank in it
        may lead elsewhere."""
        for place in [*arg.below, *self._behind(arg.below)]:
            self._record(self.part.reads, place)
            deep = deep_effect(place, self.facts) if effect_of is read_effect else 0
            self.note(effect_of(place, self.facts) | deep, f"reads files below {place}")
        if arg.secret and effect_of is read_effect:
            self.note(READ_SECRET, "reads files that are called like secrets")
        if not arg.whole:
            self.note(READ_ELSEWHERE, "reads what a name with a blank in it may lead to")
        elif not arg.files and effect_of is read_effect:
            self.note(READ_ELSEWHERE, "reads what a link among the names may lead to")

    def write(self, arg: Arg) -> None:
        """Writes the file or directory that a word names; `-` is standard output."""
        if arg.text is None:
            self._hidden(arg, WRITE_ELSEWHERE, self.part.writes, "writes")
            return
        if arg.text in ("", "-"):
            return
        places = self.places(arg)
        for place in [*places, *self._behind(places)]:
            self._record(self.part.writes, place)
            self.note(write_effect(place, self.facts), f"writes {place}")
        if not places:
            self.opaque(f"where {arg.text} is written cannot be known")
            self.note(WRITE_ELSEWHERE | write_effect("/" + arg.text, self.facts), f"writes {arg.text}")

    def edit(self, arg: Arg) -> None:
        """Reads and writes the file that a word names."""
        self.read(arg)
        self.write(arg)

    def destroy(self, arg: Arg) -> None:
        """Removes, or makes unusable, what a word names."""
        told = f"{'overwrites' if self.name == 'shred' else 'deletes'} {arg.prefix or 'files that cannot be known'}"
        if self.part.effects & DESTROY and len(self.part.notes) < MOST_NOTES:
            self.part.notes.append(("destroy", told))
        self.note(DESTROY, told)
        self.write(arg)
        if arg.text:
            for place in self.places(arg):
                for held in self._held(place):
                    self._record(self.part.writes, held)
                    self.note(SYSTEM, f"deletes {held} with all in it")
                    self.mark(REMOVES_EVERYTHING)
                if is_critical(place, self.facts):
                    self.note(SYSTEM, f"deletes {place} with all in it")
                if is_whole(place, self.facts):
                    self.mark(REMOVES_EVERYTHING)

    def _held(self, place: str) -> list[str]:
        """The home, when a glob may stand for it or for a directory that holds it."""
        if not paths.has_glob(place):
            return []
        home = self.facts.home
        shape = paths.widened(place).split("/")
        names = home.split("/")
        if len(shape) > len(names) or not segments(shape, names[: len(shape)]):
            return []
        return [home]

    def chdir(self, arg: Arg) -> None:
        """The following relative paths, and the effects on the working directory, are meant from there."""
        if arg.text is None or arg.glob:
            self.cwds = ()
            self.opaque("the directory it works in cannot be known")
        else:
            self.cwds = tuple(self.places(arg))
        self.part.cwd = self.cwd

    def script(self, arg: Arg) -> None:
        """Executes the file that a word names; an address in its place (`https:`, `data:`) is anybody's code."""
        if arg.text is None or arg.glob or arg.text == "-" or is_address(arg.text) or not self.places(arg):
            self.note(RUN_CODE, "runs a program that cannot be known")
            if arg.text is None:
                self.opaque("what it runs cannot be known")
            return
        for place in self.places(arg):
            self._record(self.part.reads, place)
            if is_secret(place) or is_secret(paths.resolved(place, self.facts)):
                self.note(READ_SECRET, f"runs {place}, and shows the lines of it that are no commands")
            home = paths.inside(paths.resolved(place, self.facts), self.facts.project) and paths.inside(
                place, self.facts.project
            )
            home = home and not is_theirs(place, self.facts)
            self.note(RUN_PROJECT if home else RUN_CODE, f"runs {place}")

    def _record(self, found: list[str], place: str) -> None:
        real = paths.resolved(place, self.facts) if self.facts.links else place
        for each in (place, real):
            if each not in found:
                found.append(each)
            elif found is self.part.reads:
                self._shows(each)

    # -- the rest of the world ----------------------------------------------------------------------------------

    def reach(self, host: str | None, port: str = "") -> None:
        """Talks to a host or server; None when which cannot be known."""
        place = host and place_at(host, port)
        self.target(place)
        if not host or not place:
            return
        if port and is_commanded(place):  # what is made for such a port names it in its own words
            self.unknown(f"this machine may be commanded at port {port}")
        from assent.core.open_hosts import is_anybodys

        if holds_credentials(host):
            self.note(READ_SECRET, "reads cloud metadata, which holds credentials")
            self.mark(CLOUD_CREDENTIALS)
        elif is_odd_number(host):
            self.unknown(f"{host} is an address in disguise")
        elif lookalike(host):
            self.unknown(f"{host} is dressed up as another host")
        elif is_anybodys(host):
            self.unknown(f"anybody may stand behind {host}")

    def target(self, name: str | None) -> None:
        """Notes what rules call the place it talks to: a host, or a remote by its name."""
        if name not in self.part.targets:
            self.part.targets.append(name)

    def url(self, arg: Arg, effect: int = NET_READ) -> None:
        """Reads from, or with NET_SEND sends to, the host of a URL or of `user@host:path`."""
        verb = "sends to" if effect & NET_SEND else "fetches from"
        if arg.text is None:
            self.note(effect, f"{verb} an address that cannot be known")
            self.reach(None)
            self.opaque("the address cannot be known")
            return
        if arg.text.lower().startswith("file:"):
            self.local(arg.text)
            return
        # A backslash ends the host for a browser; for other programs it is one more letter.
        host = None if "\\" in arg.text else host_of(arg.text)
        self.note(effect, f"{verb} {host or arg.text}")
        self.reach(host, port_of(arg.text))
        if host and not is_loopback(host):
            self.carries(arg.text, "the address")
        if host is None:
            self.unknown(f"the address {arg.text} cannot be read")
            self.opaque("which host it reaches cannot be known")

    def carries(self, text: str, what: str) -> None:
        """Sends what is asked for along: with a secret in it, that is a sending."""
        from assent.core.redact.carried import carried

        kind = carried(text)
        if kind:
            self.note(NET_SEND, f"{what} carries what looks like a secret ({kind})")

    def local(self, address: str) -> None:
        """Reads the file behind a `file:` address, with and without what a `?` or `#` may cut off its end."""
        host, path = located(address)
        if host.lower() not in ("", "localhost", "127.0.0.1") or any(sign in path for sign in "%{}[]\\"):
            self.opaque(f"which file {address} is cannot be known")
        for sign in ("", "?", "#"):
            cut = path.partition(sign)[0] if sign else path
            self.read(Arg("/" + cut.lstrip("/")))

    def remote(self, arg: Arg) -> None:
        """Names a git remote, or a URL in its place."""
        if arg.text is None:
            self.reach(None)
            self.opaque("which remote it reaches cannot be known")
            if arg.holds == TEXT:
                self.note(NET_SEND, "names a remote that may hold text of a file")
        elif "::" in arg.text:
            self.note(RUN_CODE, f"runs the program that {arg.text} names as its transport")
            self.reach(None)
        elif "://" in arg.text or ":" in arg.text:
            if arg.text.lower().startswith("file:"):
                self.local(arg.text)
            else:
                self.reach(host_of(arg.text))
        elif arg.text.startswith((".", "/")):
            self.read(arg)
            self.target(arg.text)
        else:
            self.target(None if is_loopback(arg.text) else arg.text)  # what a remote is called says nothing

    def package(self, arg: Arg) -> None:
        """Installs a package by name; from anywhere but the registry, that is any code."""
        self.note(INSTALL, f"installs {arg.prefix or 'what cannot be known'}")
        if arg.text is None:
            self.opaque("what it installs cannot be known")
        elif arg.text.lower().partition("[")[0].partition("=")[0] == "assent":
            self.note(RUN_CODE, "changes what decides about calls")
        elif is_odd_package(arg.text):
            self.note(RUN_CODE, f"installs {arg.text}, which is no plain package name")

    # -- commands inside ----------------------------------------------------------------------------------------

    def run(self, args: Sequence[Arg]) -> bool:
        """Runs an inner command given as words: its effects are also this one's, deny and ask see it. True when that
        runs what its own words name."""
        return self.walker.run(self, args)

    def follow(self, text: str) -> None:
        """Shows denials what a file of the project says it runs; its effects stay those of any task."""
        self.walker.follow(self, text)

    def shell(self, text: str | None) -> None:
        """Runs shell text; None when the text cannot be known."""
        self.walker.shell(self, text)
