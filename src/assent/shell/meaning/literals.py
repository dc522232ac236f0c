"""What the text of another language does by calls whose arguments stand in it: for deny and ask, never for an allow."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# Names of calls, as Python, JavaScript, Ruby, Perl and PHP have them: those that remove, and those that run.
REMOVING = (
    "rmtree",
    "rm_rf",
    "rm_r",
    "remove_tree",
    "rmSync",
    "rmdirSync",
    "unlinkSync",
    "removedirs",
    "unlink",
)
RUNNING = (
    "system", "popen", "run", "call", "check_call", "check_output", "Popen", "getoutput", "execSync", "exec",
    "spawnSync", "spawn", "execFileSync", "execFile", "shell_exec", "passthru", "execv", "execvp",
)  # fmt: skip
LONGEST = 1 << 14
MOST = 64
_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")


def calls(code: str) -> Iterator[tuple[bool, list[str]]]:
    """Of each call that removes (True) or runs something: the words of its first argument, and of a list behind it."""
    at, found = 0, 0
    while found < MOST and (at := code.find("(", at, LONGEST)) >= 0:
        name = _name_before(code, at)
        at += 1
        if name in REMOVING or name in RUNNING:
            words = _words(code, at)
            if words:
                found += 1
                yield name in REMOVING, words


def _name_before(code: str, end: int) -> str:
    start = end
    while start and code[start - 1] in _NAME and end - start < 20:
        start -= 1
    return code[start:end]


def _words(code: str, at: int) -> list[str]:
    """The literal texts from here on, in brackets or not, up to what is none."""
    words: list[str] = []
    while at < len(code) and len(words) < MOST:
        sign = code[at]
        if sign in " \t\n,[":
            at += 1
        elif sign in "'\"":
            end = code.find(sign, at + 1, at + LONGEST)
            if end < 0 or "\\" in code[at:end]:
                break
            words.append(code[at + 1 : end])
            at = end + 1
        else:
            break
    return words
