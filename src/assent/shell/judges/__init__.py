"""One table of facts per family of programs."""
