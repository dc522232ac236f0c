"""The aws program file says what people judged, and an operation that may answer with a secret is never made harmless."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from typing import Any

import pytest

from assent.core.effect import BIT
from assent.shell.programs.row import Row
from assent.shell.programs.shipped import stored
from tests.contracts.tree import ROOT

TABLES = tomllib.loads((ROOT / "tools/inventory-aws.toml").read_text(encoding="utf-8"))
HEAD = (ROOT / "tools/inventory-aws.head").read_text(encoding="utf-8")
EFFECT = {
    "secrets": "read-secret",
    "reads": "net-read",
    "sends": "net-send",
    "weakens": "weaken",
    "runs": "run-code",
}


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    spec = spec_from_loader(
        "inventory_aws", SourceFileLoader("inventory_aws", str(ROOT / "tools/inventory-aws"))
    )
    assert spec
    assert spec.loader
    found = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "inventory_aws", found)
    spec.loader.exec_module(found)
    return found


def does(service: str, operation: str) -> int:
    """The effects that the program file gives to an operation; 0 when it is not there."""
    whole = stored("aws")
    assert whole is not None
    above = Row(whole).under(service)
    row = None if above is None else above.under(operation)
    return 0 if row is None else row.does


@pytest.mark.parametrize("table", sorted(EFFECT))
def test_each_judgement_stands_in_the_program_file(table: str) -> None:
    missing = [
        f"{service} {operation}"
        for service, operations in TABLES[table].items()
        for operation in operations.split()
        if table == "secrets" or service in TABLES["services"].split()
        if not does(service, operation) & BIT[EFFECT[table]]
    ]
    assert missing == []


def test_more_operations_hand_out_secrets_than_their_names_say() -> None:
    named = [
        f"{service} {operation}"
        for service, operations in TABLES["secrets"].items()
        for operation in operations.split()
        if re.match(r"(get|list|describe|batch-get)\b", operation)
    ]
    assert len(named) >= 32


@pytest.mark.parametrize(
    ("level", "name", "secrets", "effects"),
    [
        ("List", "list-things", (), "net-read"),
        ("Read", "get-thing", ("SecretArn",), "net-read"),
        ("Read", "get-thing", ("Password",), ""),
        ("Read", "get-secret-value", ("SecretString",), "net-read read-secret"),
        ("Write", "put-thing", ("Password",), "net-send"),
        ("Write", "delete-thing", (), "net-send destroy"),
        ("Write", "batch-delete-things", (), "net-send destroy"),
        ("Tagging", "tag-resource", (), "net-send"),
        ("Permissions management", "put-resource-policy", (), "net-send"),
        ("", "get-thing", (), ""),
        ("", "delete-thing", (), ""),
    ],
)
def test_an_operation_gets_what_aws_and_we_say(
    tool: Any, level: str, name: str, secrets: tuple[str, ...], effects: str
) -> None:
    operation = tool.Operation("secretsmanager", name, level, secrets, streams=False, options=())
    assert tool.Judged(TABLES).effects(operation) == effects


def test_a_service_that_nobody_judged_stays_unknown(tool: Any) -> None:
    operation = tool.Operation("unheardof", "list-things", "List", (), streams=False, options=())
    assert tool.Judged(TABLES).effects(operation) == ""


def test_a_judgement_of_an_operation_that_is_gone_is_said(tool: Any) -> None:
    judged = tool.Judged({**TABLES, "reads": {"sts": "get-unheardof"}})
    assert "reads: sts get-unheardof" in judged.stale([])


def test_without_the_client_the_tool_says_what_to_install(
    tool: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "awscli", None)
    monkeypatch.setitem(sys.modules, "policy_sentry", None)
    assert tool.main() == 2
    assert "pip install awscli policy-sentry" in capsys.readouterr().err


def test_the_head_is_the_beginning_of_the_program_file() -> None:
    written = (ROOT / "src/assent/shell/programs/aws.prog").read_text(encoding="utf-8")
    for part in HEAD.split("%services%")[0].split("\n\n")[1:]:
        assert part in written
    proofs = HEAD.rpartition("%operations%")[2]
    assert written.endswith(proofs)
