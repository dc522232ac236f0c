"""Permission strings read into patterns: the forms people write, with a hint where a form cannot mean what it says."""

from __future__ import annotations

from assent.core.pattern import (
    AGENT_HOME,
    ANY,
    ARGV,
    EITHER,
    HOME,
    HOST,
    MANY,
    NAME,
    OWN,
    PATH,
    PROJECT,
    ROOT,
    TMP,
    TOOL,
    WILD,
    WORD,
    Pattern,
    serves_by_name,
)
from assent.core.problem import Problem
from assent.core.tools import (
    FETCHES,
    FINDS,
    LISTS,
    LOADS,
    READS,
    RUNS,
    SEARCHES,
    SERVES,
    SHELL,
    SPAWNS,
    TOOLS,
    WRITES,
    does,
)
from assent.policy import never

# What a tool does → what stands in the brackets of a pattern that names it.
BRACKETS = {
    READS: PATH, LISTS: PATH, FINDS: PATH, SEARCHES: PATH, WRITES: PATH, RUNS: ARGV, FETCHES: HOST, SPAWNS: NAME,
    LOADS: NAME,
}  # fmt: skip
# What only the machine knows, as a path begins with it → its anchor.
PLACES = {"agent": AGENT_HOME, "tmp": TMP}
LONGEST = 2000


def read_pattern(text: str, verdict: str, where: str = "rule", *, lenient: bool = False) -> Pattern | Problem:
    """One permission string as a pattern. The verdict matters: a single leading slash is read both ways in deny
    and ask and is a mistake in allow, as is a wildcard over nothing but programs that start programs. `lenient` takes
    what only looks as if no call could match it: a denial that is in force must not end by our doubts about it."""
    given = text.strip()
    if not given:
        return Problem(where, "the pattern is empty", 'write a tool, for example "Bash(git status)"')
    problem = _form_problem(given, verdict, where)
    if problem:
        return problem
    if given == "*":
        return Pattern(given, ANY, "*")
    tool, bracket, rest = given.partition("(")
    if bracket and not rest.endswith(")"):
        what = "text after its closing bracket" if ")" in rest else "no closing bracket"
        hint = f"write {given[: given.rindex(')') + 1]}" if ")" in rest else f"write {given})"
        return Problem(where, f"{given!r} has {what}", hint)
    problem = _tool_problem(tool, given, verdict, where, lenient=lenient)
    if problem:
        return problem
    body = rest[:-1] if bracket else ""
    if not bracket or (body in ("", "*", "**") and takes(tool) != PATH):
        return Pattern(given, TOOL, tool)
    return _specified(given, tool, body, verdict, where, lenient=lenient)


def takes(tool: str) -> str:
    """The kind of pattern that a tool's brackets make; "" for one that takes none, or leaves them to another tool."""
    row = TOOLS.get(tool)
    return BRACKETS.get(row["does"], "") if row and "under" not in row else ""


def _form_problem(given: str, verdict: str, where: str) -> Problem | None:
    """What no pattern may hold, whatever it names."""
    longest = never.LONGEST_ALLOW if verdict == "allow" else LONGEST
    if "\n" in given or "\r" in given:
        hint = "a pattern is one line; of a heredoc or a script name the command that runs it"
        return Problem(where, f"{given[:40]!r} has a line break", hint)
    if any(ord(char) < 32 for char in given):
        return Problem(where, f"{given[:40]!r} has control characters", "write it with plain characters")
    if len(given) > longest:
        hint = f"at most {longest} characters; end it earlier, with * for the rest"
        return Problem(where, f"{given[:40]!r}… has {len(given)} characters, too many", hint)
    return None


def _tool_problem(tool: str, given: str, verdict: str, where: str, *, lenient: bool) -> Problem | None:
    if not tool:
        return Problem(where, f"{given!r} names no tool", f'for a shell command write "Bash{given}"')
    if does(tool) == SERVES:
        if not lenient and any(char.isspace() or char in ";|&<>)" for char in tool):
            return Problem(where, f"{given!r} is no name of a server's tool", "mcp__server__tool")
        if verdict == "allow" and not serves_by_name(tool):
            what = f"{given!r} would allow servers that nobody has named"
            return Problem(where, what, "name the server: mcp__server or mcp__server__*")
        return None
    if tool in TOOLS:
        return None
    if does(tool.lower()) == SERVES:
        return Problem(where, f"names of servers' tools begin with mcp__: {tool!r}", f"mcp__{given[5:]}")
    wrong = never.misnamed(tool, given, verdict, where, tuple(TOOLS))
    if wrong and not lenient:
        return wrong
    if not tool.replace("_", "").replace("-", "").replace("*", "").isalnum() or not tool[0].isupper():
        return Problem(
            where, f"{given!r} is not a permission pattern", f'for a shell command write "Bash({given})"'
        )
    return None


def _specified(
    given: str, tool: str, body: str, verdict: str, where: str, *, lenient: bool
) -> Pattern | Problem:
    kind = takes(tool)
    if kind == ARGV:
        return _command(given, body, verdict, where, lenient=lenient)
    if not lenient and body.count("(") != body.count(")"):
        return Problem(where, f"{given!r}: its brackets do not balance", "close each that opens, once")
    if kind == PATH:
        return _path(given, tool, body, verdict, where)
    if kind == HOST:
        if not body.startswith("domain:") or not body[7:]:
            return Problem(where, f"{given!r} has no domain", f"{tool}(domain:example.com)")
        host = body[7:].rstrip(".").lower()
        if "/" in host or ":" in host:
            return Problem(
                where, f"{given!r}: a domain has no scheme, port or path", f"{tool}(domain:example.com)"
            )
        return Pattern(given, HOST, tool, value=host)
    if kind == NAME:
        return Pattern(given, NAME, tool, value=body)
    return Problem(where, f"{given!r}: {tool} takes no brackets", tool)


def words_of(text: str) -> list[tuple[str, bool]] | None:
    """The words of a Bash pattern with whether each was quoted; None when a quote is not closed."""
    words: list[tuple[str, bool]] = []
    current: list[str] = []
    started = quoted = False
    quote = ""
    index = 0
    while index < len(text):
        char = text[index]
        if quote:
            if char == quote:
                quote = ""
            else:
                current.append(char)
        elif char in "\"'":
            quote, started, quoted = char, True, True
        elif char == "\\" and index + 1 < len(text):
            index += 1
            current.append(text[index])
            started = quoted = True
        elif char in " \t":
            if started:
                words.append(("".join(current), quoted))
            current, started, quoted = [], False, False
        else:
            current.append(char)
            started = True
        index += 1
    if quote:
        return None
    if started:
        words.append(("".join(current), quoted))
    return words


def _command(given: str, body: str, verdict: str, where: str, *, lenient: bool) -> Pattern | Problem:
    if body.endswith(":*"):
        body = body[:-2] + " *"
    elif ":*" in body and ":* " in body:
        return Problem(where, f"{given!r}: `:*` only means something at the end", given.replace(":*", " *"))
    words = words_of(body)
    if words is None:
        return Problem(where, f"{given!r} has a quote that is not closed")
    if not words:
        return Pattern(given, TOOL, SHELL)
    wrong = never.unmatched(given, body, verdict, where)
    if wrong and not lenient:
        return wrong
    tokens = [_token(word, quoted) for word, quoted in words]
    if all(token[0] == MANY for token in tokens):
        return Pattern(given, TOOL, SHELL)
    exact = all(token[0] == WORD for token in tokens)
    return Pattern(given, ARGV, SHELL, tokens, exact=exact)


def _token(word: str, quoted: bool) -> tuple[int, str]:
    if quoted:
        return (WORD, word)
    if word in ("*", "**"):
        return (MANY, "")
    return (WILD, word) if any(sign in word for sign in "*?[") and word not in ("[", "[[") else (WORD, word)


def _path(given: str, tool: str, body: str, verdict: str, where: str) -> Pattern | Problem:
    if body.startswith("//"):
        return Pattern(given, PATH, tool, value=body[1:], anchor=ROOT)
    if body == "~" or body.startswith("~/"):
        return Pattern(given, PATH, tool, value=body[1:].lstrip("/"), anchor=HOME)
    if body.startswith("~"):
        return Problem(
            where, f"{given!r}: the home of another user is not supported", f"{tool}(//home/name/…)"
        )
    if body.startswith("@"):
        return _placed(given, tool, body[1:], verdict, where)
    if body.startswith("/"):
        if verdict == "allow":
            hint = f"{tool}(/{body}) for the file system, {tool}(.{body}) for the project"
            return Problem(where, f"{given!r}: one leading slash has two meanings", hint)
        return Pattern(given, PATH, tool, value=body[1:], anchor=EITHER)
    value = body.removeprefix("./")
    if ".." in value.split("/"):
        return Problem(where, f"{given!r}: `..` would leave the project", f"{tool}(//absolute/path)")
    return Pattern(given, PATH, tool, value=value, anchor=PROJECT)


def _placed(given: str, tool: str, body: str, verdict: str, where: str) -> Pattern | Problem:
    """`@assent` is all that guards the agent (with Read: given to a program that may do anything with it), `@agent/…`
    the folder of its settings, `@tmp/…` any temporary folder."""
    name, _, value = body.partition("/")
    if name == "assent" and not value:
        if verdict != "allow" and does(tool) in (READS, WRITES):
            return Pattern(given, OWN, tool)
        return Problem(
            where,
            f"{given!r}: what guards the agent is only ever denied or asked",
            'deny = ["Write(@assent)"]',
        )
    if name in PLACES and value and ".." not in value.split("/"):
        return Pattern(given, PATH, tool, value=value, anchor=PLACES[name])
    known = "@assent, @agent/… and @tmp/…"
    return Problem(
        where, f"{given!r}: `@` begins a place that facts know, {known}", f"{tool}(./{'@' + body})"
    )
