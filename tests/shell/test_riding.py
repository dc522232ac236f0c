"""What rides along with a part that has a rule: built-ins and filters whose row says so, and nothing else."""

from __future__ import annotations

import pytest

from assent.core.call import Call
from assent.core.decide import decide
from assent.core.effect import mask_of
from assent.core.policy import from_rules
from assent.core.rule import Rule
from assent.policy.pattern import read_pattern
from assent.shell.programs.shipped import fact, files
from tests.shell.world import PROJECT, facts, read


def verdict(text: str, pattern: str = "Bash(ls *)") -> str:
    """What one rule within read-project says to a text."""
    rule = Rule("r", "allow", [read_pattern(pattern, "allow")], within=mask_of(("read-project",)))  # type: ignore[list-item]  # the pattern is sound
    call = Call("Bash", {"command": text}, PROJECT, PROJECT)
    return decide(call, read(text), from_rules([rule]), facts()).verdict


# Beside `ls`, which has the rule.
MUST_NOT_RIDE = [
    "sh -c true", "sh -c 'echo x'", "sh -c '((x))'", "bash -c :", "dash -c true", "zsh -c true", "sh --version", "bash --help",
    "env", "env true", "env -i", "env -i true", "timeout 5 true", "timeout --version", "nice true", "nohup true",
    "xargs", "xargs echo", "xargs --version", "command true", "builtin echo x", "exec true", "eval true", "eval ''", "source /dev/null",
    "busybox true", "busybox sh", "stdbuf -o0 true", "setsid true", "flock /tmp/x true", "watch true", "chronic true", "ionice true",
    "sudo true", "sudo --help", "sudo --version", "doas true", "unshare true", "chroot / true", "parallel echo", "script -c true",
    "pytest --help", "pytest --version", "py.test --help", "tox --version", "tox --help", "flake8 --version", "nox --version",
    "cargo --version", "cargo --help", "rustc --version", "rustfmt --version", "rustup --version", "eslint --version", "jest --version",
    "tsc --version", "prettier --help", "mypy --version", "yarn --version", "git --version", "node --version", "npm --version",
    "python3 --version", "make --version", "curl --version", "docker --version", "claude --version", "frobnicate", "frobnicate --help",
    "frobnicate --version", "./x", "./echo x", "/tmp/echo x", "$X", "$(true)", "trap true EXIT", "alias x=true", "find . -quit", "tee out",
    "perl -v", "ruby -v", "lua -v", "docker help", "helm help", "kubectl version --client", "openssl version", "stty -a", "less", "more",
    "echo x | sh", "printf x | bash", "true | xargs", "echo $(sh -c true)", "cat <(sh -c true)", "fish --version", "alias", "gzip --rm x", "xargs echo x",
]  # fmt: skip
RIDES = [
    "head", "wc -l", "sort -u", "uniq -c", "cut -f1", "tr a b", "cat", "tail -5", "grep x", "sed -n 5p", "awk '{print $1}'", "nl", "tac",
    "column -t", "jq .", "paste -sd,", "md5sum", "od -c", "base64 -d",
]  # fmt: skip
RUNS_BEFORE = [
    "echo done", "printf '%s' x", "true", ":", "test -f x", "[ -d src ]", "pwd", "cd src", "sleep 1", "date", "set -e", "export LANG=C",
    "basename a/b", "dirname a/b", "seq 3", "command -v git", "type git", "uname -a", "whoami", "id -u", "false", "unset X", "echo --version",
]  # fmt: skip


@pytest.mark.parametrize("other", MUST_NOT_RIDE)
@pytest.mark.parametrize("frame", ["ls; {}", "ls && {}", "{} || ls", "{}\nls", "ls | {}", "ls & {}"])
def test_no_wrapper_shell_or_word_that_is_not_known_rides_along(other: str, frame: str) -> None:
    assert verdict(frame.format(other)) != "allow"


@pytest.mark.parametrize("filter_", RIDES)
def test_a_filter_rides_along(filter_: str) -> None:
    assert verdict(f"ls | {filter_}") == "allow"


@pytest.mark.parametrize("other", RUNS_BEFORE)
def test_a_built_in_or_a_small_printer_rides_along(other: str) -> None:
    assert verdict(f"{other} && ls") == "allow"


@pytest.mark.parametrize(
    "text", ["git log | head", "echo done && git status", "cd src && git log -3 | wc -l"]
)
def test_ordinary_texts_with_one_rule_still_run(text: str) -> None:
    assert verdict(text, "Bash(git *)") == "allow"


@pytest.mark.parametrize("text", ["head", "echo x", "true", "sort | head"])
def test_alone_it_stays_for_the_agent_to_decide(text: str) -> None:
    assert verdict(text) == "ask"


@pytest.mark.parametrize(
    "text", ["ls | head .env", "ls > .git/hooks/x", "ls | sort -o ~/.bashrc", "ls | awk '{system($1)}'"]
)
def test_what_has_an_effect_needs_a_rule_whoever_runs_it(text: str) -> None:
    assert verdict(text) == "ask"


# Every row that may ride, so that a new one is seen: built-ins of the shell, filters, and what prints a word or two.
INERT = frozenset(
    "b2sum base32 base64 bc c++filt cksum hd hexdump md5sum od sha1sum sha224sum sha256sum sha384sum sha512sum strings sum tee xxd "
    ": [ arch awk basename break cal cat cd column comm continue cut date declare dirname dirs echo egrep exit expand export expr false "
    "fgrep fmt fold gawk getopts grep groups gsed head id jobs join jq let local logname mawk nawk nl nproc original-awk paste popd "
    "printf pushd pwd read readonly return rev rgrep sed seq set shift shopt sleep sort tac tail test tr true tty type typeset uname "
    "unexpand uniq unset wait wc whoami htmlq iconv llvm-cxxfilt numfmt pup ts uuidgen".split()
)


def test_the_rows_that_ride_are_these() -> None:
    found = {name for name in files() if fact(name, "inert")}
    assert found >= INERT
    # The GNU programs as they are called on macOS, beside the system's own: the same row under both names.
    assert {name for name in found - INERT if name[0] != "g" or name[1:] not in INERT} == set()
