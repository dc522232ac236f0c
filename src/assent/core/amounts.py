"""Amounts as people read them: how many of a thing, how often, what share of a whole, how large."""

UNKNOWN = "?"


def counted(number: float, one: str, more: str = "") -> str:
    """`1 call`, `1,412 calls`; `2 entries` where the word for more is told."""
    return f"{number:,} {one if number == 1 else more or f'{one}s'}"


def plain(count: float) -> float | int:
    """A count without a fraction that it has not, else with two digits of it."""
    count = round(count, 2)
    return int(count) if count == int(count) else count


def times(number: int) -> str:
    """`once`, `3 times`."""
    return "once" if number == 1 else counted(number, "time")


def percent(share: float | None) -> str:
    """`92%`; `<1%` for what is little and not nothing, `>99%` for what is much and not all, `?` for what is unknown."""
    if share is None:
        return UNKNOWN
    return "<1%" if 0 < share < 0.01 else ">99%" if 0.99 < share < 1 else f"{share:.0%}"


def size(count: int) -> str:
    """Bytes, in the units that the settings count in (a KB is 1024): `512 bytes`, `3.2 MB`."""
    if count < 1000:
        return counted(count, "byte")
    held, unit = float(count), ""
    for unit in ("KB", "MB", "GB", "TB"):
        held /= 1024
        if held < 999.5:
            return f"{held:.3g} {unit}"
    return f"{held:,.0f} {unit}"
