"""Every program of every table against the same hostile frames and flags: the closed world, held by machine."""

from __future__ import annotations

from importlib import import_module

import pytest

from assent.shell.meaning.table import lookup
from assent.shell.programs.row import Row
from assent.shell.programs.shipped import files
from tests.shell.programs.judged import holds, understood

NAMES = sorted(name for name in files() if " " not in name)
# One call of each program that the wide rule covers.
GOOD = (
    "tar tzf a.tgz",
    "awk '{print $1}' f",
    "base32 a.txt",
    "base64 a.txt",
    "basename a/b",
    "bunzip2 -c a.bz2",
    "bzcat a.bz2",
    "bzip2 -k a",
    "cat a.py",
    "chmod 644 a.py",
    "cksum a",
    "cmp a b",
    "column -t a",
    "comm a b",
    "cp a.py b.py",
    "cut -f1 a",
    "date +%F",
    "dd if=a of=b",
    "df -h",
    "diff a b",
    "dir",
    "dirname a/b",
    "du -sh .",
    "expand a",
    "fd foo src",
    "file a",
    "find . -name '*.py'",
    "fmt a",
    "fold a",
    "free -m",
    "gawk '{print $1}' f",
    "gh pr list --limit 5",
    "git log -3",
    "git status -s",
    "git commit -m x",
    "git fetch origin",
    "git branch -vv",
    "grep x a",
    "groups",
    "gunzip -c a.gz",
    "gzip -k a",
    "head -n 3 a",
    "hexdump -C a",
    "hostname -f",
    "id -u",
    "install a src/b",
    "join a b",
    "jq .name a.json",
    "less a",
    "ln -s a.py b.py",
    "ls -la",
    "md5sum a",
    "mkdir -p src/x",
    "more a",
    "mv a.py b.py",
    "nl a",
    "nproc",
    "od -c a",
    "paste a b",
    "ps aux",
    "readlink -f a",
    "realpath a",
    "rev a",
    "rg foo src",
    "rmdir x",
    "sed -n 5p a",
    "seq 1 5",
    "sha256sum a",
    "sort -u a",
    "split -l 9 a",
    "stat a",
    "strings a",
    "tac a",
    "tail -n 3 a",
    "tee out.txt",
    "touch a",
    "tr a b",
    "tree -L 2",
    "truncate -s 0 a",
    "uname -a",
    "uniq -c a",
    "unzip -l a.zip",
    "uptime",
    "vdir",
    "wc -l a",
    "whereis ls",
    "which python3",
    "whoami",
    "xargs -n1 echo",
    "xxd a",
    "xz -k a",
    "zip -r out.zip src",
    "zstd -k a",
)
# What stands around a harmless call and makes it harmful.
FRAMES = (
    "{} > ~/.bashrc",
    "{} >> .git/hooks/pre-commit",
    "{} &> ~/.ssh/authorized_keys",
    "{} | sh",
    "{} | sudo tee /etc/x",
    "{}; rm -rf ~",
    "{} && git push --force",
    "{}\nrm -rf src",
    "{} $(rm -rf ~)",
    "sudo {}",
    "LD_PRELOAD=./x.so {}",
    "PATH=.:$PATH {}",
    "/tmp/{}",
    "./{}",
    "{} < ~/.ssh/id_rsa",
    'eval "$({})"',
)
# No program here knows any of these.
FLAGS = (
    "--exec=id", "--command=id", "--run=id", "--eval=id", "--load=x", "--plugin=x", "--shell=sh", "--hook=x",
    "--rcfile=x", "--output-file=x", "--write-to=x", "--log=x", "--delete-all", "--force-all", "--unsafe",
    "--allow-all", "--upload", "--execut", "--=x", "-%", "-é", "--EXEC", "--no-such-option", "-~x",
)  # fmt: skip
# Here a word behind the operands is another operand, so that only a flag right behind the name counts.
STOPPING = ("awk", "gawk", "xargs", "dd")
ROLES = frozenset((
    "data", "read", "names", "write", "edit", "destroy", "chdir", "url", "send", "host", "remote", "command", "shell",
    "code", "script", "task", "package", "unknown",
))  # fmt: skip


@pytest.mark.parametrize("call", GOOD)
def test_the_call_is_covered_and_no_frame_around_it_is(call: str) -> None:
    assert holds(call)
    for frame in FRAMES:
        assert not holds(frame.format(call)), frame


@pytest.mark.parametrize("call", GOOD)
def test_a_flag_in_no_table_is_never_understood(call: str) -> None:
    name, _, rest = call.partition(" ")
    for flag in FLAGS:
        assert not understood(f"{name} {flag} {rest}"), flag
        if name not in STOPPING:
            assert not understood(f"{call} {flag}"), flag


def _rows(row: Row, path: tuple[str, ...]) -> list[tuple[tuple[str, ...], Row]]:
    found = [(path, row)]
    for name, below in row.below.items():
        found += _rows(Row(below), (*path, name))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_an_abbreviated_long_option_is_never_understood(name: str) -> None:
    """GNU programs accept any unique beginning of a long option: none is in the tables."""
    top = lookup(name)
    assert top is not None
    for path, row in _rows(top, (name,)):
        known = {flag for flag in row.options if flag.startswith("--")}
        for flag in known:
            if len(flag) > 6 and "=" not in flag and flag[:-1] not in known:
                assert not understood(f"{' '.join(path)} {flag[:-1]} x"), f"{path} {flag[:-1]}"


@pytest.mark.parametrize("name", NAMES)
def test_the_judge_that_a_row_names_is_there(name: str) -> None:
    top = lookup(name)
    assert top is not None
    for path, row in _rows(top, (name,)):
        family, _, function = row.judge.partition(".")
        assert not row.judge or callable(getattr(import_module(f"assent.shell.judges.{family}"), function)), (
            path
        )
