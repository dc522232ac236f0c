"""Rules and history of other permission hooks, read as theirs and told as ours."""
