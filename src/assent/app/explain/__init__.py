"""A decision taken apart: the tree of its call, the lines of program files behind it, and what would have to change."""
