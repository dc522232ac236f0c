"""What programs do that work on other machines and take values from files: az, ansible-playbook."""

from __future__ import annotations

from assent.core.effect import NET_SEND, RUN_CODE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.arg import Arg
    from assent.shell.meaning.use import Use

# Options with which ansible-playbook only looks at the playbook.
_LOOKS = ("--syntax-check", "--list-tasks", "--list-tags", "--list-hosts")


def at_files(use: Use) -> None:
    """A value `@FILE` stands for what the file holds."""
    values = [value for _, value in use.options if value is not None]
    for word in [*values, *use.words]:
        if word.prefix.startswith("@"):
            use.read(word.rest(1))
        elif "=@" in word.prefix:
            use.read(word.rest(word.prefix.index("=@") + 2))


def playbook(use: Use) -> None:
    """Plays on the hosts of the inventory, but for the options that only look."""
    for flag, value in use.options:
        if flag in ("-e", "--extra-vars") and value is not None:
            _variables(use, value)
    given = {arg.text for arg in use.args}  # an abbreviation of one is none of them
    if not any(flag in given and use.has(flag) for flag in _LOOKS):
        use.note(NET_SEND, "works on the hosts of the inventory")


def _variables(use: Use, value: Arg) -> None:
    """Variables of Ansible's own choose interpreters, connections and plugins; text in braces is a template."""
    text = value.text
    if text is None:
        use.opaque("which variables it sets cannot be known")
    elif text.startswith("@"):
        use.script(value.rest(1))
    elif "ansible_" in text or "{" in text or text.startswith("["):
        use.note(RUN_CODE, "is given variables that can run code")
