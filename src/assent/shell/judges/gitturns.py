"""Which branch may be checked out once a git command has run, for what a later one of the same call pushes."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.meaning.use import Use

# Options that make a branch and switch to it, and those that give the checked-out one another name or remote.
_MAKES = ("-b", "-B", "-c", "-C", "--create", "--force-create", "--orphan")
_RENAMES = ("-m", "-M", "--move", "-u", "--set-upstream-to", "--unset-upstream")
ANY = ""


def turns(use: Use) -> Sequence[str]:
    """The branches that may be checked out afterwards beside the one before; "" for one that cannot be known."""
    verb = use.sub[0]
    if verb in ("checkout", "switch"):
        return _switched(use)
    if verb == "branch":
        return (ANY,) if use.has(*_RENAMES) else ()
    if verb == "rebase":
        return (ANY,) if len(use.words) > 1 or use.has("--onto") else ()
    if verb == "stash":
        return (ANY,) if "branch" in use.sub[1:] else ()
    if verb == "remote":
        return (ANY,) if len(use.sub) > 1 and use.sub[1] in ("add", "rename", "set-head", "set-url") else ()
    reads = verb in ("symbolic-ref", "config") and len(use.words) < 2
    return () if reads else (ANY,)


def _switched(use: Use) -> Sequence[str]:
    if any(arg.text == "--" for arg in use.args):
        return ()
    made = use.value(*_MAKES)
    word = made or (use.words[0] if use.words else None)
    if word is None or word.text in (".", ".."):
        return ()
    return (ANY,) if word.text is None or word.text == "-" or use.has("-t", "--track") else (word.text,)
