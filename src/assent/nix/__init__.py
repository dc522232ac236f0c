"""The policy in the language of Nix, and the reverse."""
