"""What simpler ways of learning would answer, computed here from the same answers.

They are helped: commands are split at operators for them, and a redirection into a file is never theirs to allow.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from benchmarks.users.days import NO, REDIRECTED, SAVED, YES, Call

Words = tuple[str, ...]
OPERATOR = re.compile(r"&&|\|\||[;|\n]")
TO_FILE = re.compile(r"(?<![0-9&])>{1,2}(?!&|\s*/dev/null)|[0-9]>{1,2}(?!&|\s*/dev/null)")
LEAST, SIMILAR, HALF_LIFE = 0.6, 0.7, 30


def parts(call: Call) -> list[Words]:
    """The simple commands of a call, each in words; another tool's call is one part."""
    if call.tool != "Bash":
        return [(call.tool, *re.split(r"[/?]+", call.text.replace("https://", "").strip("/")))]
    return [tuple(part.split()) for part in OPERATOR.split(call.text) if part.strip()]


def _writes(call: Call) -> bool:
    return call.tool == "Bash" and bool(TO_FILE.search(call.text))


class Answers:
    """What one user said in the days of training, to the calls they were asked about."""

    def __init__(self, calls: Iterable[Call]) -> None:
        asked = [call for call in calls if not (call.unasked or call.granted)]
        self.approved = [call for call in asked if call.answer in {YES, SAVED}]
        self.denied = [call for call in asked if call.answer in {NO, REDIRECTED}]
        self.last = max((call.day for call in asked), default=0)


def exact_cache(told: Answers) -> Callable[[Call], bool]:
    """The very call was approved before, and not denied."""
    known = {(c.tool, c.text) for c in told.approved} - {(c.tool, c.text) for c in told.denied}
    return lambda call: (call.tool, call.text) in known


def _by_parts(known: Callable[[Words], bool]) -> Callable[[Call], bool]:
    return lambda call: not _writes(call) and all(known(part) for part in parts(call))


def exact_prefix(told: Answers) -> Callable[[Call], bool]:
    """Each part begins with the whole of a part that was approved."""
    known = {part for call in told.approved for part in parts(call)}
    return _by_parts(lambda part: any(part[:end] in known for end in range(1, len(part) + 1)))


def two_words(told: Answers) -> Callable[[Call], bool]:
    """Each part begins with two words that were approved."""
    known = {part[:2] for call in told.approved for part in parts(call)}
    return _by_parts(lambda part: part[:2] in known)


def seed_formula(told: Answers) -> Callable[[Call], bool]:
    """`program:*` where frequency x consistency x recency reaches 0.6: n/(n+4), the share of yes, halved in 30 days."""
    yes: Counter[str] = Counter()
    no: Counter[str] = Counter()
    last: dict[str, int] = defaultdict(int)
    for calls, count in ((told.approved, yes), (told.denied, no)):
        for call in calls:
            for program in {part[0] for part in parts(call)}:
                count[program] += 1
                last[program] = max(last[program], call.day)

    def sure(program: str) -> bool:
        n = yes[program] + no[program]
        if not n:
            return False
        recency = 2 ** (-(told.last - last[program]) / HALF_LIFE)
        return n / (n + 4) * yes[program] / n * recency >= LEAST

    programs = {program for program in yes if sure(program)}
    return lambda call: all(part[0] in programs for part in parts(call))


def similar_words(told: Answers) -> Callable[[Call], bool]:
    """Its words are those of an approved call, seven in ten at least (Jaccard)."""
    by_word: dict[str, set[int]] = defaultdict(set)
    sets: list[frozenset[str]] = []
    for words in {frozenset(word for part in parts(call) for word in part) for call in told.approved}:
        for word in words:
            by_word[word].add(len(sets))
        sets.append(words)

    def known(call: Call) -> bool:
        words = {word for part in parts(call) for word in part}
        shared = Counter(number for word in words for number in by_word.get(word, ()))
        return any(
            n / (len(words) + len(sets[number]) - n) >= SIMILAR for number, n in shared.most_common(20)
        )

    return known


ALL = {
    "exact cache": exact_cache,
    "exact-argv prefix": exact_prefix,
    "two-word prefix": two_words,
    "seed's formula": seed_formula,
    "word similarity": similar_words,
}
