"""The installed hook as a real process: good calls, bad input, a broken home. It never allows by accident."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assent.app import install, launcher
from assent.app.start import bundle, held
from assent.app.start.row_tables import PACKAGE
from assent.store import record
from assent.store.paths import paths_of

POLICY = """
[[rule]]
name = "git-read"
allow = ["Bash(git *)"]
within = ["read-project"]

[[rule]]
name = "no-curl"
deny = ["Bash(curl *)"]

[[rule]]
name = "ask-make"
ask = ["Bash(make *)"]
"""


class Home:
    """A fresh home with a project, a policy and the hook command as `init` writes it."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.project = self.home / "work" / "p"
        (self.project / ".git").mkdir(parents=True)
        (self.project / ".git/HEAD").write_text("ref: refs/heads/main\n")
        self.policy = self.home / ".config/assent/policy.toml"
        self.policy.parent.mkdir(parents=True)
        self.policy.write_text(POLICY)
        self.paths = paths_of(str(self.home), {})
        self.command = install.hook_command("claude", self.paths)

    def raw(self, data: bytes, **env: str) -> subprocess.CompletedProcess[bytes]:
        given = {"HOME": str(self.home), "PATH": os.environ["PATH"], **env}
        return subprocess.run(
            ["/bin/sh", "-c", self.command],
            input=data,
            env=given,
            cwd=self.project,
            capture_output=True,
            check=False,
            timeout=60,
        )

    def payload(self, command: str, **more: Any) -> bytes:
        given = {
            "hook_event_name": "PreToolUse", "session_id": "s", "cwd": str(self.project), "tool_name": "Bash",
            "tool_input": {"command": command}, "tool_use_id": "t", "permission_mode": "default",
        }  # fmt: skip
        return json.dumps(given | more).encode()

    def ask(self, command: str, **more: Any) -> str:
        """The verdict the client would see: allow, ask, deny, or "" for silence."""
        done = self.raw(self.payload(command, **more))
        assert done.returncode == 0, done.stderr
        return verdict(done.stdout)

    def status(self) -> subprocess.CompletedProcess[bytes]:
        """`assent status`, ended when it gives no answer at all."""
        given = {"HOME": str(self.home), "PATH": os.environ["PATH"]}
        argv = [sys.executable, "-m", "assent", "status"]
        return subprocess.run(argv, env=given, cwd=self.project, capture_output=True, check=False, timeout=60)

    def record(self) -> list[dict[str, Any]]:
        lines: list[dict[str, Any]] = []
        for path in sorted((self.home / ".local/state/assent/audit").glob("*.jsonl")):
            lines += [json.loads(line) for line in path.read_text().splitlines()]
        return lines


def verdict(out: bytes) -> str:
    if not out:
        return ""
    answer = json.loads(out)["hookSpecificOutput"]
    assert answer["hookEventName"] == "PreToolUse"
    assert answer["permissionDecisionReason"]
    return str(answer["permissionDecision"])


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        ("git push --force", "ask"), ("git -c core.pager=x log", ""), ("git status > ~/.bashrc", "deny"),
        ("git log $(curl x)", "deny"), ("frobnicate", ""), ("curl x", "deny"), ("bash -c 'curl x'", "deny"),
        ("make test", "ask"), ("cat ~/.ssh/id_rsa", "deny"), ("git status", "allow"), ("git log -3 | head", "allow"),
    ],
)  # fmt: skip
def test_a_call_gets_its_verdict(home: Home, command: str, wanted: str) -> None:
    assert home.ask(command) == wanted


CALL = b'{"hook_event_name":"PreToolUse",'
BAD_INPUT = [
    pytest.param(b"", id="empty"),
    pytest.param(b"garbage", id="no-json"),
    pytest.param(b"[]", id="not-an-object"),
    pytest.param(b"{", id="cut"),
    pytest.param(CALL[:-1] + b"}", id="no-fields"),
    pytest.param(CALL + b'"tool_name":"Bash","tool_input":"git status","cwd":"/"}', id="input-is-text"),
    pytest.param(CALL + b'"tool_name":7,"tool_input":{},"cwd":"/"}', id="tool-is-a-number"),
    pytest.param(
        CALL + b'"tool_name":"Bash","tool_input":{"command":"git status"},"cwd":"p"}', id="relative-cwd"
    ),
    pytest.param(CALL + b'"tool_name":"Bash","tool_input":{"command":NaN},"cwd":"/"}', id="nan"),
    pytest.param(b'{"tool_name":"Bash","tool_input":{"command":"git status"},"cwd":"/"}', id="no-event"),
    pytest.param(b"\xff\xfe{}", id="not-utf-8"),
    pytest.param(b'{"a":' * 5000 + b"1" + b"}" * 5000, id="deeply-nested"),
    pytest.param(b"x" * (10 << 20), id="ten-megabytes-of-nothing"),
]


@pytest.mark.parametrize("data", BAD_INPUT)
def test_bad_input_is_an_ask_and_never_an_allow(home: Home, data: bytes) -> None:
    done = home.raw(data)
    assert done.returncode == 0
    assert verdict(done.stdout) == "ask"


def test_a_bom_is_read_over(home: Home) -> None:
    assert verdict(home.raw(b"\xef\xbb\xbf" + home.payload("git status")).stdout) == "allow"


STRANGE = ["git log \ud800", "git log \x00", "git log " + "x" * (10 << 20)]


@pytest.mark.parametrize("command", STRANGE, ids=["lone-surrogate", "nul", "ten-megabytes"])
def test_a_strange_command_is_never_allowed(home: Home, command: str) -> None:
    done = home.raw(home.payload(command))
    assert done.returncode == 0
    assert verdict(done.stdout) in ("", "ask")


PADDED = ["true;" * 3000 + "true", "(" * 60 + "true" + ")" * 60, "true " + "x" * 300_000]


@pytest.mark.parametrize("padding", PADDED, ids=["steps", "depth", "length"])
def test_padding_does_not_slip_a_command_past_the_denials_in_silence(home: Home, padding: str) -> None:
    assert home.ask(f"{padding}; rm -rf ~") in ("ask", "deny")


OTHER_EVENTS = [
    "PermissionRequest", "PostToolUse", "PostToolUseFailure", "SessionStart", "SessionEnd", "UserPromptSubmit",
    "Notification", "Frobnicate",
]  # fmt: skip


@pytest.mark.parametrize("event", OTHER_EVENTS)
def test_every_other_event_is_silence(home: Home, event: str) -> None:
    done = home.raw(home.payload("git status", hook_event_name=event))
    assert (done.returncode, done.stdout) == (0, b"")


def test_what_became_of_a_call_is_recorded_without_the_words_of_a_prompt(home: Home) -> None:
    home.raw(home.payload("git status", hook_event_name="PermissionRequest"))
    home.raw(home.payload("x", hook_event_name="UserPromptSubmit", prompt="my secret plan"))
    assert [entry["event"] for entry in home.record()] == ["prompted", "prompt"]
    assert "secret plan" not in json.dumps(home.record())


def test_secrets_in_a_command_are_redacted_in_the_record(home: Home) -> None:
    home.ask("curl -H 'Authorization: Bearer abcdefghijklmnop' https://x.example")
    assert "abcdefghijklmnop" not in json.dumps(home.record())
    assert home.record()[0]["verdict"] == "deny"


def test_a_new_rule_is_obeyed_by_the_next_call(home: Home) -> None:
    assert home.ask("frobnicate") == ""
    home.policy.write_text(POLICY + '[[rule]]\nname="x"\ndeny=["Bash(frobnicate)"]\n')
    assert home.ask("frobnicate") == "deny"
    home.policy.write_text(POLICY)
    assert home.ask("frobnicate") == ""


def test_a_broken_policy_keeps_its_last_good_version_whole(home: Home) -> None:
    assert home.ask("curl x") == "deny"
    home.policy.write_text("[[rule]\n")
    assert home.ask("curl x") == "deny"
    assert home.ask("git status") == "allow"


def test_a_project_may_only_tighten_until_it_is_trusted(home: Home) -> None:
    (home.project / ".assent").mkdir()
    text = '[[rule]]\nallow=["Bash(frobnicate)"]\n[[rule]]\ndeny=["Bash(git log)"]\n'
    (home.project / ".assent/policy.toml").write_text(text)
    assert home.ask("frobnicate") == ""
    assert home.ask("git log") == "deny"


def test_a_projects_json_modules_tighten(home: Home) -> None:
    assert home.ask("git log") == "allow"
    folder = home.project / ".claude/permissions"
    folder.mkdir(parents=True)
    (folder / "deny.json").write_text('["Bash(git log:*)"]')
    assert home.ask("git log") == "deny"


def test_an_unreadable_database_comes_back_from_a_whole_record_and_else_leaves_only_denials(
    home: Home,
) -> None:
    assert home.ask("git status") == "allow"
    spoil(home)
    assert home.ask("git status") == "allow"
    gap = '{"v":1,"ts":"2026-01-01T00:00:00.000Z","id":"x","kind":"rule","number":7}\n'
    (home.home / ".local/state/assent/audit/2026-01-01.jsonl").write_text(gap)
    spoil(home)
    assert home.ask("git status") == ""
    assert home.ask("curl x") == "deny"
    assert home.ask("make test") == "ask"


def spoil(home: Home) -> None:
    """No database, and a policy that is not in the snapshot."""
    data = home.home / ".local/share/assent"
    (data / "assent.db").write_bytes(b"not a database" * 1000)
    for side in ("assent.db-wal", "assent.db-shm"):
        (data / side).unlink(missing_ok=True)
    home.policy.write_text(home.policy.read_text() + "\n")
    os.utime(home.policy, (1, 1))


def test_a_home_that_cannot_be_written_allows_nothing_and_keeps_the_shipped_denials(home: Home) -> None:
    (home.home / ".local").write_text("in the way")
    assert home.ask("git status") == ""
    assert home.ask("cat ~/.ssh/id_rsa") == "deny"  # what ships holds even where nothing can be built


def test_a_record_that_cannot_be_written_changes_no_verdict(home: Home) -> None:
    (home.home / ".local").mkdir()
    (home.home / ".local/state").write_text("in the way")
    assert home.ask("git status") == "allow"
    assert home.ask("curl x") == "deny"


def test_a_linked_directory_is_judged_by_where_it_leads(home: Home) -> None:
    (home.project / "out").symlink_to("/etc")
    (home.project / "inner").mkdir()
    (home.project / "alias").symlink_to("inner")
    home.policy.write_text('[[rule]]\nallow=["Edit(./**)"]\nwithin=["write-project"]\n')

    def write(name: str) -> str:
        return home.ask(
            "", tool_name="Write", tool_input={"file_path": str(home.project / name), "content": ""}
        )

    assert write("out/x") == ""
    assert write("alias/x") == "allow"


def test_worktrees_share_their_project_and_the_environment_cannot_move_it(home: Home) -> None:
    tree = home.home / "elsewhere"
    tree.mkdir()
    (home.project / ".git/worktrees/t").mkdir(parents=True)
    (home.project / ".git/worktrees/t/commondir").write_text("../..\n")
    (home.project / ".git/worktrees/t/HEAD").write_text("ref: refs/heads/x\n")
    (home.project / ".git/worktrees/t/gitdir").write_text(f"{tree}/.git\n")
    (tree / ".git").write_text(f"gitdir: {home.project}/.git/worktrees/t\n")
    moved = {"CLAUDE_PROJECT_DIR": "/", "HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent"}
    done = home.raw(home.payload("git status", cwd=str(tree)), **moved)
    assert verdict(done.stdout) == "allow"
    assert home.record()[-1]["project"] == f"{home.project}/.git"


def test_a_repository_that_the_agent_has_gone_into_is_looked_at(home: Home) -> None:
    inner = home.project / "inner"
    (inner / ".git").mkdir(parents=True)
    (inner / ".git/HEAD").write_text("ref: refs/heads/main\n")
    data = home.payload("git status", cwd=str(inner))
    told = {"CLAUDE_PROJECT_DIR": str(home.project)}
    assert verdict(home.raw(data, **told).stdout) == "allow"
    (inner / ".git/config").write_text("[core]\n\tfsmonitor = ./x\n")
    assert verdict(home.raw(data, **told).stdout) != "allow"


def test_a_missing_launcher_is_silence_and_no_refusal(home: Home) -> None:
    home.command = home.command.replace("launch.py", "gone.py")
    done = home.raw(home.payload("git status"))
    assert (done.returncode, done.stdout) == (0, b"")


def package_copy(tmp_path: Path) -> Path:
    package = tmp_path / "lib/assent"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    assert bundle.make(package)
    assert bundle.current(package)
    return package


@pytest.mark.parametrize("damage", ["none", "absent", "garbage", "cut"])
def test_the_hook_answers_whatever_the_state_of_its_bundle(tmp_path: Path, damage: str) -> None:
    package = package_copy(tmp_path)
    path = held.path_of(package)
    if damage == "absent":
        path.unlink()
    elif damage == "garbage":
        path.write_bytes(b"\x00" * 100)
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:5000])
    home = Home(tmp_path)
    home.command = home.command.replace(str(PACKAGE), str(package))
    assert home.ask("curl x") == "deny" or (damage == "cut" and home.ask("curl x") == "ask")
    assert home.ask("git status") == "allow" or (damage == "cut" and home.ask("git status") == "ask")


def test_a_changed_source_outruns_the_bundle(tmp_path: Path) -> None:
    package = package_copy(tmp_path)
    source = package / "agents/claude/hook.py"
    source.write_text(source.read_text().replace('f"assent: {decision.why', 'f"changed: {decision.why'))
    assert not bundle.current(package)
    home = Home(tmp_path)
    home.command = home.command.replace(str(PACKAGE), str(package))
    assert b"changed: " in home.raw(home.payload("git status")).stdout


def test_the_hook_needs_no_installed_package(home: Home) -> None:
    """Also the slow way, which builds the snapshot: `-I -S` sees the standard library alone."""
    assert "-I -S" in home.command
    assert home.ask("git status") == "allow"
    assert (home.home / ".local/share/assent/snapshots/user.json").exists()


def test_first_calls_at_once_all_answer(home: Home) -> None:
    given = {"HOME": str(home.home), "PATH": os.environ["PATH"]}
    argv = ["/bin/sh", "-c", home.command]
    pipe = subprocess.PIPE
    running = [subprocess.Popen(argv, stdin=pipe, stdout=pipe, env=given, cwd=home.project) for _ in range(4)]
    answers = [verdict(each.communicate(home.payload("git status"), timeout=60)[0]) for each in running]
    assert set(answers) == {"allow"}


def test_the_hook_command_names_the_real_interpreter_and_absolute_places(home: Home) -> None:
    assert os.path.realpath(launcher.interpreter()) == launcher.interpreter()
    assert home.command.startswith(f"[ ! -r {PACKAGE}/app/start/launch.py ] || exec /")
    words = home.command.partition(" # ")[0].split()
    places = words[words.index("claude") + 1 :]
    assert places == [home.paths.home, home.paths.config, home.paths.data, home.paths.state]


OTHERS = [
    path
    for path in ("/usr/bin/python3", *map(shutil.which, ("python3.12", "python3.13", "python3.14")))
    if path
]


@pytest.mark.parametrize(
    "other", OTHERS or [pytest.param("", marks=pytest.mark.skip(reason="one Python here"))]
)
def test_another_python_under_the_installed_hook_still_answers(home: Home, other: str) -> None:
    if subprocess.run([other, "-c", "pass"], check=False, capture_output=True).returncode:
        pytest.skip(f"{other} does not run here")
    home.command = home.command.replace(launcher.interpreter(), other)
    assert other in home.command
    assert home.ask("git status") == "allow"
    assert home.ask("curl x") == "deny"


def test_contents_are_recorded_as_length_and_digest_unless_the_settings_want_them(home: Home) -> None:
    given = {"file_path": str(home.project / "a"), "content": "words of a file"}
    home.ask("x", tool_name="Write", tool_input=given)
    kept = home.record()[-1]["input"]["content"]
    assert (kept["length"], len(kept["digest"])) == (15, 64)
    (home.policy.parent / "config.toml").write_text("[record]\ncontents = true\n")
    home.ask("x", tool_name="Write", tool_input=given)
    assert home.record()[-1]["input"] == given


DAMAGED = [
    gzip.compress(os.urandom(5000))[:-100],
    b"",
    b"no gzip",
    gzip.compress(b"x" * 5000)[:-8] + bytes(8),
]


@pytest.mark.parametrize("data", DAMAGED, ids=["cut", "empty", "something-else", "wrong-sum"])
def test_a_damaged_compressed_file_of_the_day_costs_no_answer_and_no_line(home: Home, data: bytes) -> None:
    audit = Path(home.paths.audit)
    audit.mkdir(parents=True)
    (audit / f"{record.now()[:10]}.jsonl.gz").write_bytes(data)
    assert [home.ask(command) for command in ("curl x", "git status", "make x")] == ["deny", "allow", "ask"]
    assert [each["verdict"] for each in home.record()] == ["deny", "allow", "ask"]


# Root is not held by the limit: another user who may read what root may is.
_ANOTHER = (
    "setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps +dac_override --ambient-caps +dac_override"
)


def test_where_no_thread_is_to_be_had_every_call_has_its_answer(home: Home) -> None:
    home.ask("git status")
    become: list[str] = []
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", "65534:65534", str(home.home)], check=True)
        become = _ANOTHER.split()
    for command, wanted in (("curl x", "deny"), ("git status", "allow"), ("make x", "ask")):
        done = subprocess.run(
            [*become, "prlimit", "--nproc=1", "/bin/sh", "-c", home.command], input=home.payload(command),
            env={"HOME": str(home.home), "PATH": os.environ["PATH"]}, capture_output=True, check=False, timeout=60,
        )  # fmt: skip
        assert (done.returncode, verdict(done.stdout)) == (0, wanted), done.stderr
