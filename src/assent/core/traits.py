"""What a part does that its effects alone do not tell: the traits that a rule may deny or ask about."""

from __future__ import annotations

from assent.core.effect import NET_READ

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.core.call import Part

RUNS_FETCHED = "runs-fetched"
RUNS_DECODED = "runs-decoded"
CLOUD_CREDENTIALS = "cloud-credentials"
REMOVES_EVERYTHING = "removes-everything"

# Programs whose output may be another text than people read in their input.
DECODING = frozenset(("base64", "base32", "basenc", "xxd", "openssl", "uudecode", "rev"))

# Trait → what a part with it does, for people.
TRAITS = {
    RUNS_FETCHED: "runs code that it has just fetched",
    RUNS_DECODED: "runs code that was written so that nobody can read it",
    CLOUD_CREDENTIALS: "reads the credentials of this machine from its cloud",
    REMOVES_EVERYTHING: "removes a whole project, home or system",
}


def brings_code(part: Part) -> bool:
    """True for a part whose output, or what it writes, may be code from elsewhere or in disguise."""
    return bool(part.effects & NET_READ) or (bool(part.argv) and part.argv[0] in DECODING)
