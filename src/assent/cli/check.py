"""`assent check`: what would be decided about a call, a file of calls, or by an agent itself."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from assent.app import check as app
from assent.app import inforce, project
from assent.cli.output import data, error, refuse, say, verdict_style
from assent.core.call import Call
from assent.core.effect import names_of
from assent.core.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assent.core.decision import Decision
    from assent.core.policy import Policy


@click.command(name="check")
@click.argument("cmd", required=False)
@click.option("--tool", help="A tool other than Bash; its input as --input.")
@click.option("--input", "input_", metavar="JSON", help="The tool's input, a JSON object.")
@click.option("--cwd", metavar="DIR", help="Where the call happens (default: here).")
@click.option(
    "--project", "project_dir", metavar="DIR", help="The project (default: found from the directory)."
)
@click.option("--agent", default="claude", show_default=True)
@click.option("--mode", default="", help="The agent's permission mode.")
@click.option(
    "--policy",
    "policies",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Only these files decide.",
)
@click.option(
    "--facts",
    "facts_from",
    type=click.Choice(["disk", "line"]),
    help="Where facts come from (batch: line; else disk).",
)
@click.option(
    "--batch", metavar="FILE", help="Calls as JSON lines from a file or `-`; answers in the same order."
)
@click.option("--native", metavar="AGENT", help="What this agent itself would answer.")
@click.option(
    "--settings",
    "settings",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="For --native: under these settings (default: those in use here).",
)
@click.option("--explain", is_flag=True, help="Also the parts, their effects and the near misses.")
@click.option("--json", "as_json", is_flag=True)
def command(
    cmd: str | None,
    tool: str | None,
    input_: str | None,
    cwd: str | None,
    project_dir: str | None,
    agent: str,
    mode: str,
    policies: tuple[Path, ...],
    facts_from: str | None,
    batch: str | None,
    native: str | None,
    settings: tuple[Path, ...],
    explain: bool,
    as_json: bool,
) -> None:
    """Say what would be decided about CMD (a shell command) or another tool's call. Nothing is run."""
    here = str(Path(cwd or ".").absolute())
    place = app.place_of(
        str(Path.home()), here, str(Path(project_dir).absolute()) if project_dir else None, inforce.ours()
    )
    if batch is not None:
        _batch(batch, policies, place, facts_from or app.FROM_LINE)
        return
    call = _call(cmd, tool, input_, place, agent, mode)
    if native is not None:
        _native(native, settings, call, place, as_json)
        return
    decision = app.decide_here(call, _policy(policies, place), place, facts_from or app.FROM_DISK)
    if as_json:
        data({"call": {"tool": call.tool, "input": call.input, "cwd": call.cwd}, **app.as_json(decision)})
    else:
        show(decision, call, explain)


def _policy(files: tuple[Path, ...], place: app.Place) -> Policy:
    if not files:
        policy, trouble = inforce.policy(project.find(place.project or place.cwd, place.home))
        if trouble:
            error(f"{trouble}; only the last good denials and asks are in force")
        return policy
    policy, problems = app.policy_of(files)
    refuse(problems)
    return policy


def _call(
    cmd: str | None, tool: str | None, input_: str | None, place: app.Place, agent: str, mode: str
) -> Call:
    given: Any = {}
    problems = []
    if cmd is None and tool is None:
        problems.append(
            Problem(
                "check",
                "there is nothing to check",
                'assent check "git status", or --tool with --input, or --batch',
            )
        )
    if cmd is not None and tool is not None:
        problems.append(Problem("check", "both a command and --tool were given", "give one of them"))
    if input_ is not None:
        try:
            given = json.loads(input_)
        except ValueError as mistake:
            problems.append(
                Problem(
                    "--input", f"not JSON: {mistake}", 'for example --input \'{"file_path": "src/x.py"}\''
                )
            )
        if not isinstance(given, dict):
            problems.append(
                Problem("--input", "not a JSON object", 'for example --input \'{"file_path": "src/x.py"}\'')
            )
    refuse(problems)
    if cmd is not None:
        given = {"command": cmd}
    return Call(tool or "Bash", given, place.cwd, place.project, agent, mode=mode)


def _lines(source: str) -> Iterator[bytes]:
    if source == "-":
        yield from sys.stdin.buffer
        return
    try:
        with Path(source).open("rb") as handle:
            yield from handle
    except OSError as mistake:
        refuse(
            [
                Problem(
                    source,
                    f"cannot be read: {mistake.strerror}",
                    "name a file of JSON lines, or - for standard input",
                )
            ]
        )


def _batch(source: str, files: tuple[Path, ...], place: app.Place, facts_from: str) -> None:
    policy = _policy(files, place)
    out = sys.stdout
    bad = 0
    for result in _answers(_lines(source), policy, place, facts_from):
        bad += "error" in result
        out.write(msgspec.json.encode(result).decode() + "\n")
    out.flush()
    if bad:
        error(f"{bad} line{'s' if bad > 1 else ''} could not be read; each has an `error` in the output")
        raise click.exceptions.Exit(2)


def _answers(
    lines: Iterable[bytes], policy: Policy, place: app.Place, facts_from: str
) -> Iterator[dict[str, Any]]:
    return app.batch(lines, policy, place, facts_from)


def _native(agent: str, settings: tuple[Path, ...], call: Call, place: app.Place, as_json: bool) -> None:
    answer, problems = app.native(agent, settings, call, place)
    refuse(problems)
    if as_json:
        data({"agent": agent, **answer})
    else:
        say(f"{agent} itself: {answer['verdict']} ({answer['why']})")


def show(decision: Decision, call: Call, explain: bool) -> None:
    """A decision for people: the verdict, the sentence, and with `explain` everything behind it."""
    word = "no answer (the agent's own rules decide)" if decision.silent else decision.verdict
    say(word, style=verdict_style("ask" if decision.silent else decision.verdict))
    say(f"  {decision.why}")
    if not explain:
        return
    for part, verdict in zip(decision.reading.parts, decision.verdicts, strict=True):
        name = " ".join("?" if each is None else each for each in part.argv) or call.tool
        say(f"  {verdict:5} {name}", style=verdict_style(verdict))
        for effect in names_of(part.effects):
            whys = [why for each, why in part.notes if each == effect]
            say(f"        {effect}: {'; '.join(dict.fromkeys(whys)) or 'by its program'}")
        if part.meaning:
            say(f"        not understood: {part.meaning}")
    if decision.reading.form:
        say(f"  form: {decision.reading.form}")
    for rule, reason in decision.near[:5]:
        say(f"  near: {rule.label} ({rule.layer}): {reason}")
