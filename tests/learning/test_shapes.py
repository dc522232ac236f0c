"""The ladder of every kind of part."""

from __future__ import annotations

import pytest

from assent.core import effect
from assent.learning.shapes import PartSummary, Shape, shapes_of
from tests.learning.answers import seen

RUN, WRITE, NET = effect.RUN_PROJECT, effect.WRITE_PROJECT, effect.NET_READ


def rungs(part: PartSummary) -> list[str]:
    """The ladder of a part, one word a rung: `kind:words@level`, and `>targets` where it is bound."""
    return [
        f"{shape.kind}:{' '.join(shape.words) or shape.tool}@{level}{'>' * bool(shape.to)}{' '.join(shape.to)}"
        for shape, level in shapes_of(part)
    ]


LADDERS = [
    pytest.param(seen("git", "log"), ["verb:git log@0", "program:git@0", "class:Bash@0"], id="reading"),
    pytest.param(seen("ls"), ["verb:ls@0", "class:Bash@0"], id="reading-without-a-verb"),
    pytest.param(seen("git", "add", argv=("git", "add", "x"), effects=WRITE), ["verb:git add@1"], id="local"),
    pytest.param(seen("git", "fetch", effects=NET, to=("origin",)), ["verb:git fetch@2>origin"], id="network"),
    pytest.param(
        seen("git", "push", effects=effect.NET_SEND, to=("origin",)), ["verb:git push@3>origin"], id="outward"
    ),
    pytest.param(seen("curl", argv=("curl", "x"), effects=NET), ["exact:curl x@2"], id="network-without-a-place"),
    pytest.param(
        seen("scp", argv=("scp", "x"), effects=effect.NET_SEND), ["exact:scp x@3"], id="outward-without-a-place"
    ),
    pytest.param(
        seen("cp", effects=WRITE, to=("elsewhere",)), ["verb:cp@1"], id="a-place-binds-only-what-reaches-out"
    ),
    pytest.param(seen("frob", argv=("frob", "x"), effects=effect.UNKNOWN), ["exact:frob x@4"], id="unknown"),
    pytest.param(PartSummary("Bash", ("frob",), None, effect.UNKNOWN), [], id="unknown-with-an-unknown-word"),
    pytest.param(PartSummary("Bash", ("cat",), None, effect.READ_PROJECT, opaque=True), [], id="opaque"),
    pytest.param(PartSummary("Bash", (), ("x",), effect.READ_PROJECT), ["exact:x@0"], id="no-path"),
    pytest.param(seen("rm", effects=effect.DESTROY), [], id="never"),
    pytest.param(seen("cargo", "test", effects=RUN), ["verb:cargo test@1"], id="a-verb-that-runs"),
    pytest.param(
        seen("npm", "run", "test", effects=RUN), ["verb:npm run test@1"], id="a-task-of-a-runner"
    ),
    pytest.param(seen("npm", "test", effects=RUN), ["verb:npm test@1"], id="a-verb-of-a-runner"),
    pytest.param(seen("npm", "ls"), ["verb:npm ls@0", "program:npm@0", "class:Bash@0"], id="a-runner-that-reads"),
    pytest.param(
        seen("Read", "src", "a.py", tool="Read", effects=effect.READ_PROJECT),
        ["file:src a.py@0", "dir-ext:src ** *.py@0", "dir:src **@0"],
        id="a-file-read",
    ),
    pytest.param(
        seen("Write", "src", "lib", "a.py", tool="Write", effects=WRITE),
        [
            "file:src lib a.py@1", "dir-ext:src lib ** *.py@1", "dir:src lib **@1", "dir-ext:src ** *.py@1",
            "tree:src **@1", "tree:* * **@1",
        ],
        id="a-file-written",
    ),
    pytest.param(seen("Edit", "a.py", tool="Edit", effects=WRITE), ["file:a.py@1"], id="a-file-at-the-top"),
    pytest.param(
        seen("Edit", "src", "Makefile", tool="Edit", effects=WRITE),
        ["file:src Makefile@1", "dir:src **@1", "tree:* * **@1"],
        id="no-extension",
    ),
    pytest.param(
        seen("Edit", "src", ".env", tool="Edit", effects=WRITE),
        ["file:src .env@1", "dir:src **@1", "tree:* * **@1"],
        id="a-dot-file-has-no-extension",
    ),
    pytest.param(
        seen("Read", "/", "etc", "hosts", tool="Read", effects=effect.READ_ELSEWHERE),
        ["file:/ etc hosts@1"],
        id="never-all-of-a-top-folder",
    ),
    pytest.param(
        seen("Read", "/", "usr", "lib", "x", tool="Read", effects=effect.READ_ELSEWHERE),
        ["file:/ usr lib x@1", "dir:/ usr lib **@1"],
        id="a-folder-below-a-top-folder",
    ),
    pytest.param(
        seen("Read", "", "src", "x", tool="Read", effects=effect.READ_PROJECT),
        ["file: src x@0"],
        id="nor-of-one-without-a-name",
    ),
    pytest.param(
        seen("Read", "~", "notes", "x", tool="Read", effects=effect.READ_ELSEWHERE),
        ["file:~ notes x@1", "dir:~ notes **@1", "tree:~ **@1"],
        id="a-folder-of-the-home",
    ),
    pytest.param(
        seen("Edit", "~", "notes", "x", tool="Edit", effects=effect.WRITE_TMP),
        ["file:~ notes x@1", "dir:~ notes **@1", "tree:~ **@1"],
        id="a-file-of-the-home-speaks-for-no-project",
    ),
    pytest.param(
        seen("Edit", "README.md", tool="Edit", effects=WRITE), ["file:README.md@1", "dir-ext:*.md@1"], id="a-document-at-the-top"
    ),
    pytest.param(
        seen("Write", "/", "tmp", "x", tool="Write", effects=effect.WRITE_TMP),
        ["file:/ tmp x@1", "dir:/ tmp **@1"],
        id="a-temporary-file",
    ),
    pytest.param(
        seen("Write", "/", "etc", "x", tool="Write", effects=effect.WRITE_TMP), ["file:/ etc x@1"], id="no-other-top-folder"
    ),
    pytest.param(
        seen("git", "switch", argv=("git", "switch", "-c", "x"), effects=WRITE),
        ["form:git switch -c@1", "verb:git switch@1"],
        id="a-form",
    ),
    pytest.param(seen("WebSearch", "words", tool="WebSearch", effects=NET), ["tool:WebSearch@2"], id="a-search-of-the-web"),
    pytest.param(seen("Edit", "src", "", tool="Edit", effects=WRITE), [], id="no-file"),
    pytest.param(
        seen("WebFetch", "docs.rs", "more", tool="WebFetch", effects=NET, to=("docs.rs",)),
        ["host:docs.rs@2>docs.rs"],
        id="a-host",
    ),
    pytest.param(
        seen("WebFetch", "docs.rs", tool="WebFetch", effects=effect.READ_PROJECT),
        ["host:docs.rs@2"],
        id="a-host-is-never-less-than-network",
    ),
    pytest.param(
        seen("WebFetch", "docs.rs", tool="WebFetch", effects=WRITE), ["host:docs.rs@2"], id="a-host-and-a-write"
    ),
    pytest.param(
        seen("WebFetch", "docs.rs", tool="WebFetch", effects=effect.NET_SEND), [], id="no-host-that-is-sent-to"
    ),
    pytest.param(seen("WebFetch", "x", tool="WebFetch", effects=effect.UNKNOWN), [], id="no-unknown-host"),
    pytest.param(
        seen("mcp__notes__get", "notes", tool="mcp__notes__get", effects=NET, to=("notes",)),
        ["tool:mcp__notes__get@2>notes"],
        id="a-tool-of-a-server",
    ),
    pytest.param(seen("Frob", "x", tool="Frob", effects=effect.READ_PROJECT), [], id="another-tool"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "ladder"), LADDERS)
def test_a_part_stands_on_these_rungs(part: PartSummary, ladder: list[str]) -> None:
    assert rungs(part) == ladder


def test_what_runs_what_its_words_name_is_never_learned_beyond_the_whole_line() -> None:
    part = seen(argv=("timeout", "5", "make", "deploy"), effects=RUN)
    assert rungs(part) == ["exact:timeout 5 make deploy@1"]


@pytest.mark.parametrize("tool", ["Read", "Edit", "Write", "MultiEdit", "NotebookEdit"])
def test_every_tool_of_files_is_read_or_edit(tool: str) -> None:
    ladder = list(shapes_of(seen(tool, "src", "x", tool=tool, effects=WRITE)))
    assert {shape.tool for shape, _ in ladder} == {"Read" if tool == "Read" else "Edit"}
    assert len(ladder) == (2 if tool == "Read" else 3)


def test_narrower_kinds_come_before_wider_ones() -> None:
    kinds = "exact name file form dir-ext verb dir tree host fields tool program class family".split()
    assert [Shape(kind, "Bash", ()).rank for kind in kinds] == list(range(14))
