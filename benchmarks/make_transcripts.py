"""Writes a tree of made-up Claude Code session logs of a given size, shaped like real ones, for the ingest benchmark.

Per GB: about 387,000 lines, 107,000 tool calls with their results (results hold 33 to 45 % of the bytes), commands
reused as people reuse them (Zipf). Same arguments, same bytes.

    python benchmarks/make_transcripts.py OUT --mb 1000
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
from collections.abc import Iterator
from pathlib import Path

VERSIONS = ("2.1.328", "2.1.328", "2.1.328", "2.1.321", "2.1.315", "2.1.300", "2.1.240")
PROGRAMS = (
    "git status", "git diff {f}", "git log --oneline -{n}", "git add {f}", "git commit -m 'fix {w} in {w}'",
    "git show HEAD~{n}:{f}", "ls -la {d}", "cat {f}", "sed -n {n},{m}p {f}", "grep -rn {w} {d}", "rg -n '{w}' {d}",
    "find {d} -name '*.{x}' | head -{n}", "wc -l {f}", "head -{n} {f}", "npm run {t}", "npm test -- {f}",
    "pytest -q {f}", "pytest -x -k {w}", "python -m {w}", "uv run ruff check {d}", "make {t}", "cargo test {w}",
    "go test ./{d}/...", "docker compose logs --tail {m} {w}", "curl -s http://localhost:{m}/{w}", "mkdir -p {d}/{w}",
    "cd {d} && ls && git status", "for f in {d}/*.{x}; do echo $f; wc -l $f; done", "kubectl get pods -n {w}",
    "python - <<'EOF'\nimport {w}\nprint({w}.{w}({n}))\nEOF", "jq '.{w}' {f}", "tsc --noEmit -p {d}",
)  # fmt: skip
WORDS = (
    "parse render store index cache route model view token batch queue event label audit policy shell".split()
)
ALPHABET = 'the of value = self . return None\n    def (x) -> if not in for [i] + "s" \\t {} // 0x1f import error line '


class Maker:
    """Draws the values of made-up records; every draw comes from one seeded generator."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        pool = self.random.choices(ALPHABET.split(" "), k=400_000)
        self.text = " ".join(pool)
        self.commands = [self._command() for _ in range(4_000)]
        self.weights = [1 / (rank + 1) ** 0.9 for rank in range(len(self.commands))]
        self.drawn: list[str] = []
        self.number = 0

    def _command(self) -> str:
        pick = self.random
        fill = {key: pick.choice(WORDS) for key in "wdt"}
        name = f"src/{pick.choice(WORDS)}/{pick.choice(WORDS)}.{pick.choice(['py', 'ts', 'rs'])}"
        numbers = {"n": pick.randint(1, 60), "m": pick.randint(61, 9000)}
        return pick.choice(PROGRAMS).format(f=name, x=pick.choice(["py", "ts"]), **numbers, **fill)

    def command(self) -> str:
        if not self.drawn:
            self.drawn = self.random.choices(self.commands, self.weights, k=20_000)
        return self.drawn.pop()

    def prose(self, mean: float) -> str:
        """Escaped JSON text of a heavy-tailed length around `mean` characters."""
        length = min(int(self.random.paretovariate(1.35) * mean * 0.26) + 20, 200_000)
        start = self.random.randrange(len(self.text) - 200_000)
        return json.dumps(self.text[start : start + length])

    def id(self) -> str:
        self.number += 1
        return f"{self.number:024x}"


def decision(maker: Maker) -> tuple[str, bool]:
    """The permission fields of a result record, and whether the call ran."""
    roll = maker.random.random()
    if roll < 0.70:
        return (
            '"permissionDecision":{"decision":"accept","source":"config","reasonType":"subcommandResults"},',
            True,
        )
    if roll < 0.92:
        tail = '"grantScope":"once","reasonCode":"bashMiss:no-rule-match"},'
        return '"permissionDecision":{"decision":"accept","source":"user_temporary",' + tail, True
    if roll < 0.95:
        tail = '"reasonCode":"bashMiss:no-rule-match"},'
        return '"permissionDecision":{"decision":"accept","source":"user_permanent",' + tail, True
    if roll < 0.97:
        return '"toolDenialKind":"user-rejected","toolDenialBeforeRun":true,', False
    return '"permissionDecision":{"decision":"accept","source":"hook","reasonType":"hook"},', True


def tool_call(maker: Maker) -> tuple[str, str]:
    roll = maker.random.random()
    path = f"/home/u/work/src/{maker.random.choice(WORDS)}/{maker.random.choice(WORDS)}.py"
    if roll < 0.55:
        return "Bash", json.dumps(
            {"command": maker.command(), "description": "Run it"}, separators=(",", ":")
        )
    if roll < 0.80:
        return "Read", f'{{"file_path":"{path}"}}'
    if roll < 0.93:
        return (
            "Edit",
            f'{{"file_path":"{path}","old_string":{maker.prose(300)},"new_string":{maker.prose(400)}}}',
        )
    if roll < 0.97:
        return "Write", f'{{"file_path":"{path}","content":{maker.prose(2000)}}}'
    return "mcp__tracker__get_issue", f'{{"id":{maker.random.randint(1, 999)}}}'


def turn(maker: Maker, base: str, when: str) -> Iterator[str]:
    """One tool call with what stands around it: 3.6 lines and 9.4 kB on average."""
    stamp = f'"uuid":"{maker.id()}","timestamp":"{when}",{base}'
    usage = '"usage":{"input_tokens":10,"cache_creation_input_tokens":0,"cache_read_input_tokens":52134,"output_tokens":10}'
    name, value = tool_call(maker)
    call = f"toolu_{maker.id()}"
    if maker.random.random() < 0.8:
        text = f'{{"type":"text","text":{maker.prose(700)}}}'
        yield f'{{"parentUuid":"{maker.id()}","message":{{"role":"assistant","content":[{text}],{usage}}},"type":"assistant",{stamp}}}'
    block = f'{{"type":"tool_use","id":"{call}","name":"{name}","input":{value}}}'
    yield (
        f'{{"parentUuid":"{maker.id()}","isSidechain":false,"message":{{"id":"msg_{maker.id()}","type":"message",'
        f'"role":"assistant","content":[{block}],"stop_reason":"tool_use",{usage}}},"type":"assistant",{stamp}}}'
    )
    fields, ran = decision(maker)
    if '"version":"2.1.2' in base or '"version":"2.1.1' in base:
        fields = "" if ran else '"toolDenialKind":"user-rejected",'
    output = (
        maker.prose(1800)
        if ran
        else '"The user doesn\'t want to proceed with this tool use. The tool use was rejected"'
    )
    response = (
        f'{{"stdout":{output},"stderr":"","interrupted":false,"isImage":false}}'
        if ran
        else '"User rejected tool use"'
    )
    yield (
        f'{{"parentUuid":"{maker.id()}","isSidechain":false,"type":"user","message":{{"role":"user","content":'
        f'[{{"tool_use_id":"{call}","type":"tool_result","content":{output},"is_error":{str(not ran).lower()}}}]}},'
        f'"toolUseResult":{response},{fields}{stamp}}}'
    )
    if maker.random.random() < 0.55:
        yield f'{{"type":"api-request-blob","hash":"{maker.id()}","message":{maker.prose(5600)}}}'
    if maker.random.random() < 0.25:
        yield f'{{"type":"attachment","attachment":{{"type":"environment","rendered":{maker.prose(4200)}}},{stamp}}}'


def session(maker: Maker, project: int, number: int, size: int) -> Iterator[str]:
    """A session's lines, about `size` bytes of them."""
    name = f"{project:08d}-0000-4000-8000-{number:012d}"
    version = maker.random.choice(VERSIONS)
    entry = "sdk-cli" if maker.random.random() < 0.1 else "cli"
    base = f'"entrypoint":"{entry}","cwd":"/home/u/work/p{project}","sessionId":"{name}","version":"{version}","gitBranch":"main"'
    moment = dt.datetime(2026, 9, 1, 8, tzinfo=dt.UTC) + dt.timedelta(hours=7 * number + project)
    written = 0
    yield f'{{"type":"permission-mode","permissionMode":"default","sessionId":"{name}"}}'
    while written < size:
        moment += dt.timedelta(milliseconds=maker.random.randint(900, 90_000))
        when = f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
        if maker.random.random() < 0.08:
            yield f'{{"type":"user","message":{{"role":"user","content":{maker.prose(200)}}},"permissionMode":"default",{base}}}'
        for line in turn(maker, base, when):
            written += len(line) + 1
            yield line


def make(out: Path, megabytes: int, seed: int = 1, projects: int = 8) -> int:
    """Write the tree; returns its size in bytes."""
    maker = Maker(seed)
    total = number = 0
    while total < megabytes * 1_000_000:
        number += 1
        project = maker.random.randrange(projects)
        size = min(
            int(maker.random.paretovariate(1.1) * 2_500_000), 60_000_000, megabytes * 1_000_000 - total + 1
        )
        folder = out / f"-home-u-work-p{project}"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{project:08d}-0000-4000-8000-{number:012d}.jsonl"
        with path.open("w") as file:
            for line in session(maker, project, number, size):
                total += file.write(line + "\n")
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--mb", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(make(given.out, given.mb, given.seed), "bytes in", len(list(given.out.rglob("*.jsonl"))), "files")


if __name__ == "__main__":
    main()
