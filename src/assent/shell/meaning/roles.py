"""What a word means to a program: the roles that a table gives to operands and to the values of options."""

from __future__ import annotations

from assent.core.effect import NET_READ, NET_SEND, RUN_CODE, RUN_PROJECT
from assent.shell.meaning.arg import OWN, TEXT
from assent.shell.meaning.use import Use

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.arg import Arg

# Roles that do nothing whatever the word is.
INERT_ROLES = ("data",)
# Roles of a place on this machine: nothing of its name is sent. Some programs take an address where they read a file.
HERE = ("names", "write", "edit", "destroy", "chdir")
READS = ("read", "script")


def apply_role(use: Use, name: str, arg: Arg) -> None:
    """Gives one word its meaning."""
    if name in INERT_ROLES:
        use.unsaid = use.unsaid or (arg.text is None and arg.holds != OWN)
        return
    verb = _PATH_VERBS.get(name)
    if verb is not None:
        use.kept += arg.holds == TEXT and _stays(name, arg)
        verb(use, arg)
    elif name == "url":
        use.url(arg, NET_READ)
    elif name == "send":
        use.url(arg, NET_SEND)
    elif name == "host":
        use.reach(arg.text)
        if arg.text is None:
            use.opaque("which host it reaches cannot be known")
    elif name == "command":
        use.run([arg])
    elif name == "shell":
        use.shell(arg.text)
    elif name == "code":
        _code(use, arg)
    elif name == "task":
        use.add(RUN_PROJECT, f"runs {arg.prefix or 'a task'}")
        if arg.text is None:
            use.opaque("which task it runs cannot be known")
    else:
        use.unknown(f"what {arg.prefix or '…'} does to {use.name} is in no table")
        use.given(arg.text or "", expanded=bool(arg.glob))


def _code(use: Use, arg: Arg) -> None:
    """Text that is run; some programs take settings so, of which any may run something."""
    use.note(RUN_CODE, f"runs the code that {use.name} is given")
    if arg.text and "=" in arg.text and arg.text.isprintable() and " " not in arg.text:
        use.settle([arg.text])
    use.walker.code(use, arg.text)


def _stays(name: str, arg: Arg) -> bool:
    """True for a word of which nothing is sent."""
    return name in HERE or (name in READS and bool(arg.prefix) and "://" not in arg.prefix)


def _read(use: Use, arg: Arg) -> None:
    """Reads a file; where an address is given for one, programs that take it fetch from there."""
    if "://" in arg.prefix and not arg.prefix.lower().startswith("file:"):
        use.url(arg, NET_READ)
    use.read(arg)


def _write(use: Use, arg: Arg) -> None:
    """Writes a file; where an address is given for one, programs that take it send there."""
    if "://" in arg.prefix:
        use.note(NET_SEND, f"sends to {arg.prefix}")
    use.write(arg)


_PATH_VERBS = {
    "read": _read,
    "names": Use.names,
    "write": _write,
    "edit": Use.edit,
    "destroy": Use.destroy,
    "chdir": Use.chdir,
    "script": Use.script,
    "remote": Use.remote,
    "package": Use.package,
}
