"""`assent report`: every rule, what it did, and where everything lies, as a page and as the same data."""

from __future__ import annotations

import contextlib
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assent.app import state
from assent.app.learn import samples
from assent.store.paths import paths_of
from tests.analytics import filled
from tests.browser import browser
from tests.cli.conftest import Home, home_in

# Days of the recent past: what is older than the record is kept may be gone.
BEGUN, FIRST, SECOND = (f"{datetime.now(UTC) - timedelta(days=back):%Y-%m-%d}" for back in (14, 9, 8))


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with rules of every kind, one of them learned, and calls; looked at only."""
    home = home_in(tmp_path_factory.mktemp("used"))
    home.run("init", "--yes")
    home.run("learn", "--from", str(Path(__file__).parents[2] / "samples/logs"), "--apply", "all",
             "--as-of", samples.AS_OF)  # fmt: skip
    home.run("rules", "deny", "Bash(rm -rf *)", "--name", "no-rm-rf", "--why", "it is <b>gone</b> for good")
    home.run("rules", "add", "Bash(make *)", "--within", "run-project", "--name", "makes", "--user")
    home.run("rules", "disable", "makes")
    rule = home.rules("--layer", "granted")["Bash(rm -rf *)"]["id"]
    with contextlib.closing(state.opened(paths_of(str(home.path), {}))) as db:
        for minute in range(3):
            ts = f"{FIRST}T10:{minute:02d}:00.000Z"
            filled.call(db, ts, "deny", text="rm -rf x", rule=rule, end="refused", latency=42)
        filled.call(db, f"{SECOND}T10:00:00.000Z", "silent", text="make", asked=1, answer="yes", end="ran")
        filled.call(db, f"{SECOND}T11:00:00.000Z", "", text="ls", end="ran")
    return home


def rows(found: dict[str, Any], table: str) -> dict[str, dict[str, Any]]:
    return {each["name"] or each["id"]: each for each in found[table]}


def test_every_rule_stands_in_its_table_with_what_it_did(used: Home) -> None:
    found = used.run("report", "--json", "--since", BEGUN, "--utc").data
    listed = used.run("rules", "list", "--json").data
    assert {each["id"] for each in listed} <= {
        each["id"] for table in ("deny", "ask", "allow", "learned") for each in found[table]
    }
    assert found["counts"] == {table: len(found[table]) for table in ("deny", "ask", "allow", "learned")}
    denial = rows(found, "deny")["no-rm-rf"]
    assert (denial["hits"], denial["last_used"], denial["layer"]) == (
        3,
        f"{FIRST}T10:02:00.000Z",
        "granted",
    )
    assert (denial["why"], denial["promoted_at"]) == ("it is <b>gone</b> for good", None)
    assert rows(found, "allow")["makes"]["state"] == "off"


def test_a_learned_rule_tells_when_and_why_it_was_promoted(used: Home) -> None:
    learned = used.run("report", "--json").data["learned"]
    history = {each["rule"]: each for each in used.run("rules", "history", "-n", "100", "--json").data}
    assert learned
    for each in learned:
        assert each["promoted_at"] == history[each["id"]]["ts"]
        assert each["reasoning"] == history[each["id"]]["why"]
        allows = "approvals" in each["reasoning"]
        assert allows or "denials" in each["reasoning"]
        assert (each["by"], each["level"] is not None) == ("learned", allows)
        assert each["session"]


def test_calls_are_counted_by_day_from_the_first(used: Home) -> None:
    found = used.run("report", "--json", "--since", BEGUN, "--utc").data
    assert {key: found["calls"][key] for key in ("allowed", "asked", "denied", "silent")} == {
        "allowed": 0, "asked": 0, "denied": 3, "silent": 1,
    }  # fmt: skip
    days = {each["day"]: each for each in found["days"]}
    first, second = days[FIRST], days[SECOND]
    assert [(each["denied"], each["silent"], each["p50"]) for each in (first, second)] == [
        (3, 0, 4.5),
        (0, 1, None),
    ]
    assert second["prompts"] >= 1
    assert list(days) == sorted(days)
    assert sum(each["unseen"] for each in found["days"]) == found["calls"]["unseen"] > 0


def test_places_are_told_with_size_and_age(used: Home) -> None:
    found = {each["name"]: each for each in used.run("report", "--json").data["places"]}
    database = used.path / ".local/share/assent/assent.db"
    assert found["Database"]["path"] == str(database)
    assert found["Database"]["size"] == database.stat().st_size
    assert found["Database"]["changed"].endswith("Z")
    assert found["Record"]["size"] > 0
    assert found["Settings"]["size"] is None
    assert found["Settings of claude"]["path"] == str(used.settings)


def test_the_page_is_written_beside_the_record_for_its_owner_alone(used: Home) -> None:
    assert used.run("report").out == "Wrote ~/.local/state/assent/report.html\n"
    page = used.path / ".local/state/assent/report.html"
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert "it is &lt;b&gt;gone&lt;/b&gt; for good" in page.read_text()
    assert "<b>gone" not in page.read_text()


def test_the_page_opens_from_disk(used: Home, tmp_path: Path) -> None:
    page = tmp_path / "a page.html"
    used.run("report", "--html", str(page), "--since", BEGUN)
    with browser(tmp_path) as tab:
        tab.open(page)
        assert tab.value("document.querySelectorAll('#deny-rules tbody tr').length") > 3
        assert tab.value("document.querySelectorAll('svg rect').length") > 0
        assert tab.asked == [page.as_uri()]


def test_a_report_in_a_fresh_home_is_no_lost_database(fresh: Home) -> None:
    fresh.run("report")
    assert "none yet" in fresh.run("status", "--all", code=1).out
    assert "no call was recorded" in fresh.run("report", "--html", "-").out.lower()


def test_a_link_is_written_through_and_nothing_but_a_file_is_replaced(fresh: Home, tmp_path: Path) -> None:
    target = tmp_path / "real.html"
    target.write_text("old")
    (tmp_path / "link.html").symlink_to(target)
    fresh.run("report", "--html", str(tmp_path / "link.html"))
    assert (tmp_path / "link.html").is_symlink()
    assert target.read_text().startswith("<!doctype html>")
    os.mkfifo(tmp_path / "fifo")
    assert "no ordinary file" in fresh.run("report", "--html", str(tmp_path / "fifo"), code=2).err
    assert "no ordinary file" in fresh.run("report", "--html", str(tmp_path), code=2).err
    assert stat.S_ISFIFO((tmp_path / "fifo").stat().st_mode)


WRONG = {
    "new-folder": (("report", "--html", "no/such/x.html"), "mkdir -p"),
    "two-forms": (("report", "--html", "x", "--json"), "--html"),
    "no-time": (("report", "--since", "soon"), "--since soon"),
    "no-folder": (("report", "--html", "/proc/none/x.html"), "its folder does not exist"),
    "no-writing": (("report", "--html", "/proc/x.html"), "--html FILE"),
}


@pytest.mark.parametrize(("words", "said"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_said(fresh: Home, words: tuple[str, ...], said: str) -> None:
    assert said in fresh.run(*words, code=2).err
