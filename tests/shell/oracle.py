"""Two other readers of shell text to hold ours against: `bash -n` (accepts or not) and shfmt (its syntax tree).

A reading is compared as the multiset of its simple commands, at any depth: `call` lines (words), `assign` lines
and `redirect` lines, each word as a tuple of `("lit", text, quoted)`, `("var", name)`, `("sub",)`, `("arith",)`.
"""

import json
import shutil
import subprocess
import sysconfig
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from assent.shell.syntax.ansi import decode
from assent.shell.syntax.nodes import Assign, Elements, Node, Redirect, Script, Simple, Word
from assent.shell.syntax.parse import parse

Shape = tuple[tuple[object, ...], ...]
Line = tuple[object, ...]

BASH = shutil.which("bash")
_BESIDE = Path(sysconfig.get_path("scripts")) / "shfmt"
SHFMT = str(_BESIDE) if _BESIDE.exists() else shutil.which("shfmt")

DECLARERS = {"declare", "local", "export", "readonly", "typeset"}


def bash_says(text: str) -> str:
    """What `bash -n` complains of; "" when it accepts the text."""
    done = subprocess.run(
        [BASH or "bash", "--norc", "-n"],
        input=text.encode("utf-8", "surrogateescape"),
        capture_output=True,
        check=False,
        timeout=10,
    )
    return done.stderr.decode(errors="replace").strip() or ("" if done.returncode == 0 else "failed")


def shfmt_tree(text: str) -> dict[str, Any] | str:
    """The syntax tree, or the complaint."""
    done = subprocess.run(
        [SHFMT or "shfmt", "--to-json", "-ln", "bash"],
        input=text.encode("utf-8", "surrogateescape"),
        capture_output=True,
        check=False,
        timeout=10,
    )
    if done.returncode:
        return done.stderr.decode(errors="replace").strip() or "failed"
    tree: dict[str, Any] = json.loads(done.stdout)
    return tree


# -- ours ------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def parsed(text: str) -> Script:
    """Our reading."""
    return parse(text)


def our_lines(text: str) -> list[str]:
    """The sorted lines of our reading."""
    return sorted(map(repr, _ours(parsed(text).body)))


def _ours(node: object) -> Iterator[Line]:
    if isinstance(node, Simple):
        yield from _our_simple(node)
    if isinstance(node, Redirect):
        if node.op in ("<<", "<<-"):
            yield ("redirect", node.fd, node.op, _body(our_shape(node.heredoc)))
        else:
            yield ("redirect", node.fd, node.op, our_shape(node.target))
    if isinstance(node, Node):
        for name in node.__slots__:
            yield from _ours(getattr(node, name))
    elif isinstance(node, tuple):
        for each in node:
            yield from _ours(each)


def _our_simple(node: Simple) -> Iterator[Line]:
    for assign in node.assigns:
        yield _our_assign(assign)
    if not node.words:
        return
    words = [our_shape(word) for word in node.words]
    if words[0] == (("lit", "let", False),):
        words = words[:1]
    yield ("call", tuple(words))


def _our_assign(assign: Assign) -> Line:
    if assign.array is not None:
        return ("assign", assign.name, assign.op, tuple(our_shape(word) for word in assign.array))
    return ("assign", assign.name, assign.op, our_shape(assign.value))


def our_shape(word: Word | None) -> Shape:
    found: list[tuple[object, ...]] = []
    for part in word.parts if word else ():
        if isinstance(part, Elements):
            break  # `declare a=(…)`: shfmt shows the elements elsewhere
        if part.kind == "lit":
            found.append(("lit", part.text, part.quoted))
        elif part.kind == "var":
            found.append(("var", part.name))
        else:
            found.append((part.kind,))
    return tuple(found)


# -- shfmt's ---------------------------------------------------------------------------------------------------


def their_lines(tree: dict[str, Any]) -> list[str]:
    """The sorted lines of a tree of shfmt's."""
    return sorted(map(repr, _theirs(tree)))


def _theirs(node: object) -> Iterator[Line]:
    if isinstance(node, list):
        for each in node:
            yield from _theirs(each)
    if not isinstance(node, dict):
        return
    kind = node.get("Type", "")
    if kind == "CallExpr":
        yield from (_their_assign(each) for each in node.get("Assigns", ()))
        if node.get("Args"):
            yield ("call", tuple(shape(word) for word in node["Args"]))
    elif kind == "DeclClause":
        head = shape({"Parts": [{"Type": "Lit", "Value": node["Variant"]["Value"]}]})
        yield ("call", (head, *(_their_declared(each) for each in node.get("Args", ()))))
    elif kind == "LetClause":
        yield ("call", ((("lit", "let", False),),))
    for redirect in node.get("Redirs", ()):
        yield _their_redirect(redirect)
    for name, value in node.items():
        if not (kind == "CallExpr" and name == "Type"):
            yield from _theirs(value)


def _their_redirect(redirect: dict[str, Any]) -> Line:
    fd = redirect.get("N", {}).get("Value", "")
    op = redirect["Op"]
    if op in ("<<", "<<-"):
        delimiter = json.dumps(redirect["Word"])
        quoted = any(mark in delimiter for mark in ("Quoted", "\\\\"))
        body = shape(redirect.get("Hdoc"), "raw" if quoted else "body")
        return ("redirect", fd, op, _body(_untabbed(body) if op == "<<-" else body))
    return ("redirect", fd, op, shape(redirect["Word"]))


def _untabbed(body: Shape) -> Shape:
    """shfmt keeps the tabs that `<<-` takes away, and what stands before the delimiter."""
    found: list[tuple[object, ...]] = []
    fresh = True
    for part in body:
        if part[0] == "lit":
            text = str(part[1])
            lines = text.split("\n")
            lines = [line.lstrip("\t") if i or fresh else line for i, line in enumerate(lines)]
            part = ("lit", "\n".join(lines), part[2])  # noqa: PLW2901  the same part without tabs
        fresh = False
        found.append(part)
    return tuple(found)


def _body(parts: Shape) -> Shape:
    """The body of a heredoc; empty text in it, which keeps a word alive elsewhere, means nothing."""
    return tuple(part for part in parts if part[1:2] != ("",))


def _their_assign(assign: dict[str, Any]) -> Line:
    op = "+=" if assign.get("Append") else "="
    name = assign["Name"]["Value"]
    if "Array" in assign:
        elements = assign["Array"].get("Elems", ())
        return ("assign", name, op, tuple(_element(each) for each in elements))
    return ("assign", name, op, shape(assign.get("Value")))


def _element(element: dict[str, Any]) -> Shape:
    if "Index" in element:
        return _join(
            [("lit", f"[{element['Index']['Parts'][0].get('Value', '')}]=", False)], element.get("Value")
        )
    return shape(element["Value"])


def _their_declared(assign: dict[str, Any]) -> Shape:
    if assign.get("Naked"):
        if "Name" in assign:
            return (("lit", assign["Name"]["Value"], False),)
        return shape(assign["Value"])
    at = "".join(f"[{part.get('Value', '')}]" for part in assign.get("Index", {}).get("Parts", ()))
    head = ("lit", assign["Name"]["Value"] + at + ("+=" if assign.get("Append") else "="), False)
    return (head,) if "Array" in assign else _join([head], assign.get("Value"))


def _join(head: list[tuple[object, ...]], word: dict[str, Any] | None) -> Shape:
    return _merge([*head, *shape(word)])


def shape(word: dict[str, Any] | None, quoting: str = "") -> Shape:
    """A word of shfmt's; `quoting`: "" unquoted, "double", "body" (of a heredoc) or "raw"."""
    found: list[tuple[object, ...]] = []
    for part in (word or {}).get("Parts", ()):
        found.extend(_part(part, quoting))
    return _merge(found)


def _part(part: dict[str, Any], quoting: str) -> Iterator[tuple[object, ...]]:
    kind = part["Type"]
    if kind == "Lit":
        yield from _unescape(part["Value"], quoting)
    elif kind == "SglQuoted":
        value = part.get("Value", "")
        yield ("lit", decode(value) if part.get("Dollar") else value, True)
    elif kind == "DblQuoted":
        yield ("lit", "", True)
        yield from shape(part, "double")
    elif kind == "ParamExp":
        sign = "#" if part.get("Length") else "!" if part.get("Excl") else ""
        yield ("var", sign + part["Param"]["Value"])
    else:
        yield ({"CmdSubst": "sub", "ProcSubst": "sub", "ArithmExp": "arith"}.get(kind, kind),)


def _unescape(text: str, quoting: str) -> Iterator[tuple[object, ...]]:
    if quoting == "raw":
        yield ("lit", text, True)
        return
    at = 0
    while at < len(text):
        end = text.find("\\", at)
        if end < 0 or end == len(text) - 1:
            yield ("lit", text[at:], bool(quoting))
            return
        if end > at:
            yield ("lit", text[at:end], bool(quoting))
        escaped = text[end + 1]
        plain = not quoting or escaped in '$`\\"'[: 4 if quoting == "double" else 3]
        if escaped != "\n":
            yield ("lit", escaped if plain else "\\" + escaped, True)
        at = end + 2


def _merge(parts: Sequence[tuple[object, ...]]) -> Shape:
    found: list[tuple[object, ...]] = []
    for part in parts:
        last = found[-1] if found else ("",)
        if part[0] == "lit" and last[0] == "lit" and last[2] == part[2]:
            found[-1] = ("lit", str(last[1]) + str(part[1]), part[2])
        else:
            found.append(part)
    return tuple(found)


# -- verdicts --------------------------------------------------------------------------------------------------


def disagreement(text: str) -> str:
    """How the other two contradict our full reading of the text; "" when they do not, or when we claim none."""
    if parsed(text).problem:
        return ""
    said = bash_says(text)
    if said:
        return f"bash: {said.splitlines()[0]}"
    tree = shfmt_tree(text)
    if isinstance(tree, str):
        return f"shfmt: {tree}"
    ours, theirs = our_lines(text), their_lines(tree)
    if ours != theirs:
        extra = [line for line in ours if line not in theirs]
        missing = [line for line in theirs if line not in ours]
        return f"ours: {extra} theirs: {missing}"
    return ""


BATCH = 50
# What shfmt complains of where bash accepts the text: it knows more of arithmetic than `bash -n` looks at, and less of
# bash's grammar (a comment behind `let`, a redirect among the words of `export`). Nothing can be compared there; `test_oracle` holds an example of each.
REFUSED = (
    "cannot negate a command multiple times", "must be followed by", "not a valid arithmetic operator", "not a valid parameter expansion operator", "must follow a name", "without matching",
    "ternary operator missing", "array element values must be words", "test operator words must", "invalid var name", "is a zsh feature", "is a mksh feature", "are a mksh feature", "must follow an expression", "cannot be followed by a word", "cannot index a special parameter",
    "statements must be separated by",
)  # fmt: skip


def refused(said: str) -> bool:
    """True where only shfmt refuses a text, for what it is known to refuse."""
    return said.startswith("shfmt: ") and any(what in said for what in REFUSED)


def disagreements(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each text that is read in full and contradicted, with how; many at a time, one call of each reader for a batch."""
    batch: list[str] = []
    for text in texts:
        if not parsed(text).problem:
            batch.append(text)
        if len(batch) == BATCH:
            yield from _contradicted(batch)
            batch = []
    yield from _contradicted(batch)


def _contradicted(batch: Sequence[str]) -> Iterator[tuple[str, str]]:
    joined = "\n".join(batch)
    tree = shfmt_tree(joined) if not bash_says(joined) else ""
    found = {} if isinstance(tree, str) else _by_text(batch, tree)
    for at, text in enumerate(batch):
        if our_lines(text) != their_lines({"Stmts": found.get(at)}) and (said := disagreement(text)):
            yield text, said


def _by_text(batch: Sequence[str], tree: dict[str, Any]) -> dict[int, list[object]]:
    """The statements of each text of a batch, told apart by the line on which they begin."""
    owners = [at for at, text in enumerate(batch) for _ in range(text.count("\n") + 1)]
    found: dict[int, list[object]] = {}
    for statement in tree.get("Stmts", ()):
        found.setdefault(owners[statement["Pos"]["Line"] - 1], []).append(statement)
    return found
