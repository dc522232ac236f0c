"""What ordinary calls never run is loaded when it is called, and does then what it always did."""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any

import pytest

from assent.app.start import bundle, cold, held
from assent.app.start.bytecode import stripped
from assent.app.start.row_tables import PACKAGE
from tests.app.test_hook import Home, package_copy

if TYPE_CHECKING:
    from collections.abc import Iterator

# Calls that few people's agents make every day, each by another way through the reader.
ODD = [
    pytest.param("for x in a b; do git status $x; done", id="loop"),
    pytest.param("case $1 in a) git log;; *) make all;; esac", id="case"),
    pytest.param("while read -r line; do echo $line; done < names.txt", id="while"),
    pytest.param("if [[ -f a && $x == b* ]]; then git diff; else curl x; fi", id="condition"),
    pytest.param("f() { git log -$1; }; f 3", id="function"),
    pytest.param("echo $((1 + ${#x} * 2)) ${x:-$(git log)}", id="arithmetic"),
    pytest.param("cat <<'END' | sort\ngit push\nEND", id="heredoc"),
    pytest.param("echo $'a\\tb' {a,b}{1..3} ~/x", id="quotes-and-braces"),
    pytest.param("x=(a b c); echo ${x[@]}", id="array"),
    pytest.param("(cd /etc && cat hosts fstab) 2>&1 | head", id="outside"),
    pytest.param("cat ../../../x .env.local", id="names"),
    pytest.param("find . -name '*.py' -exec wc -l {} +", id="find"),
    pytest.param("docker compose up -d && kubectl get pods", id="containers"),
    pytest.param("GIT_PAGER=cat git -C . log --format=%h -- src", id="environment"),
    pytest.param("python3 -c 'print(1)'", id="program-text"),
    pytest.param("npm install left-pad --save", id="install"),
    pytest.param("timeout 5 env A=b xargs -n 1 git show < list", id="wrappers"),
    pytest.param("git commit -m 'a' --no-verify && git push origin main", id="push"),
    pytest.param("echo 'not closed", id="unreadable"),
]


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Home]:
    """The same installation three times: with its bundle, with one in which all that was set apart is damaged, and
    without."""
    found: dict[str, Home] = {}
    for kind in ("bundle", "damaged", "modules"):
        folder = tmp_path_factory.mktemp(kind)
        made = found[kind] = Home(folder)
        package = package_copy(folder)
        made.command = made.command.replace(str(PACKAGE), str(package))
        path = held.path_of(package)
        if kind == "damaged":
            path.write_bytes(_without_cold(path.read_bytes(), package))
        if kind == "modules":
            path.unlink()
        assert made.ask("curl x") == "deny"
    return found


def _without_cold(data: bytes, package: Path) -> bytes:
    at, size, _ = _head(package)[6]
    table = cold.read_table(data[at : at + size])
    first = at - table[0][0]
    assert at - first > 10_000
    return data[:first] + bytes(at - first) + data[at:]


def _head(package: Path) -> tuple[Any, ...]:
    return held.whole(package)[1]


@pytest.mark.parametrize("command", ODD)
def test_a_call_is_answered_alike_from_the_bundle_a_damaged_one_and_the_modules(
    homes: dict[str, Home], command: str
) -> None:
    said = {kind: home.raw(home.payload(command)) for kind, home in homes.items()}
    written = {kind: home.record()[-1] for kind, home in homes.items()}
    assert {done.returncode for done in said.values()} == {0}
    told = [str(done.stdout).replace(str(homes[kind].home), "~") for kind, done in said.items()]
    assert told[0] == told[1] == told[2]
    kept = [
        {key: str(entry[key]).replace(str(homes[kind].home), "~") for key in ("verdict", "tier", "effects", "near", "why")}
        for kind, entry in written.items()
    ]  # fmt: skip
    assert kept[0] == kept[1] == kept[2]


# A module with every kind of function, and the hook that calls them; `WIDE` makes one large enough to be set apart.
WIDE = "\n    ".join(f"if a == 'no{number}': return 'never {number}'" for number in range(12))
SAMPLE = f'''
def plain(a, b=2, /, *rest, c=3, **more):
    """Says what it was given."""
    {WIDE}
    return a, b, rest, c, more

class Thing:
    __slots__ = ("x",)
    def __init__(self, a):
        {WIDE.replace(chr(10), chr(10) + "    ").replace("return 'never", "raise ValueError('never").replace("'" + chr(10), "')" + chr(10)) + ")"}
        self.x = a
    def told(self, a=5):
        {WIDE.replace(chr(10), chr(10) + "    ")}
        return self.x, a, self.__hidden(a)
    def __hidden(self, a):
        {WIDE.replace(chr(10), chr(10) + "    ")}
        return -a
    @property
    def shown(self, a=0):
        {WIDE.replace(chr(10), chr(10) + "    ")}
        return [self.x]

def deep(a):
    {WIDE}
    return 1 + deep(a - 1) if a else 0

def stream(a):
    {WIDE}
    yield a

def maker(a):
    {WIDE}
    def inner(b):
        return a + b
    return inner

def broken(a):
    {WIDE}
    return a.nothing
'''
CALLS = """
def found():
    from assent.core import sample as s
    t = s.Thing(7)
    try:
        s.broken(1)
        error = ""
    except AttributeError as caught:
        error = str(caught)
    return [
        s.plain(1), s.plain(1, 4, 5, 6, c=7, d=8), s.plain(1, 4, 5, 6, c=7, d=8), t.told(), t.told(a=6), t.told(8),
        t.shown, s.deep(900), list(s.stream(3)), s.maker(2)(3), error, s.plain.__name__,
    ]
"""
HOOK = f"import posix\nimport sys\n{CALLS}\ndef main():\n    asked = list(sys.modules['__main__'].thawed)\n    posix.write(1, repr((found(), asked, len(sys.modules['__main__'].thawed))).encode())\n    posix._exit(0)\n"
SEEN = "import marshal, os, sys\nfrom assent.core import sample\nos.write(1, marshal.dumps([(sample.__file__, 1, '<module>')]))\n"


def test_a_function_that_was_set_apart_does_what_it_always_did(tmp_path: Path) -> None:
    package = package_copy(tmp_path)
    (package / "core/sample.py").write_text(SAMPLE)
    (package / "app/hook.py").write_text(HOOK)
    (package / "app/start/warm.py").write_text(SEEN)
    assert bundle.make(package)
    assert bundle.current(package)
    launch = package / "app/start/launch.py"
    code = f"__file__ = {str(launch)!r}; exec(open(__file__).read())"
    done = subprocess.run([sys.executable, "-IS", "-c", code, "claude"], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    space: dict[str, Any] = {"__name__": "assent.core.sample"}
    exec(SAMPLE, space)  # noqa: S102  what stands above
    sample = type("Sample", (), {name: staticmethod(each) for name, each in space.items() if callable(each)})
    expected: dict[str, Any] = {}
    text = CALLS.replace("from assent.core import sample as s", "s = sample")
    exec(text, {"sample": sample}, expected)  # noqa: S102  likewise
    expected["found"].__globals__.update(expected)
    assert done.stdout.decode() == repr(
        (expected["found"](), [], 7)
    )  # all but the generator and the property


def test_what_is_more_than_a_call_and_its_answer_stays_with_its_module() -> None:
    apart = cold.Cold()
    apart.split(SAMPLE.encode(), "sample", {(1, "<module>")})
    names = sorted(marshal.loads(blob).co_name for blob in apart.blobs)  # noqa: S302  our own
    assert names == ["__hidden", "__init__", "broken", "deep", "maker", "plain", "told"]  # fmt: skip


def test_whoever_answers_when_the_time_is_up_waits_for_no_file() -> None:
    """The clock may strike because the file system hangs."""
    data, head = held.whole(PACKAGE) if bundle.current() or bundle.make() else (b"", ())
    at, size, _ = head[3]
    index = marshal.loads(data[at : at + size])  # noqa: S302  our own
    asking = {
        name
        for name, (*_, back, length, _) in index.items()
        if any(
            cold.CALLED in code.co_names
            for code in inner(marshal.loads(data[at - back : at - back + length]))  # noqa: S302  likewise
        )
    }
    assert "assent.core.pattern" in asking
    assert not {"assent.app.hook", "assent.app.deadline"} & asking
    assert not {name for name in asking if name.startswith("assent.agents")}


def inner(code: CodeType) -> Iterator[CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from inner(each)


def test_a_bundle_is_whole_where_nobody_can_say_what_ordinary_calls_run(tmp_path: Path) -> None:
    made = Home(tmp_path)
    package = package_copy(tmp_path)
    made.command = made.command.replace(str(PACKAGE), str(package))
    (package / "app/start/warm.py").write_text("raise SystemExit(1)\n")
    assert bundle.make(package)
    assert _head(package)[6][1] == 0
    assert made.ask("curl x") == "deny"
    assert made.ask("git status") == "allow"


def test_a_split_module_says_of_itself_what_the_whole_one_does() -> None:
    for path in sorted((PACKAGE / "core").glob("*.py")):
        whole = stripped(path.read_bytes(), str(path))
        split = cold.Cold().split(path.read_bytes(), str(path), {(1, "<module>")})
        assert [each.co_name for each in functions(whole)] == [each.co_name for each in functions(split)]
        assert [each.co_varnames[: each.co_argcount] for each in functions(whole)] == [
            each.co_varnames[: each.co_argcount] for each in functions(split)
        ]


def functions(code: CodeType) -> list[CodeType]:
    """The functions of a module and its classes, without those inside them."""
    found: list[CodeType] = []
    for each in code.co_consts:
        if isinstance(each, CodeType):
            found += [each] if each.co_flags & 1 else functions(each)
    return found


# A call as the launcher makes it, that says at its end what it has loaded.
TOLD = """
import posix, sys
leave = posix._exit
def told(number):
    quiet = sum(type(each).__getattribute__ is object.__getattribute__ for each in sys.modules.values())
    ours = sorted(name for name in sys.modules if name.startswith("assent."))
    posix.write(2, repr((len(thawed), len(known), quiet, ours)).encode())
    leave(number)
posix._exit = told
__file__ = {launch!r}
sys.argv[1:] = {words!r}
exec(open(__file__).read())
"""


@pytest.mark.parametrize("command", ["git status", "git log -3 | head", "curl x", "make test", "frobnicate"])
def test_an_ordinary_call_loads_its_groups_and_little_else(homes: dict[str, Home], command: str) -> None:
    """Each of these is a measured gain that nobody would miss in a test of answers."""
    home = homes["bundle"]
    home.ask(command)
    launch = home.home.parent / "lib/assent/app/start/launch.py"
    at = home.paths
    words = ["claude", at.home, at.config, at.data, at.state]
    done = subprocess.run(
        [sys.executable, "-IS", "-c", TOLD.format(launch=str(launch), words=words)],
        input=home.payload(command), env={"HOME": at.home, "PATH": os.environ["PATH"]},
        cwd=home.project, capture_output=True, check=False,
    )  # fmt: skip
    away, tables, quiet, ours = eval(done.stderr)  # noqa: S307  what stands above wrote it
    assert away <= 5, "functions that were set apart and are wanted: say such a call in warm.py"
    assert not tables or command != "git status", f"a module outside the groups (see loads.STEPS): {ours}"
    assert quiet >= len(ours), "an import asks a plain module for what it lacks"
    assert "assent.core.private" not in ours
    assert "assent.shell.syntax.compound" not in ours
