"""Variables that switch off a check are seen as that, however they reach the program; their harmless values are not."""

from __future__ import annotations

import pytest

from assent.core.effect import WEAKEN, WILD, mask_of, names_of
from tests.shell.world import covered, read

# Assignment → the effects that it adds to a command. None of these may be allowed by a wildcard.
WEAK = [
    ("HUSKY=0", "weaken"),
    ("HUSKY=false", "weaken"),
    ("HUSKY=", "weaken"),
    ("HUSKY=$x", "weaken"),
    ("LEFTHOOK=0", "weaken"),
    ("SKIP=flake8,mypy", "weaken"),
    ("LEFTHOOK_EXCLUDE=lint", "weaken"),
    ("PRE_COMMIT_ALLOW_NO_CONFIG=1", "weaken"),
    ("OVERCOMMIT_DISABLE=1", "weaken"),
    ("GIT_SSL_NO_VERIFY=1", "weaken"),
    ("GIT_SSL_NO_VERIFY=0", "weaken"),  # git looks only whether it is there
    ("GIT_SSL_CAINFO=/tmp/ca.pem", "weaken"),
    ("NODE_TLS_REJECT_UNAUTHORIZED=0", "weaken"),
    ("NODE_EXTRA_CA_CERTS=ca.pem", "weaken"),
    ("PYTHONHTTPSVERIFY=0", "weaken"),
    ("npm_config_strict_ssl=false", "weaken"),
    ("NPM_CONFIG_STRICT_SSL=false", "weaken"),
    ("npm_config_registry=http://x.example", "weaken run-code"),
    ("NPM_CONFIG_REGISTRY=http://x.example", "weaken run-code"),
    ("YARN_NPM_REGISTRY_SERVER=http://x.example", "weaken run-code"),
    ("YARN_CHECKSUM_BEHAVIOR=ignore", "weaken"),
    ("PIP_INDEX_URL=http://x.example/simple", "weaken run-code"),
    ("PIP_EXTRA_INDEX_URL=http://x.example/simple", "weaken run-code"),
    ("PIP_TRUSTED_HOST=x.example", "weaken"),
    ("UV_INDEX_URL=http://x.example/simple", "weaken run-code"),
    ("UV_INSECURE_HOST=x.example", "weaken"),
    ("GOPROXY=http://x.example", "weaken run-code"),
    ("GOPROXY=direct", "weaken run-code"),
    ("GOSUMDB=off", "weaken"),
    ("GONOSUMDB=*", "weaken"),
    ("GONOSUMCHECK=1", "weaken"),
    ("GOINSECURE=*", "weaken"),
    ("GOFLAGS=-insecure", "weaken run-code"),
    ("DOCKER_CONTENT_TRUST=0", "weaken"),
    ("DOCKER_TLS_VERIFY=", "weaken"),
    ("ANSIBLE_HOST_KEY_CHECKING=False", "weaken"),
    ("ANSIBLE_SSH_ARGS='-o StrictHostKeyChecking=no'", "weaken unknown"),
    ("GIT_SSH_COMMAND='ssh -o StrictHostKeyChecking=no'", "weaken run-code"),
    ("MAVEN_OPTS=-Dmaven.wagon.http.ssl.insecure=true", "weaken run-code"),
    ("PYTHONWARNINGS='ignore:Unverified HTTPS request'", "weaken run-code"),
    ("CURL_CA_BUNDLE=", "weaken"),
    ("REQUESTS_CA_BUNDLE=/tmp/ca.pem", "weaken"),
    ("SSL_CERT_FILE=/tmp/ca.pem", "weaken"),
    ("VAULT_SKIP_VERIFY=true", "weaken"),
    ("IS_SANDBOX=1", "weaken"),
    ("COPILOT_ALLOW_ALL=1", "weaken"),
    ("ACME_TLS_VERIFY=0", "weaken unknown"),
    ("ACME_INSECURE=1", "weaken unknown"),
    ("acme_skip_verify=1", "weaken unknown"),
    ("ACME_NO_VERIFY_SSL=1", "weaken unknown"),
    ("ACME_REGISTRY=http://x.example", "weaken unknown"),
    ("ACME_ARGS=--insecure", "weaken unknown"),
    ("ACME_ARGS=--dangerously-skip-permissions", "weaken unknown"),
]
# Where a variable of a command can come from, with the assignment in the place of `{}`.
WAYS = (
    "{} ls",
    "export {}; ls",
    "export {} && ls",
    "declare -x {}; ls",
    "set -a; {}; ls",
    "LANG=C {} ls",
    "timeout 5 bash -c '{} ls'",
    "bash -c '{} ls'",
    "({} ls)",
    "for i in 1 2; do {} ls; done",
)


def extras(text: str) -> int:
    mask = 0
    for part in read(text).parts:
        mask |= part.extra | part.effects & WEAKEN
    return mask


@pytest.mark.parametrize(("given", "effects"), WEAK, ids=[row[0] for row in WEAK])
def test_a_variable_that_switches_a_check_off_is_seen_before_a_command(given: str, effects: str) -> None:
    assert names_of(extras(f"{given} ls")) == names_of(mask_of(effects.split()))
    assert not covered(read(f"{given} ls"), WILD)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("given", [row[0] for row in WEAK if "'" not in row[0] and "$" not in row[0]])
def test_it_is_seen_however_it_reaches_the_program(given: str, way: str) -> None:
    text = way.format(given)
    assert extras(text) & WEAKEN, text
    assert not covered(read(text), WILD), text


@pytest.mark.parametrize("given", [row[0] for row in WEAK])
def test_it_is_seen_when_env_hands_it_on(given: str) -> None:
    assert read(f"env {given} ls").effects & WEAKEN


# Assignments that switch nothing off → what they add.
HARMLESS = [
    ("HUSKY=1", "unknown"),
    ("NODE_TLS_REJECT_UNAUTHORIZED=1", "run-code"),
    ("PYTHONHTTPSVERIFY=1", "run-code"),
    ("VAULT_SKIP_VERIFY=false", "run-code"),
    ("GOSUMDB=sum.golang.org", "run-code"),
    ("DOCKER_CONTENT_TRUST=1", "run-code"),
    ("GOFLAGS=-mod=vendor", "run-code"),
    ("NO_COLOR=1", ""),
    ("LANG=C", ""),
    ("CI=true", ""),
    ("DEBUG=insecure", ""),
    ("ACME_MODE=fast", "unknown"),
]


@pytest.mark.parametrize(("given", "effects"), HARMLESS, ids=[row[0] for row in HARMLESS])
def test_what_switches_nothing_off_is_no_weakening(given: str, effects: str) -> None:
    assert names_of(extras(f"{given} ls")) == names_of(mask_of(effects.split()))


def test_a_number_of_a_script_that_is_called_as_a_list_of_hooks_is_no_weakening() -> None:
    assert not read("SKIP=3; tail -n 3 notes.txt").effects & WEAKEN
    assert read("export SKIP=3; git commit -m x").effects & WEAKEN
