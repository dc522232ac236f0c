"""`assent programs`: what is known is shown, a private tool is one short file, and nobody's file loosens a shipped one."""

from __future__ import annotations

import json

import pytest

from tests import screens
from tests.cli.conftest import Home

ACME = """# acme 3, its --help
acme
  shows --version

acme list
  does   read-project net-read
      --json
      --out FILE     write

acme push
  does   net-send

! acme push                       net-send
! acme push --all                 unknown
! acme list --out ~/.bashrc       run-code
! acme list --out .git/hooks/x    run-code
! acme list --no-such             unknown
! acme list $X                    opaque
! acme                            unknown
! acme drop                       unknown
! acme list x                     unknown
! acme list > ~/.profile          run-code
= acme list --json                read-project net-read
"""
# The words of timeout as if they did nothing, one option that is not, and one that timeout does not have.
TIGHT = """# timeout as we use it
timeout
  style stop
  words  data each
  -v            destroy
      --soft

""" + "".join(f"! timeout -v {n} ls   destroy\n" for n in range(10))
OWN = ".config/assent/programs/acme.prog"
OURS = "work/p/.assent/programs/acme.prog"
POLICY = '[[rule]]\nallow = ["Bash(acme *)", "Bash(timeout *)"]\nwithin = ["read-project", "net-read"]\n'


@pytest.fixture
def home(fresh: Home) -> Home:
    fresh.policy.parent.mkdir(parents=True, exist_ok=True)
    fresh.policy.write_text(POLICY)
    return fresh


def effects(home: Home, call: str) -> list[str]:
    return list(home.run("check", "--json", call).data["effects"])


def test_a_private_tool_is_one_short_file(home: Home) -> None:
    assert effects(home, "acme list --json") == ["unknown"]
    assert home.verdict("acme list --json") == ""
    home.write(OWN, ACME)
    assert home.run("programs", "check", str(home.path / OWN)).out.startswith("ok")
    assert effects(home, "acme list --json") == ["read-project", "net-read"]
    assert home.verdict("acme list --json") == "allow"
    assert home.verdict("acme push") == "ask"


def test_writing_what_a_private_tool_obeys_is_as_running_code(home: Home) -> None:
    home.write(
        OWN,
        ACME.replace("  shows --version\n", "  shows --version\n  config ~/.acmerc acme.toml .acme/hooks\n"),
    )
    for path in ("~/.acmerc", "acme.toml", "src/acme.toml", "src/ACME.toml", ".acme/hooks/x", "~/.acm*"):
        assert "run-code" in effects(home, f"cp x {path}"), path
    for path in ("~/.acmerc2", "acme.tom", "src/.acme/other", "acme.toml.txt"):
        assert "run-code" not in effects(home, f"cp x {path}"), path


def test_the_hook_knows_it_too(home: Home) -> None:
    home.run("init", "--yes")
    assert "allow" not in json.dumps(home.hook("acme list --json"))
    home.write(OWN, ACME)
    assert home.hook("acme list --json", "t2")["hookSpecificOutput"]["permissionDecision"] == "allow"
    assert "allow" not in json.dumps(home.hook("acme push", "t3"))


def test_a_project_s_file_counts_when_it_is_trusted_and_no_longer_after_an_edit(home: Home) -> None:
    file = home.write(OURS, ACME)
    assert home.verdict("acme list --json") == ""
    home.run("rules", "trust", str(file.parent), "--yes")
    assert home.verdict("acme list --json") == "allow"
    file.write_text(ACME.replace("      --json\n", "      --json\n      --long\n"))
    assert home.verdict("acme list --json") == ""


def test_a_file_that_nobody_trusts_may_tighten_what_is_known(home: Home) -> None:
    loose = ACME.replace("does   net-send", "does   read-project").replace(
        "! acme push                       net-send", "! acme pull                       unknown"
    )
    home.write(OWN, ACME)
    home.write(OURS, loose.replace("read-project net-read", "read-project net-read destroy"))
    assert home.verdict("acme list --json") == "ask"
    assert "net-send" in effects(home, "acme push")


def test_a_shipped_program_is_tightened_and_never_loosened(home: Home) -> None:
    assert home.verdict("timeout 5 ls") == "allow"
    assert home.verdict("timeout 5 make") == ""
    home.write(".config/assent/programs/timeout.prog", TIGHT)
    home.run("programs", "check", str(home.path / ".config/assent/programs/timeout.prog"))
    assert home.verdict("timeout 5 ls") == "allow"
    assert home.verdict("timeout -v 5 ls") == "ask"
    assert "run-project" in effects(home, "timeout 5 make")
    assert "unknown" in effects(home, "timeout --soft 5 ls")


@pytest.mark.parametrize(
    ("slip", "said"),
    {
        "an option twice": ("      --json\n", "--json is there twice"),
        "a word that is no fact": ("  dose   write-project\n", "'dose' is no fact"),
        "a misspelt effect": ("      --all   net-sent\n", "'net-sent' is no effect"),
        "a misspelt role": (
            "      --into FILE   writ\n",
            "'writ' is no role: --into needs one for each value",
        ),
        "a value without a role": ("      --into FILE\n", "--into needs a role for each value"),
        "a tab": ("\tdoes   net-send\n", "begins with a tab: indent it by two spaces"),
        "a role without a value": ("      --into   write\n", "--into has a role and takes no value"),
        "a judge": ("  judge  sed.sed\n", "judge is for shipped programs"),
        "words left as they are": ("  raw\n", "raw is for shipped programs"),
        "a block below itself": ("\nacme a, acme a b c\n\nacme a b\n", "acme a b c stands below itself"),
        "a path without an end": ("\nacme a" + " a" * 40 + "\n", "a path has more than 16 words"),
    }.values(),
)
def test_a_slip_is_named_with_its_line_and_the_last_good_file_holds(home: Home, slip: str, said: str) -> None:
    home.run("rules", "add", "Bash(make lint)")
    file = home.write(OWN, ACME)
    assert home.verdict("acme list --json") == "allow"
    file.write_text(ACME.replace("      --json\n", "      --json\n" + slip))
    done = home.run("programs", "check", str(file), code=1)
    assert said in done.out
    assert f"{file}:" in done.out
    assert home.verdict("acme list --json") == "allow"
    assert said in home.run("validate", code=1).out
    assert said in home.run("status", code=1).out


def test_a_row_that_does_not_hold_is_named(home: Home) -> None:
    file = home.write(
        OWN,
        ACME.replace(
            "! acme push                       net-send", "! acme push                       destroy"
        ),
    )
    assert (
        "`acme push` is not found to do destroy, but net-send"
        in home.run("programs", "check", str(file), code=1).out
    )


def test_too_few_rows_are_a_mistake(home: Home) -> None:
    file = home.write(OWN, ACME.replace("! acme drop                       unknown\n", ""))
    assert "has 9 of the 10 rows" in home.run("programs", "check", str(file), code=1).out


def test_a_draft_leaves_every_effect_unknown(home: Home) -> None:
    told = "Usage: tool [options]\n\nCommands:\n  list   lists\n  push   pushes\n\nOptions:\n  -o, --out FILE  write\n  -q, --quiet\n"
    home.run("programs", "new", "tool", "--from", "-", typed=told.encode())
    path = home.path / ".config/assent/programs/tool.prog"
    text = path.read_text()
    assert "  -o, --out FILE                      unknown" in text
    assert "  -q, --quiet                         unknown" in text
    assert "tool list" in text
    assert home.run("programs", "check", str(path)).out.startswith("ok")
    assert effects(home, "tool list") == ["unknown"]
    assert "is there already" in home.run("programs", "new", "tool", code=2).err


def test_what_a_project_describes_is_told_before_it_is_trusted(home: Home) -> None:
    file = home.write(OURS, ACME)
    home.write("work/p/.assent/programs/timeout.prog", TIGHT)
    told = home.run("rules", "trust", str(file.parent), code=2)
    assert "acme: 2 subcommands, 2 options, 11 rows" in told.out
    assert (
        "can do at most: reads the project; writes in the project; fetches from the network; sends data out"
        in told.out
    )
    assert "shipped too: timeout; there it can only make calls stricter" in told.out
    assert "It allows nothing by itself" in told.out
    assert "there is nobody to ask" in told.err
    assert home.verdict("acme list --json") == ""


def test_files_of_which_none_is_sound_are_not_trusted_but_told(home: Home) -> None:
    file = home.write(OURS, ACME.replace("net-send\n\n", "net-sent\n\n"))
    told = home.run("rules", "trust", str(file.parent), "--yes", code=2)
    assert f"{OURS.rpartition('/')[2]}:11: 'net-sent' is no effect" in told.err


def test_the_list_is_narrowed_by_a_name_an_effect_or_to_one_s_own(home: Home) -> None:
    home.write(OWN, ACME)
    yours = home.run("programs", "list", "yours").out
    assert "Program  Can do at most\nacme     user: net-send net-read write-project read-project" in yours
    assert "git" not in yours
    assert "1 program in 1 file." in yours
    senders = {each["names"][0] for each in home.run("programs", "list", "net-send", "--json").data}
    assert {"acme", "git", "curl"} <= senders
    assert "ls" not in senders
    assert "No program file speaks of frobnicate" in home.run("programs", "list", "frobnicate").out


@pytest.mark.parametrize("columns", screens.WIDTHS)
def test_the_list_and_a_program_fit_the_terminal(home: Home, columns: int) -> None:
    home.write(OWN, ACME)
    for words in (("list",), ("list", "git"), ("show", "acme"), ("words",)):
        text = screens.seen(
            screens.raw(home.path, "programs", *words, columns=columns, cwd=home.project), columns
        )
        assert screens.widest(text) <= columns
        if words[-1] == "acme":
            assert screens.keeps(f"programs-{'-'.join(words)}-{columns}", text), text


def test_what_is_known_is_listed_and_shown(home: Home) -> None:
    home.write(OWN, ACME)
    listed = home.run("programs", "list", "--json").data
    assert {"acme", "git", "timeout"} <= {name for each in listed for name in each["names"]}
    assert next(each for each in listed if each["names"] == ["acme"])["origin"] == "user"
    shown = home.run("programs", "show", "timeout").out
    assert "shell/programs/timeout.prog" in shown
    assert "did you mean timeout?" in home.run("programs", "show", "timeuot", code=2).err
    assert "write-project" in home.run("programs", "words").out


def test_a_name_that_nothing_describes_gets_a_hint_that_ends_it(home: Home) -> None:
    assert "assent programs show git" in home.run("programs", "show", "git push", code=2).err
    assert "did you mean" not in home.run("programs", "show", "frobnicate", code=2).err
    assert "assent programs show git" in home.run("programs", "check", "git", code=2).err
    assert "assent programs new frobnicate" in home.run("programs", "check", "frobnicate", code=2).err


def test_a_file_that_is_not_in_force_is_named_where_its_program_is_unknown(home: Home) -> None:
    file = home.write(OURS, ACME)
    place = file.parent.parent.parent
    told = home.run("check", "--explain", "acme list", cwd=place).out
    assert "assent rules trust ~/work/p/.assent/programs" in told
    assert "programs new" not in told
    home.write(OWN, ACME + "! acme list\n")
    assert "assent programs check acme" in home.run("check", "--explain", "acme list").out
