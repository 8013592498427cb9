"""Which terminal a code names. Kept in the process for a short while, because every report asks."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db import connection

from .limits import limits
from .reports import printable


class Known(NamedTuple):
    """A terminal as the intake needs it. `loaded_at` is on the clock that the caller passes (monotonic seconds)."""

    pk: int
    site_id: int
    retired: bool
    loaded_at: float


_known: dict[str, Known] = {}


def find(codes: Collection[str], clock: float) -> dict[str, Known]:
    """The terminals of these codes; codes that are not there are looked up anew each time, so a new terminal is heard at once."""
    fresh = clock - limits().terminal_ttl
    found = {code: known for code in codes if (known := _known.get(code)) is not None and known.loaded_at > fresh}
    if len(found) < len(codes):
        found.update(_load([code for code in codes if code not in found and printable(code)], clock))
    return found


def forget(codes: Iterable[str] | None = None) -> None:
    """Drops what is known of these codes, or everything (another schema, another database)."""
    if codes is None:
        _known.clear()
        return
    for code in codes:
        _known.pop(code, None)


def _load(codes: list[str], clock: float) -> dict[str, Known]:
    forget(codes)
    if not codes:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, id, site_id, status = 'retired' FROM resources_terminal WHERE code = ANY(%s)", [codes]
        )
        loaded = {code: Known(pk, site_id, retired, clock) for code, pk, site_id, retired in cursor.fetchall()}
    _known.update(loaded)
    return loaded
