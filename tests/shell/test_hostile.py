"""What people who tried to break in found: commands of `hostile.jsonl` that no wide allow may cover."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assent.core.call import Call
from assent.core.decide import decide
from assent.core.effect import READ_PROJECT, RUN_CODE, names_of
from assent.core.policy import from_rules
from assent.policy import shipped
from tests.shell.world import HOME, PROJECT, covered, facts, read

DEFAULTS = from_rules([each.rule for each in shipped.module(shipped.DEFAULTS)[0]])

ROWS = [json.loads(line) for line in Path(__file__).with_name("hostile.jsonl").read_text().splitlines()]
# Forms of listing that make something all the same (each tried with git 2.39).
MAKING = [
    "git branch -v N",
    "git branch -vv N",
    "git branch --sort=refname N",
    "git branch --format=x N",
    "git branch --column N",
    "git tag --sort=refname N",
    "git tag --format=x N",
    "git tag --column N",
]
# What the shipped denials must hold against, whatever else is allowed.
DENIED = [
    "rm -rf /home/*",
    "rm -rf /home/?",
    "rm -rf /home/[u]",
    "rm -rf /*/u",
    "rm -rf /proc/self/task/1/root/home/u",
    "cat x > /dev/vda",
    "cp x /dev/mapper/root",
    "git commit --no-verif -m x",
    "git push --no-veri",
    "git rebase --no-verify x",
    "grep --include=.env -r x .",
    "rg -g '{.env,x}' .",
    "rsync -a ~/.ssh/ /tmp/x",
    "rmdir /home/u/.config/assent",
    "declare -a 'x=($(cat ~/.ssh/id_rsa))'",
    "declare -xa 'x=($(cat ~/.ssh/id_rsa))'",
    "wget -i .env",
    "wget --input-file=.env",
    "du --files0-from=.env",
    "wc --files0-from=.env",
    "sort --files0-from .env",
    "strings @.env",
    "mount --bind /tmp/x ~/.claude/settings.json",
    "mount --target ~/.config/assent /tmp/x",
    "git config -f ~/.claude/settings.json a.b c",
    "git config --file=/home/u/.bashrc a.b c",
    "tar --remove-files -cf x.tar ~/.claude/settings.json",
    "tar cf x.tar --remove-files -C ~/.claude settings.json",
]
# The honest twins of the rows.
HONEST = [
    "echo $((1 + 2))",
    "x=3; echo $((x * 2))",
    "for ((i=0;i<3;i++)); do echo $i; done",
    "set -- a b; ls",
    "ls; [ $? -eq 0 ]",
    "[[ -f README.md && 1 -eq 1 ]]; ls",
    'x=src; [ -d "$x" ] && ls $x',
    "sed -n $(echo 1p) README.md",
    "echo README.md | xargs cat",
    "echo README.md | cat | xargs cat",
    "printf 'a b' | xargs -n1 wc -l",
    "f() { ls src; }; f",
    "trap 'echo done' EXIT; ls",
    "cat ~+/README.md",
    "pushd -n src; ls",
    "echo ${x:-y}",
    "x=abc; echo ${x:1:2}",
    "a=(1 2); echo ${a[0]}",
    "git branch --list 'x*'",
    "git tag -l 'v*' --sort=refname",
    "git branch --sort=-committerdate",
    "git reflog",
    "git reflog show HEAD",
    "find . -name '*.py' -exec wc -l {} +",
    "find src -type f -exec sed -i s/a/b/ {} +",
    "grep -rn --include='*.py' x src",
    "rg -g '*.json' x",
    "rg -g '!*.min.js' x",
    "curl https://1.1.1.1/x",
    "curl https://[2606:4700::1111]/x",
    "rsync -a src/ /tmp/x",
    "declare -a x=(a b); echo ${#x[@]}",
    "declare -A m=([a]=1 [b]=2); echo ok",
    "local -a l=($(ls src)); echo ok",
    'declare -a found=("$(cat README.md)"); echo ok',
    'declare x="(a)"; echo ok',
    'declare x="$(cat README.md)"; echo ok',
    "export LC_ALL='(a) b'; ls",
    "strings README.md",
    "tar cf /tmp/x.tar src",
]


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_no_wide_rule_covers_it(row: dict[str, str]) -> None:
    reading = read(row["command"], branch="topic", upstream="origin/topic")
    assert not covered(reading), f"{row['why']}: {names_of(reading.effects)}"


@pytest.mark.parametrize("text", MAKING, ids=MAKING)
def test_a_name_behind_a_listing_option_still_makes_something(text: str) -> None:
    assert not covered(read(text), READ_PROJECT)


@pytest.mark.parametrize("text", DENIED, ids=DENIED)
def test_the_shipped_denials_speak(text: str) -> None:
    call = Call("Bash", {"command": text}, PROJECT, PROJECT)
    assert decide(call, read(text), DEFAULTS, facts()).verdict == "deny"


def test_a_folder_that_holds_what_is_ours_is_not_moved_by_a_wide_rule() -> None:
    ours = (f"{HOME}/.local/share/assent",)
    for text in ("mv ~/.local/share /tmp/x", "chmod -R 000 ~/.local", "rm -rf ~/.local/share"):
        assert read(text, ours=ours).effects & RUN_CODE
    assert not read("cp x ~", ours=ours).effects & RUN_CODE


@pytest.mark.parametrize("text", HONEST, ids=HONEST)
def test_its_honest_twin_is_still_covered(text: str) -> None:
    reading = read(text)
    assert covered(reading) or (not reading.form and not reading.effects)
