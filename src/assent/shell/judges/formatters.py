"""What formatters and checkers do that rewrite their operands only when they are told to."""

from __future__ import annotations

from assent.core.effect import WRITE_PROJECT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

# Options with which a program writes to what it is given.
_WRITING = {
    "clang-format": ("-i",),
    "clang-tidy": ("--fix", "-fix", "--fix-errors", "-fix-errors", "--fix-notes", "-fix-notes"),
    "deadnix": ("-e", "--edit"),
    "oxlint": ("--fix", "--fix-suggestions", "--fix-dangerously"),
    "stylelint": ("--fix",),
    "ansible-lint": ("--fix",),
    "tflint": ("--fix",),
    "codespell": ("-w", "--write-changes"),
    "typos": ("-w", "--write-changes"),
    "autopep": ("-i", "--in-place"),
    "yapf": ("-i", "--in-place"),
    "ktlint": ("-F", "--format"),
    "markdownlint-cli": ("--fix",),
    "standardrb": ("--fix", "--fix-unsafely"),
    "swiftlint": ("--fix", "--autocorrect"),
}
# Options with which a program that writes does not.
_CHECKING = {
    "alejandra": ("-c", "--check"),
    "nixfmt": ("-c", "--check"),
    "statix": ("-d", "--dry-run"),
    "tofu": ("-check", "--check", "-write=false", "--write=false"),
    "swiftformat": ("--lint", "--dryrun", "--dry-run"),
    "stylua": ("-c", "--check"),
    "gleam": ("--check", "--stdin"),
    "zig": ("--check", "--stdin"),
    "crystal": ("--check",),
}


def in_place(use: Use) -> None:
    """Writes the operands, or somewhere in the project when there are none."""
    name = use.name.rstrip("0123456789").rstrip("-")
    writes = not use.has(*_CHECKING[name]) if name in _CHECKING else use.has(*_WRITING[name])
    if writes:
        for word in use.words:
            use.write(word)
        if not use.words:
            use.add(WRITE_PROJECT, "changes files of the project")
