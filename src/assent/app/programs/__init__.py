"""What people describe of their own programs, and what is shown of all of them."""
