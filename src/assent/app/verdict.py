"""A call answered: read, its links looked up, decided. The hook and the dry run both come through here."""

from __future__ import annotations

from assent.app.observe import links_of, matches_behind_links
from assent.app.project import names_in, read_small
from assent.core.call import LIMIT, graver
from assent.core.decide import decide
from assent.core.paths import LONGEST, normal
from assent.shell.reading import describe, read_call, wanted_globs, wanted_paths, wanted_texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.core.call import Call
    from assent.core.decision import Decision
    from assent.core.facts import Facts
    from assent.core.policy import Policy

# A link may lead to a place with links of its own that the first reading did not name.
ROUNDS = 4
# Files that say what a task runs or what git obeys, and how much of one is read.
MOST_TEXTS = 64
LARGEST_TEXT = 1 << 18
MOST_NAMES = 256
# What is kept of either end of a directory that is too long for a path.
HALF = 1500


def decision_on(call: Call, policy: Policy, facts: Facts, *, disk: bool) -> Decision:
    """The decision about a call. With `disk`, links on the paths it touches are followed on this machine; without,
    only those the facts already name."""
    far = _shortened(call, facts)
    describe(facts, policy.programs)
    reading = read_call(call, facts)
    if disk:
        asked: tuple[list[str], list[str]] = ([], [])
        for _ in range(ROUNDS):
            wanted = (wanted_paths(reading), wanted_globs(reading))
            fresh = look_into(wanted_texts(reading), facts)
            if wanted == asked and not fresh:
                break
            asked = wanted
            links, hits = links_of(wanted[0]), matches_behind_links(wanted[1])
            if links is None:
                reading.form = graver(reading.form, f"{LIMIT}it touches too many paths to look at")
                break
            if not links and not hits and not fresh:
                break
            facts.links, facts.hits = links, hits
            reading = read_call(call, facts)
        else:
            if (wanted_paths(reading), wanted_globs(reading)) != asked:
                reading.form = graver(reading.form, f"{LIMIT}its paths lead through too many links")
    if far:
        reading.form = graver(reading.form, f"{LIMIT}the directory it runs in is too long for a path")
    return decide(call, reading, policy, facts)


def look_into(wanted: Sequence[str], facts: Facts) -> bool:
    """Reads the files whose text is wanted and not known yet, as many as are read for one call; whether that may change
    the reading: as long as nothing was looked at, what is not there reads as what nobody has looked at."""
    known = facts.texts
    unknown = [path for path in wanted if path not in known]
    new = unknown[: MOST_TEXTS - len(known)]
    if not new:
        return False
    facts.texts = {**known, **{path: seen(path) for path in new}}
    return bool(known) or len(new) < len(unknown) or any(facts.texts[path] for path in new)


def seen(path: str) -> str:
    """The text of a small file, or the names in a folder (for a path with a slash at its end), a line each; "" when it
    is not there."""
    return names_in(path, MOST_NAMES) if path.endswith("/") else read_small(path, LARGEST_TEXT)


def _shortened(call: Call, facts: Facts) -> bool:
    """True for a directory longer than any path: relative names work in it all the same, so the call is judged as if it
    ran where that begins and ends."""
    cwd = call.cwd
    if len(cwd) <= LONGEST:
        return False
    cwd = normal(cwd)
    if len(cwd) > LONGEST:
        head, tail = cwd[:HALF], cwd[-HALF:]
        cwd = head[: head.rfind("/")] + tail[tail.find("/") :]
    call.cwd = facts.cwd = cwd
    facts.env = {**facts.env, "PWD": cwd}
    if len(facts.project) > HALF:
        call.project = facts.project = cwd
    return True
