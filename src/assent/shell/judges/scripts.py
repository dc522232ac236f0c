"""What a script of the project may be handed: its words and options are its own, but for those that others obey."""

from __future__ import annotations

from assent.core.effect import DESTROY, NET_SEND, RUN_CODE
from assent.core.places import is_obeyed
from assent.shell.judges.tasks import INERT_OPTIONS, from_project, is_plain, task_word, task_words
from assent.shell.meaning.arg import Arg
from assent.shell.programs.shipped import fact, is_known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.meaning.use import Use

# Below these lie programs of others, whatever project brought them.
_FOREIGN = frozenset((
    "node_modules", "bower_components", ".venv", "venv", "virtualenv", "site-packages", "dist-packages", "vendor",
    ".bundle", ".tox", ".nox", ".yarn", ".pnp", "Pods", ".bin", "third_party", "third-party",
))  # fmt: skip
# Where a build puts programs, those of others too.
_BUILT = frozenset(("target", "dist", "build", "out", "_build", "bin-dist", ".next", ".output"))
# Where a package keeps the programs that it brings, and what the file of its only one may be called.
_PROGRAMS = ("bin", ".bin", "lib", "dist", "cli")
_ONLY = ("cli", "index", "main", "bin", "run", "cmd")
# Files that hold a whole program of others.
_PACKED = (".phar", ".pyz", ".jar", ".pex")
_ENDINGS = (".js", ".cjs", ".mjs", ".ts", ".py", ".rb", ".php", ".sh", ".pl", *_PACKED)
# Parts of options that programs obey to which a script may hand them on, or that confirm what a script asks about.
_OBEYED = frozenset((
    "require", "import", "imports", "loader", "eval", "exec", "execute", "command", "cmd", "shell", "config",
    "configfile", "conf", "plugin", "plugins", "preload", "interpreter", "hook", "hooks", "webhook", "force", "yes",
    "confirm", "apply", "prod", "production", "live", "delete", "remove", "destroy", "drop", "purge", "wipe", "erase",
    "prune", "reset", "rollback", "publish", "push", "deploy", "release", "upload", "send", "token", "password",
    "passwd", "passphrase", "secret", "secrets", "credential", "credentials", "apikey", "auth", "verify", "insecure",
    "unsafe", "sudo", "registry", "proxy", "remote", "inspect", "uninstall", "library", "code", "rc", "allow", "preset",
))  # fmt: skip
_OBEYED_BEGINNINGS = ("plugin", "prod", "deploy", "publish", "exec", "eval")
_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:")
# What `--no-…` had better not switch off.
_GUARDS = frozenset((
    "verify", "verification", "auth", "confirm", "confirmation", "prompt", "safe", "safety", "backup", "dry", "sandbox",
    "hooks", "interaction", "checksum", "check", "checks", "ssl", "tls", "gpg", "sign", "signature",
))  # fmt: skip
# What names of options say that a script does.
_MEANT = (
    (frozenset(("eval", "exec", "execute", "command", "require", "import", "loader", "preload", "interpreter", "plugin",
                "plugins", "shell", "sudo", "force")), RUN_CODE),
    (frozenset(("publish", "push", "deploy", "release", "upload", "send", "prod", "production", "live")), NET_SEND),
    (frozenset(("delete", "remove", "destroy", "drop", "purge", "wipe", "erase", "prune", "reset")), DESTROY),
)  # fmt: skip
# First letters of options behind one dash that interpreters take code behind, or that answer yes.
_LETTERS = frozenset("ecy")
_LONG = 5  # letters behind one dash that are a word rather than code: `-count`
# Settings of the project's own that are data and no code.
_SETTINGS = frozenset(("config", "configfile", "conf", "configuration"))
_DATA = (".yml", ".yaml", ".json", ".toml", ".ini", ".cfg", ".conf", ".properties", ".xml")


def script_words(use: Use, script: Arg | None, words: Sequence[Arg]) -> None:
    """Judges the words behind a script: its own where it is the project's; those of the program that it is where
    everybody knows one by its name; else as closely as those of a task."""
    if script is None or script.text is None or script.glob or not from_project(use, script):
        task_words(use, words)
        return
    program = _program(script.text)
    if program:
        use.run([Arg(program), *words])
    elif _FOREIGN.isdisjoint(script.text.split("/")):
        own_words(use, words)
    else:
        task_words(use, words)


def started_words(use: Use, script: Arg, words: Sequence[Arg]) -> None:
    """Judges the words behind a script of the project that is started by its own path: what leads out, and what
    options by their names run, send or take away."""
    program = _program(script.text or "")
    if program:
        use.run([Arg(program), *words])
        return
    for word in words:
        if word.text is None:
            use.opaque("an argument of the script is not known")
        text = word.text or ""
        name, equals, value = text.partition("=")
        _leads_out(use, text if text[:1] != "-" else value if equals else text[2:])
        if text[:1] == "-":
            parts = _parts(name)
            for meant, effect in _MEANT:
                if parts[:1] != ["no"] and not meant.isdisjoint(parts):
                    use.note(effect, f"is told {name}")


def own_words(use: Use, words: Sequence[Arg]) -> None:
    """Judges what is handed to code of the project: plain words and options are data to it."""
    for index, word in enumerate(words):
        text = word.text
        if text is None or not text.startswith("-"):
            task_word(use, word)
            if text:
                _leads_out(use, text)
                use.given(text)
        elif text not in ("-", "--") and text not in INERT_OPTIONS:
            _option(use, text, words[index + 1 : index + 2])


def _option(use: Use, text: str, behind: Sequence[Arg]) -> None:
    use.weaken(text)
    name, equals, value = text.partition("=")
    if (
        not is_plain(text)
        or _is_obeyed(name, value, behind)
        or (not _NAME.issuperset(name) and not name[2:].startswith(("/", "../")))
    ):
        use.unknown(f"what {name} means to the task")
    elif "://" in text:
        use.unknown("what the task does with an address")
    _leads_out(use, value if equals else text[2:])
    use.given(value if equals else text[2:])


def _is_obeyed(name: str, value: str, behind: Sequence[Arg]) -> bool:
    """True for an option that means something beyond the script it is handed to."""
    value = value or ((behind[0].text or "") if behind else "")
    if not name.startswith("--") and name[1:2] in _LETTERS and not (len(name) > _LONG and name[1:].isalpha()):
        return True
    if name == "-f":  # without a value behind it, it most often stands for --force
        return not behind or behind[0].text is None or behind[0].text.startswith("-")
    parts = _parts(name)
    if parts[:1] == ["no"]:
        return not _GUARDS.isdisjoint(parts)
    obeyed = _OBEYED.intersection(parts)
    if obeyed and obeyed <= _SETTINGS and value.endswith(_DATA):
        return False
    return bool(obeyed) or any(part.startswith(_OBEYED_BEGINNINGS) for part in parts)


def _parts(name: str) -> list[str]:
    """The parts of an option's name, in small letters: `--noDryRun` has three."""
    spread = "".join(f"-{char}" if char.isupper() else char for char in name)
    whole = name.lower().replace("_", "-").replace(".", "-").replace(":", "-").split("-")
    cut = spread.lower().replace("_", "-").replace(".", "-").replace(":", "-").split("-")
    return [part for part in (*cut, *whole) if part]


def _leads_out(use: Use, text: str) -> None:
    """A path within a word, as in `--out=/x` and `src:/x`, that leads out of the project or to what is obeyed."""
    for sign in "=,@":
        text = text.replace(sign, ":")
    for piece in text.split(":"):
        climbs = piece == ".." or piece.startswith("../") or "/.." in piece
        at_home = piece == "~" or (piece[:1] == "~" and "/" in piece)  # most scripts expand it themselves
        if at_home or ((climbs or piece[:1] == "/") and not from_project(use, Arg(piece))):
            use.note(RUN_CODE, f"hands {piece} outside of the project to a script")
        elif "." in piece and _is_obeyed_place(use, piece):
            use.note(RUN_CODE, f"hands {piece}, which other programs obey, to a script")


def _is_obeyed_place(use: Use, piece: str) -> bool:
    """True for a place like a hook of git, what CI runs, the settings of an agent. `HEAD` alone is most often a
    revision."""
    folder, _, last = piece.rpartition("/")
    named = folder if last.upper() == "HEAD" else piece
    return bool(named) and any(is_obeyed(place, use.facts) for place in use.places(Arg(named)))


def _program(path: str) -> str:
    """The program that a file is known to be; "" for one that only the project knows."""
    folders = path.split("/")
    file = folders.pop()
    stem = _stem(file)
    if _is_program(file):
        return path if "/" in path else f"./{path}"
    if file.endswith(_PACKED) or not _BUILT.isdisjoint(folders) or file.startswith(f"{stem}-"):
        return stem if _is_program(stem) else ""
    if _FOREIGN.isdisjoint(folders):
        return ""
    if folders[-1] in _PROGRAMS and _is_program(stem):
        return stem
    package = _package(folders)
    return package if stem in _ONLY and _is_program(package) else ""


def _stem(file: str) -> str:
    """A file's name without its ending and its version: `yarn` for yarn-4.1.0.cjs."""
    for ending in _ENDINGS:
        if file.endswith(ending):
            file = file[: -len(ending)]
            break
    name, dash, version = file.rpartition("-")
    return name if dash and version[:1].isdigit() else file


def _package(folders: Sequence[str]) -> str:
    """The package that the innermost node_modules of a path holds; "" for none."""
    for at in range(len(folders) - 1, 0, -1):
        if folders[at - 1] == "node_modules":
            scoped = folders[at].startswith("@") and at + 1 < len(folders)
            return folders[at + 1] if scoped else folders[at]
    return ""


def _is_program(name: str) -> bool:
    return bool(name) and is_known(name) and not fact(name, "built-in")
