"""How far somebody is from a site, by where they are taken to be."""

from datetime import datetime

from resources.inventory.rules.travel import travel_minutes
from resources.network.models import Site
from resources.staff.models import Person

from .candidates import Asked, Pool


def minutes_to(person: Person, site: Site, now: datetime) -> int:
    """On the road, as estimated; the rule's figure for an unknown way where no place is known."""
    pool = Pool([site], Asked(), now, only=person)
    found = next(iter(pool.ranked(site)), None)
    return travel_minutes(None) if found is None else found.ranked.candidate.minutes
