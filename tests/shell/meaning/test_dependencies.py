"""What runs in the folders of other people's packages is no code of the project's own; the programs there stay so."""

from __future__ import annotations

import pytest

from assent.core.effect import names_of
from assent.shell.meaning.dependencies import is_theirs, lies_there
from tests.shell.world import PROJECT, facts, read

THEIRS = """\
cd node_modules/x && npm run build
cd node_modules/@acme/x && npm test
cd node_modules && npm test
cd ./packages/a/node_modules/x && yarn build
cd Node_Modules/x && npm test
pushd node_modules/x && npm test
cd node_modules; cd x; npm test
(cd node_modules/x && npm test)
cd node_modules/x/bin && make
npm --prefix node_modules/x run build
npm --prefix=node_modules/x test
npm -C node_modules/x test
pnpm -C node_modules/x build
pnpm --dir node_modules/x build
yarn --cwd node_modules/x build
cd .venv/lib/python3.11/site-packages/x && python -m pytest
cd venv/src/x && pytest
cd .tox/py311/x && pytest
cd vendor/x && make
cd vendor/x && go test ./...
cd vendor && make
cd Pods/x && make
cd bower_components/x && make
make -C vendor/x
make -f vendor/x/Makefile
make -C src/../node_modules/x
env -C vendor/x make
cd node_modules/x && node build.js
node node_modules/x/build.js
node ./node_modules/x/install.mjs
node node_modules/x/scripts/install.js
python .venv/lib/x/scripts/y.py
python node_modules/x/y.py
python .venv/lib/python3.11/site-packages/x/setup.py
bash node_modules/x/install.sh
sh vendor/x/build.sh
pytest node_modules/x
pytest .venv/lib/python3.11/site-packages/x/tests
pytest vendor/x/test_a.py::test_b
python -m pytest vendor/x
go test ./vendor/...
go test ./vendor/example.com/x
cargo test --manifest-path vendor/x/Cargo.toml
cargo build --manifest-path=vendor/x/Cargo.toml
jest --rootDir node_modules/x
jest --rootDir=node_modules/x
rspec vendor/x/spec
just -f vendor/x/justfile
ninja -C vendor/x
cmake --build vendor/x
gradle -p vendor/x test
mvn -f vendor/x/pom.xml test""".split("\n")
OURS = """\
npm run build
cd packages/x && npm test
cd src/vendors && make
node scripts/build.js
node node_modules/.bin/eslint .
node node_modules/typescript/bin/tsc
node_modules/.bin/jest
./node_modules/.bin/eslint .
.venv/bin/pytest
.venv/bin/python -m pytest
venv/bin/python tests/run.py
. .venv/Scripts/activate && pytest
vendor/bin/phpunit
phpunit --bootstrap vendor/autoload.php
pytest tests
pytest tests/vendor_test.py
go test ./...
make vendor
make -C docs
python tests/node_modules.py
cargo test --manifest-path crates/x/Cargo.toml""".split("\n")
SEEN = [
    "cd node_modules/x && ls",
    "cat node_modules/x/package.json",
    "cd vendor/x && rg -n main",
    "cd vendor/x && wc -l a.c",
]


@pytest.mark.parametrize("text", THEIRS)
def test_what_a_package_brings_along_is_any_code(text: str) -> None:
    assert "run-code" in names_of(read(text).effects)


@pytest.mark.parametrize("text", OURS)
def test_the_project_s_own_and_the_programs_it_installed_run_as_before(text: str) -> None:
    assert "run-code" not in names_of(read(text).effects)
    assert "run-project" in names_of(read(text).effects)


@pytest.mark.parametrize("text", SEEN)
def test_looking_at_a_package_stays_looking(text: str) -> None:
    assert names_of(read(text).effects) == ["read-project"]


def test_a_project_may_itself_lie_among_packages() -> None:
    inside = facts(project := "/home/u/vendor/x")
    inside.project = project
    assert not lies_there(f"{project}/src", inside)
    assert lies_there(f"{project}/vendor/y", inside)


def test_behind_a_link_it_is_still_a_package() -> None:
    linked = facts(links={f"{PROJECT}/tool": f"{PROJECT}/node_modules/x"})
    assert lies_there(f"{PROJECT}/tool", linked)
    assert is_theirs(f"{PROJECT}/tool/build.js", linked)
    assert not is_theirs(f"{PROJECT}/tool/bin/build.js", linked)
