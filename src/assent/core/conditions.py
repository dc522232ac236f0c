"""What an allow does not mean although its pattern and each regex of its fields match the call's input."""

from __future__ import annotations

from assent.core import names
from assent.core.tools import SERVER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from assent.core.call import Call, Part, Reading


# Fields of a server's tool, without case and joints, that say the same thing in other words …
ALIKE = (
    frozenset(("repo", "repository", "repos", "repositories", "reponame", "repositoryname", "fullname", "project",
               "projectid", "projectkey", "projectname", "projectpath", "slug")),
    frozenset(("owner", "org", "organization", "organisation", "user", "account", "tenant", "group", "login")),
    frozenset(("database", "db", "dbname", "databasename", "databases", "schema", "dataset", "catalog")),
    frozenset(("channel", "channels", "channelid", "channelname", "room", "conversation")),
    frozenset(("namespace", "namespaces", "allnamespaces", "ns")),
    frozenset(("bucket", "buckets", "bucketname", "container")),
    frozenset(("table", "tables", "tablename", "collection", "collections", "collectionname", "index")),
    frozenset(("team", "teams", "teamid", "teamkey", "teamname", "workspace", "workspaceid", "space", "spacekey")),
    frozenset(("env", "environment", "stage", "target")),
)  # fmt: skip
# … and those that say where all of it is: another value is another machine, or another account.
AROUND = frozenset((
    "address", "apibase", "apiurl", "base", "baseurl", "cluster", "connection", "connectionstring", "connectionuri",
    "connectionurl", "context", "dsn", "endpoint", "env", "environment", "host", "hostname", "hosts", "kubeconfig",
    "kubecontext", "origin", "profile", "proxy", "remote", "server", "stage", "tenant", "uri", "uris", "url", "urls",
    "webhook",
))  # fmt: skip
WHERE = AROUND.union(*ALIKE)
# Beside these, what a learned rule takes for a place: it covers none that no approved call has named. As they are …
PLACES = WHERE.union((
    "to", "cc", "bcc", "from", "src", "source", "dst", "dest", "ref", "refs", "base", "head", "dir", "dirs", "out",
    "output", "target", "targets", "org", "orgs", "db", "site", "sites", "zone", "zones", "link", "links", "href",
))  # fmt: skip
# … and as endings, also before one of NUMBERED: `slackChannelId`.
ENDS = (
    "url", "urls", "uri", "uris", "host", "hosts", "domain", "domains", "address", "addresses", "endpoint", "endpoints",
    "server", "servers", "cluster", "clusters", "instance", "channel", "channels", "repo", "repos", "repository",
    "repositories", "project", "projects", "database", "databases", "dataset", "datasets", "bucket", "buckets", "table",
    "tables", "schema", "collection", "path", "paths", "file", "files", "folder", "folders", "directory", "directories",
    "namespace", "workspace", "team", "tenant", "account", "organization", "organisation", "owner", "recipient",
    "recipients", "email", "emails", "webhook", "proxy", "region", "branch", "branches", "environment", "destination",
    "location", "connection", "profile", "remote", "origin", "redirect", "callback", "parent",
)  # fmt: skip
NUMBERED = ("ids", "id", "names", "name", "keys", "key", "slug")
# Signs without which a text holds no second command, no block and no function.
JOINTS = frozenset(";\n(")


def places_in(given: Mapping[str, object]) -> list[str]:
    """The fields of an input that say where a call goes, at whatever depth, in order: `channel`, `options.url`. What is
    given as nothing says nothing; a text that holds fields of its own may say anything."""
    found: set[str] = set()
    left: list[tuple[str, object]] = [(str(field), value) for field, value in given.items()]
    while left:
        path, value = left.pop()
        if value is None or value in ("", [], {}):
            continue
        if isinstance(value, dict):
            left += [(f"{path}.{key}", each) for key, each in value.items()]
        elif isinstance(value, list):
            left += [(path, each) for each in value if isinstance(each, (dict, list))]
        if is_place(path.rpartition(".")[2]) or (isinstance(value, str) and value.lstrip()[:1] in ("{", "[")):
            found.add(path)
    return sorted(found)


def is_place(field: str) -> bool:
    """True for the name of a field whose value may be where a call goes, also where it may only look like one."""
    if not field.isascii():
        return True
    plain = names.joined(field)
    if plain in PLACES or plain.endswith(ENDS):
        return True
    bare = next((plain[: -len(each)] for each in NUMBERED if plain.endswith(each)), "")
    return bare in PLACES or bare.endswith(ENDS)


def goes_unseen(fields: Mapping[str, str], call: Call) -> str:
    """Why a learned rule does not cover a call of a server's tool: it says where to in a field that no approved call
    had. "" when it does cover it."""
    unseen = next((each for each in places_in(call.input) if each not in fields), "")
    return f"no call that you approved said {unseen[:40]}" if unseen else ""


def why_not_covered(fields: Mapping[str, str], call: Call, reading: Reading) -> str:
    """Why a rule with these field regexes does not cover the call: a regex that found its words in a text says nothing
    about the other commands in it, nor one about a name in the fields it has not seen. "" when it does cover it."""
    commands = [part for part in reading.parts if part.argv or part.seen]
    joined = not JOINTS.isdisjoint(call.text("command"))
    if commands and (joined or len(commands) > 1 or not _is_one(commands[0])):
        return "a regex of a field covers one plain command, without redirects and without commands in it"
    known = names.fields_of(call.tool)
    named = [field for field in call.input if names.joined(field) in known]
    if any(field in fields for field in named) and not all(field in fields for field in named):
        return "the call also has a name that the rule has no regex for"
    if call.tool.startswith(SERVER) and (other := _aims_elsewhere(fields, call.input)):
        return f"the call also says {other[:40]}, which may be another place than the one the rule holds"
    return ""


def _aims_elsewhere(fields: Mapping[str, str], given: Mapping[str, object]) -> str:
    """A field, at whatever depth, that may say the same as one with a regex, or where all of it is; "" for none."""
    held = {names.joined(field) for field in fields}
    if held.isdisjoint(WHERE):
        return ""
    alike = [group for group in ALIKE if not group.isdisjoint(held)]
    left = [(field, value, True) for field, value in given.items()]
    while left:
        field, value, top = left.pop()
        if top and field in fields:
            continue
        plain = names.joined(field)
        if value not in (None, "") and (
            plain in held or plain in AROUND or any(plain in group for group in alike)
        ):
            return field
        if isinstance(value, dict):
            left += [(key, each, False) for key, each in value.items()]
        elif isinstance(value, list):
            left += [
                (key, each, False) for item in value if isinstance(item, dict) for key, each in item.items()
            ]
    return ""


def _is_one(part: Part) -> bool:
    """True for a command that starts no other one and that nothing is added to from outside."""
    first = part.argv[0] if part.argv else None
    own = (first, first.rpartition("/")[2]) if first else ()
    return not part.extra and all(argv and argv[0] in own for argv in part.seen)
