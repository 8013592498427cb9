"""The only writers of regions, sites and terminals, the import's bulk statement aside."""

from collections.abc import Iterable

from .divisions import with_parents
from .models import Region


def ensure_regions(codes: Iterable[str]) -> None:
    """Creates the regions that are missing, those above them included, with the names that are known."""
    wanted = [Region(code=code, name=name) for code, name in with_parents(codes).items()]
    if wanted:
        Region.objects.bulk_create(wanted, ignore_conflicts=True)
