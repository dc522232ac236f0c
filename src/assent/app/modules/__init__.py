"""Modules of shipped rules: which fit a project, what they would have answered, switched on and off."""
