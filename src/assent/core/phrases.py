"""What the rows of the programs' tables do, in plain words, where the effect alone says too little."""

from __future__ import annotations

_UNCOMMITTED = "throws uncommitted changes away"
# Command → what it does; for an option of it, the options and what they do. `{to}` is the remote or host it reaches.
PHRASES: dict[str, tuple[tuple[str, str], ...]] = {
    "git push": (
        ("", "pushes to {to}"),
        (
            "-f --force --force-with-lease --force-if-includes",
            "pushes with {option}, which may overwrite commits of others",
        ),
        ("--mirror --all --branches", "pushes all branches ({option})"),
        ("-d --delete --prune", "deletes remote branches ({option})"),
        ("--no-verify", "skips the checks before a push ({option})"),
    ),
    "git commit": (
        ("--amend", "rewrites the last commit"),
        ("-n --no-verify", "skips the checks before a commit ({option})"),
    ),
    "git merge": (("--no-verify", "skips the checks before a merge ({option})"),),
    "git rebase": (("", "rewrites commits"),),
    "git filter-branch": (("", "rewrites all commits"),),
    "git filter-repo": (("", "rewrites all commits"),),
    "git update-ref": (("", "moves a branch or tag by hand"),),
    "git replace": (("", "puts other objects in the place of commits"),),
    "git branch": (
        ("-D", "deletes a branch even if it is not merged ({option})"),
        ("-M -C -f --force", "may overwrite another branch ({option})"),
    ),
    "git tag": (("-f --force", "moves a tag ({option})"), ("-d --delete", "deletes a tag ({option})")),
    "git reset": (("--hard --merge --keep", _UNCOMMITTED + " ({option})"),),
    "git checkout": (("-f --force", _UNCOMMITTED + " ({option})"), ("-B", "moves a branch ({option})")),
    "git switch": (("-f --force --discard-changes", _UNCOMMITTED + " ({option})"),),
    "git worktree add": (
        ("-f --force", "takes a branch that is in use ({option})"),
        ("-B", "moves a branch ({option})"),
    ),
    "git submodule update": (
        ("-f --force", _UNCOMMITTED + " of the submodules ({option})"),
        ("--merge --rebase", "moves the branches of the submodules ({option})"),
    ),
    "git submodule deinit": (("", "deletes the files of a submodule"),),
    "git stash drop": (("", "deletes stashed changes"),),
    "git stash clear": (("", "deletes all stashed changes"),),
    "git reflog expire": (("", "deletes the record that lost commits are found by"),),
    "git reflog delete": (("", "deletes the record that lost commits are found by"),),
    "git fetch": (
        ("-f --force -u --update-head-ok", "may overwrite local branches ({option})"),
        ("-P --prune-tags", "deletes local tags that the remote lacks ({option})"),
    ),
    "git pull": (
        ("-f --force", "may overwrite local branches ({option})"),
        ("--no-verify", "skips the checks before a merge ({option})"),
    ),
    "git gc": (("--force", "cleans up although another clean-up may run ({option})"),),
    "ssh": (("", "works on {to} over ssh"),),
    "sftp": (("", "exchanges files with {to}"),),
    "npm publish": (("", "publishes the package"),),
    "npm unpublish": (("", "takes a published package back"),),
    "pnpm publish": (("", "publishes the package"),),
    "yarn publish": (("", "publishes the package"),),
    "cargo publish": (("", "publishes the crate"),),
    "twine upload": (("", "publishes the package"),),
    "uv publish": (("", "publishes the package"),),
    "docker volume rm": (("", "deletes volumes with what is in them"),),
    "docker volume prune": (("", "deletes unused volumes with what is in them"),),
    "docker system prune": (("", "deletes unused containers, images and networks"),),
    "docker rm": (("", "deletes containers"),),
    "docker rmi": (("", "deletes images"),),
    "docker compose down": (("", "stops and deletes the containers"),),
    "docker push": (("", "publishes an image"),),
    "docker login": (("", "signs in to a registry"),),
    "gh pr create": (("", "opens a pull request on GitHub"),),
    "gh pr merge": (("", "merges a pull request on GitHub"),),
    "gh issue create": (("", "opens an issue on GitHub"),),
    "gh release create": (("", "publishes a release on GitHub"),),
    "gh repo create": (("", "makes a repository on GitHub"),),
    "gh repo delete": (("", "deletes a repository on GitHub"),),
    "gh repo sync": (("--force", "overwrites a branch on GitHub ({option})"),),
    "kubectl apply": (("", "changes the cluster"),),
    "kubectl delete": (("", "deletes what runs in the cluster"),),
    "sudo": (("", "acts with the rights of another user"),),
}


def phrase(words: str, target: str) -> str:
    """What a command does, or with it the option at its end; "" where the table has no words for it."""
    command, _, option = words.rpartition(" ")
    if option[:1] != "-":
        command, option = words, ""
    for options, text in PHRASES.get(command, ()):
        if option in options.split() if option else not options:
            return text.replace("{option}", option).replace("{to}", target or "another machine")
    return ""
