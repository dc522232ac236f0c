"""What the programs do that watch another program run: strace, perf, valgrind."""

from __future__ import annotations

from assent.core.effect import RUN_CODE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

# Sources and objects of kernel programs, in the place of an event's name.
_KERNEL_CODE = (".c", ".o", ".bpf")


def strace(use: Use) -> None:
    """An output that begins with `|` or `!` is a command for the shell."""
    for flag, value in use.options:
        text = "" if value is None else value.text
        if flag in ("-o", "--output") and text is not None and text.lstrip()[:1] in ("|", "!"):
            use.shell(text.lstrip()[1:])


def perf(use: Use) -> None:
    """An event may be a file that is loaded into the kernel."""
    for flag, value in use.options:
        if flag in ("-e", "--event") and value is not None:
            if value.text is None:
                use.opaque("which event is watched cannot be known")
            elif any(each.split("/")[-1].endswith(_KERNEL_CODE) for each in value.text.split(",")):
                use.note(RUN_CODE, f"loads {value.text} into the kernel")
