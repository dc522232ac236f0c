"""What Claude Code's matcher knows by heart: wrappers it looks through, commands it runs unasked, on 2.1.328.

The read-only lists hold what was seen to run and what is likely to: a name too many only loses an estimate."""

from __future__ import annotations

# Wrappers an allow rule looks through, with their options that take a value.
WRAPPERS: dict[str, tuple[str, ...]] = {
    "timeout": ("-k", "-s", "--kill-after", "--signal"),
    "nice": ("-n", "--adjustment"),
    "nohup": (),
    "time": (),
    "stdbuf": (),
    "command": (),
    "builtin": (),
    "xargs": (),
}
# Wrappers a deny rule looks through as well → their options that take a value, and how many words stand before the
# command.
DENY_WRAPPERS: dict[str, tuple[tuple[str, ...], int]] = {
    "env": (("-u", "--unset", "-C", "--chdir"), 0),
    "sudo": (("-u", "--user", "-g", "--group", "-h", "-p", "-C", "-T", "-U", "-r", "-t", "-D", "-R"), 0),
    "doas": (("-u", "-C"), 0),
    "exec": (("-a",), 0),
    "setsid": ((), 0),
    "ionice": (("-c", "-n"), 0),
    "xargs": ((), 0),
    "command": ((), 0),
    "builtin": ((), 0),
    "nohup": ((), 0),
    "time": ((), 0),
    "nice": (("-n", "--adjustment"), 0),
    "stdbuf": (("-i", "-o", "-e"), 0),
    "timeout": (("-k", "-s", "--kill-after", "--signal"), 1),
    "watch": (("-n", "--interval"), 0),
    "strace": (("-e", "-o", "-p"), 0),
    "script": ((), 0),
    "unshare": ((), 0),
    "chrt": ((), 1),
    "taskset": ((), 1),
    "flock": (("-w", "-E"), 1),
}
# Assignments in front of a command that do not matter to the client.
SAFE_ENV = frozenset((
    "NODE_ENV", "LANG", "LC_ALL", "LC_CTYPE", "LANGUAGE", "TZ", "NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS", "CI",
    "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "RUST_BACKTRACE", "RUST_LOG", "GOOS", "GOARCH", "CGO_ENABLED",
))  # fmt: skip
# Never covered by a prefix rule.
NEVER_BY_PREFIX = frozenset(("eval", "exec", "setsid", "flock", "source", "."))
READ_ONLY = frozenset((
    "ls", "cat", "head", "tail", "grep", "egrep", "fgrep", "rg", "find", "wc", "which", "diff", "stat", "du", "pwd",
    "echo", "printf", "date", "whoami", "id", "uname", "ps", "sed", "sort", "cut", "jq", "base64", "true", "false",
    "test", "[", "sleep", "seq", "tree", "file", "type", "history", "man", "realpath", "basename", "dirname",
    "readlink", "md5sum", "sha1sum", "sha256sum", "sha512sum", "nproc", "free", "df", "ss", "hostname", "nl", "xargs",
    "tr", "comm", "paste", "rev", "tac", "fold", "fmt", "column", "strings", "od", "hexdump", "cksum", "b2sum",
    "expr", "groups", "lsof", "pgrep", "netstat", "arch", "locale", "cal", "uptime", "w", "who", "users", "lscpu",
    "lsblk", "getconf", "tty", "wait", "exit", "return", "set", "unset", "export", "help", "info", "alias", "cmp",
    "numfmt", "tsort", "expand", "unexpand", "pr", ":", "break", "continue", "fd", "colrm", "ag", "ack", "bat",
)) - frozenset(("export", "set", "unset", "alias"))  # fmt: skip
READ_ONLY_PAIRS = frozenset((
    ("node", "--version"), ("node", "-v"), ("python", "--version"), ("python3", "--version"), ("python", "-V"),
    ("python3", "-V"), ("docker", "ps"), ("docker", "images"), ("docker", "logs"), ("docker", "inspect"),
    ("go", "version"), ("rustc", "--version"), ("cargo", "--version"), ("java", "-version"), ("ruby", "--version"),
    ("pip", "list"), ("pip", "show"), ("gh", "--version"), ("git", "--version"), ("uniq", ""),
))  # fmt: skip
# Git verb → operands it may have and still be read-only; () any.
GIT_READS: dict[str, tuple[str, ...]] = {
    "status": (), "log": (), "diff": (), "show": (), "rev-parse": (), "blame": (), "ls-files": (), "ls-remote": (),
    "shortlog": (), "describe": (), "cat-file": (), "rev-list": (), "merge-base": (), "for-each-ref": (), "grep": (),
    "ls-tree": (), "reflog": (), "show-ref": (), "name-rev": (), "count-objects": (), "diff-tree": (),
    "branch": ("--list",), "remote": ("show", "get-url", "origin", "upstream"), "stash": ("list", "show"),
    "tag": ("--list",), "worktree": ("list",), "config": ("--get", "--list", "-l"), "--version": (), "help": (),
}  # fmt: skip
# Programs whose file operands the client checks against path rules.
FILE_READERS = frozenset((
    "cat", "head", "tail", "grep", "egrep", "fgrep", "rg", "sed", "awk", "base64", "ls", "git", "sh", "sort", "wc",
    "cut", "nl", "diff", "stat", "file", "less", "more", "md5sum", "sha256sum", "cd", "find", "jq", "tac", "od",
))  # fmt: skip
# Programs that read the files they name, for the check on reading after a `cd`; some read what is here by default.
READS_FILES = frozenset((
    "cat", "head", "tail", "grep", "egrep", "fgrep", "rg", "find", "ls", "diff", "sort", "uniq", "wc", "cut", "nl",
    "jq", "base64", "strings", "rev", "comm", "cmp", "paste", "column", "fold", "sed", "awk", "tac", "od", "hexdump",
    "stat", "file", "md5sum", "sha1sum", "sha256sum", "expand", "unexpand", "pr", "fmt",
))  # fmt: skip
READS_HERE: dict[str, tuple[str, ...]] = {
    "ls": (),
    "find": (),
    "rg": (),
    "grep": ("-r", "-R", "--recursive"),  # only so
}
# Programs whose first operand is no file, but with these options is one.
PATTERN_FIRST: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("grep", "egrep", "fgrep", "rg"), ("-e", "-f", "--regexp", "--file")),
    **dict.fromkeys(("sed", "awk"), ("-e", "-f", "--expression", "--file")),
    "jq": ("-f", "--from-file"),
}
VALUE_OPTIONS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("grep", "egrep", "fgrep", "rg"), ("-e", "-f", "-m", "-A", "-B", "-C", "-g", "-t")),
    "cut": ("-c", "-f", "-d", "-b"),
    "sed": ("-e", "-f"),
    "awk": ("-f", "-F", "-v"),
    "od": ("-A", "-N", "-t", "-j"),
    "paste": ("-d",),
    "fold": ("-w",),
}
FILE_WRITERS = frozenset(("touch", "mkdir", "cp", "mv", "rm", "rmdir"))
