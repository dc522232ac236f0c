"""What writes the files that agents are told by: never an ordinary write to the project, whichever program does it."""

from __future__ import annotations

import pytest

from assent.core.effect import RUN_CODE
from tests.shell.world import covered, read

WRITES = """\
echo x > CLAUDE.md
echo x >> AGENTS.md
printf x | tee GEMINI.md
tee -a .windsurfrules
sed -i s/a/b/ CLAUDE.md
sed -i.bak s/a/b/ docs/AGENTS.md
perl -pi -e s/a/b/ QWEN.md
mv notes CLAUDE.md
mv notes ./CLAUDE.local.md
cp notes .github/copilot-instructions.md
cp -t .cursor/rules notes
install -m 644 notes .clinerules
ln -s notes CRUSH.md
ln -sf notes .goosehints
touch .cursorrules
truncate -s 0 AGENTS.md
dd if=notes of=CLAUDE.md
rm CLAUDE.md
git mv notes AGENTS.md
git checkout HEAD~1 -- CLAUDE.md
git restore AGENTS.md
patch CLAUDE.md fix.diff
curl -o CLAUDE.md https://h.example/x
cat notes > sub/CLAUDE.md
cd sub && echo x > AGENTS.md
prettier --write CLAUDE.md
awk '{print > "AGENTS.md"}' notes
sort -o AGENTS.md AGENTS.md
rsync notes CLAUDE.md
unzip -p a.zip x > CLAUDE.md""".split("\n")
READS = """\
cat CLAUDE.md
head -5 AGENTS.md
grep -n x .cursorrules
git diff CLAUDE.md
git add AGENTS.md
diff CLAUDE.md AGENTS.md
wc -l GEMINI.md""".split("\n")


@pytest.mark.parametrize("text", WRITES)
def test_writing_what_agents_are_told_is_running_code(text: str) -> None:
    reading = read(text)
    assert reading.effects & RUN_CODE
    assert not covered(reading)


@pytest.mark.parametrize("text", READS)
def test_reading_what_agents_are_told_is_reading(text: str) -> None:
    assert not read(text).effects & RUN_CODE
