"""Puts the calls of `asked.json` to the pinned client, as the expected answers of its matcher model are made.

Run `tools/dev python -m tests.e2e.recorder ASKED OBSERVED`: plays every call in the client on its closed stage, and
writes one line per call, with what the client did and its own reason word. Nothing is answered: what would ask is refused.
In both files the stage stands at `/stage`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.e2e.client import Proposal, World, cache, missing
from tests.e2e.transcript import Outcome

STAGE = "/stage"
AT_ONCE = 4  # calls in one run of the client, so that no run comes near its deadline
FILES = {
    "README.md": "one\n", ".env": "one\n", "sub/.env": "one\n",
    "src/x.py": "foo = 1\n", "src/y.py": "foo = 2\n", "src/x.json": "{}\n",
}  # fmt: skip
# Links of the project → where they lead.
LINKS = {
    "link_out": f"{STAGE}/outside/file.txt", "link_dir": f"{STAGE}/outside", "link_env": ".env",
    "link_in": "README.md", "link_sub": "sub", "link_git": ".git",
}  # fmt: skip


def dress(world: World) -> None:
    """Files and links the calls speak of."""
    for name, text in FILES.items():
        path = world.project / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    (world.base / "outside").mkdir()
    for path in (world.base / "outside/file.txt", world.home / "notes.txt"):
        path.write_text("one\n")
    for name, target in LINKS.items():
        (world.project / name).symlink_to(target.replace(STAGE, str(world.base)))


def moved(value: Any, base: Path) -> Any:
    """A value of the table as it is on this stage."""
    return json.loads(json.dumps(value).replace(f"{STAGE}/", f"{base}/"))


def proposal(call: Any) -> Proposal:
    if isinstance(call, str):
        return Proposal("Bash", {"command": call})
    return Proposal(call["tool"], call["input"])


def answer(outcome: Outcome) -> str:
    """What the client did, in the words of the model; raises ValueError where it never came to decide."""
    if outcome.ran:
        return "runs"
    if outcome.wanted_to_ask:
        return "asks"
    if outcome.refused_by_rule or outcome.decision.get("decision") == "reject":
        return "denied"
    raise ValueError(outcome.text[:200])


def play(world: World, group: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One line per call of a group, all under the same settings; `cd` back before each, for the client remembers."""
    world.settings.write_text(json.dumps({"permissions": moved(group["rules"], world.base)}))
    back = Proposal("Bash", {"command": f"cd {world.project}"})
    calls = list(enumerate(group["calls"]))
    mode = group.get("mode", "default")
    for start in range(0, len(calls), AT_ONCE):
        some = calls[start : start + AT_ONCE]
        proposals = [each for _, call in some for each in (back, proposal(moved(call, world.base)))]
        try:
            found = world.print_mode(*proposals, flags=("--permission-mode", mode))
        except subprocess.TimeoutExpired:
            print(f"{group['group']}: a call from {start} on did not end", file=sys.stderr)
            continue
        for (number, call), outcome in zip(some, found[1::2], strict=True):
            asked = proposal(call)
            row = {
                "id": f"{group['group']}-{number}",
                "rules": group["rules"],
                "tool": asked.tool,
                "input": asked.input,
                "place": "stage",
            }
            if mode != "default":
                row["mode"] = mode
            try:
                yield {
                    **row,
                    "answer": answer(outcome),
                    "reason": outcome.decision.get("reasonCode", outcome.decision.get("reasonType", "")),
                }
            except ValueError as error:
                print(f"{row['id']}: no decision: {error}", file=sys.stderr)


def rows(groups: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for group in groups:
        base = Path(tempfile.mkdtemp(prefix="stage-", dir=cache()))
        try:
            with World(base) as world:
                dress(world)
                yield from play(world, group)
        finally:
            shutil.rmtree(base, ignore_errors=True)


def main(asked: str, observed: str) -> None:
    reason = missing()
    if reason is not None:
        sys.exit(f"recorder: {reason}")
    groups = json.loads(Path(asked).read_text())
    with Path(observed).open("w") as out:
        for row in rows(groups):
            out.write(json.dumps(row, separators=(",", ":")) + "\n")
            out.flush()


if __name__ == "__main__":
    main(*sys.argv[1:3])
