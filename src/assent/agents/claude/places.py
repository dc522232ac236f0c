"""The files and variables that Claude Code obeys."""

from __future__ import annotations

FOLDER = ".claude"
SETTINGS: tuple[str, ...] = ("settings.json", "settings.local.json", ".claude.json", "remote-settings.json")
BESIDE: tuple[str, ...] = (".claude.json",)
ADMINISTERED: tuple[str, ...] = ("/etc/claude-code", "/Library/Application Support/ClaudeCode")
FOLDER_VARIABLE = "CLAUDE_CONFIG_DIR"
SHELL_VARIABLE = "CLAUDE_CODE_SHELL"
PROJECT_VARIABLE = "CLAUDE_PROJECT_DIR"
