"""The interpreter of program tables, on tables made for it: every key, every role, and the closed world around them."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest

from assent.core.call import Part
from assent.core.effect import UNKNOWN, mask_of, names_of
from assent.shell.meaning.arg import Arg, argv_of
from assent.shell.meaning.effects import Walk
from assent.shell.meaning.scope import Scope
from assent.shell.meaning.table import judge
from assent.shell.meaning.use import Use
from assent.shell.meaning.wrappers import Runner
from assent.shell.programs.row import ALONE, OPTIONAL, VALUE, Row
from tests.shell.world import HOME, PROJECT, facts

Spec = dict[str, Any]


def used(spec: Spec, *words: str | Arg | None, cwd: str = PROJECT, special: Any = None) -> Use:
    """One use of a program `p` with this row; None stands for a word that cannot be known."""
    args = [
        word if isinstance(word, Arg) else Arg(word, many=word is None, glob="*" in (word or ""))
        for word in words
    ]
    part = Part(("p", *argv_of(args)), cwd)
    walk = Walk(facts(cwd))
    scope = Scope((cwd,) if cwd else ())
    use = Use("p", args, part, walk.facts, scope.cwds, Runner(walk, scope))
    module = sys.modules["assent.shell.judges.made"] = ModuleType("made")
    if special is not None:
        setattr(module, special.__name__, special)
    judge(use, Row(stored(spec)))
    return use


def stored(spec: Spec) -> tuple[Any, ...]:
    """The row that a table as these tests write it stands for."""
    options: dict[str, Any] = dict.fromkeys(spec.get("flags", "").split(), (ALONE, (), 0))
    for key, kind in (("adds", ALONE), ("values", VALUE), ("optional", OPTIONAL)):
        for flags, what in spec.get(key, {}).items():
            mask = mask_of(what.split()) if kind == ALONE else 0
            options |= dict.fromkeys(flags.split(), (kind, (what,) if kind != ALONE else (), mask))
    below = {
        name: stored(row) for names, row in spec.get("subcommands", {}).items() for name in names.split()
    }
    words = spec.get("operands")
    judged = f"made.{spec['special']}" if "special" in spec else ""
    return (
        mask_of(spec.get("effects", "").split()), options, None if words is None else tuple(words.split()), below,
        mask_of(spec["bare"].get("effects", "").split()) if "bare" in spec else None, judged,
        tuple(fact for fact in ("inert", "raw") if spec.get(fact)) + (("-NUM",) if spec.get("numeric") else ()),
        tuple(spec["shows"].split()) if "shows" in spec else None, spec.get("style", ""),
    )  # fmt: skip


def effects(spec: Spec, *words: str | Arg | None, cwd: str = PROJECT) -> set[str]:
    """The names of the effects; `opaque` among them when a word that matters cannot be known."""
    part = used(spec, *words, cwd=cwd).part
    return set(names_of(part.effects)) | ({"opaque"} if part.opaque else set())


READER: Spec = {
    "flags": "-a -b --all",
    "values": {"-n --lines": "data", "-o --output": "write", "-f": "read"},
    "optional": {"--color -c": "data", "-i": "write"},
    "adds": {"-F --force": "history destroy"},
    "operands": "read*",
}
NOTHING: set[str] = set()

# -- what must not pass, first ---------------------------------------------------------------------------------------

STRANGE = {
    "an unlisted long option": (READER, ["--everything"]),
    "an unlisted letter": (READER, ["-z"]),
    "an unlisted letter in a cluster": (READER, ["-abz"]),
    "a shortened long option": (READER, ["--al"]),
    "a shortened long option with a value": (READER, ["--outp=x"]),
    "a long option in another case": (READER, ["--All"]),
    "a flag with a value it does not take": (READER, ["--all=x"]),
    "an option whose value is missing": (READER, ["-n"]),
    "a number where none is known": (READER, ["-20"]),
    "a number that is none": ({"numeric": True, "operands": ""}, ["-2a"]),
    "a number in other digits": ({"numeric": True, "operands": ""}, ["-\u0662"]),
    "an operand where none is described": ({"flags": "-a"}, ["x"]),
    "an operand where none is allowed": ({"operands": ""}, ["x"]),
    "more operands than roles": ({"operands": "data data"}, ["a", "b", "c"]),
    "an unlisted subcommand": ({"subcommands": {"status": {}}}, ["push"]),
    "a shortened subcommand": ({"subcommands": {"status": {}}}, ["stat"]),
    "a subcommand in another case": ({"subcommands": {"status": {}}}, ["Status"]),
    "an alias list as one word": ({"subcommands": {"add stage": {}}}, ["add stage"]),
    "no subcommand": ({"subcommands": {"status": {}}}, []),
    "options alone": ({"flags": "-a", "subcommands": {"status": {}}}, ["-a"]),
    "a subcommand's flag before it": ({"subcommands": {"s": {"flags": "-x"}}}, ["-x", "s"]),
    "a global flag after it": ({"flags": "-x", "subcommands": {"s": {}}}, ["s", "-x"]),
    "a cluster in the style of single dashes": ({"style": "single", "flags": "-a -b"}, ["-ab"]),
    "two dashes in the style of single dashes": ({"style": "single", "flags": "-run"}, ["--run"]),
    "an option behind -- that stands for one": ({"operands": "", "flags": "-a"}, ["--", "-a"]),
    "a role nobody knows": ({"operands": "nonsense"}, ["x"]),
    "the role unknown": ({"operands": "unknown"}, ["x"]),
    "an option that cannot be known": (READER, [Arg(None, prefix="-")]),
    "a glob behind a dash": (READER, [Arg("-*", glob=True)]),
    "--version alone in a row that does not list it": (READER, ["--version"]),
    "--help alone in a row that shows only --version": (
        {"shows": "--version", "flags": "--help"},
        ["--help", "x"],
    ),
    "--version among other words": ({"operands": ""}, ["--version", "x"]),
}


@pytest.mark.parametrize(("spec", "words"), STRANGE.values(), ids=STRANGE)
def test_what_a_row_does_not_describe_is_unknown(spec: Spec, words: list[str | Arg | None]) -> None:
    use = used(spec, *words)
    assert use.part.effects & UNKNOWN
    assert use.part.meaning


HIDDEN = {
    "a path": ({"operands": "read*"}, [None]),
    "a path behind a known one": ({"operands": "read*"}, ["x", None]),
    "a written path": ({"operands": "write"}, [None]),
    "the value of a path option": (READER, ["-o", None]),
    "how many words an option takes": (READER, ["-n", None]),
    "the glued value of a path option": (READER, [Arg(None, prefix="--output=")]),
    "the value glued to a letter": (READER, [Arg(None, prefix="-o")]),
    "an option smuggled in by data": ({"operands": "data*", "values": {"-o": "write"}}, [None]),
    "an option smuggled in by data that adds": ({"operands": "data*", "adds": {"-f": "history"}}, [None]),
    "a subcommand": ({"subcommands": {"status": {}}}, [None]),
    "a directory": ({"values": {"-C": "chdir"}}, ["-C", None]),
    "a host": ({"operands": "host"}, [None]),
    "an address": ({"operands": "url"}, [None]),
    "a remote": ({"operands": "remote"}, [None]),
    "a package": ({"operands": "package*"}, [None]),
    "a task": ({"operands": "task"}, [None]),
    "a script": ({"operands": "script"}, [None]),
    "shell text": ({"operands": "shell"}, [None]),
    "a command": ({"operands": "command"}, [None]),
}


@pytest.mark.parametrize(("spec", "words"), HIDDEN.values(), ids=HIDDEN)
def test_a_word_that_decides_and_cannot_be_known_is_opaque(spec: Spec, words: list[str | Arg | None]) -> None:
    assert used(spec, *words).part.opaque


def test_unknown_data_may_be_an_option_that_is_not_listed() -> None:
    spec = {"operands": "data*", "flags": "-a", "values": {"-n": "data"}}
    assert effects(spec, None, "x") == {"opaque"}
    assert effects(spec, "-n", Arg(None), "x") == NOTHING
    assert effects(spec, Arg(None, prefix="x"), "x") == NOTHING


def test_unknown_data_is_harmless_to_what_may_ride_along() -> None:
    spec = {"operands": "data*", "flags": "-a", "values": {"-n": "data"}, "inert": True}
    assert effects(spec, None, "x") == NOTHING


def test_unknown_data_behind_two_dashes_is_no_option() -> None:
    spec = {"operands": "data*", "values": {"-o": "write"}}
    assert effects(spec, "--", Arg(None)) == NOTHING


def test_a_glob_at_the_front_may_be_the_name_of_an_option() -> None:
    assert "history" in effects({"operands": "data*", "adds": {"--force": "history"}}, "*")
    assert "history" not in effects({"operands": "data*", "adds": {"--force": "history"}}, "./*")
    assert "history" not in effects({"operands": "data*", "adds": {"--force": "history"}}, "--", "*")


# -- options ---------------------------------------------------------------------------------------------------------

FINE = {
    "nothing": ([], NOTHING),
    "a flag": (["-a"], NOTHING),
    "a long flag": (["--all"], NOTHING),
    "a cluster": (["-ab"], NOTHING),
    "a cluster whose last letter takes the next word": (["-abn", "3"], NOTHING),
    "a cluster whose last letter takes the rest": (["-abn3"], NOTHING),
    "a value in the next word": (["-n", "3"], NOTHING),
    "a value glued to the letter": (["-n3"], NOTHING),
    "a value glued to the letter with =": (["-n=3"], NOTHING),
    "a long value in the next word": (["--lines", "3"], NOTHING),
    "a long value behind =": (["--lines=3"], NOTHING),
    "an empty value behind =": (["--lines="], NOTHING),
    "a value that looks like an inert option": (["-n", "-a"], NOTHING),
    "an optional value": (["--color=always"], NOTHING),
    "an optional value left out": (["--color", "-a"], NOTHING),
    "an optional value glued to the letter": (["-calways"], NOTHING),
    "a written value": (["-o", "x"], {"write-project"}),
    "a written value behind =": (["--output=x"], {"write-project"}),
    "a written value glued": (["-ox"], {"write-project"}),
    "a written value in a cluster": (["-abox"], {"write-project"}),
    "a written value by the optional letter": (["-ix"], {"write-project"}),
    "an option that adds": (["-F"], {"history", "destroy"}),
    "a long option that adds": (["--force"], {"history", "destroy"}),
    "a letter that adds in a cluster": (["-aFb"], {"history", "destroy"}),
    "an operand": (["x"], {"read-project"}),
    "an option behind an operand": (["x", "-F"], {"read-project", "history", "destroy"}),
    "a dash alone": (["-"], NOTHING),
    "an operand behind two dashes": (["--", "-F"], {"read-project"}),
    "a value that is two dashes": (["-n", "--", "-F"], {"history", "destroy"}),
}


@pytest.mark.parametrize(("words", "found"), FINE.values(), ids=FINE)
def test_options_and_operands_by_their_row(words: list[str], found: set[str]) -> None:
    assert effects(READER, *words) == found


def test_a_lone_version_or_help_only_prints_where_the_row_says_so() -> None:
    task = {"effects": "run-project", "operands": "", "bare": {"effects": "install"}}
    assert effects({**task, "flags": "--version"}, "--version") == {"run-project"}
    assert effects({**task, "shows": "--version"}, "--version") == NOTHING
    assert effects({**task, "shows": "--version"}, "--help") == {"run-project", "install", "unknown"}
    assert effects({**task, "shows": "", "flags": "--version"}, "--version") == {"run-project", "install"}


def test_the_style_stop_leaves_what_follows_the_first_operand_alone() -> None:
    spec = {"style": "stop", "flags": "-a", "adds": {"-F": "history"}, "operands": "data*"}
    assert effects(spec, "-F", "x") == {"history"}
    assert effects(spec, "x", "-F") == NOTHING
    assert effects(spec, "x", "--unheard") == NOTHING


def test_the_style_single_knows_long_words_behind_one_dash() -> None:
    spec = {"style": "single", "flags": "-run -v", "values": {"-o -out": "write"}, "operands": "data*"}
    assert effects(spec, "-run", "-v", "x") == NOTHING
    assert effects(spec, "-out=x") == effects(spec, "-out", "x") == {"write-project"}


def test_numeric_makes_a_dash_with_digits_inert() -> None:
    assert effects({"numeric": True, "operands": ""}, "-20") == NOTHING


def test_options_are_told_to_the_judgement_one_by_one() -> None:
    use = used(READER, "-abn3", "--color=x", "--force", "f")
    assert [(flag, value and value.text) for flag, value in use.options] == [
        ("-a", None),
        ("-b", None),
        ("-n", "3"),
        ("--color", "x"),
        ("--force", None),
    ]
    assert [word.text for word in use.words] == ["f"]
    assert use.has("-x", "-b")
    assert not use.has("-x")
    assert use.value("-n", "--lines") is not None
    assert use.value("-o") is None


# -- operands and roles ----------------------------------------------------------------------------------------------

ROLES = [
    ("data", "/etc/shadow", NOTHING),
    ("read", "x", {"read-project"}),
    ("read", "/etc/hosts", {"read-elsewhere"}),
    ("read", f"{HOME}/.ssh/id_rsa", {"read-secret"}),
    ("read", ".env", {"read-secret"}),
    ("read", "/dev/null", NOTHING),
    ("write", "x", {"write-project"}),
    ("write", "/tmp/x", {"write-tmp"}),
    ("write", f"{HOME}/x", {"write-elsewhere"}),
    ("write", f"{HOME}/.bashrc", {"run-code"}),
    ("write", ".git/config", {"run-code"}),
    ("write", "/dev/sda", {"system", "write-elsewhere"}),
    ("write", "/etc/hosts", {"system", "write-elsewhere"}),
    ("edit", "x", {"read-project", "write-project"}),
    ("destroy", "x", {"destroy", "write-project"}),
    ("destroy", "/", {"destroy", "system", "write-elsewhere"}),
    ("destroy", HOME, {"destroy", "system", "write-elsewhere"}),
    ("url", "https://e.example/x", {"net-read"}),
    ("url", "http://169.254.169.254/latest", {"net-read", "read-secret"}),
    ("url", "file:///etc/hosts", {"read-elsewhere"}),
    ("send", "https://e.example/x", {"net-send"}),
    ("send", "u@e.example:x", {"net-send"}),
    ("host", "e.example", NOTHING),
    ("remote", "origin", NOTHING),
    ("remote", "ext::sh -c x", {"run-code"}),
    ("command", "pwd", NOTHING),
    ("shell", "rm -r x", {"destroy", "write-project"}),
    ("code", "1", {"run-code"}),
    ("script", "x.sh", {"run-project"}),
    ("script", "/tmp/x.sh", {"run-code"}),
    ("script", "../x.sh", {"run-code"}),
    ("script", "-", {"run-code"}),
    ("task", "build", {"run-project"}),
    ("package", "left-pad", {"install"}),
    ("package", "git+https://e.example/x", {"install", "run-code"}),
    ("package", "./x", {"install", "run-code"}),
]


@pytest.mark.parametrize(("role", "word", "found"), ROLES, ids=[f"{role} {word}" for role, word, _ in ROLES])
def test_a_role_gives_its_effects_as_operand_and_as_value(role: str, word: str, found: set[str]) -> None:
    assert effects({"operands": role}, word) == found
    assert effects({"values": {"-x --ex": role}}, "-x", word) == found
    assert effects({"values": {"-x --ex": role}}, f"--ex={word}") == found


PLACES = [
    ("read*", "a b c", ["a", "b", "c"], []),
    ("data read*", "a b c", ["b", "c"], []),
    ("read* write", "a b c", ["a", "b"], ["c"]),
    ("read* write", "a b", ["a"], ["b"]),
    ("data read* write", "a b c", ["b"], ["c"]),
    ("read write", "a b", ["a"], ["b"]),
    ("write read*", "a b", ["b"], ["a"]),
]


@pytest.mark.parametrize(
    ("roles", "words", "reads", "writes"), PLACES, ids=[f"{row[0]}: {row[1]}" for row in PLACES]
)
def test_operands_get_their_roles_by_place(
    roles: str, words: str, reads: list[str], writes: list[str]
) -> None:
    part = used({"operands": roles}, *words.split()).part
    assert part.reads == [f"{PROJECT}/{name}" for name in reads]
    assert part.writes == [f"{PROJECT}/{name}" for name in writes]


def test_a_glob_may_spread_over_the_place_beside_it() -> None:
    found = effects({"operands": "read* write"}, "a", Arg("*.py", glob=True))
    assert found == {"read-project", "write-project"}


def test_chdir_moves_what_relative_paths_and_effects_mean() -> None:
    spec = {"effects": "write-project", "values": {"-C": "chdir"}, "operands": "read*"}
    assert effects(spec, "x") == {"write-project", "read-project"}
    assert effects(spec, "-C", "src", "x") == {"write-project", "read-project"}
    walked = {
        "flags": "",
        "values": {"-C": "chdir"},
        "subcommands": {"s": {"effects": "write-project run-project"}},
    }
    assert effects(walked, "-C", "src", "s") == {"write-project", "run-project"}
    assert effects(walked, "-C", HOME, "s") == {"write-elsewhere", "run-code"}
    assert effects(walked, "-C", "/tmp", "s") == {"write-tmp", "run-code"}


def test_effects_of_the_row_are_meant_from_where_it_runs() -> None:
    spec = {"effects": "read-project net-read"}
    assert effects(spec) == {"read-project", "net-read"}
    assert effects(spec, cwd=HOME) == {"read-elsewhere", "net-read"}
    assert effects(spec, cwd="") == {"read-elsewhere", "net-read"}


def test_targets_are_recorded() -> None:
    assert used({"operands": "remote"}, "origin").part.targets == ["origin"]
    assert used({"operands": "url"}, "https://e.example/x").part.targets == ["e.example"]
    assert used({"operands": "host"}, None).part.targets == [None]


def test_a_command_takes_the_rest_of_the_line() -> None:
    spec = {"style": "stop", "flags": "-v", "operands": "data command"}
    use = used(spec, "-v", "5", "rm", "-r", "x")
    assert ("rm", "-r", "x") in use.part.seen
    assert {"destroy"} <= set(names_of(use.part.effects))


def test_a_command_of_a_program_with_options_anywhere_keeps_its_own_options() -> None:
    spec = {"adds": {"-r": "history"}, "operands": "data command"}
    assert "history" not in effects(spec, "5", "ls", "-r")


def test_shell_words_are_joined_to_one_text() -> None:
    use = used({"style": "stop", "operands": "shell+"}, "echo", "x;", "rm", "-r", "y")
    assert ("rm", "-r", "y") in use.part.seen


# -- subcommands -----------------------------------------------------------------------------------------------------

GIT: Spec = {
    "flags": "-p --bare",
    "values": {"-C": "chdir", "-c": "code", "--dir": "read"},
    "adds": {"--exec": "run-code"},
    "subcommands": {
        "status": {"effects": "read-project", "flags": "-s"},
        "add stage": {"effects": "write-project", "operands": "data*"},
        "remote": {
            "flags": "-v",
            "bare": {"effects": "read-project"},
            "subcommands": {"add": {"effects": "write-project", "operands": "data data"}},
        },
        "stash": {
            "bare": {"effects": "write-project destroy"},
            "operands": "data*",
            "subcommands": {"list": {"effects": "read-project"}},
        },
    },
}
TREE = [
    ("status", {"read-project"}, ("p", "status")),
    ("status -s", {"read-project"}, ("p", "status")),
    ("add x", {"write-project"}, ("p", "add")),
    ("stage x", {"write-project"}, ("p", "stage")),
    ("remote", {"read-project"}, ("p", "remote")),
    ("remote -v", {"read-project"}, ("p", "remote")),
    ("remote add a b", {"write-project"}, ("p", "remote", "add")),
    ("stash", {"write-project", "destroy"}, ("p", "stash")),
    ("stash list", {"read-project"}, ("p", "stash", "list")),
    ("stash other", NOTHING, ("p", "stash")),
    ("-p status", {"read-project"}, ("p", "status")),
    ("-c x=y status", {"read-project", "run-code"}, ("p", "status")),
    ("-cx=y status", {"read-project", "run-code"}, ("p", "status")),
    ("--exec status", {"read-project", "run-code"}, ("p", "status")),
]


@pytest.mark.parametrize(("words", "found", "path"), TREE, ids=[row[0] for row in TREE])
def test_subcommands_have_their_own_rows(words: str, found: set[str], path: tuple[str, ...]) -> None:
    use = used(GIT, *words.split())
    assert set(names_of(use.part.effects)) == found
    assert use.part.path == path


def test_global_options_are_hoisted_out_of_what_rules_match() -> None:
    use = used(GIT, "-C", "src", "remote", "-v", "add", "a", "b")
    assert use.hoisted is not None
    assert argv_of(use.hoisted) == ("remote", "add", "a", "b")
    assert used(GIT, "status").hoisted is None


@pytest.mark.parametrize(
    ("words", "inert"),
    [
        ("-p status", True),
        ("-C src status", True),
        ("-c x status", False),
        ("--exec status", False),
        ("--dir x status", False),
    ],
)
def test_only_inert_global_options_are_looked_past_by_an_allow(words: str, inert: bool) -> None:
    assert used(GIT, *words.split()).inert is inert


# -- bespoke judgement -----------------------------------------------------------------------------------------------


def judged(use: Use) -> None:
    use.add(1 << 14, "judged")


def test_special_is_called_after_the_walk() -> None:
    use = used({"operands": "read*", "special": "judged"}, "x", special=judged)
    assert set(names_of(use.part.effects)) == {"read-project", "history"}


def test_special_with_raw_replaces_the_walk() -> None:
    use = used({"raw": True, "special": "judged"}, "--unheard", "x", special=judged)
    assert set(names_of(use.part.effects)) == {"history"}
    assert not use.words


def test_the_innermost_special_judges() -> None:
    spec = {"special": "missing", "subcommands": {"s": {"special": "judged"}, "t": {"operands": ""}}}
    assert "history" in names_of(used(spec, "s", special=judged).part.effects)
    with pytest.raises(AttributeError):
        used(spec, "t", special=judged)
