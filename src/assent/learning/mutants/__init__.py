"""Calls bent in every way that is known: what a rule must not let through."""
