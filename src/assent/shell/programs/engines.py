"""What the programs do that run whatever they are given in a language of their own: editors, debuggers, interpreters
that have no table, and other agents, who would act outside of every rule.

Flags: none are listed, since any of them may bring code."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.table import Spec

# A lone `--version` or `--help` of these prints and ends, without start-up files or a project's settings.
_SHOWS = "--help --version"
_CODE: Spec = {"effects": "run-code", "operands": "data*"}
_EDITOR: Spec = {"effects": "run-code", "operands": "edit*", "values": {"-c --cmd -S -s": "code"}}
_SHOWING: Spec = {**_CODE, "shows": _SHOWS}
_SHOWING_EDITOR: Spec = {**_EDITOR, "shows": _SHOWS}

PROGRAMS: dict[str, Spec] = {
    **dict.fromkeys(
        ("vi", "vim", "nvim", "view", "ex", "ed", "red", "nano", "emacs", "emacsclient", "code"), _EDITOR
    ),
    **dict.fromkeys(
        ("gdb", "lldb", "expect", "tclsh", "wish", "osascript", "Rscript", "R", "julia", "luajit"), _CODE
    ),
    **dict.fromkeys(
        ("irb", "ghci", "ocaml", "groovy", "jshell", "erl", "iex", "elixir", "pwsh", "powershell"), _CODE
    ),
    **dict.fromkeys(
        ("claude", "codex", "gemini", "qwen", "copilot", "opencode", "cursor-agent", "aider", "amp"), _CODE
    ),
    **dict.fromkeys(("vim", "nvim", "nano", "emacs", "code"), _SHOWING_EDITOR),
    **dict.fromkeys(("gdb", "R", "Rscript", "julia", "elixir", "pwsh"), _SHOWING),
    **dict.fromkeys(("claude", "codex", "gemini", "qwen", "copilot", "opencode", "aider", "amp"), _SHOWING),
    "patch": {
        "effects": "read-project write-project run-code",
        "operands": "edit read",
        "flags": "-R --reverse -N --forward -s --quiet --silent -f --force -t --batch -E -l -u -c -e -n --dry-run -b",
        "values": {"-i --input": "read", "-o --output -r --reject-file": "write", "-d --directory": "chdir"},
        "optional": {"-p --strip -F --fuzz": "data"},
    },
}
