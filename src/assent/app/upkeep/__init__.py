"""What becomes of granted rules with time, and which of them can go."""
