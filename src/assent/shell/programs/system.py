"""What the programs do that change or show the state of the whole machine: processes, services, packages, mounts.

Flags: procps 4.0, systemd 252, apt 2.6, dpkg 1.21, cron 3.0, util-linux 2.38, Homebrew 4 manuals.
"""

from __future__ import annotations

from assent.core.effect import NET_READ, READ_ELSEWHERE, READ_SECRET, RUN_CODE, SYSTEM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.table import Spec
    from assent.shell.meaning.use import Use


def signal(use: Use) -> None:
    """Whose process it is cannot be known; stopping what watches over the agent disables it."""
    if use.has("-l", "-L", "--list", "--table") or (use.name == "kill" and use.has("-0")):
        return
    use.note(SYSTEM, "stops or signals processes")
    for word in use.words:
        if word.text is None or any(name in word.text.lower() for name in ("assent", "claude", "codex")):
            use.note(RUN_CODE, "may stop what watches over the agent")


def service(use: Use) -> None:
    """`service NAME status` asks, anything else changes."""
    verbs = [word.text for word in use.words[1:]]
    if use.has("--status-all") or verbs == ["status"]:
        use.note(READ_ELSEWHERE, "asks for the state of services")
    else:
        use.note(SYSTEM, "changes a service")


def crontab(use: Use) -> None:
    """Whatever is written into a crontab runs later."""
    if use.has("-l"):
        use.note(READ_ELSEWHERE, "lists what runs later")
    else:
        use.note(RUN_CODE | SYSTEM, "changes what runs later")


def package(use: Use) -> None:
    """`./file.deb` and addresses are not packages of the distribution."""
    for word in use.words:
        use.package(word)


def formula(use: Use) -> None:
    """A formula is Ruby that Homebrew runs to show it; `user/tap/name`, a file and an address are anybody's."""
    for word in use.words:
        if word.text is None or "/" in word.text or word.text.endswith(".rb"):
            use.note(RUN_CODE, "loads a formula from a tap, a file or an address")


_LISTS_MOUNTS = ("-l", "--show-labels", "-v", "--verbose", "-t", "--types")


def mount(use: Use) -> None:
    """Without operands it lists, by type if asked; anything else may name what is mounted."""
    if not use.words and all(flag in _LISTS_MOUNTS for flag, _ in use.options):
        use.note(READ_ELSEWHERE, "lists mounts")
    else:
        use.note(SYSTEM, "mounts a file system")
        for place in use.words[-1:]:
            use.write(place)  # what lies there is hidden by what is mounted


def properties(use: Use) -> None:
    """`systemctl show` prints the environment of a unit, unless it is asked for other properties only."""
    asked = [value for flag, value in use.options if flag in ("-p", "--property")]
    for value in asked or [None]:
        text = value.text if value is not None else None
        if text is None or any(word in text.lower() for word in ("env", "exec", "credential", "*")):
            use.note(READ_SECRET, "shows the environment of a unit")


def kernel(use: Use) -> None:
    """sysctl writes with -w, -p, or a `name=value` operand."""
    if use.has("-w", "--write", "-p", "--load", "--system") or any(
        word.text is None or "=" in word.text for word in use.words
    ):
        use.note(SYSTEM, "changes kernel settings")
    else:
        use.note(READ_ELSEWHERE, "reads kernel settings")


def journal(use: Use) -> None:
    """Journals elsewhere are read by path."""
    for flag, arg in use.options:
        if flag in ("-D", "--directory", "--file") and arg is not None:
            use.read(arg)


def network_state(use: Use) -> None:
    """`ip OBJECT [show|list] …` shows, any other verb changes."""
    words = [word.text for word in use.words]
    if not words or len(words) < 2 or words[1] in ("show", "list", "ls", "sh", "get"):
        use.note(READ_ELSEWHERE, "shows the network")
        if words and words[0] in ("netns", "vrf", "monitor"):
            use.unknown(f"ip {words[0]}")
    else:
        use.note(SYSTEM, "changes the network")
        if words[0] in ("netns", "vrf"):
            use.note(RUN_CODE, "may run a command in another network")


def updates(use: Use) -> None:
    """What installing fetches."""
    use.note(NET_READ, "fetches packages")


_SIGNALS = " ".join(
    f"-{name} -SIG{name}"
    for name in (
        "HUP", "INT", "QUIT", "KILL", "TERM", "USR1", "USR2", "STOP", "CONT", "TSTP", "WINCH", "ALRM", "ABRT", "PIPE",
    )
)  # fmt: skip
_APT_FLAGS = (
    "-y --yes --assume-yes -q -qq --quiet -s --simulate --dry-run --no-install-recommends --install-recommends"
    " --fix-broken -f --no-upgrade --only-upgrade --reinstall -d --download-only --purge --auto-remove --fix-missing"
    " --allow-downgrades --no-show-upgraded -V --verbose-versions --installed --upgradable --all-versions -a"
    " --names-only -n --full --no-remove -u --show-upgraded"
)
_APT_VALUES = {"-o --option -c --config-file": "code", "-t --target-release --default-release": "data"}
_APT_READ: Spec = {
    "effects": "read-elsewhere",
    "operands": "data*",
    "flags": _APT_FLAGS,
    "values": _APT_VALUES,
}
_APT_CHANGE: Spec = {
    "effects": "install net-read system",
    "operands": "data*",
    "special": "package",
    "flags": _APT_FLAGS,
    "adds": {"--allow-unauthenticated --force-yes": "run-code"},
    "values": _APT_VALUES,
}
_APT: Spec = {
    "shows": "--help --version",
    "flags": _APT_FLAGS,
    "values": _APT_VALUES,
    "subcommands": {
        "list search show policy depends rdepends showpkg pkgnames stats madison showsrc": _APT_READ,
        "changelog": {**_APT_READ, "effects": "net-read"},
        "update": {**_APT_CHANGE, "effects": "net-read system", "operands": ""},
        "install reinstall remove purge autoremove upgrade full-upgrade dist-upgrade build-dep": _APT_CHANGE,
        "clean autoclean": {**_APT_READ, "effects": "system"},
        "download": {**_APT_READ, "effects": "net-read write-project"},
        "source": {**_APT_READ, "effects": "net-read write-project run-code"},
        "edit-sources satisfy": {"effects": "run-code system", "operands": "data*"},
        "check": _APT_READ,
    },
}
_UNIT_FLAGS = (
    "-a --all -l --full --no-pager --no-legend -q --quiet --user --system --plain -r --recursive --failed --reverse"
    " --no-block --wait --value --with-dependencies --now --runtime -f --force --after --before"
)
_UNIT_VALUES = {
    "-t --type --state -n --lines -o --output -p --property --job-mode -s --signal --kill-whom --what": "data",
    "-H --host -M --machine --root --image": "unknown",
}
_UNIT_READ: Spec = {
    "effects": "read-elsewhere",
    "operands": "data*",
    "flags": _UNIT_FLAGS,
    "values": _UNIT_VALUES,
}
_UNIT_CHANGE: Spec = {**_UNIT_READ, "effects": "system"}
_UNIT_CODE: Spec = {**_UNIT_READ, "effects": "system run-code"}
_BREW_FLAGS = (
    "-q --quiet -v --verbose --cask --formula --formulae --casks --versions -1 -l -d --debug --dry-run -n"
)
_BREW_READ: Spec = {
    "effects": "read-elsewhere net-read",
    "operands": "data*",
    "special": "formula",
    "flags": f"{_BREW_FLAGS} --installed --tree --all --greedy --direct --pinned --desc --analytics --include-build",
    "optional": {"--json": "data"},
}
_BREW_CHANGE: Spec = {
    "effects": "install net-read system",
    "operands": "package*",
    "flags": f"{_BREW_FLAGS} --overwrite --force --zap --greedy --ignore-dependencies --only-dependencies -s --build-from-source",
    "adds": {"--HEAD --interactive --cc": "run-code"},
}
_LOOK = "read-elsewhere"

PROGRAMS: dict[str, Spec] = {
    "kill": {"operands": "data*", "special": "signal", "numeric": True, "flags": f"-0 -l -L --list --table {_SIGNALS}", "values": {"-s --signal -n": "data"}},
    "killall": {
        "operands": "data*",
        "special": "signal",
        "numeric": True,
        "flags": f"-e -I -g -i -l -q -r -v -w --list --exact --wait --verbose {_SIGNALS}",
        "values": {"-s --signal -u --user -o -y -n": "data"},
    },
    "pkill": {
        "operands": "data*",
        "special": "signal",
        "numeric": True,
        "flags": f"-f --full -x --exact -n --newest -o --oldest -i --ignore-case -v -e --echo -c --count {_SIGNALS}",
        "values": {"-s --session --signal -u --euid -U --uid -P --parent -g --pgroup -G --group -t --terminal": "data"},
    },
    "pgrep": {
        "effects": _LOOK,
        "operands": "data*",
        "flags": "-f --full -l --list-name -a --list-full -x --exact -n --newest -o --oldest -c --count -i --ignore-case -v -w",
        "values": {"-u --euid -U --uid -P --parent -d --delimiter -s --session -g -G -t -r --runstates": "data"},
    },
    "pidof": {"effects": _LOOK, "operands": "data*", "flags": "-s -c -n -q -x -z", "values": {"-o -S": "data"}},
    "sleep": {"inert": True, "operands": "data*"},
    "systemctl": {
        "shows": "--help --version",
        "flags": _UNIT_FLAGS,
        "values": _UNIT_VALUES,
        "bare": {"effects": _LOOK},
        "subcommands": {
            "status is-active is-enabled is-failed is-system-running list-units list-unit-files list-timers": _UNIT_READ,
            "list-sockets list-dependencies list-jobs list-machines cat help get-default": _UNIT_READ,
            "show": {**_UNIT_READ, "special": "properties"},
            # Prints every variable of the service manager.
            "show-environment": {**_UNIT_READ, "effects": "read-secret"},
            "start stop restart reload try-restart reload-or-restart kill reset-failed isolate freeze thaw": _UNIT_CHANGE,
            "daemon-reload daemon-reexec mask unmask disable set-default clean reboot poweroff halt suspend": _UNIT_CHANGE,
            "hibernate rescue emergency kexec": _UNIT_CHANGE,
            "enable reenable link edit revert preset set-property set-environment unset-environment": _UNIT_CODE,
            "import-environment bind mount-image switch-root": _UNIT_CODE,
        },
    },
    "service": {"operands": "data*", "special": "service", "flags": "--status-all"},
    "journalctl": {
        "shows": "--help --version",
        "effects": _LOOK,
        "operands": "data*",
        "special": "journal",
        "flags": (
            "-f --follow -r --reverse -a --all -e --pager-end -x --catalog -q --quiet -k --dmesg -m --merge --no-pager"
            " --no-tail --no-hostname --user --system --list-boots --disk-usage --utc -l --full --no-full --no-legend -N"
            " --fields --list-catalog --header --verify"
        ),
        "adds": {"--flush --rotate --sync --relinquish-var --setup-keys --update-catalog": "system"},
        "values": {
            "-u --unit --user-unit -S --since -U --until -p --priority -o --output -t --identifier": "data",
            "-g --grep -F --field --output-fields -c --cursor --after-cursor --facility": "data",
            "-D --directory --file": "data",
            "--vacuum-size --vacuum-time --vacuum-files -M --machine --root --image --namespace --cursor-file": "unknown",
        },
        # A number may follow `-n` and is an operand then; anything else that follows is an option of its own.
        "optional": {"-b --boot -n --lines --case-sensitive": "data"},
    },
    "crontab": {"operands": "read", "special": "crontab", "flags": "-l -r -i -e", "values": {"-u": "data"}},
    "at": {
        "effects": "run-code system",
        "operands": "data*",
        "flags": "-m -M -v -l -V -b -r -d",
        "values": {"-f": "read", "-q -t -c": "data"},
    },
    "batch": {"effects": "run-code system", "operands": "data*"},
    "atq": {"effects": _LOOK, "operands": "", "flags": "-V", "values": {"-q": "data"}},
    "atrm": {"effects": "system", "operands": "data*"},
    "apt": _APT,
    "apt-get": _APT,
    "apt-cache": _APT,
    "dpkg": {
        "shows": "--help --version",
        "effects": _LOOK,
        "operands": "read*",
        "flags": "-l --list -L --listfiles -s --status -S --search -p --print-avail --get-selections --print-architecture -V --verify"
        " -c --contents -I --info --audit -C",
        "adds": {
            "-i --install -r --remove -P --purge --unpack --configure -a --pending": "run-code system",
            "--set-selections --add-architecture --clear-avail --force-all": "system",
        },
    },
    "dpkg-query": {
        "effects": _LOOK,
        "operands": "data*",
        "flags": "-l --list -L --listfiles -s --status -S --search -W --show",
        "values": {"-f --showformat": "data"},
    },
    "brew": {
        "shows": "--help --version",
        "flags": "--prefix --cellar --cache --version -v",
        "bare": {"effects": _LOOK},
        "subcommands": {
            "list ls info search desc deps uses leaves outdated config doctor home cat log formulae casks": _BREW_READ,
            "install reinstall upgrade": _BREW_CHANGE,
            "uninstall remove rm": _BREW_CHANGE,
            "update": {**_BREW_CHANGE, "operands": ""},
            "link unlink pin unpin cleanup autoremove": {**_BREW_CHANGE, "effects": "system", "operands": "data*"},
            "services": {
                "bare": {"effects": _LOOK},
                "subcommands": {"list info": _BREW_READ, "start stop restart run kill": {"effects": "system", "operands": "data*"}},
            },
            "tap bundle edit create extract": {"effects": "run-code system net-read", "operands": "data*"},
        },
    },
    "mount": {
        "shows": "--help --version",
        "operands": "data*",
        "special": "mount",
        "flags": "-l --show-labels -v --verbose -r --read-only -a --all -w -f --fake -n",
        "values": {"-t --types -o --options -L -U --source": "data", "--target": "write"},
    },
    "umount": {"effects": "system", "operands": "data*", "flags": "-l -f -a -r -R -v -q -n", "values": {"-t -O": "data"}},
    "sysctl": {
        "operands": "data*",
        "special": "kernel",
        "flags": "-a --all -n --values -e --ignore -N --names -b -q --quiet -w --write --system -A -X",
        "optional": {"-p --load": "read"},
        "values": {"-r --pattern": "data"},
    },
    "dmesg": {
        "effects": _LOOK,
        "operands": "",
        "flags": "-T --ctime -H --human -w --follow -k --kernel -x --decode -e -t -r --nopager -P -u --raw",
        "adds": {"-C --clear -c --read-clear -D --console-off -E --console-on -n": "system"},
        "values": {"-l --level -f --facility --since --until": "data"},
        "optional": {"-L --color": "data"},
    },
    "lsof": {
        "effects": _LOOK,
        "operands": "read*",
        "flags": "-n -P -l -t -w -a -b -h -v -R -U -V",
        "optional": {"-i -s": "data"},
        "values": {"-p -u -c -g -d": "data"},
    },
    "ss": {
        "shows": "--help --version",
        "effects": _LOOK,
        "operands": "data*",
        "flags": "-t -u -l -n -p -a -r -e -m -o -i -s -4 -6 -x -w -H -O --tcp --udp --listening --numeric --processes --all --summary",
        "adds": {"-K --kill": "system"},
        "values": {"-f --family -A --query": "data"},
    },
    "netstat": {"effects": _LOOK, "operands": "data*", "flags": "-t -u -l -n -p -a -r -i -s -e -o -v -W -c -4 -6 --tcp --udp --listening"},
    "ip": {
        "operands": "data*",
        "special": "network_state",
        "style": "stop",
        "flags": "-4 -6 -br -brief -c -color -j -json -p -pretty -s -stats -d -details -o -oneline -h -V",
    },
    "ifconfig": {"operands": "unknown*", "flags": "-a -s", "bare": {"effects": _LOOK}},
    "mkfs": {"effects": "system destroy", "operands": "write*", "values": {"-t --type": "data"}},
    "fdisk": {"effects": "system destroy", "operands": "write*", "flags": "-l --list"},
    "parted": {"effects": "system destroy", "operands": "write data*", "flags": "-l --list -s --script"},
    "useradd": {"effects": "system privilege", "operands": "data*"},
    "usermod": {"effects": "system privilege", "operands": "data*"},
    "passwd": {"effects": "system privilege", "operands": "data*"},
    "iptables": {"effects": "system", "operands": "data*"},
    "ufw": {"effects": "system", "operands": "data*"},
    "hostnamectl": {"bare": {"effects": _LOOK}, "effects": "system", "operands": "data*"},
    "timedatectl": {"bare": {"effects": _LOOK}, "effects": "system", "operands": "data*"},
    "launchctl": {"effects": "system run-code", "operands": "data*"},
}  # fmt: skip
for _name in ("findmnt", "lsblk", "blkid"):
    PROGRAMS[_name] = {
        "effects": _LOOK,
        "operands": "data*",
        "flags": "-a -f -l -m -n -p -t -J --json -o+ --all --fs --list --noheadings --paths --tree -b -d -r -S",
        "values": {"-o --output -T --target": "data"},
    }
for _name in ("reboot", "shutdown", "poweroff", "halt", "init"):
    PROGRAMS[_name] = {
        "effects": "system",
        "operands": "data*",
        "flags": "-h -r -c -P -H -f -n -k --no-wall now",
    }
for _name in (
    "mkfs.ext4",
    "mkfs.ext3",
    "mkfs.ext2",
    "mkfs.xfs",
    "mkfs.btrfs",
    "mkfs.vfat",
    "wipefs",
    "mkswap",
    "sfdisk",
):
    PROGRAMS[_name] = {
        "effects": "system destroy",
        "operands": "write*",
        "flags": "-a -f -F -q",
        "values": {"-L -t": "data"},
    }
