"""Everything that speaks Claude Code."""
