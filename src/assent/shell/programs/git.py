"""The subcommands of git, porcelain and plumbing, with their options; `gitrules` holds what a table cannot say.

Source: git 2.39 `-h` of each subcommand and its manual. An alias of the user's is not in the table: unknown.
"""

from __future__ import annotations

from assent.shell.programs.gitrules import git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.table import Spec

__all__ = ["PROGRAMS", "git"]

READ = "read-project"
WRITE = "read-project write-project"

_DIFF_BUT_CC = "-p -u --patch -s --no-patch -W --function-context --raw --patch-with-raw --patch-with-stat --numstat --shortstat --cumulative --check --summary --name-only --name-status --compact-summary --binary --full-index -z --no-prefix --default-prefix --no-renames --rename-empty --no-rename-empty --find-copies-harder --follow --minimal -w --ignore-all-space -b --ignore-space-change --ignore-space-at-eol --ignore-cr-at-eol --ignore-blank-lines --indent-heuristic --no-indent-heuristic --patience --histogram -a --text -R --exit-code --quiet --no-ext-diff --no-textconv --ita-invisible-in-index --ita-visible-in-index --pickaxe-all --pickaxe-regex -D --irreversible-delete --no-color --no-color-moved --no-relative --no-abbrev -c -m -r -t --combined-all-paths"
_DIFF = f"{_DIFF_BUT_CC} --cc"
_DIFF_DATA = "-U --stat-width --stat-name-width --stat-graph-width --stat-count --ws-error-highlight --src-prefix --dst-prefix --line-prefix --inter-hunk-context --output-indicator-new --output-indicator-old --output-indicator-context -l -I --ignore-matching-lines --diff-algorithm --anchored --word-diff-regex --color-moved-ws -S -G --rotate-to --skip-to --find-object --diff-filter"
_DIFF_GLUED = "--unified -X --dirstat --dirstat-by-file --stat --color --abbrev -B --break-rewrites -M --find-renames -C --find-copies --word-diff --color-words --color-moved --relative --ignore-submodules --submodule --diff-merges"
_LOG = "--oneline --graph --no-graph --all --merges --no-merges --first-parent --reverse --no-decorate --source --use-mailmap --mailmap --no-mailmap --clear-decorations --abbrev-commit --no-abbrev-commit --cherry-pick --cherry-mark --cherry --left-right --left-only --right-only --boundary --topo-order --date-order --author-date-order --simplify-by-decoration --simplify-merges --full-history --dense --sparse --not --all-match --invert-grep -i --regexp-ignore-case -E --extended-regexp -F --fixed-strings -P --perl-regexp --basic-regexp --walk-reflogs -g --merge --log-size --relative-date --parents --children --do-walk --no-notes --full-diff --no-expand-tabs --reflog --ignore-missing --remove-empty --root --no-diff-merges -q --exclude-first-parent-only"
_LOG_DATA = "-n --max-count --skip --since --after --until --before --author --committer --grep --grep-reflog --glob --exclude --decorate-refs --decorate-refs-exclude --date --encoding -L"
_LOG_GLUED = "--pretty --format --decorate --branches --tags --remotes --no-walk --notes --show-notes --expand-tabs --min-parents --max-parents --ancestry-path"
_RUNS = {"--ext-diff --textconv": "run-code"}

_DIFF_SPEC: Spec = {
    "effects": READ,
    "flags": f"{_DIFF} --cached --staged --merge-base --no-index -0 -1 -2 -3 --base --ours --theirs --stdin -v --no-commit-id -q",
    "values": {_DIFF_DATA: "data", "--output": "write", "-O": "read"},
    "optional": {f"{_DIFF_GLUED} --pretty --format": "data"},
    "adds": _RUNS,
    "operands": "read*",
}
_LOG_SPEC: Spec = {
    "effects": READ,
    "flags": f"{_DIFF} {_LOG}",
    "values": {f"{_DIFF_DATA} {_LOG_DATA}": "data", "--output": "write", "-O": "read"},
    "optional": {f"{_DIFF_GLUED} {_LOG_GLUED}": "data"},
    "adds": _RUNS,
    "numeric": True,
    "operands": "read*",
}
_REV_LIST: Spec = {
    **_LOG_SPEC,
    "flags": f"{_LOG_SPEC['flags']} --count --objects --objects-edge --header --timestamp --use-bitmap-index --disk-usage --stdin --no-object-names --in-commit-order --bisect --bisect-vars --bisect-all --no-commit-header --commit-header",
}
_SIGN = "-S --gpg-sign"
_BLAME: Spec = {
    "effects": READ,
    "flags": "--incremental -b --root --show-stats --progress --no-progress --score-debug -f --show-name -n --show-number -p --porcelain --line-porcelain -c -t -l -s -e --show-email -w --color-lines --color-by-age --minimal --first-parent --reverse",
    "values": {"--ignore-rev -L --date --encoding": "data", "--ignore-revs-file -S --contents": "read"},
    "optional": {"-C -M --abbrev --since": "data"},
    "operands": "read*",
}
_LIST_REFS = "--sort --format --points-at"
_MERGED = "--contains --no-contains --merged --no-merged"
_MERGE_FLAGS = "-n --stat --no-stat --summary --squash --no-squash --commit --no-commit -e --edit --no-edit --ff --no-ff --ff-only --rerere-autoupdate --no-rerere-autoupdate --verify-signatures --no-verify-signatures -v --verbose -q --quiet --allow-unrelated-histories --progress --no-progress --autostash --no-autostash --overwrite-ignore --signoff --no-signoff --no-log --no-gpg-sign"
_FETCH_FLAGS = "-v --verbose -q --quiet --all --set-upstream -a --append --atomic -m --multiple -t --tags --no-tags -p --prune --no-prune --prefetch --dry-run --write-fetch-head --no-write-fetch-head -k --keep --progress --no-progress --unshallow --refetch --update-shallow -4 --ipv4 -6 --ipv6 --auto-maintenance --no-auto-maintenance --auto-gc --no-auto-gc --show-forced-updates --no-show-forced-updates --write-commit-graph --no-recurse-submodules"
_FETCH_DATA = "--depth --deepen --shallow-since --shallow-exclude --refmap -o --server-option --negotiation-tip --filter"
_PICK_FLAGS = "--continue --skip --abort --quit -n --no-commit -e --edit --no-edit -s --signoff -x --ff --allow-empty --allow-empty-message --keep-redundant-commits --rerere-autoupdate --no-gpg-sign --reference"
_CHECKOUT_FLAGS = "--guess --no-guess -q --quiet --progress --no-progress -m --merge -d --detach --ignore-other-worktrees --overwrite-ignore --no-overwrite-ignore --no-track --no-recurse-submodules"


def _simple(effects: str, flags: str = "", operands: str = "data*", **more: object) -> Spec:
    """A subcommand with inert flags and operands of one kind."""
    return {"effects": effects, "flags": flags, "operands": operands, **more}


_READING: dict[str, Spec] = {
    "status": _simple(
        READ,
        "-v --verbose -s --short -b --branch --show-stash --ahead-behind --no-ahead-behind --long -z --null --no-renames --renames --no-column",
        "read*",
        optional={
            "--porcelain -u --untracked-files --ignored --ignore-submodules --column -M --find-renames": "data"
        },
    ),
    "log": _LOG_SPEC,
    "whatchanged": _LOG_SPEC,
    "show": _LOG_SPEC,
    "rev-list": _REV_LIST,
    "diff": _DIFF_SPEC,
    "diff-files": _DIFF_SPEC,
    "diff-index": _DIFF_SPEC,
    "diff-tree": _DIFF_SPEC,
    "range-diff": {
        **_DIFF_SPEC,
        "flags": f"{_DIFF} --no-dual-color --left-only --right-only",
        "operands": "data*",
    },
    "blame": _BLAME,
    "annotate": _BLAME,
    "shortlog": _simple(
        READ,
        f"{_LOG} -s --summary -e --email -c --committer -n --numbered",
        "data*",
        values={"--group --since --until --after --before --author --grep": "data"},
        optional={"-w --format": "data"},
    ),
    "describe": _simple(
        READ,
        "--contains --debug --all --tags --long --first-parent --exact-match --always --broken",
        values={"--candidates --match --exclude": "data"},
        optional={"--abbrev --dirty": "data"},
    ),
    "rev-parse": _simple(
        READ,
        "--show-toplevel --git-dir --git-common-dir --absolute-git-dir --show-prefix --show-cdup --show-superproject-working-tree --is-inside-work-tree --is-inside-git-dir --is-bare-repository --is-shallow-repository --show-ref-format --verify -q --quiet --symbolic --symbolic-full-name --all --not --revs-only --no-revs --flags --no-flags --local-env-vars --sq",
        values={"--git-path --default --prefix --path-format": "data"},
        optional={"--short --abbrev-ref --branches --tags --remotes --show-object-format": "data"},
    ),
    "name-rev": _simple(
        READ,
        "--name-only --tags --all --undefined --no-undefined --always --annotate-stdin",
        values={"--refs --exclude": "data"},
    ),
    "merge-base": _simple(READ, "-a --all --octopus --independent --is-ancestor --fork-point"),
    "cherry": _simple(READ, "-v", optional={"--abbrev": "data"}),
    "for-each-ref": _simple(
        READ,
        "-s --shell -p --perl --python --tcl --ignore-case",
        values={f"{_LIST_REFS} --count": "data"},
        optional={f"{_MERGED} --color": "data"},
    ),
    "show-ref": _simple(
        READ,
        "--tags --heads --verify --head -d --dereference -q --quiet",
        optional={"-s --hash --abbrev --exclude-existing": "data"},
    ),
    "show-branch": _simple(
        READ,
        "-a --all -r --remotes --list --no-name --current --sha1-name --merge-base --independent --topo-order --topics --sparse --date-order",
        optional={"--color --more -g --reflog": "data"},
    ),
    "ls-files": _simple(
        READ,
        "-z -t -v -f -c --cached -d --deleted -m --modified -o --others -i --ignored -s --stage -k --killed --directory --eol --empty-directory --no-empty-directory -u --unmerged --resolve-undo --exclude-standard --full-name --recurse-submodules --error-unmatch --debug --deduplicate --sparse",
        "read*",
        values={
            "-x --exclude --exclude-per-directory --with-tree --format": "data",
            "-X --exclude-from": "read",
        },
        optional={"--abbrev": "data"},
    ),
    "ls-tree": _simple(
        READ,
        "-d -r -t -z -l --long --name-only --name-status --object-only --full-name --full-tree",
        "read*",
        values={"--format": "data"},
        optional={"--abbrev": "data"},
    ),
    "cat-file": _simple(
        READ,
        "-e -p -t -s --allow-unknown-type --use-mailmap --mailmap -z --batch-all-objects --buffer --follow-symlinks --unordered",
        "read*",
        optional={"--batch --batch-check --batch-command": "data"},
        adds={"--textconv --filters": "run-code"},
    ),
    "grep": _simple(
        READ,
        "--cached --no-index --untracked --exclude-standard --no-exclude-standard --recurse-submodules -v --invert-match -i --ignore-case -w --word-regexp -a --text -I -r --recursive --no-recursive -E --extended-regexp -G --basic-regexp -F --fixed-strings -P --perl-regexp -n --line-number --column -h -H --full-name -l --files-with-matches --name-only -L --files-without-match -z --null -o --only-matching -c --count --no-color --break --heading -p --show-function -W --function-context --and --or --not -q --quiet --all-match",
        values={
            "--max-depth -C --context -B --before-context -A --after-context --threads -e -m --max-count": "data",
            "-f": "read",
        },
        optional={"--color -O --open-files-in-pager": "data"},
        adds={"--textconv": "run-code"},
        numeric=True,
    ),
    "check-ignore": _simple(READ, "-q --quiet -v --verbose --stdin -z -n --non-matching --no-index"),
    "check-attr": _simple(READ, "-a --all --cached --stdin -z"),
    "check-mailmap": _simple(READ, "--stdin"),
    "check-ref-format": _simple(
        "", "--normalize --branch --allow-onelevel --no-allow-onelevel --refspec-pattern --print"
    ),
    "count-objects": _simple(READ, "-v --verbose -H --human-readable", ""),
    "verify-commit": _simple(READ, "-v --verbose --raw"),
    "verify-tag": _simple(READ, "-v --verbose --raw"),
    "verify-pack": _simple(READ, "-v --verbose -s --stat-only", "read*"),
    "fsck": _simple(
        READ,
        "-v --verbose --unreachable --dangling --no-dangling --tags --root --cache --no-reflogs --full --no-full --connectivity-only --strict --progress --no-progress --name-objects",
        adds={"--lost-found": "write-project"},
    ),
    "var": _simple("read-elsewhere", "-l"),
    "version": _simple("", "--build-options", ""),
    "help": _simple("", "-a --all -g --guides -c --config --no-aliases --verbose"),
    "stripspace": _simple(READ, "-s --strip-comments -c --comment-lines", ""),
    "column": _simple("", "", "", optional={"--mode": "data"}, values={"--width --indent --padding": "data"}),
    "patch-id": _simple("", "--stable --unstable --verbatim", ""),
    "get-tar-commit-id": _simple("", "", ""),
    "interpret-trailers": _simple(
        READ,
        "--trim-empty --only-trailers --only-input --unfold --parse --no-divider",
        "read*",
        values={"--where --if-exists --if-missing --trailer": "data"},
        adds={"--in-place": "unknown"},
    ),
    "merge-tree": _simple(
        READ,
        "--write-tree --name-only --messages --no-messages --allow-unrelated-histories -z",
        values={"--merge-base": "data"},
    ),
    "fmt-merge-msg": _simple(
        READ, "--no-log", "", optional={"--log": "data"}, values={"-m --message": "data", "-F --file": "read"}
    ),
    "ls-remote": _simple(
        "net-read",
        "-q --quiet -t --tags -h --heads --refs --get-url --exit-code --symref",
        "remote data*",
        values={"--sort -o --server-option": "data", "--upload-pack --exec": "code"},
    ),
    "request-pull": _simple("read-project net-read", "-p", "data remote data"),
}
_REFS: dict[str, Spec] = {
    "branch": _simple(
        READ,
        "-v --verbose -q --quiet -r --remotes -a --all -l --list --show-current --create-reflog --edit-description -i --ignore-case --no-color --no-column --no-track --unset-upstream -d --delete -m --move -c --copy",
        values={f"-u --set-upstream-to {_LIST_REFS}": "data"},
        optional={f"{_MERGED} -t --track --color --abbrev --column": "data"},
        adds={"-D": "write-project destroy", "-M -C -f --force": "write-project history"},
    ),
    "tag": _simple(
        READ,
        "-l --list -a --annotate -e --edit -s --sign -v --verify --create-reflog -i --ignore-case --no-sign",
        values={f"-m --message --cleanup -u --local-user {_LIST_REFS}": "data", "-F --file": "read"},
        optional={f"{_MERGED} -n --column --color": "data"},
        adds={"-f --force -d --delete": "write-project history"},
    ),
    "symbolic-ref": _simple(
        READ,
        "-q --quiet --short --recurse --no-recurse",
        "data data",
        values={"-m": "data"},
        adds={"-d --delete": "history"},
    ),
    "update-ref": {"effects": "write-project history"},
    "replace": {"effects": "write-project history", "flags": "-l --list", "operands": "data*"},
    "notes": {
        "effects": READ,
        "values": {"--ref": "data"},
        "bare": {"effects": READ},
        "subcommands": {
            "list show get-ref": _simple(READ),
            "add append edit copy": _simple(
                WRITE, "-f --force --allow-empty", values={"-m --message -c -C": "data", "-F --file": "read"}
            ),
            "merge remove prune": _simple(
                WRITE, "-n -v -q --commit --abort --ignore-missing --stdin", values={"-s --strategy": "data"}
            ),
        },
    },
    "reflog": {
        "effects": READ,
        "bare": {"effects": READ},
        "flags": _LOG_SPEC["flags"],
        "numeric": True,
        "operands": "data*",
        "subcommands": {
            "show": _LOG_SPEC,
            "exists": _simple(READ),
            "list": _simple(READ, "", ""),
            "expire delete drop write": {"effects": "write-project history"},
        },
    },
    "remote": {
        "effects": READ,
        "bare": {"effects": READ},
        "flags": "-v --verbose",
        "subcommands": {
            "show": _simple("net-read", "-n", "remote*"),
            "get-url": _simple(READ, "--push --all"),
            "add": _simple(
                WRITE,
                "--tags --no-tags",
                "data remote",
                values={"-t --track -m --master": "data"},
                adds={"-f --fetch": "net-read"},
                optional={"--mirror": "unknown"},
            ),
            "update": _simple("net-read write-project", "-p --prune", "remote*"),
            "prune": _simple("net-read write-project", "-n --dry-run", "remote*"),
            "set-head": _simple("net-read write-project", "-a --auto -d --delete", "remote data"),
            "set-branches": _simple(WRITE, "--add"),
            # What a learned rule says about a remote's name must keep meaning the same place.
            "set-url rename remove rm": {
                "effects": "write-project run-code",
                "operands": "remote*",
                "flags": "--push --add --delete --progress --no-progress",
            },
        },
    },
    "config": _simple(
        "",
        "--global --system --local --worktree --get --get-all --get-regexp --get-urlmatch --replace-all --add --unset --unset-all --rename-section --remove-section -l --list --fixed-value -e --edit --get-color --get-colorbool --bool --int --bool-or-int --bool-or-str --path --expiry-date -z --null --name-only --includes --no-includes --show-origin --show-scope --all",
        values={"-f --file": "read", "--blob -t --type --default": "data"},
    ),
}
_WRITING: dict[str, Spec] = {
    "add stage": _simple(
        WRITE,
        "-n --dry-run -v --verbose -i --interactive -p --patch -e --edit -u --update --renormalize -N --intent-to-add -A --all --no-all --ignore-removal --no-ignore-removal --refresh --ignore-errors --ignore-missing --sparse",
        "read*",
        values={"--chmod": "data", "--pathspec-from-file": "unknown"},
        adds={"-f --force": "read-secret"},
    ),  # what is ignored is so for a reason
    "commit": _simple(
        WRITE,
        "-q --quiet -v --verbose --reset-author -s --signoff --no-signoff -e --edit --no-edit --status --no-status -a --all -i --include --interactive -p --patch -o --only --dry-run --short --branch --ahead-behind --porcelain --long -z --null --no-post-rewrite --allow-empty --allow-empty-message --no-gpg-sign --verify",
        "read*",
        values={
            "--author --date -m --message -c --reedit-message -C --reuse-message --fixup --squash --trailer --cleanup": "data",
            "-F --file -t --template": "read",
            "--pathspec-from-file": "unknown",
        },
        optional={f"{_SIGN} -u --untracked-files": "data"},
        adds={"--amend": "history", "-n --no-verify": "history"},
    ),
    "switch": _simple(
        WRITE,
        _CHECKOUT_FLAGS,
        values={"-c --create --orphan --conflict": "data"},
        optional={"-t --track --recurse-submodules": "data"},
        adds={"-C --force-create": "unknown", "-f --force --discard-changes": "destroy"},
    ),
    "checkout": _simple(
        WRITE,
        f"{_CHECKOUT_FLAGS} -l -p --patch -2 --ours -3 --theirs --overlay --no-overlay --ignore-skip-worktree-bits",
        values={"-b --orphan --conflict": "data", "--pathspec-from-file": "unknown"},
        optional={"-t --track --recurse-submodules": "data"},
        adds={"-f --force": "destroy", "-B": "history unknown"},
    ),
    "restore": _simple(
        WRITE,
        "-S --staged -W --worktree --ignore-unmerged --overlay --no-overlay -q --quiet --progress --no-progress -m --merge -2 --ours -3 --theirs -p --patch --ignore-skip-worktree-bits",
        values={"-s --source --conflict": "data", "--pathspec-from-file": "unknown"},
        optional={"--recurse-submodules": "data"},
    ),
    "reset": _simple(
        WRITE,
        "-q --quiet --no-quiet --no-refresh --refresh --mixed --soft -p --patch -N --intent-to-add",
        values={"--pathspec-from-file": "unknown"},
        adds={"--hard --merge --keep": "destroy"},
        optional={"--recurse-submodules": "data"},
    ),
    "clean": _simple(
        READ,
        "-q --quiet -n --dry-run -f --force -i --interactive -d -x -X",
        "data*",
        values={"-e --exclude": "data"},
    ),
    "rm": _simple(
        WRITE,
        "-n --dry-run -q --quiet --cached -f --force -r --ignore-unmatch --sparse",
        values={"--pathspec-from-file": "unknown"},
    ),
    "mv": _simple(WRITE, "-v --verbose -n --dry-run -f --force -k --sparse"),
    "stash": {
        "effects": READ,
        "bare": {"effects": WRITE},
        "flags": "-k --keep-index --no-keep-index -S --staged -p --patch -q --quiet -u --include-untracked -a --all",
        "values": {"-m --message": "data"},
        "subcommands": {
            "push": _simple(
                WRITE,
                "-k --keep-index --no-keep-index -S --staged -p --patch -q --quiet -u --include-untracked -a --all",
                "read*",
                values={"-m --message": "data", "--pathspec-from-file": "unknown"},
            ),
            "save": _simple(
                WRITE, "-k --keep-index --no-keep-index -p --patch -q --quiet -u --include-untracked -a --all"
            ),
            "list": _LOG_SPEC,
            "show": {**_LOG_SPEC, "flags": f"{_LOG_SPEC['flags']} -u --include-untracked --only-untracked"},
            "pop apply": _simple(WRITE, "--index -q --quiet"),
            "branch create store": _simple(WRITE, "-q --quiet", values={"-m --message": "data"}),
            "drop clear": _simple("write-project destroy", "-q --quiet"),
        },
    },
    "merge": _simple(
        WRITE,
        f"{_MERGE_FLAGS} --abort --quit --continue --verify",
        values={
            "-s --strategy -X --strategy-option -m --message --cleanup --into-name": "data",
            "-F --file": "read",
        },
        optional={f"--log {_SIGN}": "data"},
        adds={"--no-verify": "history"},
    ),
    "cherry-pick": _simple(
        WRITE,
        _PICK_FLAGS,
        values={"-m --mainline --cleanup --strategy -X --strategy-option": "data"},
        optional={_SIGN: "data"},
    ),
    "revert": _simple(
        WRITE,
        _PICK_FLAGS,
        values={"-m --mainline --cleanup --strategy -X --strategy-option": "data"},
        optional={_SIGN: "data"},
    ),
    "rebase": _simple(
        "read-project write-project history",
        "--keep-base -q --quiet -v --verbose -n --no-stat --stat --signoff --committer-date-is-author-date --reset-author-date --ignore-whitespace -f --force-rebase --no-ff --continue --skip --abort --quit --edit-todo --show-current-patch --apply -m --merge -i --interactive --rerere-autoupdate --autosquash --no-autosquash --update-refs --no-update-refs --autostash --no-autostash --fork-point --no-fork-point --root --reschedule-failed-exec --reapply-cherry-picks --no-verify --verify",
        values={
            "--onto -C --whitespace --empty -s --strategy -X --strategy-option": "data",
            "-x --exec": "shell",
        },
        optional={f"-r --rebase-merges {_SIGN}": "data"},
    ),
    "am": _simple(
        READ,
        "-i --interactive -3 --3way -q --quiet -s --signoff -u --utf8 -k --keep --keep-non-patch -m --message-id --keep-cr --no-keep-cr -c --scissors --ignore-space-change --ignore-whitespace --reject --continue -r --resolved --skip --abort --quit --committer-date-is-author-date --ignore-date --allow-empty",
        "read*",
        values={
            "--quoted-cr --whitespace --exclude --include -C -p --patch-format --empty": "data",
            "--directory": "unknown",
        },
        optional={f"--show-current-patch {_SIGN}": "data"},
    ),
    "apply": _simple(
        READ,
        "--no-add --stat --numstat --summary --check --index -N --intent-to-add --cached --apply -3 --3way -z --ignore-space-change --ignore-whitespace -R --reverse --unidiff-zero --reject --allow-overlap -v --verbose -q --quiet --inaccurate-eof --recount --allow-empty",
        "read*",
        values={
            "--exclude --include -p -C --whitespace": "data",
            "--directory --build-fake-ancestor": "unknown",
        },
        adds={"--unsafe-paths": "run-code"},
    ),
    "format-patch": _simple(
        WRITE,
        f"{_DIFF_BUT_CC} -n --numbered -N --no-numbered --signoff --stdout --cover-letter --numbered-files --rfc -k --keep-subject --no-binary --zero-commit --ignore-if-in-upstream --no-stat --progress --force-in-body-from -q",
        "data*",
        values={
            f"{_DIFF_DATA} --suffix --start-number -v --reroll-count --filename-max-length --cover-from-description --subject-prefix --to --cc --in-reply-to --base --interdiff --range-diff --creation-factor": "data",
            "-o --output-directory --output": "write",
        },
        optional={f"{_DIFF_GLUED} --from --attach --inline --thread --signature": "data"},
        numeric=True,
    ),
    "init": _simple(
        WRITE,
        "-q --quiet",
        "write",
        # The settings of a bare repository lie open as a file `config` that git obeys wherever it meets it.
        adds={"--bare": "run-code"},
        values={
            "-b --initial-branch --object-format": "data",
            "--template": "code",
            "--separate-git-dir": "write",
        },
        optional={"--shared": "data"},
    ),
    "init-db": _simple("unknown"),
    "worktree": {
        "subcommands": {
            "list": _simple(READ, "--porcelain -v --verbose -z"),
            "add": _simple(
                WRITE,
                "-d --detach --checkout --no-checkout --lock -q --quiet --track --no-track --guess-remote --no-guess-remote",
                "write data",
                values={"-b --reason": "data"},
                adds={"-f --force": "history", "-B": "history unknown"},
            ),
            "remove": _simple("write-project", "-f --force"),
            "move": _simple("write-project", "-f --force"),
            "lock unlock prune repair": _simple(
                WRITE, "-n --dry-run -v --verbose", values={"--reason --expire": "data"}
            ),
        }
    },
    "submodule": {
        "effects": READ,
        "bare": {"effects": READ},
        "flags": "--quiet -q --cached",
        "subcommands": {
            "status summary": _simple(
                READ, "--cached --files --recursive", "data*", values={"-n --summary-limit": "data"}
            ),
            "init": _simple(WRITE),
            "sync absorbgitdirs": _simple("write-project run-code", "--recursive"),
            "update": _simple(
                "read-project net-read write-project",
                "--init --remote -N --no-fetch --checkout --recommend-shallow --no-recommend-shallow --recursive --single-branch --no-single-branch --progress",
                "data*",
                values={"--depth -j --jobs --filter": "data"},
                adds={"-f --force": "destroy", "--merge --rebase": "history"},
            ),
            "add": _simple(
                "net-read write-project run-code",
                "-f --force --progress",
                "remote write",
                values={"-b --branch --name --depth --reference": "data"},
            ),
            "foreach": {"style": "stop", "flags": "--recursive --quiet -q", "operands": "shell*"},
            "deinit": _simple("write-project destroy", "-f --force --all"),
            "set-url set-branch": _simple(
                "write-project run-code", "-d --default", values={"-b --branch": "data"}
            ),
        },
    },
    "sparse-checkout": {
        "subcommands": {
            "list": _simple(READ),
            "init set add reapply": _simple(
                WRITE, "--cone --no-cone --sparse-index --no-sparse-index --skip-checks"
            ),
            "disable": _simple(WRITE),
        }
    },
    "bisect": {
        "subcommands": {
            "start": _simple(
                WRITE,
                "--no-checkout --first-parent",
                values={"--term-old --term-good --term-new --term-bad": "data"},
            ),
            "good bad old new skip next terms": _simple(
                WRITE, "--term-good --term-bad --term-old --term-new"
            ),
            "reset": _simple(WRITE),
            "log": _simple(READ),
            "run": {"effects": WRITE, "style": "stop", "operands": "command"},
        }
    },
    "rerere": {
        "effects": WRITE,
        "bare": {"effects": WRITE},
        "subcommands": {
            "status diff remaining gc": _simple(READ),
            "clear forget": _simple("write-project destroy"),
        },
    },
}
_PLUMBING: dict[str, Spec] = {
    "gc": _simple(
        WRITE,
        "-q --quiet --cruft --no-cruft --aggressive --auto --keep-largest-pack --no-prune",
        "",
        adds={"--force": "history"},
        optional={"--prune": "unknown"},
    ),
    "repack": _simple(
        WRITE,
        "-a -A -d -f -F -q --quiet -l --local -n -k -b --write-bitmap-index",
        "",
        values={"--depth --window --threads": "data"},
    ),
    "pack-refs": _simple(WRITE, "--all --no-prune --prune", ""),
    "prune-packed": _simple(WRITE, "-n --dry-run -q --quiet", ""),
    "prune": {"effects": "write-project history"},
    "commit-graph multi-pack-index": {
        "subcommands": {
            "write": _simple(WRITE, "--reachable --append --split --progress --no-progress"),
            "verify": _simple(READ, "--shallow --progress --no-progress"),
        }
    },
    "maintenance": {
        "subcommands": {
            "run": _simple(WRITE, "--auto -q --quiet", "", values={"--task": "data"}),
            "start stop register unregister": _simple("system run-code"),
        }
    },
    "update-index": _simple(
        WRITE,
        "-q --add --remove --unmerged --refresh --really-refresh --assume-unchanged --no-assume-unchanged --skip-worktree --no-skip-worktree --ignore-missing --verbose -g --again --force-remove",
        "read*",
        values={"--chmod": "data"},
    ),
    "update-server-info": _simple(WRITE, "-f --force", ""),
    "hash-object": _simple(
        READ,
        "--stdin --no-filters --literally",
        "read*",
        values={"-t --path": "data"},
        adds={"-w": "write-project"},
    ),
    # A tree made by hand holds any name, `.claude/settings.json` too; a later merge or switch writes it out.
    "mktree": _simple("read-project write-project run-code", "-z --missing --batch", ""),
    "write-tree": _simple(WRITE, "--missing-ok", ""),
    "mktag": _simple(WRITE, "--strict --no-strict", ""),
    "commit-tree": _simple(WRITE, "--no-gpg-sign", values={"-p -m": "data", "-F": "read"}),
    "read-tree": _simple(
        "read-project write-project destroy",
        "-m -i --reset -u -n --dry-run -v --trivial --aggressive --empty",
    ),
    "checkout-index": _simple(
        "read-project write-project destroy",
        "-a --all -f --force -n --no-create -q --quiet -u --index",
        "write*",
        values={"--prefix": "write"},
    ),
    "unpack-file": _simple(WRITE),
    "merge-file": _simple(
        "read-project write-project",
        "-p --stdout -q --quiet --diff3 --zdiff3 --ours --theirs --union",
        "edit read read",
        values={"-L --marker-size": "data"},
    ),
    "archive": _simple(
        READ,
        "-v --verbose -l --list --worktree-attributes",
        "read*",
        values={
            "--prefix": "data",
            "--format": "data",
            "-o --output": "write",
            "--add-file": "read",
            "--remote": "remote",
            "--exec": "code",
        },
        numeric=True,
    ),
    "bundle": {
        "subcommands": {
            "create": _simple(
                WRITE,
                "-q --quiet --progress --all --branches --tags --all-progress --all-progress-implied",
                "write data*",
                values={"--version": "data"},
            ),
            "verify list-heads": _simple(READ, "-q --quiet", "read data*"),
            "unbundle": _simple(WRITE, "--progress", "read data*"),
        }
    },
    "bugreport diagnose": _simple(
        "read-project read-elsewhere write-project",
        "",
        "",
        values={"-o --output-directory": "write", "-s --suffix": "data"},
        optional={"--diagnose": "data", "--mode": "data"},
    ),
    "filter-branch": {"effects": "write-project history run-code"},
    "filter-repo": {"effects": "write-project history run-code"},
    "fast-import": {"effects": "write-project history"},
    "fast-export": _simple(
        READ, "--all --no-data --progress", values={"--export-marks": "write", "--import-marks": "read"}
    ),
    "difftool mergetool": {
        "effects": "read-project write-project run-code",
        "flags": "-y --no-prompt",
        "values": {"-x --extcmd": "shell", "-t --tool": "data"},
        "operands": "read*",
    },
    "hook": {"subcommands": {"run": {"effects": "run-code", "operands": "data*"}}},
    "credential credential-store credential-cache": {"effects": "read-secret"},
    "send-pack http-push": {"effects": "net-send history"},
    "fetch-pack http-fetch": {"effects": "net-read write-project"},
    "p4 svn cvsimport cvsserver cvsexportcommit archimport": {"effects": "net-send run-code"},
    "gui citool gitk gitweb": {"effects": "run-code"},
    "quiltimport merge-index merge-one-file": {"effects": "write-project run-code"},
    "merge-octopus merge-ours merge-recursive merge-recursive-ours merge-recursive-theirs merge-resolve merge-subtree": {
        "effects": "write-project"
    },
    "index-pack pack-objects pack-redundant unpack-objects mailinfo mailsplit": {"effects": "write-project"},
    "show-index": {"effects": READ, "operands": ""},
    "remote-http remote-https remote-ftp remote-ftps": {"effects": "net-send"},
    "send-email imap-send": {"effects": "read-project net-send"},
    "daemon instaweb http-backend shell upload-pack receive-pack upload-archive": {
        "effects": "net-send run-code"
    },
    "remote-ext remote-fd for-each-repo": {"effects": "run-code"},
}
_NETWORK: dict[str, Spec] = {
    "fetch": _simple(
        "net-read read-project write-project",
        _FETCH_FLAGS,
        "remote data*",
        values={_FETCH_DATA: "data", "--upload-pack": "code", "--stdin": "unknown"},
        optional={"-j --jobs --recurse-submodules": "data"},
        adds={"-f --force -u --update-head-ok -P --prune-tags": "history"},
    ),
    "pull": _simple(
        "net-read read-project write-project",
        f"{_FETCH_FLAGS} {_MERGE_FLAGS} --verify --no-rebase",
        "remote data*",
        values={
            f"{_FETCH_DATA} -s --strategy -X --strategy-option --cleanup": "data",
            "--upload-pack": "code",
        },
        optional={f"-j --jobs -r --rebase --log {_SIGN} --recurse-submodules": "data"},
        adds={"-f --force --no-verify": "history"},
    ),
    "push": _simple(
        "net-send read-project",
        "-v --verbose -q --quiet -n --dry-run --porcelain --thin --no-thin -u --set-upstream --progress --no-progress --follow-tags --no-follow-tags --atomic --no-atomic -4 --ipv4 -6 --ipv6 --tags --verify --no-signed --no-force-with-lease",
        "remote data*",
        values={"--repo": "remote", "-o --push-option": "data", "--receive-pack --exec": "code"},
        optional={"--signed --recurse-submodules": "data"},
        adds={
            "-f --force --force-with-lease --force-if-includes --mirror --all --branches --prune -d --delete --no-verify": "history"
        },
    ),
    "clone": _simple(
        "net-read",
        "-v --verbose -q --quiet --progress --no-progress --reject-shallow --no-reject-shallow -n --no-checkout -l --local --no-local --no-hardlinks -s --shared --dissociate --single-branch --no-single-branch --tags --no-tags --shallow-submodules --no-shallow-submodules -4 --ipv4 -6 --ipv6 --also-filter-submodules --remote-submodules --sparse",
        "remote write",
        adds={"--bare --mirror": "run-code"},
        values={
            "-j --jobs -o --origin -b --branch --depth --shallow-since --shallow-exclude --filter --server-option -c --config": "data",
            "--template -u --upload-pack": "code",
            "--separate-git-dir": "write",
            "--reference --reference-if-able": "read",
            "--bundle-uri": "url",
        },
        optional={"--recurse-submodules --recursive": "data"},
    ),
    "subtree": {
        "values": {"-P --prefix": "data"},
        "subcommands": {
            "add pull merge": _simple(
                "net-read read-project write-project",
                "--squash --no-squash",
                "remote data*",
                values={"-P --prefix -m --message": "data"},
            ),
            "push": _simple("net-send read-project", "", "remote data*", values={"-P --prefix": "data"}),
            "split": _simple(
                WRITE, "--rejoin --ignore-joins", values={"-P --prefix -b --branch --onto --annotate": "data"}
            ),
        },
    },
}

PROGRAMS: dict[str, Spec] = {
    "git": {
        "shows": "--help --version",
        "flags": "-P --no-pager -p --paginate --no-optional-locks --no-replace-objects --literal-pathspecs --glob-pathspecs --noglob-pathspecs --icase-pathspecs -v -h",
        "values": {
            "-C": "chdir",
            "-c": "data",
            "--git-dir --work-tree --namespace --super-prefix": "unknown",
            "--config-env": "code",
        },
        "optional": {"--exec-path": "code", "--list-cmds": "data"},
        "special": "git",
        "subcommands": {**_READING, **_REFS, **_WRITING, **_PLUMBING, **_NETWORK},
    }
}
