"""Patterns that no call can ever match, with what was probably meant: no such rule may look as if it spoke."""

from __future__ import annotations

import re

from assent.core.effect import BIT
from assent.core.problem import Problem

# Names of kinds of work that people know from other lists of rules; none of them is a tool.
CATEGORIES = frozenset((
    "git_read_only", "git_workflow", "git_destructive", "pytest", "ruff", "modern_cli", "file_operations",
    "file_write_operations", "test_execution", "project_full_access", "github_cli", "cloud_cli", "package_managers",
    "nix_tools", "database_cli", "network_tools", "runtime_tools", "posix_filesystem", "posix_search", "posix_read",
    "shell_utilities", "dangerous_operations",
))  # fmt: skip
# An allow longer than this was pasted, not meant; a denial may be as long as it likes.
LONGEST_ALLOW = 250
SHORTEST = 4  # a shorter name is one letter away from too many others
_SIGNS = re.compile(r"[;|&<>`()\n#]|\$\(|\{ ")
# What a shell would take for a redirect, and people write as a comparison or an arrow.
_MEANT = re.compile(r"[<>]=|[-=]>")
_WORD = re.compile(r"\S+")
ONE = "name each command in a pattern of its own"
COMMANDS = 'name the commands themselves, for example "Bash(git status *)"'
QUOTE = "put the word in quotes if it means these very characters"


def misnamed(tool: str, given: str, verdict: str, where: str, known: tuple[str, ...]) -> Problem | None:
    """A name of no tool: an effect, a kind of work, or a slip of the pen next to a tool that there is."""
    if tool in BIT:
        shell = "" if "-" in tool else f'; for a shell command write "Bash({given})"'
        return Problem(where, f"{tool!r} is an effect and no tool", _beside(tool, verdict) + shell)
    if tool.lower().replace("-", "_") in CATEGORIES:
        return Problem(where, f"{tool!r} is a kind of work and no tool", COMMANDS)
    for each in known:
        if _plain(tool) == _plain(each):
            what = f"tool names are case-sensitive: {tool!r}"
            return Problem(where, what, f"did you mean {each}{given[len(tool) :]}?")
    for each in known:
        if len(each) >= SHORTEST and _one_slip(tool, each):
            return Problem(where, f"there is no tool {tool!r}", f"did you mean {each}{given[len(tool) :]}?")
    return None


def _beside(effect: str, verdict: str) -> str:
    """A rule that says the effect, as a policy file writes it."""
    if verdict == "allow":
        return f'allow = ["Bash(git *)"], within = ["{effect}"]'
    return f'{verdict} = ["*"], effects = ["{effect}"]'


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


def _one_slip(left: str, right: str) -> bool:
    """True when one letter too many, too few, another or swapped with its neighbour makes one name of the other."""
    if abs(len(left) - len(right)) > 1:
        return False
    same = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), -1)
    if same < 0:
        return len(left) != len(right)
    a, b = left[same:], right[same:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def unmatched(given: str, body: str, verdict: str, where: str) -> Problem | None:
    """Why no command can match a Bash pattern: its text is more than one plain command."""
    name = body.removesuffix(" *").strip()
    if (name in BIT and "-" in name) or (name.lower() in CATEGORIES and "_" in name):
        hint = f"an effect stands beside the pattern: {_beside(name, verdict)}"
        hint = hint if name in BIT else COMMANDS
        return Problem(where, f"{given!r}: {name} is no command", hint)
    text = _WORD.sub(_address, _MEANT.sub("=", body))
    if not _SIGNS.search(text):
        return None
    what, hint = _shape(text)
    return Problem(where, f"{given!r}: {what}", hint) if what else None


def _address(word: re.Match[str]) -> str:
    """A word with the `&` between the fields of an address made harmless."""
    head, sign, tail = word[0].partition("&")
    fields = ("?" in head or "=" in head) and tail and "&&" not in word[0] and not tail.endswith("&")
    return word[0].replace("&", "=") if sign and fields else word[0]


def _shape(text: str) -> tuple[str, str]:
    """What a shell makes of the text besides one plain command, and what to write instead; "" when nothing."""
    from assent.shell.syntax.parse import parse  # only for the few patterns that have such signs

    script = parse(text)
    items = script.body.items
    if "heredoc" in script.problem or any(
        each.op.startswith("<<") for node, _ in items if node.kind == "simple" for each in node.redirects
    ):
        return "a pattern matches one command, and a heredoc is none", "name the command without it"
    if script.problem:
        brackets = "(" in script.problem or ")" in script.problem
        wrong = "its brackets do not balance or are not quoted"
        what = wrong if brackets else f"no shell reads it as a command, {script.problem}"
        return what, QUOTE
    if not items:
        return "a comment is no command", QUOTE
    if len(items) > 1 or items[0][1]:
        return f"a pattern matches one command, and {items[0][1]!r} joins several", f"{ONE}; {QUOTE}"
    node = items[0][0]
    if node.kind == "pipeline" and node.ops:
        return f"a pattern matches one command, and {node.ops[0]!r} joins several", f"{ONE}; {QUOTE}"
    if node.kind != "simple":
        return ("", "") if node.kind in ("pipeline", "cond") else ("a pattern matches one plain command", ONE)
    if node.redirects:
        sign = node.redirects[0].op
        what = f"a pattern matches one command, and {sign!r} is a redirect"
        return what, f"leave it out: redirects are decided by what they write; {QUOTE}"
    if any(part.kind == "sub" for word in node.words for part in word.parts):
        what = "what a command in it prints cannot be known beforehand, so no call matches it"
        return what, "end the pattern before it with *; in single quotes it means these very characters"
    if node.words and text[node.words[-1].end :].strip().startswith("#"):
        return "what follows # is a comment, and no call has it", QUOTE
    return "", ""
