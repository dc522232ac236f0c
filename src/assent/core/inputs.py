"""What the input of any tool names, by its fields' names: commands, paths and addresses. For deny and ask alone."""

from __future__ import annotations

from assent.core.names import joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# Fields, without case and joints, that hold a command: one text, several, or the words of one.
COMMANDS = frozenset((
    "command", "commands", "cmd", "cmds", "commandline", "cmdline", "shellcommand", "shellcmd", "bashcommand",
    "script", "shellscript", "bash", "shell", "argv", "exec", "run", "powershell",
))  # fmt: skip
# Fields whose text is often that of another language: read as a shell's all the same, but what cannot be read so is no
# fault of the call.
LOOSE = frozenset(("script", "exec", "run", "shell"))
# Its further words.
WORDS = frozenset(("args", "arguments", "argv", "commandargs", "cmdargs", "parameters", "params"))
PROGRAMS = ("program", "executable", "binary")
# Fields of a tool whose own name says that it is a shell.
TEXTS = frozenset(
    ("code", "input", "text", "stdin", "line", "lines", "keys", "data", "content", "query", "source")
)
SHELLS = frozenset((
    "bash", "sh", "zsh", "shell", "shells", "terminal", "console", "powershell", "pwsh", "cmd", "command", "commands",
    "exec", "execute", "tmux", "ssh",
))  # fmt: skip
# Fields that hold a path whatever it looks like; beside these every name that ends in one of PATH_ENDINGS.
PATHS = frozenset((
    "path", "paths", "file", "files", "dir", "dirs", "directory", "directories", "folder", "folders", "cwd", "workdir",
    "root", "roots", "filename", "filenames", "notebook", "workspace",
))  # fmt: skip
PATH_ENDINGS = ("path", "paths", "file", "files", "filename", "filenames", "dir", "directory", "folder")
# Fields that may hold one: only what looks like a path counts.
PLACES = frozenset((
    "source", "src", "from", "target", "destination", "dest", "dst", "to", "output", "out", "input", "in", "saveas",
    "location", "resource", "key", "identity", "old", "new", "link", "item", "items", "name", "document", "attachment",
    "attachments", "image", "images", "uri", "uris", "url", "urls", "href",
))  # fmt: skip
# What is written there, even by a tool whose name says that it reads.
LANDINGS = frozenset(("destination", "dest", "dst", "to", "output", "out", "outputpath", "outputfile", "outfile",
                      "saveas", "savepath", "saveto", "downloadpath", "targetpath", "outputdir"))  # fmt: skip
HOSTS = frozenset((
    "url", "urls", "uri", "uris", "endpoint", "endpoints", "host", "hostname", "hosts", "domain", "domains", "href",
    "address", "baseurl", "server", "origin", "webhook",
))  # fmt: skip
WHERE = ("cwd", "workdir", "workingdirectory", "workingdir", "directory", "dir")

# Bounds: beyond them what was not looked at may be what a rule speaks of.
MOST_VALUES = 200_000
MOST_FOUND = 256
MOST_TEXT = 1 << 20


class Named:
    """`commands` (text, directory or "", whether a shell surely reads it); `paths` (text, whether it is surely
    written); `hosts`; `cut` True when the input holds more than was looked at."""

    __slots__ = ("commands", "cut", "hosts", "paths", "shell")

    def __init__(self, *, shell: bool) -> None:
        self.shell = shell
        self.commands: list[tuple[str, str, bool]] = []
        self.paths: list[tuple[str, bool]] = []
        self.hosts: list[str] = []
        self.cut = False


def look(tool: str, given: dict[str, object]) -> Named:
    """Everything the input names, at any depth. Linear in the input; never raises."""
    found = Named(shell=not SHELLS.isdisjoint(_words(tool)))
    left: list[tuple[str, object]] = [("", given)]
    seen = size = 0
    while left:
        field, value = left.pop()
        seen += 1
        if seen > MOST_VALUES or size > MOST_TEXT or _many(found):
            found.cut = True
            break
        if isinstance(value, dict):
            size += _commands(value, found)
            left += [(joined(key) or field, each) for key, each in value.items()]
        elif isinstance(value, list):
            left += [(field, each) for each in value]
        elif isinstance(value, str) and value:
            _text(field, value, found)
    return found


def _many(found: Named) -> bool:
    return max(len(found.commands), len(found.paths), len(found.hosts)) > MOST_FOUND


def _words(name: str) -> list[str]:
    """The words of a tool's name: `mcp__Desktop_Commander__startProcess` has five."""
    apart: list[str] = []
    for index, char in enumerate(name):
        if char.isupper() and index and name[index - 1].islower():
            apart.append(" ")
        apart.append(char.lower() if char.isalnum() else " ")
    return "".join(apart).split()


def _commands(given: dict[str, object], found: Named) -> int:
    """Adds the commands that an object's fields make together; how much text they are."""
    fields = {joined(key): value for key, value in given.items()}
    where = next((value for name in WHERE if isinstance(value := fields.get(name), str)), "")
    named = [name for name in fields if name in COMMANDS or (found.shell and name in TEXTS)]
    further = _quoted([value for name in WORDS if name not in named for value in _listed(fields.get(name))])
    texts: dict[str, bool] = {}
    for name in named:
        value = fields[name]
        sure = found.shell or name not in LOOSE
        if isinstance(value, str):
            texts[f"{value} {further}" if further else value] = sure
        elif isinstance(value, list):
            words = [each for each in value if isinstance(each, str)]
            texts[f"{_quoted(words)} {further}".rstrip()] = sure
            texts.update((each, sure) for each in words if " " in each)
    if not named and further:
        program = next((value for name in PROGRAMS if isinstance(value := fields.get(name), str)), "")
        texts[f"{program} {further}".lstrip()] = bool(program)
    found.commands += [(text, where, sure) for text, sure in texts.items() if text.strip()]
    return sum(map(len, texts))


def _listed(value: object) -> list[str]:
    if isinstance(value, str):
        return value.split()
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _quoted(words: Sequence[str]) -> str:
    """Words as shell text that means exactly them."""
    return " ".join("'" + word.replace("'", "'\\''") + "'" for word in words)


def _text(field: str, value: str, found: Named) -> None:
    address = _is_address(value)
    if field in HOSTS and value.lstrip()[:1] not in ("/", ".", "~"):
        found.hosts.append(value)
    local = file_of(value) if address else value
    if not local:
        return
    sure = field in PATHS or field.endswith(PATH_ENDINGS)
    if sure or (field in PLACES and _is_pathlike(local)) or (address and field in HOSTS):
        found.paths.append((local, field in LANDINGS))


def _is_address(value: str) -> bool:
    scheme, colon, _ = value.strip().partition(":")
    return (
        bool(colon)
        and len(scheme) > 1
        and scheme.isascii()
        and scheme.replace("+", "").replace("-", "").isalnum()
    )


def _is_pathlike(value: str) -> bool:
    return "\n" not in value and (value.lstrip()[:1] in ("/", "~", ".", "$") or "/" in value)


def file_of(address: str) -> str:
    """The path that a `file:` address names, its escapes undone; "" for another address."""
    scheme, _, rest = address.strip().partition(":")
    if scheme.lower() not in ("file", "vscode", "vscode-file"):
        return ""
    if rest.startswith("//"):
        rest = rest[2:]
        rest = rest[rest.find("/") :] if "/" in rest and rest[:1] not in ("~", ".") else rest
    rest = rest.partition("?")[0].partition("#")[0]
    head, *others = rest.split("%")
    out = [head.encode("utf-8", "surrogatepass")]
    for each in others:
        try:
            out.append(bytes((int(each[:2], 16),)) + each[2:].encode("utf-8", "surrogatepass"))
        except ValueError:
            out.append(b"%" + each.encode("utf-8", "surrogatepass"))
    return b"".join(out).decode("utf-8", "replace")
