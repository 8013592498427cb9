"""Which regions a wall shows, as prefixes of their codes. Pure."""

from collections.abc import Iterable

from resources.network.regions import prefix_of

Prefixes = tuple[str, ...]


def narrowed(seen: Iterable[str], region: str) -> Prefixes:
    """What lies both in the regions seen (prefixes) and in a region (its code, "" for all that is seen); () where nothing does."""
    seen = tuple(seen)
    if not region:
        return seen
    wanted = prefix_of(region)
    if wanted.startswith(seen):
        return (wanted,)
    return tuple(prefix for prefix in seen if prefix.startswith(wanted))


def code_of(prefix: str) -> str:
    """The region's code that a prefix stands for: "31" is 310000, "" the whole country."""
    return prefix.ljust(6, "0")
