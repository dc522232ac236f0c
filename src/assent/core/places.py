"""Places by what touching them means: secret, obeyed later, of the system, temporary; and the effect of each touch."""

from __future__ import annotations

from assent.core.effect import (
    PRIVILEGE,
    READ_ELSEWHERE,
    READ_PROJECT,
    READ_SECRET,
    RUN_CODE,
    SYSTEM,
    WRITE_ELSEWHERE,
    WRITE_PROJECT,
    WRITE_TMP,
)
from assent.core.paths import fits_plainly, fixed, folded, has_glob, inside, loosened, resolved, widened
from assent.core.secrecy import SECRET_DIRS, SECRET_FILES, SECRET_NAMES, named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assent.core.facts import Facts

# In a home or at the top of any tree: files that a shell, an editor or a tool runs or obeys later.
OBEYED_FILES = frozenset((
    ".bashrc", ".bash_profile", ".bash_login", ".bash_logout", ".bash_aliases", ".profile", ".zshrc", ".zshenv",
    ".zprofile", ".zlogin", ".zlogout", ".kshrc", ".cshrc", ".tcshrc", ".login", ".inputrc", ".xinitrc",
    ".xprofile", ".xsession", ".xsessionrc", ".vimrc", ".exrc", ".nvimrc", ".emacs", ".gitconfig", ".gitmodules",
    ".gitattributes", ".npmrc", ".yarnrc", ".yarnrc.yml", ".pnpmfile.cjs", ".pypirc", ".netrc", ".curlrc",
    ".wgetrc", ".pythonrc", ".pdbrc", ".gdbinit", ".lldbinit", ".envrc", ".pre-commit-config.yaml",
    ".pre-commit-hooks.yaml", "lefthook.yml", "lefthook.yaml", ".lefthook.yml", ".huskyrc", ".mcp.json",
    ".claude.json", "opencode.json", "opencode.jsonc", ".gitlab-ci.yml", "jenkinsfile", ".travis.yml",
    "azure-pipelines.yml", "bitbucket-pipelines.yml", ".drone.yml", ".woodpecker.yml", "appveyor.yml",
    ".appveyor.yml", "crontab", "sitecustomize.py", "usercustomize.py", ".rhosts", ".forward", ".screenrc",
    ".tmux.conf", ".psqlrc", ".sqliterc", ".irbrc", ".pryrc", ".rprofile", ".ocamlinit", ".ghci", ".lesskey",
    ".dircolors", ".mailcap", ".taskrc", ".hgrc", ".condarc", ".ripgreprc", ".tigrc", ".ansible.cfg", ".mongoshrc.js",
    ".mongorc.js", ".my.cnf", ".nanorc", ".sbtrc", ".iex.exs", ".wezterm.lua", ".muttrc", ".msmtprc", ".mbsyncrc",
    ".terraformrc", ".xonshrc", ".skhdrc", ".yabairc", ".direnvrc", ".duckdbrc", ".lessfilter", ".gemrc",
    ".jjconfig.toml", ".pam_environment", ".xbindkeysrc", ".renviron", ".octaverc", ".fetchmailrc", ".procmailrc",
    ".pythonrc.py", ".spacemacs", ".kakrc", ".joerc", ".selected_editor", ".zimrc", ".p10k.zsh", ".aliases",
    ".functions", ".exports", ".bunfig.toml",
    "head",  # git takes a directory with HEAD, objects and refs for a repository, and obeys the `config` beside them
))  # fmt: skip
# At the top of any tree: what agents are told before anything else.
INSTRUCTIONS = frozenset((
    "claude.md", "claude.local.md", "agents.md", "agents.local.md", "agents.override.md", "agent.md", "gemini.md",
    "qwen.md", "crush.md", "crush.local.md", "warp.md", "opencode.md", "codex.md", "copilot-instructions.md",
    ".cursorrules",
    ".windsurfrules", ".clinerules", ".roorules", ".roomodes", ".rules", ".goosehints", ".goose.hints",
    ".aider.conf.yml", ".augment-guidelines", ".continuerules", ".codeiumrules", ".kilocodemodes", ".crush.json",
    "crush.json",
    ".replit.md", ".continuerc.json", ".claudeignore",
))  # fmt: skip
OBEYED_DIRS = frozenset((
    ".git", ".husky", ".githooks", ".claude", ".codex", ".gemini", ".qwen", ".opencode", ".copilot", ".cursor",
    ".amp", ".kiro", ".assent", ".vscode", ".idea", ".devcontainer", ".circleci", ".buildkite", ".woodpecker",
    ".mvn", ".cargo", ".yarn", ".ssh", ".gnupg", ".aws", ".kube", ".docker", ".direnv", ".oh-my-zsh", ".vim",
    ".emacs.d", ".gradle", ".ipython", ".jupyter", ".hg", ".jj", ".hammerspoon", ".doom.d", ".bash_it", ".weechat",
    ".irssi", ".newsboat", ".elinks", ".w3m", ".subversion", ".luarocks", ".windsurf", ".clinerules", ".roo",
    ".kilocode",
    ".continue", ".junie", ".augment", ".trae", ".amazonq", ".aiassistant", ".goose", ".crush", ".factory",
    ".openhands",
    ".zed", ".aider", ".agents", ".agent", ".rulesync", ".ruler",
))  # fmt: skip
# Two names in a row.
OBEYED_PAIRS = frozenset((
    (".github", "workflows"), (".github", "actions"), (".gitea", "workflows"), (".forgejo", "workflows"),
    (".config", "git"), (".config", "fish"), (".config", "nvim"), (".config", "systemd"), (".config", "autostart"),
    (".config", "environment.d"), (".config", "pip"), (".config", "assent"), (".config", "opencode"),
    (".config", "gh"), (".config", "direnv"), (".config", "zsh"), (".config", "htop"), (".config", "amp"),
    (".local", "bin"), (".local", "lib"), ("library", "launchagents"), ("library", "launchdaemons"),
    (".config", "containers"), (".config", "pypoetry"), (".config", "nix"), (".config", "home-manager"),
    (".config", "tmux"), (".config", "gdb"), (".config", "lazygit"), (".config", "tig"), (".config", "mpv"),
    (".config", "ranger"), (".config", "lf"), (".config", "broot"), (".config", "helix"), (".config", "kitty"),
    (".config", "alacritty"), (".config", "wezterm"), (".config", "i3"), (".config", "sway"), (".config", "hypr"),
    (".config", "micro"), (".config", "zed"), (".config", "code"), (".config", "mutt"), (".config", "neomutt"),
    (".config", "mise"), (".config", "nushell"), (".config", "xonsh"), (".config", "topgrade.toml"),
    (".config", "starship.toml"), (".config", "atuin"), (".config", "bat"), (".config", "litecli"),
    (".config", "pgcli"), (".config", "uv"), (".config", "jj"), (".config", "glab-cli"), (".config", "mimeapps.list"),
    (".config", "sxhkd"), (".config", "ptpython"), (".config", "emacs"), (".config", "kak"), (".config", "yazi"),
    (".config", "nnn"), (".config", "vifm"), (".config", "zellij"), (".config", "bash"), (".config", "aliases"),
    (".config", "newsboat"), (".config", "composer"), ("share", "applications"), (".pip", "pip.conf"),
    (".github", "instructions"), (".github", "prompts"), (".github", "chatmodes"), (".github", "agents"),
    (".github", "hooks"), (".github", "skills"), (".config", "goose"), (".config", "crush"), (".config", "agents"),
    # Programs that a project installed for itself, and the packages that these load.
    ("node_modules", ".bin"), (".venv", "bin"), ("venv", "bin"), (".venv", "scripts"), ("venv", "scripts"),
    (".venv", "lib"), ("venv", "lib"), (".tox", ".pkg"), ("vendor", "bin"),
    (".julia", "config"), (".config", "powershell"), ("documents", "powershell"), ("documents", "windowspowershell"),
))  # fmt: skip
# The first of these names: a directory put there as a whole may hold the second.
OBEYED_WHOLE = frozenset(
    first for first, _ in OBEYED_PAIRS if first[0] == "." and first not in (".venv", ".tox")
)
SYSTEM_ROOTS = (
    "/etc", "/usr", "/bin", "/sbin", "/lib", "/lib64", "/boot", "/sys", "/proc", "/dev", "/opt", "/root", "/nix",
    "/var/spool", "/var/lib", "/run", "/system", "/library", "/applications",
)  # fmt: skip
# Who may act as root: below `/etc`, or where other systems keep it. All that begins so is meant (`sudoers.d`).
ETC = ("/etc/", "/private/etc/", "/usr/local/etc/", "/opt/homebrew/etc/")
GRANTS_ROOT = ("sudoers", "sudo.conf", "doas.conf", "doas.d", "pam.d", "pam.conf", "polkit-1")
INERT_DEVICES = frozenset((
    "/dev/null", "/dev/stdout", "/dev/stderr", "/dev/stdin", "/dev/tty", "/dev/zero", "/dev/full", "/dev/random",
    "/dev/urandom", "/dev/fd/0", "/dev/fd/1", "/dev/fd/2",
))  # fmt: skip
# Removing or re-owning one of these removes everything (design: destroy of a critical path).
CRITICAL = frozenset((
    "/", "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/lib64", "/opt", "/proc", "/root", "/sbin", "/srv",
    "/sys", "/usr", "/var", "/users", "/system", "/applications", "/nix", "/run", "/mnt", "/media",
))  # fmt: skip
_SECRET_PLACES = SECRET_FILES | SECRET_DIRS


def is_secret(path: str) -> bool:
    """True for a path whose content is a secret by its name, wherever it stands (also with a glob in it)."""
    return named(folded(path).split("/")) or (has_glob(path) and glob_secret(path))


def glob_secret(path: str) -> bool:
    """True when a name in a glob path could be that of a secret (a leading `*` does not match a dot file). A name
    of nothing but wildcards aims at everything, not at a secret."""
    for name in folded(widened(path)).split("/"):
        loose = name if has_glob(name) else ""
        aims = loose.strip("*?") and (_fitting(loose, SECRET_NAMES) or _aims(loose, _SECRET_PLACES))
        if aims:
            return True
    return False


def _fitting(pattern: str, names: Iterable[str]) -> list[str]:
    """The names that a glob matches; most are ruled out by how they end, or by a letter they lack."""
    need = frozenset(pattern.partition("[")[0]) - {"*", "?"}
    end = "" if "[" in pattern else pattern[max(pattern.rfind("*"), pattern.rfind("?")) + 1 :]
    return [
        name for name in names if name.endswith(end) and need.issubset(name) and fits_plainly(pattern, name)
    ]


def _aims(pattern: str, names: Iterable[str]) -> bool:
    """True when a glob matches one of the names and says more of it than an ending: a dot at its front, or most
    of it."""
    said = len(pattern.strip("*?")) * 2
    known = names if pattern[0] == "." else [name for name in names if len(name) < said]
    return bool(_fitting(pattern, known))


def _spells(pattern: str, names: Iterable[str]) -> bool:
    """True when a glob matches one of the names and has most of its letters, or a dot at its front: `*.md` aims at none
    of those that end so."""
    said = len(pattern.partition("[")[0].replace("*", "").replace("?", "")) * 2
    known = names if pattern[0] == "." else [name for name in names if len(name) < said]
    return bool(_fitting(pattern, known))


def is_obeyed(path: str, facts: Facts) -> bool:
    """True for what a shell, git, CI, an editor, an agent or assent itself will run or obey later."""
    # Below the home, a folder that holds what is ours counts too.
    below = path != facts.home and inside(path, facts.home)
    if any(inside(path, ours) or (below and inside(ours, path)) for ours in facts.ours):
        return True
    names = folded(path).split("/")
    if (
        names[-1] in OBEYED_FILES
        or names[-1] in INSTRUCTIONS
        or (facts.obeyed and _is_described(names, facts))
    ):
        return True
    for index, name in enumerate(names):
        if name in OBEYED_DIRS:
            return True
        if index and (names[index - 1], name) in OBEYED_PAIRS:
            return True
    return names[-1] in OBEYED_WHOLE


def _is_described(names: Sequence[str], facts: Facts) -> bool:
    """True for a file that a program obeys which a person described, also when only a glob may name it."""
    for each in facts.obeyed:
        wanted = folded(each).split("/")
        starts = (0,) if each.startswith("/") else range(len(names) - len(wanted) + 1)
        if any(
            len(names) >= at + len(wanted) and all(map(_may_be, names[at : at + len(wanted)], wanted))
            for at in starts
        ):
            return True
    return False


def read_effect(path: str, facts: Facts) -> int:
    """The effect of reading what an absolute path names."""
    effect = list_effect(path, facts)
    return READ_SECRET if effect & ~READ_SECRET and _is_private(resolved(path, facts), facts) else effect


def list_effect(path: str, facts: Facts) -> int:
    """The effect of reading names, sizes and times at an absolute path: outside the project these are told of places
    whose content is not."""
    if path in INERT_DEVICES or path.startswith("/dev/fd/"):
        return 0
    real = resolved(path, facts)
    if is_secret(path) or (real != path and is_secret(real)) or _roams(path, facts):
        return READ_SECRET
    return READ_PROJECT if inside(real, facts.project) else READ_ELSEWHERE


def deep_effect(path: str, facts: Facts) -> int:
    """What reading everything below an absolute path adds. Outside the project, and in a project that holds the home, a
    tree is secret unless it is known to hold none, or is a folder among the temporary ones.

    Inside the project a recursive read (`grep -r`, `rg`, `tar c .`, `cat *`) is a read of the project, although the
    tree may hold a file that is secret by its name: searching one's project is the most ordinary call there is, and
    whoever names the file (`cat .env`, `grep x .env`, `--include='.env*'`, `find -name .env -exec …`) is told apart."""
    real = resolved(path, facts)
    if _owns(real, facts) or path in INERT_DEVICES:
        return 0
    if inside(facts.home, real) or inside(facts.project, real):
        return READ_SECRET
    if is_temporary(real, facts):
        return 0
    from assent.core.private import is_open_tree

    while real.endswith(("/*", "/.*", "/**")):
        real = real[: real.rfind("/")]
    return 0 if is_open_tree(folded(real or "/"), folded(facts.home)) else READ_SECRET


def _owns(path: str, facts: Facts) -> bool:
    """True for what is the project's by its own rules; a project that holds the home has none for the home."""
    return inside(path, facts.project) and not inside(facts.home, facts.project)


def is_temporary(path: str, facts: Facts) -> bool:
    """True for what lies in a temporary directory; a home below one is a home all the same."""
    for tmp in facts.tmp:
        if inside(path, tmp) and path != tmp:
            return not (inside(facts.home, tmp) and inside(path, facts.home))
    return False


def _is_private(path: str, facts: Facts) -> bool:
    """True for what lies in a private place outside the project, or for any file of a directory there that is not known
    to hold no secret."""
    if _owns(path, facts):
        return False
    from assent.core.private import standing

    state = standing(folded(path), folded(facts.home))
    if state or is_temporary(path, facts):
        return state > 0
    name = path[path.rfind("/") + 1 :]
    return has_glob(name) and not loosened(name).strip("*?")


def _roams(path: str, facts: Facts) -> bool:
    """True when a directory's name outside the project is a glob: it may lead into any of them."""
    folder = path[: path.rfind("/")]
    if not has_glob(folder):
        return False
    return not inside(fixed(folder), facts.project)


def write_effect(path: str, facts: Facts) -> int:
    """The effect of writing, moving, re-owning or removing an absolute path."""
    real = resolved(path, facts)
    if path in INERT_DEVICES:
        return 0
    effect = 0
    for each in (path, real) if real != path else (path,):
        effect |= _write_class(each, facts)
    return effect


def _write_class(path: str, facts: Facts) -> int:
    lowered = folded(path)
    if _grants_root(path):
        return RUN_CODE | PRIVILEGE | SYSTEM | WRITE_ELSEWHERE
    if is_obeyed(path, facts) or (has_glob(path) and _glob_obeyed(path)):
        return RUN_CODE
    if lowered == "/dev" or lowered.startswith(("/dev/", "/proc/", "/sys/")):
        return SYSTEM | WRITE_ELSEWHERE
    if inside(path, facts.project):
        return WRITE_PROJECT
    if is_temporary(path, facts):
        return WRITE_TMP
    if any(inside(lowered, root) for root in SYSTEM_ROOTS) and not inside(path, facts.home):
        return SYSTEM | WRITE_ELSEWHERE
    return WRITE_ELSEWHERE


def _grants_root(path: str) -> bool:
    """True for what says who may act as root, also when only a glob may name it."""
    if has_glob(path):
        names = folded(widened(path)).split("/")
        wanted = [f"{etc}{name}".split("/") for etc in ETC for name in (*GRANTS_ROOT, "sudoers.d")]
        return any(len(names) >= len(each) and all(map(_may_be, names, each)) for each in wanted)
    lowered = folded(path)
    return any(lowered.startswith(etc) and lowered[len(etc) :].startswith(GRANTS_ROOT) for etc in ETC)


def _may_be(glob: str, name: str) -> bool:
    return glob == name or (has_glob(glob) and fits_plainly(glob, name))


def _glob_obeyed(path: str) -> bool:
    """True when a name in a glob path, or two in a row, could be of what is_obeyed knows."""
    before = ""
    for loose in widened(path).lower().split("/"):
        if has_glob(loose):
            if loose[0] == "." and fits_plainly(loose, ".github"):
                return True
            if _aims(loose, OBEYED_FILES) or _aims(loose, OBEYED_DIRS) or _spells(loose, INSTRUCTIONS):
                return True
        if before and (has_glob(before) or has_glob(loose)):
            for first, second in OBEYED_PAIRS:
                if fits_plainly(before, first) and loose and fits_plainly(loose, second):
                    return True
        before = loose
    return False


def is_whole(path: str, facts: Facts) -> bool:
    """True for all that a project, a home or a system holds; `X/{}` is each thing that `find` meets in X."""
    cut = path.removesuffix("/{}") or "/"
    while cut.endswith(("/*", "/.*", "/**")):
        cut = cut[: cut.rfind("/")] or "/"
    return is_critical(cut, facts) or (cut == facts.project and not is_temporary(cut + "/x", facts))


def is_critical(path: str, facts: Facts) -> bool:
    """True for the root, a top-level directory, the home, or a directory that holds the project or the home;
    also `X/*` and `X/.*` of one of these."""
    cut = path
    while cut.endswith(("/*", "/.*", "/**", "/.", "/..")):
        cut = cut[: cut.rfind("/")] or "/"
    if folded(cut) in CRITICAL or cut == facts.home:
        return True
    return inside(facts.home, cut) or (cut != facts.project and inside(facts.project, cut))
