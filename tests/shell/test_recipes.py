"""A denial holds for what a task of the project says in plain words that it runs; an allow never depends on it."""

from __future__ import annotations

import pytest

from assent.core.call import Reading
from assent.shell.reading import read_shell, wanted_texts
from tests.shell.world import PROJECT, facts

TEXTS = {
    "package.json": '{"scripts": {"clean": "rm -rf src && echo done", "prebuild": "rm -rf lib", "build": "tsc", "all": "npm run clean",'
    ' "loop": "npm run loop", "test": "git push --force", "odd": 3, "open": "rm -rf \\"$DIR\\""}}',
    "Makefile": "all: clean\n\tcc a.c\nclean other:\n\t@rm -rf src\n\t-git push --force origin x\n\t$(RM) $(OBJS)\n# rm x\nrun: ; ls\n",
    "justfile": "default:\n    echo hi\n\nclean dir='x':\n    @rm -rf src\n    rm {{dir}}\n",
}
# Call → argv that a denial must see.
SEEN = {
    "npm run clean": ("rm", "-rf", "src"),
    "npm run build": ("rm", "-rf", "lib"),
    "npm run all": ("rm", "-rf", "src"),
    "npm test": ("git", "push", "--force"),
    "yarn clean": ("rm", "-rf", "src"),
    "yarn run clean": ("rm", "-rf", "src"),
    "pnpm clean": ("rm", "-rf", "src"),
    "pnpm run clean": ("rm", "-rf", "src"),
    "CI=1 timeout 5 npm run clean": ("rm", "-rf", "src"),
    "cd /home/u/project && npm run clean": ("rm", "-rf", "src"),
    "bash -c 'npm run clean'": ("rm", "-rf", "src"),
    "make clean": ("rm", "-rf", "src"),
    "make other": ("git", "push", "--force", "origin", "x"),
    "make -s all clean": ("rm", "-rf", "src"),
    "just clean": ("rm", "-rf", "src"),
}  # fmt: skip
UNSEEN = (
    "npm run loop",
    "npm run odd",
    "npm run nothing",
    "make all",
    "make run",
    "just default",
    "npm ci",
    "npm run open",
)


def read(text: str, **more: str) -> Reading:
    world = facts()
    world.texts = {f"{PROJECT}/{name}": said for name, said in {**TEXTS, **more}.items()}
    return read_shell(text, world)


@pytest.mark.parametrize(("call", "argv"), SEEN.items(), ids=SEEN.keys())
def test_a_denial_sees_what_the_task_says(call: str, argv: tuple[str, ...]) -> None:
    assert any(argv in part.seen for part in read(call).parts)


@pytest.mark.parametrize("call", [*SEEN, *UNSEEN])
def test_nothing_else_changes_by_it(call: str) -> None:
    with_texts, without = read(call), read_shell(call, facts())
    assert with_texts.form == without.form
    for part, other in zip(with_texts.parts, without.parts, strict=True):
        assert (part.effects, part.opaque, part.meaning, part.plain, part.argv) == (
            other.effects, other.opaque, other.meaning, other.plain, other.argv,
        )  # fmt: skip


@pytest.mark.parametrize("call", UNSEEN)
def test_what_it_does_not_say_plainly_is_not_seen(call: str) -> None:
    assert not any("src" in argv or "lib" in argv for part in read(call).parts for argv in part.seen)


def test_the_files_are_asked_for_once() -> None:
    assert wanted_texts(read_shell("npm run clean; npm run build", facts())) == [f"{PROJECT}/package.json"]
    assert wanted_texts(read_shell("npm ci && git status", facts())) == []


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"scripts": []}', "\0", "{" * 5000, '{"scripts": {"clean": "((("}}']
)
def test_a_file_that_says_nothing_is_no_mistake(text: str) -> None:
    assert read("npm run clean", **{"package.json": text}).parts
