"""Command text to a tree: what bash reads, or why not; imports only `core`."""
