"""Which module of this folder holds the table of a program, so that a call loads only the tables it names."""

from __future__ import annotations

MODULES: dict[str, str] = {}
