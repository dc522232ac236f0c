"""What writing to each known place means, one by one: what is obeyed later is code, the system is the system's."""

from __future__ import annotations

import pytest

from assent.core import effect
from assent.core.facts import Facts
from assent.core.places import (
    deep_effect,
    is_critical,
    is_obeyed,
    is_temporary,
    list_effect,
    read_effect,
    write_effect,
)

HOME, PROJECT = "/home/u", "/home/u/p"
FACTS = Facts(HOME, PROJECT)
CODE, SYSTEM = effect.RUN_CODE, effect.SYSTEM | effect.WRITE_ELSEWHERE

OBEYED_FILES = """.appveyor.yml .bash_aliases .bash_login .bash_logout .bash_profile .bashrc .claude.json .condarc .cshrc .curlrc
.dircolors .drone.yml .emacs .envrc .exrc .forward .gdbinit .ghci .gitattributes .gitconfig .gitlab-ci.yml
.gitmodules .hgrc .huskyrc .inputrc .irbrc .kshrc .lefthook.yml .lesskey .lldbinit .login .mailcap .mcp.json
.netrc .npmrc .nvimrc .ocamlinit .pdbrc .pnpmfile.cjs .pre-commit-config.yaml .pre-commit-hooks.yaml .profile
.pryrc .psqlrc .pypirc .pythonrc .rhosts .rprofile .screenrc .sqliterc .taskrc .tcshrc .tmux.conf .travis.yml
.vimrc .wgetrc .woodpecker.yml .xinitrc .xprofile .xsession .xsessionrc .yarnrc .yarnrc.yml .zlogin .zlogout
.zprofile .zshenv .zshrc appveyor.yml azure-pipelines.yml bitbucket-pipelines.yml crontab head jenkinsfile
lefthook.yaml lefthook.yml opencode.json opencode.jsonc sitecustomize.py usercustomize.py""".split()
INSTRUCTIONS = """claude.md claude.local.md agents.md agents.override.md gemini.md qwen.md crush.md warp.md
copilot-instructions.md .cursorrules .windsurfrules .clinerules .roorules .goosehints .rules .aider.conf.yml""".split()
OBEYED_FOLDERS = """.amp .assent .aws .buildkite .cargo .circleci .claude .codex .copilot .cursor .devcontainer .direnv .docker
.emacs.d .gemini .git .githooks .gnupg .gradle .husky .idea .ipython .jupyter .kiro .kube .mvn .oh-my-zsh
.opencode .qwen .ssh .vim .vscode .woodpecker .yarn .windsurf .clinerules .roo .kilocode .continue .junie .augment
.amazonq .goose .crush""".split()
OBEYED_PAIRS = """.config/amp .config/assent .config/autostart .config/containers .config/direnv .config/environment.d
.config/fish .config/gh .config/git .config/home-manager .config/htop .config/nix .config/nvim .config/opencode
.config/pip .config/pypoetry .config/systemd .config/zsh .forgejo/workflows .gitea/workflows .github/actions
.github/workflows .github/instructions .github/prompts .github/chatmodes .local/bin .local/lib library/launchagents library/launchdaemons""".split()


@pytest.mark.parametrize("name", [*OBEYED_FILES, *INSTRUCTIONS])
def test_a_file_that_is_obeyed_later_is_code_in_the_home_and_in_the_project(name: str) -> None:
    assert [write_effect(f"{top}/{name}", FACTS) for top in (HOME, PROJECT, f"{PROJECT}/a/b")] == [CODE] * 3
    assert write_effect(f"{PROJECT}/{name.upper()}", FACTS) == CODE
    assert write_effect(f"{PROJECT}/x{name}x", FACTS) == effect.WRITE_PROJECT


@pytest.mark.parametrize("name", OBEYED_FOLDERS)
def test_all_of_a_folder_that_is_obeyed_is_code(name: str) -> None:
    for path in (f"{HOME}/{name}", f"{PROJECT}/{name}/x", f"{PROJECT}/a/{name}/b/x"):
        assert write_effect(path, FACTS) == CODE


@pytest.mark.parametrize("pair", OBEYED_PAIRS)
def test_two_names_in_a_row_that_are_obeyed_are_code(pair: str) -> None:
    first, second = pair.split("/")
    for path in (f"{HOME}/{pair}", f"{PROJECT}/{pair}/x", f"{PROJECT}/a/{pair}/b"):
        assert write_effect(path, FACTS) == CODE
    assert write_effect(f"{PROJECT}/{first}/x/{second}", FACTS) == effect.WRITE_PROJECT
    assert write_effect(f"{PROJECT}/a/{second}", FACTS) == effect.WRITE_PROJECT


@pytest.mark.parametrize("name", sorted({pair.split("/")[0] for pair in OBEYED_PAIRS} - {"library"}))
def test_a_folder_put_there_whole_may_hold_what_is_obeyed(name: str) -> None:
    assert write_effect(f"{HOME}/{name}", FACTS) == CODE


def test_a_folder_of_a_plain_name_may_be_put_there_whole() -> None:
    assert write_effect(f"{PROJECT}/library", FACTS) == effect.WRITE_PROJECT


# Where a project keeps the programs that it installed for itself: whatever checks it runs them.
INSTALLED = """node_modules/.bin/eslint web/node_modules/.bin/x .venv/bin/python .venv/lib/python3.12/site-packages/x.pth
venv/bin/pytest venv/lib/x .venv/scripts/x vendor/bin/phpunit""".split()


@pytest.mark.parametrize("name", INSTALLED)
def test_a_program_that_the_project_installed_for_itself_is_code(name: str) -> None:
    assert [write_effect(f"{PROJECT}/{at}{name}", FACTS) for at in ("", "a/", "./")] == [CODE] * 3


@pytest.mark.parametrize(
    "name", [".venv", "node_modules", "vendor", "node_modules/.cache/x", "vendor/x/y.go"]
)
def test_what_is_put_there_whole_or_beside_it_is_a_write(name: str) -> None:
    assert write_effect(f"{PROJECT}/{name}", FACTS) == effect.WRITE_PROJECT


SYSTEM_ROOTS = """/etc /usr /bin /sbin /lib /lib64 /boot /sys /proc /dev /opt /root /nix /var/spool /var/lib /run /system /library
/applications""".split()


@pytest.mark.parametrize("root", SYSTEM_ROOTS)
def test_below_each_root_of_the_system_all_is_the_systems(root: str) -> None:
    assert [write_effect(path, FACTS) for path in (root, f"{root}/x", f"{root}/x/y")] == [SYSTEM] * 3
    assert write_effect(f"{root}x/y", FACTS) == effect.WRITE_ELSEWHERE


GRANTS_ROOT = """/etc/sudoers /etc/sudoers.d /etc/sudoers.d/x /etc/Sudoers /etc/sudoers.d/* /etc/sud?ers /etc/s[!]a]doers /etc/sudo* /etc/*
/etc/*/x /etc/sudoers.tmp /etc/doas.conf /etc/pam.d/sudo /etc/pam.d/* /etc/polkit-1/rules.d/x /etc/sudo.conf /private/etc/sudoers
/usr/local/etc/sudoers.d/x /e?c/sudoers""".split()


@pytest.mark.parametrize("path", GRANTS_ROOT)
def test_what_says_who_may_act_as_root_is_code_and_privilege(path: str) -> None:
    assert write_effect(path, FACTS) == CODE | effect.PRIVILEGE | SYSTEM
    assert (
        write_effect(f"{PROJECT}/l{path}", Facts(HOME, PROJECT, links={f"{PROJECT}/l": "/"}))
        & effect.PRIVILEGE
    )


@pytest.mark.parametrize(
    "path",
    [
        "/etc/sudo",
        "/etc/hosts",
        "/etc/host*",
        "/etc/x*.d",
        f"{PROJECT}/etc/sudoers",
        "/srv/etc/sudoers",
        f"{PROJECT}/*/x",
    ],
)
def test_what_only_looks_like_it_gives_nobody_the_root(path: str) -> None:
    assert not write_effect(path, FACTS) & effect.PRIVILEGE


def test_the_rest_outside_is_elsewhere() -> None:
    assert [write_effect(path, FACTS) for path in ("/srv/x", "/home/u/x", "/home/other/x", "/var/x")] == [
        effect.WRITE_ELSEWHERE
    ] * 4


INERT = """/dev/fd/0 /dev/fd/1 /dev/fd/2 /dev/full /dev/null /dev/random /dev/stderr /dev/stdin /dev/stdout /dev/tty
/dev/urandom /dev/zero""".split()


@pytest.mark.parametrize("path", INERT)
def test_a_device_that_keeps_and_holds_nothing_has_no_effect(path: str) -> None:
    assert (write_effect(path, FACTS), list_effect(path, FACTS), read_effect(path, FACTS)) == (0, 0, 0)


@pytest.mark.parametrize(
    "path", ["/dev/sda", "/dev/mem", "/dev/nullx", "/dev/shm/x", "/dev", "/proc/x", "/sys/x"]
)
def test_any_other_device_is_the_systems(path: str) -> None:
    assert write_effect(path, FACTS) == SYSTEM


CRITICAL = """/ /applications /bin /boot /dev /etc /home /lib /lib64 /media /mnt /nix /opt /proc /root /run /sbin /srv /sys
/system /users /usr /var""".split()


@pytest.mark.parametrize("path", CRITICAL)
def test_to_remove_a_top_folder_is_to_remove_everything(path: str) -> None:
    for each in (
        path,
        path.upper(),
        f"{path.rstrip('/')}/*",
        f"{path.rstrip('/')}/.*",
        f"{path.rstrip('/')}/**",
    ):
        assert is_critical(each, FACTS)
    assert not is_critical(f"{path.rstrip('/')}/x", FACTS)


@pytest.mark.parametrize(
    ("path", "critical"),
    [
        (HOME, True), (f"{HOME}/*", True), (f"{HOME}/x", False), ("/home/other", False), (PROJECT, False),
        (f"{PROJECT}/x", False), (f"{PROJECT}/*", False),
    ],
)  # fmt: skip
def test_the_home_is_everything_and_the_project_is_not(path: str, critical: bool) -> None:
    assert is_critical(path, FACTS) == critical


def test_a_folder_that_holds_the_project_is_everything() -> None:
    facts = Facts(HOME, "/srv/work/p")
    assert [is_critical(path, facts) for path in ("/srv/work", "/srv/work/*", "/srv/work/p", "/srv/other")] == [
        True, True, False, False,
    ]  # fmt: skip


# A glob that may hit what is obeyed is code; one that says less of it than most, or of something else, is not.
GLOBS_OBEYED = """.githu* .githu?/x .[a-g]ithub .git[[:alpha:]]ub .git* .github*/w .github/workf* .github/work*/x .gi?hub/workflows
.co*/git .*/git .lo*/bin .local/b* .local/* library/launcha* library/*agents li*/launchagents .*rc .bash* jenkins* j*file head*
sitecustom* .[[:lower:]]nvrc .BASH*""".split()
GLOBS_PLAIN = """.eslintrc* .x/workf* */workflows .github/x* a* *rc j* .? x/* li*/x library/a* *ithub .prettier*
?githu*""".split()


@pytest.mark.parametrize("glob", GLOBS_OBEYED)
def test_a_glob_that_aims_at_what_is_obeyed_is_code(glob: str) -> None:
    assert write_effect(f"{PROJECT}/{glob}", FACTS) == CODE


@pytest.mark.parametrize("glob", GLOBS_PLAIN)
def test_a_glob_that_aims_at_nothing_obeyed_is_a_write(glob: str) -> None:
    assert write_effect(f"{PROJECT}/{glob}", FACTS) == effect.WRITE_PROJECT


# ---------------------------------------------------------------------------------------------------- whole trees

LINKED = Facts(
    HOME,
    PROJECT,
    links={f"{PROJECT}/link": f"{HOME}/.ssh", "/srv/inc": "/usr/include", f"{HOME}/in": f"{PROJECT}/src"},
)
DEEP = [
    pytest.param("/*", True, id="all-below-the-root"),
    pytest.param("/.*", True, id="all-that-is-hidden-below-the-root"),
    pytest.param("/**", True, id="everything-below-the-root"),
    pytest.param("/usr/inc*/x", True, id="a-glob-on-the-way"),
    pytest.param("/usr/*", True, id="a-folder-with-private-ones"),
    pytest.param(f"{PROJECT}/link", True, id="a-link-to-secrets"),
    pytest.param(f"{PROJECT}/link/*", True, id="below-a-link-to-secrets"),
    pytest.param("/dev/fd/3", True, id="an-open-file"),
    pytest.param("/tmp", True, id="the-temporary-folder-itself"),
    pytest.param("/usr/include/*", False, id="an-open-tree"),
    pytest.param("/usr/include/.*", False, id="what-is-hidden-in-an-open-tree"),
    pytest.param("/usr/include/**", False, id="everything-in-an-open-tree"),
    pytest.param("/usr/share/**/*", False, id="an-open-tree-twice"),
    pytest.param("/srv/inc", False, id="a-link-to-an-open-tree"),
    pytest.param(f"{HOME}/in", False, id="a-link-into-the-project"),
    pytest.param("/USR/Include", False, id="an-open-tree-in-capitals"),
    pytest.param("/tmp/x", False, id="a-folder-among-the-temporary"),
    pytest.param("/dev/zero", False, id="a-device-that-holds-nothing"),
    pytest.param("/dev/null", False, id="a-device-that-keeps-nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "secret"), DEEP)
def test_a_whole_tree_is_secret_unless_it_is_known_to_hold_none(path: str, secret: bool) -> None:
    assert deep_effect(path, LINKED) == (effect.READ_SECRET if secret else 0)


@pytest.mark.parametrize("project", [HOME, "/home", "/"])
def test_in_a_project_that_holds_the_home_no_tree_of_it_is_open(project: str) -> None:
    facts = Facts(HOME, project)
    for path in (project, HOME, f"{HOME}/x", f"{HOME}/.config"):
        assert deep_effect(path, facts) == effect.READ_SECRET
    assert deep_effect("/usr/include", facts) == 0


def test_a_tree_that_holds_the_project_is_secret() -> None:
    facts = Facts(HOME, "/usr/include/work/p")
    assert deep_effect("/usr/include", facts) == deep_effect("/usr/include/work", facts) == effect.READ_SECRET
    assert deep_effect("/usr/include/other", facts) == deep_effect("/usr/include/work/p", facts) == 0


# ------------------------------------------------------------------------------------------- temporary, roaming, ours

TEMPORARY = [
    ("/tmp/x", HOME, True), ("/var/tmp/x", HOME, True), ("/tmp", HOME, False), ("/tmpx/y", HOME, False),
    ("/tmp/h/x", "/tmp/h", False), ("/tmp/h", "/tmp/h", False), ("/tmp/hx", "/tmp/h", True), ("/var/tmp/x", "/tmp/h", True),
]  # fmt: skip


@pytest.mark.parametrize(("path", "home", "temporary"), TEMPORARY)
def test_what_lies_in_a_temporary_folder_is_temporary_but_a_home(
    path: str, home: str, temporary: bool
) -> None:
    assert is_temporary(path, Facts(home, PROJECT)) == temporary


ROAMS = [
    (f"{HOME}/*/x", effect.READ_SECRET), ("/srv/a*/x", effect.READ_SECRET),
    (f"{PROJECT}/*/x", effect.READ_PROJECT), (f"{PROJECT}/a*/x", effect.READ_PROJECT), ("/srv/a/x*", effect.READ_ELSEWHERE),
]  # fmt: skip


@pytest.mark.parametrize(("path", "wanted"), ROAMS)
def test_a_folder_outside_whose_name_is_a_glob_may_be_any(path: str, wanted: int) -> None:
    assert list_effect(path, FACTS) == wanted


OURS = Facts(HOME, PROJECT, ours=[f"{HOME}/x/ours", "/srv/y/ours"])
OBEYED = [
    (f"{HOME}/x/ours", True), (f"{HOME}/x/ours/a", True), (f"{HOME}/x", True), ("/srv/y/ours/a", True), ("/srv/y", False),
    (HOME, False), (f"{HOME}/x/our", False), (f"{HOME}/y", False), ("/srv", False),
]  # fmt: skip


@pytest.mark.parametrize(("path", "wanted"), OBEYED)
def test_what_is_ours_is_obeyed_and_in_the_home_the_folder_that_holds_it(path: str, wanted: bool) -> None:
    assert is_obeyed(path, OURS) == wanted


@pytest.mark.parametrize(
    "glob", ["CLAUDE*", "CLAUDE.*", "AGENTS*.md", ".cursor*", ".*rules", "GEMINI.m?", "CL*DE.md", ".cline*"]
)
def test_a_glob_that_spells_what_agents_are_told_is_code(glob: str) -> None:
    assert write_effect(f"{PROJECT}/{glob}", FACTS) & CODE


@pytest.mark.parametrize("glob", ["*.md", "docs/*.md", "[a-c]*.md", "CHANGE*.md", "src/*.rules", "README*"])
def test_a_glob_of_documents_is_an_ordinary_write(glob: str) -> None:
    assert write_effect(f"{PROJECT}/{glob}", FACTS) == effect.WRITE_PROJECT


@pytest.mark.parametrize("name", [*INSTRUCTIONS, ".cursor/rules/a.mdc", ".github/copilot-instructions.md"])
def test_what_agents_are_told_may_be_read(name: str) -> None:
    assert read_effect(f"{PROJECT}/{name}", FACTS) == effect.READ_PROJECT


@pytest.mark.parametrize(
    "name",
    ["docs/claude.md.txt", "agents.py", "my-agents.md", "CLAUDE.md.bak.txt", "src/agents/x.md", "rules"],
)
def test_a_name_that_is_only_like_that_of_instructions_is_an_ordinary_write(name: str) -> None:
    assert write_effect(f"{PROJECT}/{name}", FACTS) == effect.WRITE_PROJECT
