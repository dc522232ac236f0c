"""What a snapshot and a passed example are bound to: another program or other tables mean another reading."""

from __future__ import annotations

from assent.core.version import STAMP
from assent.shell.reading import TABLE_VERSION

STAMP_NOW = f"{STAMP}/{TABLE_VERSION}"
