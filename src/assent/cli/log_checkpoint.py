"""`assent log checkpoint`: the signed head of the record, to be kept where nobody who writes here can reach it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from assent.app import state
from assent.cli.output import block, data, refuse, say
from assent.core.problem import Problem
from assent.store import checkpoint, keys, owners, publish, seal, signing
from assent.store.db import StoreError

if TYPE_CHECKING:
    from assent.store.paths import Paths

REF = "refs/notes/assent"
NOTHING = "No key waits to be accepted."
_SHOW = "git notes --ref=assent show"


@click.command(name="checkpoint")
@click.option("--to", "file", metavar="FILE", help="Write it to a file.")
@click.option(
    "--git-note", is_flag=True, help="Add it as a note (refs/notes/assent) to the last commit here."
)
@click.option("--new-key", is_flag=True, help="First put a new key in the place of the one in use.")
@click.option("--accept-key", is_flag=True, help="First accept keys that came without the old one's word.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def command(file: str | None, git_note: bool, new_key: bool, accept_key: bool, as_json: bool) -> None:
    """Print the signed head of the tree over all sealed days. Kept elsewhere, it shows later that no sealed day was
    changed or removed since: assent log verify --against FILE.

    With --new-key for a key that was lost, replaced or read by somebody: what follows is signed with another, and the
    old one, if it is still there, signs for it."""
    at = state.paths()
    refuse([each for each in [owners.visiting(at)] if each])
    if new_key and accept_key:
        _refuse("--accept-key", "makes no sense with --new-key, which accepts nothing", "give one of them")
    state.seal_old(at)
    told = _changed(at, accept=accept_key) if new_key or accept_key else ""
    if told and not as_json:
        say(told)
        if not file and not git_note:
            return
    note = _signed(at)
    if file:
        try:
            Path(file).write_text(note, encoding="utf-8")
        except OSError as wrong:
            _refuse(file, f"cannot be written: {wrong.strerror}", "name another file")
    if git_note:
        _add_note(note)
    if as_json:
        stated = checkpoint.read(note)
        data({"checkpoint": note, "origin": stated.origin, "size": stated.size, "root": stated.root.hex(),
              "key": signing.known(at), "file": file, "git_note": REF if git_note else None})  # fmt: skip
    elif file or git_note:
        where = " and ".join([*([file] if file else []), *([f"a note at HEAD ({REF})"] if git_note else [])])
        again = f"assent log verify --against {file or '-'}"
        say(f"Written to {where}. Compare with it later: {again if file else f'{_SHOW} | {again}'}")
    else:
        block(note)


def _changed(at: Paths, *, accept: bool) -> str:
    """Changes the key, or accepts changes; returns what was done in a sentence."""
    try:
        with publish.explained(at), publish.locked(at):
            seals = seal.all_of(at)
            if accept:
                names = ", ".join(_name(each.new) for each in keys.accept(at, seals))
                return f"Accepted {names}: from now on it counts as yours." if names else NOTHING
            made = keys.replaced(at, seals)
    except StoreError as wrong:
        refuse([wrong.problem])
        raise
    except ValueError as wrong:
        _refuse(at.key, str(wrong), "look at it: assent log verify")
    new = f"From now on the record is signed with {_name(made.new)}"
    if not made.old:
        return f"{new}."
    if made.is_sworn:
        return f"{new}; {_name(made.old)}, the key before, has signed for it and is no longer kept."
    return (
        f"{new}. {_name(made.old)}, the key before, was not there to sign for it: assent status names that, "
        "until you accept it: assent log checkpoint --accept-key"
    )


def _name(key: str) -> str:
    return key.partition("+")[0]


def _signed(at: Paths) -> str:
    seals = seal.all_of(at)
    if not any(each.key for each in seals):
        hint = (
            "a day is sealed by the first look at the record from the second day after it on: assent status"
        )
        _refuse(at.audit, "holds no sealed day yet, so there is nothing to sign", hint)
    try:
        return checkpoint.signed(at, [each.text for each in seals])
    except (OSError, ValueError) as wrong:
        hint = "put it back from a copy, or make a new one: assent log checkpoint --new-key"
        _refuse(at.key, signing.trouble(wrong), hint)


def _add_note(note: str) -> None:
    argv = ["git", "notes", f"--ref={REF}", "append", "--file=-", "HEAD"]
    try:
        done = subprocess.run(argv, input=note, text=True, capture_output=True, check=False)
    except OSError as wrong:
        _refuse(
            "git", f"cannot be run: {wrong.strerror}", "write it to a file: assent log checkpoint --to FILE"
        )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it said nothing"]
        _refuse("git notes", said[-1], "run it in a repository with a commit, or use --to FILE")


def _refuse(where: str, what: str, hint: str) -> NoReturn:
    refuse([Problem(where, what, hint)])
    raise AssertionError("refuse ends the command")
