"""What the README says of calls is what was measured."""

from __future__ import annotations

from tests.docs.pages import DOCS, ROOT, is_current, table, with_region

README = ROOT / "README.md"
# Calls that people know, of the measured day.
CALLS = (
    "git add src/shop.py",
    "git commit -m 'change'",
    "npm test",
    "mkdir -p build/out",
    "Edit {project}/src/shop.py",
    "git push --force origin feature",
    "rm -rf build",
    "cat .env",
)


def measured() -> dict[str, tuple[str, str]]:
    """Call → what the agent alone did in default mode, and what became of it after `init` and `learn`."""
    found = {}
    for line in (DOCS / "prompts.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 7 and cells[0].startswith("`"):
            before = cells[1].partition(" ")[0]
            after = cells[2].rpartition("→ ")[2].partition(" ")[0]
            found[cells[0].strip("`")] = (before, after)
    return found


def asked() -> str:
    told = measured()
    rows = [(f"`{call.replace('{project}/', '')}`", *told[call]) for call in CALLS]
    return table(("the agent wants", "Claude Code alone", "with assent"), rows)


def test_the_calls_of_the_readme_are_told_as_measured() -> None:
    assert is_current(README, with_region(README.read_text(), "asked", asked())), (
        "UPDATE_DOCS=1 tools/test tests/docs"
    )


def test_the_readme_stays_short() -> None:
    assert len(README.read_text().splitlines()) <= 150
