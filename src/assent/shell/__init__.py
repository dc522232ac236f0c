"""Reading shell text and judging what it can do."""
