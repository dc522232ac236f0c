"""Secrets in text: where they stand, what they look like, and what is kept in their place."""
