"""What the programs that look for files and text do, and what xargs, find and fd then run on what they found.

Flags: GNU grep 3.8, findutils 4.9, ripgrep 13, fd 8.6 `--help` and manuals.
"""

from __future__ import annotations

from assent.core import paths, places
from assent.core.effect import READ_SECRET, RUN_CODE
from assent.core.filters import aims_at_secrets
from assent.core.traits import REMOVES_EVERYTHING
from assent.shell.judges.trees import HERE, deep_read, deep_write, wide
from assent.shell.meaning.arg import TEXT, Arg, Listed, unknown
from assent.shell.meaning.wrappers import reached

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.meaning.use import Use

_FIND_ALONE = frozenset((
    "-empty", "-executable", "-false", "-nogroup", "-nouser", "-readable", "-true", "-writable", "-daystart",
    "-depth", "-d", "-follow", "-mount", "-xdev", "-noleaf", "-ignore_readdir_race", "-noignore_readdir_race",
    "-warn", "-nowarn", "-print", "-print0", "-prune", "-quit", "-ls", "-o", "-or", "-a", "-and", "-not", "!",
    "(", ")", ",", "-help", "--help", "-version", "--version", "-H", "-L", "-P", "-O1", "-O2", "-O3",
))  # fmt: skip
# What of an expression leaves nothing that is found out.
_EVERYTHING = frozenset((
    "-type", "-maxdepth", "-mindepth", "-depth", "-d", "-follow", "-mount", "-xdev", "-noleaf", "-daystart", "-warn",
    "-nowarn", "-print", "-print0", "-ls", "-true", "-a", "-and", "-H", "-L", "-P", "-O1", "-O2", "-O3", "-delete",
    "-exec", "-execdir", "-ok", "-okdir", "-rf", "-fr", "-r", "-f", "-R", "-v", "-Rf", "-fR", "-rfv", "-vrf",
    "-ignore_readdir_race",
))  # fmt: skip
_FIND_VALUE = frozenset((
    "-amin", "-anewer", "-atime", "-cmin", "-cnewer", "-context", "-ctime", "-fstype", "-gid", "-group", "-ilname",
    "-iname", "-inum", "-iregex", "-iwholename", "-ipath", "-links", "-lname", "-mindepth", "-maxdepth", "-mmin",
    "-mtime", "-name", "-newer", "-path", "-perm", "-regex", "-regextype", "-samefile", "-size", "-type", "-uid",
    "-used", "-user", "-wholename", "-xtype", "-printf", "-D",
))  # fmt: skip
_FIND_WRITES = ("-fprint", "-fprint0", "-fls", "-fprintf")
_FIND_RUNS = ("-exec", "-execdir", "-ok", "-okdir")
_NAMES = ("-name", "-iname")
# After one of these a name test does not say what the rest of the expression gets to see.
_TURNING = ("!", "-not", "-o", "-or", ",")
# How many places a find is followed to.
MAX_WAYS = 16
_PATHS = ("-path", "-ipath", "-wholename", "-iwholename")
_REGEXES = ("-regex", "-iregex")
_ENVIRONMENTS = (
    ".env.local",
    ".env.production",
    ".env.development",
    ".env.staging",
    ".env.test",
    ".env.prod",
    ".env.dev",
)


# What a search for credentials looks for: how their values begin, and names that stand beside nothing else. The name of
# a setting that may hold one (`api_key`, `password`, `SECRET_KEY`) stands all over ordinary code.
_HUNTED = (
    "akia", "aws_secret", "aws_access", "secret_access_key", "ghp_", "github_pat_", "glpat-", "xoxb-", "xoxp-",
    "sk-ant", "private key", "begin rsa", "begin openssh", "_authtoken",
)  # fmt: skip


def grep(use: Use) -> None:
    """The first operand is the pattern unless -e or -f gave one; -r without a path reads the working directory."""
    words = list(use.words)
    sought = [value.prefix for flag, value in use.options if flag in ("-e", "--regexp") and value is not None]
    if not use.has("-e", "--regexp", "-f", "--file", "--files", "--type-list", "--pcre2-version"):
        if not words:
            use.unknown(f"{use.name} without a pattern")
            return
        sought.append(words[0].prefix)
        if not words[0].below:  # of names that were printed the first is the pattern, and all others are read
            del words[0]
    deep = use.name in ("rg", "rgrep") or use.has("-r", "--recursive", "-R", "--dereference-recursive")
    directories = use.value("-d", "--directories")
    deep = deep or (directories is not None and directories.text not in ("skip", "read"))
    if deep:
        deep_read(use, words)
        if any(name in pattern.lower() for pattern in sought for name in _HUNTED):
            use.note(READ_SECRET, "searches whole trees for credentials")
    else:
        for word in words:
            use.read(word)
    for flag, value in use.options:
        if flag in _FILTERS and value is not None:
            _aimed(use, value)


def _aimed(use: Use, value: Arg) -> None:
    """A filter that picks secrets out of a tree reads them."""
    text = value.text if value.text is not None else value.prefix + "*"
    pattern = text.partition(":")[2] if ":" in text else text
    for each in aims_at_secrets(pattern):
        use.note(READ_SECRET, f"searches files like {text}")
        name = each.rpartition("/")[2]
        for cwd in use.cwds:
            use.part.reads.append(paths.normal(f"{cwd}/{'.env' if paths.glob(name, '.env') else name}"))


# The options of grep and rg that say which files of a tree are searched.
_FILTERS = ("--include", "-g", "--glob", "--iglob", "--type-add")

# -- find ---------------------------------------------------------------------------------------------------------


class _Finding:
    """What a find expression was seen to do. `aims`: a test that is not turned round asks for a secret."""

    __slots__ = ("aims", "names", "starts", "use", "whole")

    def __init__(self, use: Use) -> None:
        self.use = use
        self.starts: list[Arg] = []
        self.names: list[str] = []
        self.whole: list[str] = []
        self.aims = False

    def found(self) -> list[Arg]:
        """The paths that stand for what it may find: start/name, the -path globs, or start/{} when anything fits."""
        ways = [Arg(text, glob=True) for text in self.whole]
        if self.whole and any(self._rooted(start) for start in self.starts):
            ways.append(Arg(".git/{}", glob=True))
        for start in self.starts:
            if start.text is None:
                ways.append(Arg(None, prefix=start.prefix or "./"))
            else:
                folder = start.text.rstrip("/")
                folders = [folder, folder + "/.git"] if self._rooted(start) else [folder]
                anything = "*" if self._beyond(start) else "{}"
                ways.extend(
                    Arg(f"{at}/{name}", glob=True) for at in folders for name in self.names or [anything]
                )
        if len(ways) > MAX_WAYS:
            self.use.unknown("find with too many places to follow")
        return ways[:MAX_WAYS]

    def _rooted(self, start: Arg) -> bool:
        """True when the tree holds a `.git`, as that of the project does."""
        use = self.use
        return start.text is None or any(
            place == use.facts.project or wide(use, place) for place in use.places(start) or ["/"]
        )

    def _beyond(self, start: Arg) -> bool:
        """True for a tree outside the project that may hold secrets: what is found there may be any of its files."""
        return any(places.deep_effect(place, self.use.facts) for place in self.use.places(start))

    def anything(self) -> bool:
        return not self.names and not self.whole


def find(use: Use) -> None:
    """Start paths, then an expression of tests and actions."""
    args = use.args
    finding = _Finding(use)
    index = 0
    while index < len(args) and (args[index].text in _FIND_ALONE or not _begins_expression(args[index])):
        if args[index].text not in _FIND_ALONE:
            finding.starts.append(args[index])
        elif args[index].text in ("(", "!", "-not", ","):
            break
        index += 1
    finding.starts = finding.starts or [HERE]
    for start in finding.starts:
        _start(use, start)
    _gather(finding, args[index:])
    while index < len(args):
        index = _primary(finding, args, index)
    if REMOVES_EVERYTHING in use.part.traits and any(_narrows(arg) for arg in args):
        use.part.traits.remove(REMOVES_EVERYTHING)


def _narrows(arg: Arg) -> bool:
    """True for a test that leaves some of what is found alone."""
    text = arg.prefix
    return text[:1] == "!" or (text[:1] == "-" and text[1:2].isalpha() and text not in _EVERYTHING)


def _begins_expression(arg: Arg) -> bool:
    return arg.prefix[:1] == "-" or arg.text in ("(", "!", ",", ")")


def _start(use: Use, start: Arg) -> None:
    if start.text is None and not start.prefix:
        use.opaque("where find starts cannot be known")
        use.note(RUN_CODE, "is given a word that may be any action of find")
    use.names(start)


def _gather(finding: _Finding, args: Sequence[Arg]) -> None:
    """The name and path tests, when all of them must hold."""
    for at, value in enumerate(args[1:]):
        turned = at and args[at - 1].text in ("!", "-not")
        finding.aims = finding.aims or (not turned and _aims(args[at].text, value))
    if any(arg.text in _TURNING for arg in args):
        return
    for at, value in enumerate(args[1:]):
        test = args[at]
        if test.text in _NAMES:
            finding.names.append(value.text if value.text is not None else "*")
        elif test.text in _PATHS:
            finding.whole.append(value.text if value.text is not None else "*")


def _aims(test: str | None, value: Arg) -> bool:
    """True for a test of find that a secret's name passes: here a leading wildcard matches a dot too."""
    if test not in (*_NAMES, *_PATHS, *_REGEXES):
        return False
    if value.text is None:
        return False
    shapes = [value.text.lower()] if test not in _REGEXES else _shapes(value.text.lower())
    for shape in shapes:
        name = shape.rpartition("/")[2]
        ending = name[1:] if name.startswith("*.") and not paths.has_glob(name[1:]) else ""
        if aims_at_secrets(shape) or (ending and any(each.endswith(ending) for each in _ENVIRONMENTS)):
            return True
    return False


def _shapes(regex: str) -> list[str]:
    """Globs that match at least what a regular expression does, one for each alternative: all but letters is a star."""
    plain = regex.replace("\\", "")
    head, opened, rest = plain.partition("(")
    inner, closed, tail = rest.partition(")")
    if opened and closed and "|" in inner and not any(sign in head + tail for sign in "(|"):
        return [_shape(head + each + tail) for each in inner.split("|")]
    if "|" in plain:
        return [_shape(f"*{each}*") for each in plain.split("|")]
    return [_shape(plain)]


def _shape(regex: str) -> str:
    shape, opened = "", False
    for sign in regex:
        opened = sign == "[" or (opened and sign != "]")
        if not opened and (sign.isalnum() or sign in "_-/"):
            shape += sign
        elif not shape.endswith("*"):
            shape += "*"
    return shape


def _primary(finding: _Finding, args: Sequence[Arg], index: int) -> int:
    use = finding.use
    text = args[index].text
    if text in _FIND_ALONE:
        return index + 1
    if text is None or args[index].glob:
        use.opaque("gives find an action that cannot be known")
        use.note(RUN_CODE, "gives find an action that cannot be known")
        return index + 1
    if text in _FIND_VALUE or (text.startswith("-newer") and len(text) == 8):
        if index + 1 >= len(args):
            use.unknown(f"find {text} lacks its value")
        elif text == "-samefile":
            use.read(args[index + 1])
        return index + 2
    if text in _FIND_WRITES:
        use.write(args[index + 1] if index + 1 < len(args) else Arg(None))
        return index + (3 if text == "-fprintf" else 2)
    if text in _FIND_RUNS:
        return _run_found(finding, args, index + 1, beside=text.endswith("dir"))
    if text == "-delete":
        _delete_found(finding)
        return index + 1
    use.unknown(f"find {text}")
    return index + 1


def _delete_found(finding: _Finding) -> None:
    for way in finding.found():
        finding.use.destroy(way)
    if finding.anything():
        for start in finding.starts:
            deep_write(finding.use, start)


def _run_found(finding: _Finding, args: Sequence[Arg], index: int, *, beside: bool) -> int:
    """-exec: the words up to `;` or `{} +`, run with each path it may find in the place of `{}`."""
    use = finding.use
    end = index
    while (
        end < len(args)
        and args[end].text != ";"
        and not (args[end].text == "+" and args[end - 1].text == "{}")
    ):
        end += 1
    inner = args[index:end]
    if end >= len(args) or not inner:
        use.unknown("find -exec without an end")
    cwds = use.cwds
    if finding.aims:
        use.note(READ_SECRET, "looks for files that hold secrets")
    if any(wide(use, place) for start in finding.starts if start.text for place in use.places(start)):
        use.note(READ_SECRET, "may find any file, secrets too")
    for way in finding.found():
        use.cwds = cwds
        place = way
        if way.text is not None and not way.text.startswith("/") and cwds:
            place = Arg(paths.absolute(way.text, cwds[0], use.facts.home), glob=True)
        if beside:
            use.cwds = ()
        use.run([_filled(word, "{}", place) for word in inner])
    use.cwds = cwds
    return end + 1


def _filled(word: Arg, mark: str, path: Arg) -> Arg:
    """The word with `path` in the place of `mark`; unknown when the mark stands inside other text."""
    if word.text is None:
        return word if path.holds != TEXT else path.behind(word.prefix)
    if mark not in word.text:
        return word
    if word.text == mark:
        return path
    return path.behind(word.text.partition(mark)[0])


def fd(use: Use) -> None:
    """fd takes a pattern, then directories; after -x everything is a command, which no rule may allow."""
    for index, arg in enumerate(use.args):
        if arg.text in ("-x", "--exec", "-X", "--exec-batch"):
            use.run(
                [_filled(word, "{}", Arg(None)) for word in use.args[index + 1 :]] + [Arg(None, many=True)]
            )
            use.note(RUN_CODE, "runs a command on what it finds")
            return
    if not use.has("--search-path") and len(use.words) < 2:
        use.names(HERE)
    for word in use.words[1:]:
        use.names(word)


# Options of xargs that neither cut the input in another way than at blanks nor take it from elsewhere.
_XARGS_PLAIN = (
    "-r", "--no-run-if-empty", "-t", "--verbose", "-x", "--exit", "-P", "--max-procs", "-n", "--max-args",
)  # fmt: skip
# Options that give the place of a word or line in the command, and those that take this back.
_XARGS_MARKS = ("-I", "-i", "--replace")
_XARGS_COUNTS = ("-n", "--max-args", "-L", "-l", "--max-lines")


def xargs(use: Use) -> None:
    """The words are a command; what comes from standard input is added at its end by the walk, or in the place of a
    mark. Input that is cut in another way than at blanks, or that comes from a file, cannot be known."""
    words = list(use.words)
    if not words:
        return
    marks = [value for flag, value in use.options if flag in _XARGS_MARKS]
    cut = [(flag, value) for flag, value in use.options if flag not in _XARGS_PLAIN]
    if cut:
        use.stdin = ""
    names = _named_words(use, cut)
    if marks:
        last = marks[-1]
        mark = "{}" if last is None or not last.prefix else last.prefix
        words = [_placed(use, word, mark, names) for word in words]
        counts = any(flag in _XARGS_COUNTS for flag, _ in use.options)
        use.fed = None if counts else ()
    elif names is not None:
        use.fed = (names,)
    for fed in _rounds(use):
        use.stdin = fed
        use.run(words)


def _placed(use: Use, word: Arg, mark: str, names: Listed | None) -> Arg:
    """The word with what is fed in the place of the mark; `src/{}` is a path below src, whatever name comes there."""
    if names is None:
        return _filled(word, mark, unknown(reached(use)))
    folder, marked, behind = (word.text or "").partition(mark)
    if not marked or behind or folder[-1:] != "/" or folder[:1] == "-":
        return _filled(word, mark, names)
    return names.inside(tuple(use.places(Arg(folder))), folder)


def _named_words(use: Use, cut: Sequence[tuple[str, Arg | None]]) -> Listed | None:
    """The words when it is fed names of files and nothing else; None when an option may cut them in other places."""
    if use.listed is None:
        return None
    whole = [flag in ("-0", "--null") for flag, _ in cut]
    for (flag, value), ends in zip(cut, whole, strict=True):
        line = flag in ("-d", "--delimiter") and value is not None and value.text in ("\\n", "\n")
        if not (ends or line or flag in _XARGS_MARKS):
            return None
    return use.listed.cut(whole=any(whole) and all(whole))


def _rounds(use: Use) -> list[str | None]:
    """What each run of the command is fed: all at once, or with `-n` so many words at a time."""
    each = use.value("-n", "--max-args")
    if each is None or not use.stdin:
        return [use.stdin]
    fed = use.stdin.split()
    size = int(each.text) if each.text and each.text.isdigit() and len(each.text) < 5 else 0
    if not size or not 0 < len(fed) <= 64 or any(sign in use.stdin for sign in "\\'\""):
        return [""]
    return [" ".join(fed[at : at + size]) for at in range(0, len(fed), size)]
