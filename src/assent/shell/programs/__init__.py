"""What is known of each program: one file a program, and what reads them."""
