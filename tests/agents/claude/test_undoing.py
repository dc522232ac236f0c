"""What a person took back, told from session logs: what is no undo first, then what is one, however a log is cut."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assent.agents.claude.log.reader import open_log
from assent.agents.claude.log.wishes import asks_to_undo, corrects
from tests.agents.claude.talks import RULE, Talk


def taken_back(talk: Talk) -> dict[str, int]:
    """Call → how many were taken back at once."""
    reader = open_log()
    reader.read(talk.data)
    return dict(reader.taken_back())


A, B = "/work/p/src/a.py", "/work/p/src/b.py"
HERE = "git checkout -- src/a.py"


def edited() -> Talk:
    """A turn in which one file was changed."""
    return Talk().says("change a").edits(A)


# id → a session in which nothing is taken back
NO_UNDO: dict[str, Callable[[], Talk]] = {
    "the-agents-own-tidying-in-the-same-turn": lambda: edited().runs(HERE),
    "the-agents-own-tidying-in-a-later-turn": lambda: edited().says("now add a test").runs(HERE),
    "a-wish-that-no-command-follows": lambda: edited().says("undo that").runs("git status"),
    "a-wish-about-another-file": lambda: edited().says("revert that").runs("git checkout -- src/b.py"),
    "an-agents-own-change-after-the-wish": lambda: Talk().says("revert a").edits(A).runs(HERE),
    "the-word-in-the-middle-of-a-task": lambda: edited().says("implement the undo button").runs(HERE),
    "a-wish-denied": lambda: edited().says("don't revert it").runs(HERE),
    "an-undo-that-failed": lambda: edited().types(HERE, failed="error: pathspec 'src/a.py' did not match"),
    "an-undo-that-never-ended": lambda: edited().says(f"<bash-input>{HERE}</bash-input>"),
    "another-file-by-hand": lambda: edited().types("git checkout -- src/b.py"),
    "another-directory-by-hand": lambda: edited().types("cd docs && git checkout ."),
    "a-branch": lambda: edited().types("git checkout main"),
    "a-new-branch": lambda: edited().types("git checkout -b src"),
    "a-branch-switched-to": lambda: edited().types("git switch main"),
    "only-unstaged": lambda: edited().types("git restore --staged src/a.py"),
    "only-unstaged-by-reset": lambda: edited().types("git reset src/a.py"),
    "a-bare-reset-unstages": lambda: edited().types("git reset"),
    "some-lines-chosen": lambda: edited().types("git checkout -p src/a.py"),
    "a-revert-given-up": lambda: edited().types("git revert --abort"),
    "a-commit-that-nobody-here-made": lambda: edited().types("git revert 1234567"),
    "only-words-about-it": lambda: edited().types("echo git checkout -- src/a.py"),
    "a-command-that-cannot-be-read": lambda: edited().types("git checkout -- $(cat list"),
    "a-variable-for-a-path": lambda: edited().types("git checkout -- $FILE"),
    "not-in-time": lambda: edited().wait(9).types(HERE),
    "committed-by-the-person-before": lambda: edited().types("git commit -am wip").types(HERE),
    "committed-by-the-agent-before": lambda: edited().runs("git commit -am x").types("git checkout ."),
    "a-turn-before-the-last-that-changed-something": lambda: edited().says("and b").edits(B).types(HERE),
    "a-call-that-failed": lambda: Talk().says("go").calls_tool("Edit", file_path=A).ends("x", error=True).types(HERE),
    "a-commit-and-nothing-else": lambda: Talk().says("go").runs("git commit -am x").types("git checkout HEAD~1 -- ."),
    "a-call-that-only-read": lambda: Talk().says("go").runs("cat src/a.py").types("git checkout ."),
    "a-run-without-a-person": lambda: Talk(entrypoint="sdk-cli").says("change a").edits(A).types(HERE),
    "words-that-no-person-typed": lambda: edited().says("revert that", origin={"kind": "task"}).runs(HERE),
    "words-of-the-client": lambda: edited().says("revert that", isMeta=True).runs(HERE),
    "words-to-a-helper": lambda: edited().says("revert that", isSidechain=True).runs(HERE),
    "a-summary-of-what-was-said": lambda: edited().says("Revert: done", isCompactSummary=True).runs(HERE),
    "an-edit-back-that-nobody-asked-for": lambda: edited().says("go on").edits(A, "b", "a"),
    "an-edit-back-in-the-same-turn": lambda: edited().edits(A, "b", "a"),
    "another-edit-after-the-wish": lambda: edited().says("undo that").edits(A, "b", "c"),
    "stopped-and-let-go-on": lambda: Talk().says("go").is_stopped("make all").says("continue"),
    "stopped-and-told-no-problem": lambda: Talk().says("go").is_stopped("make all").says("no problem, go on"),
    "stopped-and-never-mind": lambda: Talk().says("go").is_stopped("make all").says("never mind, go ahead"),
    "stopped-and-nothing-said": lambda: Talk().says("go").is_stopped("make all"),
    "stopped-and-a-question": lambda: Talk().says("go").is_stopped("make all").says("how long does it take?"),
    "a-no-after-a-call-that-ended": lambda: Talk().says("go").runs("make all").says("no, use ninja"),
    "stopped-then-went-on-by-itself": lambda: Talk().says("go").is_stopped("make all").runs("ls").says("no"),
    "stopped-by-a-program": lambda: Talk(entrypoint="sdk-ts").says("go").is_stopped("make").says("no, not that"),
}  # fmt: skip


@pytest.mark.parametrize("made", NO_UNDO.values(), ids=NO_UNDO)
def test_this_is_no_undo(made: Callable[[], Talk]) -> None:
    assert taken_back(made()) == {}


# id → a session, and the calls that were taken back, each with how many at once
UNDO: dict[str, tuple[Callable[[], Talk], dict[str, int]]] = {
    "by-hand-a-file": (lambda: edited().types(HERE), {"t1": 1}),
    "by-hand-a-file-without-dashes": (lambda: edited().types("git checkout src/a.py"), {"t1": 1}),
    "by-hand-below-another-directory": (lambda: edited().types("cd src && git checkout a.py"), {"t1": 1}),
    "by-hand-told-where": (lambda: edited().types("git -C src checkout -- a.py"), {"t1": 1}),
    "by-hand-a-directory": (lambda: edited().edits(B).types("git checkout -- src"), {"t1": 2, "t2": 2}),
    "by-hand-everything": (lambda: edited().edits(B).types("git checkout ."), {"t1": 2, "t2": 2}),
    "by-hand-one-of-two": (lambda: edited().edits(B).types("git restore src/b.py"), {"t2": 1}),
    "by-hand-by-a-glob": (lambda: edited().types("git restore 'src/*.py'"), {"t1": 1}),
    "by-hand-restored-with-what-was-staged": (lambda: edited().types("git restore -SW src/a.py"), {"t1": 1}),
    "by-hand-restored-staged-and-tree": (lambda: edited().types("git restore --staged --worktree src/a.py"), {"t1": 1}),
    "by-hand-reset-hard": (lambda: edited().types("git reset --hard"), {"t1": 1}),
    "by-hand-reset-hard-to-a-branch": (lambda: edited().types("git reset --hard origin/main"), {"t1": 1}),
    "by-hand-switched-by-force": (lambda: edited().types("git switch --discard-changes main"), {"t1": 1}),
    "by-hand-checked-out-by-force": (lambda: edited().types("git checkout -f main"), {"t1": 1}),
    "by-hand-after-a-look": (lambda: edited().types("git diff").types(HERE), {"t1": 1}),
    "by-hand-after-a-question": (lambda: edited().says("what was that?").types(HERE), {"t1": 1}),
    "a-written-file": (lambda: Talk().says("go").writes(A).types(HERE), {"t1": 1}),
    "what-a-command-wrote": (lambda: Talk().says("go").runs("sed -i s/x/y/ src/a.py").types(HERE), {"t1": 1}),
    "what-a-command-printed-into": (lambda: Talk().says("go").runs("echo x > src/a.py").types(HERE), {"t1": 1}),
    "what-a-patch-changed": (lambda: Talk().says("go").runs("git apply fix.patch").types("git reset --hard"), {"t1": 1}),
    "a-file-that-was-moved": (lambda: Talk().says("go").runs("git mv src/a.py src/b.py").types("git reset --hard"), {"t1": 1}),
    "what-a-rule-had-let-through": (lambda: Talk().says("go").runs("echo x > src/a.py", permissionDecision=RULE).types(HERE), {"t1": 1}),
    "a-commit": (lambda: edited().runs("git commit -am x").types("git reset --soft HEAD~1"), {"t2": 1}),
    "a-commit-and-what-it-held": (lambda: edited().runs("git commit -am x").types("git reset --hard HEAD^"), {"t1": 2, "t2": 2}),
    "the-last-of-two-commits": (lambda: edited().runs("git commit -am x").edits(B).runs("git commit -am y").types("git reset --hard HEAD~1"), {"t3": 2, "t4": 2}),
    "two-commits": (lambda: edited().runs("git commit -am x").edits(B).runs("git commit -am y").types("git reset HEAD~2"), {"t2": 2, "t4": 2}),
    "a-commit-reverted": (lambda: edited().runs("git commit -am x").types("git revert --no-edit HEAD"), {"t2": 1}),
    "a-commit-reverted-by-name": (lambda: edited().runs("git commit -am x", "[main 1234abc] x").types("git revert 1234abcd"), {"t2": 1}),
    "the-commit-before-the-last": (lambda: edited().runs("git commit -am x").runs("git commit -am y").types("git revert HEAD~1"), {"t2": 1}),
    "a-file-from-before-the-commit": (lambda: edited().runs("git commit -am x").types("git checkout HEAD~1 -- src/a.py"), {"t1": 1}),
    "only-what-came-after-the-commit": (lambda: edited().runs("git commit -am x").edits(B).types("git checkout ."), {"t3": 1}),
    "told-to": (lambda: edited().says("no, revert that").runs(HERE), {"t1": 1}),
    "told-to-politely": (lambda: edited().says("Could you please undo this?").runs(HERE), {"t1": 1}),
    "told-to-in-the-second-sentence": (lambda: edited().says("That broke it. Roll it back").runs(HERE), {"t1": 1}),
    "told-to-and-asked-back": (lambda: edited().says("undo that").says("yes").runs(HERE), {"t1": 1}),
    "told-to-with-more-than-one-file": (lambda: edited().edits(B).says("discard these changes").runs("git restore ."), {"t1": 2, "t2": 2}),
    "told-to-beside-a-file-open-in-the-editor": (lambda: edited().says([{"type": "text", "text": "<ide_opened_file>a</ide_opened_file>"}, {"type": "text", "text": "undo it"}]).runs(HERE), {"t1": 1}),
    "told-to-and-edited-back": (lambda: edited().says("undo that").edits(A, "b", "a"), {"t1": 1}),
    "stopped-and-corrected": (lambda: Talk().says("go").is_stopped("make all").says("no, use ninja"), {"t1": 1}),
    "stopped-and-told-not-to": (lambda: Talk().says("go").is_stopped("make all").says("Don't build everything"), {"t1": 1}),
    "stopped-and-told-what-was-meant": (lambda: Talk().says("go").is_stopped("make all").says("I said only the docs"), {"t1": 1}),
    "stopped-and-corrected-in-another-tongue": (lambda: Talk().says("go").is_stopped("make all").says("nein, nur die Doku"), {"t1": 1}),
}  # fmt: skip


@pytest.mark.parametrize(("made", "expected"), UNDO.values(), ids=UNDO)
def test_this_is_an_undo(made: Callable[[], Talk], expected: dict[str, int]) -> None:
    assert taken_back(made()) == expected


def test_what_was_taken_back_is_so_once() -> None:
    talk = edited().types(HERE).types(HERE)
    reader = open_log()
    reader.read(talk.data)
    assert reader.taken_back() == [("t1", 1)]
    assert reader.taken_back() == []


@pytest.mark.parametrize("name", [*UNDO, *NO_UNDO])
def test_cut_behind_any_line_a_log_tells_the_same(name: str) -> None:
    made = NO_UNDO[name] if name in NO_UNDO else UNDO[name][0]
    lines = made().data.splitlines(keepends=True)
    for cut in range(len(lines) + 1):
        first = open_log()
        first.read(b"".join(lines[:cut]))
        found = first.taken_back()
        second = open_log(first.state())
        second.read(b"".join(lines[cut:]))
        assert dict([*found, *second.taken_back()]) == taken_back(made()), f"cut behind line {cut}"


_STEPS: tuple[Callable[[Talk], Talk], ...] = (
    lambda talk: talk.says("go on"),
    lambda talk: talk.says("undo that"),
    lambda talk: talk.says("no, not so"),
    lambda talk: talk.edits(A),
    lambda talk: talk.edits(A, "b", "a"),
    lambda talk: talk.edits(B),
    lambda talk: talk.runs("sed -i s/x/y/ src/a.py"),
    lambda talk: talk.runs("git commit -am x", "[main 1234abc] x"),
    lambda talk: talk.runs(HERE),
    lambda talk: talk.types("git checkout ."),
    lambda talk: talk.types("git revert 1234abc"),
    lambda talk: talk.types("git commit -am mine"),
    lambda talk: talk.is_stopped("make all"),
    lambda talk: talk.wait(5),
)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(_STEPS), max_size=14), st.data())
def test_cut_anywhere_any_session_tells_the_same(
    steps: list[Callable[[Talk], Talk]], data: st.DataObject
) -> None:
    talk = Talk()
    for step in steps:
        step(talk)
    lines = talk.data.splitlines(keepends=True)
    found: list[tuple[str, int]] = []
    state, at = b"", 0
    for cut in [*sorted(data.draw(st.lists(st.integers(0, len(lines)), max_size=4))), len(lines)]:
        reader = open_log(state)
        reader.read(b"".join(lines[at:cut]))
        found += reader.taken_back()
        state, at = reader.state(), cut
    assert dict(found) == taken_back(talk)


def test_nothing_that_was_typed_or_run_is_kept() -> None:
    talk = edited().says("undo hunter2 please").runs("echo hunter2 > src/a.py").edits(B, "hunter2", "hunter3")
    reader = open_log()
    reader.read(talk.data)
    assert b"hunter" not in reader.state()


def test_what_is_kept_of_a_long_session_stays_small() -> None:
    talk = Talk()
    for turn in range(40):
        talk.says("go")
        for number in range(20):
            talk.edits(f"/work/p/src/m{turn}/f{number}.py")
    reader = open_log()
    reader.read(talk.data)
    assert len(reader.state()) < 8_000


WISHES = {
    "undo": True,
    "Undo.": True,
    "please revert the last commit": True,
    "no, roll that change back": True,
    "ok now put it back as it was": True,
    "take that back": True,
    "can you back it out": True,
    "git checkout src/a.py": True,
    "bitte mach das rückgängig": False,
    "mach das rückgängig": True,
    "hmm. I think we should revert this": False,
    "I want you to revert this": True,
    "do not revert": False,
    "never undo this": False,
    "why did the revert fail?": False,
    "write tests for restore()": False,
    "add an undo stack": False,
    "the reset button is broken": False,
    "x" * 500 + ". Undo that": False,
}


@pytest.mark.parametrize("text", WISHES)
def test_a_wish_is_known_by_how_a_sentence_begins(text: str) -> None:
    assert asks_to_undo(text) is WISHES[text]


CORRECTIONS = {
    "no": True,
    "No, the other one": True,
    "don\N{RIGHT SINGLE QUOTATION MARK}t": True,
    "that's wrong": True,
    "it is not the right file": True,
    "stop, wrong database": True,
    "why did you delete it": True,
    "stop": False,
    "no worries": False,
    "No - go ahead": False,
    "nope, it's fine": False,
    "never mind": False,
    "note the time": False,
    "nothing to say": False,
    "notebooks first": False,
    "": False,
    "ok": False,
    "continue": False,
}


@pytest.mark.parametrize("text", CORRECTIONS)
def test_a_correction_is_known_by_how_it_begins(text: str) -> None:
    assert corrects(text) is CORRECTIONS[text]
