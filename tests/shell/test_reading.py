"""What a shell call says beside its text."""

from __future__ import annotations

from assent.core.call import Call, Reading
from assent.core.effect import PRIVILEGE
from assent.shell.reading import read_call
from tests.shell.world import PROJECT, facts


def reading(**more: object) -> Reading:
    return read_call(Call("Bash", {"command": "git status && ls", **more}, PROJECT), facts())


def test_a_call_that_leaves_the_agents_sandbox_is_privileged_so_that_not_even_an_exact_rule_covers_it() -> (
    None
):
    assert not reading(dangerouslyDisableSandbox=False).effects & PRIVILEGE
    assert not reading(run_in_background=True).effects & PRIVILEGE
    assert all(part.extra & PRIVILEGE for part in reading(dangerouslyDisableSandbox=True).parts)


def test_a_call_that_asks_for_more_hosts_or_another_machine_is_privileged() -> None:
    assert not reading(allowed_domains=[]).effects & PRIVILEGE
    assert not reading(_host="").effects & PRIVILEGE
    for asked in (reading(allowed_domains=["example.com"]), reading(_host="laptop")):
        assert all(part.extra & PRIVILEGE for part in asked.parts)


def test_a_command_that_is_no_text_is_not_read() -> None:
    made = read_call(Call("Bash", {"command": 7}, PROJECT), facts())
    assert made.form
    assert all(part.opaque for part in made.parts)
