"""What the programs that make, move, link, re-own and remove files do, and those that only look at names and sizes.

Flags: GNU coreutils 9.1 `--help`, tree 2.1, file 5.44.
"""

from __future__ import annotations

from assent.core import places
from assent.core.effect import DESTROY, PRIVILEGE, READ_PROJECT, SYSTEM
from assent.shell.meaning.use import Arg
from assent.shell.programs.trees import below, deep_read, deep_write, pour, wide

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.table import Spec, Use

_RECURSIVE = ("-r", "-R", "--recursive", "-a", "--archive")
_INTO = ("-t", "--target-directory")
_NO_DIRECTORY = ("-T", "--no-target-directory")


def _known(use: Use) -> bool:
    """Closed world for the programs whose own walk of the operands would otherwise never say that none were given."""
    if use.words or use.has("--help", "--version"):
        return bool(use.words)
    use.unknown(f"{use.name} without operands")
    return False


def _sources_and_target(use: Use) -> tuple[list[Arg], Arg | None]:
    """The operands before the last, and where they go; -t names the directory first."""
    into = use.value(*_INTO)
    if into is not None:
        return list(use.words), into
    if len(use.words) < 2:
        return list(use.words), None
    return list(use.words[:-1]), use.words[-1]


def _land(use: Use, source: Arg, target: Arg, *, tree: bool) -> None:
    """What writing `source` at `target` may touch: the path itself, and its name below it when it is a directory."""
    use.write(target)
    if not use.has(*_NO_DIRECTORY):
        use.write(below(target, source))
    if use.has("--parents") and source.text is not None and target.text is not None:
        use.write(Arg(target.text + "/" + source.text.lstrip("/")))
    nameless = (source.text or "").rstrip("/").rpartition("/")[2] in ("", ".", "..", "*", ".*")
    if source.text is None or source.glob or (tree and (nameless or use.has(*_NO_DIRECTORY))):
        pour(use, target)


def copy(use: Use) -> None:
    """cp and install: reads the sources, writes the target and each name below it."""
    if not _known(use):
        return
    sources, target = _sources_and_target(use)
    tree = use.has(*_RECURSIVE)
    if target is None:
        use.unknown(f"{use.name} with one operand")
        return
    for source in sources:
        if tree:
            deep_read(use, [source])
        else:
            use.read(source)
        if use.has("-l", "--link", "-s", "--symbolic-link") and use.name == "cp":
            use.write(source)  # what is later written through the link lands there
        _land(use, source, target, tree=tree)


def install(use: Use) -> None:
    """install -d makes directories; otherwise it copies, and a mode may set the user-id bit."""
    mode = use.value("-m", "--mode")
    if mode is not None:
        _mode(use, mode)
    if use.has("-d", "--directory"):
        for word in use.words:
            use.write(word)
        return
    copy(use)


def move(use: Use) -> None:
    """mv removes the sources from where they were."""
    if not _known(use):
        return
    sources, target = _sources_and_target(use)
    if target is None:
        use.unknown("mv with one operand")
        return
    for source in sources:
        use.edit(source)
        for place in use.places(source) if source.text else ():
            if places.is_critical(place, use.facts) or place == use.facts.project:
                use.note(DESTROY | SYSTEM, f"moves {place} away")
        _land(use, source, target, tree=True)
        if (target.text or "").startswith("/dev/"):
            use.note(DESTROY, "moves to a device")


def link(use: Use) -> None:
    """A link gives later commands the power to read and write what it points at, so its target counts as both."""
    if not _known(use):
        return
    sources, target = _sources_and_target(use)
    for source in sources:
        use.edit(source)
        if target is None:
            use.write(below(Arg("."), source))
            continue
        _land(use, source, target, tree=False)
        _relative_target(use, source, target)


def _relative_target(use: Use, source: Arg, target: Arg) -> None:
    """A relative symbolic link is meant from the directory that holds it, not from the working directory."""
    if source.text is None or target.text is None or source.text.startswith("/"):
        return
    folder = target.text.rpartition("/")[0]
    for start in (folder, target.text):
        if start:
            use.edit(Arg(start + "/" + source.text, glob=source.glob))


def _mode(use: Use, mode: Arg) -> None:
    """A mode that sets the user-id or group-id bit hands out the owner's rights."""
    text = mode.text
    if text is None:
        use.opaque("a mode that cannot be known")
        return
    digits = text.lstrip("0")
    if "s" in text or (digits.isdigit() and len(digits) > 3 and digits[0] in "2467"):
        use.note(PRIVILEGE, f"mode {text} sets the user-id or group-id bit")


def chmod(use: Use) -> None:
    """The first operand is the mode, unless the mode was written like an option (`chmod -x f`) or taken from a file."""
    if not _known(use):
        return
    words = list(use.words)
    if not use.has("--reference", "-x", "-w", "-r", "-rwx", "-rw", "-wx", "-rx"):
        _mode(use, words.pop(0))
    _each(use, words)


def chown(use: Use) -> None:
    """The first operand is the owner; changing it is a matter of the machine."""
    if not _known(use):
        return
    words = list(use.words)
    if not use.has("--reference"):
        words.pop(0)
    use.note(SYSTEM, "changes the owner of files")
    _each(use, words)


def _each(use: Use, words: list[Arg]) -> None:
    for word in words:
        if use.has("-R", "--recursive"):
            deep_write(use, word)
        else:
            use.write(word)


def remove(use: Use) -> None:
    """rm of the whole project or of what holds it is the machine's matter."""
    if not _known(use):
        return
    for word in use.words:
        for place in use.places(word) if word.text is not None else ():
            if place.removesuffix("/*") == use.facts.project or wide(use, place):
                use.note(SYSTEM, f"deletes {place} with all in it")


_DD_DATA = (
    "bs",
    "ibs",
    "obs",
    "cbs",
    "count",
    "skip",
    "seek",
    "iseek",
    "oseek",
    "conv",
    "status",
    "iflag",
    "oflag",
)


def dd(use: Use) -> None:
    """dd speaks in `name=value` operands."""
    for word in use.words:
        name, equals, value = (word.text if word.text is not None else word.prefix).partition("=")
        path = Arg(value if word.text is not None else None, prefix=value)
        if name == "if" and equals:
            use.read(path)
        elif name == "of" and equals:
            use.write(path)
        elif name not in _DD_DATA or not equals:
            use.unknown(f"dd operand {name}")


def split(use: Use) -> None:
    """split names its output by prefix, letters and suffix: anything that fits may be written."""
    prefix = use.words[1] if len(use.words) > 1 else Arg("x")
    suffix = use.value("--additional-suffix") or Arg("")
    if prefix.text is None or suffix.text is None:
        use.opaque("the names split writes cannot be known")
        return
    use.write(Arg(prefix.text + "*" + suffix.text, glob=True))


def tree(use: Use) -> None:
    """Listing shows names only."""
    if not use.words:
        use.add(READ_PROJECT, "lists the working directory")


_LS: Spec = {
    "effects": "read-project",
    "flags": "-a --all -A --almost-all --author -b --escape -B --ignore-backups -c -C -d --directory -D --dired -f -F --file-type --full-time -g --group-directories-first -G --no-group -h --human-readable --si -H --dereference-command-line --dereference-command-line-symlink-to-dir -i --inode -k --kibibytes -l -L --dereference -m -n --numeric-uid-gid -N --literal -o -p -q --hide-control-chars --show-control-chars -Q --quote-name -r --reverse -R --recursive -s --size -S -t -u -U -v -x -X -Z --context --zero -1 --help --version",
    "values": {
        "--block-size --format --hide --indicator-style -I --ignore --quoting-style --sort --time --time-style -T --tabsize -w --width": "data"
    },
    "optional": {"--color --classify --hyperlink": "data"},
    "operands": "names*",
}
_COPY_FLAGS = "-b -f --force -i --interactive -n --no-clobber --strip-trailing-slashes -T --no-target-directory -u --update -v --verbose --help --version"

PROGRAMS: dict[str, Spec] = {
    "ls": _LS,
    "dir": _LS,
    "vdir": _LS,
    "stat": {
        "flags": "-L --dereference -f --file-system -t --terse --help --version",
        "values": {"-c --format --printf --cached": "data"},
        "operands": "names*",
    },
    "file": {
        "flags": "-b --brief -c --checking-printout -E -h --no-dereference -i --mime --apple --extension --mime-type --mime-encoding -k --keep-going -L --dereference -n --no-buffer -N --no-pad -0 --print0 -p --preserve-date -r --raw -v --version --help",
        "values": {
            "-e --exclude --exclude-quiet -F --separator -P --parameter": "data",
            "-m --magic-file": "read",
        },
        "operands": "names*",
    },
    "du": {
        "effects": "read-project",
        "flags": "-0 --null -a --all --apparent-size -b --bytes -c --total -D --dereference-args -H -h --human-readable --inodes -k -L --dereference -l --count-links -m -P --no-dereference -S --separate-dirs --si -s --summarize -x --one-file-system --help --version",
        "values": {
            "-B --block-size -d --max-depth -t --threshold --time-style --exclude": "data",
            "-X --exclude-from": "read",
        },
        "optional": {"--time": "data"},
        "operands": "names*",
    },
    "df": {
        "effects": "read-elsewhere",
        "flags": "-a --all -h --human-readable -H --si -i --inodes -k -l --local --no-sync -P --portability --total -T --print-type -v --help --version",
        "values": {"-B --block-size -t --type -x --exclude-type": "data"},
        "optional": {"--output": "data"},
        "operands": "names*",
    },
    "tree": {
        "flags": "-a -d -l -f -x -R --gitignore --ignore-case --matchdirs --metafirst --prune --info --noreport -q -N -Q -p -u -g -s -h --si --du -D -F --inodes --device -v -t -c -U -r --dirsfirst --filesfirst -i -A -S -n -C -X -J --nolinks --version --help",
        "values": {
            "-L -P -I --charset --filelimit --timefmt --sort -H -T": "data",
            "-o": "write",
            "--gitfile --infofile": "read",
        },
        "operands": "names*",
        "special": "tree",
    },
    "tee": {
        "inert": True,
        "flags": "-a --append -i --ignore-interrupts -p --help --version",
        "optional": {"--output-error": "data"},
        "operands": "write*",
    },
    "touch": {
        "flags": "-a -c --no-create -f -h --no-dereference -m --help --version",
        "values": {"-d --date -t --time": "data", "-r --reference": "read"},
        "operands": "write*",
    },
    "mkdir": {
        "flags": "-p --parents -v --verbose --help --version",
        "values": {"-m --mode": "data"},
        "operands": "write*",
    },
    "rmdir": {
        "flags": "--ignore-fail-on-non-empty -p --parents -v --verbose --help --version",
        "operands": "write*",
    },
    "cp": {
        "flags": _COPY_FLAGS
        + " -a --archive --attributes-only --copy-contents -d -H -l --link -L --dereference -P --no-dereference -p --parents -R -r --recursive --remove-destination -s --symbolic-link -x --one-file-system",
        "values": {"--no-preserve --sparse": "data", "-t --target-directory": "write"},
        "optional": {"--backup --preserve --reflink": "data"},
        "operands": "data*",
        "special": "copy",
    },
    "install": {
        "flags": "-b -c -C --compare -d --directory -D -p --preserve-timestamps -T --no-target-directory -v --verbose --help --version",
        "values": {"-m --mode": "data", "-t --target-directory": "write"},
        "optional": {"--backup": "data"},
        "operands": "data*",
        "special": "install",
    },
    "mv": {
        "flags": _COPY_FLAGS,
        "values": {"-t --target-directory": "write"},
        "optional": {"--backup": "data"},
        "operands": "data*",
        "special": "move",
    },
    "ln": {
        "flags": "-b -f --force -i --interactive -L --logical -n --no-dereference -P --physical -r --relative -s --symbolic -T --no-target-directory -v --verbose --help --version",
        "values": {"-t --target-directory": "write"},
        "optional": {"--backup": "data"},
        "operands": "data*",
        "special": "link",
    },
    "rm": {
        "flags": "-f --force -i -I --one-file-system --preserve-root -r -R --recursive -d --dir -v --verbose --help --version",
        "adds": {"--no-preserve-root": "system"},
        "optional": {"--interactive": "data"},
        "operands": "destroy*",
        "special": "remove",
    },
    "unlink": {"flags": "--help --version", "operands": "destroy"},
    "chmod": {
        "flags": "-c --changes -f --silent --quiet -v --verbose --preserve-root -R --recursive -x -w -r --help --version",
        "adds": {"--no-preserve-root": "system"},
        "values": {"--reference": "read"},
        "operands": "data*",
        "special": "chmod",
    },
    "chown": {
        "flags": "-c --changes -f --silent --quiet -v --verbose --dereference -h --no-dereference --preserve-root -R --recursive -H -L -P --help --version",
        "adds": {"--no-preserve-root": "system"},
        "values": {"--reference": "read", "--from": "data"},
        "operands": "data*",
        "special": "chown",
    },
    "basename": {
        "inert": True,
        "flags": "-a --multiple -z --zero --help --version",
        "values": {"-s --suffix": "data"},
        "operands": "data*",
    },
    "dirname": {"inert": True, "flags": "-z --zero --help --version", "operands": "data*"},
    "realpath": {
        "effects": "read-project",
        "flags": "-e --canonicalize-existing -m --canonicalize-missing -L --logical -P --physical -q --quiet -s --strip --no-symlinks -z --zero --help --version",
        "values": {"--relative-to --relative-base": "data"},
        "operands": "data*",
    },
    "readlink": {
        "effects": "read-project",
        "flags": "-f --canonicalize -e --canonicalize-existing -m --canonicalize-missing -n --no-newline -q --quiet -s --silent -v --verbose -z --zero --help --version",
        "operands": "data*",
    },
    "truncate": {
        "flags": "-c --no-create -o --io-blocks --help --version",
        "values": {"-s --size": "data", "-r --reference": "read"},
        "operands": "write*",
    },
    "shred": {
        "flags": "-f --force -u -v --verbose -x --exact -z --zero --help --version",
        "values": {"-n --iterations -s --size": "data", "--random-source": "read"},
        "optional": {"--remove": "data"},
        "operands": "destroy*",
    },
    "dd": {"flags": "--help --version", "operands": "data*", "special": "dd"},
    "split": {
        "flags": "-d -x -e --elide-empty-files -u --unbuffered --verbose --help --version",
        "values": {
            "-a --suffix-length -b --bytes -C --line-bytes -l --lines -n --number -t --separator --additional-suffix": "data",
            "--filter": "shell",
        },
        "optional": {"--numeric-suffixes --hex-suffixes": "data"},
        "numeric": True,
        "operands": "read data",
        "special": "split",
    },
}
