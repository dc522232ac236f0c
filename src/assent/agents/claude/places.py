"""The files and variables that Claude Code obeys."""

from __future__ import annotations

FOLDER = ".claude"
SETTINGS: tuple[str, ...] = ("settings.json", "settings.local.json", ".claude.json", "remote-settings.json")
BESIDE: tuple[str, ...] = (".claude.json",)
ADMINISTERED: tuple[str, ...] = ("/etc/claude-code", "/Library/Application Support/ClaudeCode")
FOLDER_VARIABLE = "CLAUDE_CONFIG_DIR"
SHELL_VARIABLE = "CLAUDE_CODE_SHELL"
PROJECT_VARIABLE = "CLAUDE_PROJECT_DIR"
# `claude-code_2-1-328_harness` (seen on 2.1.328): the version between the name and what was started.
VERSION_VARIABLE = "AI_AGENT"
UNATTENDED = ("CLAUDE_CODE_SESSION_ATTENDED", "0")  # seen on 2.1.328


def version_in(said: str) -> str:
    """The client's version in what `VERSION_VARIABLE` says; "" when it says something else."""
    version = said.partition("_")[2].rpartition("_")[0].replace("-", ".")
    return version if version.replace(".", "").isdecimal() and len(version) < 32 else ""
