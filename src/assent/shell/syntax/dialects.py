"""Which shells may read a text: where they differ, only what all of them read alike is certain."""

from __future__ import annotations

BASH = 1
# A POSIX shell of unknown kind: dash, an ash, a ksh, or bash and zsh under the name of `sh`.
SH = 2
ZSH = 4
ANY = BASH | SH | ZSH

_NAMED = {"bash": BASH, "zsh": ZSH, "sh": SH}
_RUN_BY = {**_NAMED, "dash": SH, "ash": SH}
# Commands of bash that some `sh` does not have (it goes on, in another state), or takes otherwise.
BASH_ONLY = frozenset((
    "alias", "bind", "builtin", "caller", "compgen", "complete", "compopt", "declare", "dirs", "disown",
    "enable", "help", "history", "let", "logout", "mapfile", "popd", "pushd", "readarray", "shopt", "source",
    "suspend", "typeset",
))  # fmt: skip
# What begins a construct or takes words of its own to zsh, and is a plain command to bash.
ZSH_WORDS = frozenset((
    "-", "always", "alias", "autoload", "bindkey", "bye", "chdir", "clone", "compctl", "echotc", "echoti",
    "emulate", "end", "fc", "float", "foreach", "functions", "getln", "integer", "limit", "nocorrect", "noglob",
    "print", "private", "pushln", "r", "rehash", "repeat", "sched", "setopt", "suspend", "unfunction", "unhash",
    "unlimit", "unsetopt", "vared", "whence", "where", "zcompile", "zformat", "zle", "zmodload", "zparseopts",
    "zregexparse", "zstyle", "zsystem", "zftp", "zsocket", "ztcp", "zpty", "zprof", "zf_rm",
))  # fmt: skip
# Variables that are plain ones to bash and that zsh ties to its own working: what runs, what a word means.
ZSH_OBEYED = frozenset((
    "path", "cdpath", "fpath", "manpath", "mailpath", "module_path", "fignore", "argv", "aliases",
    "dis_aliases", "galiases", "dis_galiases", "saliases", "dis_saliases", "functions", "dis_functions",
    "commands", "options", "nameddirs", "userdirs", "builtins", "dis_builtins", "parameters", "modules",
    "NULLCMD", "READNULLCMD", "STTY", "prompt", "PROMPT", "RPROMPT", "RPS1", "RPS2", "PROMPT2", "PROMPT3",
    "PROMPT4", "PS2", "PS3", "SPROMPT", "histchars", "HISTCHARS", "POSTEDIT", "status", "signals", "funcstack",
    "dirstack", "history", "watch", "WATCHFMT", "TMPPREFIX", "TMPSUFFIX", "ENV", "precmd_functions",
    "chpwd_functions", "preexec_functions", "periodic_functions", "zshexit_functions",
    "zshaddhistory_functions", "command_not_found_handler", "USERNAME", "UID", "EUID", "GID", "EGID",
    "pipestatus", "psvar", "reply", "terminfo", "termcap",
))  # fmt: skip
# Variables whose value is evaluated as arithmetic, subscripts and the commands in them included, when they are set.
COUNTED = frozenset(("HISTCMD", "LINENO", "OPTIND", "RANDOM", "SECONDS", "SRANDOM"))
ZSH_COUNTED = frozenset((
    "COLUMNS", "CURSOR", "EGID", "ERRNO", "EUID", "FUNCNEST", "GID", "HISTNO", "HISTSIZE", "KEYTIMEOUT", "LINES",
    "LISTMAX", "LOGCHECK", "MAILCHECK", "MARK", "SAVEHIST", "SHLVL", "TRY_BLOCK_ERROR", "TRY_BLOCK_INTERRUPT", "UID",
))  # fmt: skip
# Commands after which the same words may mean something else.
REMAKERS = frozenset("emulate enable fc setopt unsetopt zmodload autoload disable".split())
# Letters that modify a value behind `$name:` in zsh.
ZSH_MODIFIERS = frozenset("aAcefFghlpPqQrstuwWxiI&")


def run_by(program: str) -> int:
    """The shells that may read what a program is given as shell text."""
    return _RUN_BY.get(program, ANY)


def named(shell: str) -> int:
    """The shells that a client's shell may be, by what is known of it; both that clients use when nothing is."""
    return _NAMED.get(shell, BASH | ZSH)
