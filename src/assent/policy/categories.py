"""The categories of what commands are for: how far each may be learned, what it is about, and what it looks like."""

from __future__ import annotations

from dataclasses import dataclass

NEVER = 5  # the level that no number of answers reaches


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of command by its `name`, the highest `level` that its rules may need (docs/learning.md), what it is
    about, `examples`, and what speaks about it beside the modules that are switched on by name."""

    name: str
    level: int
    says: str
    examples: tuple[str, ...]
    beside: str = ""


LEARNED = "your answers"
READING = "defaults: allowed"
ALWAYS = "defaults: stopped"

# In the order in which people look for them: git, checks, files, tools, what is never learned.
CATEGORIES = (
    Category("git-read-only", 0, "looking at history and state", ("git status", "git log -5")),
    Category("git-workflow", 2, "work in the working copy, asking remotes", ("git add -A", "git fetch origin")),
    Category("git-destructive", NEVER, "rewriting history, throwing changes away",
             ("git reset --hard", "git push --force"), ALWAYS),
    Category("pytest", 1, "running Python's tests", ("pytest -q", "python -m pytest tests")),
    Category("ruff", 3, "checking and formatting Python", ("ruff check .", "uv run ruff format .")),
    Category("test-execution", 3, "running a project's tests", ("npm test", "cargo test")),
    Category("linters", 3, "checking and formatting by other tools", ("mypy src", "eslint src")),
    Category("builds", 3, "building a project", ("npm run build", "cargo build")),
    Category("modern-cli", 0, "searching and showing with newer tools", ("rg -n x src", "bat x.py")),
    Category("file-operations", 0, "reading files of the project by the agent's own tools",
             ("Read(src/x.py)", "Grep(src)"), READING),
    Category("file-write-operations", 1, "making files and folders in the project", ("mkdir -p src/a", "touch x.py")),
    Category("project-full-access", 1, "editing any file of the project", ("Edit(src/x.py)", "Write(src/x.py)"),
             LEARNED),
    Category("posix-read", 1, "showing and counting text", ("cat x.py", "wc -l x.py")),
    Category("posix-search", 1, "searching text and names", ("grep -rn x src", "find . -name '*.py'")),
    Category("posix-filesystem", 1, "listing names, sizes and times", ("ls -la src", "du -sh .")),
    Category("shell-utilities", 1, "asking the machine what it is and runs", ("which python3", "ps aux")),
    Category("github-cli", 2, "looking at pull requests, issues and runs", ("gh pr view 1", "gh run list")),
    Category("cloud-cli", 2, "looking at clouds and clusters, planning", ("kubectl get pods", "aws s3 ls")),
    Category("containers", 1, "looking at containers and machines", ("docker ps -a", "docker logs web")),
    Category("package-managers", 2, "listing what is installed", ("pip list", "npm outdated")),
    Category("nix-tools", 2, "asking about flakes and the store", ("nix flake show", "nix-store -q --tree x")),
    Category("database-cli", 2, "reading from a local store", ("redis-cli get x", "redis-cli info")),
    Category("network-tools", 2, "documentation on named hosts, the machine's ports",
             ("ss -ltn", "WebFetch(https://docs.rs/x)")),
    Category("runtime-tools", 3, "which version runs; the development server", ("node --version", "npm run dev")),
    Category("dangerous-operations", NEVER, "removing for good, administrator rights", ("rm -rf x", "sudo ls"), ALWAYS),
)  # fmt: skip
BY_NAME = {each.name: each for each in CATEGORIES}
