"""A key takes the place of another by the word of the old one, or by a person's; whatever else happens to it is named."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from assent.store import checkpoint, keys, record, seal, signing, verified
from assent.store.paths import Paths
from tests.store.tampered import DAYS, key_and_checkpoint, written


@pytest.fixture
def told(paths: Paths) -> Paths:
    return written(paths)


def named(paths: Paths) -> list[tuple[str, str]]:
    """(file, words) of what is wrong."""
    return [(each.file.rpartition("/")[2], each.what) for each in verified.whole(paths).faults]


def renew(paths: Paths) -> keys.Change:
    return keys.replaced(paths, seal.all_of(paths))


def grow(paths: Paths, day: int = 2) -> None:
    """One more day is sealed."""
    seal.seal(paths, DAYS[day])


def test_a_new_key_that_the_old_one_signed_for_is_as_good(told: Paths) -> None:
    before = signing.known(told)
    change = renew(told)
    assert (change.old, change.new, change.is_sworn) == (before, signing.known(told), True)
    assert change.new != before
    assert named(told) == []
    grow(told)
    assert [each.key for each in seal.all_of(told)] == [before, before, change.new]
    assert named(told) == []
    stated = checkpoint.kept(told)
    assert stated
    assert (stated.size, signing.is_by(stated.note, change.new)) == (3, True)


def test_keys_can_change_any_number_of_times(told: Paths) -> None:
    for day in (2, 3):
        renew(told)
        renew(told)
        grow(told, day)
        assert named(told) == []
    assert len(keys.changes(told)) == 4


def test_the_record_tells_of_the_change(told: Paths) -> None:
    change = renew(told)
    (entry,) = [
        each for day in record.days(told) for each in record.read(told, day) if each["kind"] == keys.KIND
    ]
    assert (entry["old"], entry["new"], entry["sworn"]) == (change.old, change.new, True)


def test_what_the_old_key_signed_still_counts_and_so_does_what_the_new_one_signs(told: Paths) -> None:
    seals = seal.all_of(told)
    old = checkpoint.read(checkpoint.signed(told, [each.text for each in seals]))
    renew(told)
    new = checkpoint.read(checkpoint.signed(told, [each.text for each in seals]))
    for stated in (old, new):
        assert (
            checkpoint.contradiction(stated, [each.text for each in seals], keys.trusted(told, seals)) == ""
        )


def lost(paths: Paths) -> None:
    Path(paths.key).unlink()


def spoilt(paths: Paths) -> None:
    Path(paths.key).write_text("no key\n")


def another(paths: Paths) -> None:
    Path(paths.key).write_bytes(signing.fresh())


NO_WORD = {
    "lost": (lost, "is gone"),
    "spoilt": (spoilt, "is no key of ours: an Ed25519 key in PEM form must stand there"),
    "another": (another, "was replaced: the seals name another"),
}


@pytest.mark.parametrize(("act", "what"), NO_WORD.values(), ids=NO_WORD.keys())
def test_a_new_key_without_the_old_ones_word_is_named_until_a_person_accepts_it(
    told: Paths, act: Callable[[Paths], None], what: str
) -> None:
    act(told)
    assert named(told) == [("record.key", what)]
    change = renew(told)
    assert not change.is_sworn
    said = [("record.key", f"is a new one, since {change.at[:10]}, without the word of the old one")]
    assert named(told) == said
    grow(told)
    assert [words for _, words in named(told)] == [
        f"was made under another key than the seals before it, since {change.at[:10]}, without the word of the old one"
    ]
    assert [each.new for each in keys.accept(told, seal.all_of(told))] == [change.new]
    assert named(told) == []
    assert keys.accept(told, seal.all_of(told)) == []
    grow(told, 3)
    assert named(told) == []


def sworn_by_nobody(paths: Paths) -> None:
    """Somebody tells of a change himself, and signs with his own key alone."""
    old, data = signing.known(paths), signing.fresh()
    text = f"assent: key of the record\n2026-03-05T00:00:00.000Z\n{old}\n{signing.public(data)}\n0\n\n"
    row = {"at": "2026-03-05", "old": old, "new": signing.public(data), "note": signing.note(text, [data])}
    Path(paths.keys).write_text(json.dumps({**row, "accepted": ""}) + "\n")
    Path(paths.key).write_bytes(data)


def told_of_another(paths: Paths) -> None:
    """A true change is used for a key that it does not name."""
    renew(paths)
    another(paths)
    row = json.loads(Path(paths.keys).read_text())
    Path(paths.keys).write_text(json.dumps({**row, "new": signing.known(paths)}) + "\n")


def untold(paths: Paths) -> None:
    renew(paths)
    Path(paths.keys).unlink()


FORGED = {
    "key-and-checkpoint": key_and_checkpoint, "sworn-by-nobody": sworn_by_nobody, "of-another-key": told_of_another,
    "told-by-nothing": untold,
}  # fmt: skip


@pytest.mark.parametrize("act", FORGED.values(), ids=FORGED.keys())
def test_a_key_put_there_by_somebody_is_named_and_signs_nothing(
    told: Paths, act: Callable[[Paths], None]
) -> None:
    act(told)
    assert "record.key" in {name for name, _ in named(told)}
    before = Path(told.checkpoint).read_bytes()
    grow(told)
    assert Path(told.checkpoint).read_bytes() == before
    assert named(told)


@pytest.mark.parametrize(
    "text", ["", "{", "[1]\n", '{"at":1}\n', "\x00\xff\n"], ids=["empty", "half", "list", "other", "bytes"]
)
def test_what_tells_of_no_change_is_passed_over(told: Paths, text: str) -> None:
    Path(told.keys).write_text(text)
    assert keys.changes(told) == []
    assert named(told) == []


def test_a_change_cut_short_before_the_key_is_in_its_place_is_finished_by_the_next(told: Paths) -> None:
    old = Path(told.key).read_bytes()
    change = renew(told)
    Path(told.key).rename(told.next_key)
    Path(told.key).write_bytes(old)
    assert named(told) == []
    keys.settle(told, seal.all_of(told))
    assert signing.known(told) == change.new
    assert not Path(told.next_key).exists()


def test_a_new_key_nothing_tells_of_is_thrown_away(told: Paths) -> None:
    before = signing.known(told)
    Path(told.next_key).write_bytes(signing.fresh())
    keys.settle(told, seal.all_of(told))
    assert (signing.known(told), Path(told.next_key).exists()) == (before, False)


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        (0o600, ""),
        (0o400, ""),
        (0o640, "others may read it (mode 0640)"),
        (0o666, "others may write it (mode 0666)"),
    ],
)
def test_a_key_that_others_may_read_or_write_is_exposed(told: Paths, mode: int, said: str) -> None:
    Path(told.key).chmod(mode)
    assert signing.exposed(told) == said


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_key_of_another_user_is_exposed(told: Paths) -> None:
    os.chown(told.key, 65_534, 65_534)
    assert "belongs to nobody, not to you" in signing.exposed(told)
