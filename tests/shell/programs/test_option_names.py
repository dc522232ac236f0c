"""Options that are called like a file, or like one that switches a check off: each is one, or stands here with why not."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from assent.core.effect import WEAKEN, names_of
from assent.shell.meaning.weakening import flag_weakens
from assent.shell.programs import shipped
from assent.shell.programs.row import ALONE, Row
from tests.shell.world import read

WRITTEN = re.compile(
    r"-+(out|output|dest|destination|report|reports|log|cache|tmp|temp|dump|save|export|artifacts?|coverage|profile|trace"
    r"|target|build|install|data|state|store|work|history|snapshot|backup)[-_.]?(file|dir|directory|path|folder|name)s?"
    r"|-+(outfile|outdir|out-?file|out-?dir|output|out)",
    re.IGNORECASE,
)
OBEYED = re.compile(
    r"-+(config|rc|env|secret|key|cert|certificate|ca|cacert|token|password|passwd|template|rules?|identity|credentials?"
    r"|kubeconfig|input|include|values|vars?|policy|schema|ignore|exclude)[-_.]?(file|path|dir|directory|folder)s?"
    r"|-+(kubeconfig|cacert|cafile|certfile|keyfile)",
    re.IGNORECASE,
)
# Program and options, by what they hold instead of a file.
FORMS_OF_WHAT_IS_PRINTED = """
argo --output       keyring --output
airflow --output    argocd --output      aws --output         az --output          bazel --output      blkid --output
checkov --output    conftest --output    cosign --output      crictl --output      cue --out           dart --output
dbt --output        doctl --output       dotnet --output      duf -output          duf --output        eksctl --output
flux --output       glab --output        grype --output       hasura --output      helm --output       helmfile --output
istioctl --output   journalctl --output  k3d --output         kubeadm --output     kubeconform -output kubectl --output
ldcli --output      prlimit --output     mediainfo --Output   minikube --output    mise --output       mypy --output
oc --output         pipdeptree --output  pipenv --output      pyre --output        qemu-img --output   render --output
rust-analyzer --output                   safety --output      sam --output         stdbuf --output     stern --output
supabase --output   svelte-check --output                     syft --output        systemctl --output  task --output
tilt --output       tokei --output       turbo --output       vercel --output      xmlstarlet --output xrandr --output
"""
NAMES_THAT_ARE_LEFT_OUT_OR_LOOKED_FOR = """
ack --ignore-dir         ack --ignore-directory  ack --ignore-file       ag --ignore-dir      buf --exclude-path
cloc --exclude-dir       comby -exclude-dir      depcheck --ignore-dirs  gosec -exclude-dir   dust --ignore-directory
git-cliff --include-path                         git-cliff --exclude-path                     grep --exclude-dir
golangci-lint --exclude-dirs                     golangci-lint --exclude-files                luacheck --exclude-files
luacheck --include-files lychee --exclude-path   pylint --ignore-paths   rgrep --exclude-dir  scc --exclude-dir
tfsec --exclude-path     strace --trace-path     detect-secrets --exclude-files
"""
NO_FILE_OF_THIS_MACHINE = """
docker --workdir   docker-compose --workdir   aws --export-name   aws --snapshot-name   flutter --build-name   snyk --target-name
"""
# meson only notes them for an installation to come; `aws` takes the file as an operand, and the option for none.
FILES_OF_NO_EFFECT = "meson --datadir   meson --includedir   aws --outfile"
ELSEWISE = {
    tuple(line)
    for text in (
        FORMS_OF_WHAT_IS_PRINTED, NAMES_THAT_ARE_LEFT_OUT_OR_LOOKED_FOR, NO_FILE_OF_THIS_MACHINE, FILES_OF_NO_EFFECT,
    )
    for line in zip(text.split()[::2], text.split()[1::2], strict=True)
}  # fmt: skip
# Called like one that switches a check off, and none. What is only a name, or keeps a check on; hooks and tests that are
# not run because nothing is made of them here; what a program may do anyway; a question that stays; a commit unsigned.
NO_CHECK = """
aws --registry-id         aws --registry-ids         az --registry             func --registry     k3d --registry-create
k3d --registry-use        k3d --registry-config      mlflow --registry-store-uri                   helm --registry-config
glab --use-package-registry                          hadolint --trusted-registry                   uv --no-emit-index-url
gcloud --no-allow-unauthenticated                    terragrunt --terragrunt-no-auto-approve
newman --no-insecure-file-read                       pip-compile --no-emit-index-url
pip-compile --no-emit-trusted-host                   pip-compile --emit-trusted-host               pyenv --bypass
pip-compile --emit-index-url                         hatch --no-hooks          helmfile --no-hooks helmfile --skip-tests
nest --skip-tests         ng --skip-tests            deno --allow-all          act --insecure-secrets
oxlint --fix-dangerously  detect-secrets --no-verify git-lfs --no-verify-remote                    git --no-gpg-sign
"""
CHECKED = set(zip(NO_CHECK.split()[::2], NO_CHECK.split()[1::2], strict=True))
# One path that is obeyed when it is written, one whose content is secret, one outside of the project.
PATHS = ("/home/u/.bashrc", "/home/u/.ssh/id_rsa", "/srv/x")


def programs() -> Iterator[tuple[str, Row]]:
    """Every program once: by the name of its file, or its first."""
    seen: set[int] = set()
    for name, _ in sorted(
        shipped.files().items(), key=lambda item: (item[0] != item[1].removesuffix(".prog"), item)
    ):
        stored = shipped.stored(name)
        if stored is not None and id(stored) not in seen:  # a subcommand's header has no row of its own
            seen.add(id(stored))
            yield name, Row(stored)


def blocks(path: str, row: Row) -> Iterator[tuple[str, Row]]:
    yield path, row
    for name in row.below:
        below = row.under(name)
        assert below is not None
        yield from blocks(f"{path} {name}", below)


def wordless(row: Row) -> Iterator[str]:
    """The options that are called like a file and whose value is mere text."""
    for option, (kind, roles, adds) in row.options.items():
        called = WRITTEN.fullmatch(option) or OBEYED.fullmatch(option)
        if called and kind != ALONE and not adds and set(roles) <= {"data"}:
            yield option


def judged(path: str, option: str) -> bool:
    """Whether a judge makes something of a path there."""
    plain = read(f"{path} {option} zzz").effects
    return any(
        read(text).effects & ~plain
        for each in PATHS
        for text in (f"{path} {option} {each}", f"{path} {option}={each}")
    )


def strange() -> set[tuple[str, str]]:
    """Program and option, of those that nobody has looked at."""
    return {
        (name, option)
        for name, program in programs()
        for path, row in blocks(name, program)
        for option in wordless(row)
        if (name, option) not in ELSEWISE and not judged(path, option)
    }


def test_an_option_that_is_called_like_a_file_is_one() -> None:
    assert strange() == set()


def harmless(path: str, row: Row) -> Iterator[str]:
    """The options that are called like one that switches a check off, and that switch none off."""
    for option, (_, _, adds) in row.options.items():
        if flag_weakens(option) and not (adds | row.does) & WEAKEN and "=" not in option:
            one_value = any(
                flag.startswith(f"{option}=") and row.options[flag][2] & WEAKEN for flag in row.options
            )
            if not one_value and not read(f"{path} {option} zzz").effects & WEAKEN:
                yield option


def test_an_option_that_is_called_like_one_that_switches_a_check_off_does() -> None:
    found = {
        (name, option)
        for name, program in programs()
        for path, row in blocks(name, program)
        for option in harmless(path, row)
    }
    assert found <= CHECKED
    assert found == CHECKED, "not called so any more, or it weakens now: take it out"


@pytest.mark.parametrize(("text", "effect"), [("webpack --output-path ../x", "write-elsewhere"), ("grype . -o json=/srv/x", "write-elsewhere"), ("vale --output .env a", "read-secret")])  # fmt: skip
def test_the_paths_in_them_count(text: str, effect: str) -> None:
    assert effect in names_of(read(text).effects)


def test_one_that_were_mere_text_would_be_found() -> None:
    row = Row((0, {"--log-file": (1, ("data",), 0), "--out": (0, (), 0)}, None, {}, None, "", (), None, ""))
    assert list(wordless(row)) == ["--log-file"]
    assert not judged("ls", "--time-style")
