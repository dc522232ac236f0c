"""What the files of a project say that its tasks run, where they say it in plain words: shown to denials, and to
nothing else."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from assent.shell.meaning.use import Use

SCRIPTS, TARGETS, RECIPES, TASKS = "package.json", "Makefile", "justfile", "Taskfile.yml"
# Kind of recipe → the files that hold it, the first that is there counts.
FILES = {
    SCRIPTS: ("package.json",),
    TARGETS: ("GNUmakefile", "makefile", "Makefile"),
    RECIPES: ("justfile", "Justfile", ".justfile"),
    TASKS: ("Taskfile.yml", "Taskfile.yaml", "taskfile.yml"),
}
# Subcommands behind which the script's name follows; others are one by their own name.
NAMING = ("run", "run-script", "rum", "urn", "exec", "")
MOST_LINES = 4000


def follow(use: Use, kind: str) -> None:
    """Reads what the tasks that are named run; asks for the files whose text is not known yet."""
    names = _names(use, kind)
    for cwd in use.cwds:
        for file in FILES[kind]:
            path = f"{cwd}/{file}"
            text = use.facts.texts.get(path)
            if text is None:
                use.part.texts.append(path)
            elif text:
                for name in names:
                    for script in _said(kind, text, name):
                        use.follow(script)
                break


def _names(use: Use, kind: str) -> list[str]:
    words = [word.text for word in use.words if word.text and "=" not in word.text]
    if kind != SCRIPTS:
        return words if kind != RECIPES else words[:1]
    last = use.sub[-1] if use.sub else ""
    if not last and not words:  # a script by its own name, which no row knows
        words = [arg.text for arg in use.args if arg.text and arg.text[0] != "-"]
    name = (words[0] if words else "") if last in NAMING else last
    return [f"pre{name}", name, f"post{name}"] if name else []


def _said(kind: str, text: str, name: str) -> Iterator[str]:
    if kind == SCRIPTS:
        yield from _script(text, name)
    elif kind == TASKS:
        yield from _task(text, name)
    else:
        for line in _recipe(text, name):
            plain = line.lstrip("@-+")
            if "$(" not in plain and "${" not in plain and "{{" not in plain:
                yield plain


def _script(text: str, name: str) -> Iterator[str]:
    from assent.core.wire import decode

    try:
        found = decode(text)
    except ValueError:
        return
    scripts = found.get("scripts") if isinstance(found, dict) else None
    script = scripts.get(name) if isinstance(scripts, dict) else None
    if isinstance(script, str):
        yield script


def _recipe(text: str, name: str) -> Iterator[str]:
    """The indented lines below a target or a recipe of that name."""
    inside = False
    for line in text.split("\n")[:MOST_LINES]:
        if line[:1] in (" ", "\t"):
            if inside and line.strip():
                yield line.strip()
        elif line.strip() and line[0] != "#":
            head, colon, _ = line.partition(":")
            inside = bool(colon) and name in head.split()


def _task(text: str, name: str) -> Iterator[str]:
    """The plain commands of a task: `- rm x` below its name."""
    inside = False
    depth = 0
    for line in text.split("\n")[:MOST_LINES]:
        plain = line.strip()
        indent = len(line) - len(line.lstrip())
        if plain.rstrip(":") == name and plain.endswith(":"):
            inside, depth = True, indent
        elif inside and plain and indent <= depth:
            inside = False
        elif inside and plain.startswith("- ") and "{{" not in plain:
            yield plain[2:].removeprefix("cmd:").strip().strip("'\"")
