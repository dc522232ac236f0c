"""What a path means: tricks are undone, secrets and obeyed files are seen wherever they stand."""

from __future__ import annotations

import fnmatch
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assent.core import effect, paths, places
from assent.core.facts import Facts
from tests.jsonl import rows

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
    assert places.read_effect(path, FACTS) & effect.READ_SECRET


@pytest.mark.parametrize("path", PLAIN)
def test_reading_plain_files_is_no_secret(path: str) -> None:
    assert not places.read_effect(path, FACTS) & effect.READ_SECRET


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
    assert places.write_effect(path, FACTS) & effect.RUN_CODE


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
    assert effect.names_of(places.write_effect(path, FACTS)) == effect.names_of(wanted)


def test_without_a_project_nothing_is_the_projects() -> None:
    bare = Facts(HOME, "", "/")
    assert places.read_effect("/home/u/x", bare) == effect.READ_ELSEWHERE
    assert places.write_effect("/home/u/x", bare) == effect.WRITE_ELSEWHERE


@pytest.mark.parametrize("path", ["/", "/etc", "/home/u", "/home", "/*", "/home/u/*", "/home/u/.*", "/Usr"])
def test_critical_directories_are_known(path: str) -> None:
    assert places.is_critical(path, FACTS)


@pytest.mark.parametrize("path", ["/home/u/p", "/home/u/p/build", "/tmp/x", "/home/u/p/*"])
def test_ordinary_directories_are_not_critical(path: str) -> None:
    assert not places.is_critical(path, FACTS)


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
    assert places.write_effect(path, FACTS) == effect.WRITE_PROJECT


# Where tools keep credentials, by their own documentation, and ordinary places beside them.
PLACES = rows(Path(__file__).parent / "places.jsonl")


def _full(path: str, home: str = HOME) -> str:
    return home + path[1:] if path.startswith("~") else path


def _secret(path: str, facts: Facts) -> bool:
    return bool(places.read_effect(path, facts) & effect.READ_SECRET)


def test_the_table_of_places_is_as_wide_as_it_says() -> None:
    assert len([row for row in PLACES if row["secret"]]) >= 150
    assert len([row for row in PLACES if not row["secret"]]) >= 60


@pytest.mark.parametrize("row", PLACES, ids=lambda row: row["path"])
def test_outside_the_project_a_private_place_is_secret_and_a_public_one_is_not(
    row: dict[str, object],
) -> None:
    assert _secret(_full(str(row["path"])), FACTS) == row["secret"]


@pytest.mark.parametrize("home", ["/root", "/data/people/u", "/tmp/t/home", "/var/lib/agent"])
def test_the_home_is_where_the_facts_say(home: str) -> None:
    facts = Facts(home, "/work/p")
    found = [
        row["path"]
        for row in PLACES
        if row["path"].startswith("~") and _secret(_full(row["path"], home), facts) != row["secret"]
    ]
    assert found == []


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/home/u/.dotfiles/x", id="a-project-in-a-hidden-directory"),
        pytest.param("/home/u/.dotfiles/.config/x", id="hidden-in-it"),
        pytest.param("/home/u/.dotfiles/*", id="all-of-it"),
    ],
)
def test_inside_a_project_its_own_rules_hold_wherever_it_stands(path: str) -> None:
    assert places.read_effect(path, Facts(HOME, "/home/u/.dotfiles")) == effect.READ_PROJECT
    assert _secret(path, FACTS)


def test_a_secret_by_name_is_one_in_such_a_project_too() -> None:
    assert _secret("/home/u/.dotfiles/.netrc", Facts(HOME, "/home/u/.dotfiles"))


@pytest.mark.parametrize("project", ["/home/u", "/home", "/"])
def test_a_project_that_holds_the_home_opens_nothing_of_it(project: str) -> None:
    assert _secret("/home/u/.docker/config.json", Facts(HOME, project))
    assert not _secret("/home/u/src/main.py", Facts(HOME, project))


def test_what_counts_is_where_a_link_leads() -> None:
    facts = Facts(
        HOME, PROJECT, links={"/home/u/.config/nvim": PROJECT + "/nvim", PROJECT + "/x": "/home/u/.docker"}
    )
    assert places.read_effect("/home/u/.config/nvim/init.lua", facts) == effect.READ_PROJECT
    assert _secret(PROJECT + "/x/config.json", facts)


@pytest.mark.parametrize(
    "path", ["/home/u/.docker", "/etc", "/proc/1", "/dev", "/run/secrets", "/home/u/.config/x"]
)
def test_the_names_in_a_private_place_are_told(path: str) -> None:
    assert places.list_effect(path, FACTS) == effect.READ_ELSEWHERE


@pytest.mark.parametrize("path", ["/home/u/.ssh", "/home/u/p/.env", "/home/*/x"])
def test_even_the_names_are_secret_where_the_name_says_so(path: str) -> None:
    assert places.list_effect(path, FACTS) == effect.READ_SECRET


DEEP_SECRET = [
    "/", "/home", "/home/u", "/home/u/.config", "/home/u/.docker", "/home/u/other", "/home/u/other/*", "/etc", "/etc/nginx", "/var",
    "/var/log", "/srv/app", "/opt", "/tmp", "/proc", "/run", "/usr", "/usr/local", "/home/u/.oh-my-zsh", "/home/u/.cache", "/data",
]  # fmt: skip
DEEP_PLAIN = [
    "/home/u/p", "/home/u/p/src", "/tmp/x", "/usr/include", "/usr/lib/python3", "/usr/share/doc", "/home/u/.cargo/registry",
    "/home/u/go/pkg/mod", "/home/u/other/node_modules/x", "/home/u/.cache/pip", "/etc/ssl/certs", "/nix/store/x",
    "/home/u/.claude/skills", "/home/u/.claude/projects/-x/memory",
]  # fmt: skip


@pytest.mark.parametrize("path", DEEP_SECRET)
def test_a_whole_tree_outside_is_secret(path: str) -> None:
    assert places.deep_effect(path, FACTS) == effect.READ_SECRET


@pytest.mark.parametrize("path", DEEP_PLAIN)
def test_a_whole_tree_of_the_project_or_of_public_files_is_not(path: str) -> None:
    assert places.deep_effect(path, FACTS) == 0


@pytest.mark.parametrize("path", ["/tmp/t", "/tmp/t/home", "/tmp/t/home/x", "/usr/people"])
def test_a_tree_that_holds_the_home_or_lies_in_it_is_secret_wherever_the_home_is(path: str) -> None:
    home = "/usr/people/u" if path.startswith("/usr") else "/tmp/t/home"
    assert places.deep_effect(path, Facts(home, home + "/p")) == effect.READ_SECRET


def test_a_home_below_the_temporary_directory_is_a_home() -> None:
    facts = Facts("/tmp/t/home", "/tmp/t/home/p")
    assert places.write_effect("/tmp/t/home/x", facts) == effect.WRITE_ELSEWHERE
    assert places.write_effect("/tmp/t/x", facts) == effect.WRITE_TMP
    assert places.write_effect("/tmp/t/home/p/x", facts) == effect.WRITE_PROJECT


@given(st.text("ab/*.", max_size=9), st.text("ab/.", max_size=9))
def test_a_pattern_of_pieces_and_stars_matches_as_any_other(pattern: str, text: str) -> None:
    assert paths.glob(pattern, text) == paths._globbed(pattern, text)


UNSEEN = [0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF]


def test_letters_that_cannot_be_seen_count_for_nothing_and_their_neighbours_do() -> None:
    gone = [code for code in range(0x80, 0x10000) if paths.folded(f"/a{chr(code)}b") == "/ab"]
    assert gone == UNSEEN


# What is left again by `..` → the folders, and where the kernel ends. `p/link` is /etc, `p/keys` is ~/.ssh.
CLIMBED = [
    pytest.param("link/../x", PROJECT, ["/home/u/p/link"], "/x", id="behind-a-link"),
    pytest.param("a/b/../../x", PROJECT, ["/home/u/p/a/b", "/home/u/p/a"], "/home/u/p/x", id="twice"),
    pytest.param("/home/u/p/keys/../../x", "", ["/home/u/p/keys", "/home/u"], "/home/x", id="from-the-root"),
    pytest.param("../x", PROJECT, [PROJECT], "/home/u/x", id="out-of-where-it-runs"),
    pytest.param("/../x", "", ["/"], "/x", id="above-the-root"),
    pytest.param("link/x", PROJECT, [], "/home/u/p/link/x", id="never-left"),
]


@pytest.mark.parametrize(("path", "start", "left", "end"), CLIMBED)
def test_two_dots_lead_to_the_parent_of_what_a_link_points_to(
    path: str, start: str, left: list[str], end: str
) -> None:
    assert paths.climbed(path, start, FACTS) == (left, end)


RESOLVED = [
    ("/home/u/p/link", "/etc"), ("/home/u/p/link/a/b", "/etc/a/b"), ("/home/u/p/keys/id", "/home/u/.ssh/id"), ("/home/u/p/linkx", "/home/u/p/linkx"),
    ("/home/u/p", "/home/u/p"), ("/link", "/link"), ("/", "/"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "real"), RESOLVED)
def test_a_path_behind_a_link_is_where_the_link_leads(path: str, real: str) -> None:
    assert paths.resolved(path, FACTS) == real


def test_a_link_right_below_the_root_leads_on() -> None:
    assert paths.resolved("/l/x", Facts(HOME, PROJECT, links={"/l": "/etc"})) == "/etc/x"


PROC = [
    ("/proc/1/task/2/root/x", "/x"), ("/proc/1/root", "/"), ("/proc/root/x", "/proc/root/x"), ("/proc/1/x/2/root/x", "/proc/1/x/2/root/x"),
    ("/a/1/root/x", "/a/1/root/x"), ("/proc/1/cwd/x", "/proc/1/cwd/x"), ("/x/proc/1/root", "/x/proc/1/root"),
    ("/root/x", "/root/x"), ("/proc/1/root/proc/2/root/x", "/x"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "wanted"), PROC)
def test_only_the_root_of_a_process_leads_back_to_the_root(path: str, wanted: str) -> None:
    assert paths.normal(path) == wanted


INSIDE = [
    ("/a", "/a", True), ("/a/b", "/a", True), ("/ab", "/a", False), ("/a", "/a/b", False), ("/a", "/", True), ("/", "/", True),
    ("a", "/", False), ("/a", "", False), ("", "", False),
]  # fmt: skip


@pytest.mark.parametrize(("path", "root", "wanted"), INSIDE)
def test_what_lies_inside_is_the_root_or_below_it(path: str, root: str, wanted: bool) -> None:
    assert paths.inside(path, root) == wanted


ABSOLUTE = [
    ("~", "/c", "/home/u"), ("~/x", "/c", "/home/u/x"), ("~x", "/c", "/c/~x"), ("x/~", "/c", "/c/x/~"), ("/x", "", "/x"),
    ("x", "/c", "/c/x"), ("x", "", ""), ("~/x", "", "/home/u/x"), ("", "/c", "/c"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "cwd", "wanted"), ABSOLUTE)
def test_an_operand_is_made_absolute_as_a_shell_does(path: str, cwd: str, wanted: str) -> None:
    assert paths.absolute(path, cwd, HOME) == wanted
