"""`assent log prove`: a proof that one decision is in the record, for whoever must not trust this machine."""

from __future__ import annotations

import contextlib

import click

from assent.app import state
from assent.cli import log
from assent.cli.output import data, refuse
from assent.cli.why import LAST
from assent.core.problem import Problem
from assent.store import decisions, owners, proof, signing
from assent.store.db import StoreError


@click.command(name="prove")
@click.argument("decision", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Accepted as elsewhere: a proof is always JSON.")
def command(decision: str, as_json: bool) -> None:
    """Print a proof, as JSON, that a decision is in the record: its line, the hashes that lead from it to a root, and
    the signed checkpoint over that root. Any RFC 6962 verifier can follow it, offline.

    ID is the short id that assent log shows, the whole one, or `last`."""
    del as_json
    at = state.paths()
    refuse([each for each in [owners.visiting(at)] if each])
    try:
        with contextlib.closing(log.recorded(at)) as db:
            found = decisions.last(db) if decision == LAST else decisions.find(db, decision)
        if len(found) != 1:
            what = f"names {len(found)} decisions" if found else "names no decision"
            refuse([Problem(decision, what, "see their ids: assent log")])
        made = proof.of(at, str(found[0]["id"]), str(found[0]["ts"])[:10])
    except StoreError as wrong:
        refuse([wrong.problem])
        return
    except (OSError, ValueError) as wrong:
        refuse([Problem(at.key, signing.trouble(wrong), "look at it: assent log verify")])
        return
    if made is None:
        refuse(
            [Problem(decision, "is known, and its line is not in the record any more", "assent log verify")]
        )
        return
    data(made.as_json())
