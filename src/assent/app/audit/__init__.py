"""What is worth mending in the rules: ours and the agents' own."""
