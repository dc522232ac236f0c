"""Every key of the table changes what the product does: a key that nobody reads does not stay."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assent.agents import registry
from assent.app import hook, state, status
from assent.app.config.keys import KEYS
from assent.policy import shipped
from assent.store import decisions, record
from assent.store.paths import paths_of
from tests.app import test_greeting
from tests.app.place import Place
from tests.app.sessions import days_of
from tests.app.test_hook import Home
from tests.cli.conftest import SOURCES
from tests.cli.conftest import Home as Terminal

Show = Callable[[Path, pytest.MonkeyPatch], object]
CONFIG = ".config/assent/config.toml"


def of_modules(folder: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """What a toolchain's rule says, of a module that is only there for this test."""
    texts = {
        shipped.DEFAULTS: shipped.text_of(shipped.DEFAULTS),
        "tools": '[[rule]]\ndeny = ["Bash(frobnicate)"]\n',
    }
    monkeypatch.setattr(shipped, "names", lambda: list(texts))
    monkeypatch.setattr(shipped, "text_of", texts.__getitem__)
    return Place(folder).verdict("frobnicate")


def of_exclude(folder: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """What a rule of a module says whose category is left out."""
    texts = {
        shipped.DEFAULTS: shipped.text_of(shipped.DEFAULTS),
        "tools": '[[rule]]\ntopic = "builds"\ndeny = ["Bash(frobnicate)"]\n',
    }
    monkeypatch.setattr(shipped, "names", lambda: list(texts))
    monkeypatch.setattr(shipped, "text_of", texts.__getitem__)
    place = Place(folder)
    settings = Path(place.at.settings)
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('modules = ["tools"]\n' + (settings.read_text() if settings.exists() else ""))
    return place.verdict("frobnicate")


def of_floor(folder: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """How much is suggested."""
    del monkeypatch
    home = Terminal(folder)
    (home.project / ".git").mkdir(parents=True)
    days_of(folder / ".claude/projects", str(home.project), "git describe", 25)
    found = home.run("learn", "--as-of", "2026-11-01T00:00:00Z", "--json").data
    return [each["text"] for each in found["suggestions"]]


def of_timeout(folder: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """By when the hook's clock is told to strike."""
    del monkeypatch
    place = Place(folder)
    place.verdict("ls")  # compiled: a call that waits for that has the usual time
    asked, told = hook.Asked(registry.speaker("claude")), list[float]()
    asked.hurry = told.append
    call = {
        "hook_event_name": "PreToolUse", "session_id": "s", "cwd": str(place.root), "tool_name": "Bash",
        "tool_input": {"command": "ls"}, "tool_use_id": "t",
    }  # fmt: skip
    hook.respond(json.dumps(call).encode(), "claude", place.at, asked)
    return told


def of_contents(folder: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """What the record holds of a file that is written."""
    del monkeypatch
    home = hooked(folder)
    home.ask("x", tool_name="Write", tool_input={"file_path": str(home.project / "a"), "content": "words"})
    return home.record()[-1]["input"]["content"]


def of_previews(folder: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """What the record holds of a tool's result."""
    del monkeypatch
    home = hooked(folder)
    home.ask("ls")  # compiles: what a later event keeps comes from the snapshot alone
    home.raw(home.payload("ls", hook_event_name="PostToolUse", tool_response={"stdout": "words"}))
    return home.record()[-1].get("preview", "")


def hooked(folder: Path) -> Home:
    """A home that has its settings already."""
    text = (folder / CONFIG).read_text() if (folder / CONFIG).exists() else ""
    home = Home(folder / "other")
    (home.policy.parent / "config.toml").write_text(text)
    return home


def day(ago: int) -> str:
    return record.moment(time.time_ns() - ago * 86_400 * 10**9)[:10]


def kept(folder: Path, size: int) -> list[int]:
    """How many days ago the days are that have calls, after one look at the status."""
    place = Place(folder)
    with contextlib.closing(state.opened(place.at)) as db:
        for ago in (40, 20, 3, 1, 0):
            entry = {"kind": "decision", "ts": f"{day(ago)}T00:00:00.000Z", "verdict": "ask"}
            for number in range(1 + size // 60_000):
                record.append(place.at, {**entry, "id": f"{ago} {number}", "why": "-" * min(size, 60_000)})
        decisions.import_record(db, place.at)
    status.findings(place.at, str(place.root))
    return [ago for ago in (40, 20, 3, 1, 0) if Path(place.at.record(day(ago))).exists()]


def of_days(folder: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    del monkeypatch
    return kept(folder, 10)


def of_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """How many files a day has, after some thirty calls of 60 KB."""
    del monkeypatch
    place = Place(folder)
    for number in range(31):
        entry = {"kind": "decision", "ts": f"{day(0)}T00:00:00.000Z", "id": str(number), "verdict": "ask"}
        record.append(place.at, {**entry, "why": "-" * 60_000})
        if not number:
            state.tidy_record(place.at)
    return len(record.parts(place.at)[day(0)])


def of_size(folder: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    del monkeypatch
    return kept(folder, 600_000)


def of_extra(folder: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """What is recorded of a call."""
    del monkeypatch
    home = hooked(folder)
    home.ask("ls")  # compiles: what a later call erases comes from the snapshot alone
    home.ask("git log ticket-41")
    return home.record()[-1]["input"]["command"]


def notes(folder: Path) -> set[str]:
    """What the status names beyond what is good or bad."""
    place = Place(folder)
    place.verdict("ls")
    Path(place.at.db + ".broken-2026").write_text("")
    place.write(".claude/settings.json", '{"permissions": {"allow": ["Bash(git:*)"]}}')
    return {each.what for each in status.findings(place.at, str(place.root)) if each.state == status.NOTE}


def of_settings_notice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setenv("HOME", str(folder))
    return "settings" in notes(folder)


def of_kept_notice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setenv("HOME", str(folder))
    return "database" in notes(folder)


def of_sessions_notice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Whether a session that begins is told of the last one."""
    del monkeypatch
    home = hooked(folder)
    test_greeting.work(home)
    test_greeting.boundary(home, "SessionEnd", "one", reason="other")
    return bool(test_greeting.start(home, "two"))


def of_utc(folder: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Whether times of decisions and of changes are shown as they are recorded, where local time is another."""
    del monkeypatch
    home = Terminal(folder)
    (home.project / ".git").mkdir(parents=True)
    entry = {
        "kind": "decision", "ts": f"{day(1)}T01:02:03.000Z", "id": "d1", "verdict": "ask", "tool": "Bash", "tier": "ask",
        "input": {"command": "ls"}, "cwd": str(home.project),
    }  # fmt: skip
    record.append(paths_of(str(folder), {}), entry)
    zone = {"HOME": str(folder), "TZ": "Asia/Tokyo", "PATH": "/usr/bin:/bin", "PYTHONPATH": str(SOURCES)}

    def run(*words: str) -> str:
        command = [sys.executable, "-m", "assent", *words]
        return subprocess.run(command, env=zone, capture_output=True, check=True, text=True).stdout

    run("rules", "add", "Bash(make test)")
    changes = run("rules", "history") == run("rules", "history", "--utc")
    return ["01:02" in run("log"), "01:02" in run("why", "last"), changes]


# Key → what shows it, text of the settings, what is then shown, and what without it.
SHOWN: dict[str, tuple[Show, str, object, object]] = {
    "modules": (of_modules, 'modules = ["tools"]', "deny", ""),
    "exclude": (of_exclude, 'exclude = ["builds"]', "", "deny"),
    "learn.floor": (of_floor, "[learn]\nfloor = 0.99", [], ["Bash(git describe:*) within read-project"]),
    "hook.timeout": (of_timeout, "[hook]\ntimeout = 1.5", [1.5], [4.0]),
    "record.contents": (of_contents, "[record]\ncontents = true", "words", None),
    "record.previews": (of_previews, "[record]\npreviews = true", "words", ""),
    "record.file_mb": (of_files, "[record]\nfile_mb = 1", 2, 1),
    "record.keep_days": (of_days, "[record]\nkeep_days = 30", [20, 3, 1, 0], [40, 20, 3, 1, 0]),
    "record.keep_mb": (of_size, "[record]\nkeep_mb = 2", [3, 1, 0], [40, 20, 3, 1, 0]),
    "redact.extra": (
        of_extra, "[redact]\nextra = ['ticket-[0-9]+']", "git log [erased:extra]", "git log ticket-41",
    ),
    "notices.settings": (of_settings_notice, "[notices]\nsettings = false", False, True),
    "notices.sessions": (of_sessions_notice, "[notices]\nsessions = false", False, True),
    "log.utc": (of_utc, "[log]\nutc = true", [True, True, True], [False, False, False]),
    "notices.kept": (of_kept_notice, "[notices]\nkept = false", False, True),
}  # fmt: skip


def test_every_key_is_shown_to_do_something() -> None:
    assert sorted(SHOWN) == sorted(key.name for key in KEYS)


@pytest.mark.parametrize("name", SHOWN)
def test_a_key_changes_what_happens(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    show, text, wanted, without = SHOWN[name]
    for folder, given, expected in ((tmp_path / "with", text, wanted), (tmp_path / "without", "", without)):
        file = folder / CONFIG
        file.parent.mkdir(parents=True)
        file.write_text(given)
        with monkeypatch.context() as then:
            found = show(folder, then)
        if expected is None:  # whatever it is then, it is something else
            assert found != wanted
        else:
            assert found == expected
