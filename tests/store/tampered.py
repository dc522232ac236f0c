"""A record of four days, two of them sealed, and every way of changing it afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assent.store import checkpoint, erased, merkle, record, seal, signing
from assent.store.paths import Paths, digest

DAYS = ("2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04")
SEALED = DAYS[:2]


def tell(paths: Paths, day: str, count: int = 6) -> None:
    for number in range(count):
        record.append(
            paths,
            {"kind": "decision", "ts": f"{day}T00:00:00.00{number}Z", "id": f"{day}-{number}", "why": "x"},
        )


def written(paths: Paths) -> Paths:
    """Two sealed days, two open ones, six lines each."""
    for day in DAYS:
        tell(paths, day)
    for day in SEALED:
        seal.seal(paths, day)
    return paths


def file(paths: Paths, n: int) -> Path:
    return Path(paths.record(DAYS[n]))


def lines_of(paths: Paths, n: int, change: Callable[[list[bytes]], object]) -> None:
    lines = file(paths, n).read_bytes().splitlines(keepends=True)
    change(lines)
    file(paths, n).write_bytes(b"".join(lines))


def _all_lines(paths: Paths) -> list[tuple[str, int]]:
    return [
        (path, at)
        for files in record.parts(paths).values()
        for path in files
        for at in range(len(Path(path).read_bytes().splitlines()))
    ]


def alter(paths: Paths, nth: int) -> None:
    """Alters the nth line of all."""
    path, at = _all_lines(paths)[nth]
    lines = Path(path).read_bytes().splitlines(keepends=True)
    lines[at] = lines[at].replace(b'"decision"', b'"decisiom"')
    Path(path).write_bytes(b"".join(lines))


def cut_off(paths: Paths, nth: int) -> None:
    """Takes the nth line of all away."""
    path, at = _all_lines(paths)[nth]
    lines = Path(path).read_bytes().splitlines(keepends=True)
    Path(path).write_bytes(b"".join(lines[:at] + lines[at + 1 :]))


def edit(line: bytes) -> bytes:
    return line.replace(b'"why":"x"', b'"why":"y"')


def altered(n: int, at: int) -> Callable[[Paths], None]:
    def act(lines: list[bytes]) -> None:
        lines[at] = edit(lines[at])

    return lambda paths: lines_of(paths, n, act)


def unlinked(lines: list[bytes]) -> None:
    lines[2] = lines[2][: lines[2].index(b',"prev"')] + b"}\n"


def relinked(lines: list[bytes]) -> None:
    """Altered, and every later link of the day made again: only what holds the day can tell."""
    lines[1] = edit(lines[1])
    for at in range(2, len(lines)):
        begin = lines[at].index(b'"prev":"') + 8
        lines[at] = lines[at][:begin] + digest(lines[at - 1][:-1]).encode() + lines[at][begin + 64 :]


def swapped(lines: list[bytes]) -> None:
    lines[2], lines[3] = lines[3], lines[2]


def crafted(lines: list[bytes]) -> None:
    lines.insert(3, b'{"v":1,"ts":"2026-03-01T00:00:00.000Z","id":"forged","kind":"decision"}\n')


def crafted_with_link(lines: list[bytes]) -> None:
    link = f',"prev":"{digest(lines[2][:-1])}","n":4}}\n'.encode()
    lines.insert(3, b'{"v":1,"ts":"2026-03-01T00:00:00.000Z","id":"forged","kind":"decision"' + link)


def on(n: int, change: Callable[[list[bytes]], object]) -> Callable[[Paths], None]:
    return lambda paths: lines_of(paths, n, change)


def drop(lines: list[bytes], *at: int) -> None:
    for each in sorted(at, reverse=True):
        del lines[each]


def removed_day(n: int) -> Callable[[Paths], None]:
    def act(paths: Paths) -> None:
        file(paths, n).unlink()
        Path(paths.seal(DAYS[n])).unlink(missing_ok=True)

    return act


def no_head(paths: Paths) -> None:
    Path(paths.head).unlink()


def no_head_and_cut(paths: Paths) -> None:
    on(3, lambda lines: drop(lines, 4, 5))(paths)
    Path(paths.head).unlink()
    tell(paths, DAYS[3], 1)


def cut_and_written_on(paths: Paths) -> None:
    on(3, lambda lines: drop(lines, 4, 5))(paths)
    tell(paths, DAYS[3], 2)


def another_key(paths: Paths) -> None:
    Path(paths.key).unlink()
    signing.made(paths)


def key_and_checkpoint(paths: Paths) -> None:
    another_key(paths)
    checkpoint.keep(paths, [each.text for each in seal.all_of(paths)])


def no_checkpoint(paths: Paths) -> None:
    Path(paths.checkpoint).unlink()


def sealed_again(paths: Paths) -> None:
    on(1, relinked)(paths)
    Path(paths.seal(DAYS[1])).unlink()
    text = Path(paths.checkpoint).read_text()
    seal.seal(paths, DAYS[1])
    Path(paths.checkpoint).write_text(text)


def no_seal(paths: Paths) -> None:
    Path(paths.seal(DAYS[0])).unlink()


def a_blank_seal(paths: Paths) -> None:
    Path(paths.seal(DAYS[0])).write_text("")


def fake_erasure(paths: Paths) -> None:
    def act(lines: list[bytes]) -> None:
        line = lines[2][:-1]
        stated = b',"erased":{"hash":"%s","leaf":"%s"}' % (
            digest(line).encode(),
            merkle.leaf(line).hex().encode(),
        )
        at = line.index(b',"prev"')
        lines[2] = edit(line[:at]) + stated + line[at:] + b"\n"

    on(0, act)(paths)


def swallowed(paths: Paths) -> None:
    """Three lines of an open day gone behind one that claims to be the last of them, erased, and that is told of."""
    made: list[bytes] = []

    def act(lines: list[bytes]) -> None:
        last = lines[3][:-1]
        stated = digest(last), merkle.leaf(last).hex(), digest(lines[0][:-1])
        text = '{"v":1,"ts":"%s","id":"x","kind":"decision","erased":{"hash":"%s","leaf":"%s"},"prev":"%s","n":2}'
        made.append((text % (f"{DAYS[2]}T00:00:00.000Z", *stated)).encode())
        lines[1:4] = [made[0] + b"\n"]
        made.insert(0, last)

    on(2, act)(paths)
    entry = {
        "kind": erased.KIND,
        "ts": f"{DAYS[3]}T01:00:00.000Z",
        "lines": [[digest(each) for each in made]],
    }
    record.append(paths, entry, exact=erased.EXACT)


# What was done → where it is named (file, line), and a word of how.
TAMPERED: dict[str, tuple[Callable[[Paths], None], str, int | None, str]] = {
    "edited-in-the-middle": (altered(0, 2), "2026-03-01.jsonl", 3, "altered"),
    "edited-first-line": (altered(0, 0), "2026-03-01.jsonl", 1, "altered"),
    "edited-last-line-of-a-day": (altered(0, 5), "2026-03-01.jsonl", 6, "last line that was sealed"),
    "edited-in-an-open-day": (altered(2, 1), "2026-03-03.jsonl", 2, "altered"),
    "edited-very-last-line": (altered(3, 5), "2026-03-04.jsonl", 6, "altered"),
    "edited-and-unlinked": (on(2, unlinked), "2026-03-03.jsonl", 3, "altered"),
    "relinked-in-a-sealed-day": (on(1, relinked), "2026-03-02.jsonl", 6, "links after that"),
    "deleted": (on(0, lambda lines: drop(lines, 2)), "2026-03-01.jsonl", 3, "the line before it is missing"),
    "deleted-two": (on(2, lambda lines: drop(lines, 2, 3)), "2026-03-03.jsonl", 3, "2 lines before it are missing"),
    "deleted-first": (on(0, lambda lines: drop(lines, 0)), "2026-03-01.jsonl", 1, "missing"),
    "swapped": (on(2, swapped), "2026-03-03.jsonl", 3, "out of order"),
    "inserted": (on(0, crafted), "2026-03-01.jsonl", 4, "inserted"),
    "inserted-with-a-link": (on(2, crafted_with_link), "2026-03-03.jsonl", 4, "inserted"),
    "inserted-copy": (on(2, lambda lines: lines.insert(3, lines[1])), "2026-03-03.jsonl", 4, "inserted"),
    "end-of-a-day-cut": (on(0, lambda lines: drop(lines, 5)), "2026-03-01.jsonl", 5, "1 more were sealed"),
    "end-of-the-record-cut": (on(3, lambda lines: drop(lines, 5)), "2026-03-04.jsonl", 5, "cut"),
    "cut-and-written-on": (cut_and_written_on, "2026-03-04.jsonl", 5, "2 lines before it are missing"),
    "cut-without-the-head": (no_head_and_cut, "2026-03-04.jsonl", 5, "head had been taken away"),
    "head-removed": (no_head, "head", None, "is gone"),
    "last-day-removed": (removed_day(3), "2026-03-04.jsonl", None, "is gone"),
    "newest-sealed-day-removed-with-its-seal": (removed_day(1), "2026-03-03.jsonl", 1, "missing"),
    "first-day-removed-with-its-seal": (removed_day(0), "2026-03-02.jsonl", 1, "missing"),
    "seal-removed": (no_seal, "2026-03-01.seal", None, "is gone"),
    "seal-blanked": (a_blank_seal, "2026-03-01.seal", None, "is broken"),
    "sealed-again": (sealed_again, "2026-03-03.jsonl", 1, "ended otherwise"),
    "key-replaced": (another_key, "record.key", None, "was replaced"),
    "key-and-checkpoint-replaced": (key_and_checkpoint, "record.key", None, "was replaced"),
    "checkpoint-removed": (no_checkpoint, "checkpoint", None, "is gone"),
    "lines-behind-an-erasure": (swallowed, "2026-03-03.jsonl", 3, "2 lines before it are missing"),
    "erasure-nobody-told-of": (fake_erasure, "2026-03-01.jsonl", 3, "nothing in the record tells"),
}  # fmt: skip
