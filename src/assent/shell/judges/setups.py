"""What the scripts do that build tools put into a project under a name that everybody knows: setup.py, configure."""

from __future__ import annotations

from assent.core import paths
from assent.core.effect import INSTALL, NET_READ, NET_SEND, RUN_CODE, RUN_PROJECT, WRITE_PROJECT
from assent.core.places import is_secret, write_effect
from assent.shell.judges.scripts import own_words
from assent.shell.judges.tasks import from_project, is_plain, task_word
from assent.shell.meaning.arg import Arg
from assent.shell.meaning.assigns import hand

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

# Commands of setuptools; any other is one of the project's own.
_COMMANDS = {
    **dict.fromkeys(("install", "develop"), INSTALL | NET_READ),
    **dict.fromkeys(("install_lib", "install_scripts", "install_data", "install_headers", "install_egg_info"), INSTALL),
    **dict.fromkeys(("upload", "register", "upload_docs"), NET_SEND),
    **dict.fromkeys(("easy_install", "alias", "saveopts", "setopt"), RUN_CODE),
    **dict.fromkeys((
        "build", "build_py", "build_ext", "build_clib", "build_scripts", "clean", "sdist", "bdist", "bdist_dumb",
        "bdist_egg", "bdist_rpm", "bdist_wheel", "dist_info", "egg_info", "rotate",
    ), WRITE_PROJECT),
}  # fmt: skip
# What names of commands begin with that do away with something, or send it.
_TAKING = frozenset((
    "clear", "delete", "deploy", "destroy", "drop", "erase", "flush", "publish", "purge", "push", "release", "remove",
    "reset", "rollback", "send", "truncate", "upload", "wipe",
))  # fmt: skip
_SENDING = ("upload", "publish", "release", "deploy", "push", "register")


def setuptools(use: Use) -> None:
    """`setup.py COMMAND…`: several run one after the other."""
    for word in use.words:
        task_word(use, word)
        name = word.text or ""
        sends = NET_SEND if any(part in name for part in _SENDING) else 0
        use.add(_COMMANDS.get(name, sends), f"runs setup.py {name}")


def django(use: Use) -> None:
    """`manage.py NAME`: a command of the project's own, unless its name says that it takes something away."""
    if use.sub or not use.words:
        return
    name = use.words[0].text
    if name is None:
        use.opaque("which command it runs cannot be known")
        use.note(RUN_CODE, "runs a command that cannot be known")
    elif use.name != "manage.py" or not name.isidentifier() or not _TAKING.isdisjoint(name.split("_")):
        use.unknown(f"{use.name} {name} is in no table")
    else:
        use.add(RUN_PROJECT, f"runs {name}")
        own_words(use, use.words[1:])


# How the options begin that projects give their configure scripts.
_FEATURES = ("--enable-", "--disable-", "--with-", "--without-")
# Where things are put when they are installed, which is only written down now.
_REMEMBERED = frozenset((
    "--prefix", "--exec-prefix", "--bindir", "--sbindir", "--libexecdir", "--sysconfdir", "--localstatedir",
    "--runstatedir", "--sharedstatedir", "--libdir", "--includedir", "--datarootdir", "--datadir", "--infodir",
    "--localedir", "--mandir", "--docdir", "--htmldir",
))  # fmt: skip
_TARGETS = frozenset(("--build", "--host", "--target", "--program-prefix", "--program-suffix"))


def configure(use: Use) -> None:
    """A configure script of autoconf's kind: features of the project, places that are remembered, variables."""
    if "/" not in (use.part.argv[0] or ""):
        use.note(RUN_CODE, "runs whatever configure the path leads to")
    use.add(WRITE_PROJECT, "writes what it finds out")
    use.part.runs = True
    for word in use.args:
        text = word.prefix
        name, equals, value = text.partition("=")
        if word.text is None or word.glob:
            use.opaque("what configure is told cannot be known")
            use.note(RUN_CODE, "may be told to run any compiler")
        elif equals and not text.startswith("-"):
            hand(use, name, Arg(value))
        elif name in _REMEMBERED:
            if not equals or not remembered(use, value):
                use.unknown(f"what {text} makes of a later install")
        elif name.startswith(_FEATURES) or name in _TARGETS:
            _feature(use, name, value)
        elif text not in (
            "-q",
            "--quiet",
            "--silent",
            "--help",
            "-n",
            "--no-create",
            "--version",
            "-V",
            "-C",
            "--config-cache",
        ):
            _other(use, name, value)


def _feature(use: Use, name: str, value: str) -> None:
    if not is_plain(value) or "://" in value:
        use.unknown(f"what {name} means to configure")
    elif not from_project(use, Arg(value)):
        use.note(RUN_CODE, f"builds with {value}")


def _other(use: Use, name: str, value: str) -> None:
    """Any other option: one that nobody can say the meaning of, and a path in it may be run or written."""
    use.unknown(f"what {name} means to configure")
    if value and not from_project(use, Arg(value)):
        use.note(RUN_CODE, f"is given {value}")


def remembered(use: Use, value: str) -> bool:
    """True for a place that may be written down for a later install: no secrets, and nothing that runs, lie there."""
    if not value or not is_plain(value) or "://" in value:
        return False
    places = use.places(Arg(value))
    real = [paths.resolved(place, use.facts) for place in places]
    return bool(places) and not any(
        is_secret(place) or is_secret(place + "/x") or write_effect(place, use.facts) & RUN_CODE
        for place in (*places, *real)
    )
