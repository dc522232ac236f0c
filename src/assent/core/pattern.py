"""A permission pattern in compiled form, and whether it matches: token by token for commands, by anchor for paths."""

from __future__ import annotations

from assent.core.effect import PRIVILEGE, SYSTEM, UNKNOWN
from assent.core.hosts import is_loopback
from assent.core.paths import folded, glob, inside, widened
from assent.core.secrecy import SECRET_FILES, named
from assent.core.tools import FETCHERS, READERS, SEARCHERS, SERVER, SHELL, SHELLS, SPAWNERS, WRITERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from assent.core.call import Argv, Call, Part
    from assent.core.facts import Facts

    T = TypeVar("T")
    W = TypeVar("W")

# Kinds of pattern.
ANY = "any"  # `*`
TOOL = "tool"  # a bare tool name or a glob of one
ARGV = "argv"  # Bash(words…)
PATH = "path"  # Read(path), Edit(path), Write(path), Glob(path), Grep(path)
HOST = "host"  # WebFetch(domain:host)
NAME = "name"  # Agent(x), Skill(x)
OWN = "own"  # Write(@assent), Read(@assent): what guards the agent, wherever it lies

# Kinds of token in an ARGV pattern.
WORD, WILD, MANY = 0, 1, 2

# Anchors of a PATH pattern.
ROOT, HOME, PROJECT, EITHER = "root", "home", "project", "either"
# Anchors that only facts know: the folder of the agent's own settings, and the folders for temporary files.
AGENT_HOME, TMP = "agent", "tmp"

# With these among its effects a program may do more to a word than its table says.
UNSAID = UNKNOWN | PRIVILEGE | SYSTEM


class Pattern:
    """`text` as people wrote it; `kind` one of the above; `tool` the tool (glob for TOOL); `tokens` (kind, text)
    pairs for ARGV; `value` the glob for PATH (without its anchor), HOST and NAME; `anchor` for PATH; `exact`
    True when an ARGV pattern names every word."""

    __slots__ = ("anchor", "exact", "kind", "text", "tokens", "tool", "value")

    def __init__(
        self,
        text: str,
        kind: str,
        tool: str,
        tokens: Sequence[Sequence[int | str]] = (),
        value: str = "",
        anchor: str = "",
        *,
        exact: bool = False,
    ) -> None:
        self.text = text
        self.kind = kind
        self.tool = tool
        self.tokens = tokens
        self.value = value
        self.anchor = anchor
        self.exact = exact

    def row(self) -> list[object]:
        """The pattern as JSON; `from_row` reads it back."""
        tokens = [list(token) for token in self.tokens]
        return [self.text, self.kind, self.tool, tokens, self.value, self.anchor, self.exact]

    def index_keys(self, *, allow: bool = False) -> list[str]:
        """The index keys a call must share with the pattern to be able to match it. An allow of paths speaks of its own
        tools alone."""
        if allow and self.kind == PATH:
            return list(_family(self.tool))
        if self.kind == ARGV:
            first = self.tokens[0] if self.tokens else (MANY, "")
            return [f"{self.tool}:{first[1]}" if first[0] == WORD else f"{self.tool}:"]
        if self.kind == PATH or (self.kind == OWN and self.tool in WRITERS):
            return ["path"]
        if self.kind in (ANY, OWN) or _is_wild(self.tool):
            return ["*"]
        return [self.tool]


def from_row(row: Sequence[object]) -> Pattern:
    """The pattern of a row made by `Pattern.row`."""
    text, kind, tool, tokens, value, anchor, exact = row
    given = (str(text), str(kind), str(tool), tokens, str(value), str(anchor))
    return Pattern(*given, exact=bool(exact))  # type: ignore[arg-type]  # what `row` wrote, proven by the snapshot


def _is_wild(text: str) -> bool:
    return "*" in text or "?" in text or "[" in text


def keys_of(call: Call, parts: Sequence[Part]) -> list[str]:
    """The index keys of a call: `*`, its tool, the first word of every argv form (whichever tool runs it), `path` when
    it touches one, the tools that fetch when it names a host."""
    keys = {"*": 1, call.tool: 1}
    if call.tool in SHELLS:
        keys[SHELL] = 1
    elif call.tool in SPAWNERS:
        keys.update(dict.fromkeys(SPAWNERS, 1))
    elif call.tool.startswith(SERVER):
        words = call.tool.split("__")
        keys.update(("__".join(words[:many]), 1) for many in range(2, len(words)))
    for part in parts:
        if part.argv or part.seen:
            keys[f"{SHELL}:"] = 1
        for argv in (*part.plain, *part.seen):
            if argv and argv[0] is not None:
                keys[f"{SHELL}:{argv[0]}"] = 1
        if part.reads or part.writes:
            keys["path"] = 1
        if part.hosts:
            keys.update(dict.fromkeys(FETCHERS, 1))
    return list(keys)


def forbids(pattern: Pattern, call: Call, part: Part, facts: Facts) -> bool:
    """True when a deny or ask pattern meets the part in any of its forms, whichever tool it came with."""
    if pattern.kind == ARGV:
        return _speaks_of(pattern, part.seen, wide=True)
    if pattern.kind == OWN:
        return _guards(pattern, part, facts)
    if pattern.kind == PATH:
        found = part.writes if pattern.tool in WRITERS else part.reads
        if pattern.tool in SEARCHERS and call.tool != pattern.tool:
            return False
        return bool(found) and any(
            _path(pattern, each, facts, call.cwd, wide=True)
            for path in found
            for each in _aimed(pattern, path, facts)
        )
    if pattern.kind == TOOL and pattern.tool == SHELL and call.tool in SHELLS:
        return True
    if pattern.kind == HOST and any(_host(pattern.value, host) for host in part.hosts):
        return True
    if pattern.kind == NAME:
        return _named(pattern, call, every=False)
    return _other(pattern, call, part)


def _speaks_of(pattern: Pattern, forms: Sequence[Argv], *, wide: bool) -> bool:
    """True when a form of a part meets a pattern of words; most patterns speak of another program."""
    head = pattern.tokens[0] if pattern.tokens else (MANY, "")
    for argv in forms:
        if head[0] == WORD and argv and argv[0] != head[1]:
            continue
        if _argv(pattern, argv, wide=wide):
            return True
    return False


def _guards(pattern: Pattern, part: Part, facts: Facts) -> bool:
    """True when a part meets what guards the agent; most cannot, and do not pay for the answer."""
    changes = pattern.tool in WRITERS
    if not (part.writes if changes else part.effects & UNSAID):
        return False
    from assent.core import owned

    return owned.changed(part, facts) if changes else owned.named(part, facts)


def excepts(pattern: Pattern, call: Call, path: str, facts: Facts, tools: Sequence[str]) -> bool:
    """True when an exception of a denial, for one of the tools, names the path itself; a glob that may also hit others
    is not excepted."""
    return pattern.kind == PATH and pattern.tool in tools and _path(pattern, path, facts, call.cwd, wide=True)


def pardons(pattern: Pattern, call: Call, part: Part, facts: Facts) -> bool:
    """True when an exception of a denial is the command itself, with nothing fed to it and no file for its output."""
    return pattern.kind == ARGV and not part.extra and permits(pattern, call, part, facts)


def permits(pattern: Pattern, call: Call, part: Part, facts: Facts) -> bool:
    """True when an allow pattern covers the part whole: a plain form of it, or every path it touches."""
    if pattern.kind == ARGV:
        return pattern.tool == call.tool and _speaks_of(pattern, part.plain, wide=False)
    if pattern.kind == PATH:
        if call.tool not in _family(pattern.tool):
            return False
        found = part.writes if call.tool in WRITERS else part.reads
        return bool(found) and all(_path(pattern, path, facts, call.cwd, wide=False) for path in found)
    if pattern.kind == NAME:
        return _named(pattern, call, every=True)
    if pattern.kind == TOOL and not serves_by_name(pattern.tool):
        return False
    if pattern.tool.count("__") > 1 and pattern.tool != call.tool and not _is_wild(pattern.tool):
        return False  # a tool of a server, not the server: another tool may have a name that begins so
    return _other(pattern, call, part)


def serves_by_name(tool: str) -> bool:
    """False for what stands for tools of servers that it does not name, as `mcp__*` does."""
    server = tool[len(SERVER) :].partition("__")[0]
    return not tool.startswith(SERVER) or (bool(server) and not _is_wild(server))


def _family(tool: str) -> tuple[str, ...]:
    """The tools that an allow of paths for one of them covers: who may read a tree may search it."""
    if tool in READERS:
        return (*READERS, *SEARCHERS)
    return WRITERS if tool in WRITERS else (tool,)


def _other(pattern: Pattern, call: Call, part: Part) -> bool:
    if pattern.kind == ANY:
        return True
    if pattern.kind == TOOL:
        if pattern.tool == call.tool or (_is_wild(pattern.tool) and glob(pattern.tool, call.tool)):
            return True
        if pattern.tool in SPAWNERS and call.tool in SPAWNERS:
            return True  # one tool under its old and its new name
        return call.tool.startswith(SERVER) and call.tool.startswith(pattern.tool + "__")
    if pattern.kind != HOST or pattern.tool != call.tool:
        return False
    return bool(part.targets) and all(_host(pattern.value, host) for host in part.targets)


def _named(pattern: Pattern, call: Call, *, every: bool) -> bool:
    """True when the call starts what a pattern of names speaks of; agents are started under more than one name."""
    if pattern.tool != call.tool and not (pattern.tool in SPAWNERS and call.tool in SPAWNERS):
        return False
    from assent.core import names

    return names.all_are(pattern.value, call) if every else names.any_is(pattern.value, call)


def _host(pattern: str, host: str | None) -> bool:
    if host is None:
        return False
    if pattern.startswith("*."):
        return host.endswith(pattern[1:]) and len(host) > len(pattern) - 1
    if _is_wild(pattern):
        return pattern.count(".") == host.count(".") and glob(pattern, host)
    return pattern == host or (is_loopback(host) and is_loopback(pattern))


def _greedy(
    tokens: Sequence[T], words: Sequence[W], many: Callable[[T], bool], fits: Callable[[T, W], bool]
) -> bool:
    """Tokens against words, where a `many` token stands for any number of words; one point of return (the last
    many), so that it is linear in each and cannot hang."""
    at = spot = 0
    last = mark = -1
    while spot < len(words):
        if at < len(tokens) and many(tokens[at]):
            last, mark = at, spot
            at += 1
        elif at < len(tokens) and fits(tokens[at], words[spot]):
            at += 1
            spot += 1
        elif last >= 0:
            mark += 1
            at, spot = last + 1, mark
        else:
            return False
    return all(many(token) for token in tokens[at:])


def _argv(pattern: Pattern, argv: Argv, *, wide: bool) -> bool:
    tokens = pattern.tokens
    if wide and tokens and tokens[-1][0] == WILD and str(tokens[-1][1]).endswith("*"):
        tokens = [*tokens, (MANY, "")]  # a denial's trailing star takes what follows
    return _greedy(tokens, argv, _is_many, _token)


def _is_many(token: Sequence[int | str]) -> bool:
    return token[0] == MANY


def _token(token: Sequence[int | str], word: str | None) -> bool:
    if word is None:
        return False
    return token[1] == word if token[0] == WORD else glob(str(token[1]), word)


def _aimed(pattern: Pattern, path: str, facts: Facts) -> tuple[str, ...]:
    """The path, and where its name is a glob also the file of the pattern's name that it would hit: `.e?v` hits
    `.env`. A name of nothing but wildcards aims at all that lies in a folder of the project, not at a secret there."""
    folder, _, name = path.rpartition("/")
    last = pattern.value.rpartition("/")[2]
    if not _is_wild(name) or not last or _is_wild(last):
        return (path,)
    if last[0] == "." and name[0] in "*?[":
        return (path,)  # a leading wildcard does not stand for a dot
    plain = last in SECRET_FILES and "**" in pattern.value and _is_ordinary(folder, facts)
    for each in (name, widened(name)):
        if (each.strip("*?") or not plain) and glob(each.lower(), last.lower()):
            return (path, f"{folder}/{last}")
    return (path,)


def _is_ordinary(folder: str, facts: Facts) -> bool:
    """True for a folder of the project, a temporary one or one that is known to hold no secret, in which no file is a
    secret by the folder's name."""
    if named(folded(folder + "/x").split("/")):
        return False
    if inside(folder, facts.project):
        return True
    if any(inside(folder, tmp) for tmp in facts.tmp):
        return not inside(folder, facts.home)
    from assent.core.private import is_open_tree

    return is_open_tree(folded(folder) or "/", folded(facts.home))


def _path(pattern: Pattern, path: str, facts: Facts, cwd: str, *, wide: bool) -> bool:
    if not wide and _is_wild(pattern.value) and _hides(pattern, path, facts):
        return False
    for base in _bases(pattern, facts, cwd, wide=wide):
        if _below(base, pattern.value, path, wide=wide):
            return True
    # A bare name in a deny or ask holds at any depth, as it does for the agents themselves.
    if wide and pattern.anchor == PROJECT and "/" not in pattern.value:
        bases = (facts.project, cwd)
        return any(
            inside(path, base) and glob(pattern.value.lower(), name)
            for base in bases
            for name in folded(path).split("/")
        )
    return False


def _hides(pattern: Pattern, path: str, facts: Facts) -> bool:
    """True for what a wildcard allow of a whole tree does not mean: a home that stands below the temporary folders,
    and the hidden files of a home, or another home, that lies in the project."""
    home = facts.home
    if pattern.anchor == TMP:
        return inside(path, home)
    if pattern.anchor != PROJECT or not inside(home, facts.project):
        return False
    return not inside(path, home) or path.startswith(home.rstrip("/") + "/.")


def _bases(pattern: Pattern, facts: Facts, cwd: str, *, wide: bool) -> tuple[str, ...]:
    if pattern.anchor == ROOT:
        return ("",)
    if pattern.anchor == HOME:
        return (facts.home,)
    if pattern.anchor == AGENT_HOME:
        return (facts.agent,)
    if pattern.anchor == TMP:
        return tuple(facts.tmp)
    here = [facts.project, cwd] if wide and cwd != facts.project else [facts.project]
    found = [base for base in here if base]
    return ("", *found) if pattern.anchor == EITHER else tuple(found)


def _below(base: str, value: str, path: str, *, wide: bool) -> bool:
    if not wide:
        if base and not inside(path, base):
            return False
        rest = path[len(base) :].strip("/")
        return segments(value.strip("/").split("/") if value else [], rest.split("/") if rest else [])
    full = (base + "/" + value.lstrip("/")).lower() if value else (base or "/").lower()
    lowered = folded(path)
    last = full[full.rfind("/") + 1 :]
    if not _is_wild(last) and not lowered.endswith(last):
        return False  # what most paths are told by, without a look at the whole
    while full.endswith("/**"):
        if glob(_collapsed(full[:-3] or "/"), lowered):
            return True
        full = full[:-3] + "/*"
    return glob(_collapsed(full), lowered)


def _collapsed(text: str) -> str:
    """`**/` may stand for nothing, and a doubled star is one star, where stars cross slashes anyway."""
    text = text.replace("/**/", "/*")
    while "**" in text:
        text = text.replace("**", "*")
    return text


def segments(pattern: list[str], path: list[str]) -> bool:
    """Path segments against pattern segments: `**` is any number of them, `*` stays within one; a segment of the
    path that is itself a glob is matched only by `**` or by the same text."""
    return _greedy(pattern, path, _is_tree, _segment)


def _is_tree(segment: str) -> bool:
    return segment == "**"


def _segment(pattern: str, name: str) -> bool:
    return pattern == name or (not _is_wild(name) and glob(pattern, name))
