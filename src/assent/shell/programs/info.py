"""What the programs that tell about the machine, the clock and the user do.

Flags: GNU coreutils 9.1, procps 4.0, util-linux 2.38 and debianutils `--help` and manuals.
"""

from __future__ import annotations

from assent.core.effect import READ_ELSEWHERE, READ_SECRET, SYSTEM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.table import Spec, Use

_PS_LETTERS = frozenset("aAcfghjklmnrsTuvwxXeEfFHLMNSyZdV")


def date(use: Use) -> None:
    """`date +FORMAT` prints; an operand of digits sets the clock."""
    for word in use.words:
        if not word.prefix.startswith("+"):
            use.note(SYSTEM, "sets the clock")


def hostname(use: Use) -> None:
    """An operand sets the name of the machine."""
    if use.words:
        use.note(SYSTEM, "sets the name of the machine")


def ps(use: Use) -> None:
    """BSD letters come without a dash; among them `e` shows every process's environment."""
    use.note(READ_ELSEWHERE, "lists processes")
    for word in use.words:
        text = word.text
        if text is None:
            use.opaque("what ps shows cannot be known")
        elif text.isdigit() or text.replace(",", "").isdigit():
            continue
        elif not all(letter in _PS_LETTERS for letter in text):
            use.unknown(f"ps operand {text}")
        elif "e" in text:
            use.note(READ_SECRET, "shows the environment of processes")
    for flag, value in use.options:
        if flag in ("-o", "-O", "--format") and (value is None or value.text is None):
            use.opaque("what ps shows cannot be known")
        elif flag in ("-o", "-O", "--format") and value is not None and "env" in (value.text or "").lower():
            use.note(READ_SECRET, "shows the environment of processes")


PROGRAMS: dict[str, Spec] = {
    "which": {"effects": "read-elsewhere", "flags": "-a -s --all", "operands": "data*"},
    "whereis": {
        "effects": "read-elsewhere",
        "flags": "-b -m -s -u -g -l -h --help -V --version",
        "operands": "data*",
    },
    "uname": {
        "inert": True,
        "flags": "-a --all -s --kernel-name -n --nodename -r --kernel-release -v --kernel-version -m --machine -p --processor -i --hardware-platform -o --operating-system --help --version",
        "operands": "",
    },
    "arch": {"inert": True, "flags": "--help --version", "operands": ""},
    "whoami": {"inert": True, "flags": "--help --version", "operands": ""},
    "logname": {"inert": True, "flags": "--help --version", "operands": ""},
    "groups": {"inert": True, "flags": "--help --version", "operands": "data*"},
    "tty": {"inert": True, "flags": "-s --silent --quiet --help --version", "operands": ""},
    "id": {
        "inert": True,
        "flags": "-a -Z --context -g --group -G --groups -n --name -r --real -u --user -z --zero --help --version",
        "operands": "data*",
    },
    "who": {
        "effects": "read-elsewhere",
        "flags": "-a --all -b --boot -d --dead -H --heading -l --login -m -p --process -q --count -r --runlevel -s --short -t --time -T -w --mesg -u --users --help --version",
        "operands": "data*",
    },
    "hostname": {
        "flags": "-a --alias -A --all-fqdns -d --domain -f --fqdn --long -i --ip-address -I --all-ip-addresses -s --short -y --yp --nis -V --version -h --help",
        "operands": "data*",
        "special": "hostname",
    },
    "nproc": {
        "inert": True,
        "flags": "--all --help --version",
        "values": {"--ignore": "data"},
        "operands": "",
    },
    "free": {
        "effects": "read-elsewhere",
        "flags": "-b --bytes -k --kibi -m --mebi -g --gibi --kilo --mega --giga --tera --peta --tebi --pebi -h --human --si -l --lohi -t --total -v --committed -w --wide -V --version --help",
        "values": {"-s --seconds -c --count": "data"},
        "operands": "",
    },
    "uptime": {
        "effects": "read-elsewhere",
        "flags": "-p --pretty -s --since -h --help -V --version",
        "operands": "",
    },
    "ps": {
        "flags": "-A -a -d -e -N -f -F -H -j -l -L -M -T -w -y -Z -c -m -V --deselect --forest --headers --no-headers --no-heading --cumulative --info --version --help",
        "values": {
            "-C -g -G -o -O -p -q -s -t -u -U -n --format --sort --pid --ppid --quick-pid --sid --tty --user --User --group --Group --cols --columns --width --rows --lines": "data"
        },
        "operands": "data*",
        "special": "ps",
    },
    "date": {
        "inert": True,
        "flags": "--debug -R --rfc-email -u --utc --universal --resolution --help --version",
        "values": {"-d --date --rfc-3339": "data", "-f --file -r --reference": "read"},
        "optional": {"-I --iso-8601": "data"},
        "adds": {"-s --set": "system"},
        "operands": "data*",
        "special": "date",
    },
    "cal": {
        "inert": True,
        "flags": "-1 --one -3 --three -s --sunday -m --monday -j --julian -y --year -Y --twelve -v --vertical -w -h --help -V --version",
        "values": {"-n --months -S --span -c --column-width": "data"},
        "operands": "data*",
    },
    "ncal": {
        "flags": "-3 -1 -h -j -J -M -S -o -p -w -y -b -C -e -N",
        "values": {"-m -A -B -H -d -s": "data"},
        "operands": "data*",
    },
    "seq": {
        "inert": True,
        "flags": "-w --equal-width --help --version",
        "values": {"-f --format -s --separator": "data"},
        "numeric": True,
        "operands": "data*",
    },
    "lscpu": {
        "effects": "read-elsewhere",
        "flags": "-a -b -c -J --json -e -p -y -x --help --version",
        "operands": "",
    },
    "lsb_release": {
        "effects": "read-elsewhere",
        "flags": "-v --version -i --id -d --description -r --release -c --codename -a --all -s --short -h --help",
        "operands": "",
    },
    "getconf": {"flags": "-a", "operands": "data*"},
    "locale": {
        "effects": "read-elsewhere",
        "flags": "-a --all-locales -m --charmaps -k --keyword-name -c --category-name -v --verbose",
        "operands": "data*",
    },
    "users": {"effects": "read-elsewhere", "flags": "--help --version", "operands": ""},
    "last": {
        "effects": "read-elsewhere",
        "flags": "-a -d -F -i -R -w -x",
        "values": {"-n -s -t -p": "data", "-f": "read"},
        "numeric": True,
        "operands": "data*",
    },
    "vmstat": {
        "effects": "read-elsewhere",
        "flags": "-a -f -m -n -s -d -D -w -t -h -V",
        "values": {"-p -S": "data"},
        "operands": "data*",
    },
    "tput": {"flags": "-S -V", "values": {"-T": "data"}, "operands": "data*"},
    "factor": {"flags": "--help --version", "operands": "data*"},
    "expr": {"inert": True, "flags": "--help --version", "operands": "data*"},
    "sync": {"flags": "-d --data -f --file-system --help --version", "operands": "read*"},
}
