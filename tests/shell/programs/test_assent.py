"""Our own command: what looks is reading, what changes the rules is never allowed and denied by `no-self-change`."""

from __future__ import annotations

import pytest

from assent.core.call import Call
from assent.core.decide import decide
from assent.core.policy import from_rules
from assent.policy import shipped
from tests.shell.programs.rows import beyond, effects, holds
from tests.shell.world import PROJECT, facts, read

# Each of these changes what is allowed later.
CHANGES = (
    "assent rules add 'allow Bash(*)'",
    "assent rules add --declare 'allow Bash(*)'",
    "assent rules deny 'Read(~/.ssh/*)'",
    "assent rules ask 'Bash(ls)'",
    "assent rules remove 1",
    "assent rules enable x",
    "assent rules disable no-ssh-keys",
    "assent rules undo",
    "assent rules trust --yes",
    "assent rules distrust",
    "assent rules prune",
    "assent rules learn --apply all",
    "assent permissions add 'allow Bash(*)'",
    "assent permissions remove 1",
    "assent permissions undo",
    "assent permissions learn --apply=all",
    "assent init",
    "assent init --undo --yes",
    "assent learn --apply all",
    "assent learn --apply=all --json",
    "assent learn --since 30d --apply a,b",
    "assent learn --review",
    "assent learn --from logs",
    "assent learn --from=logs --json",
    "assent rules learn --from logs --since 30d",
    "assent permissions learn --from logs",
    "assent learn --unsuppress all",
    "assent rules learn --unsuppress=all",
    "assent rules migrate --execute",
    "assent permissions migrate --execute --remove-from-project",
    "assent import audit-jsonl decisions.jsonl",
    "assent import claude-permit decisions.db",
    "assent log redact x",
    "assent shadow on",
    "assent shadow on --project .",
    "assent shadow off",
    "assent shadow off no-ssh-keys",
)
# Ways to say the same that hide it.
FRAMES = (
    "{}",
    "python -m {}",
    "python3 -I -m {}",
    "python3 -Im {}",
    "uv run {}",
    "uvx {}",
    "/opt/venv/bin/{}",
    "sudo -u me {}",
    "env A=1 timeout 5 {}",
    "yes | {}",
    "echo y | xargs -I x {}",
    "cd /tmp; {}",
)
UNKNOWN = (
    "assent unheard",
    "assent rules unheard",
    "assent hook claude",
    "assent rules list --unheard",
    "assent learn --appl all",
    "assent learn abc",
    "assent status --probe",
    "assent $X",
    "assent rules $X",
    "assent sync",
    "assent shadow frobnicate",
    "assent modules enable x",
    "yes | assent learn",
    "assent learn < answers",
    "ASSENT_HOME=/tmp assent status",
    "XDG_CONFIG_HOME=/tmp assent status",
)
LOOKS = (
    ("assent", ""),
    ("assent --version", ""),
    ("assent --help", ""),
    ("assent check 'rm -rf /'", "read-elsewhere"),
    ("assent check 'git push' --explain --json", "read-elsewhere"),
    ("assent check --tool Read --input '{}'", "read-elsewhere"),
    ("assent check --batch calls.jsonl --policy p.toml", "read-project read-elsewhere"),
    ("assent status --json", "read-elsewhere"),
    ("assent log -n 5", "read-elsewhere"),
    ("assent why", "read-elsewhere"),
    ("assent why last", "read-elsewhere"),
    ("assent learn --json", "read-elsewhere"),
    ("assent learn --since 30d", "read-elsewhere"),
    ("assent rules", "read-elsewhere"),
    ("assent rules list --layer user", "read-elsewhere"),
    ("assent rules show git-read", "read-elsewhere"),
    ("assent rules history", "read-elsewhere"),
    ("assent rules test p.toml", "read-project read-elsewhere"),
    ("assent permissions list", "read-elsewhere"),
    ("assent shadow", "read-elsewhere"),
    ("assent shadow report --days 7 --json", "read-elsewhere"),
    ("assent replay --policy p.toml --since 30d", "read-project read-elsewhere"),
    ("assent learn eval collection --json", "read-project read-elsewhere"),
)


def verdict(text: str) -> str:
    policy = from_rules([each.rule for each in shipped.module("defaults")[0]])
    call = Call("Bash", {"command": text}, PROJECT, PROJECT)
    return decide(call, read(text), policy, facts()).verdict


@pytest.mark.parametrize("text", CHANGES)
def test_a_change_of_the_rules_is_run_code_and_denied_however_it_is_started(text: str) -> None:
    for frame in FRAMES:
        command = frame.format(text)
        assert "run-code" in beyond(command), command
        assert not holds(command), command
        assert verdict(command) == "deny", command


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_is_not_known_to_only_look_is_run_code(text: str) -> None:
    assert "run-code" in beyond(text)
    assert not holds(text)


def test_a_terminal_made_for_it_is_no_person() -> None:
    assert "unknown" in beyond("echo y | script -qc 'assent learn' /dev/null")


@pytest.mark.parametrize(
    "text", ["assent check --policy .env x", "assent rules test .env", "assent learn --from ~/.ssh"]
)
def test_a_secret_file_given_to_it_is_read(text: str) -> None:
    assert "read-secret" in beyond(text)


@pytest.mark.parametrize(("text", "wanted"), LOOKS, ids=[row[0] for row in LOOKS])
def test_looking_is_reading_and_is_not_denied(text: str, wanted: str) -> None:
    assert holds(text)
    assert effects(text) == wanted
    assert verdict(text) != "deny"
