"""What programs do that work on other machines and take values from files: az, ansible-playbook."""

from __future__ import annotations

from assent.core.effect import NET_SEND

TYPE_CHECKING = False
if TYPE_CHECKING:
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
    at_files(use)
    given = {arg.text for arg in use.args}  # an abbreviation of one is none of them
    if not any(flag in given and use.has(flag) for flag in _LOOKS):
        use.note(NET_SEND, "works on the hosts of the inventory")
