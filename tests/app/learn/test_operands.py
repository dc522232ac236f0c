"""A call of what runs its operands teaches that call alone, however often it is approved."""

from __future__ import annotations

import pytest

from assent.app.learn.readings import Spot, read
from assent.learning.shapes import EXACT, PartSummary, shapes_of
from assent.shell.programs.shipped import files, text
from assent.shell.programs.source import read_source
from assent.shell.proving import HOME, PROJECT, world
from assent.shell.reading import read_shell

# What was approved, again and again. Each could run something else behind the same first words.
RUNS = """\
timeout 5 make deploy
nohup make deploy
nice -n 5 make deploy
watch -n 5 make deploy
setsid make deploy
flock /tmp/l make deploy
stdbuf -oL make deploy
ionice -c 3 make deploy
env A=1 make deploy
command make deploy
chronic make deploy
time make deploy
xargs make
parallel make ::: deploy
java -jar build/app.jar
java -cp build App
lua scripts/a.lua
python3 scripts/a.py
python3 -m pdb scripts/a.py
python3 -m cProfile scripts/a.py
python3 -m coverage run scripts/a.py
coverage run scripts/a.py
node scripts/a.js
ruby scripts/a.rb
perl scripts/a.pl
php scripts/a.php
bash scripts/a.sh
sh scripts/a.sh
cargo run deploy
cargo run --bin deploy
go run ./cmd/deploy
rustup run stable make
npm run deploy
npm run-script deploy
pnpm run deploy
yarn run deploy
npx eslint src
uv run pytest
uv run scripts/a.py
make deploy
just deploy
ninja deploy
nox -s deploy
tox -e deploy
git bisect run make deploy
git submodule foreach make
git rebase -x make origin/topic
docker run --rm app make
docker exec app make
script -c make out
find . -exec make {} ;
./scripts/a.sh
""".splitlines()
# What keeps its verb: other words of these are more of the same.
VERBS = """\
pytest tests
ruff check src
npm test
cargo test
go test ./...
python3 -m pytest tests
git commit -m x
eslint src
pnpm exec eslint src
poetry run pytest -q
timeout 60 pytest -q
yarn eslint src
""".splitlines()


def parts(call: str) -> tuple[PartSummary, ...]:
    return read(Spot("Bash", call, "", PROJECT, HOME), PROJECT, HOME).parts


def kinds(part: PartSummary) -> set[str]:
    return {shape.kind for shape, _ in shapes_of(part)}


@pytest.mark.parametrize("call", RUNS)
def test_only_the_whole_line_is_learned(call: str) -> None:
    assert all(kinds(part) <= {EXACT} for part in parts(call))


@pytest.mark.parametrize("call", VERBS)
def test_other_words_are_learned_where_they_are_more_of_the_same(call: str) -> None:
    assert any("verb" in kinds(part) for part in parts(call))


ARGV = [
    ("timeout 300 npm ci", ("npm", "ci"), ("npm", "ci")),
    ("timeout 60 pytest -q", ("pytest",), ("pytest", "-q")),
    ("git -C . log -5", ("git", "log"), ("git", "log", "-5")),
    ("poetry run pytest -q", ("poetry", "run", "pytest"), ("poetry", "run", "pytest", "-q")),
    ("timeout 5 make deploy", (), ("timeout", "5", "make", "deploy")),
]


@pytest.mark.parametrize(("call", "path", "argv"), ARGV, ids=[row[0] for row in ARGV])
def test_the_words_begin_with_the_path(call: str, path: tuple[str, ...], argv: tuple[str, ...]) -> None:
    assert [(part.path, part.argv) for part in parts(call)] == [(path, argv)]


def proofs() -> list[str]:
    """Every call in the program files in which something is run that its words name."""
    found = [proof.call for file in sorted(set(files().values())) for proof in read_source(text(file)).proofs]
    facts = world()
    return [call for call in found if any(part.runs for part in read_shell(call, facts).parts)]


def test_whatever_a_program_file_says_runs_its_words_is_held_to_it() -> None:
    calls = proofs()
    assert len(calls) > 200
    wider = {
        call
        for call in calls
        for part, read_part in zip(parts(call), read_shell(call, world()).parts, strict=True)
        if read_part.runs and part.level != 0 and not kinds(part) <= {EXACT}
    }
    assert wider == set()
