"""Makes the home and the projects of a made-up user on disk, as the product will find them."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from benchmarks.users.filling import CONFIGS, PACKAGES, SCRIPTS, SERVICES, Project

NODE_SCRIPTS = {
    "test": "vitest run",
    "test:unit": "vitest run src",
    "e2e": "playwright test",
    "lint": "eslint src",
    "lint:fix": "eslint --fix src",
    "typecheck": "tsc --noEmit",
    "build": "vite build",
    "codegen": "node scripts/build_index.mjs",
    "dev": "vite",
    "start": "node server/index.js",
    "storybook": "storybook dev",
    "deploy": "sh scripts/deploy.sh",
    "deploy:prod": "sh scripts/deploy.sh production",
    "release": "npm publish",
}
NODE_TOOLS = (
    "typescript eslint vitest jest prettier vite tsx prisma turbo next "
    "@playwright/test @biomejs/biome markdownlint-cli2"
).split()
NODE_BIN = (
    "tsc eslint vitest jest prettier vite tsx prisma turbo next playwright biome markdownlint-cli2".split()
)
PYTHON_BIN = "python python3 pytest ruff mypy activate".split()
TARGETS = {
    "test": "pytest -q",
    "lint": "ruff check .",
    "build": "python -m build",
    "html": "sphinx-build docs docs/_build",
    "deploy": "sh scripts/deploy.sh",
    "publish": "twine upload dist/*",
}


def _put(root: Path, name: str, text: str = "\n", mode: int = 0o644) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)


def _stack(root: Path, at: Project) -> None:
    packages = PACKAGES[at.stack].split()
    if at.stack == "node":
        told = {
            "name": at.name,
            "version": "1.0.0",
            "scripts": NODE_SCRIPTS,
            "dependencies": dict.fromkeys(packages, "*"),
            "devDependencies": dict.fromkeys(NODE_TOOLS, "*"),
        }
        _put(root, "package.json", json.dumps(told, indent=2) + "\n")
        _put(root, "package-lock.json", "{}\n")
        for name in NODE_BIN:
            _put(root, f"node_modules/.bin/{name}", "#!/usr/bin/env node\n", 0o755)
        for name in packages:
            _put(root, f"node_modules/{name}/package.json", json.dumps({"name": name}) + "\n")
        for name, program in zip(NODE_TOOLS, NODE_BIN, strict=True):
            said = {"name": name, "bin": {program: f"bin/{program}"}}
            _put(root, f"node_modules/{name}/package.json", json.dumps(said) + "\n")
    elif at.stack == "python":
        listed = ", ".join(f'"{name}"' for name in packages)
        text = f'[project]\nname = "{at.name}"\nversion = "1"\ndependencies = [{listed}]\n[tool.pytest]\n[tool.ruff]\n'
        _put(root, "pyproject.toml", text)
        _put(root, "requirements.txt", "\n".join(packages) + "\n")
        _put(root, "manage.py")
        for name in PYTHON_BIN:
            _put(root, f".venv/bin/{name}", "#!/bin/sh\n", 0o755)
    elif at.stack == "rust":
        _put(root, "Cargo.toml", f'[package]\nname = "{at.name}"\nversion = "0.1.0"\n')
        _put(root, "Cargo.lock")
    elif at.stack == "go":
        _put(root, "go.mod", f"module example.com/{at.name}\n\ngo 1.22\n")
        _put(root, "go.sum")


def make_project(at: Project) -> None:
    """The project's folder: a repository with the files its calls are about."""
    root = Path(at.root)
    root.mkdir(parents=True, exist_ok=True)
    subprocess.run(["git", "init", "-q", "-b", "main", "."], cwd=root, check=True)
    remote = ["git", "remote", "add", "origin", f"git@github.com:acme/{at.name}.git"]
    subprocess.run(remote, cwd=root, check=True)
    for name in (*at.files, *at.tests, *at.docs, *CONFIGS[at.stack].split()):
        _put(root, name)
    for word in at.words:
        _put(root, f"data/{word}.csv", "a,b\n")
        _put(root, f"data/{word}.json", "{}\n")
    for name in SCRIPTS:
        for ending in ("sh", "py", "mjs"):
            _put(root, f"scripts/{name}.{ending}", "#!/bin/sh\n", 0o755)
    for name in SERVICES:
        _put(root, f"deploy/{name}.yaml", "kind: Deployment\n")
    _put(root, "scripts/deploy.sh", "#!/bin/sh\n", 0o755)
    _put(root, "Makefile", "".join(f"{name}:\n\t{line}\n" for name, line in TARGETS.items()))
    _put(root, "Dockerfile", "FROM scratch\n")
    _put(root, "compose.yaml", "services: {}\n")
    _put(root, ".env", "KEY=nothing\n")
    _put(root, ".gitignore", "dist\nnode_modules\n.env\n")
    _put(root, "CHANGELOG.md", "## Unreleased\n")
    _stack(root, at)


def make_home(home: Path, projects: list[Project], saved: set[tuple[str, str]] | None = None) -> None:
    """A fresh home with its projects; `saved` are the commands the client was told to keep, by project."""
    shutil.rmtree(home, ignore_errors=True)
    for at in projects:
        make_project(at)
        kept = sorted(text for name, text in saved or () if name == at.name)
        if kept:
            allow = {"permissions": {"allow": [f"Bash({text})" for text in kept]}}
            _put(Path(at.root), ".claude/settings.local.json", json.dumps(allow, indent=2) + "\n")
    _put(home, ".bashrc", "# nothing\n")
    _put(home, ".ssh/id_ed25519", "nothing\n", 0o600)
    _put(home, ".claude/settings.json", "{}\n")
    (home / ".claude" / "projects").mkdir()
