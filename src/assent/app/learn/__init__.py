"""From logs to accepted rules: reading, estimating, suggesting, adopting."""
