"""Digests made by hand: an ordinary day, a quiet one, a hostile one."""

from __future__ import annotations

from dataclasses import replace

from assent.documents.digest.facts import Digest, Fired, Joined, News, Ran, Record, Resting, Told
from tests.documents.made import HOSTILE

SINCE, UNTIL = "2026-11-21T08:00:00.000Z", "2026-11-22T08:00:00.000Z"
SEEN = "2026-11-21T{}:00.000Z"


GONE = Told(
    "Bash", "rm -rf ../shop-old", 2, SEEN.format("16:20"), "deny[no-rm-rf]", "assent", ["destroy"], 0, 0, 0
)
PASTE = Told(
    "WebFetch", "https://paste.example/x", 1, SEEN.format("11:05"), None, "classifier", ["net-read"], 0, 0, 0
)  # fmt: skip
PUSH = Told(
    "Bash", "git push origin main", 3, SEEN.format("17:45"), "ask[pushes]", "user", ["net-send"], 2, 1, 2
)
UP = Told("Bash", "docker compose up -d", 1, SEEN.format("09:12"), None, "user", ["unknown"], 1, 0, 0)
LEARNED = News(
    SEEN.format("18:02"), "add", "allow[git-read]", "9d3e0c1f77ab", ["Bash(git *)"], "learned", "12 approvals, 94% sure"
)  # fmt: skip
FIRED = (
    Fired("allow[tests]", "0c1f77ab9d3e", ["Bash(npm test *)"], 214, SEEN.format("18:30")),
    Fired("ask[pushes]", "77ab9d3e0c1f", ["Bash(git push *)"], 3, SEEN.format("17:45")),
)


UNASKED = (
    Ran("allow[tests]", "0c1f77ab9d3e", ["Bash(npm test *)"], None, 214, SEEN.format("18:30"),
        ["npm test", "npm test -- --watch=false"], "assent rules remove 0c1f77ab9d3e"),
    Ran("allow[41aa0be2c9d7]", "41aa0be2c9d7", ["Bash(pytest *)"], "checks", 61, SEEN.format("17:12"),
        ["pytest -q"], "assent rules remove 41aa0be2c9d7"),
    Ran("allow[reading]", "0088c73f25b1", ["Read(./**)"], None, 12, SEEN.format("16:40"), ["src/app.ts"],
        "assent rules disable 0088c73f25b1"),
)  # fmt: skip
JOINED = Joined(
    SEEN.format("18:02"), "be2c9d741aa0", ["Bash(ruff check *)"], "checks", ["Bash(pytest *)"],
    "assent rules undo be2c9d741aa0",
)  # fmt: skip
RESTING = Resting(
    "77e0c1ab9d3f", ["Bash(cargo test *)"], "dormant", "not used since 2026-09-20", "assent rules enable 77e0c1ab9d3f"
)  # fmt: skip


def digest() -> Digest:
    return Digest(
        SINCE, UNTIL, "0.1.0", 361, 342, 4, 2, 13, 0, 13 / 361, 4, 0, 3, 1, False, [GONE, PASTE], [PUSH, UP],
        [replace(PUSH, times=2)], [LEARNED], FIRED, Record(True, 1204, []),
        unasked=UNASKED, joined=[JOINED], resting=[RESTING],
    )  # fmt: skip


def quiet(calls: int = 118) -> Digest:
    return replace(
        digest(), calls=calls, allowed=calls, asked=0, denied=0, silent=0, silence=0.0 if calls else None, prompts=0,
        yes=0, no=0, quiet=True, blocked=[], asked_about=[], risky=[], rules=[], fired=[], unasked=[], joined=[], resting=[],
    )  # fmt: skip


def hostile() -> Digest:
    """Every foreign text of it is one that would act where it is not escaped."""
    texts = [*HOSTILE.values(), "```\n# heading", "` [x](http://y) `", "| a | b |"]
    told = [Told(text, text, 1, text, text, text, [text], 1, 1, 1) for text in texts]
    news = [News(text, text, text, text, [text], text, text) for text in texts]
    fired = [Fired(text, text, [text], 2, text) for text in texts]
    ran = [Ran(text, text, [text], text, 2, text, [text], text) for text in texts]
    return replace(
        digest(),
        unasked=ran,
        joined=[Joined(text, text, [text], text, [text], text) for text in texts],
        resting=[Resting(text, [text], text, text, text) for text in texts],
        blocked=told,
        asked_about=told,
        risky=told,
        rules=news,
        fired=fired,
        record=Record(False, 3, texts),
    )
