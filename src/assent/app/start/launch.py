# ruff: noqa: TRY301  functions would have to be compiled too
"""What agents run: goes on with boot.py, as the bundle of bytecode that `init` made brings it, else as it stands."""

# Compiled anew at every call, so no more than must happen before bytecode can be trusted: boot.py goes on.
import _imp
import _signal  # type: ignore[import-not-found]  # a builtin without stubs; `signal` would load enum
import marshal
import posix
import sys

ROOT = __file__.rpartition("/app/")[0]
BOOT = ROOT + "/app/start/boot.py"
KEY = 0x617373656E74
_signal.setitimer(_signal.ITIMER_REAL, 3.2, 0.4)
try:
    path = f"{ROOT}/__pycache__/hook.{sys.implementation.cache_tag}.bundle"
    HANDLE = posix.open(path, posix.O_RDONLY | posix.O_NONBLOCK | posix.O_CLOEXEC)
    # Of a regular file alone: reading another might take what is meant for the hook.
    start = posix.read(HANDLE, 16) if posix.fstat(HANDLE).st_mode >> 12 == 8 else b""
    head = posix.read(HANDLE, int.from_bytes(start[:8], "little") & 0xFFFFFF)
    if _imp.source_hash(KEY, head) != start[8:]:
        raise ValueError("flipped bits in bytecode would crash the interpreter")
    HELD = marshal.loads(head)  # noqa: S302  our own bytecode
    now = posix.stat(BOOT)
    if HELD[1:3] != (now.st_mtime_ns, now.st_size):
        raise ValueError("made by another version")
    code = marshal.loads(HELD[0])  # noqa: S302  likewise
except (OSError, ValueError, EOFError, TypeError):
    HELD = ()
    code = posix.read(posix.open(BOOT, posix.O_RDONLY | posix.O_CLOEXEC), 1 << 20)
exec(code)  # noqa: S102  likewise
