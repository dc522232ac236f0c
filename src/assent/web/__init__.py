"""The local page: queue, decisions and rules for people in a browser."""
