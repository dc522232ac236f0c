"""A call of a tool other than the shell: its input read into one part with effects, paths and targets."""

from __future__ import annotations

from assent.core import paths, places
from assent.core.call import LIMIT, Part, Reading
from assent.core.effect import NET_READ, NET_SEND, PRIVILEGE, READ_SECRET, RUN_CODE, UNKNOWN, names_of
from assent.core.filters import aims_at_secrets, alternatives, may_hold_secrets
from assent.core.hosts import (
    HERE,
    holds_credentials,
    host_of,
    is_commanded,
    is_loopback,
    lookalike,
    place_at,
    port_of,
)
from assent.core.names import joined
from assent.core.tools import (
    ASKS_WEB,
    FETCHES,
    FINDS,
    LISTS,
    READS,
    RUNS,
    RUNS_POWERSHELL,
    SEARCHES,
    SERVER,
    SERVES,
    SPAWNS,
    TALKS,
    TOOLS,
    WRITES,
    does,
)
from assent.core.traits import CLOUD_CREDENTIALS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.core.call import Call
    from assent.core.facts import Facts
    from assent.core.inputs import Named

# Verbs an MCP tool's name must start with to count as reading; everything else is unknown.
READING_VERBS = (
    "get",
    "list",
    "search",
    "read",
    "find",
    "fetch",
    "query",
    "describe",
    "show",
    "view",
    "lookup",
)
# A name that begins with one of those and goes on with one of these does more than read.
CHANGING_WORDS = frozenset((
    "and", "or", "add", "append", "apply", "approve", "archive", "cancel", "close", "commit", "copy", "create",
    "delete", "deploy", "disable", "drop", "edit", "enable", "eval", "exec", "execute", "insert", "install",
    "invoke", "merge", "modify", "move", "overwrite", "patch", "post", "publish", "purge", "push", "put",
    "remove", "rename", "replace", "reset", "run", "save", "send", "set", "start", "stop", "store", "submit",
    "trigger", "update", "upload", "upsert", "write",
))  # fmt: skip


# Endings of fields, without case and joints, that say where a request goes.
WHERETO = (
    "url", "urls", "uri", "uris", "href", "host", "hostname", "hosts", "domain", "domains", "endpoint", "proxy",
    "server", "address", "origin", "redirect",
)  # fmt: skip
# Fields that say by which rules an agent is held that another one starts, and values by which it asks no less.
MODES = ("mode", "permissionmode", "permissions", "approvalmode", "approvalpolicy", "sandbox", "sandboxmode")
HELD = ("", "default", "plan", "ask", "manual", "inherit", "readonly")


LONGEST_TOLD = 16_384  # of each text that a server is told, this much is looked at
# Their input is looked at in the field that the table names; where that is the folder to look in, it may be absent.
IN_A_FOLDER = (LISTS, FINDS, SEARCHES)


def is_open(call: Call) -> bool:
    """True for a tool whose input may name anything in any field: what is in no table here, and what is but lacks the
    text it should have."""
    row = TOOLS.get(call.tool)
    if row is None or row["does"] in (RUNS, RUNS_POWERSHELL):
        return True
    return row["does"] in (READS, WRITES) and not isinstance(call.input.get(row["field"]), str)


def read_tool(call: Call, facts: Facts, named: Named | None = None) -> Reading:
    """A call of any tool but the shell, read into one part. Never raises; what is not known is `unknown`. What its
    input names beside the tool's own fields can only make the answer stricter."""
    part = Part((), call.cwd)
    part.plain, part.seen = [], []
    kind = does(call.tool)
    if kind in (READS, WRITES, *IN_A_FOLDER):
        _file(part, call, facts, kind)
    elif kind == FETCHES:
        _fetch(part, call)
    elif kind == ASKS_WEB:
        _add(part, NET_READ, "searches the web")
        _carries(part, call.text(TOOLS[call.tool]["field"]), "the search")
    elif kind == SERVES:
        _mcp(part, call)
    elif kind == RUNS_POWERSHELL:
        _add(part, RUN_CODE | UNKNOWN, "runs a command that its input does not say")
        part.meaning = f"{call.tool} without a usable command"
    elif kind == SPAWNS:
        _spawn(part, call)
    elif kind != TALKS:
        _unknown(part, f"tool {call.tool} is not known")
    if named is None:
        return Reading((part,))
    _named(part, call, facts, named)
    return Reading((part,), f"{LIMIT}its input names too much to look at" if named.cut else "")


def _add(part: Part, mask: int, why: str) -> None:
    part.effects |= mask
    part.notes.extend((name, why) for name in names_of(mask))


def _unknown(part: Part, why: str) -> None:
    _add(part, UNKNOWN, why)
    part.meaning = why


def _file(part: Part, call: Call, facts: Facts, kind: str) -> None:
    """The file that a call reads or writes, or the folder that it looks in and what it looks for there."""
    field = TOOLS[call.tool]["field"]
    text = call.text(field)
    if not text and kind in IN_A_FOLDER and field not in call.input:
        text = call.cwd
    _path(part, call, facts, field, text, writes=kind == WRITES)
    if kind in (FINDS, SEARCHES):
        _search(part, call, facts, kind)
    if kind in (LISTS, FINDS):
        part.listed += part.reads
    if kind == SEARCHES and any(may_hold_secrets(path, facts) for path in part.reads):
        _add(part, READ_SECRET, "searches a folder that may hold secrets too")


def _path(part: Part, call: Call, facts: Facts, field: str, text: str, *, writes: bool) -> None:
    path = paths.absolute(text, call.cwd, facts.home) if text and "\0" not in text else ""
    if not path:
        part.opaque = True
        _unknown(part, f"{call.tool} without a usable {field}")
        return
    _touch(part, path, facts, writes=writes)
    bare = text.strip().strip("\ufeff").strip()
    if bare and bare != text:  # some clients cut blanks off before they open the file
        part.opaque = True
        _unknown(part, f"the {field} begins or ends in a blank")
        _touch(part, paths.absolute(bare, call.cwd, facts.home), facts, writes=writes)
    if len(text) > paths.LONGEST:
        part.opaque = True
        _unknown(part, f"the {field} is too long for a path")
    elif ".." in text:
        _climb(part, text, path, call, facts, writes=writes)


def _climb(part: Part, text: str, path: str, call: Call, facts: Facts, *, writes: bool) -> None:
    """`..` behind a link: where the kernel ends is touched as well as where the text says (`path`)."""
    full = facts.home + text[1:] if text.startswith("~/") else text
    left, end = paths.climbed(full, "" if full.startswith("/") else call.cwd, facts)
    part.through += left
    if end != path:
        _touch(part, end, facts, writes=writes)


def _touch(part: Part, path: str, facts: Facts, *, writes: bool) -> None:
    if len(path) > paths.LONGEST:
        part.opaque = True
        _unknown(part, "it is too long for a path")
        return
    found = part.writes if writes else part.reads
    found.append(path)
    real = paths.resolved(path, facts)
    if real != path:
        found.append(real)
    effect = places.write_effect(path, facts) if writes else places.read_effect(path, facts)
    _add(part, effect, f"{'writes' if writes else 'reads'} {path}")


def _named(part: Part, call: Call, facts: Facts, named: Named) -> None:
    """The paths and hosts that an input names: both read and written, unless the tool's name says that it reads."""
    reads = does(call.tool) == SERVES and _is_reading(call.tool[len(SERVER) :].partition("__")[2])
    mask = 0
    for text, lands in named.paths:
        for path in _meant(text, part, call, facts):
            both = dict.fromkeys((path, paths.resolved(path, facts)))
            part.reads.extend(both)
            mask |= places.read_effect(path, facts) & READ_SECRET
            if lands or not reads:
                part.writes.extend(both)
                mask |= places.write_effect(path, facts) & (RUN_CODE | PRIVILEGE)
    if named.hosts:
        part.hosts = [host_of(each) for each in named.hosts]
        if any(host and holds_credentials(host) for host in part.hosts):
            mask |= READ_SECRET
            part.traits.append(CLOUD_CREDENTIALS)
    _add(part, mask & ~part.effects, f"gives {call.tool} a path or host that is guarded")


def _meant(text: str, part: Part, call: Call, facts: Facts) -> list[str]:
    """The absolute paths that a field may mean: as it stands, without the blanks around it, with the home's variable
    filled in, and where `..` leads behind a link."""
    text = text.replace("${HOME}", facts.home).replace("$HOME", facts.home)
    found: dict[str, None] = {}
    for each in (text, text.strip().strip("\ufeff").strip()):
        path = paths.absolute(each, call.cwd, facts.home) if each and "\0" not in each else ""
        if not path or len(path) > paths.LONGEST:
            continue
        found[path] = None
        if ".." in each:
            full = facts.home + each[1:] if each.startswith("~/") else each
            left, end = paths.climbed(full, "" if full.startswith("/") else call.cwd, facts)
            part.through += left
            found[end] = None
    return list(found)


def _search(part: Part, call: Call, facts: Facts, kind: str) -> None:
    """The files a search names: a pattern of their names, or a filter of those that are looked into."""
    field = TOOLS[call.tool].get("files", "")
    pattern = call.text(field)
    if not pattern:
        if call.input.get(field) is not None:
            _unknown(part, f"{call.tool} with a {field} that is no text")
        return
    base = part.reads[0] if part.reads else call.cwd
    if kind == FINDS:
        for each in alternatives(pattern):
            _find(part, each, base, facts)
    elif aims_at_secrets(pattern):
        _add(part, READ_SECRET, f"searches files like {pattern}")


def _find(part: Part, pattern: str, base: str, facts: Facts) -> None:
    """Touches what a pattern of names leads to outside of the folder it starts in, by `..` or a link too."""
    path = paths.absolute(pattern, base, facts.home)
    if not path:
        return
    ends = [path]
    names = pattern.split("/")
    if ".." in names:
        full = facts.home + pattern[1:] if names[0] == "~" else pattern
        left, end = paths.climbed(full, "" if full.startswith("/") else base, facts)
        part.through += left
        ends.append(end)
        while names.pop() != "..":
            pass
        if any(paths.has_glob(name) or "{" in name for name in names):
            part.opaque = True
            _unknown(part, "where `..` behind a wildcard leads cannot be known")
    part.through.append(paths.fixed(path))
    for each in dict.fromkeys(ends):
        if not paths.inside(each, base) or not _stays(each, base, facts):
            _touch(part, each, facts, writes=False)


def _stays(path: str, base: str, facts: Facts) -> bool:
    """True when no link leads from a path below a folder out of it."""
    real = paths.resolved(path, facts)
    return paths.inside(real, base) or paths.inside(real, paths.resolved(base, facts))


def _fetch(part: Part, call: Call) -> None:
    url = call.text(TOOLS[call.tool]["field"])
    host = host_of(url)
    place = host and place_at(host, port_of(url))
    part.targets.append(host if place == HERE else place)
    _add(part, NET_READ, f"fetches from {host or 'an unreadable address'}")
    if host is None:
        part.opaque = True
        _unknown(part, "the address cannot be read")
    elif holds_credentials(host):
        _add(part, READ_SECRET, "reads cloud metadata, which holds credentials")
        part.traits.append(CLOUD_CREDENTIALS)
    elif lookalike(host):
        _unknown(part, f"{host} is dressed up as another host")
    elif _is_anybodys(host):
        _unknown(part, f"anybody may stand behind {host}")
    elif place and is_commanded(place):
        _unknown(part, f"this machine may be commanded at port {port_of(url)}")
    elif url.lower().startswith(("file:", "javascript:", "data:")):
        _add(part, RUN_CODE, "opens an address that is not of the web")

    if host and not is_loopback(host):
        _carries(part, url, "the address")
    if _names_another_address(call):
        part.opaque = True
        _unknown(part, "its input names an address beside the one that is fetched")


def _carries(part: Part, text: str, what: str) -> None:
    """What is asked for is sent along: with a secret in it, that is a sending."""
    from assent.core.redact.carried import carried

    kind = carried(text)
    if kind:
        _add(part, NET_SEND, f"{what} carries what looks like a secret ({kind})")


def _names_another_address(call: Call) -> bool:
    """True for an input in which another field than the tool's own may say where the request goes."""
    row = TOOLS[call.tool]
    for field, value in call.input.items():
        if field == row["field"] or field in row.get("bodies", ()) or value in (None, ""):
            continue
        plain = joined(field)
        if plain.endswith(WHERETO) or (isinstance(value, str) and "://" in value):
            return True
        if isinstance(value, (list, dict)):
            return True
    return False


def _spawn(part: Part, call: Call) -> None:
    """An agent that is started is held by the same rules, unless the call lifts them for it."""
    for field, value in call.input.items():
        if joined(field) in MODES and not (isinstance(value, str) and joined(value) in HELD):
            _add(part, PRIVILEGE, f"starts an agent with the {field} {str(value)[:40]}")


def _is_anybodys(host: str) -> bool:
    from assent.core.open_hosts import is_anybodys

    return is_anybodys(host)


def _mcp(part: Part, call: Call) -> None:
    server, _, name = call.tool[len(SERVER) :].partition("__")
    part.targets.append(server)
    if _is_reading(name):
        _add(part, NET_READ, f"asks the MCP server {server}")
        _tells(part, call.input)
    else:
        _add(part, NET_SEND | UNKNOWN, f"calls the MCP tool {name}, which may do anything")
        part.meaning = f"what the MCP tool {name} does is not known"


def _tells(part: Part, given: dict[str, object]) -> None:
    """A server that is asked is told each text of the input."""
    from assent.core.redact.carried import token_in

    left: list[object] = list(given.values())
    while left:
        value = left.pop()
        if isinstance(value, dict):
            left += value.values()
        elif isinstance(value, list):
            left += value
        elif isinstance(value, str) and (kind := token_in(value[:LONGEST_TOLD])):
            _add(part, NET_SEND, f"its input carries what looks like a secret ({kind})")
            return


def _is_reading(name: str) -> bool:
    """True when the name of an MCP server's tool says that it reads, and nothing more."""
    verb, *others = name.lower().replace("-", "_").split("_")
    return verb in READING_VERBS and not any(word in CHANGING_WORDS for word in others)
