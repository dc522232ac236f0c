"""`assent log verify`, `prove`, `redact` and `checkpoint` as people run them, and what other programs make of a proof."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import sqlite3
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from assent.store import record, seal, signing
from assent.store.paths import Paths, paths_of
from tests import rfc6962
from tests.cli.conftest import Home
from tests.recorded import decision

DAY = "2026-11-0{}T00:00:00.00{}Z"
KEEP = "[record]\nkeep_days = 36500\n"


@pytest.fixture
def at(fresh: Home) -> Paths:
    """Three days with five decisions each, the first two sealed, and one of today."""
    config = fresh.path / ".config/assent/config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(KEEP)
    at = paths_of(str(fresh.path), {})
    for day in (1, 2, 3):
        for number in range(5):
            tell(at, DAY.format(day, number), f"x-y-{day}{number}aaaaaa")
    for day in (1, 2):
        seal.seal(at, DAY.format(day, 0)[:10])
    tell(at, "", "x-y-deadbeef")
    return at


def tell(at: Paths, ts: str, identity: str) -> None:
    when = {"ts": ts} if ts else {}
    record.append(at, decision(id=identity, input={"command": f"echo opal-{identity}"}, **when))


def test_whole_record_is_said_to_be_so(fresh: Home, at: Paths) -> None:
    done = fresh.run("log", "verify")
    assert "The record is as it was written: 16 lines of 4 days." in done.out
    found = fresh.run("log", "verify", "--json").data
    assert (found["ok"], found["lines"], found["first_bad"]) == (True, 16, None)
    assert found["key"].startswith("assent-")
    del at


def test_where_nothing_is_recorded_there_is_nothing_wrong(fresh: Home) -> None:
    assert fresh.run("log", "verify", "--json").data["ok"] is True
    assert "no record yet" in fresh.run("log", "verify").out
    assert not (fresh.path / ".local").exists()


def test_first_altered_line_is_named_and_the_exit_is_one(fresh: Home, at: Paths) -> None:
    file = Path(at.record("2026-11-03"))
    file.write_bytes(file.read_bytes().replace(b"opal-x-y-32aaaa", b"coal-x-y-32aaaa"))
    found = fresh.run("log", "verify", "--json", code=1).data
    assert found["ok"] is False
    assert (found["first_bad"]["file"], found["first_bad"]["line"]) == (str(file), 3)
    assert "altered" in found["first_bad"]["what"]
    told = fresh.run("log", "verify", code=1).err
    assert f"~/{file.relative_to(fresh.path)}:3: was altered" in told


def proven(home: Home, identity: str) -> dict[str, Any]:
    found: dict[str, Any] = home.run("log", "prove", identity).data
    return found


def accepted(leaf: str, index: int, size: int, hashes: list[str], root: str) -> bool:
    """Whether another implementation of RFC 6962 follows the hashes."""
    return rfc6962.accepts(
        bytes.fromhex(leaf), index, size, [bytes.fromhex(each) for each in hashes], bytes.fromhex(root)
    )


def signed_root(found: dict[str, Any]) -> tuple[int, str]:
    """(size, root) that the checkpoint states, its signature checked with nothing of ours."""
    text, _, signature = found["checkpoint"].partition("\n\n")
    name, number, key = found["key"].split("+", 2)
    public = base64.b64decode(key)
    given = base64.b64decode(signature.split()[-1])
    assert signature.startswith(f"\u2014 {name} ")
    assert sha256(name.encode() + b"\n" + public).digest()[:4] == given[:4] == bytes.fromhex(number)
    Ed25519PublicKey.from_public_bytes(public[1:]).verify(given[4:], f"{text}\n".encode())
    _, size, root = text.split("\n")
    return int(size), base64.b64decode(root).hex()


def test_proof_of_a_sealed_line_is_accepted_up_to_the_signed_head(fresh: Home, at: Paths) -> None:
    found = proven(fresh, "13aaaa")
    assert json.loads(found["leaf"])["id"] == "x-y-13aaaaaa"
    assert sha256(b"\0" + found["leaf"].encode()).hexdigest() == found["leaf_hash"]
    assert accepted(found["leaf_hash"], found["index"], found["size"], found["hashes"], found["root"])
    top = found["seal"]
    assert json.loads(top["leaf"])["root"] == found["root"]
    assert sha256(b"\0" + top["leaf"].encode()).hexdigest() == top["leaf_hash"]
    assert accepted(top["leaf_hash"], top["index"], top["size"], top["hashes"], top["root"])
    assert signed_root(found) == (top["size"], top["root"])
    del at


def test_the_last_decision_is_proven_by_that_word(fresh: Home, at: Paths) -> None:
    (newest,) = fresh.run("log", "--json", "-n", "1").lines
    assert json.loads(proven(fresh, "last")["leaf"])["id"] == newest["id"]
    del at


def test_proof_of_a_line_of_today_leads_to_the_signed_head_of_the_day(fresh: Home, at: Paths) -> None:
    found = proven(fresh, "deadbee")
    assert accepted(found["leaf_hash"], found["index"], found["size"], found["hashes"], found["root"])
    assert found["seal"] is None
    assert signed_root(found) == (found["size"], found["root"])
    del at


def test_unknown_decision_cannot_be_proven(fresh: Home, at: Paths) -> None:
    assert "names no decision" in fresh.run("log", "prove", "ffffff", code=2).err
    del at


def test_redact_asks_first_and_then_erases(fresh: Home, at: Paths) -> None:
    fresh.run("rules", "deny", "Bash(zz)")  # which makes the database
    asked = fresh.run("log", "redact", "opal-x-y-12", typed=b"n\n", code=None)
    assert "1 line of the record" in asked.out
    assert "Nothing was erased." in asked.out
    assert b"opal-x-y-12" in Path(at.record("2026-11-01")).read_bytes()
    found = fresh.run("log", "redact", "opal-x-y-12", "--yes", "--json").data
    assert (found["erased"], found["lines"], found["rows"]["decisions"]) == (True, 1, 1)
    assert b"opal-x-y-12" not in Path(at.record("2026-11-01")).read_bytes()
    assert fresh.run("log", "verify", "--json").data["erased"] == 1
    assert "stands nowhere" in fresh.run("log", "redact", "opal-x-y-12", "--yes").out


@pytest.mark.parametrize("typed", [b"", b"\n"], ids=["nothing", "an-empty-line"])
def test_redact_without_anybody_to_ask_says_what_it_needs(fresh: Home, at: Paths, typed: bytes) -> None:
    del at
    done = fresh.run("log", "redact", "opal-x-y-12", typed=typed, code=None)
    assert "It stands in 1 line" in done.out
    if not typed:
        assert (done.code, done.err.splitlines()[-2]) == (2, "log redact: there is nobody to ask")
        assert "--yes" in done.err
    assert fresh.run("log", "redact", "opal-x-y-12", "--dry-run", "--json").data["lines"] == 1


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("2026-11-02T00-00-00Z-daily.md", "- `echo opal-x-y-12aaaaaa` ran\n", "- `[erased]aaaaaa` ran\n"),
        ("2026-11-02T00-00-00Z-daily.html", "<b>echo opal-x-y-12aaaaaa</b>", "<b>[erased]aaaaaa</b>"),
        ("2026-11-02T00-00-00Z-daily.html", "<b>echo opal&#45;x-y-12aaaaaa</b>", "[erased]\n"),
        ("2026-11-02T00-00-00Z-daily.md", "nothing of it\n", "nothing of it\n"),
    ],
    ids=["markdown", "page", "page-that-spells-it-otherwise", "of-other-things"],
)
def test_redact_reaches_the_digests_that_were_saved(
    fresh: Home, at: Paths, name: str, text: str, left: str
) -> None:
    saved = fresh.write(f".local/state/assent/digests/{name}", text)
    found = fresh.run("log", "redact", "echo opal-x-y-12", "--yes", "--json").data
    assert found["digests"] == ([] if text == left else [str(saved)])
    assert saved.read_text() == left
    del at


def test_redact_names_the_databases_that_were_set_aside(fresh: Home, at: Paths) -> None:
    aside = fresh.write(".local/share/assent/assent.db.broken-20261102T000000", "x")
    assert (
        f"{aside.name}: was set aside and is not looked into"
        in fresh.run("log", "redact", "opal-x-y-12", "--yes").err
    )
    del at


def test_redact_takes_the_text_from_standard_input_and_only_looks_when_told_so(
    fresh: Home, at: Paths
) -> None:
    done = fresh.run("log", "redact", "-", "--dry-run", typed=b"opal-x-y-12\n")
    assert "nothing was changed" in done.out
    assert b"opal-x-y-12" in Path(at.record("2026-11-01")).read_bytes()


def test_an_exported_checkpoint_is_compared_with(fresh: Home, at: Paths) -> None:
    file = fresh.path / "checkpoint"
    fresh.run("log", "checkpoint", "--to", str(file))
    assert fresh.run("log", "verify", "--against", str(file), "--json").data["ok"] is True
    agrees = "the checkpoint you kept, of "
    assert agrees in fresh.run("log", "verify", "--against", str(file)).out
    assert agrees not in fresh.run("log", "verify").out
    Path(at.seal("2026-11-02")).unlink()
    Path(at.checkpoint).unlink()
    found = fresh.run("log", "verify", "--against", str(file), "--json", code=1).data
    assert any(
        each["file"] == str(file) and "seals of 1 were removed" in each["what"] for each in found["bad"]
    )


def test_a_new_key_takes_the_place_of_the_old_one_by_its_word(fresh: Home, at: Paths) -> None:
    old = signing.known(at).partition("+")[0]
    told = fresh.run("log", "checkpoint", "--new-key").out
    new = signing.known(at).partition("+")[0]
    assert f"signed with {new}; {old}, the key before, has signed for it" in " ".join(told.split())
    done = fresh.run("log", "verify").out
    assert "the key was changed once" in done
    assert fresh.run("log", "checkpoint", "--json").data["key"].startswith(new)


def test_a_key_that_was_lost_is_replaced_named_by_status_and_accepted(fresh: Home, at: Paths) -> None:
    Path(at.key).unlink()
    mend = "assent log checkpoint --new-key"
    assert mend in " ".join(fresh.run("log", "checkpoint", code=2).err.split())
    lost = [
        each
        for each in fresh.run("status", "--json", code=1).data["findings"]
        if "record.key" in each["text"]
    ]
    assert [(each["state"], mend in each["hint"]) for each in lost] == [("bad", True)]
    assert "was not there to sign for it" in " ".join(fresh.run(*mend.split()[1:]).out.split())
    (told,) = [
        each
        for each in fresh.run("status", "--json", code=1).data["findings"]
        if "record.key" in each["text"]
    ]
    assert "without the word of the old one" in told["text"]
    accept = "assent log checkpoint --accept-key"
    assert accept in told["hint"]
    assert fresh.run("log", "verify", "--json", code=1).data["first_bad"]["file"] == at.key
    assert "from now on it counts as yours" in fresh.run(*accept.split()[1:]).out
    assert fresh.run("log", "verify", "--json").data["ok"] is True
    assert fresh.run(*accept.split()[1:]).out.startswith("No key waits")


@pytest.mark.parametrize(
    ("text", "what"),
    [("", "is no private key in PEM form"), (None, "cannot be read: no regular file")],
    ids=["no-key", "a-folder"],
)
def test_a_key_that_cannot_be_used_is_said_in_words(
    fresh: Home, at: Paths, text: str | None, what: str
) -> None:
    key = Path(at.key)
    key.unlink()
    key.mkdir() if text is None else key.write_text(text)
    for command in (("log", "checkpoint"), ("log", "prove", "deadbee")):
        said = " ".join(fresh.run(*command, code=2).err.split())
        assert f"record.key: {what} " in said, said
        assert "Errno" not in said


def test_two_ways_to_change_the_key_at_once_are_a_mistake(fresh: Home, at: Paths) -> None:
    assert "--accept-key" in fresh.run("log", "checkpoint", "--new-key", "--accept-key", code=2).err
    del at


def test_a_key_that_others_may_read_is_named_with_what_closes_it(fresh: Home, at: Paths) -> None:
    Path(at.key).chmod(0o666)
    (told,) = [
        each for each in fresh.run("status", "--json", code=1).data["findings"] if each["what"] == "key"
    ]
    assert "others may write it (mode 0666)" in told["text"]
    subprocess.run(told["hint"].partition(";")[0].split(), check=True)
    assert not [
        each for each in fresh.run("status", "--json", code=None).data["findings"] if each["what"] == "key"
    ]


def test_verify_says_where_the_clock_went_back(fresh: Home) -> None:
    at = paths_of(str(fresh.path), {})
    for day in ("2026-11-05", "2099-01-01", "2026-11-06"):
        tell(at, f"{day}T00:00:00.000Z", f"x-y-{day[:4]}{day[-2:]}")
    assert "the clock went back once (from 2099-01-01 to 2026-11-06)" in fresh.run("log", "verify").out


def test_a_git_note_holds_the_checkpoint(fresh: Home, at: Paths) -> None:
    (fresh.project / ".git/HEAD").unlink()
    (fresh.project / ".git").rmdir()
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.c", "-C", str(fresh.project)]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "x"], check=True)
    for key, value in (("user.name", "a"), ("user.email", "a@b.c")):
        subprocess.run([*git, "config", key, value], check=True)
    said = " ".join(fresh.run("log", "checkpoint", "--git-note").out.split())
    shown = "git notes --ref=assent show"
    assert f"Compare with it later: {shown} | assent log verify --against -" in said
    note = subprocess.run([*git, *shown.split()[1:]], check=True, capture_output=True, text=True).stdout
    assert fresh.run("log", "verify", "--against", "-", "--json", typed=note.encode()).data["ok"] is True
    del at


def test_what_is_no_checkpoint_is_the_users_mistake(fresh: Home) -> None:
    file = fresh.path / "other"
    file.write_text("hello\n")
    assert "is no signed note" in fresh.run("log", "verify", "--against", str(file), code=2).err


def test_nothing_is_sealed_yet(fresh: Home) -> None:
    assert "no sealed day yet" in fresh.run("log", "checkpoint", code=2).err


@pytest.mark.parametrize("kind", ["a-pipe", "a-folder", "something-else", "of-a-later-version"])
def test_a_database_that_cannot_be_asked_is_named_and_no_bug(fresh: Home, at: Paths, kind: str) -> None:
    path = Path(at.db)
    path.parent.mkdir(parents=True, exist_ok=True)
    for each in path.parent.glob("assent.db*"):
        each.unlink()
    if kind == "a-pipe":
        os.mkfifo(path)
    elif kind == "a-folder":
        path.mkdir()
    elif kind == "something-else":
        path.write_bytes(b"no database" * 1000)
    else:
        with contextlib.closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA user_version = 99")
    found = fresh.run("log", "verify", "--json", code=1).data
    assert found["first_bad"]["file"] == str(path)


def test_what_is_dropped_by_age_and_what_that_freed_is_said_once(fresh: Home) -> None:
    at = paths_of(str(fresh.path), {})
    tell(at, "2026-01-01T00:00:00.000Z", "x-y-cafecafe")
    tell(at, "", "x-y-deadbeef")
    fresh.run("rules", "deny", "Bash(zz)")
    done = fresh.run("log")
    assert "The calls of 2026-01-01 are older or more than config.toml keeps: dropped, " in done.err
    assert "freed. Their counts stay." in done.err
    assert "dropped" not in fresh.run("log").err
    assert fresh.run("log", "verify", "--json").data["dropped_until"] == "2026-01-01"
