"""`assent check`: what would be decided about a call, a file of calls, or by an agent itself."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from assent.agents import registry
from assent.app import batch as lines
from assent.app import check as app
from assent.app import project, state
from assent.app.native import Native, in_words
from assent.app.rules import in_force
from assent.cli import broken, check_options
from assent.cli.output import data, document, error, refuse, say, verdict_style
from assent.cli.verbs import Quoted
from assent.core.amounts import counted
from assent.core.call import Call
from assent.core.decision import ALLOW
from assent.core.problem import Problem
from assent.core.reason import closing
from assent.core.tools import SHELL
from assent.core.wire import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from assent.core.decision import Decision
    from assent.core.policy import Policy


@click.command(name="check", cls=Quoted)
@click.argument("cmd", required=False)
@click.option("--tool", help="A tool other than Bash; its input as --input.")
@click.option("--input", "input_", metavar="JSON", help="The tool's input, a JSON object.")
@click.option("--cwd", metavar="DIR", help="Where the call happens (default: here).")
@click.option(
    "--project", "project_dir", metavar="DIR", help="The project (default: found from the directory)."
)
@click.option("--agent", default=registry.DEFAULT, show_default=True, help="As a call of this agent.")
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
    type=click.Choice([app.FROM_DISK, app.FROM_LINE]),
    help="Where facts come from (batch: line; else disk).",
)
@click.option(
    "--batch",
    metavar="FILE",
    help="Calls as JSON lines from a file or `-`; answers in the same order. --project, --agent and --mode hold for"
    " lines that do not name their own.",
)
@click.option("--native", metavar="AGENT", help="What this agent itself would answer.")
@click.option(
    "--settings",
    "settings",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="For --native: under these settings (default: those in use where the call happens).",
)
@click.option(
    "--explain",
    is_flag=True,
    help="Also its tree, each effect with the line of the program file that gave it, and what would have to change.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text (a batch is JSON anyway).")
@click.pass_context
def command(context: click.Context, /, **options: Any) -> None:
    """Say what would be decided about CMD (a shell command) or another tool's call. Nothing is run."""
    given = {
        name: value
        for name, value in options.items()
        if context.get_parameter_source(name) == ParameterSource.COMMANDLINE
    }
    refuse(check_options.problems(given))
    for note in check_options.notes(given):
        error(note)
    if "batch" in given:
        _batch(options)
        return
    call, here = _call(options)
    facts_from = options["facts_from"] or app.FROM_DISK
    shown = {name: getattr(call, name) for name in ("tool", "input", "cwd", "project", "agent", "mode")}
    if options["native"]:
        found = _native(options).answer(call, here, facts_from)
        if options["as_json"]:
            data({"call": shown, **found})
        else:
            say(found["verdict"])
            say(f"  {found['agent']} itself: {in_words(found['agent'], found['why']) or 'no rule spoke'}")
        return
    policy = _policy(options, here)
    if options["explain"]:
        _explain(call, policy, here, options, shown)
        return
    decision = app.decide_here(call, policy, here, facts_from)
    if options["as_json"]:
        data({"call": shown, **app.as_json(decision)})
    else:
        show(decision)


def _explain(
    call: Call, policy: Policy, here: app.Here, options: Mapping[str, Any], shown: Mapping[str, Any]
) -> None:
    """The decision with everything behind it."""
    from assent.app.explain.explained import explained
    from assent.cli import check_explained

    own = not options["policies"]  # a rule that is granted changes nothing about files that are named
    facts_from = options["facts_from"] or app.FROM_DISK
    found = explained(call, policy, here, facts_from, state.paths(), own=own)
    if options["as_json"]:
        data({"call": shown, **app.as_json(found.decision), **found.as_json()})
    else:
        show(found.decision)
        check_explained.show(found, call)


def _policy(options: Mapping[str, Any], here: app.Here) -> Policy:
    """What decides one call."""
    if options["policies"]:
        return _named(options)
    at, place = state.paths(), project.find(here.project or here.cwd, here.home)
    policy, trouble = in_force.policy(place, at)
    if trouble:
        error(f"{trouble}; only the last good denials and asks are in force")
    if policy.shadow:
        error("shadow mode is on here: the hook says none of this; to end it: assent shadow off")
    broken.look(at, place)
    return policy


def _named(options: Mapping[str, Any]) -> Policy:
    policy, problems = app.policy_of(options["policies"])
    refuse(problems)
    return policy


def _native(options: Mapping[str, Any]) -> Native:
    found = Native(options["native"], options["settings"])
    refuse(found.problems)
    return found


def _call(options: Mapping[str, Any]) -> tuple[Call, app.Here]:
    """The one call the options speak of, and where it happens."""
    root = options["project_dir"]
    here = app.made_here(
        str(Path.home()),
        str(Path(options["cwd"] or ".").absolute()),
        str(Path(root).absolute()) if root else None,
        state.ours(),
    )
    given = {"command": options["cmd"]} if options["cmd"] is not None else _input(options["input_"])
    tool = options["tool"] or SHELL
    for note in check_options.lacking(tool, given):
        error(note)
    return Call(tool, given, here.cwd, here.project, options["agent"], mode=options["mode"]), here


def _input(text: str | None) -> dict[str, Any]:
    hint = 'for example --input \'{"file_path": "src/x.py"}\''
    try:
        given = decode(text) if text is not None else {}
        wrong = "" if isinstance(given, dict) else "not a JSON object"
    except ValueError as mistake:
        given, wrong = {}, app.not_json(mistake)
    refuse([Problem("--input", wrong, hint)] if wrong else [])
    return given if isinstance(given, dict) else {}


def _lines(source: str) -> Iterator[bytes]:
    """The lines of a file; of one that is too long to judge, no more than shows it."""
    try:
        with sys.stdin.buffer if source == "-" else Path(source).open("rb") as handle:
            while line := handle.readline(lines.LONGEST_LINE + 1):
                yield line
                while len(line) > lines.LONGEST_LINE and not line.endswith(b"\n"):
                    line = handle.readline(lines.LONGEST_LINE + 1) or b"\n"
    except OSError as mistake:
        hint = "name a file of JSON lines, or - for standard input"
        refuse([Problem(source, f"cannot be read: {mistake.strerror}", hint)])


def _batch(options: Mapping[str, Any]) -> None:
    """Answers every line, then says how many could not be."""
    root = options["project_dir"]
    given = lines.Given(
        str(Path.home()),
        str(Path(root).absolute()) if root else "",
        options["agent"],
        options["mode"],
        options["facts_from"] or app.FROM_LINE,
        tuple(state.ours()),
    )
    bad = 0
    for found in lines.answers(_lines(options["batch"]), given, _judge(options)):
        bad += "error" in found
        sys.stdout.write(document(found) + "\n")
    sys.stdout.flush()
    if bad:
        error(f"{counted(bad, 'line')} could not be read; each has an `error` in the output")
        raise click.exceptions.Exit(2)


def _judge(options: Mapping[str, Any]) -> Callable[[lines.Line], dict[str, Any]]:
    """Who answers the lines: the agent itself, the policy files named, or what is in force in each line's project."""
    if options["native"]:
        agent = _native(options)
        return lambda line: agent.answer(line.call, line.here, line.facts_from, line.more)
    if options["policies"]:
        policy = _named(options)
        return lines.by_rules(lambda _: policy)
    return lines.by_rules(lines.Policies(state.paths(), error, broken.look).of)


def show(decision: Decision) -> None:
    """A decision for people: the verdict and the sentence."""
    word = "no answer (the agent's own rules decide)" if decision.silent else decision.verdict
    say(word, style=verdict_style("ask" if decision.silent else decision.verdict))
    say(f"  {decision.why}", hang=4)
    if decision.decider is not None and decision.verdict != ALLOW:
        say(f"  {closing(decision)}", hang=4)
