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


# Calls that leave a check switched off: settings that are kept, switches of agents, what guards the machine, and what a
# single call is told not to look at. None of these may be allowed by a wildcard.
SWITCHES = [
    "npm config set registry http://x.example",
    "npm config set registry=http://x.example",
    "npm set @scope:registry http://x.example",
    "npm c set strict-ssl false",
    "npm config set strict_ssl=false",
    "npm config set cafile ca.pem",
    "pnpm config set registry http://x.example",
    "yarn config set npmRegistryServer http://x.example",
    "yarn config set enableStrictSsl false",
    "yarn config set checksumBehavior ignore",
    "yarn config set unsafeHttpWhitelist x.example",
    "pip config set global.index-url http://x.example",
    "pip config set global.extra-index-url http://x.example",
    "pip config set global.trusted-host x.example",
    "pip3 config set install.trusted-host x.example",
    "pip config set global.cert ca.pem",
    "poetry config repositories.x http://x.example",
    "poetry config certificates.x.cert false",
    "pdm config pypi.verify_ssl false",
    "pdm config pypi.url http://x.example",
    "conda config --set ssl_verify false",
    "conda config --add channels http://x.example",
    "go env -w GOFLAGS=-insecure",
    "go env -w GOPROXY=http://x.example",
    "go env -w GONOSUMDB=*",
    "go env -w GOSUMDB=off",
    "go env -w GOINSECURE=*",
    "go env -w GOPRIVATE=*",
    "bundle config set --global ssl_verify_mode 0",
    "bundle config ssl_verify_mode 0",
    "bundle config set mirror.https://rubygems.org http://x.example",
    "composer config -g secure-http false",
    "composer config disable-tls true",
    "aws configure set ca_bundle ca.pem",
    "gcloud config set auth/disable_ssl_validation true",
    "apt-get -o APT::Get::AllowUnauthenticated=true install x",
    "apt-get -o Acquire::https::Verify-Peer=false update",
    "dnf --setopt=gpgcheck=0 install x",
    "dnf install --setopt=sslverify=false x",
    "sysctl -w kernel.randomize_va_space=0",
    "git config http.sslVerify false",
    "git config set http.sslVerify false",
    "git config http.https://x.example/.sslVerify 0",
    "git config commit.gpgsign false",
    "git config --unset commit.gpgsign",
    "git config --global tag.gpgSign false",
    "git config safe.bareRepository all",
    "git config protocol.file.allow always",
    "git config receive.denyNonFastForwards false",
    "claude --permission-mode bypassPermissions",
    "claude --permission-mode=bypassPermissions",
    "claude --permission-mode $MODE",
    "claude --allowedTools 'Bash(*)'",
    "claude --setting-sources project",
    "codex -a never",
    "codex --ask-for-approval=never",
    "codex -s danger-full-access",
    "codex exec --sandbox danger-full-access x",
    "codex -c approval_policy=never",
    "codex --config sandbox_mode=danger-full-access",
    "gemini --approval-mode yolo",
    "gemini --approval-mode=auto_edit",
    "gemini --sandbox=false",
    "copilot --allow-all-paths",
    "copilot --allow-tool shell",
    "aider --yes-always",
    "cursor-agent --sandbox disabled",
    "cursor-agent --approve-mcps",
    "qwen -y",
    "qwen --approval-mode=yolo",
    "frobnicate --trust-all-tools",
    "frobnicate --auto-approve",
    "frobnicate --http-ssl-verify=false",
    "setenforce 0",
    "setenforce Permissive",
    "aa-disable /usr/bin/x",
    "spctl --master-disable",
    "csrutil disable",
    "csrutil authenticated-root disable",
    "xattr -dr com.apple.quarantine x.app",
    "xattr -cr x.app",
    "ufw disable",
    "ufw --force reset",
    "ufw default allow incoming",
    "iptables -F",
    "ip6tables --flush",
    "iptables -t nat -P INPUT ACCEPT",
    "nft flush ruleset",
    "firewall-cmd --panic-off",
    "systemctl stop firewalld",
    "systemctl disable --now apparmor.service",
    "service auditd stop",
    "pre-commit uninstall",
    "mvn verify -Dcheckstyle.skip",
    "mvn package -Dgpg.skip",
    "gradle build -x check",
    "gradle build -Dorg.gradle.dependency.verification=off",
    "tofu apply -lock=false",
    "kubectl apply --validate=false -f x.yaml",
    "dpkg --force-bad-verify -i x.deb",
    "curl --cacert ca.pem https://x.example",
    "wget --ca-certificate=ca.pem https://x.example",
    "http --verify no https://x.example",
    "xh --verify=false https://x.example",
]


@pytest.mark.parametrize("text", SWITCHES)
def test_a_call_that_switches_a_check_off_is_seen_as_that(text: str) -> None:
    assert read(text).effects & WEAKEN
    assert read(f"sudo {text}").effects & WEAKEN
    assert not covered(read(text), WILD)


# The same words to another end.
OTHERWISE = [
    "npm config set loglevel silent",
    "npm config set strict-ssl true",
    "npm config get registry",
    "yarn config set nodeLinker node-modules",
    "yarn config set checksumBehavior throw",
    "pip config set global.timeout 60",
    "pip config list",
    "poetry config virtualenvs.create false",
    "conda config --set auto_activate_base false",
    "conda config --set ssl_verify true",
    "go env GOPROXY",
    "go env -w GOBIN=/tmp/x",
    "bundle config set path vendor",
    "composer config sort-packages true",
    "aws configure set region eu-west-1",
    "gcloud config set project x",
    "apt-get -o Dpkg::Use-Pty=0 install x",
    "sysctl -w vm.swappiness=10",
    "sysctl kernel.randomize_va_space",
    "sysctl -w kernel.randomize_va_space=2",
    "git config user.name x",
    "git config commit.gpgsign true",
    "git config commit.gpgsign",
    "git config --get http.sslVerify",
    "git commit --no-gpg-sign -m x",
    "claude --permission-mode plan",
    "codex -a untrusted",
    "codex -s read-only",
    "codex -c model=x",
    "gemini --approval-mode default",
    "setenforce 1",
    "csrutil status",
    "xattr -l x",
    "ufw default deny",
    "iptables -L -n",
    "iptables -P INPUT DROP",
    "systemctl stop nginx",
    "systemctl start ufw",
    "service auditd start",
    "gradle build -x javadoc",
    "kubectl apply --validate=true -f x.yaml",
    "python3 -c 'registry = 1'",
]


@pytest.mark.parametrize("text", OTHERWISE)
def test_the_same_words_to_another_end_switch_nothing_off(text: str) -> None:
    assert not read(text).effects & WEAKEN
