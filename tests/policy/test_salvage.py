"""A policy text that takes its reader down is a problem with its name, and costs no other source."""

from __future__ import annotations

import pytest

from assent.policy import modules_json, salvage


def fall(*_: object) -> None:
    raise MemoryError("x" * 300)


def test_a_text_that_its_reader_cannot_bear_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(salvage, "read_policy", fall)
    found, (problem,) = salvage.read("[[rule]]\ndeny='Bash(x)'\n", "p.toml", "user", "user")
    assert (found, problem.where, problem.hint) == ([], "p.toml", salvage.KEPT)
    assert problem.what == f"cannot be read (MemoryError: {'x' * 200})"


def test_a_module_that_its_reader_cannot_bear_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    real = modules_json.read_modules
    monkeypatch.setattr(
        modules_json, "read_modules", lambda texts, *rest: fall() if "a.json" in texts else real(texts, *rest)
    )
    texts = {"a.json": "{}", "b.json": '{"deny": ["Bash(x)"]}'}
    found, (problem,) = salvage.read_modules(texts, "project", "/p")
    assert (problem.where, [each.rule.verdict for each in found]) == ("a.json", ["deny"])
