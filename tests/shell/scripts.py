"""The scripts the reader is held to: `texts/full.txt` must be read in full, `texts/form.txt` must not."""

from pathlib import Path

_FOLDER = Path(__file__).parent / "texts"


def rows(name: str) -> dict[str, str]:
    """Id and text of each script of a file: a line `### id`, then the text without its last line break."""
    found: dict[str, str] = {}
    for block in (_FOLDER / name).read_bytes().decode().split("### ")[1:]:
        row, _, text = block.partition("\n")
        assert row not in found, f"{row} stands twice in {name}"
        found[row] = text.removesuffix("\n")
    return found


FULL = rows("full.txt")
FORM = rows("form.txt")
