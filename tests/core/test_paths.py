"""What a path means: tricks are undone, secrets and obeyed files are seen wherever they stand."""

from __future__ import annotations

import fnmatch
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assent.core import effect, paths
from assent.core.facts import Facts

HOME, PROJECT = "/home/u", "/home/u/p"
FACTS = Facts(
    HOME,
    PROJECT,
    links={"/home/u/p/link": "/etc", "/home/u/p/keys": "/home/u/.ssh"},
    ours=["/home/u/.config/assent"],
)

NORMAL = [
    pytest.param("/a/./b//c/", "/a/b/c", id="dots-and-slashes"),
    pytest.param("/a/../../b", "/b", id="above-the-root"),
    pytest.param("/proc/self/root/home/u/.ssh/id_rsa", "/home/u/.ssh/id_rsa", id="proc-root"),
    pytest.param("/proc/1234/root/etc", "/etc", id="proc-pid-root"),
    pytest.param("/", "/", id="root"),
]


@pytest.mark.parametrize(("given_", "wanted"), NORMAL)
def test_a_path_is_freed_of_tricks(given_: str, wanted: str) -> None:
    assert paths.normal(given_) == wanted


SECRET = [
    "/home/u/.ssh/id_rsa", "/home/u/.SSH/ID_RSA", "/home/u/p/.env", "/home/u/p/sub/.env.local", "/x/server.pem", "/x/.aws/credentials",
    "/proc/self/environ", "/etc/shadow", "/home/u/.config/gh/hosts.yml", "/home/u/p/.e?v", "/home/u/p/*.pem", "/home/u/.s*/id",
    "/home/u/p/.en*", "/???/p?ss??", "/home/u/.claude.json", "/home/u/.netrc",
    "/home/u/p/.[[:lower:]]nv", "/home/u/.ne[[:alpha:]]rc", "/home/u/.[[.s.]]sh/config", "/home/u/.[!a]nv", "/home/u/.pgpas?",
    "/home/u/.bash_h*", "/home/u/p/id_e*", "/home/u/p/.dev.v*", "/home/u/p/terraform.tfs*",
]  # fmt: skip
PLAIN = [
    "/home/u/p/README.md",
    "/home/u/p/.env.example",
    "/home/u/.ssh/id_ed25519.pub",
    "/home/u/p/*.py",
    "/home/u/p/environment.ts",
    "/home/u/p/*",
    "/home/u/p/*.md",
    "/home/u/p/src/[a-z]*.ts",
    "/home/u/p/[[:alpha:]]*",
]


@pytest.mark.parametrize("path", SECRET)
def test_reading_a_secret_is_seen(path: str) -> None:
    assert paths.read_effect(path, FACTS) & effect.READ_SECRET


@pytest.mark.parametrize("path", PLAIN)
def test_reading_plain_files_is_no_secret(path: str) -> None:
    assert not paths.read_effect(path, FACTS) & effect.READ_SECRET


OBEYED = [
    "/home/u/.bashrc", "/home/u/p/.git/hooks/pre-commit", "/home/u/p/.git/config", "/home/u/p/.github/workflows/ci.yml",
    "/home/u/p/.claude/settings.json", "/home/u/.config/assent/policy.toml", "/home/u/.ssh/authorized_keys", "/home/u/p/.envrc",
    "/home/u/p/.vscode/tasks.json", "/home/u/.local/bin/git", "/home/u/p/.gitl*", "/home/u/.bash*", "/home/u/p/.GIT/hooks/x", "/home/u/p/keys/x",
    "/home/u/p/.gitmod*", "/home/u/p/.pre-commit-c*", "/home/u/.vimr?", "/home/u/p/.[[:alpha:]]it/config", "/home/u/p/.g?t/x",
    "/home/u/p/.github/work*/ci.yml", "/home/u/p/.gith*/workflows/x", "/home/u/p/Jenkinsf*", "/home/u/.config/fi*/x",
    "/home/u/p/sitecustomiz?.py",
]  # fmt: skip


@pytest.mark.parametrize("path", OBEYED)
def test_writing_what_is_obeyed_later_is_running_code(path: str) -> None:
    assert paths.write_effect(path, FACTS) & effect.RUN_CODE


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        pytest.param("/home/u/p/src/x.py", effect.WRITE_PROJECT, id="project"),
        pytest.param("/tmp/x", effect.WRITE_TMP, id="tmp"),
        pytest.param("/tmp", effect.WRITE_ELSEWHERE, id="the-tmp-directory-itself"),
        pytest.param("/home/u/other/x", effect.WRITE_ELSEWHERE, id="elsewhere"),
        pytest.param(
            "/home/u/p/link/passwd",
            effect.WRITE_PROJECT | effect.SYSTEM | effect.WRITE_ELSEWHERE,
            id="link-out",
        ),
        pytest.param("/dev/null", 0, id="null"),
        pytest.param("/dev/sda", effect.SYSTEM | effect.WRITE_ELSEWHERE, id="disk"),
        pytest.param("/etc/hosts", effect.SYSTEM | effect.WRITE_ELSEWHERE, id="system"),
        pytest.param("/home/u/pp/x", effect.WRITE_ELSEWHERE, id="a-neighbour-with-the-same-beginning"),
    ],
)
def test_a_write_has_the_effect_of_its_place(path: str, wanted: int) -> None:
    assert effect.names_of(paths.write_effect(path, FACTS)) == effect.names_of(wanted)


def test_without_a_project_nothing_is_the_projects() -> None:
    bare = Facts(HOME, "", "/")
    assert paths.read_effect("/home/u/x", bare) == effect.READ_ELSEWHERE
    assert paths.write_effect("/home/u/x", bare) == effect.WRITE_ELSEWHERE


@pytest.mark.parametrize("path", ["/", "/etc", "/home/u", "/home", "/*", "/home/u/*", "/home/u/.*", "/Usr"])
def test_critical_directories_are_known(path: str) -> None:
    assert paths.is_critical(path, FACTS)


@pytest.mark.parametrize("path", ["/home/u/p", "/home/u/p/build", "/tmp/x", "/home/u/p/*"])
def test_ordinary_directories_are_not_critical(path: str) -> None:
    assert not paths.is_critical(path, FACTS)


@given(st.text(alphabet="ab*?", max_size=12), st.text(alphabet="ab", max_size=12))
def test_the_glob_agrees_with_the_standard_library(pattern: str, text: str) -> None:
    assert paths.glob(pattern, text) == bool(re.match(fnmatch.translate(pattern), text))


@given(st.text(alphabet="a[]!-b*?^", max_size=12), st.text(alphabet="ab-]", max_size=8))
def test_no_glob_breaks(pattern: str, text: str) -> None:
    assert paths.glob(pattern, text) in (True, False)


@given(st.text(max_size=30))
def test_a_normal_path_stays_as_it_is(path: str) -> None:
    once = paths.normal(path)
    assert paths.normal(once) == once
    assert once.startswith("/")


@pytest.mark.parametrize(
    "path",
    ["/home/u/p/*", "/home/u/p/*.py", "/home/u/p/src/test_*.py", "/home/u/p/*/*.txt", "/home/u/p/[a-c]*.md"],
)
def test_writing_what_an_ordinary_glob_names_stays_in_the_project(path: str) -> None:
    assert paths.write_effect(path, FACTS) == effect.WRITE_PROJECT
