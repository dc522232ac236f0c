"""What the programs do that run other programs: wrappers, shells, privilege changers, script interpreters.

Flags: coreutils 9.1, util-linux 2.38, procps 4.0, bash 5.2, dash 0.5, sudo 1.9, perl 5.36, ruby 3.1, php 8.2 manuals.
"""

from __future__ import annotations

from assent.core.effect import DESTROY, READ_SECRET, RUN_CODE, WRITE_PROJECT
from assent.shell.judges.scripts import script_words
from assent.shell.judges.shell import INERT_SETS
from assent.shell.judges.tasks import source
from assent.shell.meaning.arg import TEXT, Arg
from assent.shell.meaning.assigns import hand, settle
from assent.shell.meaning.scope import VALUES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.meaning.assigns import Own
    from assent.shell.meaning.use import Use


def _after_assignments(use: Use, own: Own | None = None) -> Sequence[Arg]:
    """The words behind leading `NAME=value` ones, each of which is handed to what runs."""
    for index, word in enumerate(use.words):
        name, equals, _ = word.prefix.partition("=")
        if not equals or name.startswith("-"):
            return use.words[index:]
        hand(use, name, Arg(None if word.text is None else word.text.partition("=")[2]), own)
        if word.holds == TEXT and use.walker.scope is not None:
            use.walker.scope.vars[name] = VALUES[TEXT]  # what runs finds it in its environment
    return ()


def env(use: Use) -> None:
    """Assignments and a command; alone it prints the environment, which holds secrets."""
    if use.has("-S", "--split-string", "-vS"):
        use.unknown("env -S splits text into words in its own way")
        use.note(RUN_CODE, "runs the text behind -S")
    unset = [arg for flag, arg in use.options if flag in ("-u", "--unset")]
    if any(arg is None or arg.text is None for arg in unset):
        use.opaque("which variable is taken away cannot be known")
    own: Own = []
    rest = _after_assignments(use, own)
    if rest:
        use.run(rest)
        settle(use, own)
    elif not use.has("-S", "--split-string", "-i", "-", "--ignore-environment"):
        use.note(READ_SECRET, "prints the environment")


def sudo(use: Use) -> None:
    """Runs the command as somebody else; -e edits files so, -i and -s start a shell."""
    rest = _after_assignments(use)
    if use.has("-e", "--edit"):
        for word in rest:
            use.write(word)
        use.note(RUN_CODE, "starts an editor as somebody else")
    elif rest:
        use.run(rest)
    elif use.has("-i", "-s", "--login", "--shell"):
        use.note(RUN_CODE, "starts a shell as somebody else")


# Shells whose text is read; what only some of them understand is left to the reader.
_READ = ("bash", "sh", "dash", "ash")
# Options that change how the text is read, split or expanded.
_REREADS = ("-O", "-a", "-f", "-i", "-k", "-B", "-H", "-P", "-T", "--posix")


def shell(use: Use) -> None:
    """`-c TEXT` is read; a script is executed; otherwise the commands come from standard input."""
    words = use.words
    if use.name not in _READ:
        use.unknown(f"the language of {use.name} is not that of bash")
    named = [value for flag, value in use.options if flag == "-o"]
    if use.has(*_REREADS) or any(value is None or value.text not in INERT_SETS for value in named):
        use.unknown("an option that changes how the shell reads text")
    if words and words[0].prefix.startswith("+"):
        use.unknown("a shell option behind a plus sign")
        use.note(RUN_CODE, "runs a shell whose script cannot be told from its options")
        return
    if use.has("-c"):
        text = words[0].text if words else None
        use.shell(text)
        if text is not None and any(all_words in text for all_words in ("$@", "$*", "${@", "${*")):
            use.run(words[2:])  # behind its `$0`, the words may be the command that the text runs
    elif use.has("-s") or not words or words[0].text == "-":
        use.note(RUN_CODE, "runs what standard input says")
    else:
        source(use, words[0])
        script_words(use, words[0], words[1:])


def flock(use: Use) -> None:
    """`flock FILE COMMAND…` or `flock FILE -c TEXT`."""
    words = use.words
    if not words:
        return
    if not (words[0].text or "x").isdigit():
        use.write(words[0])
    if len(words) > 2 and words[1].text in ("-c", "--command"):
        use.shell(words[2].text)
    elif len(words) > 1:
        use.run(words[1:])


def script(use: Use) -> None:
    """Records a session: of `-c TEXT`, else of a shell that reads standard input. What runs takes what it is fed for
    a person at a terminal."""
    use.unknown("a terminal of its own")
    if not use.has("-c", "--command"):
        use.note(RUN_CODE, "starts a shell")
    if not use.words:
        use.add(WRITE_PROJECT, "writes typescript")


def parallel(use: Use) -> None:
    """The words before `:::` are a shell template; its inputs complete it."""
    words = use.words
    cut = len(words)
    for index, word in enumerate(words):
        if (word.text or "").startswith(":::"):
            cut = index
            break
    if cut:
        use.run([*words[:cut], Arg(None, many=True)])
        use.shell(" ".join(word.prefix for word in words[:cut]))
    for word in words[cut:]:
        if cut == 0 and word.text is not None and not word.text.startswith(":::"):
            use.shell(word.text)


def privileged_user(use: Use) -> None:
    """`su USER -c TEXT`; words behind the user are the shell's own arguments."""
    texts = [word.text for word in use.words if word.text != "-"]
    if len(texts) > 1:
        use.unknown("arguments for the other user's shell")


# Options that give the code, so that the operands are not a script.
_PERL_CODE = ("-e", "-E", "-ne", "-pe", "-ane", "-lne", "-nle", "-ple", "-pie", "-wnl")
_CODE_GIVEN = {
    "perl": _PERL_CODE,
    "ruby": ("-e",),
    "php": ("-r", "--run", "-B", "-R", "-E", "-F", "-f", "--file", "-l", "--syntax-check"),
    "lua": (),
}
# Options that alone make it print something and stop.
_ONLY_SHOWS = {
    "perl": ("-v", "-V"),
    "ruby": ("-v", "--version"),
    "php": ("-v", "--version", "-i", "-m", "--ini"),
    "lua": ("-v",),
}


def interpreter(use: Use) -> None:
    """A script of the project is project code; without one the code comes from standard input."""
    words = use.words
    given = use.has(*_CODE_GIVEN[use.name])
    if not words and use.has(*_ONLY_SHOWS[use.name]):
        if use.name == "php" and use.has("-i"):
            use.note(READ_SECRET, "prints the environment")
        return
    if not words and not given:
        use.note(RUN_CODE, "runs what standard input says")
    elif words and not given:
        source(use, words[0])
        script_words(use, words[0], words[1:])


def application(use: Use) -> None:
    """`module:name` is the project's own; with parentheses it is a call of whatever function it names."""
    for word in use.words:
        if word.text is None:
            use.opaque("which application it serves cannot be known")
        elif "(" in word.text:
            use.note(RUN_CODE, f"calls {word.text}")


def in_place(use: Use) -> None:
    """perl -i and ruby -i rewrite the files they are given."""
    for flag, value in use.options:
        if flag in ("-l", "-0", "-C", "-D", "-V") and value is not None and not (value.text or "?").isdigit():
            use.note(RUN_CODE, "may be given more options behind a number")
            use.unknown(f"option {flag}{value.prefix} of {use.name}")
    if any(flag == "-i" for flag, _ in use.options):
        for word in use.words:
            use.edit(word)
            use.note(DESTROY if word.text is None else 0, "rewrites what cannot be known")
    else:
        for word in use.words:
            if use.has("-e", "-E"):
                use.read(word)
    interpreter(use)
