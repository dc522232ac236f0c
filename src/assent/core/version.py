"""Which assent this is; a snapshot made by another one is stale."""

VERSION = "0.1.0"
# Changes with the meaning of a compiled policy's rows.
STAMP = f"{VERSION}/3"
