"""The rules in force, indexed so that a call meets only those that can speak about it."""

from __future__ import annotations

from assent.core import rule as rules
from assent.core.wire import decode, encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.core.rule import Rule

SOFT = "soft"
EVERYWHERE, HERE = "everywhere", "here"


class Policy:
    """Rows of rules plus an index verdict → key → row numbers; a row becomes a `Rule` only when a call asks. A row
    read from a body is still text: decoding all of them would cost more than the verdict. Of the settings it carries
    what the hook needs: `contents` (of files and prompts go into the record), `previews` (so do the beginnings of
    results), `timeout` (seconds until the answer, 0 for the usual time) and `redact` (regexes of what else is erased);
    and `programs`, the rows of programs that people described themselves, by name. `shadow` says where shadow mode is
    on: "" nowhere, `EVERYWHERE`, or `HERE` for this project alone; `live` are the rows that decide all the same."""

    __slots__ = (
        "contents",
        "index",
        "live",
        "made",
        "previews",
        "programs",
        "redact",
        "rows",
        "shadow",
        "timeout",
    )

    def __init__(
        self,
        rows: Sequence[Mapping[str, object] | str],
        index: Mapping[str, Mapping[str, Sequence[int]]],
        *,
        contents: bool = False,
        previews: bool = False,
        timeout: float = 0,
        redact: Sequence[str] = (),
    ) -> None:
        self.contents = contents
        self.previews = previews
        self.timeout = timeout
        self.redact = redact
        self.programs: Mapping[str, Sequence[Sequence[object]]] = {}
        self.shadow = ""
        self.live: Sequence[int] = ()
        self.rows = rows
        self.index = index
        self.made: dict[int, Rule] = {}

    def select(self, verdict: str, keys: Sequence[str]) -> list[Rule]:
        """The rules of a verdict (allow, ask, deny, or `soft` for soft asks) that share a key, in row order."""
        table = self.index.get(verdict)
        if not table:
            return []
        numbers: dict[int, int] = {}
        for key in keys:
            for number in table.get(key, ()):
                numbers[number] = 1
        return [self.rule(number) for number in sorted(numbers)]

    def rule(self, number: int) -> Rule:
        """The rule of a row."""
        made = self.made.get(number)
        if made is None:
            row = self.rows[number]
            made = self.made[number] = rules.from_row(_unquoted(row) if isinstance(row, str) else row)
        return made

    def of_live(self) -> Policy:
        """The rules alone that decide in shadow mode."""
        live = set(self.live)
        made = Policy(
            self.rows,
            {
                verdict: {key: [each for each in numbers if each in live] for key, numbers in table.items()}
                for verdict, table in self.index.items()
            },
        )
        made.programs = self.programs
        return made

    def all(self) -> list[Rule]:
        """Every rule, in row order."""
        return [self.rule(number) for number in range(len(self.rows))]

    def body(self) -> dict[str, object]:
        """The policy as JSON, for the snapshot; `from_body` reads it back."""
        rows = [row if isinstance(row, str) else _quoted(row) for row in self.rows]
        carried = {
            "contents": self.contents,
            "previews": self.previews,
            "timeout": self.timeout,
            "redact": list(self.redact),
            "shadow": self.shadow,
            "live": list(self.live),
        }
        return {"rows": rows, "index": self.index, "programs": self.programs, **carried}


def from_rules(
    given: Sequence[Rule], programs: Mapping[str, Sequence[Sequence[object]]] | None = None
) -> Policy:
    """A policy of rules, and of programs that people described. The order of rules is kept for display and never
    matters for a verdict."""
    rows: list[Mapping[str, object] | str] = []
    index: dict[str, dict[str, list[int]]] = {}
    for number, each in enumerate(given):
        rows.append(each.row())
        table = index.setdefault(SOFT if each.soft else each.verdict, {})
        for key in each.index_keys():
            table.setdefault(key, []).append(number)
    made = Policy(rows, index)
    made.programs = programs or {}
    return made


def merged(policies: Sequence[Policy]) -> Policy:
    """The rules of several policies as one; what one of them erases is erased. It is never in shadow: it holds where
    something is wrong."""
    made = from_rules([each for policy in policies for each in policy.all()])
    made.redact = list(dict.fromkeys([text for policy in policies for text in policy.redact]))
    for policy in policies:
        made.programs = {**policy.programs, **made.programs}
    return made


def from_body(body: object) -> Policy:
    """The policy of a body made by `Policy.body`; raises KeyError or TypeError on anything else."""
    if not isinstance(body, dict):
        raise TypeError("not a policy body")
    rows, index = body["rows"], body["index"]
    if not isinstance(rows, list) or not isinstance(index, dict):
        raise TypeError("not a policy body")
    timeout, redact, programs = body.get("timeout"), body.get("redact"), body.get("programs")
    made = Policy(
        rows,
        index,
        contents=body.get("contents") is True,
        previews=body.get("previews") is True,
        timeout=timeout if isinstance(timeout, float) else 0,
        redact=redact if isinstance(redact, list) else (),
    )
    made.programs = programs if isinstance(programs, dict) else {}
    shadow, live = body.get("shadow"), body.get("live")
    made.shadow = shadow if shadow in (EVERYWHERE, HERE) else ""
    made.live = live if isinstance(live, list) else ()
    return made


def _quoted(row: Mapping[str, object]) -> str:
    """A row as JSON whose quotes are single ones, so that it stands in a JSON text with next to nothing to escape."""
    return encode(row).replace("'", "\\u0027").replace('"', "'")


def _unquoted(text: str) -> Mapping[str, object]:
    row = decode(text.replace("'", '"'), ours=True)
    if not isinstance(row, dict):
        raise TypeError("not a row of a policy")
    return row
