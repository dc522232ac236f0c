"""What the container programs do: docker, podman, docker compose, kubectl, helm.

Flags: docker 28 and kubectl 1.32 `--help`, podman 5 and helm 3 manuals.
"""

from __future__ import annotations

from assent.core import paths
from assent.core.effect import DESTROY, NET_READ, NET_SEND, PRIVILEGE, READ_SECRET, RUN_CODE, SYSTEM
from assent.shell.judges.fetched import any_code
from assent.shell.judges.tasks import from_project, source
from assent.shell.meaning.arg import Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
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
        any_code(use, use.words[1:])
    entry = use.value("--entrypoint")
    if entry is not None:
        any_code(use, [entry, *use.words[1:]])


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
        any_code(use, use.words[1:])


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
    _built_elsewhere(use)
    name = use.value("-f", "--file")
    if name is not None:
        source(use, name)
    output = use.value("-o", "--output")
    if output is not None:
        text = output.text or ""
        if "type=registry" in text or "push=true" in text:
            use.note(NET_SEND, "pushes what it builds")
        where = text.rpartition("dest=")[2].partition(",")[0] if "=" in text else text
        use.write(Arg(where if output.text is not None else None))


# Arguments of a build that mean something to the builder itself, and beginnings of such.
_BUILDERS_OWN = ("BUILDKIT_", "DOCKER_", "BUILDX_")


def _built_elsewhere(use: Use) -> None:
    """Options by which other builders, other people's layers, the machine's network or other registries take part."""
    for flag, arg in use.options:
        text = None if arg is None else arg.text
        if flag == "--builder" and text != "default":
            use.unknown("another builder, which may stand anywhere")
        elif flag == "--network" and text not in ("none", "default"):
            use.unknown("a network of the machine for the steps of the build")
        elif flag == "--cache-from" and _is_elsewhere(use, text or "?"):
            use.unknown(f"layers from elsewhere: {text}")
        elif flag == "--build-arg":
            use.settle([text] if text else [])
            if text is None or "://" in text or text.upper().startswith(_BUILDERS_OWN):
                use.unknown(f"an argument that may change where the build gets things: {text}")


def _is_elsewhere(use: Use, cache: str) -> bool:
    """True for layers in a registry that the name of an image names, or in a folder outside of the project."""
    fields = dict([part.partition("=")[::2] for part in cache.split(",")])
    if fields.get("type") == "local":
        return not from_project(use, Arg(fields.get("src") or None))
    image = fields.get("ref", cache)
    host, slash, _ = image.partition("/")
    return cache == "?" or (bool(slash) and ("." in host or ":" in host))


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
    if use.name in ("kubectl", "kubecolor"):
        use.add(NET_SEND | RUN_CODE, "runs tar in the container")


def compose(use: Use) -> None:
    """`-f FILE` and `--project-directory` say what is built and run."""
    for flag, arg in use.options:
        if flag in ("-f", "--file", "--project-directory") and arg is not None:
            _context(use, arg)
        elif flag == "--env-file" and arg is not None:
            use.read(arg)  # it may say which files are read, and by which engine
            if not from_project(use, arg):
                use.note(RUN_CODE, "obeys settings from outside of the project")
        elif flag in ("-v", "--volumes") and use.sub[-1:] in (("down",), ("rm",)):
            use.note(DESTROY, "deletes volumes")
    if use.sub[-1:] == ("build",):
        _built_elsewhere(use)
    if use.sub[-1:] in (("exec",), ("run",)) and len(use.words) > 1:
        any_code(use, use.words[1:])


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
        any_code(use, words)


def helm_chart(use: Use) -> None:
    """Charts and values: local ones are read, `--post-renderer` runs a program. A name of a release reads like a chart
    of the project."""
    rendered = use.sub[:1] in (("template",), ("lint",))
    for word in use.words:
        if word.text is not None and "://" not in word.text:
            use.read(word)
        if rendered and not _is_own_chart(word.prefix):
            use.unknown(f"a chart from elsewhere: {word.prefix}")
    for flag, arg in use.options:
        if flag in ("-f", "--values"):
            _manifest(use, arg)
        elif flag == "--post-renderer":
            use.add(RUN_CODE | SYSTEM, "runs a program on the manifests")


# Folders in which projects keep their charts: `charts/web` is one of theirs, `bitnami/nginx` is of a repository.
_CHARTS = frozenset((
    "charts", "chart", "helm", "deploy", "deployment", "deployments", "k8s", "kubernetes", "kube", "infra", "ops",
    "infrastructure", "apps", "services", "packages", "src", "examples", "tests", "test", "manifests", "platform",
))  # fmt: skip


def _is_own_chart(name: str) -> bool:
    """True for a path, and for a name that reads like one of the project's folders."""
    first, slash, _ = name.partition("/")
    return "://" not in name and (not slash or not first or first[0] in ".~" or first.lower() in _CHARTS)


def schemas(use: Use) -> None:
    """Manifests and schemas by their paths; `default` is the list that everybody uses."""
    for word in [*use.words, *(arg for flag, arg in use.options if flag == "-schema-location" and arg)]:
        if "://" in word.prefix and not word.prefix.lower().startswith("file:"):
            use.unknown(f"schemas or manifests that are fetched: {word.prefix}")
        elif word not in use.words and word.text != "default":
            use.local(word.prefix) if "://" in word.prefix else use.read(word)


# What a template may ask of `inspect` that holds neither environment nor command line.
_HARMLESS_FIELDS = (
    ".State", ".Id", ".ID", ".Name", ".Created", ".Image", ".RestartCount", ".Platform", ".NetworkSettings", ".Size",
    ".Architecture", ".Os", ".RepoTags", ".RepoDigests", "range .NetworkSettings", ".IPAddress", "end", "json .State",
    "json .NetworkSettings", "println",
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
