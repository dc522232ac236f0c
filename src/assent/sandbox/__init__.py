"""Policies as plans for running a command shut in."""
