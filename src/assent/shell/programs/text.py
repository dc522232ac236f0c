"""What the programs that print, cut, sort, compare and recode text do.

Flags: GNU coreutils 9.1, diffutils 3.8, binutils 2.40 and util-linux 2.38 `--help`; less 590, xxd 2023.
"""

from __future__ import annotations

from assent.core.effect import RUN_CODE
from assent.shell.programs.trees import deep_read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.table import Spec, Use


def words_from(use: Use) -> None:
    """The GNU binary tools take further words from the file behind an `@`, and show those that are none of theirs."""
    for word in use.words:
        if word.prefix.startswith("@"):
            use.read(word.rest(1))


def diff(use: Use) -> None:
    """diff -r reads whole trees; -N shows whole files of a directory that the other lacks."""
    if use.has("-r", "--recursive", "-N", "--new-file", "-P", "--unidirectional-new-file") and use.words:
        deep_read(use, use.words)


def pager(use: Use) -> None:
    """A word that begins with `+` is a command the pager runs first; only going to a line or a match is inert."""
    for word in use.words:
        text = word.prefix
        if text.startswith("+") and not (
            text[1:].isdigit() or text[1:] in ("", "G", "g", "F") or text[1:2] == "/"
        ):
            use.note(RUN_CODE, f"gives the pager a command ({text})")


_SUM: Spec = {
    "inert": True,
    "flags": "-b --binary --tag -t --text -z --zero --ignore-missing --quiet --status --strict -w --warn --help --version",
    "adds": {"-c --check": "read-elsewhere"},
    "values": {"-l --length": "data"},
    "operands": "read*",
}
_CAT: Spec = {
    "inert": True,
    "flags": "-A --show-all -b --number-nonblank -e -E --show-ends -n --number -s --squeeze-blank -t -T --show-tabs -u -v --show-nonprinting --help --version",
    "operands": "read*",
}
_HEXDUMP: Spec = {
    "inert": True,
    "flags": "-b --one-byte-octal -c --one-byte-char -C --canonical -d --two-bytes-decimal -o --two-bytes-octal -x --two-bytes-hex -v --no-squeezing -h --help -V --version",
    "values": {"-e --format -n --length -s --skip": "data", "-f --format-file": "read"},
    "optional": {"-L --color": "data"},
    "operands": "read*",
}
_BASE64: Spec = {
    "inert": True,
    "flags": "-d --decode -i --ignore-garbage --help --version",
    "values": {"-w --wrap": "data"},
    "operands": "read",
}

PROGRAMS: dict[str, Spec] = {
    "cat": _CAT,
    "tac": {
        "inert": True,
        "flags": "-b --before -r --regex --help --version",
        "values": {"-s --separator": "data"},
        "operands": "read*",
    },
    "head": {
        "inert": True,
        "flags": "-q --quiet --silent -v --verbose -z --zero-terminated --help --version",
        "values": {"-c --bytes -n --lines": "data"},
        "numeric": True,
        "operands": "read*",
    },
    "tail": {
        "inert": True,
        "flags": "-f -F -q --quiet --silent --retry -v --verbose -z --zero-terminated --help --version",
        "values": {"-c --bytes -n --lines --max-unchanged-stats --pid -s --sleep-interval": "data"},
        "optional": {"--follow": "data"},
        "numeric": True,
        "operands": "read*",
    },
    "wc": {
        "inert": True,
        "flags": "-c --bytes -m --chars -l --lines -L --max-line-length -w --words --help --version",
        "values": {"--files0-from": "unknown"},  # the file names other files
        "operands": "read*",
    },
    "sort": {
        "inert": True,
        "flags": "-b --ignore-leading-blanks -d --dictionary-order -f --ignore-case -g --general-numeric-sort -i --ignore-nonprinting -M --month-sort -h --human-numeric-sort -n --numeric-sort -R --random-sort -r --reverse -V --version-sort -c -C --debug -m --merge -s --stable -u --unique -z --zero-terminated --help --version",
        "values": {
            "--sort --batch-size -k --key -S --buffer-size -t --field-separator --parallel": "data",
            "--random-source": "read",
            "-o --output -T --temporary-directory": "write",
            "--compress-program": "code",
            "--files0-from": "unknown",
        },
        "optional": {"--check": "data"},
        "operands": "read*",
    },
    "uniq": {
        "inert": True,
        "flags": "-c --count -d --repeated -D -i --ignore-case -u --unique -z --zero-terminated --help --version",
        "values": {"-f --skip-fields -s --skip-chars -w --check-chars": "data"},
        "optional": {"--all-repeated --group": "data"},
        "operands": "read write",
    },
    "cut": {
        "inert": True,
        "flags": "-n --complement -s --only-delimited -z --zero-terminated --help --version",
        "values": {"-b --bytes -c --characters -d --delimiter -f --fields --output-delimiter": "data"},
        "operands": "read*",
    },
    "tr": {
        "inert": True,
        "flags": "-c -C --complement -d --delete -s --squeeze-repeats -t --truncate-set1 --help --version",
        "operands": "data data",
    },
    "nl": {
        "inert": True,
        "flags": "-p --no-renumber --help --version",
        "values": {
            "-b --body-numbering -d --section-delimiter -f --footer-numbering -h --header-numbering -i --line-increment -l --join-blank-lines -n --number-format -s --number-separator -v --starting-line-number -w --number-width": "data"
        },
        "operands": "read*",
    },
    "comm": {
        "inert": True,
        "flags": "-1 -2 -3 --check-order --nocheck-order --total -z --zero-terminated --help --version",
        "values": {"--output-delimiter": "data"},
        "operands": "read read",
    },
    "join": {
        "inert": True,
        "flags": "-i --ignore-case --check-order --nocheck-order --header -z --zero-terminated --help --version",
        "values": {"-a -e -j -o -t -v -1 -2": "data"},
        "operands": "read read",
    },
    "paste": {
        "inert": True,
        "flags": "-s --serial -z --zero-terminated --help --version",
        "values": {"-d --delimiters": "data"},
        "operands": "read*",
    },
    "fold": {
        "inert": True,
        "flags": "-b --bytes -s --spaces --help --version",
        "values": {"-w --width": "data"},
        "numeric": True,
        "operands": "read*",
    },
    "fmt": {
        "inert": True,
        "flags": "-c --crown-margin -s --split-only -t --tagged-paragraph -u --uniform-spacing --help --version",
        "values": {"-p --prefix -w --width -g --goal": "data"},
        "numeric": True,
        "operands": "read*",
    },
    "expand": {
        "inert": True,
        "flags": "-i --initial --help --version",
        "values": {"-t --tabs": "data"},
        "operands": "read*",
    },
    "unexpand": {
        "inert": True,
        "flags": "-a --all --first-only --help --version",
        "values": {"-t --tabs": "data"},
        "operands": "read*",
    },
    "column": {
        "inert": True,
        "flags": "-t --table -d --table-noheadings -e --table-header-repeat -J --json -L --keep-empty-lines -x --fillrows --help --version",
        "values": {
            "-s --separator -o --output-separator -c --output-width -N --table-columns -n --table-name -R --table-right -T --table-truncate -W --table-wrap -O --table-order -H --table-hide -E --table-noextreme": "data"
        },
        "operands": "read*",
    },
    "rev": {"inert": True, "flags": "-h --help -V --version", "operands": "read*"},
    "diff": {
        "flags": "--normal -q --brief -s --report-identical-files -c -u -e --ed -n --rcs -y --side-by-side --left-column --suppress-common-lines -p --show-c-function -t --expand-tabs -T --initial-tab --suppress-blank-empty -r --recursive --no-dereference -N --new-file -P --unidirectional-new-file --ignore-file-name-case --no-ignore-file-name-case -i --ignore-case -E --ignore-tab-expansion -Z --ignore-trailing-space -b --ignore-space-change -w --ignore-all-space -B --ignore-blank-lines -a --text --strip-trailing-cr -d --minimal --speed-large-files --help -v --version",
        "values": {
            "-C -U -W --width -F --show-function-line -L --label --tabsize -x --exclude -S --starting-file -I --ignore-matching-lines -D --ifdef --old-group-format --new-group-format --unchanged-group-format --changed-group-format --line-format --old-line-format --new-line-format --unchanged-line-format --horizon-lines --palette": "data",
            "-X --exclude-from --from-file --to-file": "read",
        },
        "optional": {"--context --unified --color": "data"},
        "numeric": True,
        "operands": "read*",
        "special": "diff",
    },
    "cmp": {
        "flags": "-b --print-bytes -l --verbose -s --quiet --silent --help -v --version",
        "values": {"-i --ignore-initial -n --bytes": "data"},
        "operands": "read read data data",
    },
    "less": {
        "flags": "-a -A -B -c -C -d -e -E -f -F -g -G -i -I -J -K -m -M -n -N -q -Q -r -R -s -S -u -U -V -w -W -X --quit-if-one-screen --RAW-CONTROL-CHARS --chop-long-lines --LINE-NUMBERS --no-init --ignore-case --IGNORE-CASE --quit-at-eof --squeeze-blank-lines --help --version",
        "values": {"-j -p --pattern": "data"},
        "optional": {"-b -h -x -y -z": "data"},
        "operands": "read*",
        "special": "pager",
    },
    "more": {
        "flags": "-d --silent -f --logical -l --no-pause -c --print-over -p --clean-print -s --squeeze -u --plain -h --help -V --version",
        "values": {"-n --lines": "data"},
        "numeric": True,
        "operands": "read*",
        "special": "pager",
    },
    "xxd": {
        "inert": True,
        "style": "single",
        "flags": "-a -autoskip -b -bits -C -capitalize -d -E -EBCDIC -e -i -include -p -ps -postscript -plain -r -revert -u -uppercase -v -version -h -help",
        "values": {"-c -cols -g -groupsize -l -len -n -name -o -offset -s -seek": "data"},
        "operands": "read write",
    },
    "od": {
        "inert": True,
        "flags": "-v --output-duplicates --traditional -a -b -c -d -f -i -l -o -s -x --help --version",
        "values": {"-A --address-radix --endian -j --skip-bytes -N --read-bytes -S -t --format": "data"},
        "optional": {"-w --width --strings": "data"},
        "operands": "read*",
    },
    "hexdump": _HEXDUMP,
    "hd": _HEXDUMP,
    "strings": {
        "inert": True,
        "flags": "-a - --all -d --data -f --print-file-name -w --include-all-whitespace -o -h --help -v -V --version",
        "values": {"-n --bytes -t --radix -e --encoding -U --unicode -s --output-separator": "data"},
        "numeric": True,
        "operands": "read*",
        "special": "words_from",
    },
    "base64": _BASE64,
    "base32": _BASE64,
}
PROGRAMS |= dict.fromkeys(
    ("md5sum", "sha1sum", "sha224sum", "sha256sum", "sha384sum", "sha512sum", "b2sum"), _SUM
)
PROGRAMS["cksum"] = PROGRAMS["sum"] = {"inert": True, "flags": "--help --version", "operands": "read*"}
