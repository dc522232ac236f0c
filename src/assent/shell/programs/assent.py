"""What our own command does: looking is reading, and whatever changes rules, settings or the installation is as bad as
any code, for it decides what runs later without a question.

Flags: src/assent/cli.
"""

from __future__ import annotations

from assent.core.effect import RUN_CODE, UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.table import Spec
    from assent.shell.meaning.use import Use


def assent(use: Use) -> None:
    """Whatever is not in the table may change the rules; so may an answer fed to a question."""
    if use.part.effects & UNKNOWN or use.part.opaque:
        use.note(RUN_CODE, "may change what assent allows")
    if "learn" in use.sub and use.stdin != "":
        use.note(RUN_CODE, "may answer what assent asks")


_LOOK: Spec = {"effects": "read-elsewhere", "operands": "", "flags": "--json -h --help"}
_CHANGE: Spec = {
    "effects": "run-code",
    "operands": "data*",
    "flags": "--yes --user --here --declare --undo --dry-run --json -h --help",
    "values": {"--name --why --no --expires --project --within --to --agent": "data"},
}
_LEARN: Spec = {
    **_LOOK,
    "flags": "--json --sample-if-empty -h --help",
    "adds": {"--review": "run-code"},
    "values": {"--from": "read", "--since --as-of --project": "data", "--apply": "code"},
}
_RULES: Spec = {
    "bare": {"effects": "read-elsewhere"},
    "flags": "-h --help",
    "subcommands": {
        "list": {**_LOOK, "values": {"--layer --project": "data"}},
        "show": {**_LOOK, "operands": "data"},
        "history": {**_LOOK, "operands": "data", "values": {"-n": "data"}},
        "test": {**_LOOK, "operands": "read*"},
        "learn": _LEARN,
        "add deny ask remove enable disable undo trust distrust prune": _CHANGE,
    },
}

PROGRAMS: dict[str, Spec] = {
    "assent": {
        "special": "assent",
        "bare": {},
        "flags": "--version -h --help",
        "subcommands": {
            "check": {
                **_LOOK,
                "operands": "data",
                "flags": "--json --explain -h --help",
                "values": {
                    "--tool --input --cwd --project --agent --mode --facts --native": "data",
                    "--policy --settings --batch": "read",
                },
            },
            "status": {**_LOOK, "adds": {"--probe": "run-code"}},
            "log": {**_LOOK, "values": {"-n --session --rule": "data"}},
            "why": {**_LOOK, "operands": "data"},
            "learn": _LEARN,
            "rules permissions": _RULES,
            "init": _CHANGE,
            "hook": {"effects": "run-code", "operands": "data*"},
        },
    },
}
