"""What a search reaches: secrets that its file filter aims at (`--include`, `-g`), and trees that hold some."""

from __future__ import annotations

from assent.core import paths, places
from assent.core.secrecy import SECRET_FILES, SECRET_NAMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.core.facts import Facts

# Trees that hold secrets of the whole machine, whoever's home it is.
SECRET_TREES = ("/", "/etc", "/root", "/home", "/users", "/run", "/var", "/proc", "/mnt", "/media")

# Places of keys and credentials; a search above them, or in them, meets what they hold.
SECRET_PLACES = (
    "/etc/ssl/private", "/etc/pki", "/etc/ssh", "/etc/letsencrypt", "/etc/kubernetes", "/run/secrets", "/run/user",
    "/var/run/secrets", "/var/lib/docker", "/var/lib/kubelet", "/var/backups", "/var/spool", "/usr/local/etc",
)  # fmt: skip
# What of a home's hidden folders holds what package managers unpacked, and nothing that a person put there.
UNPACKED = (
    ".cargo/registry", ".cargo/git", ".rustup/toolchains", ".pyenv/versions", ".nvm/versions", ".rbenv/versions",
    ".m2/repository", ".gradle/caches", ".bun/install", ".nuget/packages", ".pub-cache/hosted", ".julia/packages",
    ".gem/ruby", ".local/lib", ".local/share/uv", ".local/share/pipx", ".local/share/man", ".npm-global",
)  # fmt: skip
# Folders of a home that hold what hidden ones hold elsewhere.
HOARDS = ("library", "appdata", "snap")

# Names of ordinary files of a project: a search that finds one of them is not meant for secrets.
ORDINARY = (
    "src/main.py", "src/index.ts", "src/app.tsx", "src/app.jsx", "lib/util.js", "src/lib.rs", "cmd/main.go", "main.c",
    "include/api.h", "src/app.java", "src/app.kt", "lib/app.rb", "index.php", "style.css", "index.html", "readme.md",
    "package.json", "pyproject.toml", "config/ci.yml", "docs/index.yaml", "test_app.py", "tests/app_test.go",
    "setup.cfg", "scripts/run.sh", "data.csv", "notes.txt", "schema.sql", "dockerfile", "makefile", "license",
    "poetry.lock", "components/button.vue", "app.spec.ts", "model.proto", "build.gradle", "pom.xml", "logo.svg",
    "settings.py", "locales/en.po", "db/seeds.exs", "services/api.cs", "accounts/views.py", "memory.h", "main.tf",
    "terminal.swift",
)  # fmt: skip


def may_hold_secrets(path: str, facts: Facts) -> bool:
    """True for a directory in which a search of contents may meet a secret: the worst of what it may hold counts."""
    if is_wide(path, facts):
        return True
    if paths.inside(path, facts.project):
        return False
    lowered = paths.folded(path)
    if any(paths.inside(lowered, place) or paths.inside(place, lowered) for place in SECRET_PLACES):
        return True
    below = _below_a_home(lowered, paths.folded(facts.home))
    hidden = below.startswith(".") or below.partition("/")[0] in HOARDS
    return hidden and not any(paths.inside(below, each) for each in UNPACKED)


def _below_a_home(path: str, home: str) -> str:
    """What follows a home in a path: the user's own, another user's or root's; "" outside of any."""
    for base in (home, "/root"):
        if paths.inside(path, base):
            return path[len(base) + 1 :]
    names = path.split("/")
    return "/".join(names[3:]) if len(names) > 3 and names[1] in ("home", "users") else ""


def is_wide(path: str, facts: Facts) -> bool:
    """True for a directory that holds the home or the project, or the machine's own settings."""
    if path.lower() in SECRET_TREES or paths.inside(facts.home, path):
        return True
    return path != facts.project and paths.inside(facts.project, path)


def aims_at_secrets(pattern: str) -> list[str]:
    """Those alternatives of a file filter (`*` matches dot files, `{a,b}` is either) that could be meant for secrets; a
    bare ending (`*.json`) is meant for a kind of file."""
    return [
        each for one in _filters(paths.widened(pattern).lower()) for each in alternatives(one) if _aimed(each)
    ]


def _filters(pattern: str) -> list[str]:
    """The filters in a text that holds several, parted by blanks, and by commas outside of braces."""
    found: list[str] = []
    for word in pattern.split():
        found.extend([word] if "{" in word and "}" in word else word.split(","))
    return found


def _aimed(pattern: str) -> bool:
    name = pattern.rpartition("/")[2]
    if pattern.startswith("!") or not name.strip("*?"):
        return False
    if name.startswith("*.") and not paths.has_glob(name[2:]):
        return name == "*.env" or places.is_secret("/x" + name[1:])
    if places.is_secret("/" + pattern.lstrip("/")):
        return True
    return paths.has_glob(name) and any(paths.glob(name, secret) for secret in SECRET_NAMES)


def picks_secrets(regex: str) -> bool:
    """True for a search among names that finds those of secrets and none that are ordinary."""
    for shape in _loose(regex.lower()):
        plain = shape.strip("*")
        found = not paths.has_glob(plain) and places.is_secret("/x" + plain)
        found = found or any(paths.glob(shape, f"/{name}") for name in (*SECRET_NAMES, *SECRET_FILES))
        if plain and found and not any(paths.glob(shape, f"/{name}") for name in ORDINARY):
            return True
    return False


def _loose(regex: str) -> list[str]:
    """Globs that match at least what each alternative of a regular expression finds: all but letters is a star."""
    shapes, shape, at = [], "*", 0
    while at < len(regex):
        sign = regex[at]
        at += 1
        if sign == "\\" and at < len(regex):
            shape += "*" if regex[at].isalnum() else regex[at]
            at += 1
        elif sign == "|":
            shapes.append(shape + "*")
            shape = "*"
        elif sign == "[":
            at = max(regex.find("]", at + 1) + 1, at)
            shape += "*"
        elif sign in "*?+{":
            shape = shape[:-1] + "*"  # what stands before it may be missing
        else:
            shape += sign if sign.isalnum() or sign in "_-/" else "*"
    return [*shapes, shape + "*"]


def alternatives(pattern: str) -> list[str]:
    """The alternatives of `{a,b}` written out; a pattern with too many stays as it is."""
    found = [pattern]
    for _ in range(8):
        opened = [each for each in found if "{" in each and "}" in each.partition("{")[2]]
        if not opened or len(found) > 64:
            return found
        for each in opened:
            found.remove(each)
            head, _, rest = each.rpartition("{")
            inner, _, tail = rest.partition("}")
            found.extend(head + middle + tail for middle in inner.split(","))
    return found
