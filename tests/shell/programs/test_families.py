"""Every program of every table against the same hostile frames and flags: the closed world, held by machine."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from assent.core.effect import NAMES
from assent.shell.index import MODULES
from tests.shell.programs.judged import holds, understood

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


def _rows(spec: dict[str, Any], path: tuple[str, ...]) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
    found = [(path, spec)]
    for names, below in (spec.get("subcommands") or {}).items():
        found += _rows(below, (*path, names.split()[0]))
    return found


def _longs(spec: dict[str, Any]) -> set[str]:
    words = spec.get("flags", "").split()
    for key in ("values", "optional", "adds"):
        for flags in spec.get(key, {}):
            words += flags.split()
    return {word for word in words if word.startswith("--")}


@pytest.mark.parametrize("name", sorted(MODULES))
def test_an_abbreviated_long_option_is_never_understood(name: str) -> None:
    """GNU programs accept any unique beginning of a long option: none is in the tables."""
    module = import_module(f"assent.shell.programs.{MODULES[name]}")
    for path, spec in _rows(module.PROGRAMS[name], (name,)):
        known = _longs(spec)
        for flag in known:
            if len(flag) > 6 and flag[:-1] not in known:
                assert not understood(f"{' '.join(path)} {flag[:-1]} x"), f"{path} {flag[:-1]}"


def _tables(spec: dict[str, Any]) -> dict[str, set[str]]:
    """Each flag of a row with the tables and meanings it stands in."""
    found: dict[str, set[str]] = {}
    for flag in spec.get("flags", "").split():
        found.setdefault(flag, set()).add("flags")
    for key in ("adds", "values", "optional"):
        for flags, what in spec.get(key, {}).items():
            for flag in flags.split():
                found.setdefault(flag, set()).add(f"{key}: {what}")
    return found


@pytest.mark.parametrize("module", sorted(set(MODULES.values())))
def test_no_flag_stands_twice_in_a_row_with_two_meanings(module: str) -> None:
    """The last table would silently win."""
    programs = import_module(f"assent.shell.programs.{module}").PROGRAMS
    for name, top in programs.items():
        for path, spec in _rows(top, (name,)):
            twice = {flag: places for flag, places in _tables(spec).items() if len(places) > 1}
            assert not twice, path


def test_a_flag_that_stands_twice_is_seen() -> None:
    row = {"flags": "-a -t", "adds": {"-t --show": "read-secret"}, "values": {"-n": "data"}}
    assert {flag for flag, places in _tables(row).items() if len(places) > 1} == {"-t"}


@pytest.mark.parametrize("name", sorted(MODULES))
def test_every_name_in_a_table_is_one_the_interpreter_knows(name: str) -> None:
    """A role or effect that is spelt wrong would be read as `unknown` at best."""
    module = import_module(f"assent.shell.programs.{MODULES[name]}")
    for path, spec in _rows(module.PROGRAMS[name], (name,)):
        used = set(spec.get("operands", "").replace("*", "").split())
        used |= {*spec.get("values", {}).values(), *spec.get("optional", {}).values()}
        assert used <= ROLES, path
        effects = [spec.get("effects", ""), *spec.get("adds", {}).values()]
        assert set(" ".join(effects).split()) <= set(NAMES), path
        assert "special" not in spec or callable(getattr(module, spec["special"])), path
