"""What the programs do that change or show the state of the whole machine: processes, services, packages, mounts.

Flags: procps 4.0, systemd 252, apt 2.6, dpkg 1.21, cron 3.0, util-linux 2.38, Homebrew 4 manuals.
"""

from __future__ import annotations

from assent.core.effect import NET_READ, READ_ELSEWHERE, READ_SECRET, RUN_CODE, SYSTEM, WEAKEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.meaning.use import Arg, Use


def signal(use: Use) -> None:
    """Whose process it is cannot be known; stopping what watches over the agent disables it."""
    asks = use.has("-l", "-L", "--list", "--table") or (use.name == "kill" and use.has("-0"))
    if asks and all(word.text is not None for word in use.words):
        return
    use.note(SYSTEM, "stops or signals processes")
    for word in use.words:
        if word.text is None or any(name in word.text.lower() for name in ("assent", "claude", "codex")):
            use.note(RUN_CODE, "may stop what watches over the agent")


# Services that guard a machine, and what takes one away.
_GUARDS = frozenset((
    "ufw", "firewalld", "nftables", "iptables", "ip6tables", "netfilter-persistent", "apparmor", "auditd", "fail2ban",
    "clamav-daemon", "clamav-freshclam", "falcon-sensor", "osqueryd", "wazuh-agent", "crowdsec", "sshguard", "snort",
    "suricata", "mdatp", "auditbeat", "unattended-upgrades", "selinux", "usbguard", "rkhunter", "aide",
))  # fmt: skip
_TAKING = ("stop", "disable", "mask", "kill")


def unguarded(use: Use, verb: str, names: Sequence[Arg]) -> None:
    """A service that guards the machine is stopped, or does not start again."""
    for word in names if verb in _TAKING else ():
        name = (word.text or "").removesuffix(".service").removesuffix(".timer")
        if word.text is None or name in _GUARDS:
            use.note(WEAKEN, f"{verb}s {name or 'a service that cannot be known'}, which guards this machine")


def enforcing(use: Use) -> None:
    """`setenforce 0` lets through what the policy forbids."""
    if not use.words or use.words[0].text is None or use.words[0].text.lower() not in ("1", "enforcing"):
        use.note(WEAKEN, "switches off a check that protects you")


def units(use: Use) -> None:
    """`systemctl stop` and its kin of what guards the machine."""
    unguarded(use, use.sub[-1] if use.sub else "", use.words)


def service(use: Use) -> None:
    """`service NAME status` asks, anything else changes."""
    unguarded(use, (use.words[1].text or "stop") if len(use.words) > 1 else "", use.words[:1])
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
