"""The client's session logs: records to events, and who answered each call."""
