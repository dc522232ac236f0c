"""Documents that agents and people read, generated from sources: one a file."""
