"""PowerShell's text, read into the same parts and effects as a shell's."""
