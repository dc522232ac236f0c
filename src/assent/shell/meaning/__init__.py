"""A tree to parts with effects: words, options, wrappers, state."""
