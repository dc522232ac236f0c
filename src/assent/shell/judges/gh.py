"""The subcommands of gh: what they read from GitHub, what they send there, and what they change here.

Source: gh 2.23 `--help` of each subcommand, and the manual up to 2.60 for the newer ones.
"""

from __future__ import annotations

from assent.core.effect import HISTORY, NET_SEND, READ_SECRET
from assent.core.hosts import host_of
from assent.shell.judges.jq import shows_environment
from assent.shell.judges.trees import HERE, pour
from assent.shell.meaning.use import Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.meaning.use import Use

_REPO = ("-R", "--repo")
_HOSTS = ("--hostname",)
# Commands whose words may say where a thing is, not only what it is called.
_NAMED_BY_ADDRESS = (("pr",), ("issue",), ("repo",), ("run",), ("release",), ("gist",), ("workflow",))


def gh(use: Use) -> None:
    """Where it goes, and filters that show the environment."""
    _target(use)
    for flag, value in use.options:
        if flag in ("-q", "--jq") and value is not None:
            if value.text is None:
                use.opaque("a jq filter that cannot be known")
            elif shows_environment(value.text):
                use.note(READ_SECRET, "shows the environment with its jq filter")
    if use.sub[:1] == ("api",):
        _api(use)
    elif use.sub[:2] in (("run", "download"), ("release", "download")) and not use.has("-O", "--output"):
        pour(use, use.value("-D", "--dir") or HERE)
    elif use.sub[:2] in (("repo", "clone"), ("gist", "clone")):
        _clone(use, _before_dashes(use))
    elif use.sub[:2] == ("repo", "fork"):
        _before_dashes(use)


def _target(use: Use) -> None:
    """The host: github.com, unless the repository or an option names another."""
    repo = use.value(*_REPO)
    host = use.value(*_HOSTS, *(("-h",) if use.sub[:1] == ("auth",) else ()))
    if host is not None:
        use.reach(host.text)
    elif repo is not None and repo.text is None:
        use.reach(None)
    elif repo is not None and repo.text is not None and repo.text.count("/") > 1:
        use.reach(repo.text.split("://")[-1].split("/")[0])
    elif use.sub[:1] not in (("alias",), ("config",), ("completion",), ("version",)):
        use.reach("github.com")
    if use.sub[:1] in _NAMED_BY_ADDRESS:
        for word in use.words:
            _named_host(use, word)


def _named_host(use: Use, word: Arg) -> None:
    """The host of a word that is an address, `git@host:o/r`, or `host/owner/name` for a repository."""
    text = word.text or ""
    if "://" in text:
        use.reach(host_of(text))
    elif text.startswith("git@"):
        use.reach(text[4:].partition(":")[0])
    elif use.sub[:1] == ("repo",) and text.count("/") > 1:
        use.reach(text.partition("/")[0])


# Settings of gh that hold no log-in.
_PLAIN_SETTINGS = (
    "git_protocol", "editor", "prompt", "pager", "http_unix_socket", "browser", "prefer_editor_prompt", "color_labels",
    "spinner", "user", "accessible_colors", "accessible_prompter",
)  # fmt: skip


def setting(use: Use) -> None:
    """`gh config get NAME`: among the settings of a host stands its token."""
    gh(use)
    if not all(word.text in _PLAIN_SETTINGS for word in use.words):
        use.note(READ_SECRET, "may show the token of a host")


def _before_dashes(use: Use) -> Sequence[Arg]:
    """The words of gh itself; those behind `--` go to `git clone`, whose options may run programs."""
    if any(arg.many for arg in use.args):
        use.opaque("there may be options for git clone among words that cannot be counted")
    for index, arg in enumerate(use.args):
        if arg.text == "--":
            handed = use.args[index + 1 :]
            if handed:
                use.run([Arg("git"), Arg("clone"), *handed, Arg("https://github.com/o/r")])
            return use.words[: len(use.words) - len(handed)]
    return use.words


def _clone(use: Use, words: Sequence[Arg]) -> None:
    if len(words) > 1:
        use.write(words[1])
    elif words and words[0].text:
        use.write(Arg(words[0].text.rstrip("/").rpartition("/")[2].removesuffix(".git")))
    else:
        use.opaque("where it clones to cannot be known")


def _api(use: Use) -> None:
    """GET unless a method or a field says otherwise; `@file` in a field sends that file."""
    method = use.value("-X", "--method")
    fields = [
        value for flag, value in use.options if flag in ("-f", "--raw-field", "-F", "--field", "--input")
    ]
    query = use.words[0].text if use.words else None
    if method is not None and (method.text or "").upper() not in ("GET", "HEAD"):
        use.note(NET_SEND, "asks GitHub to change something")
        if (method.text or "").upper() == "DELETE" or method.text is None:
            use.note(HISTORY, "deletes on GitHub")
    elif method is None and fields:
        use.note(NET_SEND, "sends fields to GitHub")
    if query is None:
        use.opaque("what is asked of GitHub cannot be known")
    elif "://" in query:
        use.reach(None)
        use.unknown("gh api with a whole address")
    for flag, value in use.options:
        if flag in ("-F", "--field") and value is not None and "=@" in value.prefix:
            use.read(Arg(value.prefix.partition("=@")[2]))
            use.note(NET_SEND, "sends a file as a field")
        elif flag in ("-F", "--field") and (value is None or value.text is None):
            use.opaque("a field that cannot be known may name a file to send")
        elif flag == "--input" and value is not None:
            use.read(value)
    if any(word in (query or "") for word in ("secrets", "/keys", "tokens", "actions/variables")):
        use.note(READ_SECRET, "asks for secrets or keys")
