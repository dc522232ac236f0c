"""Judges programs about keys, where one option says what the operands and the other options mean: gpg, ssh, pass."""

from __future__ import annotations

from assent.core.effect import READ_SECRET, SYSTEM, WRITE_ELSEWHERE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

# Commands of gpg under which its operands are keys, or files that it reads.
GPG_COMMANDS = (
    "-k", "--list-keys", "-K", "--list-secret-keys", "--list-public-keys", "--list-sigs", "--check-sigs",
    "--fingerprint", "--verify", "--list-packets", "--show-keys", "--print-md", "--export", "--export-ssh-key",
    "--export-secret-keys", "--export-secret-subkeys", "-d", "--decrypt", "-e", "--encrypt", "-c", "--symmetric",
    "-s", "--sign", "-b", "--detach-sign", "--clear-sign", "--clearsign", "--dearmor", "--enarmor", "--import",
    "--recv-keys", "--receive-keys", "--refresh-keys", "--locate-keys", "--send-keys", "--search-keys",
    "--generate-key", "--gen-key", "--full-generate-key", "--full-gen-key", "--quick-generate-key",
    "--quick-gen-key", "--delete-keys", "--delete-key", "--delete-secret-keys", "--delete-secret-key",
)  # fmt: skip


# Commands that write beside what they are given.
GPG_WRITES = (
    "-e", "--encrypt", "-c", "--symmetric", "-s", "--sign", "-b", "--detach-sign", "--clear-sign", "--clearsign",
)  # fmt: skip


def gpg(use: Use) -> None:
    """Without a command gpg guesses one from what it is given."""
    if use.has(*GPG_WRITES) and not use.has("-o", "--output"):
        for word in use.words:
            use.write(word)
    if not use.has(*GPG_COMMANDS):
        use.unknown("what gpg does without a command depends on what it reads")


def ssh_keygen(use: Use) -> None:
    """Its file is read by the commands that show a key or search a host; every other one writes it."""
    file = use.value("-f")
    shows = use.has("-l", "-y", "-F") and not use.has("-p", "-H", "-R")
    if file is not None and shows:
        use.read(file)
    elif file is not None:
        use.write(file)
    elif not use.has("-F"):
        use.note(WRITE_ELSEWHERE, "writes or asks for a key in the home directory")


def ssh_add(use: Use) -> None:
    """Hands a key to the agent, unless it only lists."""
    if use.words or not use.has("-l", "-L"):
        use.note(SYSTEM, "changes which keys the agent of the user holds")


def entry(use: Use) -> None:
    """The name of an entry without a subcommand shows it."""
    if use.words and use.sub in ((), ("ls",), ("list",)):
        use.note(READ_SECRET, "shows what is kept under that name")
