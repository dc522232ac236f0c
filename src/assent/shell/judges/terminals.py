"""What programs of the terminal hide in their words: tmux, fzf, entr, man."""

from __future__ import annotations

from assent.core.effect import RUN_CODE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use


def tmux(use: Use) -> None:
    """A word that ends with a semicolon begins another command; `#(…)` in a format runs a shell command."""
    for arg in use.args:
        text = arg.text
        if text is None:
            use.opaque("a word of tmux cannot be known")
        elif text.endswith(";") or text == "{":
            use.unknown("more than one command of tmux")
        elif "#(" in text:
            use.note(RUN_CODE, "a format runs shell commands")


# Actions of fzf that run a program, or may.
_FZF_RUNS = (
    "execute",
    "become",
    "reload",
    "transform",
    "preview",
    "change-",
    "bg-",
    "unbind",
    "rebind",
    "http",
)


def fzf(use: Use) -> None:
    """A key may be bound to an action that runs a program."""
    for flag, value in use.options:
        if flag == "--bind" and (
            value is None or value.text is None or any(each in value.text for each in _FZF_RUNS)
        ):
            use.note(RUN_CODE, "a key is bound to a program")
            use.unknown("an action of fzf that may run a program")


def entr(use: Use) -> None:
    """Runs its words as a command; with -s the first of them is for a shell."""
    if use.words and use.has("-s"):
        use.shell(use.words[0].text if len(use.words) == 1 else None)
    elif use.words:
        use.run(use.words)


def man(use: Use) -> None:
    """A word with a slash, or any word behind -l, is a file."""
    for word in use.words:
        if word.text is None:
            use.opaque("which page it shows cannot be known")
        elif "/" in word.text or use.has("-l", "--local-file"):
            use.read(word)


def recorded(use: Use) -> None:
    """Without a command of its own it records a shell."""
    if not use.has("-c", "--command"):
        use.note(RUN_CODE, "records a shell")
