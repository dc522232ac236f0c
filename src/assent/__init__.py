"""The permission layer for coding agents."""
