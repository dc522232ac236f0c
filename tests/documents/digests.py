"""Digests made by hand: an ordinary day, a quiet one, a hostile one."""

from __future__ import annotations

from dataclasses import replace

from assent.documents.digest.facts import Digest, Fired, News, Record, Told
from tests.documents.made import HOSTILE

SINCE, UNTIL = "2026-11-21T08:00:00.000Z", "2026-11-22T08:00:00.000Z"
SEEN = "2026-11-21T{}:00.000Z"


def digest() -> Digest:
    blocked = [
        Told(
            "Bash",
            "rm -rf ../shop-old",
            2,
            SEEN.format("16:20"),
            "deny[no-rm-rf]",
            "assent",
            ["destroy"],
            0,
            0,
            0,
        ),
        Told(
            "WebFetch",
            "https://paste.example/x",
            1,
            SEEN.format("11:05"),
            None,
            "classifier",
            ["net-read"],
            0,
            0,
            0,
        ),
    ]
    asked = [
        Told(
            "Bash",
            "git push origin main",
            3,
            SEEN.format("17:45"),
            "ask[pushes]",
            "user",
            ["net-send"],
            2,
            1,
            2,
        ),
        Told("Bash", "docker compose up -d", 1, SEEN.format("09:12"), None, "user", ["unknown"], 1, 0, 0),
    ]
    risky = [
        Told(
            "Bash",
            "git push origin main",
            2,
            SEEN.format("17:45"),
            "ask[pushes]",
            "user",
            ["net-send"],
            2,
            1,
            2,
        )
    ]
    news = [
        News(SEEN.format("18:02"), "add", "allow[git-read]", "9d3e0c1f77ab", ["Bash(git *)"], "learned", "12 approvals, 94% sure"),
    ]  # fmt: skip
    fired = [
        Fired("allow[tests]", "0c1f77ab9d3e", ["Bash(npm test *)"], 214, SEEN.format("18:30")),
        Fired("ask[pushes]", "77ab9d3e0c1f", ["Bash(git push *)"], 3, SEEN.format("17:45")),
    ]
    return Digest(
        SINCE, UNTIL, "0.1.0", 361, 342, 4, 2, 13, 0, 13 / 361, 4, 0, 3, 1, False, blocked, asked, risky, news, fired,
        Record(True, 1204, []),
    )  # fmt: skip


def quiet(calls: int = 118) -> Digest:
    return replace(
        digest(), calls=calls, allowed=calls, asked=0, denied=0, silent=0, silence=0.0 if calls else None, prompts=0,
        yes=0, no=0, quiet=True, blocked=[], asked_about=[], risky=[], rules=[], fired=[],
    )  # fmt: skip


def hostile() -> Digest:
    """Every foreign text of it is one that would act where it is not escaped."""
    texts = [*HOSTILE.values(), "```\n# heading", "` [x](http://y) `", "| a | b |"]
    told = [Told(text, text, 1, text, text, text, [text], 1, 1, 1) for text in texts]
    news = [News(text, text, text, text, [text], text, text) for text in texts]
    fired = [Fired(text, text, [text], 2, text) for text in texts]
    return replace(
        digest(),
        blocked=told,
        asked_about=told,
        risky=told,
        rules=news,
        fired=fired,
        record=Record(False, 3, texts),
    )
