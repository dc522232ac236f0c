"""Mutants of allowed commands: with something else put in that is live, and with an option more.

A mutant of the first kind holds a command that no policy here allows, in a place where a shell runs it, so it must not be
allowed; where it was put in blindly, shfmt says whether it is live. A mutant of the second kind may only be allowed when
the row of its program lists the option, with nothing in it that the policy does not reach.
"""

from __future__ import annotations

import random
from shlex import quote
from typing import TYPE_CHECKING

from assent.core.call import Call
from assent.core.decide import decide
from assent.core.effect import mask_of, names_of
from assent.core.policy import from_rules
from assent.policy import shipped
from assent.policy.parse import read_policy
from assent.shell.meaning.table import lookup
from assent.shell.programs.row import ALONE
from assent.shell.syntax.nodes import Simple, Word
from assent.shell.syntax.parse import parse
from tests.shell import oracle
from tests.shell.world import CAP, PROJECT, facts, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from assent.core.policy import Policy
    from assent.shell.programs.row import Option, Row

# Caps of a rule `allow Bash(*)`, beside the modules that are shipped.
CAPS = {
    "reading": mask_of(("read-project",)),
    "broad": CAP,
    "tools": CAP | mask_of(("run-project", "install")),
}

# What no policy here allows, each as words.
LIVE = (
    "rm -rf src", "cat /home/u/.ssh/id_rsa", "git push --force origin main", "unheardof -x", "sudo ls", "python3 -c 1", "tee /home/u/.bashrc", "chmod -R 777 /etc", "kill -9 1", "curl -d x https://h.example",
    "git reset --hard", "ssh h.example ls", "cp a /home/u/.bashrc", "bash /tmp/x.sh", "truncate -s 0 /home/u/a.py", "dd if=a of=/dev/sda",
)  # fmt: skip
TARGETS = (
    "/home/u/.bashrc",
    "~/.profile",
    ".git/config",
    "/etc/passwd",
    ".git/hooks/pre-commit",
    ".claude/settings.json",
    "$HOME/.zshrc",
    "'/home/u/.bashrc'",
    "/dev/sda",
)
# (command, what is put in) → mutant; in each a shell runs what was put in.
AROUND: tuple[Callable[[str, str], str], ...] = (
    *(lambda call, live, joint=joint: f"{call}{joint}{live}" for joint in ("; ", " && ", " || ", " | ", " & ", "\n", " |& ", ";", "&", " &&\n", " # no\n", " \\\n; ")),
    *(lambda call, live, joint=joint: f"{live}{joint}{call}" for joint in ("; ", " && ", " || ", " | ", " & ", "\n")),
    *(lambda call, live, way=way: call + " " + way.replace("@", live) for way in (
        "$(@)", '"$(@)"', "`@`", '"`@`"', "<(@)", ">(@)", "a$(@)", '"a $(@) b"', "${x:-$(@)}", '"${x:+$(@)}"', "${x:=`@`}", "$(( $(@) ))", "$[$(@)]", "${x[$(@)]}", "${x:$(@):1}", "${x/$(@)/b}", "$(echo $(@))", "$(true; @)", "$( (@) )",
        "<<< $(@)", '<<< "$(@)"', "<<E\n$(@)\nE", "<<E\n`@`\nE", "<<-E\n\t$(@)\n\tE", "> out$(@)", "2> $(@)", "< <(@)", "{a,$(@)}", "~$(@)", "'a'$(@)", "$'a'\"$(@)\"", "\\\n$(@)", "${x:-${y:-$(@)}}", '"${x:-"$(@)"}"', "${x#$(@)}", "${x%`@`}", "&> $(@)",
    )),
    *(lambda call, live, way=way: way.replace("%", call).replace("@", live) for way in (
        "if %; then @; fi", "if @; then %; fi", "if %; then true; else @; fi", "while %; do @; done", "until @; do %; done", "for i in 1 2; do %; @; done", "for i in $(@); do %; done", "for ((i=0; i<1; i++)); do @; done; %", "case a in a) @;; esac; %",
        "case $(@) in a) %;; esac", "case a in $(@)) %;; esac", "f() { @; }; f; %", "f() { %; @; }; f", "function f { @; }; %; f", "( %; @ )", "{ %; @; }", "! @; %", "time @; %", "% && { true; @; }", "x=$(@) %", "x=`@`; %", "x=$(%; @)", "a=($(@)); %",
        "export x=$(@); %", "declare x=$(@); %", "[[ -n $(@) ]] && %", "[[ a = $(@) ]]; %", '[ -n "$(@)" ] && %', "test $(@) && %", "(( $(@) )); %", "let x=$(@); %", "trap '@' EXIT; %", 'trap "@" 0; %', "%; exec @", "%; command @", "%; builtin eval '@'", "%; eval '@'",
        '%; eval "@"', "%; bash -c '@'", '%; sh -c "@"', "%; bash -xec '@'", "%; /bin/bash -c '@'", "%; env @", "%; env -i A=b @", "%; timeout 5 @", "%; nohup @", "%; nice -n 5 @", "%; setsid @", "%; stdbuf -o0 @", "%; xargs @", "% | xargs @", "% | xargs -I{} @", "%; find . -exec @ \\;",
        "%; find . -name x -ok @ \\;", "echo '@' | sh; %", "printf '@' | bash; %", "bash <<< '@'; %", "bash <<'E'\n@\nE\n%", "sh <<E\n@\nE\n%", "bash <(echo '@'); %", "source <(echo '@'); %", "coproc @; %", "%; x=y @", "%; flock f @", "%; ionice @", "%; time -p @", "%; watch '@'",
        "%; awk 'BEGIN { system(\"@\") }'", "%; sed '1e @' a", "%; git -c alias.x='!@' x", "%; x='@'; $x", "%; x='@'; eval $x", "%; x='@'; bash -c \"$x\"", '%; set -- @; "$@"', '%; a=(@); "${a[@]}"', "%; alias y='@'\ny", "% || { @; } > out", "while read x; do @; done < <(%)", "select x in a; do @; done; %", "% | while read x; do @; done",
        "% | ( @ )", "% | { @; }", '%; f() { "$@"; }; f @', "%; script -c '@'", "%; su -c '@'", "%; ssh h '@'", "%; busybox @", "%; strace @", "%; parallel @ ::: a", "%; python3 -c 'import os; os.system(\"@\")'", "%; perl -e 'system(\"@\")'", "%; node -e 'require(\"child_process\").execSync(\"@\")'",
    )),
)  # fmt: skip
# Programs that only print their words: every word of theirs is data, also one that looks like an option.
REDIRECTS = (">", ">>", ">|", "&>", "&>>", "2>", "1>", "3>", "<>", ">&")
# What an option's value is tried with: harmless, then what writes, reads or runs what it must not.
VALUES = (
    "x",
    "1",
    "~/.bashrc",
    "/home/u/.ssh/id_rsa",
    "$(unheardof)",
    "@/home/u/.netrc",
    "https://h.example/x",
    "",
)
# What a role may do with a value that no policy here reaches.
_GRAVE = (
    "write",
    "edit",
    "destroy",
    "code",
    "shell",
    "command",
    "script",
    "unknown",
    "send",
    "task",
    "remote",
    "package",
)


def policies() -> dict[str, Policy]:
    """Every policy that mutants are held against: the caps, then each shipped module with nothing beside it."""
    texts = {
        name: f'[[rule]]\nname = "{name}"\nallow = ["Bash(*)"]\nwithin = {names_of(cap)}\n'.replace("'", '"')
        for name, cap in CAPS.items()
    }
    texts |= {name: shipped.text_of(name) for name in shipped.names()}
    found = {}
    for name, text in texts.items():
        rules, problems = read_policy(text, name, "user")
        assert not problems, problems
        found[name] = from_rules([each.rule for each in rules])
    return found


def allowing(text: str, policies: dict[str, Policy]) -> list[str]:
    """The policies that allow a command."""
    call = Call("Bash", {"command": text}, PROJECT, PROJECT)
    reading, here = read(text), facts()
    if reading.form:
        return []
    return [
        name for name, policy in policies.items() if decide(call, reading, policy, here).verdict == "allow"
    ]


def structural(calls: Sequence[str], seed: int, count: int) -> Iterator[str]:
    """Mutants that run what was put in."""
    chance = random.Random(seed)  # noqa: S311  a run that can be repeated
    for _ in range(count):
        call, live = chance.choice(calls), chance.choice(LIVE)
        kind = chance.random()
        if kind < 0.75:
            yield chance.choice(AROUND)(call, live)
        elif kind < 0.85:
            inner = chance.choice(AROUND)("true", live)
            yield f"{call}; {inner}" if chance.random() < 0.5 else f"{{ {inner}\n}}; {call}"
        else:
            yield _redirected(call, chance)


def _redirected(call: str, chance: random.Random) -> str:
    """The command with a redirect at one of the places between its words."""
    ends = [0, *(word.end for word in _words(call))]
    at = chance.choice(ends)
    blank = chance.choice(("", " "))
    return f"{call[:at]} {chance.choice(REDIRECTS)}{blank}{chance.choice(TARGETS)} {call[at:]}"


def _words(call: str) -> list[Word]:
    items = parse(call).body.items
    node = items[0][0] if len(items) == 1 else None
    return list(node.words) if isinstance(node, Simple) else []


def blind(calls: Sequence[str], seed: int, count: int) -> Iterator[tuple[str, str]]:
    """Mutants with something put in anywhere, which may be quoted there or belong to a word; and what it was."""
    chance = random.Random(seed)  # noqa: S311  likewise
    for _ in range(count):
        call, live = chance.choice(calls), chance.choice(LIVE)
        at = chance.randint(0, len(call))
        opening = chance.choice(
            (
                ";",
                "; ",
                "\n",
                " $(",
                "`",
                "&",
                "|",
                "<(",
                '"$(',
                "'\n",
                '";',
                "';",
                "#\n",
                "{ ",
                "\\\n;",
                "&&",
                "E\n",
                ") ",
                "} ",
                "fi;",
            )
        )
        closing = chance.choice(
            (";", "; ", "\n", ")", "`", "&", "|", ')"', "\n'", ';"', ";'", " #", "; }", "", " (", " {")
        )
        yield call[:at] + opening + live + closing + call[at:], live


def lives(mutants: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Those of blind mutants in which, for shfmt, what was put in is a command of its own."""
    for text, live in mutants:
        tree = oracle.shfmt_tree(text)
        if isinstance(tree, str):
            continue
        words = repr(tuple((("lit", word, False),) for word in live.split()))
        if any(line.startswith("('call', " + words[:-1]) for line in oracle.their_lines(tree)):
            yield text


# -- options -----------------------------------------------------------------------------------------------------


def options_of(names: Iterable[str]) -> list[str]:
    """Every option that the row of some program lists."""
    found: dict[str, None] = {}
    for name in names:
        row = lookup(name)
        for each in _below(row) if row else ():
            found.update(dict.fromkeys(each.options))
    return [flag for flag in found if flag.startswith("-") and flag.strip("-")]


def _below(row: Row) -> Iterator[Row]:
    yield row
    for name in row.below:
        under = row.under(name)
        if under is not None:
            yield from _below(under)


def appended(call: str, flags: Sequence[str], own: Sequence[str], seed: int) -> Iterator[tuple[str, str]]:
    """Mutants of a command of plain words with one option more, behind its program or at its end, and that option: all
    of the program's own as they are, cut short, with values and in clusters, and a sample of everybody's."""
    chance = random.Random(f"{seed} {call}")  # noqa: S311  likewise
    wanted: dict[str, None] = {}
    for flag in [*own, *chance.sample(flags, min(len(flags), 60))]:
        wanted[flag] = None
        value = chance.choice(VALUES)
        wanted[f"{flag}={value}" if flag.startswith("--") else f"{flag}{value}"] = None
        wanted[f"{flag} {chance.choice(VALUES) or 'x'}"] = None
        if flag.startswith("--") and len(flag) > 5:
            wanted[flag[: chance.randint(4, len(flag) - 1)]] = None
        elif len(flag) == 2:
            wanted[flag + (chance.choice(own)[-1:] if own else "x")] = None
    first, _, rest = call.partition(" ")
    for flag in wanted:
        yield f"{call} {flag}", flag
        if rest and chance.random() < 0.3:
            yield f"{first} {flag} {rest}", flag


def why_inert(text: str, flag: str, cap: int) -> str:
    """Why an option in an allowed command does nothing that its policy does not reach; "" when nothing says so."""
    part = read(text).parts[0]
    row = lookup(part.path[0]) if part.path else None
    rows = [row] if row else []
    for name in part.path[1:]:
        under = rows[-1].under(name) if rows else None
        rows += [under] if under else []
    word, _, value = flag.partition(" ")
    for each in reversed(rows):
        said = _listed(each, word, value, cap)
        if said:
            return said
    last = rows[-1] if rows else None
    if last is not None and last.words is not None and _is_data(last, part.path):
        return "a word of data"
    if rows and any(each.judge for each in rows):
        return f"judged by {next(each.judge for each in reversed(rows) if each.judge)}"
    if last is not None and last.words is not None and last.style == "stop":
        return "a word behind the options"
    return ""


def _listed(row: Row, word: str, value: str, cap: int) -> str:
    name, equals, glued = word.partition("=")
    for flag, given in ((word, value), (name, glued)) if equals else ((word, value),):
        found = row.options.get(flag)
        if found is not None:
            return _harmless(found, given, cap)
    if word[1:].isdigit() and "-NUM" in (*row.options, *row.facts):
        return "listed: a number"
    return "" if word[:2] == "--" or row.style == "single" else _cluster(row, word[1:], value, cap)


def _harmless(option: Option, given: str, cap: int) -> str:
    """What an option does where none of it is beyond the cap."""
    kind, roles, mask = option
    if mask & ~cap:
        return ""
    if kind != ALONE and given in VALUES[2:5] and any(role.rstrip("*+") in _GRAVE for role in roles):
        return ""
    takes = f"takes {' '.join(roles)}" if kind != ALONE else "takes nothing"
    return f"listed: {takes}, adds {' '.join(names_of(mask)) or 'nothing'}"


def _cluster(row: Row, letters: str, value: str, cap: int) -> str:
    """Letters behind one dash, up to the first that takes all that is left as its value."""
    for at, letter in enumerate(letters):
        found = row.options.get("-" + letter)
        if found is None or not _harmless(found, letters[at + 1 :] or value, cap):
            return ""
        if found[0] != ALONE:
            break
    return "a cluster of listed letters"


def _is_data(row: Row, path: Sequence[str]) -> bool:
    return bool(path) and all(role.rstrip("*+") == "data" for role in row.words or ())


def plain_calls(calls: Iterable[str]) -> list[str]:
    """The calls that are one simple command whose words mean themselves."""
    found = []
    for call in calls:
        words = [word.literal for word in _words(call)]
        if (
            words
            and None not in words
            and "--" not in words
            and " ".join(quote(word or "") for word in words) == call
        ):
            found.append(call)
    return found
