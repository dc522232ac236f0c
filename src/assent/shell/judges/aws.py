"""What a table cannot say of the aws command line: values that stand for a file, and which side of a copy is here."""

from __future__ import annotations

from assent.core.effect import DESTROY, NET_READ, NET_SEND
from assent.shell.judges.trees import deep_read, pour
from assent.shell.meaning.arg import Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

# A value that begins so stands for what lies there: the file's text is sent in its place.
_FILES = ("file://", "fileb://")
_PAGES = ("http://", "https://")
# Values that are addresses: of the service itself, which the table judges, and of a queue, which is a name.
_ADDRESSES = ("--endpoint-url", "--queue-url")
_THERE = "s3://"


def operation(use: Use) -> None:
    """Values that stand for a file or a page are read, and what they hold goes to the service."""
    values = [value for flag, value in use.options if value is not None and flag not in _ADDRESSES]
    for arg in (*use.words, *values):
        text = arg.text
        if text is None:
            if _may_be_read(arg.prefix):
                use.opaque("the value may name a file whose text is sent")
        elif text.startswith(_FILES):
            _sent(use, text.partition("://")[2])
        elif text.startswith(_PAGES):
            use.url(arg)
            use.add(NET_SEND, "sends what that page holds")
        elif "@=" in text:
            use.unknown("a part of a value that is read from a file")


def _may_be_read(prefix: str) -> bool:
    """Whether a value of which only the beginning is known may stand for a file or a page."""
    return any(prefix.startswith(begin) or begin.startswith(prefix) for begin in (*_FILES, *_PAGES))


def _sent(use: Use, path: str) -> None:
    """One file whose text is sent; the client itself puts the home and variables in."""
    use.add(NET_SEND, f"sends what {path} holds")
    if path.startswith("~/"):
        path = use.facts.home + path[1:]
    use.read(Arg(None if "$" in path or path.startswith("~") else path))


def copy(use: Use) -> None:
    """cp, mv and sync: what comes here is written, what goes there is read and sent."""
    flags = [flag for flag, _ in use.options]
    if len(use.words) != 2:
        use.unknown("a copy without its two ends")
        return
    source, target = use.words
    whole = use.sub[-1] == "sync" or "--recursive" in flags
    _give(use, source, whole=whole)
    _take(use, target, whole=whole)
    if use.sub[-1] == "mv":
        _lose(use, source)
    if "--delete" in flags:
        _lose(use, target)


def _is_there(use: Use, arg: Arg) -> bool:
    """Whether it names a place in the cloud; a word that cannot be known is neither side for certain."""
    known = arg.prefix if arg.text is None else arg.text
    if arg.text is None and not (known or "").startswith(_THERE):
        use.opaque("which side is copied cannot be known")
    return (known or "").startswith(_THERE)


def _give(use: Use, source: Arg, *, whole: bool) -> None:
    if _is_there(use, source):
        use.add(NET_READ, "fetches from the cloud")
    elif whole:
        deep_read(use, [source])
    else:
        use.read(source)


def _take(use: Use, target: Arg, *, whole: bool) -> None:
    if _is_there(use, target):
        use.add(NET_SEND, "sends to the cloud")
    elif target.text == "-":
        return
    elif whole or (target.text or "").endswith(("/", ".")):
        pour(use, target)
    else:
        use.write(target)


def _lose(use: Use, arg: Arg) -> None:
    if _is_there(use, arg):
        use.add(NET_SEND | DESTROY, "deletes in the cloud")
    else:
        use.destroy(arg)
