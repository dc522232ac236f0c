"""The user's settings: their keys, how the file is read, and what of it holds."""
