"""What find, fd, grep, rg and xargs must not be allowed to do, and what stays allowed."""

from __future__ import annotations

import pytest

from tests.shell.programs.judged import holds, more_than_the_cap

# (command, what it must be found to do beyond the wide cap)
MUST_NOT = (
    # fd
    ("fd -x rm", "write-elsewhere destroy run-code unknown opaque"),
    ("fd . -x rm -rf", "write-elsewhere destroy run-code unknown opaque"),
    ("fd foo --exec=rm", "unknown"),
    ("fd -Hx rm", "unknown"),
    ("fd foo ~/.ssh", "read-secret"),
    ("fd --base-directory ~/.ssh", "read-secret"),
    ("fd . --exec rm", "write-elsewhere destroy run-code unknown opaque"),
    ("fd . -X rm", "write-elsewhere destroy run-code unknown opaque"),
    ("fd . --exec-batch rm", "write-elsewhere destroy run-code unknown opaque"),
    ("fd --ignore-file .env x", "read-secret"),
    ("fd --search-path ~/.ssh x", "read-secret"),
    ("fd --owne x", "unknown"),
    ("fd $X", "opaque"),
    ("fd x . ~/.aws", "read-secret"),
    # find
    ("find . -delete", "destroy run-code"),
    ("find . -name '*.pyc' -delete", "destroy"),
    ("find . -execdir rm -rf {} +", "destroy"),
    ("find . -exec rm {} \\;", "destroy"),
    ("find . -fprint ~/.bashrc", "run-code"),
    ("find . -fprintf .git/hooks/x '%p'", "run-code"),
    ("find . -fls ~/.bashrc", "run-code"),
    ("find . -ok rm {} \\;", "destroy"),
    ("find ~ -name id_rsa -exec cat {} \\;", "read-secret"),
    ("find / -type f -exec cat {} +", "read-secret"),
    ("find . -name .env -exec cat {} \\;", "read-secret"),
    ("find . -path './.git/*' -delete", "destroy run-code"),
    ("find . $X", "run-code opaque"),
    ("find $X", "run-code opaque"),
    ("find . -bogus", "unknown"),
    ("find . -files0-from x", "unknown"),
    ("find . -exec cat {}", "unknown"),
    ("find . -name .env | xargs cat", "opaque"),
    ("find . -exec cp {} ~/.bashrc \\;", "write-elsewhere run-code"),
    ("find . -name a -exec mv {} .git/hooks \\;", "run-code"),
    ("find ~ ! -name x -exec cat {} +", "read-secret"),
    ("find a b c d e f g h i j k l m n o p ~ -exec rm {} +", "read-secret destroy unknown"),
    ("find . -name x -o -exec rm {} \\;", "destroy"),
    ("find . -exec bash -c 'rm \"$1\"' _ {} \\;", "write-elsewhere destroy opaque"),
    # grep
    ("grep -r foo ~", "read-secret"),
    ("grep -r foo /", "read-secret"),
    ("grep foo .env", "read-secret"),
    ("grep -f .env x", "read-secret"),
    ("grep -e a .env", "read-secret"),
    ("grep --incl=x foo", "unknown"),
    ("grep -d recurse x ~", "read-secret"),
    ("grep $X f", "opaque"),
    ("grep x ../../.ssh/id_rsa", "read-secret"),
    ("grep --bogus x f", "unknown"),
    ("grep -r x ..", "read-secret"),
    ("grep -R x /etc", "read-secret"),
    ("grep x ~/.bash_history", "read-secret"),
    ("grep --exclude-from=.env x f", "read-secret"),
    # rg
    ("rg --pre 'sh -c id' x", "run-code"),
    ("rg --pre=sh x", "run-code"),
    ("rg --hostname-bin ./x.sh --hyperlink-format default x", "run-code unknown"),
    ("rg -f .env x", "read-secret"),
    ("rg foo /", "read-secret"),
    ("rg foo ~", "read-secret"),
    ("rg foo .env", "read-secret"),
    ("rg --pre-glob x y", "unknown"),
    ("rg --search-zip x ~", "read-secret"),
    ("rg --ignore-file .env x", "read-secret"),
    ("rg $X", "opaque"),
    ("rg --bogus x", "unknown"),
    ("rg x ../..", "read-secret"),
    ("rg --files ~", "read-secret"),
    # xargs
    ("xargs rm", "write-elsewhere destroy opaque"),
    ("echo x | xargs rm -rf", "destroy"),
    ("echo '; id' | xargs -I{} sh -c '{}'", "run-code unknown opaque"),
    ("xargs -a .env echo", "read-secret"),
    ("xargs -0 cat", "opaque"),
    ("xargs --bogus echo", "unknown"),
    ("xargs -n1 git push", "net-send opaque"),
    ('echo "push --force" | xargs git', "net-send history"),
    ("xargs -I X cp X ~/.bashrc", "write-elsewhere opaque"),
    ("printf 'a b' | xargs -d x rm", "write-elsewhere destroy opaque"),
)
ALLOWED = (
    "find . -name '*.py'",
    "find . -type f -name '*.py' -not -path './node_modules/*' | head",
    "find src -maxdepth 2 -type d",
    "find . -name '*.py' -exec wc -l {} +",
    "find . -name '*.py' -print0 | xargs -0 echo",
    "fd -e py",
    "fd foo src",
    "grep -rn foo src",
    "grep -n 'a\\|b' README.md",
    'grep -E "x" -A3 -B3 README.md',
    "rg foo",
    "rg -n --type py 'def foo' src",
    "rg -l foo -g '*.py'",
    "echo a b | xargs echo",
    "printf 'a\\nb\\n' | xargs -n1 wc -l",
    "find src -type f -exec sed -i 's/a/b/' {} +",
    "find . \\( -name '*.py' -o -name '*.js' \\) -exec grep -l foo {} +",
)


@pytest.mark.parametrize(("text", "found"), MUST_NOT, ids=[row[0] for row in MUST_NOT])
def test_a_wide_rule_does_not_reach_it_and_it_is_seen_for_what_it_does(text: str, found: str) -> None:
    assert not holds(text)
    assert set(found.split()) <= more_than_the_cap(text)


@pytest.mark.parametrize("text", ALLOWED, ids=ALLOWED)
def test_a_wide_rule_covers_it(text: str) -> None:
    assert holds(text)
    assert not more_than_the_cap(text)
