"""Which hooks a git subcommand runs, and which of them are there."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

FOLDER = "/hooks/"
MOST = 100  # a caller that lists no more than some of them still lists as many
# Run wherever the index or a branch is written, which reading may do too.
ALWAYS = ("post-index-change", "reference-transaction")
_COMMIT = ("pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "post-rewrite", "pre-auto-gc")
_SWITCH = ("post-checkout",)
_MERGE = ("pre-merge-commit", "prepare-commit-msg", "commit-msg", "post-merge", "pre-auto-gc")
_REBASE = ("pre-rebase", *_COMMIT, *_SWITCH, "post-merge")
_MAIL = ("applypatch-msg", "pre-applypatch", "post-applypatch", *_COMMIT)
# githooks(5) of git 2.43.
RUN_BY = {
    "am": _MAIL,
    "checkout": _SWITCH,
    "cherry-pick": _COMMIT,
    "commit": _COMMIT,
    "fetch": ("pre-auto-gc",),
    "gc": ("pre-auto-gc",),
    "merge": _MERGE,
    "pull": (*_MERGE, *_REBASE),
    "push": ("pre-push",),
    "rebase": _REBASE,
    "receive-pack": (
        "pre-receive",
        "update",
        "post-receive",
        "post-update",
        "proc-receive",
        "push-to-checkout",
    ),
    "revert": _COMMIT,
    "send-email": ("sendemail-validate",),
    "stash": _SWITCH,
    "subtree": (*_MERGE, "pre-push"),
    "switch": _SWITCH,
    "worktree": _SWITCH,
}


def hook_run(use: Use, names: str, *, always_only: bool = False) -> str:
    """The first hook that the subcommand runs among the names of a folder; "" when it runs none."""
    listed = names.split("\n")
    if len(listed) >= MOST:
        return "more hooks than can be looked at"
    wanted = ALWAYS if always_only else (*ALWAYS, *RUN_BY.get(use.sub[0] if use.sub else "", ()))
    return next((f"the hook {name}" for name in wanted if name in listed), "")
