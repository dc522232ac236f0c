"""Every program of the tools' tables with flags in no table, and with every value-taking flag of its own misused."""

from __future__ import annotations

import pytest

from assent.core.effect import UNKNOWN
from tests.shell.programs.rows import TOOLS, holds
from tests.shell.world import covered, read

# One call of each program that a wide rule covers; further flags may follow at its end.
GOOD = (
    "assent status",
    "apt list",
    "apt-get changelog x",
    "apt-cache policy x",
    "bash x.sh",
    "black --check src",
    "brew list",
    "cargo build",
    "cmake -S . -B build",
    "coverage report",
    "ctest -N",
    "curl https://h.example",
    "dash x.sh",
    "dig h.example",
    "docker ps",
    "docker build .",
    "docker-compose ps",
    "dpkg -l",
    "eslint .",
    "flake8 src",
    "go build ./...",
    "go test ./...",
    "gofmt -l .",
    "helm list",
    "host h.example",
    "isort --check src",
    "java -jar x.jar",
    "javac X.java",
    "jest",
    "journalctl -n 5",
    "just build",
    "kubectl get pods",
    "lsof -i:80",
    "make all",
    "mount",
    "mypy src",
    "mysql -e 'select 1'",
    "ninja all",
    "node x.js",
    "nox -l",
    "npm test",
    "npm ci",
    "npm view x",
    "npx --no-install eslint .",
    "nslookup h.example",
    "openssl x509 -in a.crt",
    "perl x.pl",
    "pg_dump -s",
    "pgrep x",
    "php x.php",
    "ping -c1 h.example",
    "pip install x",
    "pip list",
    "pnpm install",
    "podman ps",
    "pre-commit run",
    "prettier --check .",
    "psql -c 'select 1'",
    "pytest tests",
    "python3 x.py",
    "redis-cli get x",
    "rsync -a a b",
    "ruby x.rb",
    "ruff check src",
    "rustc x.rs",
    "rustfmt --check x.rs",
    "rustup show",
    "scp h.example:a b",
    "sh x.sh",
    "sqlite3 a.db 'select 1'",
    "ss -t",
    "sysctl -n a.b",
    "systemctl status x",
    "tox -l",
    "tsc --noEmit",
    "uv sync",
    "uv run pytest",
    "vitest run",
    "wget -qO- https://h.example",
    "yarn install",
    "yarn test",
)
# No program here knows any of these.
FLAGS = (
    "--exec-this=id", "--run-command=id", "--evaluate-text=id", "--load-library=x", "--plugin-path=x", "--use-shell=sh",
    "--hook-file=x", "--rc=x", "--write-to=x", "--send-to=h.example", "--delete-everything", "--force-everything", "--unsafe",
    "--allow-all", "--upload-to=x", "--execut", "--=x", "-%", "-é", "--EXEC", "--no-such-option", "-~x", "--with-code=x",
)  # fmt: skip
# What follows the first operand here belongs to another program or to a server.
STOPPING = ("redis-cli",)
# The file that these run is the project's own, and so are the options behind it.
SCRIPTS = ("bash", "dash", "node", "perl", "php", "python3", "ruby", "sh")
# All options of these are inert, so that a word that may be one changes nothing.
TAME = ("pgrep",)
WRAPPERS = (
    "timeout {} 5 ls", "nice {} ls", "nohup {} ls", "stdbuf {} ls", "env {} ls", "setsid {} ls", "flock {} /tmp/x ls",
    "watch {} ls", "chronic {} ls", "ionice {} ls", "xargs {} ls", "command {} ls", "sudo {} ls", "doas {} ls",
    "unshare {} ls", "parallel {} ls", "busybox {} ls", "bash {} -c ls", "sh {} -c ls", "perl {} x.pl", "uvx {} x",
)  # fmt: skip


def _understood(text: str) -> bool:
    reading = read(text)
    return not (reading.form or reading.effects & UNKNOWN or any(part.opaque for part in reading.parts))


@pytest.mark.parametrize("call", GOOD)
def test_the_call_is_covered_and_a_flag_in_no_table_is_not(call: str) -> None:
    assert holds(call)
    name, _, rest = call.partition(" ")
    for flag in FLAGS:
        assert name in (*STOPPING, *SCRIPTS) or not _understood(f"{call} {flag}"), flag
        assert not _understood(f"{name} {flag} {rest}"), flag


@pytest.mark.parametrize("frame", WRAPPERS)
def test_a_wrapper_with_a_flag_in_no_table_is_not_covered(frame: str) -> None:
    for flag in FLAGS:
        assert not _understood(frame.format(flag)), flag
        assert not covered(read(frame.format(flag)), TOOLS), flag


@pytest.mark.parametrize("call", [call for call in GOOD if call.split()[0] not in TAME])
def test_a_word_that_cannot_be_known_in_the_place_of_a_flag_is_not_covered(call: str) -> None:
    name, _, rest = call.partition(" ")
    for word in ("$X", "$(cat x)", "-$X", "--$X", "${X:--c}"):
        assert not holds(f"{name} {word} {rest}"), word
