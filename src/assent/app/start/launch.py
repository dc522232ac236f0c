"""What agents run: starts the clock, then the hook from the bundle of bytecode that `init` made, else its modules."""

# Compiled anew at every call, so no more than must happen before the bundle is read: boot.py and deadline.py go on.
import _imp
import _signal  # type: ignore[import-not-found]  # a builtin without stubs; `signal` would load enum
import marshal
import posix
import sys

ROOT = __file__.rpartition("/app/")[0]
# The first and second stroke, and the end of C code that never comes back, in seconds: see deadline.py.
FIRST, STEP, HARD = 3.2, 0.4, 4.4
KEY = 0x617373656E74
AGENT = (*sys.argv, "")[1]
SAID: dict[str, bytes] = {}  # agent → what it hears when the hook cannot start: the bundle brings it


def time_is_up(*_: object) -> None:
    """The clock struck before the hook was loaded, or it cannot be loaded. Where even the agent's own words cannot be
    had, the process fails."""
    said = SAID.get(AGENT)
    if not said:
        from assent.agents.registry import unable

        said = unable(AGENT)
    posix.write(1, said)
    posix._exit(0)  # noqa: SLF001  nothing may run after the answer


def bundled() -> None:
    """Puts the bundle for this interpreter first; without a sound one, modules are found the usual way. Flipped bits
    in bytecode would crash the interpreter, so none is loaded unproven."""
    try:
        path = f"{ROOT}/__pycache__/hook.{sys.implementation.cache_tag}.bundle"
        handle = posix.open(path, posix.O_RDONLY | posix.O_NONBLOCK | posix.O_CLOEXEC)
        if posix.fstat(handle).st_mode >> 12 != 8:
            return  # no regular file: reading might take what is meant for the hook
        start = posix.read(handle, 16)
        head = posix.read(handle, int.from_bytes(start[:8], "little") & 0xFFFFFF)
        if _imp.source_hash(KEY, head) != start[8:]:
            return
        boot, index, groups, rows, said = marshal.loads(head)  # noqa: S302  our own bytecode
        code = marshal.loads(boot)  # noqa: S302  likewise
    except (OSError, ValueError, EOFError, TypeError):
        return
    SAID.update(said)
    made = {
        "AGENT": AGENT,
        "HANDLE": handle,
        "INDEX": index,
        "GROUPS": groups,
        "ROWS": rows,
        "ROOT": ROOT,
        "KEY": KEY,
    }
    exec(code, made)  # noqa: S102  likewise


_signal.signal(_signal.SIGALRM, time_is_up)
_signal.signal(_signal.SIGPROF, _signal.SIG_DFL)
_signal.pthread_sigmask(_signal.SIG_UNBLOCK, (_signal.SIGALRM, _signal.SIGPROF))
_signal.setitimer(_signal.ITIMER_REAL, FIRST, STEP)
_signal.setitimer(_signal.ITIMER_PROF, HARD)
# The package alone, not the folder it lies in: nothing beside it is ever imported, least of all for a standard module.
package = sys.modules["assent"] = type(sys)("assent")
package.__path__ = [ROOT]
try:
    bundled()
    from assent.app.hook import main
except Exception:  # noqa: BLE001  a broken installation must not open the door, nor refuse every call
    time_is_up()
else:
    main()
