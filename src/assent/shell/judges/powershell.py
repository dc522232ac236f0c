"""The command lines of `pwsh`, `powershell` and `cmd`: which of their words is text that they run.

Sources: about_Pwsh 7.4, about_PowerShell_exe 5.1 and the parameter parser of both; `cmd /?`."""

from __future__ import annotations

from assent.core.call import LIMIT
from assent.core.effect import RUN_CODE, WEAKEN
from assent.shell.meaning.arg import Arg
from assent.shell.meaning.wrappers import absorb
from assent.shell.powershell.places import place
from assent.shell.powershell.state import State
from assent.shell.powershell.walk import PowerWalk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.meaning.flow import Flow
    from assent.shell.meaning.use import Use

# Each with the fewest letters that mean it, in the order in which they are tried, and what its value is: "" for none.
PARAMETERS = (
    ("version", 1, "version"), ("help", 1, "ends"), ("?", 1, "ends"),
    ("login", 1, ""), ("noexit", 3, ""), ("noprofile", 3, ""), ("noprofileloadtime", 17, ""), ("nologo", 3, ""),
    ("noninteractive", 4, ""), ("interactive", 1, ""), ("sta", 3, ""), ("mta", 3, ""),
    ("command", 1, "text"), ("c", 1, "text"), ("commandwithargs", 15, "text"), ("cwa", 3, "text"),
    ("file", 1, "file"), ("encodedcommand", 1, "encoded"), ("ec", 2, "encoded"), ("e", 1, "encoded"),
    ("executionpolicy", 2, "policy"), ("ep", 2, "policy"), ("windowstyle", 1, "data"), ("outputformat", 1, "data"),
    ("of", 2, "data"), ("inputformat", 3, "data"), ("if", 2, "data"), ("workingdirectory", 2, "chdir"),
    ("wd", 2, "chdir"), ("settingsfile", 8, "code"), ("configurationname", 6, "code"),
    ("configurationfile", 15, "code"), ("custompipename", 3, "code"), ("encodedarguments", 9, "code"),
    ("psconsolefile", 1, "code"),
)  # fmt: skip
_LONGEST = 1 << 18


def powershell(use: Use) -> None:
    """`pwsh` and `powershell`: what they are told to run, else the input that they are fed."""
    args = list(use.args)
    while args:
        word = args[0].text
        if word is None or args[0].many:
            _blind(use, "what it is told to run cannot be known")
            return
        role = _role(word)
        if role is None:
            _first_word(use, args)
            return
        args = args[1:]
        if role == "version" and use.name.startswith("powershell"):
            role = "data"  # which version to be; elsewhere it is only shown
        if role in ("ends", "version"):
            return
        if role in ("text", "file", "encoded"):
            _runs(use, role, args)
            return
        args = _takes(use, role, args)
    if use.stdin == "":
        _blind(use, "runs whatever it is typed")
    else:
        _text(use, use.stdin)


def _role(word: str) -> str | None:
    """What a word means that begins with a dash or a slash; None for one that does not."""
    if word[:1] not in "-/\u2013\u2014\u2015" or len(word) < 2:
        return None
    name = word.lstrip("-/\u2013\u2014\u2015").lower()
    if word[0] == "/" and "/" in name:
        return None
    for full, least, role in PARAMETERS:
        if name == full or (len(name) >= least and full.startswith(name)):
            return role
    return "unknown"


def _takes(use: Use, role: str, args: Sequence[Arg]) -> list[Arg]:
    """Uses up the value of a parameter; the words behind it."""
    if not role:
        return list(args)
    if role == "unknown":
        use.unknown(f"an option of {use.name} is in no table")
        return list(args)
    if role == "chdir" and args:
        use.chdir(place(args[0], use.facts).arg)
    elif role == "policy" and (not args or (args[0].text or "bypass").lower() in ("bypass", "unrestricted")):
        use.note(WEAKEN, "switches off the check of who signed a script")
    elif role == "code":
        use.note(RUN_CODE, f"{use.name} obeys a file that it is given")
    return list(args[1:])


def _first_word(use: Use, args: Sequence[Arg]) -> None:
    """A word without a dash: a file for `pwsh`, a command for `powershell`."""
    if use.name.startswith("powershell"):
        _runs(use, "text", args)
    else:
        _runs(use, "file", args)


def _runs(use: Use, role: str, args: Sequence[Arg]) -> None:
    if not args:
        use.unknown(f"{use.name} lacks what it should run")
        return
    first = args[0]
    if first.text == "-":
        _text(use, None if use.stdin == "" else use.stdin)
    elif role == "file":
        use.script(place(first, use.facts).arg)
        for arg in args[1:]:
            use.given(arg.text or "")
    elif role == "encoded":
        _text(use, None if first.text is None else decoded(first.text))
    else:
        texts = [arg.text for arg in args]
        known = [text for text in texts if text is not None]
        _text(use, " ".join(known) if len(known) == len(texts) else None)


def _text(use: Use, text: str | None) -> None:
    """Reads a text as PowerShell does, and adds what it does to the use."""
    if text is None:
        _blind(use, "runs text that cannot be known")
        return
    follow(use, text, windows=use.name.endswith(".exe"))


def follow(use: Use, text: str, *, windows: bool) -> None:
    """Adds what a PowerShell text does to the part of the program that runs it."""
    flow: Flow = use.walker.walk  # type: ignore[attr-defined]  # the runner, which is what reads inner commands
    outer, flow.parts = flow.parts, []
    form, flow.form = flow.form, ""
    PowerWalk(flow, windows=windows).text(text, State(use.cwds))
    found, flow.parts = flow.parts, outer
    problem, flow.form = flow.form, form
    for inner in found:
        absorb(use.part, inner)
    if problem:
        _blind(use, f"runs text that could not be read in full ({problem})")
        if LIMIT in problem:
            flow.fail(problem)


def _blind(use: Use, why: str) -> None:
    use.opaque(why)
    use.unknown(why)
    use.note(RUN_CODE, why)


def decoded(text: str) -> str | None:
    """The text of an encoded command: base64 of UTF-16; None for what is none."""
    from _codecs import utf_16_le_decode
    from binascii import Error, a2b_base64

    try:
        raw = a2b_base64(text[:_LONGEST])
    except (Error, ValueError):
        return None
    return utf_16_le_decode(raw, "replace")[0] if raw and not len(raw) % 2 else None


# -- cmd --------------------------------------------------------------------------------------------------------------


def cmd(use: Use) -> None:
    """`cmd /c`: its language is not read; its words are looked at for denials, as both shells name much alike."""
    texts = [arg.text for arg in use.args]
    for index, word in enumerate(texts):
        if (word or "")[:2].lower() in ("/c", "/k", "/r"):
            rest = [(word or "")[2:], *(text or "$unknown" for text in texts[index + 1 :])]
            words = [each for each in " ".join(rest).split() if not _is_switch(each)]
            follow(use, " ".join(words).replace("&&", ";").replace("&", ";"), windows=True)
            break
    _blind(use, f"runs text of {use.name}, which is not read")


def _is_switch(word: str) -> bool:
    """True for `/s`, `/q`, `/a:h`: the options of commands that cmd has of itself."""
    return word[:1] == "/" and len(word.partition(":")[0]) == 2 and word[1].isalpha()
