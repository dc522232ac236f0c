"""The words of a project, and templates filled with them."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

PLACE = re.compile(r"\{(#?)([A-Za-z]+\d?)\}")
WORDS = (
    "parse render store index cache route model view token batch queue event label audit policy shell "
    "user order item cart price invoice report chart layout theme filter search sort merge split handler "
    "client server worker job retry timeout session login signup email format locale export loader writer "
    "reader buffer stream socket packet frame node edge graph tree matrix vector sample train score "
    "metric alert health config schema field record table column "
).split()
LAYOUT = {  # stack: folders of sources, ending, folder and form of tests
    "python": (("app", "app/core", "app/api", "src"), "py", "tests/test_{}.py"),
    "node": (("src", "src/components", "src/lib", "server"), "ts", "tests/{}.test.ts"),
    "rust": (("src", "src/io", "crates/core/src"), "rs", "tests/{}.rs"),
    "go": (("internal", "internal/store", "cmd", "pkg"), "go", "internal/{}_test.go"),
    "ops": (("modules", "envs/dev", "deploy"), "tf", "tests/{}.tftest.hcl"),
    "docs": (("docs", "docs/how-to", "docs/reference"), "md", "docs/{}_test.md"),
}
PACKAGES = {
    "python": "requests rich httpx pydantic numpy pandas click attrs jinja2 sqlalchemy",
    "node": "lodash zod react express axios dayjs vite uuid chalk yup",
    "rust": "serde tokio anyhow clap regex rayon log rand thiserror itertools",
    "go": "cobra zap testify chi viper errors pgx uuid yaml color",
    "ops": "aws random null kubernetes helm",
    "docs": "mkdocs vale sphinx remark",
}
CONFIGS = {
    "python": "pyproject.toml setup.cfg tox.ini",
    "node": "package.json tsconfig.json vite.config.ts",
    "rust": "Cargo.toml rustfmt.toml",
    "go": "go.mod .golangci.yml",
    "ops": "versions.tf .tflint.hcl",
    "docs": "mkdocs.yml .markdownlint.json",
}
DOC_HOSTS = {
    "python": "docs.pydantic.dev fastapi.tiangolo.com docs.pytest.org",
    "node": "developer.mozilla.org nodejs.org vitejs.dev react.dev",
    "rust": "docs.rs doc.rust-lang.org",
    "go": "pkg.go.dev go.dev",
    "ops": "kubernetes.io registry.terraform.io docs.aws.amazon.com",
    "docs": "www.mkdocs.org www.markdownguide.org",
}
ORGS = "acme northwind initech umbrella".split()
BLOGS = "blog.example.net notes.example.org dev.example.io cdn.example.cc".split()
SERVICES = "api web worker queue auth mailer".split()
VERBS = "fix add drop rename speed-up document test tidy".split()
SCRIPTS = "seed check_links build_index stats sync_labels".split()


@dataclass
class Project:
    """A folder someone works in: its stack, and the names in it."""

    name: str
    stack: str
    root: str
    home: str
    others: tuple[str, ...] = ()
    files: list[str] = field(default_factory=list)
    tests: list[str] = field(default_factory=list)
    docs: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    branches: list[str] = field(default_factory=list)

    @property
    def dirs(self) -> tuple[str, ...]:
        return LAYOUT[self.stack][0]

    @property
    def ending(self) -> str:
        return LAYOUT[self.stack][1]


def project(pick: random.Random, name: str, stack: str, home: str, others: tuple[str, ...]) -> Project:
    """A project with names of its own."""
    made = Project(name, stack, f"{home}/work/{name}", home, others)
    dirs, ending, test = LAYOUT[stack]
    made.words = pick.sample(WORDS, 40)
    made.files = [f"{pick.choice(dirs)}/{word}.{ending}" for word in made.words[:28]]
    made.tests = [test.format(word) for word in made.words[:14]]
    made.docs = ["README.md"] + [f"docs/{word}.md" for word in made.words[28:34]]
    made.branches = [f"{pick.choice(('fix', 'feat', 'chore'))}/{word}" for word in made.words[20:30]]
    return made


def _common(pick: random.Random, values: list[str]) -> str:
    """One of them, the first ones far more often."""
    return values[min(int(pick.paretovariate(0.9)) - 1, len(values) - 1)]


def values(pick: random.Random, at: Project) -> dict[str, str]:
    """What the places of a template stand for, drawn once more."""
    file, file2 = _common(pick, at.files), pick.choice(at.files)
    word = pick.choice(at.words)
    ns = _common(pick, ["dev", "staging", "monitoring", "default"])
    drawn = {
        "abs": f"{at.root}/{file}",
        "bloghost": pick.choice(BLOGS),
        "branch": _common(pick, at.branches),
        "cfg": _common(pick, CONFIGS[at.stack].split()),
        "d": str(pick.randint(1, 4)),
        "dir": str(PurePosixPath(file).parent),
        "dirmod": str(PurePosixPath(file).parent).replace("/", "."),
        "doc": _common(pick, at.docs),
        "dochost": _common(pick, DOC_HOSTS[at.stack].split()),
        "ext": at.ending,
        "file": file,
        "file2": file2,
        "home": at.home,
        "issue": str(pick.randint(12, 900)),
        "m": str(pick.randint(61, 400)),
        "msg": f"{pick.choice(VERBS)} {word} in {pick.choice(at.words)}",
        "n": _common(pick, [str(n) for n in (20, 30, 5, 10, 40, 50, 3, 15, 60, 25)]),
        "ns": ns,
        "org": _common(pick, ORGS),
        "other": _common(pick, list(at.others)) if at.others else f"{at.home}/work/old",
        "pkg": pick.choice(PACKAGES[at.stack].split()),
        "port": _common(pick, ["3000", "8000", "8080", "5173"]),
        "pr": str(pick.randint(12, 900)),
        "root": at.root,
        "script": _common(pick, SCRIPTS),
        "sha": f"{pick.getrandbits(28):07x}",
        "svc": _common(pick, SERVICES),
        "tag": f"v{pick.randint(0, 3)}.{pick.randint(0, 20)}.{pick.randint(0, 9)}",
        "test": _common(pick, at.tests),
        "word": word,
        "word2": pick.choice(at.words),
    }
    return drawn | {"Word": word.capitalize()}


def fill(value: Any, drawn: dict[str, str]) -> Any:
    """The value with its places filled: `{word}` by text, a whole `{#n}` by a number."""
    if isinstance(value, dict):
        return {key: fill(each, drawn) for key, each in value.items()}
    if not isinstance(value, str):
        return value
    whole = PLACE.fullmatch(value)
    if whole and whole[1]:
        return int(drawn[whole[2]])
    return PLACE.sub(lambda found: drawn.get(found[2], found[0]), value)
