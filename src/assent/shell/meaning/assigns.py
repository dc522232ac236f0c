"""Variables that change what runs: which assignments are inert, which run code, and which nobody judged."""

from __future__ import annotations

from assent.core.effect import RUN_CODE, RUN_PROJECT, UNKNOWN, WEAKEN
from assent.shell.meaning.scope import NUMBER, is_number
from assent.shell.syntax.chars import is_name
from assent.shell.syntax.dialects import BASH, COUNTED, SH, ZSH, ZSH_COUNTED, ZSH_OBEYED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.arg import Arg
    from assent.shell.meaning.use import Use

    # Names and values of variables that may be the project's own.
    Own = list[tuple[str, str | None]]

# Read by programs for looks, language and logging only.
INERT = frozenset((
    "LANG", "LANGUAGE", "TZ", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLORTERM", "CI", "TERM",
    "COLUMNS", "LINES", "NODE_ENV", "DEBUG", "VERBOSE", "RUST_LOG", "RUST_BACKTRACE", "PYTHONUNBUFFERED",
    "PYTHONDONTWRITEBYTECODE", "PYTHONIOENCODING", "PYTHONUTF8", "PYTHONHASHSEED", "NODE_NO_WARNINGS",
    "CARGO_TERM_COLOR", "CARGO_TERM_PROGRESS_WHEN", "CARGO_INCREMENTAL", "PY_COLORS", "PIP_NO_INPUT",
    "PIP_DISABLE_PIP_VERSION_CHECK", "PIP_NO_COLOR", "DEBIAN_FRONTEND", "HOMEBREW_NO_AUTO_UPDATE",
    "NEXT_TELEMETRY_DISABLED", "DO_NOT_TRACK", "GREP_COLOR", "GREP_COLORS", "LS_COLORS", "TERM_PROGRAM",
    "GIT_TERMINAL_PROMPT", "GIT_OPTIONAL_LOCKS", "LOG_LEVEL", "SOURCE_DATE_EPOCH", "BLOCKSIZE", "BLOCK_SIZE",
    "PORT", "CTEST_OUTPUT_ON_FAILURE", "CTEST_PARALLEL_LEVEL", "CMAKE_BUILD_PARALLEL_LEVEL", "ETCDCTL_API",
    "OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OMP_DISPLAY_ENV", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS",
    "CUDA_VISIBLE_DEVICES", "TF_CPP_MIN_LOG_LEVEL", "TOKENIZERS_PARALLELISM", "RUST_TEST_THREADS", "CGO_ENABLED",
    "GOOS", "GOARCH", "GOMAXPROCS", "GO111MODULE", "MIX_ENV", "DOTNET_NOLOGO", "DOTNET_CLI_TELEMETRY_OPTOUT",
    "HOMEBREW_NO_ANALYTICS", "HOMEBREW_NO_ENV_HINTS", "PYTHONFAULTHANDLER", "TURBO_TELEMETRY_DISABLED",
    "ASTRO_TELEMETRY_DISABLED", "STORYBOOK_DISABLE_TELEMETRY", "FLASK_DEBUG", "BABEL_ENV", "LIBZ_SYS_STATIC",
    "LIBSQLITE3_SYS_BUNDLED", "NO_INSTALL_HARDLINKS", "KUBE_PANIC_WATCH_DECODE_ERROR",
    "PGPASSWORD", "PGUSER", "PGDATABASE", "PGPORT", "MYSQL_PWD", "REDISCLI_AUTH",
))  # fmt: skip
# Each of these makes some program find, load, start or obey something else.
RUNS = frozenset((
    "PATH", "ENV", "IFS", "CDPATH", "FPATH", "ZDOTDIR", "HOME", "SHELL", "PS0", "PS1", "PS4", "PROMPT_COMMAND",
    "SHELLOPTS", "BASHOPTS", "GLOBIGNORE", "EXECIGNORE", "HISTFILE", "FCEDIT", "VISUAL", "BROWSER", "PAGER",
    "MANPAGER", "MANOPT", "MANROFFOPT", "MANPATH", "LESSOPEN", "LESSCLOSE", "LESS", "LESSKEY", "LESSKEYIN",
    "LESSKEY_CONTENT", "LESSEDIT", "LV", "MORE", "GREP_OPTIONS", "TAR_OPTIONS", "RSYNC_RSH", "RSYNC_PROXY",
    "RSYNC_CONNECT_PROG", "TAPE", "POSIX", "ZIPOPT", "UNZIP", "GZIP", "XZ_OPT", "XZ_DEFAULTS", "BZIP", "BZIP2",
    "CC", "CXX", "CPP", "LD", "AR", "AS", "NM", "RANLIB", "STRIP", "CFLAGS", "CXXFLAGS", "CPPFLAGS", "LDFLAGS",
    "MAKEFLAGS", "MAKEFILES", "MFLAGS", "GNUMAKEFLAGS", "MAKE", "COMPILER_PATH", "GCC_EXEC_PREFIX", "LIBRARY_PATH",
    "CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH", "OBJC_INCLUDE_PATH", "PKG_CONFIG", "PKG_CONFIG_PATH",
    "PKG_CONFIG_LIBDIR", "CMAKE_TOOLCHAIN_FILE", "CMAKE_PREFIX_PATH", "RUSTFLAGS", "RUSTDOCFLAGS", "CLASSPATH",
    "JAVA_HOME", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "JAVA_OPTS", "MAVEN_OPTS", "MAVEN_ARGS",
    "GRADLE_OPTS", "GRADLE_USER_HOME", "SBT_OPTS", "ANT_OPTS", "ANT_ARGS", "M2_HOME", "CATALINA_OPTS", "PHPRC",
    "PHP_INI_SCAN_DIR", "OPENSSL_CONF", "OPENSSL_MODULES", "OPENSSL_ENGINES", "GCONV_PATH", "LOCPATH", "NLSPATH",
    "HOSTALIASES", "RESOLV_HOST_CONF", "LOCALDOMAIN", "RES_OPTIONS", "MALLOC_TRACE", "TMUX", "SUDO_ASKPASS",
    "SUDO_EDITOR", "EMAIL", "KUBECONFIG", "KUBE_EDITOR", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE",
    "AWS_ENDPOINT_URL", "CLOUDSDK_PYTHON", "CLOUDSDK_CONFIG", "ANSIBLE_CONFIG", "CURL_HOME", "WGETRC",
    "SYSTEM_WGETRC", "INPUTRC", "TERMINFO", "TERMINFO_DIRS", "TERMCAP", "VIMINIT", "EXINIT", "MYVIMRC", "VIM",
    "VIMRUNTIME", "NVIM_APPNAME", "EMACSLOADPATH", "GNUPGHOME", "PINENTRY_USER_DATA", "PSQLRC", "PGSERVICEFILE",
    "PGSYSCONFDIR", "PGPASSFILE", "MYSQL_HOME", "JQ_LIBRARY_PATH", "AWKPATH", "AWKLIBPATH", "RIPGREP_CONFIG_PATH",
    "FZF_DEFAULT_COMMAND", "FZF_DEFAULT_OPTS", "BAT_CONFIG_PATH", "BAT_CONFIG_DIR", "DELTA_PAGER", "CONFIG_SHELL",
    "TEXMFHOME", "TEXINPUTS", "ELECTRON_RUN_AS_NODE", "TS_NODE_COMPILER", "ESBUILD_BINARY_PATH", "DENO_DIR",
    "DENO_INSTALL_ROOT", "BUN_INSTALL", "COREPACK_HOME", "VIRTUAL_ENV", "CONDA_PREFIX", "CONDARC", "POETRY_HOME",
    "STARSHIP_CONFIG", "PARALLEL", "PARALLEL_HOME", "PARALLEL_SHELL", "XARGS", "TOX_TESTENV_PASSENV", "NOX_DEFAULT",
    "PYTEST_ADDOPTS", "PYTEST_PLUGINS", "COVERAGE_PROCESS_START", "MYPYPATH", "TRIVY_CONFIG", "HGRCPATH", "HGEDITOR",
    "HGMERGE", "CVS_RSH", "SVN_SSH", "SVN_EDITOR", "P4CONFIG", "BZR_EDITOR",
))  # fmt: skip
RUNS_PREFIXES = (
    "LD_", "DYLD_", "_RLD", "GIT_", "PYTHON", "PERL", "RUBY", "GEM_", "BUNDLE_", "RAKE", "NODE_", "NPM_", "npm_",
    "YARN_", "PNPM_", "COREPACK_", "CARGO_", "RUSTC", "RUSTUP_", "GO", "CGO_", "BASH_", "BASHRC", "ZSH_", "SSH_",
    "DOCKER_", "BUILDKIT_", "COMPOSE_", "PODMAN_", "CONTAINER", "XDG_", "DBUS_", "PIP_", "UV_", "POETRY_", "CONDA_",
    "LUA_", "TCL", "GUILE_", "GHC", "STACK_", "ERL_", "ELIXIR_", "HEX_", "MIX_", "R_", "JULIA_", "SSL_CERT",
    "NIX_", "ASSENT_", "CLAUDE_", "ANTHROPIC_", "CODEX_", "TF_", "PULUMI_", "VAULT_", "PAGER_", "LIBGL_", "GTK_",
    "QT_", "GIO_", "ASAN_", "LSAN_", "GST_", "OPENCV_", "OCL_", "VK_", "LESS",
)  # fmt: skip
RUNS_ENDINGS = (
    "_PAGER",
    "EDITOR",
    "_ASKPASS",
    "_SHELL",
    "_COMMAND",
    "_BROWSER",
    "_PRELOAD",
    "_OPTS",
    "_LOADER",
)


# Programs that are named so that none is started: what is shown is printed as it is, a text is kept as it is.
_AS_IT_IS = {
    **dict.fromkeys(
        ("PAGER", "GIT_PAGER", "MANPAGER", "SYSTEMD_PAGER", "AWS_PAGER", "GH_PAGER", "BAT_PAGER"), ("", "cat")
    ),
    **dict.fromkeys(("EDITOR", "VISUAL", "GIT_EDITOR", "GIT_SEQUENCE_EDITOR"), ("true", ":")),
}

# Where interpreters look for modules first: the project's own folders bring nothing but its own code.
SEARCHED = ("PYTHONPATH", "MYPYPATH")
# Names that scripts give to variables of their own, and IFS, which is never handed on.
OWN = ("IFS", "SKIP")
# What an exported variable does to all that follows.
LASTING = RUN_CODE | WEAKEN


def changes(name: str, shells: int = BASH, value: Arg | None = None) -> int:
    """What handing a variable to a program may do: nothing, RUN_CODE, WEAKEN, or UNKNOWN for a name nobody judged."""
    if shells & ZSH and name in ZSH_OBEYED and not (name in ZSH_COUNTED and _is_count(value)):
        return RUN_CODE
    if is_counted(name, shells) and not _is_count(value):
        return RUN_CODE
    if name in INERT or name.startswith("LC_"):
        return 0
    if value is not None and value.text in _AS_IT_IS.get(name, ()):
        return 0
    from assent.shell.meaning.weakening import weakening

    weakened = weakening(name, value.text if value else None)
    if weakened:
        return weakened
    if name in RUNS or name.startswith(RUNS_PREFIXES) or name.upper().endswith(RUNS_ENDINGS):
        return RUN_CODE
    return UNKNOWN if is_name(name) else UNKNOWN | RUN_CODE


def is_counted(name: str, shells: int) -> bool:
    """True for a variable to which every value is arithmetic."""
    return name in COUNTED or (bool(shells & (ZSH | SH)) and name in ZSH_COUNTED)


def _is_count(value: Arg | None) -> bool:
    if value is None:
        return False
    return is_number(value) or (value.text or "").lstrip("+-").isdigit()


def _shells(use: Use) -> int:
    scope = use.walker.scope
    return BASH if scope is None else scope.shells


def assign(use: Use, name: str, value: Arg | None = None, own: Own | None = None) -> None:
    """Notes what an assignment handed to a program does; it counts as an extra, not as part of the argv. One that may
    be the project's own is kept in `own`, to be settled once it is known what the program does."""
    if own is not None and name in SEARCHED and value is not None:
        from assent.shell.meaning.own import lies_in_the_project

        if lies_in_the_project(use, value.text):
            own.append((name, value.text))
            return
    mask = changes(name, _shells(use), value)
    if mask:
        from assent.shell.meaning.weakening import like_weakening

        mask |= like_weakening(name, value.text if value else None)
    if mask == UNKNOWN and own is not None:
        from assent.shell.meaning.own import may_be_own

        if may_be_own(use, name, value):
            own.append((name, value.text if value else None))
            return
    if mask & WEAKEN:
        use.note(WEAKEN, _switched(name))
    if mask & RUN_CODE:
        use.note(mask, _why(use, name))
    elif mask & UNKNOWN:
        use.unknown(f"what the variable {name} changes is in no table")
    use.part.extra |= mask


def keep(use: Use, name: str, value: Arg | None = None) -> None:
    """Notes what setting a shell variable does when it is not handed on: harmless unless the name itself is
    obeyed or its value evaluated, or is no plain name (a subscript is evaluated, which can run code)."""
    mask = changes(name, _shells(use), value) & LASTING
    if name in OWN:
        return
    if mask & WEAKEN:
        use.note(WEAKEN, _switched(name))
    if mask & RUN_CODE:
        use.note(RUN_CODE, _why(use, name))
    use.part.extra |= mask


def settle(use: Use, own: Own) -> None:
    """Of variables that may be the project's own: doubts them unless its code is all that gets them."""
    if own:
        from assent.shell.meaning.own import stays_with_the_project

        for name, value in own:
            if stays_with_the_project(use.part, name, value or ""):
                use.part.extra |= RUN_PROJECT  # so that a rule for this very call does not hold with it
            elif name in SEARCHED:
                use.note(RUN_CODE, _why(use, name))
                use.part.extra |= RUN_CODE
            else:
                use.unknown(f"what the variable {name} changes is in no table")
                use.part.extra |= UNKNOWN


def hand(use: Use, name: str, value: Arg, own: Own | None = None) -> None:
    """Notes what a variable does that is handed to a program as it stands: no shell evaluates its value."""
    assign(use, name, NUMBER if is_counted(name, _shells(use)) else value, own)


def _switched(name: str) -> str:
    return f"sets {name}, which switches off a check that protects you"


def _why(use: Use, name: str) -> str:
    if is_counted(name, _shells(use)):
        return f"gives {name} a value that the shell evaluates, which can run code"
    return f"sets {name}, which decides what other programs run"
