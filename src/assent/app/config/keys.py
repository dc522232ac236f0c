"""The one table of settings: each key of `config.toml`, what it may be, what it does and who reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assent.learning.levels import MIN_CONFIDENCE

# What a value must be.
FLAG, WHOLE, NUMBER, MODULES, CATEGORIES, REGEXES = (
    "true or false",
    "a whole number",
    "a number",
    "module names",
    "category names",
    "regexes",
)
MOST_LISTED = 16
MOST_NAMES = 64
LONGEST_REGEX = 500


@dataclass(frozen=True, slots=True)
class Key:
    """A setting by its dotted `name`: the `kind` of its value, the `default` (None: nothing is set), the bounds of a
    number, what it `does`, and the commands that read it."""

    name: str
    kind: str
    default: Any
    does: str
    readers: str
    least: float = 0
    most: float = 0
    unit: str = ""

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(self.name.split("."))

    @property
    def wanted(self) -> str:
        """What the value must be, in words."""
        if self.kind in (WHOLE, NUMBER):
            unit = f" of {self.unit}" if self.unit else ""
            return f"{self.kind}{unit} from {self.least:.7g} to {self.most:.7g}"
        if self.kind == REGEXES:
            return f"a list of at most {MOST_LISTED} regexes"
        return f"a list of {self.kind}" if self.kind in (MODULES, CATEGORIES) else self.kind

    @property
    def example(self) -> str:
        """How a value that is hard to guess is written; "" for the others."""
        return {
            MODULES: 'for example modules = ["python"]',
            CATEGORIES: 'for example exclude = ["builds"]',
            REGEXES: "for example extra = ['ticket-[0-9]+']",
        }.get(self.kind, "")


KEYS = (
    Key("modules", MODULES, (), "Shipped rules for a toolchain, switched on by name. `defaults` is always on.",
        "the hook and every command that judges"),
    Key("exclude", CATEGORIES, (), "Categories of rules that are left out of every module but `defaults`.",
        "the hook and every command that judges"),
    Key("learn.floor", NUMBER, MIN_CONFIDENCE, "The least confidence at which a pattern is suggested.",
        "`assent learn`", MIN_CONFIDENCE, 1),
    Key("hook.timeout", NUMBER, 4, "When the hook must have answered. A call that is not judged by then is asked "
        "about; denials are still tried first. A call that waits for changed rules to be compiled has the usual time.",
        "the hook", 1, 4, "seconds"),
    Key("record.contents", FLAG, False, "Keep contents of files and prompts in the record, not only their length "
        "and digest.", "the hook"),
    Key("record.previews", FLAG, False, "Keep the first 256 characters of what a tool gave back in the record, secrets "
        "erased, not only its length.", "the hook"),
    Key("record.file_mb", WHOLE, 10, "How large a file of the record grows before the next one is begun.",
        "the hook, once a command has told it", 1, 1000, "MB"),
    Key("record.keep_days", WHOLE, 90, "Drop the calls of older days from record and database. What changed your "
        "rules, and how many calls there were, is kept for good.",
        "`assent status`, `assent log` and `assent learn`, which drop what is due", 2, 36500, "days"),
    Key("record.keep_mb", WHOLE, None, "Drop the calls of the oldest days while the record is larger. Today and "
        "yesterday always stay.", "the same commands", 1, 1_000_000, "MB"),
    Key("redact.extra", REGEXES, (), "Whatever one of these matches is erased before anything is stored, beside "
        "the secrets that are recognised anyway.", "the hook, `assent learn`"),
    Key("notices.settings", FLAG, True, "Name what in the agents' own settings cancels or exceeds your rules.",
        "`assent status`"),
    Key("notices.kept", FLAG, True, "Name earlier databases that were set aside.", "`assent status`"),
    Key("notices.sessions", FLAG, True, "When a session begins, tell what the last one in the project came to and "
        "how the rules changed since. The model does not see it.", "the hook"),
    Key("log.utc", FLAG, False, "Show times in UTC instead of local time, as `--utc` does.",
        "every command that takes `--utc`"),
)  # fmt: skip
BY_NAME = {key.name: key for key in KEYS}
TABLES = tuple(dict.fromkeys(key.path[0] for key in KEYS if len(key.path) > 1))
