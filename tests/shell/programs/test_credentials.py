"""What prints a credential is called so: no program file may say that it reads no secret."""

from __future__ import annotations

import re

import pytest

from assent.core.effect import READ_SECRET, UNKNOWN, names_of
from tests.shell.programs.described import described
from tests.shell.world import read

# Last words of subcommands, and options, by which tools hand out what lets somebody in.
COMMANDS = re.compile(
    r"(^|[-_:])(get|print|show|export|reveal|decrypt|generate)[-_:](.+[-_:])?"
    r"(token|tokens|credential|credentials|password|secret-value|api-key|api-keys|jwt)$"
    r"|^(config-helper|hook-env|get-login-password|presign|signurl|initial-password|oauth-tokens?)$"
)
OPTIONS = re.compile(
    r"^--?(?!with-secret$)(show|with|print|reveal|view)-(.+-)?(secret|secrets|token|tokens|password|passwords|decryption)$"
    r"|^--(reveal|unmask|show-values|show-sensitive|with-decryption)$"
)
# What is called so and hands out none, and why.
NONE = {
    "aws wafv2 get-decrypted-api-key": "the hosts that a key is for",
}
# Calls, and beside `read-secret` what else is found in them at least.
PRINTS = [
    ("dotnet user-jwts print abc", ""),
    ("dotnet user-jwts create", ""),
    ("dotnet user-jwts key", ""),
    ("dotnet user-jwts list --show-tokens", ""),
    ("kubectl create token x", "net-send"),
    ("oc whoami -t", "net-read"),
    ("oc whoami --show-token", "net-read"),
    ("oc get secret x -o yaml", "net-read"),
    ("oc create token x", "net-send"),
    ("oc sa get-token x", ""),
    ("mise hook-env -s bash", ""),
    ("vault operator init", "privilege"),
    ("vault operator generate-root", "privilege"),
    ("consul acl bootstrap", "system"),
    ("consul acl token read -id x", ""),
    ("consul keyring -list", ""),
    ("cloudflared tunnel token x", "net-send"),
    ("cloudflared access token --app=https://x.example", "net-send"),
    ("pass mail", ""),
    ("pass -c mail", ""),
    ("gcloud config config-helper --format json", ""),
    ("glab token create x", "net-send"),
    ("glab token rotate x", "net-send"),
    ("hf auth token", ""),
    ("uv auth token https://x.example", ""),
    ("s3cmd signurl s3://b/x +60", "net-send"),
    ("aws logs get-log-events --log-group-name x --unmask", "net-read"),
]
# What only names them, or says whether they are there.
NAMES = [
    "dotnet user-jwts list",
    "glab token list",
    "oc get pods",
    "oc whoami",
    "mise activate bash",
]


def test_a_subcommand_that_hands_out_a_credential_reads_a_secret() -> None:
    wrong = [
        " ".join(path)
        for path, row in described()
        if not row.below
        and len(path) > 1
        and COMMANDS.search(path[-1])
        and not (row.does | (row.alone or 0)) & (READ_SECRET | UNKNOWN)
        and " ".join(path) not in NONE
    ]
    assert wrong == []


def test_an_option_that_shows_a_credential_reads_a_secret() -> None:
    wrong = [
        f"{' '.join(path)} {flag}"
        for path, row in described()
        for flag, (_, roles, adds) in row.options.items()
        if OPTIONS.match(flag) and not (adds | row.does) & (READ_SECRET | UNKNOWN) and "unknown" not in roles
    ]
    assert wrong == []


def test_each_exception_is_needed() -> None:
    assert {" ".join(path) for path, _ in described()} >= NONE.keys()
    assert all(COMMANDS.search(name.split()[-1]) for name in NONE)


@pytest.mark.parametrize(("text", "more"), PRINTS, ids=[row[0] for row in PRINTS])
def test_a_call_that_prints_a_credential_reads_a_secret(text: str, more: str) -> None:
    assert {"read-secret", *more.split()} <= set(names_of(read(text).effects))


@pytest.mark.parametrize("text", NAMES)
def test_a_call_that_only_names_them_reads_none(text: str) -> None:
    assert not read(text).effects & (READ_SECRET | UNKNOWN)
