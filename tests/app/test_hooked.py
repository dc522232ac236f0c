"""Which settings files keep our hook from running, wherever they lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from assent.app import status
from assent.app.finding import BAD
from assent.app.hooked import switched_off
from assent.store.paths import Paths, paths_of

ONLY, NONE = '{"allowManagedHooksOnly": true}', '{"disableAllHooks": true}'


@pytest.fixture
def at(tmp_path: Path) -> Paths:
    return paths_of(str(tmp_path / "home"), {})


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


@pytest.mark.parametrize("name", ["managed-settings.json", "managed-settings.d/20-hooks.json"])
@pytest.mark.parametrize("text", [ONLY, NONE], ids=["managed-only", "none"])
def test_what_the_machines_keeper_switches_off_is_named(
    at: Paths, tmp_path: Path, name: str, text: str
) -> None:
    path = put(tmp_path / "etc" / name, text)
    (finding,) = switched_off(at, keepers=tmp_path / "etc/managed-settings.json")
    assert finding.state == BAD
    assert finding.text.startswith(f"{path} switches it off: ")


def test_only_the_machines_keeper_can_keep_other_hooks_out(at: Paths, tmp_path: Path) -> None:
    put(tmp_path / "home/.claude/settings.json", ONLY)
    put(tmp_path / "p/.claude/settings.json", ONLY)
    assert switched_off(at, str(tmp_path / "p"), tmp_path / "etc/managed-settings.json") == []


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"allowManagedHooksOnly": "true"}', '{"allowManagedHooksOnly": false}']
)
def test_what_says_nothing_switches_nothing_off(at: Paths, tmp_path: Path, text: str) -> None:
    put(tmp_path / "etc/managed-settings.json", text)
    put(tmp_path / "etc/managed-settings.d/README.txt", NONE)
    assert switched_off(at, keepers=tmp_path / "etc/managed-settings.json") == []


def test_the_audit_reads_what_the_hook_does_further_files_and_a_moved_folder_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = paths_of(str(tmp_path), {})
    monkeypatch.setenv("CLAUDE_CONFIG_DIR", str(tmp_path / "moved"))
    wide = '{"permissions": {"allow": ["Bash(git:*)"]}}'
    for name in ("moved/settings.json", "etc/managed-settings.json", "etc/managed-settings.d/50.json"):
        put(tmp_path / name, wide)
    found = status.audit(at, keepers=tmp_path / "etc/managed-settings.json")
    assert sorted({each.where.partition(":")[0] for each in found}) == sorted(
        str(tmp_path / name)
        for name in ("moved/settings.json", "etc/managed-settings.json", "etc/managed-settings.d/50.json")
    )
