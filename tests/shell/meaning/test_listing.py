"""Names of files that a command is known to print: what reads them is judged on where they lie, all else stays unknown."""

from __future__ import annotations

import pytest

from assent.core.effect import names_of
from tests.shell.world import PROJECT, read

# Not known for sure, or more than a read: never understood in full.
MUST_NOT = """\
rg -l x | xargs rm
git grep x | xargs cat
git grep -c x | xargs cat
git grep -l x | xargs rm
git grep -l x | xargs sed -i s/a/b/
git grep -lO x | xargs cat
git grep -l --no-index x | xargs cat
git grep -l x -- .env | xargs cat
git grep -l x -- '*.pem' | xargs cat
git grep -l x -- ~/.ssh | xargs cat
git grep -l -f names | xargs cat
git grep -l x :/ | xargs cat
git diff-tree --name-status HEAD | xargs cat
ag x | xargs cat
ag -l -G '[.]env' x | xargs cat
ag -l x ~/.ssh | xargs cat
ag -lu x | xargs cat
ag -l x | xargs sh
ag -l --pager cat x | xargs cat
ack x | xargs cat
ack -l x .env | xargs cat
ack -l x | xargs rm
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
git ls-files --others --ignored --exclude-standard | xargs cat
git ls-files -oi --exclude-standard | xargs cat
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
rg -l x | xargs cat <names
rg -l x | xargs cat 0<names
rg -l x | xargs cat 0<&3
rg -l x | xargs cat < <(cat names)
rg -l x | { xargs cat; } <names
rg -l x | while read f; do cat "$f"; done <names
rg -l x | { exec <names; while read f; do cat "$f"; done; }
rg -l x | { exec 0<&3; while read f; do cat "$f"; done; }
rg -l x | { f() { read n; cat "$n"; } <names; f; }
rg -l x | tee >(while read f; do cat "$f"; done)
rg -l x 2>&1 | xargs cat
rg -l x |& xargs cat
rg -l x 2>/dev/stdout | xargs cat
rg -l x 2>&1 | head -3 | xargs cat
cat $(rg -l x 2>&1)
cat $(rg -l x |& head -3)
rg -l x | grep -r foo | xargs cat
rg -l x | grep -iex names | xargs cat
rg -l x | grep -ex names | xargs cat
rg -l x | grep -n a | xargs cat
grep -rn x . | xargs cat
rg -n x | xargs cat
rg -l x | grep -f patterns | xargs cat
rg -l x | grep --color=always a | xargs cat
rg -l x | head 5 | xargs cat
rg -l x | head -n 5 names | xargs cat
rg -l x | tail -f names | xargs cat
rg -l x | sort -k2 | xargs cat
rg -l x | tac -s a | xargs cat
rg -l x | uniq - names | xargs cat
fd -L -0 . | xargs -0 cat
find -L . -print0 | xargs -0 cat
find * -print0 | xargs -0 cat
rg -l x * | xargs cat
git ls-files :/ | xargs cat
git ls-files ':(top)' | xargs cat
ls -a | xargs cat
ls -l | xargs cat
ls -R | xargs cat
ls | xargs rm
ls src | xargs -I{} rm src/{}
ls src | xargs -I{} cp src/{} out
ls src | xargs -I{} sh src/{}
ls src | xargs -I{} ./{}
ls src | xargs -I{} cat src/{}/x
ls src | xargs -I{} cat src/{}{}
ls src | xargs -I{} cat -x/{}
ls src | xargs -I{} grep --file=src/{} x
ls src | xargs -I{} sh -c 'cat src/{}'
cat names | xargs -I{} cat src/{}
git ls-files | xargs grep -l x | xargs rm
git ls-files | xargs sed -l x | xargs cat
cat names | xargs grep -l x | xargs cat
git ls-files | parallel cat
git ls-files | parallel rm
git ls-files | xargs -I{} rm {}
git ls-files | xargs -I{} cp {} /tmp
git ls-files | xargs -I{} -n1 rm
git ls-files | xargs -I{} git {}
git ls-files | xargs -I{} {} x
git ls-files | xargs -I{} cat {}.bak
git ls-files | xargs -L1 cat
git ls-files | xargs -d , cat
git ls-files | xargs -0 -d , cat
for f in $(git ls-files); do rm "$f"; done
for f in $(git ls-files); do bash "$f"; done
for f in $(git ls-files); do echo x >"$f"; done
for f in $(git ls-files); do cp "$f" /tmp; done
for f in $(git ls-files); do "$f"; done
for f in $(git ls-files); do cd "$f"; done
for f in $(git ls-files) $(cat names); do cat "$f"; done
for f in $(git ls-files); do f=$(cat names); cat "$f"; done
for f in $(git ls-files); do cat "${f#x}"; done
for f in $(git ls-files); do cat "${f/a//}"; done
for f in $(git ls-files); do cat "x$f/../.."; done
for f in $(git ls-files); do read f; cat "$f"; done
f=a; for f in $(git ls-files); do f=$X; done; cat "$f"
IFS=x; for f in $(git ls-files); do cat $f; done
git ls-files | while read -n 3 f; do cat "$f"; done
git ls-files | while read a f; do cat "$f"; done
git ls-files | while IFS=s read f; do cat "$f"; done
git ls-files | while read -u 3 f; do cat "$f"; done
git ls-files | while read -d s f; do cat "$f"; done
git ls-files | while read -a f; do cat "$f"; done
git ls-files | while read f; do rm "$f"; done
git ls-files | while read f; do sh "$f"; done
cat names | while read f; do cat "$f"; done
git ls-files | sed s/x// | while read f; do cat "$f"; done
""".splitlines()
# A search that is meant for secrets: whatever opens what it found reads them.
SECRET = """\
find . -name .env | xargs cat
find . -name '.env*' -print0 | xargs -0 cat
find . -iname '*.PEM' -print0 | xargs -0 cat
find . -type f -name id_rsa -print0 | xargs -0 cat
find . -path '*/.ssh/*' | xargs cat
find . -regex '.*/\\.env' | xargs cat
fd -H .env | xargs cat
fd -0 -H '^id_rsa$' | xargs -0 cat
fd -e pem | xargs cat
git ls-files .env | xargs cat
git ls-files '*.pem' | xargs cat
git ls-files | grep env | xargs cat
git ls-files | grep '\\.env$' | xargs cat
git ls-files | grep -E '(^|/)\\.e.v$' | xargs cat
git ls-files | grep pem | xargs cat
git ls-files | grep -i CREDENTIALS | xargs cat
git ls-files | grep -e foo -e id_rsa | xargs cat
git ls-files | grep id_rsa | sort | head -3 | xargs cat
git ls-files | grep id_rsa | xargs grep -l KEY | xargs cat
git ls-files | grep env | while read f; do cat "$f"; done
for f in $(find . -name .env); do cat "$f"; done
cat $(git ls-files | grep env)
find . -name .env | xargs -I{} cat {}
ls -A | grep env | xargs cat
ls -A src | grep env | xargs -I{} cat src/{}
find /etc -print0 | xargs -0 grep
find ~ -print0 | xargs -0 grep x
for f in $(find ~); do cat "$f"; done
find /etc | while read f; do wc "$f"; done
""".splitlines()
# Understood, with all effects: a name that is cut at a blank may lead elsewhere.
READ = {
    "rg -l x | xargs wc -l": "read-project read-elsewhere",
    "rg -l0 x | xargs -0 wc -l": "read-project",
    "rg --files -g '*.py' | xargs wc -l": "read-project read-elsewhere",
    "git ls-files | xargs grep foo": "read-project read-elsewhere",
    "git ls-files -z | xargs -0 grep -n foo": "read-project read-elsewhere",
    "git ls-files | grep -v test | sort | head -20 | xargs wc -l": "read-project read-elsewhere",
    "git diff --name-only | xargs cat": "read-project read-elsewhere",
    "grep -rl foo src | xargs head -5": "read-project read-elsewhere",
    "grep -rl foo src 2>/dev/null | xargs head -5": "read-project read-elsewhere",
    "find . -name '*.py' -print0 | xargs -0 ls -la": "read-project",
    "find . -name '*.py' | xargs wc -l": "read-project read-elsewhere",
    "find . -name '*.py' -print0 | xargs -0 -n 5 cat": "read-project read-elsewhere",
    "find . -type f -name '*.py' -print0 | xargs -0 -n 5 cat": "read-project",
    "fd -t f -0 . src | xargs -0 cat": "read-project",
    "git ls-files | xargs -I{} wc -l {}": "read-project read-elsewhere",
    "git ls-files | xargs -d '\\n' wc -l": "read-project read-elsewhere",
    "find . -name '*.py' | xargs grep -l foo | xargs wc -l": "read-project read-elsewhere",
    "grep -rln foo src | xargs wc -l": "read-project read-elsewhere",
    "ls *.py | xargs wc -l": "read-project read-elsewhere",
    "ls -t src | head -5 | xargs -I{} head -3 src/{}": "read-project read-elsewhere",
    "ls src | xargs -I% wc -l ./src/%": "read-project read-elsewhere",
    "ls -t | head -5 | xargs head -3": "read-project read-elsewhere",
    "git ls-files | grep -v test | grep py | tail -n +2 | xargs wc -l": "read-project read-elsewhere",
    'for f in $(git ls-files); do wc -l "$f"; done': "read-project read-elsewhere",
    "for f in $(find . -name '*.py'); do head -3 $f; done": "read-project read-elsewhere",
    'git ls-files | while read -r f; do wc -l "$f"; done': "read-project read-elsewhere",
    'git ls-files | while IFS= read -r f; do echo "$f"; wc -l <"$f"; done': "read-project read-elsewhere",
    "find . -name '*.md' -print0 | while IFS= read -r -d '' f; do head -1 \"$f\"; done": "read-project read-elsewhere",
    "fd -e py | xargs wc -l": "read-project read-elsewhere",
    "git grep -l x | xargs wc -l": "read-project read-elsewhere",
    "git grep -lz x -- src | xargs -0 wc -l": "read-project read-elsewhere",
    "git grep -lwe x | xargs head -3": "read-project read-elsewhere",
    "git diff-tree --no-commit-id --name-only -r HEAD | xargs wc -l": "read-project read-elsewhere",
    "git diff --name-only --diff-filter=d main | xargs grep -n x": "read-project read-elsewhere",
    "ag -l x src | xargs wc -l": "read-project read-elsewhere",
    "ag -l --python x | xargs head -3": "read-project read-elsewhere",
    "ack -l x | xargs wc -l": "read-project read-elsewhere",
    "git ls-files | xargs sha256sum": "read-project read-elsewhere",
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
    "ls ~/.ssh | xargs -I{} cat ~/.ssh/{}": "read-secret",
    "ls src | xargs -I{} cat /home/u/{}": "read-secret",
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


@pytest.mark.parametrize("text", SECRET)
def test_what_a_search_for_secrets_found_is_secret(text: str) -> None:
    assert "read-secret" in names_of(read(text).effects)


@pytest.mark.parametrize(
    "name", ["py", "test", "src", "config", "json", "yml", "src/.*\\.ts$", "main", "sh$", "README"]
)
def test_a_filter_for_ordinary_names_is_not_taken_for_one_for_secrets(name: str) -> None:
    assert "read-secret" not in names_of(read(f"git ls-files | grep '{name}' | xargs wc -l").effects)


def test_a_link_behind_a_place_that_was_searched_is_followed() -> None:
    text = "find link -type f -print0 | xargs -0 cat"
    effects = read(text, links={f"{PROJECT}/link": "/home/u/.config/gh"}).effects
    assert "read-secret" in names_of(effects)


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
