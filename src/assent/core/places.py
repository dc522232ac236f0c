"""Places by what writing there means: obeyed later, of the system, of no effect, or everything at once."""

from __future__ import annotations

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
    ".dircolors", ".mailcap", ".taskrc", ".hgrc", ".condarc",
    "head",  # git takes a directory with HEAD, objects and refs for a repository, and obeys the `config` beside them
))  # fmt: skip
OBEYED_DIRS = frozenset((
    ".git", ".husky", ".githooks", ".claude", ".codex", ".gemini", ".qwen", ".opencode", ".copilot", ".cursor",
    ".amp", ".kiro", ".assent", ".vscode", ".idea", ".devcontainer", ".circleci", ".buildkite", ".woodpecker",
    ".mvn", ".cargo", ".yarn", ".ssh", ".gnupg", ".aws", ".kube", ".docker", ".direnv", ".oh-my-zsh", ".vim",
    ".emacs.d", ".gradle", ".ipython", ".jupyter",
))  # fmt: skip
# Two names in a row.
OBEYED_PAIRS = frozenset((
    (".github", "workflows"), (".github", "actions"), (".gitea", "workflows"), (".forgejo", "workflows"),
    (".config", "git"), (".config", "fish"), (".config", "nvim"), (".config", "systemd"), (".config", "autostart"),
    (".config", "environment.d"), (".config", "pip"), (".config", "assent"), (".config", "opencode"),
    (".config", "gh"), (".config", "direnv"), (".config", "zsh"), (".config", "htop"), (".config", "amp"),
    (".local", "bin"), (".local", "lib"), ("library", "launchagents"), ("library", "launchdaemons"),
    (".config", "containers"), (".config", "pypoetry"), (".config", "nix"), (".config", "home-manager"),
))  # fmt: skip
# The first of these names: a directory put there as a whole may hold the second.
OBEYED_WHOLE = frozenset(first for first, _ in OBEYED_PAIRS if first[0] == ".")
SYSTEM_ROOTS = (
    "/etc", "/usr", "/bin", "/sbin", "/lib", "/lib64", "/boot", "/sys", "/proc", "/dev", "/opt", "/root", "/nix",
    "/var/spool", "/var/lib", "/run", "/system", "/library", "/applications",
)  # fmt: skip
INERT_DEVICES = frozenset((
    "/dev/null", "/dev/stdout", "/dev/stderr", "/dev/stdin", "/dev/tty", "/dev/zero", "/dev/full", "/dev/random",
    "/dev/urandom", "/dev/fd/0", "/dev/fd/1", "/dev/fd/2",
))  # fmt: skip
# Removing or re-owning one of these removes everything (design: destroy of a critical path).
CRITICAL = frozenset((
    "/", "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/lib64", "/opt", "/proc", "/root", "/sbin", "/srv",
    "/sys", "/usr", "/var", "/users", "/system", "/applications", "/nix", "/run", "/mnt", "/media",
))  # fmt: skip
