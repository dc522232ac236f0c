"""What the programs that reach other machines do: curl, wget, ssh, scp, rsync, name look-ups, netcat, openssl.

Flags: curl 7.88 `--help all`, wget 1.21, OpenSSH 9.2 manuals, rsync 3.2 manual, BIND 9.18 dig/nslookup/host, OpenBSD nc.
"""

from __future__ import annotations

from assent.core.effect import DESTROY, NET_SEND, READ_SECRET, RUN_CODE
from assent.shell.meaning.arg import Arg
from assent.shell.programs.trees import below, deep_read, pour

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.table import Spec
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


def curl(use: Use) -> None:
    """Methods, attached files, other schemes, and the file that -O names after the URL."""
    for flag, arg in use.options:
        if flag in _CURL_SENDS:
            use.add(NET_SEND, f"sends data with {flag}")
        judged = _CURL_JUDGED.get(flag)
        if judged is not None:
            judged(use, arg)
    if use.has("-O", "--remote-name", "--remote-name-all", "-J", "--remote-header-name"):
        _names_its_file(use)
    for word in use.words:
        _curl_address(use, word)


def _method(use: Use, arg: Arg | None) -> None:
    if arg is None or arg.text not in _READING_METHODS:
        use.add(NET_SEND, "asks the server to change something")


def _header(use: Use, arg: Arg | None) -> None:
    if arg is None or arg.text is None or arg.text.startswith("@"):
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


def _names_its_file(use: Use) -> None:
    """The server or the URL chooses the file's name in the current directory: any name there may be written."""
    folder = "."
    for flag, arg in use.options:
        if flag in ("--output-dir", "-P", "--directory-prefix"):
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
        _names_its_file(use)
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


def _ssh_options(use: Use) -> None:
    for flag, arg in use.options:
        if flag != "-o":
            continue
        if arg is None or arg.text is None:
            use.opaque("an ssh option that is not known")
            continue
        name, _, value = arg.text.strip().replace("=", " ", 1).partition(" ")
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
    if not both and there is False and not any(_is_remote(source) for source in words[:-1]):
        use.unknown("a copy that reaches no other machine")


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


_CURL_FLAGS = (
    "-s --silent -S --show-error -L --location -f --fail --fail-with-body --fail-early -i --include -I --head"
    " -k --insecure -v --verbose -g --globoff -4 --ipv4 -6 --ipv6 -# --progress-bar --no-progress-meter -N --no-buffer"
    " -Z --parallel -0 --http1.0 --http1.1 --http2 --http2-prior-knowledge --http3 --compressed -q --disable"
    " --path-as-is --create-dirs --remove-on-error -R --remote-time --retry-all-errors --retry-connrefused --raw"
    " -1 --tlsv1 --tlsv1.0 --tlsv1.1 --tlsv1.2 --tlsv1.3 --ssl --ssl-reqd --basic --digest --anyauth --tcp-nodelay"
    " --tr-encoding --no-keepalive --trace-time --styled-output --no-clobber -V --version -G --get"
    " --disallow-username-in-url --ignore-content-length --no-sessionid --no-alpn -j --junk-session-cookies -M"
    " -O --remote-name --remote-name-all"
)
_WGET_FLAGS = (
    "-q --quiet -v --verbose -nv --no-verbose -d --debug -S --server-response --spider -nc --no-clobber -c --continue"
    " -N --timestamping --show-progress --no-check-certificate -4 --inet4-only -6 --inet6-only -r --recursive"
    " -np --no-parent -x --force-directories -p --page-requisites"
    " -k --convert-links -K --backup-converted -m --mirror -E --adjust-extension -H --span-hosts -L --relative"
    " --no-cache --no-cookies --no-netrc --no-proxy --no-config --no-hsts --https-only --no-dns-cache --random-wait"
    " --retry-connrefused --content-on-error --no-verbose -V --version -h --help --no-use-server-timestamps"
    " --no-http-keep-alive --ignore-length --save-headers --no-glob --follow-ftp --strict-comments --auth-no-challenge"
)
_SSH_FLAGS = "-4 -6 -a -C -f -g -G -K -k -M -N -n -q -s -T -t -V -v -X -x -Y -y -A"
_SSL_OUT: dict[str, str] = {
    "-in": "read",
    "-out": "write",
    "-inform -outform": "data",
    "-passin -passout": "data",
}
_SSL_TEXT = (
    "-text -noout -modulus -pubkey -pubout -pubin -check -verbose -nocert -serial -subject -issuer -dates"
)

PROGRAMS: dict[str, Spec] = {
    "curl": {
        "shows": "--help --version",
        "effects": "net-read",
        "operands": "url*",
        "special": "curl",
        "flags": _CURL_FLAGS,
        "adds": {
            "-n --netrc --netrc-optional": "read-secret",
            "-a --append --location-trusted": "net-send",
            "-p --proxytunnel": "net-send",
            # The server chooses the name of the file.
            "-J --remote-header-name": "unknown",
        },
        "values": {
            "-o --output -c --cookie-jar -D --dump-header --trace --trace-ascii --stderr --etag-save": "write",
            "--libcurl --output-dir": "write",
            "--cacert --capath --etag-compare -E --cert --key --netrc-file --crlfile --pubkey": "read",
            "-d --data --data-ascii --data-binary --data-raw --data-urlencode --json -F --form --form-string": "data",
            "-T --upload-file": "read",
            "-u --user --oauth2-bearer -U --proxy-user": "data",
            "-x --proxy --preproxy --socks4 --socks4a --socks5 --socks5-hostname --proxy1.0": "send",
            "--url": "url",
            "-K --config": "code",
            "-H --header --proxy-header -X --request -b --cookie -w --write-out": "data",
            "-A --user-agent -e --referer -m --max-time --connect-timeout --retry --retry-delay": "data",
            "--retry-max-time --max-redirs --max-filesize --limit-rate -r --range -C --continue-at": "data",
            "-y --speed-time -Y --speed-limit --noproxy --rate --parallel-max": "data",
            "--tls-max --ciphers --tls13-ciphers --curves --cert-type --key-type -z --time-cond": "data",
            "--keepalive-time --expect100-timeout --create-file-mode --happy-eyeballs-timeout-ms": "data",
        },
    },
    "wget": {
        "shows": "--help --version",
        "effects": "net-read",
        "operands": "url*",
        "special": "wget",
        "flags": _WGET_FLAGS,
        "optional": {"--backups": "data"},
        "adds": {"-b --background": "system", "--content-disposition --trust-server-names": "unknown", "-nH --no-host-directories -nd --no-directories": "unknown"},
        "values": {
            "-o --output-file -a --append-output -P --directory-prefix --save-cookies --rejected-log --hsts-file": "write",
            "--warc-file --warc-tempdir": "write",
            "--load-cookies --ca-certificate --ca-directory --certificate --private-key --crl-file": "read",
            "--post-data --body-data --user --password --http-user --http-password --ftp-user": "data",
            "--ftp-password --proxy-user --proxy-password": "data",
            "--post-file --body-file": "read",
            "-e --execute --use-askpass --config": "code",
            "-i --input-file": "unknown",  # the file names other addresses
            "-O --output-document --method --header -U --user-agent --referer -T --timeout -t --tries": "data",
            "-w --wait --waitretry --limit-rate -Q --quota --dns-timeout --connect-timeout --read-timeout": "data",
            "-l --level -A --accept -R --reject --accept-regex --reject-regex --regex-type -D --domains": "data",
            "--exclude-domains -I --include-directories -X --exclude-directories --cut-dirs --default-page": "data",
            "--max-redirect --secure-protocol --ciphers --progress --start-pos --prefer-family": "data",
            "--compression --restrict-file-names --retry-on-http-error --report-speed --follow-tags": "data",
            "--ignore-tags": "data",
        },
    },
    "ssh": {
        "effects": "net-send run-code",
        "operands": "data data*",
        "style": "stop",
        "special": "ssh",
        "bare": {},
        "flags": _SSH_FLAGS,
        "values": {
            "-p -l -b -c -m -e -o -Q -J -O -B": "data",
            "-i": "data",
            "-E": "write",
            "-F -I -S": "code",
            "-L -R -D -W -w": "unknown",
        },
    },
    "scp": {
        "effects": "net-read",
        "operands": "data*",
        "special": "scp",
        "flags": "-3 -4 -6 -B -C -O -p -q -r -v -R -s",
        "adds": {"-A -T": "unknown"},
        "values": {"-c -l -P -o -i -J -X": "data", "-S -F -D": "code"},
    },
    "sftp": {
        "effects": "net-send net-read run-code",
        "operands": "host data*",
        "special": "sftp",
        "flags": "-4 -6 -a -C -f -p -q -r -v -N",
        "values": {"-B -b -c -i -J -l -o -P -R -X": "data", "-D -F -S -s": "code"},
    },
    "rsync": {
        "shows": "--help --version",
        "effects": "net-read",
        "operands": "data*",
        "special": "rsync",
        "flags": (
            "-a --archive -v --verbose -q --quiet -r --recursive -z --compress -n --dry-run -h --human-readable"
            " -u --update -i --itemize-changes -c --checksum -t --times -l --links -L --copy-links -p --perms"
            " -o --owner -g --group -D --devices --specials -H --hard-links -A --acls -X --xattrs -x --one-file-system"
            " -P --partial --progress --stats -R --relative -S --sparse -W --whole-file -d --dirs -k -K -O -J -E"
            " --inplace --ignore-existing --existing --size-only --numeric-ids --list-only -C --cvs-exclude -F -s"
            " --safe-links --copy-unsafe-links --no-perms --no-owner --no-group --no-times --prune-empty-dirs -m -4 -6"
            " --delete --del --delete-before --delete-during --delete-delay --delete-after --delete-excluded"
            " --remove-source-files --force --ignore-errors -b --backup --append --append-verify --fake-super -V"
        ),
        "values": {
            "--exclude --include -f --filter --bwlimit --port --timeout --contimeout --max-size --min-size": "data",
            "--info --debug --out-format --chmod --modify-window --suffix --compress-level --max-delete": "data",
            "-e --rsh --usermap --groupmap --chown --skip-compress --block-size -B": "data",
            "--exclude-from --include-from --files-from --link-dest --compare-dest --copy-dest": "read",
            "--password-file": "read",
            "--log-file --backup-dir -T --temp-dir --partial-dir --write-batch": "write",
            "--rsync-path --early-input --read-batch": "code",
        },
    },
    "ping": {
        "effects": "net-read",
        "operands": "host",
        "flags": "-4 -6 -a -A -b -B -d -D -L -n -O -q -r -R -U -v -V",
        "values": {"-c -i -W -w -s -t -l -m -M -Q -S -T -p": "data", "-I": "data"},
    },
    "dig": {
        "effects": "net-read",
        "operands": "data*",
        "special": "lookup",
        "flags": "-4 -6 -m -u -v -r -h",
        "values": {"-t -c -p -b": "data", "-q -x": "host", "-f -k -y": "unknown"},
    },
    "nslookup": {
        "effects": "net-read",
        "operands": "data*",
        "special": "lookup",
        "style": "single",
        "flags": "-debug -nodebug -recurse -norecurse -vc -novc -sil",
        "values": {"-type -query -querytype -q -class -timeout -retry -port": "data"},
    },
    "host": {
        "effects": "net-read",
        "operands": "data*",
        "special": "lookup",
        "flags": "-a -C -d -i -l -n -r -s -T -U -v -V -w -4 -6",
        "values": {"-c -N -p -R -t -W": "data"},
    },
    "nc": {
        "effects": "net-send",
        "operands": "host data*",
        "flags": "-4 -6 -C -D -d -h -k -N -n -r -S -t -u -v -z",
        "adds": {"-l": "system", "-U": "unknown"},
        "values": {
            "-i -I -m -M -O -p -q -s -T -V -W -w": "data",
            "-e -c": "code",
            "-X -x -P -F": "unknown",
        },
    },
    "telnet": {
        "effects": "net-send",
        "operands": "host data*",
        "flags": "-4 -6 -8 -E -K -L -a -c -d -r -x",
        "values": {"-e -l -b": "data", "-n": "write"},
    },
    "openssl": {
        "subcommands": {
            "version": {"flags": "-a -b -d -e -f -m -p -r -v -c", "operands": ""},
            "ciphers": {"flags": "-v -V -s -stdname -psk -tls1_2 -tls1_3 -ssl3", "operands": "data*", "style": "single"},
            "list": {
                "style": "single",
                "operands": "",
                "flags": (
                    "-1 -commands -digest-commands -digest-algorithms -cipher-commands -cipher-algorithms"
                    " -public-key-algorithms -providers -disabled -verbose"
                ),
            },
            "x509": {
                "style": "single",
                "special": "openssl_password",
                "operands": "",
                "flags": (
                    f"{_SSL_TEXT} -fingerprint -sha256 -sha1 -email -hash -startdate -enddate -purpose -ocsp_uri"
                    " -subject_hash -issuer_hash"
                ),
                "values": {**_SSL_OUT, "-ext -nameopt -certopt -checkend -checkhost -checkip": "data"},
            },
            "req": {
                "style": "single",
                "special": "openssl_password",
                "operands": "",
                "flags": f"{_SSL_TEXT} -new -x509 -nodes -noenc -batch -utf8 -verify -sha256 -sha384 -sha512",
                "values": {
                    **_SSL_OUT,
                    "-subj -addext -days -newkey -keyform -pkeyopt -set_serial -section": "data",
                    "-key": "read",
                    "-keyout": "write",
                    "-config": "script",
                },
            },
            "rsa pkey ec": {
                "style": "single",
                "special": "openssl_password",
                "operands": "",
                "flags": f"{_SSL_TEXT} -param_enc -conv_form -text_pub -aes256 -aes128 -traditional",
                "values": _SSL_OUT,
            },
            "genrsa genpkey": {
                "style": "single",
                "special": "openssl_password",
                "operands": "data*",
                "flags": "-aes256 -aes128 -text -quiet -verbose -traditional -genparam -F4 -3",
                "values": {**_SSL_OUT, "-algorithm -pkeyopt": "data", "-paramfile": "read"},
            },
            "dgst sha1 sha224 sha256 sha384 sha512 md5": {
                "style": "single",
                "special": "openssl_password",
                "operands": "read*",
                "flags": "-c -r -hex -binary -list -md5 -sha1 -sha224 -sha256 -sha384 -sha512 -sha3-256 -blake2b512",
                "values": {
                    "-out": "write",
                    "-sign -verify -prverify -signature": "read",
                    "-hmac -sigopt -keyform -passin": "data",
                },
            },
            "enc base64": {
                "style": "single",
                "special": "openssl_password",
                "operands": "",
                "flags": "-e -d -a -A -base64 -p -P -pbkdf2 -salt -nosalt -v -nopad -aes-256-cbc -aes-128-cbc -aes-256-ctr",
                "values": {
                    "-in -kfile": "read",
                    "-out": "write",
                    "-k -K -S -iv -iter -md -pass -bufsize": "data",
                },
            },
            "rand": {"style": "single", "operands": "data", "flags": "-base64 -hex", "values": {"-out": "write"}},
            "prime": {"style": "single", "operands": "data*", "flags": "-hex -generate -safe", "values": {"-bits": "data"}},
            "asn1parse": {
                "style": "single",
                "operands": "",
                "flags": "-i -dump -noout",
                "values": {"-in -oid": "read", "-out": "write", "-inform -offset -length -strparse -dlimit": "data"},
            },
            "verify": {
                "style": "single",
                "operands": "read*",
                "flags": "-verbose -show_chain -x509_strict -no-CAfile -no-CApath -partial_chain -crl_check",
                "values": {"-CAfile -CApath -untrusted -trusted -CRLfile": "read", "-purpose -verify_hostname": "data"},
            },
            "s_client": {
                "effects": "net-send",
                "style": "single",
                "operands": "data*",
                "special": "openssl_connect",
                "flags": "-showcerts -brief -quiet -status -tls1_2 -tls1_3 -no_ign_eof -ign_eof -4 -6 -noservername",
                "values": {
                    "-connect -host -port -servername -starttls -alpn -verify -verify_hostname": "data",
                    "-CAfile -CApath -cert -key": "read",
                },
            },
        },
    },
}  # fmt: skip
PROGRAMS["socat"] = {"effects": "net-send run-code", "operands": "data*"}
PROGRAMS["netcat"] = PROGRAMS["nc"]
PROGRAMS["ncat"] = PROGRAMS["nc"]
PROGRAMS["ping6"] = PROGRAMS["ping"]
