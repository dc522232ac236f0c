"""A database full of plausible calls, the same for the same seed, written straight into the tables of calls."""

from __future__ import annotations

import json
import random
import sqlite3
from datetime import datetime, timedelta
from typing import Any, NamedTuple

NOW = "2026-03-01T12:00:00.000Z"
PROJECTS = ("/home/u/shop/.git", "/home/u/site/.git", "/home/u/notes")
AGENT = "claude"


class Kind(NamedTuple):
    """Calls alike: how often among a thousand, what about, what assent said, who decided and how it ended."""

    weight: int
    tool: str
    texts: tuple[str, ...]
    shape: str
    verdict: str
    rule: str
    decider: str
    known: str
    asked: int | None
    answer: str
    end: str


# Rules: id → (verdict, name, layer, source, origin, pattern).
RULES = {
    "a1b2c3d4e5f6": ("allow", "git-read", "modules", "defaults", "shipped", "Bash(git log *)"),
    "b2c3d4e5f6a1": ("allow", "read-project", "modules", "defaults", "shipped", "Read(./**)"),
    "c3d4e5f6a1b2": ("allow", "npm-test", "granted", "", "learned", "Bash(npm test *)"),
    "d4e5f6a1b2c3": ("deny", "no-rm-rf", "user", "/home/u/.config/assent/policy.toml", "person", "Bash(rm -rf *)"),
    "e5f6a1b2c3d4": ("ask", "push-asks", "user", "/home/u/.config/assent/policy.toml", "person", "Bash(git push *)"),
    "f6a1b2c3d4e5": ("allow", "docker-ps", "granted", "", "person", "Bash(docker ps *)"),  # never fires
}  # fmt: skip
GIT, READ, TEST, RM, PUSH, _ = RULES
KINDS = (
    Kind(300, "Bash", ("git log -5", "git log --oneline -3", "git log -p src/app.py"), "git log", "allow", GIT,
         "assent", "recorded", 0, "", "ran"),
    Kind(260, "Read", ("/home/u/shop/src/app/main.py", "/home/u/shop/src/app/cart.py"), "src/app/", "allow", READ,
         "assent", "recorded", 0, "", "ran"),
    Kind(120, "Bash", ("npm test", "npm test -- --watch=false"), "npm test", "allow", TEST,
         "assent", "recorded", 0, "", "ran"),
    Kind(20, "Bash", ("npm test -- cart",), "npm test", "allow", TEST, "assent", "recorded", 0, "", "failed"),
    Kind(12, "Bash", ("rm -rf build",), "rm", "deny", RM, "assent", "recorded", 0, "", "refused"),
    Kind(30, "Bash", ("git push origin main",), "git push", "ask", PUSH, "user", "recorded", 1, "yes", "ran"),
    Kind(8, "Bash", ("git push --force origin main",), "git push", "ask", PUSH, "user", "recorded", 1, "no", "not run"),
    Kind(60, "Bash", ("docker compose up -d", "docker compose logs"), "docker compose", "silent", "",
         "user", "recorded", 1, "yes", "ran"),
    Kind(15, "Bash", ("docker compose down",), "docker compose", "silent", "", "user", "inferred", 1, "yes", "ran"),
    Kind(70, "Edit", ("/home/u/shop/src/app/cart.py",), "src/app/", "silent", "", "mode", "recorded", 0, "", "ran"),
    Kind(35, "Bash", ("ls", "ls -la src"), "ls", "silent", "", "rule", "recorded", 0, "", "ran"),
    Kind(10, "WebFetch", ("https://docs.python.org/3/",), "docs.python.org", "silent", "",
         "classifier", "recorded", 0, "", "ran"),
    Kind(6, "WebFetch", ("https://example.org/x",), "example.org", "silent", "",
         "classifier", "recorded", 0, "", "refused"),
    Kind(14, "mcp__notes__search", ("",), "mcp__notes__search", "silent", "", "", "", None, "", "?"),
    Kind(40, "Bash", ("make lint", "make docs"), "make", "", "", "user", "estimated", None, "", "ran"),
)  # fmt: skip
_TIERS = {"allow": "allow", "ask": "ask", "deny": "deny", "silent": "none", "": ""}
_CALL = ("agent", "call", "ts", "session", "project", "tool", "subject", "mode", "subagent", "decision", "verdict",
         "tier", "rule", "layer", "effects", "coverage", "latency", "decider", "known", "asked", "answer", "waited",
         '"end"', "source", "length", "prompted")  # fmt: skip
_INSERT = f"INSERT INTO calls ({', '.join(_CALL)}) VALUES ({', '.join('?' * len(_CALL))})"  # noqa: S608  fixed names


def subject(db: sqlite3.Connection, text: str, tool: str = "Bash", shape: str = "") -> int:
    """The number of what a call is about, the same for the same text."""
    kind = {"Bash": "command", "WebFetch": "url", "Read": "path", "Edit": "path", "Write": "path"}.get(
        tool, "other"
    )
    db.execute(
        "INSERT OR IGNORE INTO subjects (text, kind, shape) VALUES (?, ?, ?)", (text, kind, shape or text)
    )
    return int(db.execute("SELECT id FROM subjects WHERE text = ?", (text,)).fetchone()[0])


def session(
    db: sqlite3.Connection, name: str, ts: str, project: str = PROJECTS[0], agent: str = AGENT
) -> int:
    """The number of a session that was seen at a time."""
    db.execute(
        "INSERT INTO sessions (agent, session, project, began, ended, last, mode, version) "
        "VALUES (?, ?, ?, ?, '', ?, 'default', '2.1.328') ON CONFLICT (agent, session) DO UPDATE SET "
        "began = min(began, excluded.began), last = max(last, excluded.last)",
        (agent, name, project, ts, ts),
    )
    found = db.execute("SELECT number FROM sessions WHERE agent = ? AND session = ?", (agent, name))
    return int(found.fetchone()[0])


def call(db: sqlite3.Connection, ts: str, verdict: str = "allow", **more: Any) -> None:
    """One call; `text`, `shape` say what it is about and `session` in which one it was made, by its id."""
    given: dict[str, Any] = {
        "agent": AGENT, "call": "", "project": PROJECTS[0], "tool": "Bash", "mode": "default", "subagent": "",
        "decision": "", "tier": _TIERS[verdict], "rule": "", "layer": "", "effects": "", "coverage": "full",
        "latency": None, "decider": "", "known": "", "asked": None, "answer": "", "waited": None, "end": "?",
        "source": "", "length": None, "prompted": "", "text": "ls", "shape": "",
    }  # fmt: skip
    given |= {"ts": ts, "verdict": verdict} | more
    given["subject"] = subject(db, given["text"], given["tool"], given["shape"])
    given["session"] = session(db, str(given.get("session", "s")), ts, given["project"], given["agent"])
    db.execute(_INSERT, [given[name.strip('"')] for name in _CALL])


def fill(db: sqlite3.Connection, calls: int = 3000, days: int = 30, seed: int = 1, until: str = NOW) -> None:
    """Rules with their history, sessions, and calls of the days up to a time, each with its recorded decision where
    our hook saw it. Every kind of `KINDS` is among them."""
    db.execute("BEGIN")
    _rules(db, until)
    chance = random.Random(seed)  # noqa: S311  made-up data
    end = datetime.fromisoformat(until.rstrip("Z"))
    moments = sorted(_moment(chance, end, days) for _ in range(calls))
    kinds = [*KINDS, *chance.choices(KINDS, [each.weight for each in KINDS], k=max(0, calls - len(KINDS)))]
    chance.shuffle(kinds)
    for number, (at, kind) in enumerate(zip(moments, kinds, strict=False)):
        _one(db, chance, number, at, kind)
    _end_sessions(db, until)
    db.execute("COMMIT")


def _moment(chance: random.Random, end: datetime, days: int) -> str:
    """Some time of a working day."""
    day = end - timedelta(days=chance.randrange(days))
    at = day.replace(hour=0, minute=0) + timedelta(seconds=8 * 3600 + chance.random() * 9.9 * 3600)
    return min(at, end - timedelta(seconds=1)).isoformat(timespec="milliseconds") + "Z"


def _one(db: sqlite3.Connection, chance: random.Random, number: int, ts: str, kind: Kind) -> None:
    project = chance.choices(PROJECTS, (7, 3, 1))[0]
    name = f"{ts[:10]}-{PROJECTS.index(project)}-{ts[11:13] < '13'}".lower()
    seen = kind.verdict != ""
    waited = int(chance.lognormvariate(8.5, 1.1)) if kind.asked and kind.answer == "yes" else None
    text = chance.choice(kind.texts)
    rule = RULES.get(kind.rule)
    call(
        db, ts, kind.verdict, call=f"toolu_{number:06d}", session=f"session-{name}", project=project, tool=kind.tool,
        text=text, shape=kind.shape, decision=f"{number:x}-1-{number * 7919 % 2**32:08x}" if seen else "",
        rule=kind.rule, layer=rule[2] if rule else "", effects="read-project" if kind.verdict == "allow" else "unknown",
        coverage="full" if kind.verdict != "silent" else chance.choice(("form", "meaning")),
        latency=int(chance.lognormvariate(5.2, 0.4)) if seen else None, decider=kind.decider, known=kind.known,
        asked=kind.asked, answer=kind.answer, waited=waited, end=kind.end,
        source="" if kind.end == "?" else "log" if kind.known in ("recorded", "estimated") else "hook",
        length=chance.randrange(20, 9000) if kind.end == "ran" else None, prompted=ts if kind.asked and seen else "",
        mode="auto" if kind.decider == "classifier" else "default",
    )  # fmt: skip
    if seen:
        _decide(db, number)


def _decide(db: sqlite3.Connection, number: int) -> None:
    """The recorded decision behind the newest call."""
    row = db.execute(
        "SELECT c.decision, c.ts, c.agent, s.session, c.call, c.tool, c.project, c.mode, c.verdict, c.tier, c.rule, c.layer, "
        "t.text, c.effects, c.coverage FROM calls c JOIN sessions s ON s.number = c.session "
        "JOIN subjects t ON t.id = c.subject ORDER BY c.number DESC LIMIT 1"
    ).fetchone()
    body = dict(zip(
        ("id", "ts", "agent", "session", "call", "tool", "project", "mode", "verdict", "tier", "rule", "layer"), row[:12],
        strict=True,
    ))  # fmt: skip
    body["verdict"] = "ask" if body["verdict"] == "silent" else body["verdict"]
    field = {"Bash": "command", "WebFetch": "url"}.get(body["tool"], "file_path")
    name = RULES[body["rule"]][1] if body["rule"] else ""
    near = ["npm-test: `docker` is another program"] if number % 3 else []
    body |= {
        "v": 1, "kind": "decision", "input": {field: row[12]}, "cwd": "/home/u/shop", "subagent": "", "name": name,
        "effects": row[13].split(), "coverage": row[14], "near": near, "why": "", "ms": 18.2, "assent": "0.1.0", "epoch": 3,
    }  # fmt: skip
    values = (body["id"], body["ts"], body["ts"][:10], *(
        body[key] for key in ("agent", "session", "project", "tool", "verdict", "tier", "rule")
    ), json.dumps(body))  # fmt: skip
    db.execute(
        "INSERT INTO decisions (id, ts, day, agent, session, project, tool, verdict, tier, rule, body) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values,
    )


def _rules(db: sqlite3.Connection, until: str) -> None:
    for key in PROJECTS:
        db.execute(
            "INSERT OR IGNORE INTO projects VALUES (?, ?, 'git', ?)", (key, key.removesuffix("/.git"), until)
        )
    end = datetime.fromisoformat(until.rstrip("Z"))
    for number, (identity, (verdict, name, layer, source, origin, pattern)) in enumerate(RULES.items()):
        created = (end - timedelta(days=20 - number)).isoformat(timespec="milliseconds") + "Z"
        body = {"name": name, verdict: [pattern]}
        db.execute(
            "INSERT INTO rules (id, layer, source, verdict, name, body, enabled, origin, level, created) "
            "VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?)",
            (
                identity,
                layer,
                source,
                verdict,
                name,
                json.dumps(body),
                origin,
                2 if origin == "learned" else None,
                created,
            ),
        )
        if layer == "granted":
            rule = {
                "id": identity, "verdict": verdict, "body": body, "name": name, "layer": layer, "source": source,
                "enabled": True, "origin": origin, "level": 2, "project": "", "position": 0, "created": created,
                "suspended": "",
            }  # fmt: skip
            after, before = (json.dumps({"rule": each, "override": None}) for each in (rule, None))
            db.execute(
                'INSERT INTO rule_history (entry, rule, action, ts, "by", before, after) VALUES (?, ?, ?, ?, ?, ?, ?)',
                (f"h-{number}", identity, "add", created, "user", before, after),
            )


def _end_sessions(db: sqlite3.Connection, until: str) -> None:
    """All but the newest session are over."""
    db.execute(
        "UPDATE sessions SET ended = last WHERE last < (SELECT max(last) FROM sessions) AND last < ?",
        (until,),
    )
