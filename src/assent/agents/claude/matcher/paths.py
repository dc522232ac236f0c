"""Claude Code's path rules: its anchors, its reading of stars, and the files it never writes unasked."""

from __future__ import annotations

from collections.abc import Sequence

from assent.core.facts import Facts
from assent.core.paths import inside as is_inside
from assent.core.paths import resolved
from assent.core.pattern import segments

PROTECTED_DIRS = frozenset(
    (".git", ".vscode", ".idea", ".husky", ".cargo", ".devcontainer", ".yarn", ".mvn", ".claude")
)
PROTECTED_FILES = frozenset((
    ".gitconfig", ".gitmodules", ".npmrc", ".yarnrc", ".yarnrc.yml", ".envrc", ".pre-commit-config.yaml", ".mcp.json",
    ".claude.json", "lefthook.yml", "lefthook.yaml", ".lefthook.yml", ".lefthook.yaml", ".bashrc", ".bash_profile",
    ".bash_login", ".bash_logout", ".profile", ".zshrc", ".zshenv", ".zprofile", ".zlogin",
))  # fmt: skip


class Match:
    """One entry of a list: `tool` and what stands `inside` its brackets; `base` is what a single leading slash
    is relative to in the file the entry comes from."""

    __slots__ = ("base", "inside", "tool")

    def __init__(self, tool: str, inside: str, base: str) -> None:
        self.tool = tool
        self.inside = inside
        self.base = base

    def covers(self, path: str, home: str, cwd: str, *, deny: bool) -> bool:
        """True when the path rule names the absolute path, or a directory it is in."""
        text = self.inside
        if text in ("", "*"):
            return False
        if text.startswith("//"):
            return _fits(text[2:], path, "/")
        if text.startswith("~/"):
            return _fits(text[2:], path, home)
        if text.startswith("/"):
            return _fits(text[1:], path, self.base)
        return _relative(text.removeprefix("./"), path, cwd, deny=deny)


def _relative(text: str, path: str, cwd: str, *, deny: bool) -> bool:
    """A bare name holds at any depth; a deny on one directory (`src/**`) too, an allow on it at the top only."""
    if _fits(text, path, cwd):
        return True
    head, slash, rest = text.partition("/")
    if not slash or (deny and rest == "**" and "*" not in head):
        return _fits(f"**/{text}", path, cwd)
    return False


def _fits(pattern: str, path: str, root: str) -> bool:
    root = root.rstrip("/") or "/"
    if not is_inside(path, root):
        return False
    steps = [step for step in pattern.split("/") if step]
    rest = [step for step in path[len(root) :].split("/") if step]
    return segments(steps, rest) or segments([*steps, "**"], rest)


def within(path: str, directories: Sequence[str]) -> bool:
    """True when the path lies in the session's directory or one added to it."""
    return any(is_inside(path, spot) for spot in directories)


def is_protected(path: str) -> bool:
    """True for what the client asks about even under an allow rule: repositories' and agents' own files, rc files."""
    steps = path.split("/")
    return (
        steps[-1] in PROTECTED_FILES
        or any(step in PROTECTED_DIRS for step in steps)
        or "/.config/git/" in path
    )


def landing(path: str, facts: Facts) -> str:
    """Where a path really leads, links and `..` taken in their order."""
    at = ""
    for step in path.split("/"):
        if step == "..":
            at = resolved(at, facts).rpartition("/")[0]
        elif step not in ("", "."):
            at += "/" + step
    return resolved(at, facts) or "/"


def leads_out(path: str, facts: Facts, directories: Sequence[str]) -> bool:
    """True for a path of the session's directories that a link takes out of them: never written unasked."""
    return within(path, directories) and not within(resolved(path, facts), directories)
