"""The client's own reason words, in plain ones."""

from __future__ import annotations

# The first word of a reason, and for some the whole of it.
MEANINGS = {
    "bashMiss:too-complex": "it does not read a command of this form",
    "bashMiss:shell-expansion": "it asks where the shell fills in a word",
    "bashMiss:cd-compound-read": "it asks about reading after a `cd` while reading is denied somewhere",
    "bashMiss:cd-compound-write": "it asks about writing after a `cd`",
    "bashMiss:multi-cd": "it asks where there is more than one `cd`",
    "bashMiss:cd-git-compound": "it asks about git after a `cd`",
    "bashMiss:no-rule-match": "no rule of its settings speaks about a part of it",
    "bashMiss": "a part of the command is not one it lets run by itself",
    "subcommandResults": "each part runs by a rule of its settings or only reads",
    "mode": "its permission mode decides",
    "read-only": "it only reads",
    "rule": "a rule of its settings decides",
    "safetyCheck": "its own safety check asks",
    "workingDir": "the path is outside the working directory",
}


def in_words(reason: str) -> str:
    """A reason in plain words with the client's own behind them, for looking it up; "" for none."""
    told = MEANINGS.get(reason) or MEANINGS.get(reason.partition(":")[0])
    return f"{told} ({reason})" if told else reason
