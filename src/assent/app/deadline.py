"""The one way out of the hook: the answer is written once, by the verdict or, when that takes too long, the clock."""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # a builtin without stubs; `signal` would load enum
import _thread
import posix
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

# Seconds after the start by which everything is over: at the first stroke (after 8/10 of them) a shorter judgement is
# tried, at the next (9/10) the spare answer is sent, and whatever else is still going on (the record) ends with them.
USUAL = 4.0
FIRST, STEP = 3.2, 0.4
# Seconds of work after which the system ends the process: for C code that never comes back to the interpreter, and so
# to the strokes. An agent that is told to block on a failed hook blocks then.
HARD = 4.4
PAUSE = 0.005
# Seconds that a finished answer waits for its line of the record.
RECORDING = 2.0


def arm(stroke: Callable[[int, object], None]) -> None:
    """Sets both timers, unless the launcher has, and what happens at a stroke. What the parent blocked or ignored is
    inherited, and undone here."""
    _signal.signal(_signal.SIGALRM, stroke)
    _signal.signal(_signal.SIGPROF, _signal.SIG_DFL)
    _signal.pthread_sigmask(_signal.SIG_UNBLOCK, (_signal.SIGALRM, _signal.SIGPROF))
    if not _signal.getitimer(_signal.ITIMER_REAL)[0]:
        _signal.setitimer(_signal.ITIMER_REAL, FIRST, STEP)
        _signal.setitimer(_signal.ITIMER_PROF, HARD)


class Deadline:
    """Holds the answer's one slot. `shorter` judges when the time is nearly up; `spare` is said when that fails too."""

    __slots__ = ("begun", "claim", "sent", "shorter", "spare", "strokes", "waited")

    def __init__(self, shorter: Callable[[], bytes], spare: bytes) -> None:
        self.shorter = shorter
        self.spare = spare
        self.begun = time.monotonic()  # when the process took up its work, once the clock is started
        self.claim = _thread.allocate_lock()  # taken by whoever writes, and never given back
        self.sent = False
        self.strokes = 0
        self.waited = 0

    def start(self) -> None:
        """From here on the strokes are ours."""
        arm(self.stroke)
        self.begun = time.monotonic() - max(0.0, FIRST - _signal.getitimer(_signal.ITIMER_REAL)[0])

    def settle(self, out: bytes) -> None:
        """From here on this is the answer, and it does not wait long for what is still to be done, in whatever way that
        may hang."""
        self.spare, self.shorter = out, lambda: out
        left = _signal.getitimer(_signal.ITIMER_REAL)[0]
        if not self.strokes and left > RECORDING:
            _signal.setitimer(_signal.ITIMER_REAL, RECORDING, STEP)
        self.watch()

    def mute(self) -> None:
        """From here on the spare answer is none."""
        self.spare = b""

    def hurry(self, seconds: float) -> None:
        """Brings the strokes forward to a time that is shorter than the usual one, unless they have begun."""
        share = seconds / USUAL
        if self.strokes or not 0 < share < 1:
            return
        left = _signal.getitimer(_signal.ITIMER_REAL)[0]
        work = _signal.getitimer(_signal.ITIMER_PROF)[0]
        _signal.setitimer(_signal.ITIMER_REAL, max(PAUSE, left - FIRST * (1 - share)), STEP * share)
        _signal.setitimer(_signal.ITIMER_PROF, max(PAUSE, work - HARD * (1 - share)))

    def send(self, out: bytes) -> None:
        """Writes the answer to standard output, unless somebody else does; raises OSError when nobody can read it."""
        if not self.claim.acquire(False):
            return
        while out:
            try:
                out = out[posix.write(1, out) :]
            except BlockingIOError:
                time.sleep(PAUSE)  # the pipe was handed to us as one that does not wait
        self.sent = True

    def stroke(self, number: int = 0, frame: object = None) -> None:  # noqa: ARG002  a signal handler's arguments
        """The clock struck. Returns only while the answer is being written at this very moment."""
        if self.sent:
            posix._exit(0)  # noqa: SLF001  what is left is the record
        if self.claim.locked():
            self.waited += 1
            if self.waited > 1:
                posix._exit(1)  # noqa: SLF001  nobody reads
            return
        self.strokes += 1
        out = self.spare
        try:
            if self.strokes == 1:
                out = self.shorter()
        except BaseException:  # noqa: BLE001, S110  the spare answer then
            pass
        self.end(out)

    def end(self, out: bytes) -> None:
        """Sends the answer and leaves."""
        try:
            self.send(out)
        finally:
            posix._exit(0 if self.sent else 1)  # noqa: SLF001  nothing may run after it

    def watch(self) -> None:
        """Looks after a step that may wait in the system without hearing the clock (a database, a sync, a lock): a
        thread then says the spare answer."""
        left = _signal.getitimer(_signal.ITIMER_REAL)[0] + STEP * 1.5
        try:
            _thread.start_new_thread(self._wait, (left,))
        except RuntimeError:
            return  # no thread is to be had: the strokes alone then

    def _wait(self, seconds: float) -> None:
        time.sleep(seconds)
        self.end(self.spare)
