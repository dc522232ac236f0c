"""A call answered: read, its links looked up, decided. The hook and the dry run both come through here."""

from __future__ import annotations

from assent.app.observe import hits_of, links_of
from assent.core.call import LIMIT
from assent.core.decide import decide
from assent.shell.reading import read_call, wanted_globs, wanted_paths

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.core.call import Call
    from assent.core.decision import Decision
    from assent.core.facts import Facts
    from assent.core.policy import Policy

# A link may lead to a place with links of its own that the first reading did not name.
ROUNDS = 4


def answer(call: Call, policy: Policy, facts: Facts, *, disk: bool) -> Decision:
    """The decision about a call. With `disk`, links on the paths it touches are followed on this machine; without,
    only those the facts already name."""
    reading = read_call(call, facts)
    if disk:
        asked: tuple[list[str], list[str]] = ([], [])
        for _ in range(ROUNDS):
            wanted = (wanted_paths(reading), wanted_globs(reading))
            if wanted == asked:
                break
            asked = wanted
            links, hits = links_of(wanted[0]), hits_of(wanted[1])
            if links is None:
                reading.form = reading.form or f"{LIMIT}it touches too many paths to look at"
                break
            if not links and not hits:
                break
            facts.links, facts.hits = links, hits
            reading = read_call(call, facts)
        else:
            if (wanted_paths(reading), wanted_globs(reading)) != asked:
                reading.form = reading.form or f"{LIMIT}its paths lead through too many links"
    return decide(call, reading, policy, facts)
