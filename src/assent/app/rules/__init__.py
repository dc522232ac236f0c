"""The rules in force: compiled, listed, changed, declared, trusted."""
