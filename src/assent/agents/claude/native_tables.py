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
# Wrappers a deny rule looks through as well.
DENY_WRAPPERS = frozenset((
    "env", "sudo", "exec", "setsid", "ionice", "xargs", "command", "builtin", "nohup", "time", "nice", "stdbuf", "doas",
))  # fmt: skip
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
    "tr", "comm", "join", "paste", "rev", "tac", "fold", "fmt", "column", "strings", "od", "hexdump", "cksum", "b2sum",
    "expr", "groups", "lsof", "pgrep", "netstat", "arch", "locale", "cal", "uptime", "w", "who", "users", "lscpu",
    "lsblk", "getconf", "tty", "wait", "exit", "return", "set", "unset", "export", "help", "info", "alias", "cmp",
    "numfmt", "tsort", "expand", "unexpand", "pr", ":", "break", "continue", "fd", "colrm", "ag", "ack", "bat",
)) - frozenset(("export", "set", "unset", "alias"))  # fmt: skip
READ_ONLY_PAIRS = frozenset((
    ("node", "--version"), ("node", "-v"), ("python", "--version"), ("python3", "--version"), ("python", "-V"),
    ("python3", "-V"), ("docker", "ps"), ("docker", "images"), ("docker", "logs"), ("docker", "inspect"),
    ("go", "version"), ("rustc", "--version"), ("cargo", "--version"), ("java", "-version"), ("ruby", "--version"),
    ("pip", "list"), ("pip", "show"), ("gh", "--version"), ("git", "--version"),
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
FILE_WRITERS = frozenset(("touch", "mkdir", "cp", "mv", "rm", "rmdir"))
