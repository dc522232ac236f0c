"""What the programs that reach other machines do: curl, wget, ssh, scp, rsync, name look-ups, netcat, openssl.

Flags: curl 7.88 `--help all`, wget 1.21, OpenSSH 9.2 manuals, rsync 3.2 manual, BIND 9.18 dig, OpenBSD nc.
"""

from __future__ import annotations

from assent.core.effect import DESTROY, NET_SEND, READ_SECRET, RUN_CODE, WEAKEN
from assent.core.hosts import HERE
from assent.shell.judges.trees import below, copies_a_repository, deep_read, lands, pour
from assent.shell.meaning.arg import OWN, Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

# Options of curl whose value is text to send; `@name` in it sends that file.
_CURL_BODY = ("-d", "--data", "--data-ascii", "--data-binary", "--data-urlencode", "--json", "-F", "--form")
_CURL_SENDS = frozenset((
    *_CURL_BODY, "--data-raw", "--form-string", "-T", "--upload-file", "-u", "--user", "--oauth2-bearer", "-U",
    "--proxy-user",
))  # fmt: skip
_WGET_SENDS = frozenset((
    "--post-data", "--post-file", "--body-data", "--body-file", "--user", "--password", "--http-user",
    "--http-password", "--ftp-user", "--ftp-password", "--proxy-user", "--proxy-password",
))  # fmt: skip
# Options of both that become part of the request: harmless text, but what cannot be known may be a secret.
_TOLD = frozenset((
    "-A", "--user-agent", "-U", "-e", "--referer", "--header", "-r", "--range", "-z", "--time-cond", "-C",
    "--continue-at", "--start-pos", "-H", "-b", "--cookie",
))  # fmt: skip
_READING_METHODS = ("GET", "HEAD", "OPTIONS")
_WEB_SCHEMES = ("http", "https", "ftp", "ftps")


def _attached(use: Use, arg: Arg | None) -> None:
    """Reads the files that a value names (`@file`, `name=@file;type=…`, `name=<file`, `name@file`); a value that
    cannot be known may name any."""
    if arg is None or arg.text is None:
        use.opaque("a value that is not known may name a file to send")
        return
    for mark in "@<":
        _, found, rest = arg.text.partition(mark)
        for path in rest.split(";", 1)[0].replace('"', "").split(",") if found else ():
            use.read(Arg(path))


def _curl_address(use: Use, arg: Arg) -> None:
    scheme, found, rest = (arg.text or "").partition("://")
    if not found and scheme.startswith("@"):
        use.unknown("addresses that come from a file")
    if not found or scheme.lower() in _WEB_SCHEMES:
        return
    if scheme.lower() == "file":
        use.local(f"{scheme}://{rest}")
    else:
        use.add(NET_SEND, f"speaks {scheme}, which can carry commands")
        use.unknown(f"curl over {scheme}")


def _told(use: Use) -> None:
    for flag, arg in use.options:
        if flag not in _TOLD or arg is None:
            continue
        if arg.text is None and arg.holds != OWN:
            use.note(NET_SEND, f"sends with {flag} what cannot be known")
        elif arg.text and not _stays_here(use):
            use.carries(arg.text, f"the value of {flag}")


def _stays_here(use: Use) -> bool:
    """True when all it reaches is this machine."""
    return bool(use.part.targets) and all(target == HERE for target in use.part.targets)


def curl(use: Use) -> None:
    """Methods, attached files, other schemes, and the file that -O names after the URL."""
    for flag, arg in use.options:
        if flag in _CURL_SENDS:
            use.add(NET_SEND, f"sends data with {flag}")
        judged = _CURL_JUDGED.get(flag)
        if judged is not None:
            judged(use, arg)
    _told(use)
    if use.has("-O", "--remote-name", "--remote-name-all", "-J", "--remote-header-name"):
        names_its_file(use)
    for word in use.words:
        _curl_address(use, word)


def _method(use: Use, arg: Arg | None) -> None:
    if arg is None or arg.text not in _READING_METHODS:
        use.add(NET_SEND, "asks the server to change something")


def _header(use: Use, arg: Arg | None) -> None:
    if arg is not None and arg.text is None and arg.prefix[:1] not in ("", "@"):
        use.add(NET_SEND, "sends a header that cannot be known")
    elif arg is None or arg.text is None or arg.text.startswith("@"):
        use.add(NET_SEND, "sends a file's lines as headers")
        _attached(use, arg)


def _cookie(use: Use, arg: Arg | None) -> None:
    if arg is not None and "=" not in (arg.text or ""):
        use.read(arg)


def _write_out(use: Use, arg: Arg | None) -> None:
    if arg is None or arg.text is None or "%output" in arg.text:
        use.unknown("curl --write-out may name a file to write")
    elif arg.text.startswith("@"):
        _attached(use, arg)


def _numbered(use: Use, arg: Arg | None) -> None:
    """`#1` in an output name is replaced by a piece of the address."""
    if arg is not None and "#" in arg.prefix:
        use.note(RUN_CODE, "writes the file that the address names")
        use.unknown("an output name with a placeholder")


def _upload(use: Use, arg: Arg | None) -> None:
    if arg is not None and any(sign in arg.prefix for sign in "{}[]"):
        use.note(READ_SECRET, "uploads files by a pattern")
        use.unknown("which files are uploaded")


def _address(use: Use, arg: Arg | None) -> None:
    if arg is not None:
        _curl_address(use, arg)


_CURL_JUDGED = {
    **dict.fromkeys(_CURL_BODY, _attached),
    **dict.fromkeys(("-X", "--request"), _method),
    **dict.fromkeys(("-H", "--header", "--proxy-header"), _header),
    **dict.fromkeys(("-b", "--cookie"), _cookie),
    **dict.fromkeys(("-w", "--write-out"), _write_out),
    **dict.fromkeys(("-o", "--output"), _numbered),
    **dict.fromkeys(("-T", "--upload-file"), _upload),
    "--url": _address,
}


# Options that say in which directory a file is put.
_FOLDERS = ("--output-dir", "-P", "--directory-prefix")


def names_its_file(use: Use, folders: tuple[str, ...] = _FOLDERS) -> None:
    """The server or the URL chooses the file's name in the current directory: any name there may be written."""
    folder = "."
    for flag, arg in use.options:
        if flag in folders:
            folder = "" if arg is None or arg.text is None else arg.text
    if not folder:
        use.opaque("the directory to write to is not known")
        return
    addresses = [*use.words, *(arg for flag, arg in use.options if flag == "--url" and arg is not None)]
    for address in addresses:
        text = (address.text or "").partition("://")[2] or address.text or ""
        path = text.split("?", 1)[0].split("#", 1)[0].rstrip("/")
        name = path.rpartition("/")[2] if "/" in path else ""
        if any(sign in name for sign in "%{}[]*\\"):
            use.unknown("the name of the file it writes is not plain")
            name = ""
        use.write(Arg((folder.rstrip("/") or folder) + "/" + (name or "index.html")))


def wget(use: Use) -> None:
    """Without -O or --spider wget writes a file named by the URL."""
    flags = [flag for flag, _ in use.options]
    named = False
    _told(use)
    for flag, arg in use.options:
        if flag in _WGET_SENDS:
            use.add(NET_SEND, f"sends data with {flag}")
        if flag in ("-O", "--output-document"):
            named = True
            if arg is not None and arg.text != "-":
                use.write(arg)
        elif flag == "--method" and (arg is None or (arg.text or "").upper() not in _READING_METHODS):
            use.add(NET_SEND, "asks the server to change something")
    if not named and "--spider" not in flags:
        names_its_file(use)
    if use.has("-x", "--force-directories") or (
        use.has("-nH", "--no-host-directories") and use.has("-r", "-m")
    ):
        pour(use, use.value("-P", "--directory-prefix") or Arg("."))
    elif use.has("-r", "--recursive", "-m", "--mirror", "-p", "--page-requisites"):
        lands(use, use.value("-P", "--directory-prefix") or Arg("."))
    for word in use.words:
        scheme, found, _ = (word.text or "").partition("://")
        if found and scheme.lower() not in _WEB_SCHEMES:
            use.unknown(f"wget over {scheme}")


# Options of ssh_config that only tune the connection; every other one may run a program or forward something.
_SSH_INERT = frozenset((
    "batchmode", "stricthostkeychecking", "connecttimeout", "connectionattempts", "loglevel", "serveraliveinterval",
    "serveralivecountmax", "compression", "port", "user", "addressfamily", "identitiesonly", "tcpkeepalive",
    "passwordauthentication", "pubkeyauthentication", "numberofpasswordprompts", "requesttty", "ciphers", "macs",
    "preferredauthentications", "hostkeyalgorithms", "kexalgorithms", "checkhostip", "visualhostkey", "escapechar",
))  # fmt: skip
_SSH_RUNS = frozenset(("proxycommand", "localcommand", "knownhostscommand", "xauthlocation", "match"))


def _believes_any_host(name: str, value: str) -> bool:
    """True for an ssh option by which a host need not prove who it is."""
    if name == "stricthostkeychecking":
        return value not in ("yes", "ask")
    if name in ("userknownhostsfile", "globalknownhostsfile"):
        return True
    return name in ("checkhostip", "nohostauthenticationforlocalhost", "verifyhostkeydns") and value in (
        "no",
        "yes",
    )


def _ssh_options(use: Use) -> None:
    for flag, arg in use.options:
        if flag != "-o":
            continue
        if arg is None or arg.text is None:
            use.opaque("an ssh option that is not known")
            continue
        name, _, value = arg.text.strip().replace("=", " ", 1).partition(" ")
        if _believes_any_host(name.lower(), value.strip().lower()):
            use.note(WEAKEN, f"believes whatever host answers (-o {name})")
        if name.lower() in _SSH_RUNS:
            use.add(RUN_CODE, f"runs a program here with -o {name}")
            use.shell(value.strip())
        elif name.lower() not in _SSH_INERT:
            use.unknown(f"ssh option {name}")


def ssh(use: Use) -> None:
    """The words after the host are one text for the shell over there."""
    _ssh_options(use)
    if not use.words:
        return
    use.reach(_host_part(use.words[0]))
    texts = [word.text for word in use.words[1:]]
    if texts:
        known = [text for text in texts if text is not None]
        use.shell(" ".join(known) if len(known) == len(texts) else None)


def sftp(use: Use) -> None:
    """Its batch and its interactive commands can write anything there and here."""
    _ssh_options(use)
    for word in use.words[1:]:
        use.write(word)


def _host_part(word: Arg) -> str | None:
    """The host of `user@host`, `ssh://user@host:22/…` or `user@host:path`, None when not known."""
    text = word.text
    if text is None:
        return None
    text = text.partition("://")[2].split("/", 1)[0] if "://" in text else text
    host = text.rpartition("@")[2]
    return (host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]).lower() or None


def _is_remote(word: Arg) -> bool | None:
    """True for `host:path` and `scheme://…`, False for a local path, None when it cannot be known."""
    text = word.text
    if text is None:
        return None if ":" in word.prefix or not word.prefix.startswith(("/", "./", "../")) else False
    colon = text.find(":")
    slash = text.find("/")
    return colon > 0 and (slash < 0 or colon < slash)


def _copy(use: Use, *, both: bool) -> None:
    """Sources then one target; what goes to another machine is sent, what comes from one is written here.
    `both`: a copy between local places is possible (rsync)."""
    words = use.words
    if len(words) < 2:
        if words and _is_remote(words[0]):
            use.reach(_host_part(words[0]))
        elif words:
            use.read(words[0])
        return
    target = words[-1]
    there = _is_remote(target)
    if there is None:
        use.opaque("where the copy goes is not known")
    elif there:
        use.add(NET_SEND, "copies files to another machine")
        use.reach(_host_part(target))
    else:
        use.write(target)
    for source in words[:-1]:
        here = _is_remote(source)
        if here is None:
            use.opaque("where the copy comes from is not known")
            use.add(NET_SEND, "may copy files to or from another machine")
        elif here:
            use.reach(_host_part(source))
        else:
            use.read(source)
            copies_a_repository(use, source)
        if here and there is False:
            _named_there(use, source, target)
    if not both and there is False and not any(_is_remote(source) for source in words[:-1]):
        use.unknown("a copy that reaches no other machine")


def _named_there(use: Use, source: Arg, target: Arg) -> None:
    """What comes from another machine into a directory keeps its name, or is a whole tree."""
    use.write(below(target, Arg((source.text or "").rpartition(":")[2])))
    if use.has("-r", "-a", "--recursive", "--archive") or source.glob:
        pour(use, target)


def scp(use: Use) -> None:
    """Direction decides: up is net-send, down is net-read and a write."""
    _ssh_options(use)
    _copy(use, both=False)


def rsync(use: Use) -> None:
    """Like scp, and `--delete` removes what the source does not have."""
    flags = [flag for flag, _ in use.options]
    for flag, arg in use.options:
        if flag in ("-e", "--rsh"):
            text = arg.text if arg is not None else None
            if text is None or text.split() != ["ssh"]:
                use.add(RUN_CODE, "runs the given remote shell program")
                use.shell(text)
    if any(flag.startswith("--delete") or flag == "--del" for flag in flags) and len(use.words) > 1:
        if _is_remote(use.words[-1]) is False:
            use.destroy(use.words[-1])
        else:
            use.add(NET_SEND | DESTROY, "deletes on the other machine")
    if "--remove-source-files" in flags:
        for source in use.words[:-1]:
            use.destroy(source)
    _copy(use, both=True)
    _spread(use)


def _spread(use: Use) -> None:
    """Whole trees are copied: all of the sources is read, and names that nobody listed are written."""
    if len(use.words) < 2:
        return
    target = use.words[-1]
    sources = use.words[:-1]
    here = [source for source in sources if _is_remote(source) is False]
    if here:
        deep_read(use, here)
    if _is_remote(target) is not False:
        return
    for source in sources:
        if source.text is not None and not source.text.endswith(("/", "/.")):
            use.write(below(target, source))
            lands(use, below(target, source))
        name = (source.text or "").rstrip("/.").rpartition("/")[2]
        if (
            source.text is None
            or source.text.endswith(("/", "/."))
            or _is_remote(source) is not False
            or not name
        ):
            pour(use, target)


def lookup(use: Use) -> None:
    """Every name asked for reaches the name servers of its domain; `@server` says which server is asked."""
    asks = not use.words or use.words[0].text == "-"
    if use.name == "nslookup" and use.stdin != "" and asks:
        use.note(NET_SEND, "asks for the names that it is fed")
    for word in use.words:
        text = word.text
        if text is None:
            use.reach(None)
            use.opaque("the name to look up is not known")
        elif text.startswith("@"):
            use.reach(text[1:])
        elif not text.startswith("+") and text.lower() not in _RECORDS:
            use.reach(text.rstrip(".").lower())
        elif text.startswith("+") and text.lstrip("+").split("=", 1)[0] not in _DIG_WORDS:
            use.unknown(f"dig {text}")


_RECORDS = frozenset((
    "a", "aaaa", "any", "caa", "cname", "dnskey", "ds", "https", "mx", "ns", "nsec", "ptr", "soa", "spf", "srv",
    "svcb", "tlsa", "txt", "in",
))  # fmt: skip
_DIG_WORDS = frozenset((
    "short", "noall", "all", "answer", "noanswer", "trace", "notrace", "tcp", "notcp", "dnssec", "nodnssec", "stats",
    "nostats", "comments", "nocomments", "question", "noquestion", "authority", "noauthority", "additional",
    "noadditional", "time", "tries", "retry", "recurse", "norecurse", "multiline", "nomultiline", "cmd", "nocmd",
    "identify", "ttlid", "nottlid", "search", "nosearch", "cdflag", "adflag", "edns", "noedns", "bufsize", "qr",
))  # fmt: skip


def dials(use: Use) -> None:
    """The host and the port that are called, as two words."""
    if not use.words:
        return
    host = use.words[0]
    use.reach(host.text, (use.words[1].text or "?") if len(use.words) > 1 else "")
    if host.text is None:
        use.opaque("which host it reaches cannot be known")


def openssl_connect(use: Use) -> None:
    """`-connect host:port` says where to."""
    for flag, arg in use.options:
        if flag in ("-connect", "-host"):
            use.reach(None if arg is None or arg.text is None else _host_part(arg))
    for word in use.words:
        use.reach(_host_part(word))


def openssl_password(use: Use) -> None:
    """Where a pass phrase comes from: `file:path` reads, `env:` and `stdin` read what is not ours to know."""
    for flag, arg in use.options:
        if flag in ("-passin", "-passout", "-pass"):
            kind, _, rest = ((arg.text if arg else None) or "").partition(":")
            if kind == "file" and arg is not None:
                use.read(Arg(rest))
            elif kind == "env":
                use.add(READ_SECRET, "takes a pass phrase from the environment")
            elif kind not in ("pass", "stdin"):
                use.unknown("where the pass phrase comes from")
