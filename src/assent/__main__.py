"""`assent` and `python -m assent`: the command; a status line, which agents want several times a second, goes its own
short way."""

from __future__ import annotations

import sys


def main() -> None:
    words = sys.argv[1:]
    if words[:1] == ["statusline"] and not {"-h", "--help"}.intersection(words):
        from assent.app import statusline

        sys.exit(statusline.main(words[1:]))
    from assent.cli.main import main as command

    command()


if __name__ == "__main__":
    main()
