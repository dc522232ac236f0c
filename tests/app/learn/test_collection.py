"""Collections of session logs as they are published: which transcripts are read, and whose they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from assent.app.learn.collection import OTHER, collection
from tests.app.learn import collections_made as made


def test_transcripts_are_known_by_what_is_in_them_and_others_are_counted_by_their_agent(
    tmp_path: Path,
) -> None:
    made.put(tmp_path, made.session("/home/ann/x", "a", 0, ls=1))
    made.codex(tmp_path, "b")
    made.codex(tmp_path, "c")
    made.table(tmp_path, [{"session_id": "b", "agent": "Codex", "repo_id": "o/r"}])
    found = collection(tmp_path)
    assert [(Path(each.path).name, each.agent) for each in found.transcripts] == [("a.jsonl", "claude")]
    assert found.unread == {"Codex": 1, OTHER: 1}


def test_a_transcript_is_no_other_agents_though_a_table_says_so(tmp_path: Path) -> None:
    made.put(tmp_path, made.session("/home/ann/x", "a", 0, ls=1))
    made.table(tmp_path, [{"session_id": "a", "agent": "Codex"}])
    assert [each.agent for each in collection(tmp_path).transcripts] == ["claude"]


# id: (home of the directory, what a table says, whose it is)
PEOPLE = {
    "by-its-home": ("/Users/ann", {}, "/Users/ann"),
    "by-the-table": ("/Users/ann", {"user_id": "u7"}, "u7"),
    "by-home-and-owner": ("/Users/ann", {"repo_id": "acme/shop"}, "acme:/Users/ann"),
    "a-home-of-everybody": ("/home/runner", {"repo_id": "acme/shop"}, "acme/shop"),
    "no-home": ("/workspace", {"repo_id": "acme/shop"}, "acme/shop"),
    "nothing-but-a-directory": ("/workspace", {}, "/workspace/x"),
}


@pytest.mark.parametrize("name", ["sessions.csv", "sessions.jsonl", "sessions.json"])
@pytest.mark.parametrize(("home", "told", "wanted"), PEOPLE.values(), ids=PEOPLE.keys())
def test_whose_a_transcript_is(
    tmp_path: Path, home: str, told: dict[str, str], wanted: str, name: str
) -> None:
    made.put(tmp_path, made.session(f"{home}/x", "a", 0, ls=1))
    if told:
        made.table(tmp_path, [{"session_id": "a", **told}], name)
    found = collection(tmp_path)
    assert [each.person for each in found.transcripts] == [wanted]
    assert found.named == bool(told)


def test_a_checkpoint_tells_of_the_log_beside_it(tmp_path: Path) -> None:
    made.checkpoint(
        tmp_path, "ab/cdef", made.session("/w/x", "s", 0, ls=1), agent="Claude Code", author="ann"
    )
    found = collection(tmp_path)
    assert [each.person for each in found.transcripts] == ["ann"]
    assert found.unread == {}


def test_tables_that_cannot_be_read_here_are_named(tmp_path: Path) -> None:
    made.put(tmp_path, made.session("/home/ann/x", "a", 0, ls=1))
    (tmp_path / "sessions.parquet").write_bytes(b"PAR1")
    (tmp_path / "conversations.parquet").write_bytes(b"PAR1")
    assert [Path(each).name for each in collection(tmp_path).closed] == [
        "conversations.parquet",
        "sessions.parquet",
    ]


def test_a_broken_table_takes_no_transcript_with_it(tmp_path: Path) -> None:
    made.put(tmp_path, made.session("/home/ann/x", "a", 0, ls=1))
    (tmp_path / "sessions.json").write_text("{")
    found = collection(tmp_path)
    assert len(found.transcripts) == 1
    assert "sessions.json" in str(found.problems[0])


def test_a_table_with_long_texts_of_several_lines_is_read(tmp_path: Path) -> None:
    made.put(tmp_path, made.session("/w/x", "a", 0, ls=1))
    made.table(
        tmp_path, [{"prompt": "x\n" * 200_000, "session_id": "a", "user_id": "u7"}], "session_logs.csv"
    )
    assert [each.person for each in collection(tmp_path).transcripts] == ["u7"]


def test_a_line_nested_without_end_and_one_that_is_no_text_are_passed_over(tmp_path: Path) -> None:
    path = made.put(tmp_path, made.session("/home/ann/x", "a", 0, ls=1))
    path.write_bytes(b'{"a":' * 50_000 + b"\n\xff\xfe\0\n" + path.read_bytes())
    assert [each.person for each in collection(tmp_path).transcripts] == ["/home/ann"]


def test_files_that_are_neither_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# x")
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "transcripts").mkdir()
    (tmp_path / "transcripts/empty.jsonl").write_text("")
    found = collection(tmp_path)
    assert (found.transcripts, found.unread) == ([], {OTHER: 1})
