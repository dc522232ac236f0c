"""Variables that are nobody's but the project's, and all those that may be somebody's."""

from __future__ import annotations

import pytest

from assent.core.effect import RUN_PROJECT, UNKNOWN
from tests.shell.programs.rows import (
    test_a_wide_rule_covers_it_and_its_effects_are_exact,
    test_a_wide_rule_does_not_reach_it_and_it_is_seen_for_what_it_does,
)
from tests.shell.world import read

__all__ = [
    "test_a_wide_rule_covers_it_and_its_effects_are_exact",
    "test_a_wide_rule_does_not_reach_it_and_it_is_seen_for_what_it_does",
]

MUST_NOT = (
    # values that lead somewhere, or that nobody knows
    *((f"FOO={value} python a.py", "unknown") for value in (
        "/etc/x", "../x", "a/../../x", "'~/x'", ".ssh", "https://evil.example", "http://localhost.evil.example",
        "http://localhost:80@evil.example", "http://u@localhost/x", "file://localhost/etc/x", "http://127.0.0.1/x?y",
        "$X", '"$(cat y)"', "'a b'", "'a;b'", "-x", "--y", "bash", "git", "curl", "a:/etc/x", "production", "prod",
    )),
    ("FOO+=1 python a.py", "unknown"),
    # names that somebody obeys
    *((f"{name}=x python a.py", "unknown") for name in (
        "MY_CMD", "MY_COMMAND_X", "X_CONFIG", "MYCONFIG_FILE", "X_PROXY", "HTTP_PROXY", "X_PATH", "X_HOME",
        "X_LIB", "CA_FILE", "SSL_X", "CURL_X", "REQUESTS_X", "X_TOOL", "X_PLUGIN", "X_RC", "X_OPT", "USER", "X_USER",
        "X_SOCK", "MYFLAGS", "XX",
    )),
    *((f"{name}={value} python a.py", "unknown") for value in ("1", "true", "x") for name in (
        "FORCE", "DEPLOY", "PUBLISH_X", "X_YES", "CONFIRM", "X_ALLOW_Y", "SKIP_CHECKS", "X_UNSAFE", "X_SSL", "X_EXEC",
    )),
    *((f"{name}=x npm test", "run-code") for name in (
        "NODE_OPTIONS", "LD_X", "DYLD_X", "PYTHONX", "npm_config_x", "GIT_X", "BASH_X", "X_OPTS", "X_PRELOAD", "MY_EDITOR",
    )),
    ("RAILS_ENV=production python a.py", "unknown"),
    # programs that do more than run the project, or that obey variables of their name
    ("FOO=1 git status", "unknown"),
    ("FOO=1 curl https://h.example", "unknown"),
    ("FOO=1 timeout 5 ls", "unknown"),
    ("FOO=1 python /tmp/a.py", "run-code unknown"),
    ("FOO=1 npm publish", "unknown"),
    ("FOO=1 npm ci", "unknown"),
    ("FOO=1 kubectl get pods", "unknown"),
    ("RAILS_ENV=production bin/rails test", "unknown"),
    ("RAILS_X=1 bin/rails test", "unknown"),
    ("PYTEST_FOO=1 pytest", "unknown"),
    ("PYTEST_FOO=1 timeout 5 pytest", "unknown"),
    ("ANSIBLE_FOO=true ansible-playbook x.yml", "unknown"),
    ("FOO=x make all", "unknown"),
    ("FOO=x timeout 5 make all", "unknown"),
    ("env FOO=x make all", "unknown"),
    ("FOO=x just all", "unknown"),
    ("FOO=x docker compose run web", "unknown"),
    ("FOO=1 sudo python a.py", "unknown privilege"),
    ("sudo FOO=1 python a.py", "unknown privilege"),
    ("cross-env FOO=/tmp/x npm test", "unknown"),
    ("cross-env FOO=1 rm -r src", "unknown destroy"),
    ("env FOO=1 $X", "opaque"),
    ("FOO=1 $X", "opaque unknown"),
    # what an exported one reaches nobody can know
    ("export FOO=1", "unknown"),
    ("export FOO=1 && python a.py", "unknown"),
)  # fmt: skip

ALLOWED = (
    ("FOO=x python a.py", "run-project"),
    ("FOO=true BAR=2 ./run.sh x", "run-project"),
    ("FOO=src/data node a.js", "run-project"),
    ("VITE_API_URL=http://localhost:8000/v1 npm run dev", "run-project"),
    ("QUICK=true make all", "run-project"),
    ("FOO=x timeout 5 npm test", "run-project"),
    ("cross-env TS_NODE_SKIP_PROJECT=true node a.js", "run-project"),
    ("env DOCS_ENV=test npm run docs", "run-project"),
    ("CGO_ENABLED=0 GOOS=linux go vet ./...", "run-project"),
    ("RAILS_ENV=test bin/rails test", "run-project"),
    ("MIX_ENV=test mix compile", "run-project"),
)


@pytest.mark.parametrize("call", ["FOO=x python a.py", "env FOO=x python a.py", "FOO=1 npm test"])
def test_a_rule_for_the_very_call_without_the_variable_does_not_hold_with_it(call: str) -> None:
    (part,) = read(call).parts
    assert part.extra == RUN_PROJECT
    assert not part.effects & UNKNOWN
