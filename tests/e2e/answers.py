"""What a person has answered in the days before: sessions in the client's own form, for `learn` to read."""

from __future__ import annotations

from tests.app.sessions import NO, YES, Session
from tests.e2e.client import World

# Nothing here is a call of the day itself but where a rule may not reach further: tasks, scripts, whole programs.
APPROVED = (
    "touch docs/one.md",
    "touch build/two.txt",
    "mkdir -p build/deep",
    "cp README.md build/copy.txt",
    "cp src/*.py build/",
    "mv build/two.txt build/three.txt",
    "echo more > build/note.txt",
    "sed -i 's/a/b/' docs/plan.md",
    "cd docs && touch one.md",
    "cd docs && mkdir -p new",
    "cd docs && echo x >> plan.md",
    "cat > build/n.txt <<'EOF'\nwords\nEOF",
    "cat /etc/os-release",
    "ls ~/.local",
    "chmod +x run.sh",
    "git -C . log -1",
    "git -C . diff",
    "git show-ref",
    "git ls-tree HEAD",
    "git describe --all",
    "git add src/cart.py",
    "git add README.md",
    "git commit -m 'cart'",
    "git switch -c topic",
    "git fetch",
    "git push origin topic",
    "make greet",
    "python3 -m unittest -q",
    "python3 src/shop.py",
    "npm test",
    "npm install",
    "./tool.sh",
    "curl -sS https://example.org/a",
)
REFUSED = (
    "git push --force origin topic",
    "git reset --hard HEAD~1",
    "git commit --amend --no-edit",
    "curl -d y=2 https://example.org/",
    "rm -rf docs",
)
DAYS, REFUSED_ON = 10, 2
# Just behind the last of the days: what the test itself made the client write is later.
AS_OF = "2026-10-12T00:00:00.000Z"


def approved_tools(world: World) -> list[tuple[str, dict[str, object]]]:
    """The same of calls of other tools."""
    at = world.project
    return [
        ("Edit", {"file_path": f"{at}/src/cart.py", "old_string": "a", "new_string": "b"}),
        ("Write", {"file_path": f"{at}/src/more.py", "content": "x"}),
        ("Write", {"file_path": f"{at}/docs/more.md", "content": "x"}),
        ("Write", {"file_path": f"{at}/docs/other.md", "content": "x"}),
        ("WebFetch", {"url": "https://example.org/b", "prompt": "what is this"}),
        ("mcp__notes__list_notes", {"about": "yesterday"}),
        ("mcp__notes__add_note", {"text": "remember"}),
    ]


def write_answers(world: World) -> None:
    """One session a day, each call answered twice in it."""
    for day in range(DAYS):
        session = Session(str(world.project), f"answers-{day}", day)
        for command in APPROVED:
            session.run(command, YES, 2)
        for tool, given in approved_tools(world):
            session.call(tool, given, YES)
            session.call(tool, given, YES)
        for command in REFUSED if day < REFUSED_ON else ():
            session.run(command, NO)
        session.save(world.home / ".claude" / "projects")
