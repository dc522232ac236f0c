"""What changes the files that guard the agent, and what only stands beside them."""

from __future__ import annotations

import pytest

from assent.core import effect
from assent.core.call import Call, Part
from assent.core.facts import Facts
from assent.core.owned import SHARED
from assent.core.pattern import Pattern, forbids
from assent.policy.pattern import read_pattern

HOME, PROJECT = "/home/u", "/home/u/p"
FACTS = Facts(
    HOME,
    PROJECT,
    ours=["/home/u/.config/assent", "/opt/tools/Assent", "/usr/lib/python3/assent"],
    links={"/home/u/p/link": "/home/u/.config/assent"},
)
BASH = Call("Bash", {"command": "x"}, PROJECT, PROJECT)


def guard(text: str) -> Pattern:
    made = read_pattern(text, "deny")
    assert isinstance(made, Pattern), made
    return made


def writes(
    path: str, *, effects: int = effect.WRITE_ELSEWHERE, read: bool = False, program: str = "x"
) -> bool:
    """Whether the guard of what is ours meets a part that writes there."""
    part = Part((program,), PROJECT)
    part.effects, part.writes = effects, [path]
    part.reads = [path] if read else []
    return forbids(guard("Write(@assent)"), BASH, part, FACTS)


CHANGED = [
    pytest.param("/home/u/.config/assent", id="ours"),
    pytest.param("/home/u/.config/assent/policy.toml", id="below-ours"),
    pytest.param("/HOME/u/.Config/ASSENT/x", id="in-capitals"),
    pytest.param("/opt/tools/assent/x", id="ours-with-a-capital"),
    pytest.param("/home/u/.config", id="the-folder-that-holds-ours"),
    pytest.param("/opt/tools", id="the-folder-that-holds-ours-elsewhere"),
    pytest.param("/home/u/.config/ass*", id="a-wildcard"),
    pytest.param("/home/u/.config/*/policy.toml", id="a-wildcard-on-the-way"),
    pytest.param("/home/u/.config/assent/*", id="a-wildcard-below"),
    pytest.param("/home/u/.c*", id="a-wildcard-for-the-folder-that-holds-ours"),
    pytest.param("/home/u/.[a-d]onfig/assen?", id="a-class-and-one-letter"),
    pytest.param("/opt/t*", id="a-wildcard-for-a-folder-elsewhere"),
]


@pytest.mark.parametrize("path", CHANGED)
def test_a_write_there_changes_what_guards(path: str) -> None:
    assert writes(path)


def test_making_a_folder_that_is_there_changes_nothing_of_ours_but_one_below_does() -> None:
    assert not writes("/home/u/.config", program="mkdir")
    assert not writes("/opt/tools", program="mkdir")
    assert writes("/home/u/.config", program="./mkdir")
    assert writes("/home/u/.config/assent/x", program="mkdir")


BESIDE = [
    pytest.param("/home/u/.config/assent2", id="a-longer-name"),
    pytest.param("/home/u/.config/other", id="a-neighbour"),
    pytest.param("/home/u/*", id="a-star-stands-for-no-dot"),
    pytest.param("/home/u/.config/x*", id="a-wildcard-of-another-name"),
    pytest.param("/home/u", id="the-home"),
    pytest.param("/home", id="what-holds-the-home"),
    pytest.param("/opt", id="a-top-folder"),
    pytest.param("/usr/lib/python3", id="a-folder-of-everybodys"),
    pytest.param("/srv/x", id="elsewhere"),
]


@pytest.mark.parametrize("path", BESIDE)
def test_a_write_beside_it_does_not(path: str) -> None:
    assert not writes(path)


TAKEN = [
    each
    for each in BESIDE
    if each.id in ("the-home", "what-holds-the-home", "a-top-folder", "a-folder-of-everybodys")
]


@pytest.mark.parametrize("path", TAKEN)
def test_a_folder_of_everybodys_takes_ours_along_when_it_is_moved_or_removed(path: str) -> None:
    assert writes(path, effects=effect.DESTROY)
    assert writes(path, read=True)


@pytest.mark.parametrize("path", ["/home/u/.config/other", "/srv/x"])
def test_what_does_not_hold_ours_takes_nothing_along(path: str) -> None:
    assert not writes(path, effects=effect.DESTROY, read=True)


# Any change of a folder that holds ours counts, but of these: everybody puts something there.
FOR_ALL = """/usr/bin /usr/lib /usr/lib64 /usr/share /usr/lib/python3 /usr/local /usr/local/bin /usr/local/lib /usr/local/lib64
/usr/local/share /var/lib /private /private/tmp /opt/homebrew /opt/homebrew/bin /opt/homebrew/lib
/library/application_support /tmp /var/tmp""".split()


@pytest.mark.parametrize("folder", [each.replace("_", " ") for each in FOR_ALL])
def test_to_put_something_into_a_folder_of_everybodys_changes_nothing_of_ours(folder: str) -> None:
    facts = Facts(HOME, PROJECT, ours=[folder + "/assent"])
    part = Part(("x",), PROJECT)
    part.writes = [folder]
    assert folder in SHARED
    assert not forbids(guard("Write(@assent)"), BASH, part, facts)
    part.writes = [folder + "/assent"]
    assert forbids(guard("Write(@assent)"), BASH, part, facts)


def test_the_folder_that_holds_the_project_is_everybodys() -> None:
    facts = Facts(HOME, "/srv/work/p", ours=["/srv/work/assent"])
    part = Part(("x",), PROJECT)
    part.writes = ["/srv/work"]
    assert not forbids(guard("Write(@assent)"), BASH, part, facts)
    part.writes = ["/srv/work/assent"]
    assert forbids(guard("Write(@assent)"), BASH, part, facts)


def test_one_of_several_writes_is_enough() -> None:
    part = Part(("x",), PROJECT)
    part.writes = ["/srv/x", "/opt", "/home/u/.config/assent/x"]
    assert forbids(guard("Write(@assent)"), BASH, part, FACTS)


# ----------------------------------------------------------------------- words of programs that no table speaks of

NAMED = [
    pytest.param(["/home/u/.config/assent/policy.toml"], id="a-path"),
    pytest.param(["x", "~/.config/assent"], id="a-later-word-from-the-home"),
    pytest.param(["../.config/assent/x"], id="from-where-it-runs"),
    pytest.param(["link/x"], id="through-a-link"),
    pytest.param(["--to=/home/u/.config/assent"], id="behind-a-flag"),
    pytest.param(["-o/home/u/.config/assent"], id="joined-to-a-flag"),
    pytest.param(["to=/home/u/.config/assent"], id="behind-a-name"),
    pytest.param(["/home/u/.config/ass*"], id="a-wildcard"),
    pytest.param([None, "/home/u/.config/assent"], id="behind-an-unknown-word"),
]
UNNAMED = [
    pytest.param(["/home/u/.config"], id="the-folder-that-holds-ours"),
    pytest.param(["/home/u/.config/other"], id="a-neighbour"),
    pytest.param(["--x", "-", "", None], id="no-path"),
    pytest.param([], id="no-word"),
]


def meets(words: list[str | None], effects: int, **more: list[str]) -> bool:
    part = Part(("frob", *words), PROJECT)
    part.effects = effects
    for name, paths in more.items():
        setattr(part, name, paths)
    return forbids(guard("Read(@assent)"), BASH, part, FACTS)


@pytest.mark.parametrize("kind", [effect.UNKNOWN, effect.PRIVILEGE, effect.SYSTEM])
@pytest.mark.parametrize("words", NAMED)
def test_what_is_ours_in_a_word_of_a_program_that_may_do_anything_is_met(
    words: list[str | None], kind: int
) -> None:
    assert meets(words, kind | effect.READ_PROJECT)
    assert not meets(words, effect.ALL & ~(effect.UNKNOWN | effect.PRIVILEGE | effect.SYSTEM))


@pytest.mark.parametrize("words", UNNAMED)
def test_a_word_beside_what_is_ours_is_not_met(words: list[str | None]) -> None:
    assert not meets(words, effect.UNKNOWN)


@pytest.mark.parametrize("known", ["reads", "writes"])
def test_a_word_that_a_table_reads_as_a_path_is_left_to_the_guard_of_writes(known: str) -> None:
    path = "/home/u/.config/assent/x"
    assert not meets([path], effect.UNKNOWN, **{known: [path]})
    assert meets([path, path + "2"], effect.UNKNOWN, **{known: [path]})


def test_the_programs_own_name_is_no_path_of_ours() -> None:
    part = Part(("/opt/tools/Assent", "x"), PROJECT)
    part.effects = effect.UNKNOWN
    assert not forbids(guard("Read(@assent)"), BASH, part, FACTS)


@pytest.mark.parametrize("text", ["Write(@assent)", "Read(@assent)"])
def test_a_part_that_neither_writes_nor_may_do_anything_meets_no_guard(text: str) -> None:
    part = Part(("cat", "/home/u/.config/assent/x"), PROJECT)
    part.effects, part.reads = effect.READ_ELSEWHERE, ["/home/u/.config/assent/x"]
    assert not forbids(guard(text), BASH, part, FACTS)
