"""Finds our modules in the bundle instead of the file system; one whose source has changed is found the usual way."""

import gc
import marshal
import posix
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

    # Name → (path below the package, is a package, source's mtime in ns, its size, offset and size of the bytecode).
    INDEX: dict[str, tuple[str, bool, int, int, int, int]] = {}
    HANDLE = 0
    ROOT = ""

Spec = sys.modules["_frozen_importlib"].ModuleSpec


class Bundle:
    """Finder and loader in one."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> object:  # noqa: ARG004  the protocol's own
        entry = INDEX.get(name)
        if entry is None:
            return None
        origin = ROOT + entry[0]
        now = posix.stat(origin)
        if now.st_mtime_ns != entry[2] or now.st_size != entry[3]:
            return None
        spec = Spec(name, Bundle, origin=origin, is_package=entry[1])
        spec.has_location = True
        if entry[1]:
            spec.submodule_search_locations.append(origin.rpartition("/")[0])
        return spec

    @staticmethod
    def create_module(spec: object) -> None:  # noqa: ARG004  the protocol's own
        return None

    @staticmethod
    def exec_module(module: "ModuleType") -> None:
        entry = INDEX[module.__name__]
        exec(marshal.loads(posix.pread(HANDLE, entry[5], entry[4])), module.__dict__)  # noqa: S102, S302  our own


gc.disable()  # the process lives for milliseconds
sys.meta_path.insert(0, Bundle)  # type: ignore[arg-type]  static methods make the class itself a finder
