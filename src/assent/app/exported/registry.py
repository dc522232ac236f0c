"""The forms in which the record is exported: one line each, from its name to the module that makes it."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# A module makes `texts`, pieces of a text that any program reads as they come; or `save`, a file of its own.
FORMS = {
    "audit-jsonl": "assent.app.exported.audit_jsonl",
    "otlp": "assent.app.exported.otlp",
    "csv": "assent.app.exported.csv_text",
    "sqlite": "assent.app.exported.sqlite_file",
}


def is_file(form: str) -> bool:
    """True for a form that is a file and no text."""
    return hasattr(_module(form), "save")


def texts(form: str, decisions: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The pieces of a text."""
    made: Iterator[str] = _module(form).texts(decisions)
    return made


def save(form: str, decisions: Iterable[dict[str, Any]], path: str) -> None:
    """Writes the form into an empty file. Raises OSError and sqlite3.Error."""
    if is_file(form):
        _module(form).save(decisions, path)
        return
    with open(path, "w", encoding="utf-8", errors="replace", newline="") as out:  # noqa: PTH123  a name in a folder
        out.writelines(texts(form, decisions))


def _module(form: str) -> Any:
    return importlib.import_module(FORMS[form])
