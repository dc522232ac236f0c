"""What `assent init` says: what will be different, what a person must paste, and what comes next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assent.agents import registry
from assent.app import announce, client, environment, install, launcher, paste, status
from assent.app.rules import in_force
from assent.cli.output import block, error, say
from assent.core.decision import ASK
from assent.core.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.app.planned import Change, Choice, Plan
    from assent.core.rule import Rule
    from assent.store.paths import Paths

LABEL = 10  # columns before what is said
ALL = "assent init --dry-run --all"
COST = """\
Reads of secret files are denied in the client's own list too. What it costs: while a denial of reading stands there, \
the client asks about every read after a `cd` (`cd src && cat x.py`), as it did not before. To take them out again: \
assent init --no-native-denials"""


def row(label: str, text: str) -> None:
    """One line of the summary."""
    say(f"{label:{LABEL - 1}} {text}", hang=LABEL)


def home_short(path: object, paths: Paths) -> str:
    """A path as people write it."""
    text = str(path)
    return f"~{text[len(paths.home) :]}" if text.startswith(paths.home + "/") else text


def nobody(paths: Paths) -> Problem:
    """No agent on this machine: what was looked for and how to go on."""
    looked = "; ".join(install.looked_for(Path(paths.home)))
    others = [name for name in registry.AGENTS if name not in registry.having("settings")]
    ways = f"install one and start it once, then run this again; or name it: assent init --agent {registry.DEFAULT}"
    more = f" (also known: {', '.join(others)})" if others else ""
    return Problem("init", f"no agent was found here. Looked for: {looked}", ways + more)


def summary(made: Plan, agents: Sequence[str], rules: Sequence[Rule], paths: Paths) -> None:
    """What will be different from now on, before anything is written."""
    titles = " and ".join(client.title(name) for name in agents)
    say(f"assent will judge every tool call of {titles} before it runs.")
    say()
    for name in agents:
        choice = made.choices[name]
        found = announce.topics(rules, [name], native=choice.native)
        where = home_short(install.settings_path(Path(paths.home), name), paths)
        events, denials = len(install.settings(name).EVENTS), sum(found.refuses.values())
        row("writes", f"{where}: a hook on {events} events, {denials} denials")
        row("refuses", _counted(found))
        row("asks", ", ".join(found.asks))
        row("fails", _failing(name, choice, paths))
    row("stays", "the rest of these settings, and what the agent asks or runs by itself")
    if any(choice.native for choice in made.choices.values()):
        say(COST, hang=0)
    say()
    say(f"All of it, with examples and how to end each: {ALL}")


def _counted(found: announce.Topics) -> str:
    """The topics of what is refused, with how many entries of the agent's own list say it too."""
    return ", ".join(f"{topic} {count}" if count else topic for topic, count in found.refuses.items())


def _failing(agent: str, choice: Choice, paths: Paths) -> str:
    found = client.version(Path(paths.home), agent)
    name = f"{client.title(agent)} {client.version_in_words(found)}"
    if choice.closed:
        return f"a hook killed, late or gone blocks the call ({name}); else: --fail-open"
    if client.blocks_on_failure(found, agent):
        return "a hook killed, late or gone lets the call run, as you chose; else: --fail-closed"
    since = client.version_in_words(install.settings(agent).BLOCKS_SINCE)
    what = f"a hook killed, late or gone lets the call run: {name} cannot block it"
    return f"{what}. With {since} or newer run this again"


def everything(rules: Sequence[Rule], made: Plan) -> None:
    """Every kind of call that is newly asked about or refused, with the command that ends it."""
    for family in announce.families(rules):
        word = "asks" if family.verdict == ASK else "refuses"
        row(word, f"{family.why}: {family.example}")
        say(f"{'':{LABEL}}off: {family.off}")
    say()
    count = len({(each.where, each.what) for each in made.losses})
    if count:
        say(
            f"The hook holds all of these. {count} of their forms cannot also be written into the agent's own list of "
            "denials, so they hold only while the hook runs.",
            hang=0,
        )
        say()


def block_to_paste(change: Change, paths: Paths) -> None:
    """A file that we may not write: what a person puts there."""
    problem = change.by_hand
    if problem is None:
        return
    old, new = paste.value_of(change.old), paste.value_of(change.new)
    fresh, stale = paste.gained(old, new), paste.gained(new, old)
    say()
    if not paste.empty(stale):
        say("Take this out there, it is of an earlier installation:")
        block(paste.as_json(stale))
        say()
    say("Add this there, beside what stands under the same keys:")
    say()
    block(paste.as_json(fresh))
    say()
    say("The same for home-manager:")
    say()
    block(paste.as_nix(_option(change, paths), fresh))
    say()
    error(f"{problem.where}: {problem.what}, so assent changes nothing there.")
    error("  add the block above there yourself, start a new session, then look: assent status")


def _option(change: Change, paths: Paths) -> str:
    """The option of home-manager that holds the agent's settings."""
    for name in registry.having("settings"):
        if install.settings_path(Path(paths.home), name) == change.path:
            return install.settings(name).NIX_OPTION
    return ""


def by_command(agent: str, paths: Paths) -> None:
    """An agent whose settings we do not write: the command to put there."""
    title, events = client.title(agent), registry.speaker(agent).DECIDES
    say(f"{title} is answered in its own words; its settings are left to you.")
    say(f"Put this command there as the hook for {', '.join(events)}:")
    say()
    block(f"  {install.command(agent, paths)}")
    say()
    say(f"What becomes of a call when that command fails is for {title} to say: see its manual.")


def going(made: Plan, paths: Paths) -> None:
    """What leaves which file."""
    for change in made.changes:
        where = home_short(change.path, paths)
        if change.old is None:
            say(f"{where} is gone already; it is struck from the record.")
        elif change.new is None:
            say(f"{where}: the file goes, nothing but assent's part is in it.")
        else:
            say(f"{where}: assent's part goes, the rest stays as it is.")


def in_place() -> None:
    """Nothing is to be done."""
    say("Everything is in place already.")
    say(f"What it asks about and refuses: {ALL}")


def next_step(agents: Sequence[str]) -> None:
    """What comes after an installation."""
    titles = " or ".join(client.title(name) for name in agents)
    say(f"Next: assent learn (rules from what you approved so far), a new session of {titles}.")
    say("Is all well: assent status. Undo: assent init --undo")


def ready(paths: Paths) -> None:
    """The first call is to find its bytecode and its policy."""
    if not install.compile_package():
        error("the package could not be compiled; the hook will answer, but slower")
    in_force.refresh(paths)
    why = launcher.unfit(paths)
    if why:
        say(f"The hook's command is long because {why}.")


def notes(paths: Paths) -> None:
    """What stands against the installation, or reaches around it, though every file is as it should be."""
    for note in environment.notes(paths.home):
        say(f"note: {note}", style="yellow")
    around(paths)


def around(paths: Paths) -> None:
    """What in the agents' settings reaches around the rules."""
    for finding in status.audit(paths):
        say(f"note: {finding}", style="yellow")
