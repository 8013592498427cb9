"""Who is told about a depot."""

from emergency_ops.lib.roles import Role
from resources.network.regions import parents
from resources.staff.models import Person

from .models import Depot


def keepers_of(depot: Depot) -> list[Person]:
    """The depot's keeper and deputy; where it has neither, the storekeepers of its region, the nearest level that has any."""
    own = [person for person in (depot.keeper, depot.deputy) if person is not None and person.is_active]
    return own or _of_region(depot.region_id)


def _of_region(code: str) -> list[Person]:
    levels = [code, *parents(code)]
    found = Person.objects.filter(is_active=True, groups__name=Role.STOREKEEPER, regions__in=levels).distinct()
    by_region: dict[str, list[Person]] = {}
    for person in found.prefetch_related("regions"):
        for region in person.regions.all():
            by_region.setdefault(region.pk, []).append(person)
    return next((by_region[level] for level in levels if level in by_region), [])


def overseers() -> list[Person]:
    """Every storekeeper and administrator in service: those who answer for the ledger as a whole."""
    roles = [Role.STOREKEEPER, Role.ADMINISTRATOR]
    return list(Person.objects.filter(is_active=True, groups__name__in=roles).distinct())
