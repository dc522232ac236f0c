"""Outside the project: trees that are private, open or neither. Loaded when a call looks there."""

from __future__ import annotations

# What stands at the root of another system's tree, or is another name of the same directory.
_SAME = (
    ("/var/run/", "/run/"), ("/private/etc/", "/etc/"), ("/private/var/", "/var/"),
    ("/private/tmp/", "/tmp/"),  # noqa: S108  a name to compare with, nothing is made there
    ("/usr/local/etc/", "/etc/"), ("/opt/homebrew/etc/", "/etc/"), ("/usr/local/var/", "/var/"),
    ("/opt/homebrew/var/", "/var/"), ("/system/volumes/data/", "/"), ("/host/", "/"), ("/hostfs/", "/"),
    ("/rootfs/", "/"),
)  # fmt: skip
# Private unless a longer entry of OPEN says otherwise. `~` is any user's home, and there each hidden name is private
# too. Logs of logins, installers and vaults hold what was typed; `/var` and `/run` hold what daemons keep.
PRIVATE = frozenset((
    "/proc", "/dev", "/run", "/boot", "/efi", "/lost+found", "/secrets", "/secret", "/vault", "/keys", "/certs",
    "/etc", "/var", "/var/log/auth.log", "/var/log/secure", "/var/log/audit", "/var/log/btmp", "/var/log/wtmp",
    "/var/log/lastlog", "/var/log/sudo.log", "/var/log/installer", "/var/log/anaconda", "/var/log/cloud-init.log",
    "/var/log/cloud-init-output.log", "/var/log/vault", "/var/log/private", "/var/log/journal", "/var/log/sssd",
    "/var/log/samba", "/var/log/gitlab", "/var/cache/debconf", "/sys/firmware/efi/efivars", "/sys/kernel/debug",
    "/sys/kernel/tracing", "/sys/kernel/security", "/sys/fs/bpf", "/sys/fs/pstore", "/sys/firmware/dmi/tables",
    "/sys/power", "/library/keychains", "/library/application support", "/library/preferences", "/opt/splunk/etc",
    "/opt/gitlab/etc", "/opt/keycloak/conf", "/opt/sonarqube/conf", "/opt/tomcat/conf",
    "/opt/wildfly/standalone/configuration", "/opt/jboss", "/opt/puppetlabs/puppet/ssl", "/opt/nessus",
    "/srv/salt/pki", "/srv/pillar", "~/library", "~/appdata", "~/application data", "~/snap", "~/mail", "~/maildir",
    "~/mbox", "~/private", "~/vault", "~/keys", "~/secrets", "~/passwords", "~/credentials", "~/documents/wallets",
    "~/ntuser.dat", "~/.oh-my-zsh/custom", "/usr/local/etc", "/usr/lib/ssl/private",
    "/usr/local/ssl/private", "/opt/homebrew/etc", "/opt/homebrew/var", "/var/cache/private", "/var/cache/samba",
))  # fmt: skip
# Known to hold no secret, whatever stands around them: what packages, tool chains and the system bring along, and the
# settings that everybody may read.
OPEN = frozenset((
    "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store", "/gnu/store", "/run/current-system",
    "/run/opengl-driver", "/run/systemd/resolve", "/run/motd.dynamic", "/run/motd.d", "/run/reboot-required",
    "/run/reboot-required.pkgs", "/run/lock", "/run/os-release", "/run/mysqld/mysqld.pid", "/run/nginx.pid", "/sys",
    "/opt/homebrew", "/opt/local", "/opt/rocm", "/opt/cuda", "/opt/intel", "/opt/hostedtoolcache", "/opt/conda/lib",
    "/opt/conda/pkgs", "/opt/java", "/opt/node", "/opt/python", "/opt/venv", "/opt/go", "/opt/rust",
    "/opt/android-sdk", "/system/library", "/library/developer", "/library/frameworks", "/library/java",
    "/library/fonts", "/library/python", "/library/ruby", "/applications",
    # /etc: what a package installs and every user may read; whole directories only where no file takes a password.
    "/etc/adduser.conf", "/etc/aliases", "/etc/alternatives", "/etc/apache2/apache2.conf",
    "/etc/apache2/mods-available", "/etc/apache2/mods-enabled", "/etc/apache2/conf-available",
    "/etc/apache2/ports.conf", "/etc/apache2/sites-available", "/etc/apache2/sites-enabled", "/etc/apparmor.d",
    "/etc/apt/apt.conf", "/etc/apt/preferences", "/etc/apt/preferences.d", "/etc/apt/sources.list",
    "/etc/apt/sources.list.d", "/etc/bash.bashrc", "/etc/bash_completion", "/etc/bash_completion.d", "/etc/bashrc",
    "/etc/bindresvport.blacklist", "/etc/binfmt.d", "/etc/ca-certificates", "/etc/ca-certificates.conf",
    "/etc/centos-release", "/etc/alpine-release", "/etc/apk/repositories", "/etc/apk/world", "/etc/arch-release",
    "/etc/conf.d/hostname", "/etc/containers/policy.json", "/etc/containers/registries.conf",
    "/etc/containers/storage.conf", "/etc/cron.d", "/etc/cron.daily", "/etc/cron.hourly", "/etc/cron.monthly",
    "/etc/cron.weekly", "/etc/crontab", "/etc/csh.cshrc", "/etc/csh.login", "/etc/dbus-1", "/etc/debconf.conf",
    "/etc/debian_version", "/etc/default/grub", "/etc/default/keyboard", "/etc/default/locale",
    "/etc/default/useradd", "/etc/deluser.conf", "/etc/dnf/dnf.conf", "/etc/docker/daemon.json", "/etc/dpkg",
    "/etc/emacs", "/etc/ethertypes", "/etc/fedora-release", "/etc/filesystems", "/etc/fstab", "/etc/exports",
    "/etc/fish/config.fish", "/etc/fonts", "/etc/fuse.conf", "/etc/gai.conf", "/etc/gdb", "/etc/group", "/etc/groff",
    "/etc/gtk-3.0", "/etc/host.conf", "/etc/hostname", "/etc/hosts", "/etc/hosts.allow", "/etc/hosts.deny",
    "/etc/httpd/conf/httpd.conf", "/etc/httpd/conf.d", "/etc/init.d", "/etc/inittab", "/etc/inputrc", "/etc/issue",
    "/etc/issue.net", "/etc/java", "/etc/kernel", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d",
    "/etc/legal", "/etc/libaudit.conf", "/etc/locale.alias", "/etc/locale.conf", "/etc/locale.gen", "/etc/localtime",
    "/etc/login.defs", "/etc/logrotate.conf", "/etc/logrotate.d", "/etc/lsb-release", "/etc/machine-id", "/etc/magic",
    "/etc/magic.mime", "/etc/mailcap", "/etc/man.conf", "/etc/manpath.config", "/etc/mime.types", "/etc/mke2fs.conf",
    "/etc/modprobe.d", "/etc/modules", "/etc/modules-load.d", "/etc/motd", "/etc/mtab", "/etc/nanorc",
    "/etc/netconfig", "/etc/networks", "/etc/newsyslog.conf", "/etc/nginx/conf.d", "/etc/nginx/fastcgi_params",
    "/etc/nginx/mime.types", "/etc/nginx/modules-enabled", "/etc/nginx/nginx.conf", "/etc/nginx/sites-available",
    "/etc/nginx/sites-enabled", "/etc/nginx/snippets", "/etc/nsswitch.conf", "/etc/os-release", "/etc/pacman.conf",
    "/etc/pacman.d/mirrorlist", "/etc/pam.conf", "/etc/papersize", "/etc/passwd", "/etc/paths", "/etc/paths.d",
    "/etc/perl", "/etc/pki/ca-trust", "/etc/pki/tls/certs", "/etc/pki/tls/openssl.cnf", "/etc/profile",
    "/etc/profile.d", "/etc/protocols", "/etc/pulse", "/etc/python3", "/etc/python3.11", "/etc/python3.12",
    "/etc/python3.13", "/etc/rc.conf", "/etc/rc.local", "/etc/redhat-release", "/etc/resolv.conf", "/etc/rpc",
    "/etc/rsyslog.conf", "/etc/screenrc", "/etc/sane.d", "/etc/selinux/config", "/etc/services", "/etc/sgml",
    "/etc/shells", "/etc/skel", "/etc/ssh/ssh_config", "/etc/ssh/ssh_config.d", "/etc/ssh/sshd_config",
    "/etc/ssh/sshd_config.d", "/etc/ssh/moduli", "/etc/ssl/cert.pem", "/etc/ssl/certs", "/etc/ssl/openssl.cnf",
    "/etc/subgid", "/etc/subuid", "/etc/sysctl.conf", "/etc/sysctl.d", "/etc/synthetic.conf", "/etc/syslog.conf",
    "/etc/systemd/journald.conf", "/etc/systemd/logind.conf", "/etc/systemd/resolved.conf",
    "/etc/systemd/system.conf", "/etc/systemd/timesyncd.conf", "/etc/systemd/user.conf", "/etc/terminfo",
    "/etc/timezone", "/etc/tmpfiles.d", "/etc/ttys", "/etc/ucf.conf", "/etc/udev", "/etc/update-motd.d",
    "/etc/updatedb.conf", "/etc/vim", "/etc/vimrc", "/etc/vconsole.conf", "/etc/wsl.conf", "/etc/x11",
    "/etc/xattr.conf", "/etc/xdg", "/etc/yum.conf", "/etc/zsh", "/etc/zshrc", "/etc/zprofile", "/etc/zshenv",
    "/var/cache", "/var/lib/apt", "/var/lib/dpkg", "/var/lib/flatpak/app", "/var/lib/flatpak/runtime",
    "/var/lib/gems", "/var/lib/locales", "/var/lib/pacman", "/var/lib/rpm", "/var/lib/dnf", "/var/lib/snapd/snaps",
    "/var/lib/usbutils", "/var/lib/mecab", "/var/lib/ghc", "/var/lib/python", "/var/lib/xkb",
    "/var/lib/dbus/machine-id",
    # /proc: numbers about the machine and a process; no environment, no command line, no memory, no open files.
    "/proc/buddyinfo", "/proc/cgroups", "/proc/config.gz", "/proc/consoles", "/proc/cpuinfo", "/proc/crypto",
    "/proc/devices", "/proc/diskstats", "/proc/dma", "/proc/driver/nvidia/version", "/proc/execdomains", "/proc/fb",
    "/proc/filesystems", "/proc/interrupts", "/proc/iomem", "/proc/ioports", "/proc/loadavg", "/proc/locks",
    "/proc/mdstat", "/proc/meminfo", "/proc/misc", "/proc/modules", "/proc/mounts", "/proc/net", "/proc/pagetypeinfo",
    "/proc/partitions", "/proc/pressure", "/proc/schedstat", "/proc/slabinfo", "/proc/softirqs", "/proc/stat",
    "/proc/swaps", "/proc/sys/fs", "/proc/sys/kernel", "/proc/sys/net", "/proc/sys/vm", "/proc/sysvipc",
    "/proc/timer_list", "/proc/tty/drivers", "/proc/uptime", "/proc/version", "/proc/version_signature",
    "/proc/vmstat", "/proc/zoneinfo", "/proc/*/cgroup", "/proc/*/comm", "/proc/*/cpuset", "/proc/*/gid_map",
    "/proc/*/io", "/proc/*/limits", "/proc/*/loginuid", "/proc/*/mountinfo", "/proc/*/mounts", "/proc/*/mountstats",
    "/proc/*/net", "/proc/*/ns", "/proc/*/oom_adj", "/proc/*/oom_score", "/proc/*/oom_score_adj",
    "/proc/*/personality", "/proc/*/sched", "/proc/*/schedstat", "/proc/*/sessionid", "/proc/*/setgroups",
    "/proc/*/stat", "/proc/*/statm", "/proc/*/status", "/proc/*/uid_map", "/proc/*/wchan",
    # A home. Package caches and tool chains: public code, fetched. Settings and log-ins stand beside them.
    "~/.android/build-cache", "~/.antigen/bundles", "~/.arduino15/packages", "~/.asdf/asdf.sh", "~/.asdf/bin",
    "~/.asdf/installs", "~/.asdf/lib", "~/.asdf/plugins", "~/.asdf/shims", "~/.bun/bin", "~/.bun/install/cache",
    "~/.bundle/cache", "~/.cabal/packages", "~/.cabal/store", "~/.cargo/bin", "~/.cargo/git/checkouts",
    "~/.cargo/registry", "~/.cocoapods/repos", "~/.composer/cache", "~/.composer/vendor", "~/.conan/data",
    "~/.conan2/p", "~/.conda/pkgs", "~/.cpanm/build", "~/.deno/bin", "~/.dotnet/packs", "~/.dotnet/sdk",
    "~/.dotnet/shared", "~/.dotnet/tools", "~/.elan/toolchains", "~/.emacs.d/elpa", "~/.espressif/tools",
    "~/.fnm/node-versions", "~/.fonts", "~/.foundry/bin", "~/.fzf", "~/.gem/ruby", "~/.ghcup/bin", "~/.ghcup/ghc",
    "~/.goenv/versions", "~/.gradle/caches", "~/.gradle/wrapper/dists", "~/.hex/packages", "~/.homebrew", "~/.icons",
    "~/.ivy2/cache", "~/.jenv/versions", "~/.julia/artifacts", "~/.julia/packages", "~/.julia/registries",
    "~/.julia/juliaup", "~/.juliaup/bin", "~/.konan", "~/.krew/bin", "~/.krew/store", "~/.linuxbrew", "~/.local/bin",
    "~/.local/lib", "~/.local/opt", "~/.local/pipx", "~/.local/share/applications", "~/.local/share/bash-completion",
    "~/.local/share/fonts", "~/.local/share/fnm/node-versions", "~/.local/share/gem/ruby", "~/.local/share/icons",
    "~/.local/share/man", "~/.local/share/mime", "~/.local/share/mise/installs", "~/.local/share/mise/shims",
    "~/.local/share/nvim/lazy", "~/.local/share/nvim/mason", "~/.local/share/nvim/site", "~/.local/share/pipx",
    "~/.local/share/pnpm", "~/.local/share/pypoetry/venv", "~/.local/share/rtx/installs", "~/.local/share/themes",
    "~/.local/share/tldr", "~/.local/share/virtualenvs", "~/.local/share/uv/python", "~/.local/share/uv/tools",
    "~/.local/share/zinit", "~/.local/share/zsh/site-functions", "~/.m2/repository", "~/.m2/wrapper",
    "~/.miniconda3/lib", "~/.miniconda3/pkgs", "~/.mix/archives", "~/.mix/elixir", "~/.nimble/pkgs",
    "~/.nimble/pkgs2", "~/.nix-profile", "~/.node-gyp", "~/.nodenv/versions", "~/.npm-global/lib", "~/.npm/_cacache",
    "~/.npm/_npx", "~/.nuget/packages", "~/.nvm/alias", "~/.nvm/nvm.sh", "~/.nvm/versions", "~/.oh-my-zsh",
    "~/.oh-my-zsh/custom/plugins", "~/.oh-my-zsh/custom/themes", "~/.opam/repo", "~/.pack/download-cache",
    "~/.phpbrew/php", "~/.platformio/packages", "~/.pnpm-store", "~/.poetry/lib", "~/.pub-cache/hosted",
    "~/.pub-cache/git", "~/.pyenv/bin", "~/.pyenv/libexec", "~/.pyenv/plugins", "~/.pyenv/shims", "~/.pyenv/version",
    "~/.pyenv/versions", "~/.rbenv/plugins", "~/.rbenv/shims", "~/.rbenv/version", "~/.rbenv/versions",
    "~/.rustup/toolchains", "~/.rustup/downloads", "~/.rvm/gems", "~/.rvm/rubies", "~/.sbt/boot", "~/.sdkman/bin",
    "~/.sdkman/candidates", "~/.stack/programs", "~/.stack/snapshots", "~/.swiftpm/cache", "~/.tfenv/versions",
    "~/.themes", "~/.tldr", "~/.tmux/plugins", "~/.virtualenvs", "~/.vim/autoload", "~/.vim/bundle", "~/.vim/colors",
    "~/.vim/ftplugin", "~/.vim/pack", "~/.vim/plugged", "~/.vim/syntax", "~/.volta/bin", "~/.volta/tools",
    "~/.vscode-server/bin", "~/.vscode-server/extensions", "~/.vscode/extensions", "~/.cursor/extensions",
    "~/.windsurf/extensions", "~/.wasmer/bin", "~/.yarn/berry/cache", "~/.yarn/cache", "~/.zinit", "~/.zplug/repos",
    "~/.zprezto", "~/.zsh/completions", "~/.cache/babel-loader", "~/.cache/bazelisk", "~/.cache/black",
    "~/.cache/ccache", "~/.cache/clangd", "~/.cache/composer", "~/.cache/coursier", "~/.cache/cypress",
    "~/.cache/deno", "~/.cache/electron", "~/.cache/electron-builder", "~/.cache/fontconfig", "~/.cache/gem",
    "~/.cache/go-build", "~/.cache/golangci-lint", "~/.cache/helm", "~/.cache/huggingface/datasets",
    "~/.cache/huggingface/hub", "~/.cache/jedi", "~/.cache/mesa_shader_cache", "~/.cache/matplotlib", "~/.cache/mypy",
    "~/.cache/node", "~/.cache/node-gyp", "~/.cache/nvim", "~/.cache/pdm", "~/.cache/pip", "~/.cache/pip-tools",
    "~/.cache/pipx", "~/.cache/pnpm", "~/.cache/pre-commit", "~/.cache/prisma", "~/.cache/puppeteer",
    "~/.cache/pylint", "~/.cache/pypoetry/artifacts", "~/.cache/pypoetry/cache", "~/.cache/pypoetry/virtualenvs",
    "~/.cache/rosetta", "~/.cache/ruff", "~/.cache/sccache", "~/.cache/ms-playwright", "~/.cache/ms-playwright-go",
    "~/.cache/swc", "~/.cache/torch", "~/.cache/turbo", "~/.cache/typescript", "~/.cache/uv", "~/.cache/vite",
    "~/.cache/virtualenv", "~/.cache/webpack", "~/.cache/yarn", "~/.cache/zig", "~/library/caches/cocoapods",
    "~/library/caches/deno", "~/library/caches/go-build", "~/library/caches/homebrew",
    "~/library/caches/ms-playwright", "~/library/caches/pip", "~/library/caches/pypoetry", "~/library/caches/uv",
    "~/library/caches/yarn", "~/library/developer/xcode/deriveddata", "~/library/fonts", "~/library/pnpm",
    "~/library/python", "~/appdata/local/pip/cache", "~/appdata/local/programs/python", "~/appdata/roaming/python",
    "~/go/pkg/mod", "~/go/bin",
    # Settings of the looks and keys of a terminal, an editor or a desktop, where no log-in is kept.
    "~/.bash_logout", "~/.clang-format", "~/.clang-tidy", "~/.config/alacritty", "~/.config/bat", "~/.config/bottom",
    "~/.config/btop", "~/.config/dunst", "~/.config/flake8", "~/.config/fontconfig", "~/.config/foot",
    "~/.config/ghostty", "~/.config/git/attributes", "~/.config/git/ignore", "~/.config/gtk-3.0", "~/.config/gtk-4.0",
    "~/.config/helix", "~/.config/htop", "~/.config/hypr", "~/.config/i3", "~/.config/kitty", "~/.config/lazygit",
    "~/.config/lsd", "~/.config/mimeapps.list", "~/.config/neofetch", "~/.config/nvim", "~/.config/picom",
    "~/.config/polybar", "~/.config/pycodestyle", "~/.config/ranger", "~/.config/ripgrep", "~/.config/rofi",
    "~/.config/ruff", "~/.config/starship.toml", "~/.config/stylua", "~/.config/sway", "~/.config/tmux",
    "~/.config/user-dirs.dirs", "~/.config/user-dirs.locale", "~/.config/waybar", "~/.config/wezterm",
    "~/.config/yamllint", "~/.config/zathura", "~/.config/zellij", "~/.ctags", "~/.ctags.d", "~/.dir_colors",
    "~/.dircolors", "~/.editorconfig", "~/.eslintrc", "~/.eslintrc.json", "~/.flake8", "~/.gitattributes",
    "~/.gitignore", "~/.gitignore_global", "~/.gitmessage", "~/.hushlogin", "~/.inputrc", "~/.nanorc",
    "~/.node-version", "~/.p10k.zsh", "~/.prettierrc", "~/.pylintrc", "~/.python-version", "~/.ripgreprc",
    "~/.rubocop.yml", "~/.ruby-version", "~/.rustfmt.toml", "~/.screenrc", "~/.tmux.conf", "~/.tool-versions",
    "~/.vimrc", "~/.gvimrc", "~/.ideavimrc", "~/.wezterm.lua", "~/.xcompose", "~/.ackrc", "~/.agignore",
    # What an agent is told and noted, and our own words: no keys belong there. Settings and transcripts may hold some.
    "~/.claude/agents", "~/.claude/claude.md", "~/.claude/commands", "~/.claude/hooks", "~/.claude/keybindings.json",
    "~/.claude/output-styles", "~/.claude/plans", "~/.claude/projects/*/memory", "~/.claude/rules",
    "~/.claude/skills", "~/.claude/workflows", "~/.claude/plugins/cache", "~/.claude/plugins/marketplaces",
    "~/.codex/agents.md", "~/.codex/prompts", "~/.codex/rules", "~/.codex/skills", "~/.agents/skills",
    "~/.gemini/commands", "~/.gemini/gemini.md", "~/.config/opencode/agent", "~/.config/opencode/agents.md",
    "~/.config/opencode/command", "~/.copilot/skills", "~/.config/assent/config.toml", "~/.config/assent/policy.toml",
    "~/.config/assent/programs",
))  # fmt: skip
# Neither, though they stand in a private tree: a file there is read like any other, a whole tree of them is not.
PLAIN = frozenset((
    "/var/folders", "/var/local", "/var/log", "/var/runtime", "/var/task", "/var/www",
    "/etc/samba/smb.conf",
))  # fmt: skip
# The beginnings of open file names in private directories.
_OPEN_BEGINNINGS = (
    "/boot/config-",
    "/boot/vmlinuz",
    "/etc/pam.d/common-",
    "/proc/sys/dev/",
    "/run/systemd/system/",
)
# Installed packages: public code wherever the environment stands.
PACKAGES = frozenset(("node_modules", "site-packages", "dist-packages"))
# Outside the project, and where nothing says otherwise, these names are secret too.
_OUTSIDE_DIRS = frozenset(
    ("secrets", "secret", "secrets-store", "keystore", "keystores", "pki", "vault", "private_keys", ".docker")
)
_OUTSIDE_FILES = frozenset((
    "wp-config.php", "credentials.xml", "secret_token.rb", "database.yml", "local_settings.py", "auth.conf",
    "passwords.txt", "password.txt", "passwords.csv", "token", "token.json", "tokens.json", "cookies",
    "cookies.sqlite", "login data", "key4.db", "logins.json", "local.settings.json", "appsettings.production.json",
    "unseal.txt", "id_rsa.bak", "master.passwd", "opasswd", "kubeconfig",
))  # fmt: skip
_OUTSIDE_ENDINGS = (
    ".env", ".token", ".secret", ".secrets", ".password", ".passwords", ".passwd", ".credentials", ".keytab", ".kdb",
    ".wallet", ".der", ".p8", ".pkcs12", ".crypt", ".vault", "_key",
)  # fmt: skip
_OUTSIDE_BEGINNINGS = (
    "krb5cc", "ssh_host_", "secrets.", "secret.", "credentials.", "service-account", "service_account",
    "client_secret",
)  # fmt: skip
# A home that lies in one of these has no neighbours that are homes.
_TEMPORARY = ("/tmp", "/var/tmp", "/private/tmp")  # noqa: S108  names to compare with, nothing is made there
# Harmless neighbours of keys.
_PUBLIC_NAMES = ("known_hosts", "known_hosts.old")


def in_home(path: str, home: str) -> str:
    """What stands behind any user's home in a folded path: "" for a home itself and for all that lies in none."""
    if len(home) > 1 and path.startswith(home + "/"):
        return path[len(home) + 1 :]
    names = path.split("/")
    if len(names) < 2:
        return ""  # the folder above all others
    if names[1] == "root":
        at = 2
    elif names[1] in ("home", "users"):
        at = 3
    elif names[1:3] in (["var", "home"], ["usr", "home"], ["export", "home"]):
        at = 4
    elif names[1] == "mnt" and names[3:4] == ["users"]:
        at = 5
    elif names[1:3] == ["var", "root"]:
        at = 3
    else:
        at = 1 if home == "/" and names[1][:1] == "." else len(names)
        parent = home.rpartition("/")[0]
        if len(parent) > 1 and parent not in _TEMPORARY and path.startswith(parent + "/"):
            at = parent.count("/") + 2
    return "/".join(names[at:])


def standing(path: str, home: str) -> int:
    """Whether a folded absolute path outside the project is PRIVATE (1), OPEN (-1) or neither (0). A glob counts as the
    worst that it may hit among the entries."""
    names = _placed(path, home)
    last = names[-1]
    literal = _before_glob(names)
    if last.endswith(".pub") or last in _PUBLIC_NAMES:
        return -1
    if any(name in PACKAGES for name in literal) or "/".join(names).startswith(_OPEN_BEGINNINGS):
        return -1
    found = _listed(literal, hidden=names[0] == "~" and names[1][:1] in (".", "["))
    if found < 0 and len(literal) < len(names) and _holds_private(literal):
        return 1
    return found or int(_outside(names))


def is_open_tree(path: str, home: str) -> bool:
    """True for a folded directory outside the project in which nothing is private."""
    return standing(path, home) < 0 and not _holds_private(_before_glob(_placed(path, home)))


def _placed(path: str, home: str) -> list[str]:
    """The names of a path with `~` for any home, and for a directory with several names always the same one."""
    for alias, real in _SAME:
        if path.startswith(alias):
            path = real + path[len(alias) :]
    inner = in_home(path, home)
    return ["~", *inner.split("/")] if inner else path.split("/")


def _before_glob(names: list[str]) -> list[str]:
    for at, name in enumerate(names):
        if "*" in name or "?" in name or "[" in name:
            return names[:at]
    return names


def _listed(names: list[str], *, hidden: bool) -> int:
    """What the longest entry says that holds the names."""
    keys = [names]
    if (
        names[1:2] == ["proc"]
        and len(names) > 3
        and (names[2].isdigit() or names[2] in ("self", "thread-self"))
    ):
        tail = names[5:] if names[3] == "task" else names[3:]
        keys = [["", "proc", "*", *tail]]
    elif names[1:3] == [".claude", "projects"] and len(names) > 4:
        keys = [["~", ".claude", "projects", "*", *names[4:]]]
    for key in keys:
        for end in range(len(key), 0, -1):
            entry = "/".join(key[:end])
            if entry in OPEN:
                return -1
            if entry in PRIVATE or entry in PLAIN:
                return int(entry in PRIVATE)
    return 1 if hidden else 0


def _outside(names: list[str]) -> bool:
    """True for the names of secrets that count outside the project only."""
    last = names[-1]
    if last in _OUTSIDE_FILES or any(name in _OUTSIDE_DIRS for name in names):
        return True
    return last.endswith(_OUTSIDE_ENDINGS) or last.startswith(_OUTSIDE_BEGINNINGS)


def _holds_private(names: list[str]) -> bool:
    """True when an entry of PRIVATE stands below an open directory."""
    above = "/".join(names) + "/"
    return any(entry.startswith(above) for entry in PRIVATE)
