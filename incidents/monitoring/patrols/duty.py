"""Onto whom rounds are planned: who has duty at the on-site post then, else whoever acts for it. Few queries for many rounds."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from resources.network.models import Site
from resources.staff.choices import Area, Function
from resources.staff.models import Absence, Person, Post, Shift
from resources.staff.queries import Where, acting
from resources.staff.queries_acting import upwards


class DutyBook:
    """The on-site posts with their shifts between two moments, read once; who acts is asked once a post and time."""

    def __init__(self, since: datetime, until: datetime) -> None:
        posts = Post.objects.filter(function=Function.ON_SITE, is_active=True).prefetch_related("sites")
        self._of_regions: dict[str, int] = {}
        self._of_sites: list[tuple[int, frozenset[int]]] = []
        for post in posts:
            if post.area == Area.SITES:
                self._of_sites.append((post.pk, frozenset(site.pk for site in post.sites.all())))
            else:
                self._of_regions[post.region_id] = post.pk
        self._of_sites.sort(key=lambda one: (len(one[1]), one[0]))
        self._shifts = _shifts(posts, since, until)
        self._away = _absences({shift.person_id for found in self._shifts.values() for shift in found}, since, until)
        self._acting: dict[tuple[str, int | None, datetime], Person | None] = {}

    def person_for(self, site: Site, at: datetime) -> Person | None:
        """Who goes round a site at a time; where several have duty they take the sites by turns. None: the post is vacant."""
        posts = self._posts_of(site)
        for post in posts:
            present = [shift.person for shift in self._shifts.get(post, ()) if self._serves(shift, at)]
            if present:
                return present[site.pk % len(present)]
        own = next((post for post, sites in self._of_sites if site.pk in sites), None)
        key = site.region_id, own, at
        if key not in self._acting:
            found = acting(Where(Function.ON_SITE, site.region_id, [site.pk]), at)
            self._acting[key] = found.person if found else None
        return self._acting[key]

    def _posts_of(self, site: Site) -> list[int]:
        own = [post for post, sites in self._of_sites if site.pk in sites]
        return own + [self._of_regions[code] for code in upwards(site.region_id) if code in self._of_regions]

    def _serves(self, shift: Shift, at: datetime) -> bool:
        if not shift.period.lower <= at < shift.period.upper:
            return False
        return not any(begins <= at < ends for begins, ends in self._away.get(shift.person_id or 0, ()))


def _shifts(posts: Collection[Post], since: datetime, until: datetime) -> dict[int, list[Shift]]:
    rows = Shift.objects.filter(post__in=posts, person__is_active=True, period__overlap=(since, until))
    found: dict[int, list[Shift]] = defaultdict(list)
    for shift in rows.select_related("person").order_by("person_id", "pk"):
        found[shift.post_id].append(shift)
    return found


def _absences(
    people: Collection[int | None], since: datetime, until: datetime
) -> dict[int, list[tuple[datetime, datetime]]]:
    rows = Absence.objects.filter(person__in=people, cancelled_at=None, period__overlap=(since, until))
    found: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for absence in rows:
        found[absence.person_id].append(
            (absence.period.lower or since, absence.period.upper or until + timedelta(days=1))
        )
    return found
