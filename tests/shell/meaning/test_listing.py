"""Names of files that a command is known to print: what reads them is judged on where they lie, all else stays unknown."""

from __future__ import annotations

import pytest

from assent.core.effect import names_of
from tests.shell.world import PROJECT, read

# Not known for sure, or more than a read: never understood in full.
MUST_NOT = """\
rg -l x | xargs rm
rg -l x | xargs sed -i s/a/b/
rg -l x | xargs cp -t /tmp
rg -l x | xargs mv -t /tmp
rg -l x | xargs touch
rg -l x | xargs chmod +x
rg -l x | xargs python3
rg -l x | xargs node
rg -l x | xargs sh
rg -l x | xargs sh -c
rg -l x | xargs bash -c 'cat "$@"'
rg -l x | xargs env
rg -l x | xargs timeout 5
rg -l x | xargs git
rg -l x | xargs git add
rg -l x | xargs curl
rg -l x | xargs curl -T
rg -l x | xargs tar cf a.tar
rg -l x | xargs awk
rg -l x | xargs awk '{print > FILENAME}'
rg -l x | xargs -I{} sh -c 'cat {}'
rg -l x | xargs -I{} {}
rg -l x | xargs -a names cat
rg -l x | xargs -E end cat
rg -l x | xargs tee
rg -l x | xargs sort -o
rg -l x | xargs sort
rg -l x | xargs xargs cat
rg -l x | xargs frobnicate
rg x | xargs cat
rg -l -r y x | xargs cat
rg -c x | xargs cat
rg --pre p -l x | xargs cat
rg -l x | sed s/a/b/ | xargs cat
rg -l x | awk '{print $1}' | xargs cat
rg -l x | cut -c2- | xargs cat
rg -l x | tr a / | xargs cat
rg -l x | grep -o a | xargs cat
rg -l x | grep -c a | xargs cat
rg -l x | grep a other | xargs cat
rg -l x | sort names | xargs cat
rg -l x | head -c 9 | xargs cat
rg -l x | uniq -c | xargs cat
rg -l x | tee names | xargs cat
rg -l x | while read f; do rm "$f"; done
rg -l x; cat names | xargs cat
find . -printf %p | xargs cat
find . -exec echo {} \\; | xargs cat
find . -ls | xargs cat
find . -fprint names | xargs cat
find $X | xargs cat
find . -name $X | xargs cat
git ls-files -s | xargs cat
git ls-files --format=x | xargs cat
git -c core.pager=x ls-files | xargs cat
git log --name-only | xargs cat
git diff --name-status | xargs cat
rg(){ echo /etc/shadow; }; rg -l x | xargs cat
rg -l x >names | xargs cat
cat .env | xargs cat
find . -name .env | xargs cat
find . -name '.env*' -print0 | xargs -0 cat
find . -path '*/.ssh/*' | xargs cat
git ls-files .env | xargs cat
git ls-files '*.pem' | xargs cat
git ls-files | grep '\\.env' | xargs cat
git ls-files | grep -i secret | xargs cat
find . | grep -E 'id_rsa$' | xargs cat
git ls-files | grep 'pem$' | xargs cat
git ls-files | grep env | sort | grep secret | xargs -I{} sh {}
rg -l x -g '.env*' | xargs cat
rg -l x -g.env | xargs cat
grep -rl x --include=.env . | xargs cat
cat $(git ls-files .env)
cat names | xargs cat
env | xargs cat
python3 list.py | xargs cat
rm $(git ls-files)
sh $(git ls-files)
cp $(git ls-files) /tmp
wc -l $(cat names)
wc -l $(git ls-files | sed s/a/b/)
cd $(git ls-files)
$(git ls-files)
cd $X && rg -l x | xargs cat
""".splitlines()
# Understood, with all effects: a name that is cut at a blank may lead elsewhere.
READ = {
    "rg -l x | xargs wc -l": "read-project read-elsewhere",
    "rg -l0 x | xargs -0 wc -l": "read-project",
    "rg --files -g '*.py' | xargs wc -l": "read-project read-elsewhere",
    "git ls-files | xargs grep foo": "read-project read-elsewhere",
    "git ls-files -z | xargs -0 grep -n foo": "read-project",
    "git ls-files | grep -v test | sort | head -20 | xargs wc -l": "read-project read-elsewhere",
    "git diff --name-only | xargs cat": "read-project read-elsewhere",
    "grep -rl foo src | xargs head -5": "read-project read-elsewhere",
    "grep -rl foo src 2>/dev/null | xargs head -5": "read-project read-elsewhere",
    "find . -name '*.py' -print0 | xargs -0 ls -la": "read-project",
    "find . -name '*.py' | xargs wc -l": "read-project read-elsewhere",
    "find . -name '*.py' -print0 | xargs -0 -n 5 cat": "read-project",
    "fd -e py | xargs wc -l": "read-project read-elsewhere",
    "wc -l $(git ls-files)": "read-project read-elsewhere",
    "cat $(rg -l x)": "read-project read-elsewhere",
    "head -3 $(git ls-files | grep py)": "read-project read-elsewhere",
}  # fmt: skip
# Where they lie elsewhere, that is seen.
ELSEWHERE = {
    "find /home/u -name '*.py' -print0 | xargs -0 cat": "read-secret",
    "find /etc -print0 | xargs -0 cat": "read-secret",
    "find .. -print0 | xargs -0 cat": "read-secret",
    "cd /etc && find . -print0 | xargs -0 cat": "read-secret",
    "rg -l x ~ | xargs cat": "read-secret",
    "cat $(find ~/.aws)": "read-secret",
}  # fmt: skip


def doubtful(text: str) -> bool:
    reading = read(text)
    beyond = set(names_of(reading.effects)) - {"read-project", "read-elsewhere", "write-tmp"}
    return bool(reading.form or beyond or any(part.opaque or part.meaning for part in reading.parts))


@pytest.mark.parametrize("text", MUST_NOT)
def test_it_is_not_taken_for_a_read_of_known_places(text: str) -> None:
    assert doubtful(text)


@pytest.mark.parametrize(("text", "effects"), READ.items(), ids=READ.keys())
def test_a_read_of_what_was_listed_is_understood(text: str, effects: str) -> None:
    reading = read(text)
    assert reading.coverage == "full"
    assert not any(part.opaque for part in reading.parts)
    assert names_of(reading.effects) == effects.split()


@pytest.mark.parametrize(("text", "effect"), ELSEWHERE.items(), ids=ELSEWHERE.keys())
def test_where_the_names_lie_is_what_is_read(text: str, effect: str) -> None:
    assert effect in names_of(read(text).effects)


def test_a_denial_of_a_place_holds_for_names_from_there() -> None:
    parts = read("find src -print0 | xargs -0 cat").parts
    assert PROJECT in parts[-1].reads
