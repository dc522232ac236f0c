"""How the hook starts: launcher, clock, and the bundle of its bytecode."""
