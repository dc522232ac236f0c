"""What the programs that tell about the machine must not be allowed to do, and what stays allowed."""

from __future__ import annotations

from tests.shell.programs.judged import (  # noqa: F401  the tests that every such table is held to
    test_a_wide_rule_covers_it,
    test_a_wide_rule_does_not_reach_it_and_it_is_seen_for_what_it_does,
)

# (command, what it must be found to do beyond the wide cap)
MUST_NOT = (
    # date
    ("date -s tomorrow", "system"),
    ("date 010100002030", "system"),
    ("date -f .env", "read-secret"),
    ("date --set=tomorrow", "system unknown"),
    ("date --file=.env", "read-secret"),
    ("date -r ~/.ssh/id_rsa", "read-secret"),
    ("date 123456", "system"),
    ("date --dat=now", "unknown"),
    ("date $X", "system opaque"),
    ("date -u -s 1", "system"),
    ("date --bogus", "unknown"),
    ("date +%F > ~/.bashrc", "run-code"),
    # hostname
    ("hostname evil", "system"),
    # id
    ("id $X --bogus", "unknown"),
    # ps
    ("ps auxe", "read-secret"),
    ("ps aux e", "read-secret"),
    ("ps eww", "read-secret"),
    ("ps -o environ", "read-secret"),
    ("ps -p $(rm x)", "destroy opaque"),
    ("ps --bogus", "unknown"),
    ("ps -e > .git/hooks/x", "run-code"),
    ("ps axe", "read-secret"),
    ("ps -o pid,environ", "read-secret"),
    ("ps -eo env", "read-secret"),
    ("ps xQ", "unknown"),
    ("ps -ef | xargs kill", "run-code system opaque"),
    ("ps -G", "unknown"),
    ("ps -eQ", "unknown"),
    # seq
    ("seq --bogus", "unknown"),
    # which
    ("which --bogus", "unknown"),
    ("which -x python", "unknown"),
    ("which --read-alias python", "unknown"),
    ("which python > ~/.profile", "run-code"),
    ("which $(rm x)", "destroy"),
    ("which --tty-only python", "unknown"),
    ("which -i python", "unknown"),
    ("which python | xargs rm", "write-elsewhere destroy opaque"),
    ("which --skip-dot a", "unknown"),
    ("./which python", "run-project"),
    ("/tmp/which python", "run-code"),
    # whoami
    ("whoami --bogus", "unknown"),
)
ALLOWED = (
    "seq 1 5",
    "date +%F",
    "date -u",
    "which python3",
    "uname -a",
    "whoami",
    "id",
    "ps aux",
    "ps -ef",
)
