"""The format of the cmdlet table, and a cmdlet's words bound to its parameters as PowerShell binds them.

A row is the cmdlet's name, behind two blanks `like`; then, indented, `at` with its words and the parameters:
`like`  the words of the shell command that does the same, by which it is judged; or `!` and effects; "" for nothing.
`at`    the parameters that words without a name go to, in their order; the last one with `…` takes all the rest.
The parameters: `Name|Alias` a switch, `Name:-r` one that adds that flag, `Name!effect+effect` one that adds
        effects; `Name=role` takes a value, `Name=-o:role` one behind that flag. `^` behind the name: what comes through
        a pipe goes there when it is given nothing else; `~` before it: a drive brings it along, so a beginning
        of a name means the others first; `@name` a group of them.
Roles: `word` a path, `data` nothing, `text` a word that is no path, `filter` names of files, `var` the name of a
variable that is set, `block` a script block, and those that a judgement of its own looks for.

PowerShell takes any beginning of a name that fits only one parameter. A name in no row makes the call unknown.
Sources: the reference of PowerShell 7.4 and 5.1 (module help, about_Parameters, about_CommonParameters)."""

from __future__ import annotations

from assent.shell.meaning.arg import Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Row = tuple[str, str, str]

COMMON = (
    "Verbose|vb Debug|db ErrorAction|ea=data WarningAction|wa=data InformationAction|infa=data "
    "ProgressAction|proga=data ErrorVariable|ev=var WarningVariable|wv=var InformationVariable|iv=var "
    "OutVariable|ov=var OutBuffer|ob=data PipelineVariable|pv=var"
)
_COMMON_COUNT = len(COMMON.split())
_compiled: dict[str, list[Parameter]] = {}


def rows(text: str) -> dict[str, Row]:
    """The rows of a text, by the cmdlet's name."""
    blocks: dict[str, tuple[str, str, list[str]]] = {}
    name = ""
    for line in text.splitlines():
        if line[:1] not in ("", " "):
            name, _, like = line.partition("  ")
            blocks[name] = (like, "", [])
        elif line.startswith("  at "):
            blocks[name] = (blocks[name][0], line[5:], blocks[name][2])
        elif line:
            for word in line.split():
                blocks[name][2].extend(blocks[word][2] if word[0] == "@" else (word,))
    return {name: (like, at, " ".join(words)) for name, (like, at, words) in blocks.items() if name[0] != "@"}


class Parameter:
    """One parameter of a row. `role` "" for a switch."""

    __slots__ = ("dynamic", "effects", "fed", "flag", "name", "names", "role")

    def __init__(self, text: str) -> None:
        self.dynamic = text.startswith("~")
        text = text.lstrip("~")
        name, equals, role = text.partition("=")
        name, _, effects = name.partition("!")
        name, _, flag = name.partition(":")
        self.fed = name.endswith("^")
        self.names = tuple(name.rstrip("^").lower().split("|"))
        self.name = self.names[0]
        self.effects = effects.split("+") if effects else []
        self.flag, _, rest = (role if equals else flag).rpartition(":")
        self.role = rest if equals else ""
        if not equals:
            self.flag = flag


class Word:
    """A word of a command after expansion: `param` its name when it is a parameter, `values` its text or texts."""

    __slots__ = ("glued", "param", "quoted", "values")

    def __init__(
        self, values: Sequence[Arg], *, param: str = "", quoted: bool = False, glued: bool = False
    ) -> None:
        self.values = values
        self.param = param
        self.quoted = quoted
        self.glued = glued


class Bound:
    """What the parameters of one call were given. `refused` what PowerShell itself would not take, "" for nothing;
    `unsure` what cannot be known."""

    __slots__ = ("given", "refused", "unsure")

    def __init__(self) -> None:
        self.given: list[tuple[Parameter, Sequence[Arg]]] = []
        self.refused = ""
        self.unsure = ""

    def has(self, name: str) -> bool:
        """True when the parameter was given."""
        return any(parameter.name == name for parameter, _ in self.given)

    def of(self, *names: str) -> list[Arg]:
        """All values of these parameters."""
        return [arg for parameter, args in self.given if parameter.name in names for arg in args]


def parameters(row: Row) -> list[Parameter]:
    """All parameters of a row."""
    found = _compiled.get(row[2])
    if found is None:
        found = _compiled[row[2]] = [Parameter(text) for text in f"{row[2]} {COMMON}".split()]
    return found


def bind(row: Row, words: Sequence[Word]) -> Bound:
    """Gives the words behind a cmdlet's name to its parameters."""
    bound = Bound()
    loose: list[Word] = []
    index = 0
    while index < len(words):
        word = words[index]
        index += 1
        text = word.values[0].text if len(word.values) == 1 else None
        if not word.param:
            if not word.quoted and text is not None and text[:1] == "-" and not _is_number(text):
                if text == "--":
                    loose.extend(words[index:])
                    break
                bound.refused = bound.refused or f"{text} is no parameter"
            loose.append(word)
            continue
        fitting = named(row, word.param)
        if not fitting:
            bound.refused = bound.refused or f"-{word.param} is no parameter of it"
        elif len(fitting) > 1:
            bound.unsure = f"-{word.param} may mean several parameters"
        values: Sequence[Arg] = word.values if word.glued else ()
        takes = any(parameter.role for parameter in fitting) or not fitting
        if takes and not word.glued:
            if index < len(words) and not words[index].param:
                values = words[index].values
                index += 1
            elif fitting:
                bound.refused = bound.refused or f"-{word.param} lacks its value"
        for parameter in fitting or (Parameter("?=extra"),):
            if takes or _is_on(values, bound):
                bound.given.append((parameter, values))
    _by_place(row, loose, bound)
    return bound


def _is_number(text: str) -> bool:
    return text[1:].replace(".", "", 1).isdigit()


def _is_on(values: Sequence[Arg], bound: Bound) -> bool:
    """False for a switch that is switched off: `-Recurse:$false`."""
    if len(values) == 1 and values[0].text is None:
        bound.unsure = "a switch that cannot be known"
    return not values or (values[0].text or "x").lower() not in ("false", "0", "")


def named(row: Row, name: str) -> list[Parameter]:
    """The parameters that a name, or the beginning of one, may mean: the cmdlet's own before the common ones."""
    wanted = name.lower()
    known = parameters(row)
    exact = [parameter for parameter in known if wanted in parameter.names]
    if exact:
        return exact[:1]
    found = [parameter for parameter in known if any(each.startswith(wanted) for each in parameter.names)]
    own = [parameter for parameter in found if parameter not in known[-_COMMON_COUNT:]]
    return [parameter for parameter in own if not parameter.dynamic] or own or found


def _by_place(row: Row, loose: Sequence[Word], bound: Bound) -> None:
    """Gives the words without a name to the parameters that are free, in their order."""
    known = {parameter.name: parameter for parameter in parameters(row)}
    wanted = [name.lower() for name in row[1].split()]
    free = [name for name in wanted if not bound.has(name.rstrip("…"))]
    for word in loose:
        if not free:
            bound.refused = bound.refused or "it takes no further word"
            bound.given.append((Parameter("?=extra"), word.values))
            continue
        name = free[0]
        if not name.endswith("…"):
            free.pop(0)
        bound.given.append((known[name.rstrip("…")], word.values))
