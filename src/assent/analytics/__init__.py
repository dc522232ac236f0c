"""Questions about the record: one a file, each with its SQL and its shape."""
