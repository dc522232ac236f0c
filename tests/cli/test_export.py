"""`assent export`: the record in forms of others, read back by readers that are not ours."""

from __future__ import annotations

import base64
import contextlib
import csv
import importlib
import io
import json
import shutil
import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest

from assent.app.exported.fields import NAMES
from assent.store import record
from assent.store.paths import paths_of
from tests.cli.conftest import CONFIG, Home, home_in
from tests.cli.test_log import append, decide, happen

SEED = (
    "timestamp", "event", "session_id", "tool_name", "tool_input", "cwd", "tier", "decision", "rule_matched",
    "llm_score", "llm_reasoning", "llm_latency_ms", "tool_success", "tool_result_length", "tool_result_preview",
    "auto_promoted",
)  # fmt: skip
FORMULA = "=HYPERLINK('http://example.com','x')"


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home in which calls were decided and ended in different ways; looked at only."""
    made = home_in(tmp_path_factory.mktemp("used"))
    made.run("init", "--yes")
    shipped = {
        "rule": "dbe0fe2e5306",
        "name": "no-secret-files",
        "layer": "modules",
        "ms": 9.5,
        "assent": "1",
    }
    decide(made, 1, "deny", "cat ~/.aws/credentials", effects=["read-secret"], **shipped)
    decide(made, 2, "silent", 'printf "a,b"\nsecond --token=abcdefghijklmnopqrst0123456789 é 😀')
    happen(
        made,
        2,
        "ran",
        'printf "a,b"\nsecond --token=abcdefghijklmnopqrst0123456789 é 😀',
        took=1500,
        length=42,
    )
    decide(made, 3, "silent", "", tool="mcp__db__query", input={"sql": FORMULA}, mode="plan")
    happen(made, 3, "failed", "", tool="mcp__db__query", input={"sql": FORMULA})
    decide(made, 4, "allow", FORMULA, why="+1")
    return made


def exported(home: Home, form: str, *words: str) -> str:
    return home.run("export", "--format", form, *words).out


def test_audit_lines_begin_with_the_names_of_the_seed_oldest_first(used: Home) -> None:
    found = [json.loads(line) for line in exported(used, "audit-jsonl").splitlines()]
    assert all(tuple(each)[: len(SEED)] == SEED for each in found)
    assert all(tuple(each) == NAMES for each in found)
    first, second, third, fourth = found
    assert [each["decision"] for each in found] == ["deny", "silent", "silent", "allow"]
    assert first["rule_matched"] == "deny[no-secret-files]"
    assert (first["latency_ms"], first["assent_version"]) == (9.5, "1")
    assert second["rule_matched"] is None
    assert (second["tool_success"], third["tool_success"], fourth["tool_success"]) == (True, False, None)
    assert second["llm_score"] is None
    assert (first["tool_result_length"], second["tool_result_length"]) == (None, 42)
    assert "abcdefghijklmnopqrst0123456789" not in json.dumps(found)
    assert "é 😀" in second["tool_input"]["command"]
    assert found == used.run("log", "--json").lines[::-1]


PREVIEWS = "[record]\nkeep_days = 36500\npreviews = true\n"
BEGINNING = 'up to date, "all" of it é'


@pytest.fixture(scope="module")
def previewed(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home that keeps the beginnings of results: of a call that ran, of one whose result came the day after, of one
    that failed; and calls without any."""
    made = home_in(tmp_path_factory.mktemp("previewed"))
    made.run("init", "--yes")
    made.write(CONFIG, PREVIEWS)
    for number in range(1, 6):
        decide(made, number, "allow", f"make {number}", agent_version="2.1.328")
    happen(made, 1, "ran", "make 1", length=25, preview=BEGINNING)
    late = {"ts": "2026-11-21T00:00:05.000Z", "call": "t2", "tool": "Bash", "session": "s1"}
    record.append(
        paths_of(str(made.path), {}),
        {"kind": "event", "agent": "claude", "event": "ran", "preview": "late", **late},
    )
    happen(made, 3, "failed", "make 3", preview="no rule to make")
    happen(made, 4, "ran", "make 4", length=3)
    happen(made, 9, "ran", "make 9", preview="of another call")
    return made


def test_the_beginning_of_a_result_comes_through_every_form(previewed: Home) -> None:
    wanted = [BEGINNING, "late", "no rule to make", None, None]
    found = [json.loads(line) for line in exported(previewed, "audit-jsonl").splitlines()]
    assert [each["tool_result_preview"] for each in found] == wanted
    assert found == previewed.run("log", "--json").lines[::-1]
    rows = list(csv.DictReader(io.StringIO(exported(previewed, "csv"), newline="")))
    assert [row["tool_result_preview"] or None for row in rows] == wanted
    path = previewed.path / "out.db"
    previewed.run("export", "--format", "sqlite", str(path))
    with contextlib.closing(sqlite3.connect(path)) as db:
        kept = db.execute("SELECT tool_result_preview FROM decisions ORDER BY timestamp").fetchall()
    assert [row[0] for row in kept] == wanted
    said = [attributes(span) for span in spans_of(exported(previewed, "otlp"))]
    assert [each.get("gen_ai.tool.call.result") for each in said] == [*wanted[:2], None, None, None]
    assert [each.get("assent.tool_result_preview") for each in said] == [None, None, wanted[2], None, None]


def test_no_beginning_is_told_once_the_settings_keep_none(previewed: Home, tmp_path: Path) -> None:
    copy = Home(tmp_path / "home")
    shutil.copytree(previewed.path, copy.path, symlinks=True)
    copy.write(CONFIG, PREVIEWS.replace("true", "false"))
    found = [json.loads(line)["tool_result_preview"] for line in exported(copy, "audit-jsonl").splitlines()]
    assert found == [None] * 5


def test_csv_reads_back_and_holds_no_formula(used: Home) -> None:
    text = exported(used, "csv")
    assert text.count("\r\n") == 5
    head, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert tuple(head) == NAMES
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert json.loads(found[1]["tool_input"])["command"].startswith('printf "a,b"\nsecond')
    assert found[3]["why"] == "'+1"
    assert found[1]["tool_success"] == "true"
    assert found[0]["tool_success"] == ""
    assert not [cell for row in rows for cell in row if cell[:1] in set("=+-@\t\r\n")]


def test_sqlite_is_one_table_with_the_same_names(used: Home) -> None:
    path = used.path / "out.db"
    used.run("export", "--format", "sqlite", str(path))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.row_factory = sqlite3.Row
        rows = db.execute("SELECT * FROM decisions ORDER BY timestamp").fetchall()
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert tuple(rows[0].keys()) == NAMES
    assert [row["decision"] for row in rows] == ["deny", "silent", "silent", "allow"]
    assert json.loads(rows[0]["effects"]) == ["read-secret"]
    assert (rows[1]["tool_success"], rows[2]["tool_success"], rows[3]["tool_success"]) == (1, 0, None)
    assert rows[0]["latency_ms"] == 9.5


def spans_of(text: str) -> list[Any]:
    """The spans as the project's own definition of the form reads them. Its JSON has ids as hex, where the JSON of its
    messages would have base64."""
    request = importlib.import_module("opentelemetry.proto.collector.trace.v1.trace_service_pb2")
    json_format = importlib.import_module("google.protobuf.json_format")
    found: list[Any] = []
    for line in text.splitlines():
        data = json.loads(line)
        for resource in data["resourceSpans"]:
            for span in [span for scope in resource["scopeSpans"] for span in scope["spans"]]:
                for key in ("traceId", "spanId"):
                    span[key] = base64.b64encode(bytes.fromhex(span[key])).decode()
        read = json_format.ParseDict(data, request.ExportTraceServiceRequest())
        found += [
            span for resource in read.resource_spans for scope in resource.scope_spans for span in scope.spans
        ]
    return found


def attributes(span: Any) -> dict[str, Any]:
    return {each.key: getattr(each.value, each.value.WhichOneof("value")) for each in span.attributes}


# Of the attributes that OpenTelemetry's conventions for generative AI name (1.41.1): those of a tool's execution and of
# whose it is. What an `execute_tool` span must have comes first.
REQUIRED = ("gen_ai.operation.name", "gen_ai.tool.name")
CONVENTION = (
    *REQUIRED, "gen_ai.tool.call.id", "gen_ai.tool.call.arguments", "gen_ai.tool.call.result", "gen_ai.tool.description",
    "gen_ai.tool.type", "gen_ai.agent.name", "gen_ai.agent.version", "gen_ai.conversation.id", "error.type",
)  # fmt: skip
TYPES = ("function", "extension", "datastore")


def test_otlp_has_the_names_of_the_convention_and_no_other_outside_our_own(previewed: Home) -> None:
    said = [attributes(span) for span in spans_of(exported(previewed, "otlp"))]
    named = {name for each in said for name in each if not name.startswith("assent.")}
    assert named <= set(CONVENTION)
    assert all(each[name] for each in said for name in REQUIRED)
    assert {each["gen_ai.tool.type"] for each in said} <= set(TYPES)
    assert said[-1]["gen_ai.agent.version"] == "2.1.328"
    line = json.loads(exported(previewed, "otlp").splitlines()[0])
    (resource,) = line["resourceSpans"]
    assert {resource["schemaUrl"], resource["scopeSpans"][0]["schemaUrl"]} == {
        "https://opentelemetry.io/schemas/1.41.1"
    }


def test_otlp_is_read_by_the_definition_of_the_form(used: Home) -> None:
    text = exported(used, "otlp")
    spans = spans_of(text)
    assert [span.name for span in spans] == [
        "execute_tool Bash", "execute_tool Bash", "execute_tool mcp__db__query", "execute_tool Bash",
    ]  # fmt: skip
    assert {(len(span.trace_id), len(span.span_id), span.kind) for span in spans} == {(16, 8, 1)}
    assert len({span.trace_id for span in spans}) == 1
    assert len({span.span_id for span in spans}) == 4
    assert spans[0].start_time_unix_nano == 1795165260 * 10**9
    assert [span.end_time_unix_nano - span.start_time_unix_nano for span in spans] == [0, 1500 * 10**6, 0, 0]
    said = attributes(spans[0])
    assert said["gen_ai.operation.name"] == "execute_tool"
    assert (said["gen_ai.tool.name"], said["gen_ai.tool.call.id"], said["gen_ai.tool.type"]) == (
        "Bash",
        "t1",
        "function",
    )
    assert (said["gen_ai.conversation.id"], said["gen_ai.agent.name"]) == ("s1", "claude")
    assert json.loads(said["gen_ai.tool.call.arguments"]) == {"command": "cat ~/.aws/credentials"}
    assert (said["assent.decision"], said["assent.rule_matched"]) == ("deny", "deny[no-secret-files]")
    assert [each.string_value for each in said["assent.effects"].values] == ["read-secret"]
    assert (said["error.type"], spans[0].status.code) == ("refused", 2)
    assert "assent.llm_score" not in said
    assert attributes(spans[2])["gen_ai.tool.type"] == "extension"
    assert attributes(spans[2])["error.type"] == "failed"
    assert spans[1].status.code == 0
    assert text == exported(used, "otlp")


@pytest.mark.parametrize("form", ["audit-jsonl", "otlp", "csv"])
def test_a_file_holds_what_standard_output_gets(used: Home, form: str) -> None:
    path = used.path / f"out.{form}"
    done = used.run("export", "--format", form, str(path))
    assert done.err == f"Wrote 4 decisions to ~/out.{form}\n"
    assert path.read_bytes().decode() == exported(used, form)
    assert "is there already" in used.run("export", "--format", form, str(path), code=2).err
    assert used.run("export", "--format", form, "--grep", "aws", "--force", str(path)).err.startswith(
        "Wrote 1 decision "
    )


# id: words → what the refusal says.
MISTAKES: dict[str, tuple[tuple[str, ...], str]] = {
    "no-form": ((), "--format"),
    "no-such-form": (("--format", "xml"), "'audit-jsonl'"),
    "sqlite-is-no-text": (("--format", "sqlite"), "name a file behind it, for example decisions.db"),
    "a-directory": (("--format", "csv", "."), "name a file in it"),
    "no-such-folder": (("--format", "csv", "nowhere/x.csv"), "cannot be written"),
    "a-filter": (("--format", "csv", "--since", "never"), "is no span, day or time"),
}


@pytest.mark.parametrize(("words", "says"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_says_what_to_do(used: Home, words: tuple[str, ...], says: str) -> None:
    assert says in used.run("export", *words, code=2).err
    assert not [each for each in used.project.iterdir() if each.name.startswith(".x")]


def test_nothing_recorded_gives_the_form_with_nothing_in_it(fresh: Home) -> None:
    assert exported(fresh, "audit-jsonl") == exported(fresh, "otlp") == ""
    assert exported(fresh, "csv").split(",")[0] == "timestamp"


def test_a_long_record_is_exported_in_order_and_batches(fresh: Home) -> None:
    fresh.run("init", "--yes")
    for number in range(1101):
        append(fresh, "decision", f"{number // 3600 + 1:02d}:{number // 60 % 60:02d}:{number % 60:02d}",
               id=f"1-2-{number:08x}", tool="Bash", tier="none", input={"command": f"make {number}"}, verdict="ask")  # fmt: skip
    found = [
        json.loads(line)["tool_input"]["command"] for line in exported(fresh, "audit-jsonl").splitlines()
    ]
    assert found == [f"make {number}" for number in range(1101)]
    assert len(spans_of(exported(fresh, "otlp"))) == 1101
