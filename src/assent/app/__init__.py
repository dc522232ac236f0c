"""The verbs, where the rooms meet."""
