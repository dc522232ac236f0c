"""One file per agent: its words, logs and settings."""
