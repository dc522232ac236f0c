"""What the container programs do: docker, podman, docker compose, kubectl, helm.

Flags: docker 28 and kubectl 1.32 `--help`, podman 5 and helm 3 manuals.
"""

from __future__ import annotations

from assent.core import paths
from assent.core.effect import DESTROY, NET_READ, NET_SEND, PRIVILEGE, READ_SECRET, RUN_CODE, SYSTEM
from assent.shell.meaning.arg import Arg
from assent.shell.programs.tasks import source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.table import Spec
    from assent.shell.meaning.use import Use

# Options of `docker run` that hand the machine to the container.
_OPEN_DOORS = frozenset((
    "--privileged", "--cap-add", "--device", "--security-opt", "--pid", "--ipc", "--userns", "--uts", "--cgroupns",
    "--volumes-from", "--use-api-socket", "--cgroup-parent", "--device-cgroup-rule", "--runtime", "--group-add",
))  # fmt: skip


def run(use: Use) -> None:
    """An image is arbitrary code in a box; mounts and privileges open the box. Its command is read for denials."""
    for flag, arg in use.options:
        if flag in ("-v", "--volume", "--mount"):
            _mount(use, arg)
        elif flag in _OPEN_DOORS:
            use.note(PRIVILEGE, f"opens the machine to the container with {flag}")
        elif flag in ("--network", "--net") and (arg is None or arg.text in (None, "host")):
            use.note(PRIVILEGE, "shares the machine's network with the container")
        elif flag in ("--env-file", "--label-file") and arg is not None:
            use.read(arg)
    if len(use.words) > 1:
        use.run(use.words[1:])
    entry = use.value("--entrypoint")
    if entry is not None:
        use.run([entry, *use.words[1:]])


def _mount(use: Use, arg: Arg | None) -> None:
    """`HOST:DIR[:ro]` or `type=bind,source=HOST,…`: a host path outside of the project opens the machine."""
    text = None if arg is None else arg.text
    if text is None:
        use.note(PRIVILEGE, "mounts what cannot be known")
        use.opaque("what it mounts cannot be known")
        return
    host = text.partition(":")[0] if ":" in text else ""
    if "=" in text and "," in text:
        fields = dict([part.partition("=")[::2] for part in text.split(",")])
        host = fields.get("source") or fields.get("src") or ""
    if not host or not host.startswith(("/", ".", "~", "$")):
        return
    use.write(Arg(host))
    for place in use.places(Arg(host)) or [""]:
        real = paths.resolved(place, use.facts)
        if not paths.inside(real, use.facts.project):
            use.note(PRIVILEGE, f"gives the container {host} of the machine")


def inner(use: Use) -> None:
    """`exec CONTAINER COMMAND…`: the command after the container's name."""
    if use.has("--privileged"):
        use.note(PRIVILEGE, "runs with all privileges")
    if len(use.words) > 1:
        use.run(use.words[1:])


def _context(use: Use, word: Arg) -> None:
    """A directory, or a repository to clone, which needs no scheme."""
    if word.prefix.lower().startswith(("github.com/", "git@", "oci:")) or "://" in word.prefix:
        use.note(RUN_CODE, "builds or runs what an address says")
    else:
        source(use, word)


def build(use: Use) -> None:
    """A Dockerfile of the project is project code; a URL or standard input is anybody's."""
    for word in use.words:
        _context(use, word)
    name = use.value("-f", "--file")
    if name is not None:
        source(use, name)
    output = use.value("-o", "--output")
    if output is not None:
        text = output.text or ""
        where = text.rpartition("dest=")[2].partition(",")[0] if "=" in text else text
        use.write(Arg(where if output.text is not None else None))


def copy(use: Use) -> None:
    """`cp CONTAINER:PATH HOST` writes here, the other way round reads here."""
    for index, word in enumerate(use.words):
        text = word.text
        if text is None:
            use.opaque("what is copied cannot be known")
        elif text == "-" or (":" in text and not text.startswith(("/", "."))):
            continue
        elif index:
            use.write(word)
        else:
            use.read(word)
    if use.name == "kubectl":
        use.add(NET_SEND | RUN_CODE, "runs tar in the container")


def compose(use: Use) -> None:
    """`-f FILE` and `--project-directory` say what is built and run."""
    for flag, arg in use.options:
        if flag in ("-f", "--file", "--project-directory") and arg is not None:
            _context(use, arg)
        elif flag == "--env-file" and arg is not None:
            use.read(arg)
        elif flag in ("-v", "--volumes") and use.sub[-1:] in (("down",), ("rm",)):
            use.note(DESTROY, "deletes volumes")
    if use.sub[-1:] in (("exec",), ("run",)) and len(use.words) > 1:
        use.run(use.words[1:])


_SECRET_KINDS = frozenset(("secret", "secrets", "all"))


def _kinds(text: str) -> set[str]:
    return {kind.partition("/")[0].partition(".")[0].lower() for kind in text.split(",")}


def show(use: Use) -> None:
    """Reads objects; those of kind secret hold secrets."""
    for word in use.words:
        if word.text is None:
            use.add(READ_SECRET, "may read secrets of the cluster")
        elif _kinds(word.text) & _SECRET_KINDS:
            use.add(READ_SECRET, "reads secrets of the cluster")
    for flag, arg in use.options:
        if flag in ("-f", "--filename", "-k", "--kustomize"):
            _manifest(use, arg)
            use.add(READ_SECRET, "asks for what a file names, which may be secrets")
        elif flag in ("-o", "--output", "--template"):
            _template(use, arg)


def _template(use: Use, arg: Arg | None) -> None:
    """`-o …-file=PATH`, and `--template PATH` with it, take the form of the output from a file."""
    name, found, path = ((arg.text if arg else None) or "?").partition("=")
    if found and name.endswith("file"):
        use.read(Arg(path))
    elif use.has("--template") and arg is not None and "{" not in arg.prefix:
        use.read(arg)


def kustomize(use: Use) -> None:
    """A directory, or a repository to clone."""
    for word in use.words:
        if "://" in word.prefix or word.prefix.startswith(("github.com/", "git@")):
            use.note(NET_READ, "clones what an address says")
            use.reach(None)
            use.unknown("a kustomization that is cloned first")
        else:
            use.read(word)


def change(use: Use) -> None:
    """Changes objects by what files or addresses say."""
    for flag, arg in use.options:
        if flag in ("-f", "--filename", "-k", "--kustomize"):
            _manifest(use, arg)
    if use.has("--prune", "--force", "--all", "--now"):
        use.note(DESTROY, "may delete what is there")


def _manifest(use: Use, arg: Arg | None) -> None:
    text = None if arg is None else arg.text
    if arg is None or text is None:
        use.opaque("which manifest is used cannot be known")
    elif "://" in text:
        use.url(arg, NET_READ)
        use.note(RUN_CODE, "applies what an address says")
    else:
        use.read(arg)


def remote_command(use: Use) -> None:
    """`kubectl exec POD -- COMMAND…`."""
    words = use.words[1:] if not use.has("-f", "--filename") else use.words
    if words:
        use.run(words)


def helm_chart(use: Use) -> None:
    """Charts and values: local ones are read, `--post-renderer` runs a program."""
    for flag, arg in use.options:
        if flag in ("-f", "--values"):
            _manifest(use, arg)
        elif flag == "--post-renderer":
            use.add(RUN_CODE | SYSTEM, "runs a program on the manifests")


# What a template may ask of `inspect` that holds neither environment nor command line.
_HARMLESS_FIELDS = (
    ".State", ".Id", ".ID", ".Name", ".Created", ".Image", ".RestartCount", ".Platform", ".NetworkSettings", ".Size", ".Architecture",
    ".Os", ".RepoTags", ".RepoDigests", "range .NetworkSettings", ".IPAddress", "end", "json .State", "json .NetworkSettings", "println",
)  # fmt: skip


def inspect(use: Use) -> None:
    """Shows the environment of what is inspected, unless a template asks for something else."""
    shape = use.value("-f", "--format")
    text = shape.text if shape is not None else None
    fields = [] if text is None else [each.strip(" -") for each in text.split("{{")[1:]]
    if not fields or not all(each.startswith(_HARMLESS_FIELDS) for each in fields):
        use.note(READ_SECRET, "shows the environment of a container")


def processes(use: Use) -> None:
    """`top CONTAINER [ps words]`: letters and columns of ps may show the environment."""
    for word in use.words[1:]:
        if word.text is None or "e" in word.text.lower():
            use.note(READ_SECRET, "shows the environment of processes")


_FORMAT = {"--format -f --filter": "data"}
_SEE: Spec = {
    "effects": "read-elsewhere",
    "flags": "-a --all -q --quiet --no-trunc -s --size -l --latest --digests --no-stream -t --timestamps --details -H --human -v --verbose --tree",
    "values": {**_FORMAT, "-n --last --type --since --until --tail --platform --orderby": "data"},
    "operands": "data*",
}
_TOP: Spec = {**_SEE, "special": "processes"}
_INSPECT: Spec = {**_SEE, "special": "inspect"}
_LOGS: Spec = {
    "effects": "read-elsewhere",
    "flags": "--details -f --follow -t --timestamps",
    "values": {"--since --until -n --tail": "data"},
    "operands": "data*",
}
_SET: Spec = {
    "effects": "system",
    "flags": "-f --force -i -a --attach",
    "values": {"-s --signal -t --time --timeout": "data"},
    "operands": "data*",
}
_GONE: Spec = {
    "effects": "system destroy",
    "flags": "-f --force -v --volumes -a --all -l --link --no-prune",
    "values": {"--filter": "data"},
    "operands": "data*",
}
_PULL: Spec = {
    "effects": "net-read install",
    "flags": "-q --quiet -a --all-tags --disable-content-trust",
    "values": {"--platform": "data"},
    "operands": "data*",
}
_PUSH: Spec = {
    "effects": "net-send",
    "flags": "-q --quiet -a --all-tags --disable-content-trust",
    "operands": "data*",
}
_RUN: Spec = {
    "effects": "run-code net-read system",
    "style": "stop",
    "operands": "data data*",
    "special": "run",
    "flags": (
        "-d --detach -i --interactive -t --tty --rm --init --read-only -q --quiet --no-healthcheck -P --publish-all"
        " --sig-proxy --oom-kill-disable --privileged --use-api-socket"
    ),
    "values": {
        "-e --env --name -w --workdir -u --user -p --publish --expose -m --memory --memory-swap --cpus -c": "data",
        "--cpu-shares --cpuset-cpus --platform --pull --hostname -h --label -l --network --net --network-alias": "data",
        "--restart --shm-size --ulimit --tmpfs --entrypoint --env-file --label-file --add-host --dns --stop-signal": "data",
        "--stop-timeout --health-cmd --health-interval --health-retries --health-timeout --log-driver -a --attach": "data",
        "-v --volume --mount --cap-drop --pids-limit --annotation --detach-keys --log-opt --memory-reservation": "data",
        "--cap-add --device --security-opt --pid --ipc --userns --uts --cgroupns --volumes-from --gpus": "data",
        "--cgroup-parent --device-cgroup-rule --runtime --group-add --sysctl --ip --link": "data",
        "--cidfile": "write",
    },
}
_EXEC: Spec = {
    "effects": "system run-code",
    "style": "stop",
    "operands": "data data*",
    "special": "inner",
    "flags": "-d --detach -i --interactive -t --tty --privileged",
    "values": {"-e --env -u --user -w --workdir --detach-keys": "data", "--env-file": "read"},
}
_BUILD: Spec = {
    "effects": "run-project net-read install",
    "operands": "data",
    "special": "build",
    "flags": "--no-cache --pull -q --quiet --rm --force-rm --compress --squash --load --check --disable-content-trust",
    "adds": {"--push": "net-send", "-D --debug": "unknown"},
    "values": {
        "-t --tag --build-arg --target --platform --label --network --progress --cache-from --shm-size --ulimit": "data",
        "-m --memory --memory-swap --cpuset-cpus -f --file -o --output --annotation --attest --no-cache-filter": "data",
        "--builder": "data",
        "--secret --ssh --cache-to --allow --build-context": "unknown",
        "--iidfile --metadata-file": "write",
    },
}
_CP: Spec = {
    "effects": "system",
    "operands": "data data",
    "special": "copy",
    "flags": "-a --archive -L --follow-link -q --quiet",
}
_NEW: Spec = {
    "effects": "system",
    "operands": "data*",
    "flags": "--internal --attachable",
    "values": {"-d --driver --label --subnet": "data"},
}
_COMPOSE_VALUES = {
    "-f --file --project-directory --env-file": "data",
    "-p --project-name --profile --ansi --progress --parallel": "data",
}
_UP: Spec = {
    "effects": "run-project system net-read",
    "operands": "data*",
    "flags": (
        "-d --detach --build --no-build --force-recreate --no-recreate --remove-orphans --wait --no-deps -w"
        " --abort-on-container-exit --no-start --quiet-pull --always-recreate-deps -V --renew-anon-volumes -y"
        " --no-log-prefix --no-color --attach-dependencies --no-cache  -q --quiet"
    ),
    "adds": {"--push": "net-send"},
    "values": {"--scale -t --timeout --wait-timeout --pull --attach --exit-code-from --build-arg": "data"},
}
_COMPOSE: dict[str, Spec] = {
    "ps ls images top port version stats volumes": {
        **_SEE,
        "flags": f"{_SEE['flags']} --services --orphans --short",
    },
    "logs events": {**_LOGS, "flags": f"{_LOGS['flags']} --no-color --no-log-prefix --json"},
    # Shows the values that .env and the environment put into the files.
    "config convert": {
        "effects": "read-project read-secret",
        "operands": "data*",
        "flags": "-q --quiet --services --volumes --images --profiles --networks --no-interpolate --no-normalize",
        "values": {"--format --hash": "data", "-o --output": "write"},
    },
    "up build create watch": _UP,
    "start stop restart pause unpause kill scale": {**_UP, "effects": "system run-project"},
    "down rm": {
        "effects": "system destroy",
        "operands": "data*",
        "flags": "-v --volumes --remove-orphans -f --force -s --stop",
        "values": {"--rmi -t --timeout": "data"},
    },
    "pull": {
        **_PULL,
        "flags": "-q --quiet --ignore-pull-failures --include-deps --ignore-buildable",
        "values": {"--policy": "data"},
    },
    "push": _PUSH,
    "exec run": {
        "effects": "system run-code run-project",
        "style": "stop",
        "operands": "data data*",
        "flags": "-d --detach -T --no-TTY -t -i --interactive --rm --no-deps --build --service-ports --privileged --quiet-pull",
        "values": {
            "-e --env -u --user -w --workdir --index --name": "data",
            "-v --volume -p --publish --entrypoint": "unknown",
        },
    },
    "cp": {**_CP, "special": "copy"},
}
_DOCKER: dict[str, Spec] = {
    "ps images port version info diff history stats": _SEE,
    "top": _TOP,
    "inspect": _INSPECT,
    "logs": _LOGS,
    "events": {
        **_LOGS,
        "flags": "-t --timestamps",
        "values": {"--since --until --filter -f --format": "data"},
    },
    "search": {**_SEE, "effects": "net-read", "values": {"--filter -f --format --limit": "data"}},
    "start stop restart kill pause unpause wait rename update tag commit": _SET,
    "attach": {"effects": "system", "operands": "data"},
    "rm rmi": _GONE,
    "pull": _PULL,
    "push": _PUSH,
    "login logout": {
        "effects": "net-send read-secret write-elsewhere",
        "operands": "data",
        "flags": "--password-stdin",
        "values": {"-u --username -p --password": "data"},
    },
    "run create": _RUN,
    "exec": _EXEC,
    "build": _BUILD,
    "cp": _CP,
    "save export": {
        "effects": "read-elsewhere read-secret",  # every file of an image or a container
        "operands": "data*",
        "values": {"-o --output": "write", "--platform": "data"},
    },
    "load import": {
        "effects": "system",
        "operands": "read data",
        "values": {"-i --input": "read", "-m --message -c --change": "data"},
        "flags": "-q",
    },
    "container": {
        "subcommands": {
            "ls list ps port stats diff": _SEE,
            "top": _TOP,
            "inspect": _INSPECT,
            "export": {"effects": "read-secret", "operands": "data", "values": {"-o --output": "write"}},
            "logs": _LOGS,
            "run create": _RUN,
            "exec": _EXEC,
            "cp": _CP,
            "start stop restart kill pause unpause wait rename update commit": _SET,
            "rm prune": _GONE,
        },
    },
    "image": {
        "subcommands": {
            "ls list history": _SEE,
            "inspect": _INSPECT,
            "save": {"effects": "read-secret", "operands": "data*", "values": {"-o --output": "write"}},
            "pull": _PULL,
            "push": _PUSH,
            "build": _BUILD,
            "tag": _SET,
            "rm prune": _GONE,
        },
    },
    "volume network": {
        "subcommands": {"ls list inspect": _SEE, "create connect disconnect": _NEW, "rm remove prune": _GONE},
    },
    "system": {"subcommands": {"df info": _SEE, "events": _LOGS, "prune": _GONE}},
    "context": {
        "subcommands": {
            "ls list inspect show": _SEE,
            "use create update rm remove import": {"effects": "run-code system", "operands": "data*"},
        }
    },
    "builder": {"subcommands": {"prune": _GONE, "build": _BUILD}},
    "buildx": {"subcommands": {"ls inspect version du": _SEE, "build": _BUILD, "prune rm stop": _GONE}},
    "manifest": {"subcommands": {"inspect": {**_SEE, "effects": "net-read"}}},
    "service stack node swarm": {
        "subcommands": {"ls ps services tasks": _SEE, "inspect": _INSPECT, "logs": _LOGS}
    },
    "config": {"subcommands": {"ls": _SEE, "inspect": _INSPECT}},
    "secret": {"subcommands": {"ls inspect": {**_SEE, "effects": "read-secret"}}},
    "compose": {
        "special": "compose",
        "values": _COMPOSE_VALUES,
        "flags": "--compatibility --all-resources --dry-run",
        "subcommands": _COMPOSE,
    },
    "help": {"operands": "data*"},
}

_KUBE_ALONE = "--match-server-version --warnings-as-errors"
_KUBE = f"{_KUBE_ALONE} -A --all-namespaces --no-headers"
_KUBE_VALUES = {
    "-n --namespace --context --request-timeout -v --v --user --cluster --chunk-size": "data",
    "--kubeconfig -s --server --token --as --as-group --as-uid --cache-dir --certificate-authority": "unknown",
    "--client-certificate --client-key --insecure-skip-tls-verify --username --password --profile-output": "unknown",
}
_KGET: Spec = {
    "effects": "net-read",
    "operands": "data*",
    "special": "show",
    "flags": f"{_KUBE_ALONE} -A -w --watch-only --show-kind -R --recursive --server-print"
    " --show-managed-fields --containers --sum --output-watch-events",
    "values": {
        **_KUBE_VALUES,
        "-o --output -l --selector --field-selector --sort-by -L --label-columns --template --subresource": "data",
        "-f --filename -k --kustomize": "data",
        "--raw": "unknown",
    },
    "optional": {
        "--show-labels --watch --ignore-not-found --no-headers --all-namespaces --show-events": "data"
    },
}
_KLOGS: Spec = {
    "effects": "net-read",
    "operands": "data*",
    "flags": f"{_KUBE} -f -p --ignore-errors --all-pods",
    "values": {
        **_KUBE_VALUES,
        "-c --container --tail --since --since-time --limit-bytes -l --selector --max-log-requests": "data",
        "--pod-running-timeout": "data",
    },
    "optional": {"--all-containers --follow --previous --timestamps --prefix": "data"},
}
_KASK: Spec = {
    "effects": "net-read",
    "operands": "data*",
    "flags": f"{_KUBE} --list --quiet -q --cached",
    "values": {
        **_KUBE_VALUES,
        "-o --output --api-version --api-group --verbs --sort-by --subresource --categories": "data",
    },
    "optional": {"--client --short --namespaced --recursive": "data"},
}
_KSET: Spec = {
    "effects": "net-send",
    "operands": "data*",
    "special": "change",
    "flags": f"{_KUBE} -R --recursive --record --all --force --prune --server-side --force-conflicts --local --list --save-config --now",
    "values": {
        **_KUBE_VALUES,
        "-f --filename -k --kustomize -l --selector -o --output --type -p --patch --replicas --current-replicas": "data",
        "--field-manager --timeout --revision --to-revision --image --port --target-port --name --min --max": "data",
        "--cpu-percent --from-literal --resource-version --for --field-selector": "data",
        "--patch-file --from-file --from-env-file": "read",
    },
    "optional": {"--dry-run --validate --cascade --wait --overwrite": "data"},
}
_KDELETE: Spec = {
    **_KSET,
    "effects": "net-send destroy",
    "flags": f"{_KSET['flags']} --ignore-not-found --ignore-daemonsets --delete-emptydir-data --disable-eviction",
    "values": {**_KSET["values"], "--grace-period --pod-selector": "data"},
}
_KUBECTL: dict[str, Spec] = {
    "get describe": _KGET,
    "events": {**_KGET, "values": {**_KGET["values"], "--for --types": "data"}},
    "logs": _KLOGS,
    "top": {"flags": _KUBE, "values": _KUBE_VALUES, "subcommands": {"pod pods po node nodes no": _KGET}},
    "version api-resources api-versions explain": _KASK,
    "cluster-info": {**_KASK, "operands": ""},
    "auth": {"subcommands": {"can-i whoami": _KASK}},
    "wait": {**_KSET, "effects": "net-read"},
    "diff": _KSET,
    "config": {
        "subcommands": {
            "current-context get-contexts get-clusters get-users": {
                "effects": "read-elsewhere",
                "operands": "data*",
                "values": {"-o --output": "data"},
            },
            "view": {
                "effects": "read-elsewhere",
                "operands": "",
                "flags": "--minify",
                "adds": {"--raw --flatten": "read-secret"},
                "values": {"-o --output": "data"},
            },
            "use-context use": {"effects": "write-elsewhere system", "operands": "data"},
            "set set-context set-cluster set-credentials unset delete-context delete-cluster delete-user rename-context": {
                "effects": "run-code",
                "operands": "data*",
            },
        },
    },
    "rollout": {
        "subcommands": {
            "status history": {**_KSET, "effects": "net-read", "flags": f"{_KUBE} -w --watch"},
            "restart undo pause resume": _KSET,
        },
    },
    "apply create replace patch scale autoscale label annotate expose set taint uncordon": _KSET,
    "edit": {"effects": "net-send run-code", "operands": "data*"},
    "delete drain cordon": _KDELETE,
    "exec": {
        "effects": "net-send run-code",
        "operands": "data data*",
        "special": "remote_command",
        "flags": f"{_KUBE} -i --stdin -t --tty -q --quiet",
        "values": {**_KUBE_VALUES, "-c --container --pod-running-timeout": "data"},
    },
    "attach debug run port-forward proxy": {
        "effects": "net-send run-code system",
        "operands": "data*",
        "special": "remote_command",
        "flags": _KUBE,
        "values": _KUBE_VALUES,
    },
    "cp": {
        "effects": "net-send",
        "operands": "data data",
        "special": "copy",
        "flags": _KUBE,
        "values": {**_KUBE_VALUES, "-c --container --retries": "data"},
    },
    "kustomize": {
        "effects": "read-project",
        "operands": "data",
        "special": "kustomize",
        "values": {"-o --output": "write"},
    },
    "completion": {"operands": "data"},
    "help": {"operands": "data*"},
}

_HELM_FLAGS = (
    "-A --all-namespaces -q --short --debug -a --all --deployed --failed --pending --devel --versions -l"
)
_HELM_VALUES = {
    "-n --namespace --kube-context --max --filter -o --output --revision --version --offset --selector": "data",
    "--kubeconfig --kube-apiserver --kube-token --registry-config --repository-config --kube-as-user": "unknown",
}
_HELM_SEE: Spec = {"effects": "net-read", "operands": "data*", "flags": _HELM_FLAGS, "values": _HELM_VALUES}
_HELM_CHART: Spec = {
    "effects": "read-project net-read",
    "operands": "data*",
    "special": "helm_chart",
    "flags": f"{_HELM_FLAGS} --strict --include-crds --skip-crds --validate --with-subcharts --quiet --skip-tests --dependency-update",
    "values": {
        **_HELM_VALUES,
        "-f --values --set --set-string --set-json -s --show-only --api-versions --kube-version": "data",
        "--output-dir": "write",
    },
}
_HELM_SET: Spec = {
    **_HELM_CHART,
    "effects": "net-send net-read",
    "flags": f"{_HELM_CHART['flags']} -i --install --wait --atomic --create-namespace --dry-run --reuse-values --reset-values --wait-for-jobs",
    "values": {
        **_HELM_CHART["values"],
        "--timeout --history-max --description": "data",
        "--post-renderer": "code",
    },
}

PROGRAMS: dict[str, Spec] = {
    "docker": {
        "flags": "-v --version --help",
        "values": {"-H --host --config --tlscacert --tlscert --tlskey -c --context": "unknown", "-l --log-level": "data"},
        "subcommands": _DOCKER,
    },
    "docker-compose": {
        "special": "compose",
        "flags": "-v --version --help --compatibility --verbose",
        "values": _COMPOSE_VALUES,
        "subcommands": _COMPOSE,
    },
    "kubectl": {"shows": "--help", "flags": _KUBE, "values": _KUBE_VALUES, "subcommands": _KUBECTL},
    "helm": {
        "shows": "--help",
        "flags": _HELM_FLAGS,
        "values": _HELM_VALUES,
        "subcommands": {
            "list ls status history version": _HELM_SEE,
            # Values of a release may hold secrets.
            "get": {"effects": "net-read read-secret", "operands": "data*", "flags": _HELM_FLAGS, "values": _HELM_VALUES},
            "show inspect": {"subcommands": {"chart values readme all crds": _HELM_CHART}},
            "search": {"subcommands": {"repo hub": _HELM_SEE}},
            "template lint": _HELM_CHART,
            "install upgrade rollback": _HELM_SET,
            "uninstall delete": {**_HELM_SET, "effects": "net-send destroy", "operands": "data*"},
            "dependency dep": {"subcommands": {"list ls": _HELM_CHART, "update up build": {"effects": "install net-read", "operands": "data*"}}},
            "repo": {"subcommands": {"list ls": _HELM_SEE, "update up": {"effects": "install net-read", "operands": "data*"}, "add remove": {"effects": "system net-read", "operands": "data*"}}},
            "push": {"effects": "net-send", "operands": "data*"},
            "plugin": {"subcommands": {"list ls": _HELM_SEE, "install update": {"effects": "run-code net-read system", "operands": "data*"}}},
        },
    },
}  # fmt: skip
PROGRAMS["podman"] = PROGRAMS["docker"]
