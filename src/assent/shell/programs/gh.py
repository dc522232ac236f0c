"""The subcommands of gh: what they read from GitHub, what they send there, and what they change here.

Source: gh 2.23 `--help` of each subcommand, and the manual up to 2.60 for the newer ones.
"""

from __future__ import annotations

from assent.core.effect import HISTORY, NET_SEND, READ_SECRET
from assent.shell.meaning.use import Arg
from assent.shell.programs.jq import shows_environment
from assent.shell.programs.trees import HERE, pour

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.table import Spec, Use

_REPO = ("-R", "--repo")
_HOSTS = ("--hostname",)


def gh(use: Use) -> None:
    """Where it goes, and filters that show the environment."""
    _target(use)
    for flag, value in use.options:
        if flag in ("-q", "--jq") and value is not None:
            if value.text is None:
                use.opaque("a jq filter that cannot be known")
            elif shows_environment(value.text):
                use.note(READ_SECRET, "shows the environment with its jq filter")
    if use.sub[:1] == ("api",):
        _api(use)
    elif use.sub[:2] in (("run", "download"), ("release", "download")) and not use.has("-O", "--output"):
        pour(use, use.value("-D", "--dir") or HERE)
    elif use.sub[:2] in (("repo", "clone"), ("gist", "clone")):
        _clone(use)


def _target(use: Use) -> None:
    """The host: github.com, unless the repository or an option names another."""
    repo = use.value(*_REPO)
    host = use.value(*_HOSTS)
    if host is not None:
        use.reach(host.text)
    elif repo is not None and repo.text is None:
        use.reach(None)
    elif repo is not None and repo.text is not None and repo.text.count("/") > 1:
        use.reach(repo.text.split("://")[-1].split("/")[0])
    elif use.sub[:1] not in (("alias",), ("config",), ("completion",), ("version",)):
        use.reach("github.com")


# Settings of gh that hold no log-in.
_PLAIN_SETTINGS = (
    "git_protocol", "editor", "prompt", "pager", "http_unix_socket", "browser", "prefer_editor_prompt", "color_labels", "spinner",
    "user", "accessible_colors", "accessible_prompter",
)  # fmt: skip


def setting(use: Use) -> None:
    """`gh config get NAME`: among the settings of a host stands its token."""
    gh(use)
    if not all(word.text in _PLAIN_SETTINGS for word in use.words):
        use.note(READ_SECRET, "may show the token of a host")


def _clone(use: Use) -> None:
    if use.words and len(use.words) > 1:
        use.write(use.words[1])
    elif use.words and use.words[0].text:
        use.write(Arg(use.words[0].text.rstrip("/").rpartition("/")[2].removesuffix(".git")))
    else:
        use.opaque("where it clones to cannot be known")


def _api(use: Use) -> None:
    """GET unless a method or a field says otherwise; `@file` in a field sends that file."""
    method = use.value("-X", "--method")
    fields = [
        value for flag, value in use.options if flag in ("-f", "--raw-field", "-F", "--field", "--input")
    ]
    query = use.words[0].text if use.words else None
    if method is not None and (method.text or "").upper() not in ("GET", "HEAD"):
        use.note(NET_SEND, "asks GitHub to change something")
        if (method.text or "").upper() == "DELETE" or method.text is None:
            use.note(HISTORY, "deletes on GitHub")
    elif method is None and fields:
        use.note(NET_SEND, "sends fields to GitHub")
    if query is None:
        use.opaque("what is asked of GitHub cannot be known")
    elif "://" in query:
        use.reach(None)
        use.unknown("gh api with a whole address")
    for flag, value in use.options:
        if flag in ("-F", "--field") and value is not None and "=@" in value.prefix:
            use.read(Arg(value.prefix.partition("=@")[2]))
        elif flag in ("-F", "--field") and (value is None or value.text is None):
            use.opaque("a field that cannot be known may name a file to send")
        elif flag == "--input" and value is not None:
            use.read(value)
    if any(word in (query or "") for word in ("secrets", "/keys", "tokens", "actions/variables")):
        use.note(READ_SECRET, "asks for secrets or keys")


_JSON = "-q --jq --json -t --template"
_WEB = {"-w --web": "system"}  # starts a browser
_BODY = {"-F --body-file": "read"}


def _net(effects: str, values: str = "", flags: str = "", operands: str = "data*", **more: object) -> Spec:
    """A subcommand with values that are data, flags that are inert, and the options every subcommand has."""
    given = more.pop("roles", {})
    roles: dict[str, str] = given if isinstance(given, dict) else {}
    return {
        "effects": effects,
        "flags": flags,
        "values": {f"{values} -R --repo": "data", **roles},
        "operands": operands,
        **more,
    }


def _get(values: str = "", flags: str = "", operands: str = "data*", **more: object) -> Spec:
    return _net("net-read", f"{values} {_JSON}", flags, operands, **more)


def _send(values: str = "", flags: str = "", operands: str = "data*", **more: object) -> Spec:
    return _net("net-send", values, flags, operands, **more)


_LIST = "-L --limit --sort --order -S --search"
_PEOPLE = "-a --assignee -l --label -m --milestone -p --project"
_EDITS = "--add-assignee --add-label --add-project --add-reviewer --remove-assignee --remove-label --remove-project --remove-reviewer -b --body -m --milestone -t --title"

_PR: Spec = {
    "values": {"-R --repo": "data"},
    "subcommands": {
        "list ls": _get(
            f"{_LIST} --app -a --assignee -A --author -B --base -H --head -l --label -s --state",
            "-d --draft",
            "",
            adds=_WEB,
        ),
        "view": _get("", "-c --comments", adds=_WEB),
        "status": _get("", "-c --conflict-status", ""),
        "checks": _get("-i --interval", "--watch --required --fail-fast", adds=_WEB),
        "diff": _get("--color", "--name-only --patch", adds=_WEB),
        "checkout co": _net(
            "net-read read-project write-project",
            "-b --branch",
            "--detach --recurse-submodules",
            adds={"-f --force": "history destroy"},
        ),
        "create new": _send(
            f"-B --base -b --body -H --head -r --reviewer -t --title {_PEOPLE}",
            "-d --draft -f --fill --fill-first --fill-verbose --no-maintainer-edit --dry-run",
            "",
            roles={**_BODY, "--recover -T --template": "read"},
            adds=_WEB,
        ),
        "comment": _send("-b --body", "--edit-last -e --editor", roles=_BODY, adds=_WEB),
        "edit": _send(f"-B --base {_EDITS}", "--remove-milestone", roles=_BODY),
        "review": _send("-b --body", "-a --approve -c --comment -r --request-changes", roles=_BODY),
        "close": _send("-c --comment", adds={"-d --delete-branch": "history"}),
        "merge": _net(
            "net-send history",
            "-A --author-email -b --body --match-head-commit -t --subject",
            "--admin --auto -d --delete-branch --disable-auto -m --merge -r --rebase -s --squash",
            roles=_BODY,
        ),
        "ready": _send("", "--undo"),
        "reopen lock unlock": _send("-c --comment -r --reason"),
        "update-branch": _net("net-send history", "", "--rebase"),
    },
}
_ISSUE: Spec = {
    "values": {"-R --repo": "data"},
    "subcommands": {
        "list ls": _get(
            f"{_LIST} --app -a --assignee -A --author -l --label --mention -m --milestone -s --state",
            "",
            "",
            adds=_WEB,
        ),
        "view": _get("", "-c --comments", adds=_WEB),
        "status": _get("", "", ""),
        "create new": _send(
            f"-b --body -t --title {_PEOPLE}",
            "",
            "",
            roles={**_BODY, "--recover -T --template": "read"},
            adds=_WEB,
        ),
        "comment": _send("-b --body", "--edit-last -e --editor", roles=_BODY, adds=_WEB),
        "edit": _send(_EDITS, "--remove-milestone", roles=_BODY),
        "close reopen lock unlock pin unpin": _send("-c --comment -r --reason"),
        "delete transfer": _net("net-send history", "", "--yes"),
        "develop": _net(
            "net-send read-project write-project",
            "-b --base -i --issue-repo -n --name --branch-repo",
            "-c --checkout -l --list",
        ),
    },
}
_REPOSITORY: Spec = {
    "values": {"-R --repo": "data"},
    "subcommands": {
        "list ls": _get(
            f"{_LIST} -l --language --topic --visibility", "--archived --fork --no-archived --source"
        ),
        "view": _get("-b --branch", "", adds=_WEB),
        "clone": _net("net-read", "-u --upstream-remote-name"),
        "create new": _net(
            "net-send write-project",
            "-d --description -g --gitignore -h --homepage -l --license -r --remote -t --team -p --template",
            "--add-readme -c --clone --disable-issues --disable-wiki --include-all-branches --internal --private --push",
            roles={"-s --source": "read"},
            adds={"--public": "history"},
        ),
        "fork": _net(
            "net-send write-project",
            "--fork-name --org --remote-name",
            "--clone --default-branch-only --remote",
        ),
        "sync": _net("net-send write-project", "-b --branch -s --source", "", adds={"--force": "history"}),
        "set-default": _net("net-read write-project", "", "-u --unset -v --view"),
        "edit rename archive unarchive delete": {"effects": "net-send history"},
        "deploy-key": {"subcommands": {"list": _get(), "add delete": {"effects": "net-send privilege"}}},
        "gitignore license": {"subcommands": {"list view": _get()}},
    },
}
_RUNS: dict[str, Spec] = {
    "run": {
        "values": {"-R --repo": "data"},
        "subcommands": {
            "list ls": _get(
                f"{_LIST} -b --branch -u --user -w --workflow -s --status -e --event -c --commit --created",
                "-a --all",
                "",
            ),
            "view": _get("-j --job -a --attempt", "--exit-status --log --log-failed -v --verbose", adds=_WEB),
            "watch": _get("-i --interval", "--exit-status --compact"),
            "download": _net("net-read", "-D --dir -n --name -p --pattern"),
            "rerun cancel": _send("-j --job", "-d --debug --failed"),
            "delete": _net("net-send history"),
        },
    },
    "workflow": {
        "values": {"-R --repo": "data"},
        "subcommands": {
            "list ls": _get(_LIST, "-a --all", ""),
            "view": _get("-r --ref", "-y --yaml", adds=_WEB),
            "run": _send("-f --raw-field -r --ref", "--json", roles={"-F --field": "data"}),
            "enable disable": _send(),
        },
    },
    "release": {
        "values": {"-R --repo": "data"},
        "subcommands": {
            "list ls": _get(_LIST, "--exclude-drafts --exclude-pre-releases", ""),
            "view": _get("", "", adds=_WEB),
            "download": _net(
                "net-read",
                "-A --archive -D --dir -p --pattern",
                "--clobber --skip-existing",
                roles={"-O --output": "write"},
            ),
            "create new": _net(
                "net-send",
                "--discussion-category -n --notes --notes-start-tag --target -t --title",
                "-d --draft --generate-notes --latest -p --prerelease --verify-tag",
                "data read*",
                roles={"-F --notes-file": "read"},
            ),
            "upload": _net("net-send", "", "--clobber", "data read*"),
            "edit": _send(
                "--discussion-category -n --notes --tag --target -t --title",
                "--draft --latest --prerelease",
                roles={"-F --notes-file": "read"},
            ),
            "delete delete-asset": _net("net-send history", "", "--cleanup-tag -y --yes"),
        },
    },
}
_OTHERS: dict[str, Spec] = {
    "gist": {
        "subcommands": {
            "list ls": _get(_LIST, "--public --secret", ""),
            "view": _get("-f --filename", "--files -r --raw", adds=_WEB),
            "clone": _net("net-read"),
            "create new": _send("-d --desc -f --filename", "-p --public", "read*", adds=_WEB),
            "edit": _send("-d --desc -f --filename", "", "data read", roles={"-a --add": "read"}),
            "rename": _send(),
            "delete": _net("net-send history"),
        }
    },
    "search": {
        "subcommands": {
            "commits issues prs repos code": _get(
                f"{_LIST} --owner --repo --author --assignee --label --state --language --created --updated --match --visibility --author-date --author-email --author-name --committer --committer-date --committer-email --committer-name --hash --parent --tree --app --closed --commenter --comments --interactions --involves --mentions --milestone --project --reactions --team-mentions -B --base --checks -H --head --merged-at --review --review-requested --reviewed-by --followers --forks --good-first-issues --help-wanted-issues --include-forks --license --number-topics --size --stars --topic --filename --extension",
                "--archived --draft --merged --merge --locked --include-prs --no-assignee --no-label --no-milestone --no-project",
                adds=_WEB,
            )
        }
    },
    "api": _net(
        "net-read",
        "-H --header -q --jq -X --method -p --preview -f --raw-field -F --field -t --template --cache --input --hostname",
        "-i --include --paginate --silent --slurp --verbose",
        "data",
    ),
    "status": _get("-e --exclude -o --org", "", ""),
    "auth": {
        "subcommands": {
            "status": _net(
                "net-read",
                "-h --hostname --json -q --jq --template",
                "-a --active",
                "",
                adds={"-t --show-token": "read-secret"},
            ),
            "token": {
                "effects": "read-secret",
                "values": {"-h --hostname -u --user": "data"},
                "operands": "",
            },
            "login logout refresh setup-git switch": {"effects": "net-send read-secret run-code"},
        }
    },
    "secret variable": {
        "values": {"-R --repo": "data"},
        "subcommands": {
            "list ls": _get("-a --app -e --env -o --org", "-u --user", ""),
            "get": {
                "effects": "net-read read-secret",
                "operands": "data",
                "values": {"-e --env -o --org": "data"},
            },
            "set delete remove": {"effects": "net-send read-secret system"},
        },
    },
    "label": {
        "values": {"-R --repo": "data"},
        "subcommands": {
            "list ls": _get(_LIST, "", "", adds=_WEB),
            "create edit clone": _send("-c --color -d --description -n --name", "-f --force"),
            "delete": _net("net-send history", "", "--yes"),
        },
    },
    "cache": {
        "values": {"-R --repo": "data"},
        "subcommands": {
            "list ls": _get(f"{_LIST} -k --key -r --ref"),
            "delete": _net("net-send history", "", "-a --all"),
        },
    },
    "ruleset": {
        "subcommands": {
            "list ls": _get("-o --org", "-p --parents"),
            "view check": _get("-o --org", "-p --parents --default"),
        }
    },
    "org": {"subcommands": {"list ls": _get(_LIST)}},
    "project": {
        "subcommands": {
            "list ls view field-list item-list": _get("-L --limit --owner --format", "--closed", adds=_WEB),
            "create edit copy close item-add item-edit item-create item-archive field-create link unlink": {
                "effects": "net-send"
            },
            "delete item-delete field-delete": {"effects": "net-send history"},
        }
    },
    "config": {
        "effects": "read-elsewhere",
        "subcommands": {
            "get": {"values": {"-h --host": "data"}, "operands": "data", "special": "setting"},
            "list ls": {"values": {"-h --host": "data"}, "operands": ""},
            "set clear-cache": {"effects": "run-code"},
        },
    },
    "alias": {
        "effects": "read-elsewhere",
        "subcommands": {"list ls": {"operands": ""}, "set delete import": {"effects": "run-code"}},
    },
    "extension": {
        "subcommands": {
            "list ls": {"effects": "read-elsewhere", "operands": ""},
            "search": _get(f"{_LIST} --license --owner", "", adds=_WEB),
            "install upgrade remove create exec browse": {"effects": "net-read install run-code"},
        }
    },
    "browse": _net(
        "net-read",
        "-b --branch",
        "-p --projects -s --settings -w --wiki -r --releases -n --no-browser",
        adds={"-c --commit": "net-read"},
    ),
    "ssh-key gpg-key": {"subcommands": {"list ls": _get(), "add delete": {"effects": "net-send privilege"}}},
    "codespace": {
        "subcommands": {
            "list ls": _get(f"{_LIST} -o --org -u --user", "", ""),
            "code cp create delete edit jupyter logs ports rebuild ssh stop": {
                "effects": "net-send run-code"
            },
        }
    },
    "attestation": {
        "subcommands": {
            "verify": _get("-o --owner --bundle --predicate-type"),
            "download": {"effects": "net-read write-project"},
        }
    },
    "completion": {"values": {"-s --shell": "data"}, "operands": ""},
    "version": {"operands": ""},
    "help": {"operands": "data*"},
}

PROGRAMS: dict[str, Spec] = {
    "gh": {
        "shows": "--help --version",
        "flags": "-h",
        "special": "gh",
        "subcommands": {"pr": _PR, "issue": _ISSUE, "repo": _REPOSITORY, **_RUNS, **_OTHERS},
    }
}
