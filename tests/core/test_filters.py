"""A search of contents counts as the worst of what its directory may hold."""

from __future__ import annotations

import pytest

from assent.core.call import Call
from assent.core.effect import names_of
from assent.core.facts import Facts
from assent.core.tool_calls import read_tool

HOME, PROJECT = "/home/u", "/home/u/p"
FACTS = Facts(HOME, PROJECT, links={"/home/u/p/link": "/home/u/.config", "/srv/x": "/etc/ssl"})


def is_secret(path: str, project: str = PROJECT) -> bool:
    facts = Facts(HOME, project, links=FACTS.links)
    call = Call("Grep", {"pattern": "x", "path": path}, project, project)
    return "read-secret" in names_of(read_tool(call, facts).effects)


@pytest.mark.parametrize(
    "path",
    [
        "/", "/home", "/home/u", "/etc", "/etc/ssl", "/etc/ssl/private", "/etc/ssh", "/run", "/run/secrets", "/var", "/var/lib",
        "/var/lib/docker/volumes", "/home/u/.config", "/home/u/.config/gh", "/home/u/.local", "/home/u/.local/share",
        "/home/u/.docker", "/home/u/.cargo", "/home/u/.m2", "/home/u/.cache/huggingface", "/home/u/Library/Keychains", "/home/u/snap",
        "/home/other/.config", "/home/other/.ssh", "/root/.config", "/Users/me/Library", "/HOME/U/.Config", "~/.config",
        "link", "link/gh", "/srv/x", "../.config", "/usr/local/etc",
    ],
)  # fmt: skip
def test_it_may_hold_secrets(path: str) -> None:
    assert is_secret(path)


@pytest.mark.parametrize(
    "path",
    [
        ".", "src", ".github", ".vscode", "/home/u/p/.config", "/home/u/other", "/usr/include", "/usr/share/doc", "/usr/lib/python3",
        "/home/u/.cargo/registry/src", "/home/u/.rustup/toolchains/stable/share/doc", "/home/u/.local/lib/python3.12",
        "/home/u/.pyenv/versions/3.12.1/lib", "/home/u/go/pkg/mod", "/tmp/x", "/opt/tool",
    ],
)  # fmt: skip
def test_it_holds_none(path: str) -> None:
    assert not is_secret(path)


def test_a_hidden_folder_that_is_the_project_is_searched_as_one() -> None:
    assert not is_secret("lua", "/home/u/.config/nvim")
    assert is_secret("/home/u/.config/gh", "/home/u/.config/nvim")
