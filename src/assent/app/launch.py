"""What agents run: starts the hook from the bundle of bytecode that `init` made, else module by module."""

import sys

ROOT = __file__.rpartition("/app/")[0]


def bundled() -> None:
    """Puts the bundle for this interpreter first; without one, modules are found the usual way."""
    import marshal
    import posix

    try:
        handle = posix.open(f"{ROOT}/__pycache__/hook.{sys.implementation.cache_tag}.bundle", posix.O_RDONLY)
        size = int.from_bytes(posix.read(handle, 8), "little")
        boot, index, groups = marshal.loads(posix.read(handle, size))  # noqa: S302  our own bytecode
        code = marshal.loads(boot)  # noqa: S302  likewise
    except (OSError, ValueError, EOFError, TypeError):
        return
    exec(code, {"HANDLE": handle, "INDEX": index, "GROUPS": groups, "ROOT": ROOT})  # noqa: S102  likewise


sys.path.insert(0, ROOT.rpartition("/")[0])
try:
    bundled()
    from assent.app.hook import main
except Exception:  # noqa: BLE001  a broken installation must not open the door, nor refuse every call
    print(  # noqa: T201  the answer itself
        '{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"ask",'
        '"permissionDecisionReason":"assent: its installation is damaged; run: assent status"}}'
    )
else:
    main()
