"""Which subjects are drills. The slice that owns a kind of subject says so; this one knows only kind and id."""

from collections.abc import Callable, Collection

Drills = Callable[[Collection[int]], set[int]]
_drills: dict[str, Drills] = {}


def register(kind: str, drills: Drills) -> None:
    """Name who knows which of some ids are drills, when the app is ready."""
    _drills[kind] = drills


def is_drill(kind: str, number: int | None) -> bool:
    known = _drills.get(kind)
    return known is not None and number is not None and number in known([number])
