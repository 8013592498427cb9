"""How figures read in pictures."""

from math import floor


def per_cent(share: float) -> str:
    """0.234 is 23.4%."""
    return f"{share * 100:.1f}%"


def kept_per_cent(share: float) -> str:
    """In whole per cent, rounded down: 100% only where nothing was missed."""
    return f"{floor(share * 100 + 1e-9)}%"


def round_per_cent(value: float) -> str:
    """A number of a scale that is in per cent already: 2.5 is 2.5%."""
    return f"{value:g}%"


def count(value: float) -> str:
    return f"{value:,.0f}"


def plain(value: float) -> str:
    """To a hundredth, without idle zeros, however large: 1,234,567."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def maybe_per_cent(value: float | None) -> str:
    """A cell of a table: a number in per cent, or a dash where nothing is known."""
    return "—" if value is None else f"{value:.1f}%"


def maybe(value: float | None) -> str:
    """A cell of a table: a number, or a dash where nothing is known."""
    return "—" if value is None else plain(value)
