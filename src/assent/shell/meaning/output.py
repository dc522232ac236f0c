"""What a command prints when that is certain from its text and the facts: `echo` and `printf` of known words, `cat` of
a heredoc, where the shell or the project is, a piece of a known path; and which commands take words from what is
printed to them. What may fail, and then print nothing, is not certain: a path with that at its beginning would lead
elsewhere."""

from __future__ import annotations

from assent.shell.meaning.arg import ANYTHING, TEXT, held
from assent.shell.meaning.words import Words
from assent.shell.programs.shipped import fact
from assent.shell.syntax.dialects import BASH
from assent.shell.syntax.nodes import Group, Lit, Pipeline, Simple, Sub, While, special

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.core.facts import Facts
    from assent.shell.meaning.arg import Arg
    from assent.shell.meaning.scope import Scope
    from assent.shell.syntax.nodes import Node, Redirect, Script
# Programs whose output is worked out.
PRINTING = ("cat", "pwd", "echo", "printf", "dirname", "basename", "git")
# What git says at the top of a project.
AT_TOP = {"--show-toplevel": None, "--show-cdup": "", "--show-prefix": ""}
# Facts of programs that may make words of what they are fed, or run one that does.
HEARING = ("fed", "in-shell", "runs", "shell", "wrapper")


def output_of(commands: Sequence[Node], scope: Scope, facts: Facts, stdin: str | None = "") -> str | None:
    """The text that the last of piped commands prints; None when it is not certain."""
    text = stdin
    for command in commands:
        node = command
        if isinstance(node, Pipeline):
            inner = output_of(node.commands, scope, facts)
            if len(commands) > 1 or inner is None:
                return None
            return inner
        if not isinstance(node, Simple) or node.assigns or not node.words or _is_silent(node):
            return None
        text = _printed(node, scope, facts, text)
    return text


def _is_silent(node: Simple) -> bool:
    """True for a command of known words of whose output nothing is known: most are, and need no second reading."""
    first = node.words[0].parts[0] if len(node.words[0].parts) == 1 else None
    if not isinstance(first, Lit) or first.text in PRINTING or special(first.text):
        return False
    return all(part.kind == "lit" for word in node.words for part in word.parts)


def _no_output_known(_: Script) -> str | None:
    """Nothing is known of a substitution inside."""
    return None


def _printed(node: Simple, scope: Scope, facts: Facts, stdin: str | None) -> str | None:
    words = Words(scope, facts, _no_output_known)
    args = words.expand(node.words)
    if words.doubt or any(arg.text is None or arg.glob for arg in args) or not args:
        return None
    name, *rest = [arg.text or "" for arg in args]
    if name in scope.functions:
        return None
    if name == "cat" and not rest:
        if any(not redirect.op.startswith("<") for redirect in node.redirects):
            return None
        return fed_text(node.redirects, words, stdin)[0]
    if node.redirects:
        return None
    if name == "pwd" and rest in ([], ["-P"], ["-L"]):
        return scope.cwds[0] + "\n" if len(scope.cwds) == 1 else None
    if name in ("dirname", "basename"):
        return _piece(name, rest)
    if name == "git":
        return _at_top(rest, scope, facts)
    if name == "echo":
        return _echo(rest) if scope.shells == BASH or not rest or rest[0][:1] != "-" else None
    return _printf(rest) if name == "printf" else None


def _at_top(words: list[str], scope: Scope, facts: Facts) -> str | None:
    """What `git rev-parse` says of the project, where the facts know that it is a repository."""
    sure = (
        facts.branch and scope.cwds == (facts.project,) and not any(name[:4] == "GIT_" for name in scope.vars)
    )
    if not sure or len(words) != 2 or words[0] != "rev-parse" or words[1] not in AT_TOP:
        return None
    said = AT_TOP[words[1]]
    return (facts.project if said is None else said) + "\n"


def _piece(name: str, words: list[str]) -> str | None:
    """What `dirname` and `basename` make of a path."""
    words = words[1:] if words[:1] == ["--"] else words
    if not words or words[0][:1] == "-" or len(words) > (2 if name == "basename" else 1):
        return None
    path = words[0].rstrip("/") or words[0][:1]
    folder, slash, last = path.rpartition("/")
    if name == "dirname":
        return (folder.rstrip("/") or slash or ".") + "\n"
    ending = words[1] if len(words) > 1 else ""
    return ((last or path).removesuffix(ending) or last or path) + "\n"


def _echo(words: list[str]) -> str | None:
    end = "\n"
    while words and len(words[0]) > 1 and words[0][0] == "-" and not words[0][1:].strip("neE"):
        if "n" in words[0]:
            end = ""
        words = words[1:]
    if any("\\" in word for word in words):
        return None  # some shells read escapes here without being asked
    return " ".join(words) + end


def _printf(words: list[str]) -> str | None:
    if words[:1] == ["--"]:
        words = words[1:]
    if not words or words[0].startswith("-"):
        return None
    shape, values = words[0], words[1:]
    shape = shape.replace("\\n", "\n")
    if "\\" in shape:
        return None
    if "%" not in shape:
        return shape
    if shape.count("%") != 1 or "%s" not in shape:
        return None
    return "".join(shape.replace("%s", value) for value in values or [""])


def fed_text(
    redirects: Sequence[Redirect], words: Words, stdin: str | None, feed: int = ANYTHING
) -> tuple[str | None, int]:
    """What redirects put before a command's standard input, and the worst that it may hold where it cannot be known;
    `stdin` and `feed` when they leave it alone."""
    text, holds = stdin, feed
    for redirect in redirects:
        if redirect.fd.strip("0"):
            continue
        if redirect.op in ("<<", "<<-", "<<<"):
            body: Arg = words.single(redirect.heredoc if redirect.op != "<<<" else redirect.target)
            text, holds = body.text, held(body)
            if text is not None and redirect.op == "<<<":
                text += "\n"
        elif redirect.op in ("<", "<&", "<>") or redirect.fd:
            text = None
            within = redirect.target.parts if redirect.target is not None else ()
            holds = (
                words.printed.get(within[0].script, TEXT) if within and isinstance(within[0], Sub) else TEXT
            )
    return text, holds


def hears(node: Node, scope: Scope) -> bool:
    """True for a command that may make words of what is fed to it, or run one that does."""
    if not isinstance(node, Simple):
        return True
    name = node.words[0].literal if node.words else ""
    return name is None or name in scope.functions or any(fact(name, each) for each in HEARING)


def takes_names(node: Node) -> bool:
    """True for a command that takes words, or lines, from what is fed to it."""
    if isinstance(node, Simple):
        return bool(node.words) and fact(node.words[0].literal, "fed")
    return isinstance(node, (While, Group))
