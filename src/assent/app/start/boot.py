"""Starts the clock, then the hook: its modules come from the bundle instead of the file system; one whose source has
changed, or whose bytecode is not what was written, is found the usual way."""

import _imp
import _signal  # type: ignore[import-not-found]  # a builtin without stubs; `signal` would load enum
import gc
import marshal
import posix
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, ModuleType
    from typing import Any

    HELD: tuple[Any, ...] = ()
    HANDLE = KEY = 0
    ROOT = ""

gc.disable()  # the process lives for milliseconds
# Asked for, untouched, and given back: from here on the allocator keeps blocks up to this size instead of returning
# each to the system, whose every fresh page costs as much as decoding it.
bytes(2 << 20)
# What the head of the bundle says, behind the code, mtime and size of this file; without a bundle nothing.
_, _, _, *TOLD = HELD or (None,) * 8
# Where the table of all modules lies: name → (path below the package, is a package, mtime and size of its source;
# how far before the table its code lies, its size and digest). Few calls want more than their groups.
TABLE: "tuple[int, int, bytes]" = TOLD[0] or (0, 0, b"")
# Name → where what its import loads lies: modules in the order they are done, each with what the table says of it.
GROUPS: "dict[str, tuple[int, int, bytes]]" = TOLD[1] or {}
# First letter of a program's name → offset, size, digest of the table of those programs, lines of text: name, path
# below the package, mtime and size of its file; how far before the table its row lies, its size, its digest.
ROWS: "dict[str, tuple[int, int, bytes]]" = TOLD[2] or {}
# Modules of the interpreter in C → the file each was found in: looking for them costs more than loading them.
NATIVE: "dict[str, str]" = TOLD[3] or {}
# Agent → what it hears when the hook cannot start.
SAID: "dict[str, bytes]" = TOLD[4] or {}

# The first and second stroke, and the end of C code that never comes back, in seconds: see deadline.py.
FIRST, STEP, HARD = 3.2, 0.4, 4.4
AGENT = (*sys.argv, "")[1]

Spec = sys.modules["_frozen_importlib"].ModuleSpec


class Module(type(sys)):  # type: ignore[misc]  # the type of modules
    """A module that says what it has as any object does: every `from … import` asks for a `__path__`, and a plain
    module answers that it has none by an exception, formatted and dropped."""

    __slots__ = ()
    __getattribute__ = object.__getattribute__


def current(path: str, changed: int, size: int) -> bool:
    """True when the source is the one that this was made from."""
    try:
        now = posix.stat(ROOT + path)
    except OSError:  # another version has no such file
        return False
    return now.st_mtime_ns == changed and now.st_size == size


def proven(offset: int, size: int, digest: bytes) -> bytes:
    """Bytecode from the bundle; nothing when it is not what was written."""
    data = posix.pread(HANDLE, size, offset)
    return data if _imp.source_hash(KEY, data) == digest else b""


# The table of all modules, once it was needed.
known: "list[dict[str, tuple[str, bool, int, int, int, int, bytes]]]" = []
# Name → its code: what the import system asked for, and makes itself.
waiting: "dict[str, CodeType]" = {}


def entry_of(name: str) -> "tuple[str, bool, int, int, int, int, bytes] | None":
    """What the table of all modules says of one."""
    if not known:
        data = proven(*TABLE)
        known.append(marshal.loads(data) if data else {})  # noqa: S302  our own
    return known[0].get(name)


def load(offset: int, size: int, digest: bytes, asked: str = "") -> object:
    """Makes a group of modules at once: asking the import system for each costs as much as running it. Of the one that
    it `asked` for, the spec."""
    modules = sys.modules
    data = proven(offset, size, digest)
    for name, path, is_package, changed, length, code in marshal.loads(data) if data else ():  # noqa: S302  our own
        if name in modules or not current(path, changed, length):
            continue
        if name == asked:
            waiting[name] = code
            return spec_of(name, path, is_package=is_package)
        above, _, last = name.rpartition(".")
        module = Module(name)
        module.__file__ = ROOT + path
        module.__package__ = name if is_package else above
        module.__spec__ = SPEC
        module.__loader__ = Bundle  # static methods make the class itself a loader
        if is_package:
            module.__path__ = [module.__file__.rpartition("/")[0]]
        modules[name] = module
        exec(code, module.__dict__)  # noqa: S102  our own bytecode
        if above:
            setattr(modules[above], last, module)
    return None


def spec_of(name: str, path: str, *, is_package: bool) -> object:
    """How the import system makes a module of ours."""
    spec = Spec(name, Bundle, origin=ROOT + path, is_package=is_package)
    spec.has_location = True
    if is_package:
        spec.submodule_search_locations.append(spec.origin.rpartition("/")[0])
    return spec


def native(name: str, path: str) -> object:
    """How to load a module in C; nothing when its file has gone."""
    try:
        posix.stat(path)
    except OSError:
        return None
    loader = sys.modules["_frozen_importlib_external"].ExtensionFileLoader(name, path)
    return Spec(name, loader, origin=path)


class Bundle:
    """Finder and loader in one."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> object:  # noqa: ARG004  the protocol's own
        if name in NATIVE:
            return native(name, NATIVE[name])
        if not name.startswith("assent."):
            return None
        spec = load(*GROUPS.pop(name), name) if name in GROUPS else None
        entry = None if spec else entry_of(name)
        if entry is None or not current(entry[0], *entry[2:4]):
            return spec
        data = proven(max(0, TABLE[0] - entry[4]), *entry[5:])
        if not data:
            return None
        waiting[name] = marshal.loads(data)  # noqa: S302  our own
        return spec_of(name, entry[0], is_package=entry[1])

    @staticmethod
    def create_module(spec: "Any") -> object:
        return Module(spec.name)

    @staticmethod
    def exec_module(module: "ModuleType") -> None:
        exec(waiting.pop(module.__name__), module.__dict__)  # noqa: S102  our own bytecode

    @staticmethod
    def row(name: str) -> bytes | None:
        """The stored row of a program; None when there is no such program, nothing when its file has to be read."""
        found = ROWS.get(name[:1])
        if found is None or not name.isprintable():
            return None
        table = proven(*found)
        if not table:
            return b""
        at = table.find(f"\n{name}\t".encode("utf-8", "surrogatepass"))
        if at < 0:
            return None
        _, path, *numbers, digest = table[at + 1 : table.index(b"\n", at + 1)].decode().split("\t")
        changed, size, back, length = map(int, numbers)
        return proven(found[0] - back, length, bytes.fromhex(digest)) if current(path, changed, size) else b""

    @staticmethod
    def get_data(path: str) -> bytes:
        """What a file of the package holds."""
        handle = posix.open(path, posix.O_RDONLY | posix.O_CLOEXEC)
        try:
            return posix.read(handle, posix.fstat(handle).st_size)
        finally:
            posix.close(handle)


# One for all: every `import` of a module that is there asks its spec whether it is still being made, and without one
# the answer is an exception, formatted and dropped.
SPEC = Spec("assent", Bundle, is_package=True)
SPEC._initializing = False  # noqa: SLF001  what the import system asks


def time_is_up(*_: object) -> None:
    """The clock struck before the hook was loaded, or it cannot be loaded. Where even the agent's own words cannot be
    had, the process fails."""
    said = SAID.get(AGENT)
    if not said:
        from assent.agents.registry import unable

        said = unable(AGENT)
    posix.write(1, said)
    posix._exit(0)  # noqa: SLF001  nothing may run after the answer


def start() -> None:
    """Makes the package, and puts the bundle first where there is one."""
    _signal.signal(_signal.SIGALRM, time_is_up)
    _signal.signal(_signal.SIGPROF, _signal.SIG_DFL)
    _signal.pthread_sigmask(_signal.SIG_UNBLOCK, (_signal.SIGALRM, _signal.SIGPROF))
    _signal.setitimer(_signal.ITIMER_REAL, FIRST, STEP)
    _signal.setitimer(_signal.ITIMER_PROF, HARD)
    # The package alone, not the folder it lies in: nothing beside it is ever imported, least of all for a standard
    # module.
    package = sys.modules["assent"] = Module("assent")
    package.__path__ = [ROOT]
    package.__spec__ = SPEC
    if not GROUPS:
        return
    sys.meta_path.insert(0, Bundle)  # type: ignore[arg-type]  # static methods make the class itself a finder
    if "assent" in GROUPS:
        load(*GROUPS.pop("assent"))
    if AGENT in GROUPS and "assent.agents" in sys.modules:  # not without what it stands on
        load(*GROUPS.pop(AGENT))


try:
    start()
    from assent.app.hook import main
except Exception:  # noqa: BLE001  a broken installation must not open the door, nor refuse every call
    time_is_up()
else:
    main()
