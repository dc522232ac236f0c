"""Our rules as entries of Claude Code's own lists, where it can say the same: never more than the rule says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assent.agents.claude import rule_words
from assent.core.decision import ALLOW, DENY
from assent.core.effect import DESTROY, READ_PROJECT
from assent.core.pattern import (
    AGENT_HOME,
    ARGV,
    EITHER,
    HOME,
    HOST,
    MANY,
    NAME,
    PATH,
    PROJECT,
    ROOT,
    TMP,
    TOOL,
    WILD,
    WORD,
    Pattern,
)
from assent.core.problem import Problem
from assent.core.rule import PERSON, Rule
from assent.core.tools import READERS, SEARCHERS, WRITERS
from assent.policy.check import answer
from assent.policy.parse import Declared
from assent.shell.meaning.table import lookup

AGENT = "claude"
HOOK_ANSWERS = "the hook answers it"
# Words that mean the same to the client's matcher, to a shell and to us.
PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-")

# The client knows no exceptions, so a denial that has some is narrowed to the names nobody excepts.
NARROWER = {
    "Read(~/.ssh/**)": ("~/.ssh/id_rsa", "~/.ssh/id_ed25519", "~/.ssh/id_ecdsa", "~/.ssh/id_dsa", "~/.ssh/config"),
    "Read(//**/.ssh/id_*)": ("//**/.ssh/id_rsa", "//**/.ssh/id_ed25519", "//**/.ssh/id_ecdsa", "//**/.ssh/id_dsa"),
    "Read(~/.gnupg/**)": ("~/.gnupg/private-keys-v1.d/*.key", "~/.gnupg/secring.gpg"),
    "Read(~/.aws/**)": ("~/.aws/credentials", "~/.aws/config"),
    "Read(~/.kube/**)": ("~/.kube/config",),
    "Read(~/.config/gcloud/**)": (
        "~/.config/gcloud/credentials.db", "~/.config/gcloud/access_tokens.db",
        "~/.config/gcloud/application_default_credentials.json",
    ),
    "Read(~/.password-store/**)": ("~/.password-store/**/*.gpg",),
    "Read(//**/.env.*)": (
        "//**/.env.local", "//**/.env.production", "//**/.env.development", "//**/.env.staging", "//**/.env.test",
    ),
    "Write(//**/.env.*)": (
        "//**/.env.local", "//**/.env.production", "//**/.env.development", "//**/.env.staging", "//**/.env.test",
    ),
    "Write(~/.*)": (
        "~/.bashrc", "~/.bash_profile", "~/.bash_login", "~/.bash_logout", "~/.profile", "~/.zshrc", "~/.zshenv",
        "~/.zprofile", "~/.zlogin", "~/.gitconfig", "~/.netrc", "~/.npmrc", "~/.ssh/authorized_keys", "~/.ssh/config",
        "~/.config/fish/config.fish",
    ),
}  # fmt: skip
# What a form of denial does to the client's other verdicts, measured on 2.1.328: 41 calls of the day in
# tests/e2e/day.py, in each of the modes default, acceptEdits, plan, auto and bypassPermissions, with one form alone in
# the list, naming what none of the calls touches. `Edit(…)`, `Bash(…)` with and without a star, `Agent(…)`, `Skill(…)`,
# `WebFetch(domain:…)`, names of MCP servers and their tools, `NotebookEdit` and another bare tool: nothing. `Read(…)`:
# a relative `cat`, `wc` or `ls` behind a `cd` asks in default (four paths tried) and acceptEdits, in a subagent too;
# goes to the classifier in plan and auto; and runs as before in bypassPermissions.
COSTLY = {"Read": "the client would then ask about every read after a `cd`"}
# How `destroy` of the root or the home is written; exact commands, so nothing else is denied.
REMOVALS = ("rm -rf {}", "rm -fr {}", "rm -r -f {}", "rm -Rf {}", "rm -rf --no-preserve-root {}")


class Compiled:
    """`entries` for the client's list, in order, each once; `losses` what the list cannot say, and why."""

    __slots__ = ("entries", "losses")

    def __init__(self) -> None:
        self.entries: list[str] = []
        self.losses: list[Problem] = []

    def add(self, entries: Iterable[str]) -> None:
        self.entries += [entry for entry in entries if entry not in self.entries]

    def lose(self, rule: Rule, pattern: str, why: str) -> None:
        self.losses.append(Problem(rule.label, f"{pattern}: {why}" if pattern else why, HOOK_ANSWERS))


def denials(rules: Sequence[Rule], *, native: bool = True) -> Compiled:
    """The deny entries that hold even when our hook is missing. Each denies only what its rule denies; without
    `native` those are left out that would change the client's other verdicts."""
    done = Compiled()
    for rule in rules:
        if rule.verdict != DENY or (rule.agents and AGENT not in rule.agents):
            continue
        why = rule_words.lost(rule, rule_words.DENIED)
        removal = _removals(rule)
        if removal:
            done.add(removal)
        if why:
            done.lose(rule, "", why)
            continue
        for pattern in rule.patterns:
            entries, missing = _denial(rule, pattern)
            costly = (
                "" if native else next((COSTLY[tool] for tool in map(_tool, entries) if tool in COSTLY), "")
            )
            if costly:
                done.lose(rule, pattern.text, costly)
                continue
            done.add(entries)
            if missing:
                done.lose(rule, pattern.text, missing)
    return done


def _tool(entry: str) -> str:
    return entry.partition("(")[0]


def _removals(rule: Rule) -> list[str]:
    """`rm -rf` of the root and the home, for a rule that denies destroying them."""
    if rule.effects != DESTROY or rule_words.lost(rule, rule_words.DENIED, but=("effects",)):
        return []
    targets: list[str] = []
    for pattern in rule.patterns:
        whole = pattern.kind == PATH and pattern.tool in WRITERS and not pattern.value.strip("/")
        if whole and not any(_overlap(pattern, each) for each in rule.excepts):
            targets += (
                ["/"] if pattern.anchor == ROOT else ["~", "~/", "$HOME"] if pattern.anchor == HOME else []
            )
    return [f"Bash({form.format(target)})" for target in targets for form in REMOVALS]


def _denial(rule: Rule, pattern: Pattern) -> tuple[list[str], str]:
    """(entries, what they miss)."""
    if pattern.kind == PATH:
        return _denied_path(rule, pattern)
    if rule.excepts:
        return [], "the client knows no exceptions"
    if pattern.kind == ARGV:
        return _denied_words(pattern)
    if pattern.kind == TOOL:
        known = pattern.tool.startswith("mcp__") or not _wild(pattern.tool)
        return ([pattern.tool], "") if known else ([], "tool names are exact in the client's list")
    if pattern.kind == HOST:
        plain = not _wild(pattern.value.removeprefix("*."))
        return ([f"WebFetch(domain:{pattern.value})"], "") if plain else ([], "only `*.` patterns are exact")
    if pattern.kind == NAME and not _wild(pattern.value):
        return [f"{pattern.tool}({pattern.value})"], ""
    return [], "too wide for the client's list"


def _wild(text: str) -> bool:
    return any(sign in text for sign in "*?[")


def _denied_words(pattern: Pattern) -> tuple[list[str], str]:
    """Words and at most a trailing star. A star between words would also match quoted text, so it is left out:
    the entry then denies the words standing next to each other, and the hook denies the rest."""
    tokens = list(pattern.tokens)
    tail = bool(tokens) and tokens[-1][0] == MANY
    inner = tokens[:-1] if tail else tokens
    words = [str(token[1]) for token in inner if token[0] != MANY]
    if pattern.tool != "Bash" or not words or tokens[0][0] != WORD:
        return [], "begins with anything"
    starred = inner[-1][0] == WILD and words[-1].endswith("*") and set(words[-1][:-1]) <= PLAIN
    plain = words[:-1] if starred else words
    if any(token[0] == WILD for token in (inner[:-1] if starred else inner)) or not all(
        map(_is_plain, plain)
    ):
        return [], "a glob or a quoted word inside"
    missed = "" if len(words) == len(inner) else "only where the words stand side by side"
    return [f"Bash({' '.join(words)}{' *' if tail and not starred else ''})"], missed


def _is_plain(word: str) -> bool:
    return bool(word) and set(word) <= PLAIN and not word.endswith(":")


def _denied_path(rule: Rule, pattern: Pattern) -> tuple[list[str], str]:
    tool = "Read" if pattern.tool in READERS else "Edit" if pattern.tool in WRITERS else ""
    if not tool:
        return [], f"the client consults no {pattern.tool} rules"
    if pattern.anchor in (AGENT_HOME, TMP):
        return [], "only the hook knows where that is"
    if any(_overlap(pattern, each) for each in rule.excepts):
        narrower = NARROWER.get(pattern.text, ())
        return [f"{tool}({path})" for path in narrower], "the client knows no exceptions" + (
            ", so only the best-known names are denied there" if narrower else ""
        )
    if _is_directory(pattern):
        return [], "the client would deny everything below it too"
    if "[" in pattern.value or "?" in pattern.value:
        return [], "brackets mean something else there"
    value = pattern.value.strip("/")
    if pattern.anchor == PROJECT and "/" in value:
        # A relative directory in the client's deny list holds at any depth.
        return [], "the client would deny it at any depth"
    prefix = {ROOT: "//", EITHER: "//", HOME: "~/", PROJECT: "./"}[pattern.anchor]
    return [f"{tool}({prefix}{value})"], "only from the root" if pattern.anchor == EITHER else ""


def _is_directory(pattern: Pattern) -> bool:
    """True for a path that may well be a directory: there the client's lists mean all that is in it as well."""
    value = pattern.value.strip("/")
    last = value.rpartition("/")[2]
    return not value or ("." not in last and "/" not in value) or (value.count("/") == 0 and last == ".*")


def _overlap(denied: Pattern, excepted: Pattern) -> bool:
    """False only when no path can match both; by the last segments, which is where these patterns differ. Names and
    single commands that a rule lets pass stay refused by the client: else the file itself would be open without us."""
    if excepted.kind == ARGV or excepted.tool in SEARCHERS:
        return False
    if excepted.kind != PATH or denied.kind != PATH:
        return True
    left, right = denied.value.rpartition("/")[2], excepted.value.rpartition("/")[2]
    if "**" in (left, right):
        heads = denied.value.split("/", 1)[0], excepted.value.split("/", 1)[0]
        same = denied.anchor == excepted.anchor and not _wild(heads[0] + heads[1])
        return not (same and not _meet(heads[0], heads[1]))
    return _meet(left, right)


def _meet(left: str, right: str) -> bool:
    """True when two globs of one segment may match the same name: their fixed beginnings and endings agree."""
    if not _wild(left) and not _wild(right):
        return left == right
    heads = left.split("*", 1)[0].split("?", 1)[0], right.split("*", 1)[0].split("?", 1)[0]
    tails = left.rsplit("*", 1)[-1].rsplit("?", 1)[-1], right.rsplit("*", 1)[-1].rsplit("?", 1)[-1]
    return (heads[0].startswith(heads[1]) or heads[1].startswith(heads[0])) and (
        tails[0].endswith(tails[1]) or tails[1].endswith(tails[0])
    )


def grants(rules: Sequence[Rule]) -> Compiled:
    """The allow entries for rules that were granted: exact commands, and prefixes that no flag can open. Everything
    else is a loss, which only means that the hook answers it: the client's own prefixes do not stop at effects."""
    done = Compiled()
    for rule in rules:
        if rule.verdict != ALLOW or (rule.agents and AGENT not in rule.agents):
            continue
        why = _unsaid(rule)
        for pattern in rule.patterns:
            entry = "" if why else _grant(rule, pattern)
            if entry:
                done.add([entry])
            else:
                done.lose(rule, pattern.text, why or "the client's entry would reach further than the rule")
    return done


def _unsaid(rule: Rule) -> str:
    """Why no allow entry can stand for the rule as a whole; "" when one might. The whole project is where the client's
    list holds."""
    here = all(place == "project" for place in rule.where)
    return rule_words.lost(rule, rule_words.ALLOWED, but=("in",) if here else ())


def _closed(words: Sequence[str]) -> bool:
    """True for a prefix after which no flag or operand, known or new, can do more than read the project."""
    row = lookup(words[0])
    for word in words[1:]:
        row = None if row is None else row.under(word)
    return row is not None and "closed" in row.facts


def _allows(rule: Rule, command: str) -> bool:
    """Whether the rule itself lets the command run: the client would, whatever the rule's cap."""
    return answer(Declared(rule), command).verdict == ALLOW


def _grant(rule: Rule, pattern: Pattern) -> str:
    """The one entry that says the same as the pattern within the rule's cap; "" when there is none."""
    if pattern.kind == ARGV and pattern.tool == "Bash":
        words = [str(token[1]) for token in pattern.tokens if token[0] == WORD]
        if not all(map(_is_plain, words)) or not words or "=" in words[0]:
            return ""
        if pattern.exact and len(words) == len(pattern.tokens):
            return f"Bash({' '.join(words)})" if _allows(rule, " ".join(words)) else ""
        prefix = len(words) == len(pattern.tokens) - 1 and pattern.tokens[-1][0] == MANY
        reads = bool(rule.cap & READ_PROJECT) and not rule.to
        closed = prefix and reads and _closed(words)
        return f"Bash({' '.join(words)} *)" if closed else ""
    if pattern.kind == HOST and not _wild(pattern.value):
        entry = f"WebFetch(domain:{pattern.value})"
        # Some hosts hand out credentials, and some are dressed up as others: the client would fetch from them.
        return entry if not rule.to and _allows(rule, f"WebFetch(https://{pattern.value}/)") else ""
    if pattern.kind == TOOL and pattern.tool.count("__") == 2 and pattern.tool.startswith("mcp__"):
        free = rule.within is None and not rule.to and rule.origin == PERSON
        return pattern.tool if free and not _wild(pattern.tool) else ""
    return ""
