"""What git settings can do, given with -c or written with git config: change how something looks, or what runs."""

from __future__ import annotations

from assent.core import places
from assent.core.effect import READ_ELSEWHERE, READ_SECRET, RUN_CODE, WEAKEN, WRITE_PROJECT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Arg, Use


# Settings that only change how something is shown or named; compared in lower case.
_INERT_SECTIONS = (
    "color.",
    "advice.",
    "column.",
    "i18n.",
    "status.",
    "user.",
    "author.",
    "committer.",
    "log.",
)

_INERT_KEYS = frozenset((
    "core.quotepath", "core.abbrev", "core.autocrlf", "core.eol", "core.longpaths", "core.ignorecase",
    "core.precomposeunicode", "core.filemode", "core.safecrlf", "core.commentchar", "core.preloadindex",
    "init.defaultbranch", "diff.renames", "diff.algorithm", "diff.context", "diff.colormoved", "diff.mnemonicprefix",
    "diff.noprefix", "diff.wserrorhighlight", "merge.conflictstyle", "merge.ff", "merge.stat", "pull.ff",
    "rebase.autostash", "rebase.autosquash", "rebase.stat", "fetch.prune", "push.autosetupremote", "push.followtags",
    "branch.sort", "tag.sort", "grep.linenumber", "grep.patterntype", "grep.column", "gc.auto", "rerere.enabled",
    "blame.date", "format.pretty", "feature.manyfiles", "index.version", "pack.threads", "protocol.version",
))  # fmt: skip

# Settings whose value is itself a command.
_RUNNING_ENDS = (
    "pager",
    "editor",
    "command",
    "sshcommand",
    "askpass",
    "fsmonitor",
    "helper",
    "program",
    "textconv",
)

_OFF = ("", "false", "true", "no", "0")

# Settings that are checks, by how their names end, and those that say whom to trust.
_CHECKS = (
    ".sslverify", ".fsckobjects", ".verifysignatures", ".sslverifystatus", ".gpgsign", ".forcesignannotated",
    ".denynonfastforwards", ".denydeletes", ".denycurrentbranch",
)  # fmt: skip
_TRUSTS = ("core.hookspath", "safe.directory", "safe.barerepository")

_SECRET_KEYS = ("extraheader", "password", "passwd", "token", "secret", "credential", "oauth", "apikey")

_GLOBAL_VALUES = (
    "-C",
    "-c",
    "--git-dir",
    "--work-tree",
    "--namespace",
    "--exec-path",
    "--config-env",
    "--super-prefix",
)


def settings_before(use: Use) -> None:
    for place in use.cwds:
        if places.is_secret(place):
            use.note(READ_SECRET, f"works in {place}")
    index = 0
    args = use.args
    while index < len(args) and args[index].prefix.startswith("-"):
        text = args[index].text
        if text == "-c" and index + 1 < len(args):
            setting(use, args[index + 1])
        index += 2 if text in _GLOBAL_VALUES else 1


def switches_off(name: str, value: str) -> bool:
    """True for a git setting that takes a check away: of certificates, signatures, objects, or the hooks."""
    folded = name.lower()
    if folded.endswith(_CHECKS):
        return value.lower() in ("false", "no", "0", "off", "", "ignore", "warn")
    if folded.endswith(".allow") and folded.startswith("protocol."):
        return value.lower() == "always"
    return folded.endswith((".sslcainfo", ".sslcapath")) or folded in _TRUSTS


def setting(use: Use, arg: Arg) -> None:
    """`-c name=value`: inert, or it can run something."""
    if arg.text is None:
        use.opaque("a git setting that cannot be known")
        use.note(RUN_CODE, "sets a git setting that cannot be known, which may run commands")
        use.inert = False
        return
    name, _, value = arg.text.partition("=")
    if inert_setting(name, value):
        return
    use.inert = False
    if switches_off(name, value):
        use.note(WEAKEN, f"sets {name}, which switches off a check that protects you")
    use.note(RUN_CODE, f"sets {name}, which can change what git runs")
    if value.startswith("!"):
        use.shell(value[1:])
    elif name.lower().endswith(_RUNNING_ENDS) and value not in _OFF:
        use.shell(value)


def inert_setting(name: str, value: str) -> bool:
    """True for a setting that only changes how something is shown, named or compared."""
    folded = name.lower()
    if folded.startswith(_INERT_SECTIONS) or folded in _INERT_KEYS:
        return True
    if folded == "core.pager":
        return value in ("cat", "")
    return folded.startswith(("pager.", "commit.gpgsign", "tag.gpgsign")) and value.lower() in (
        "false",
        "no",
        "0",
    )


def config(use: Use) -> None:
    """Reading settings, or writing them: into the repository's own file when the name is inert, else it is code."""
    words = use.words[1:] if use.words and use.words[0].text == "set" else use.words
    names = [(word.text or "").lower() for word in words]
    reading = use.has(
        "--get",
        "--get-all",
        "--get-regexp",
        "--get-urlmatch",
        "-l",
        "--list",
        "--get-color",
        "--get-colorbool",
    )
    writing = use.has(
        "--add",
        "--replace-all",
        "--unset",
        "--unset-all",
        "--rename-section",
        "--remove-section",
        "-e",
        "--edit",
    )
    if not writing and (reading or len(words) == 1):
        use.note(READ_ELSEWHERE, "reads the user's settings")
        listing = use.has("-l", "--list", "--get-regexp") or names[:1] == ["list"]
        if listing or any(secret in name for name in names for secret in _SECRET_KEYS):
            use.note(READ_SECRET, "reads settings that hold a secret")
        if not reading and names[0] == "edit":
            use.note(RUN_CODE, "starts an editor on the settings")
        return
    use.add(WRITE_PROJECT, "writes the repository's settings")
    if (file := use.value("-f", "--file")) is not None:
        use.write(file)
    if use.has("--global", "--system", "-f", "--file") or any(word.text is None for word in words[:1]):
        use.note(RUN_CODE, "writes settings that git obeys everywhere")
    value = words[1].text if len(words) > 1 else ""
    if use.has("-e", "--edit", "--rename-section", "--remove-section") or not words or value is None:
        use.note(RUN_CODE, "changes settings that cannot be known")
        return
    if switches_off(names[0], value):
        use.note(WEAKEN, f"sets {names[0]}, which switches off a check that protects you")
    if not inert_setting(names[0], value):
        use.note(RUN_CODE, f"sets {names[0]}, which can change what git runs")
