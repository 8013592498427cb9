"""Where people are taken to be, and how far that is from sites. A fixed number of queries, however many people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from resources.inventory.models import Depot
from resources.inventory.readiness import places, region_places
from resources.inventory.rules.travel import Place, kilometres
from resources.network.models import Site
from resources.staff.choices import Area
from resources.staff.models import Person, Post

from .choices import BOUND
from .models import Dispatch
from .rules.ranking import Whence


@dataclass(frozen=True, slots=True)
class Known:
    """Where somebody is taken to be: the name of the place, and all positions that it may mean (the nearest counts)."""

    whence: Whence
    name: str
    at: tuple[Place, ...]


@dataclass(frozen=True)
class Whereabouts:
    """people by id; posts: those of each, the most telling first; recent: their dispatches now or a short while ago, the newest last."""

    people: Mapping[int, Person]
    sites: Sequence[Site]
    posts: Mapping[int, Sequence[Post]]
    recent: Sequence[Dispatch]

    def kilometres(self, pk: int, site: Site) -> float | None:
        """Of road to one of the sites; None where no position is known."""
        ways = [self._ways.get((at, site.pk)) for at in self.known[pk].at]
        return min((way for way in ways if way is not None), default=None)

    @cached_property
    def _ways(self) -> dict[tuple[Place, int], float | None]:
        starts = list({at for known in self.known.values() for at in known.at})
        goals = [self._places[Site, site.pk] for site in self.sites]
        matrix = kilometres(list(starts), goals) if starts else []
        return {
            (start, site.pk): far
            for start, row in zip(starts, matrix, strict=True)
            for site, far in zip(self.sites, row, strict=True)
        }

    @property
    def _all_posts(self) -> list[Post]:
        return [post for posts in self.posts.values() for post in posts]

    @cached_property
    def _depots(self) -> dict[int, Depot]:
        ours = Q(keeper__in=self.people) | Q(deputy__in=self.people)
        rows = list(Depot.objects.filter(ours, is_active=True))
        kept = [depot for depot in rows if depot.keeper_id in self.people]
        deputed = [depot for depot in rows if depot.deputy_id in self.people]
        pairs = ((pk, depot) for depot in [*kept, *deputed] for pk in (depot.deputy_id, depot.keeper_id))
        return {pk: depot for pk, depot in pairs if pk is not None}

    @cached_property
    def _places(self) -> Mapping[tuple[type, int], Place | None]:
        sites = {site.pk: site for site in self.sites}
        sites |= {one.site_id: one.site for one in self.recent}
        sites |= {site.pk: site for post in self._all_posts if post.area == Area.SITES for site in post.sites.all()}
        return places([*sites.values(), *{depot.pk: depot for depot in self._depots.values()}.values()])

    @cached_property
    def _regions(self) -> Mapping[str, Place]:
        own = {region.pk for person in self.people.values() for region in person.regions.all()}
        return region_places({post.region_id for post in self._all_posts} | own)

    @cached_property
    def known(self) -> dict[int, Known]:
        last = {one.person_id: one for one in self.recent}
        return {pk: self._place_of(person, last.get(pk)) for pk, person in self.people.items()}

    def _place_of(self, person: Person, last: Dispatch | None) -> Known:
        """The first of these whose position is known; else the first of them all, by its name."""
        whence = Whence.DISPATCH if last is not None and last.state in BOUND else Whence.LAST_DISPATCH
        ways = [Known(whence, last.site.name, self._at(Site, last.site_id))] if last is not None else []
        ways += [self._of_post(post) for post in self.posts.get(person.pk, ())]
        depot = self._depots.get(person.pk)
        ways += [Known(Whence.DEPOT, depot.name, self._at(Depot, depot.pk))] if depot is not None else []
        ways += [
            Known(Whence.REGION, region.name, self._in(region.pk))
            for region in sorted(person.regions.all(), key=lambda one: one.pk, reverse=True)
        ]
        return next((way for way in ways if way.at), ways[0] if ways else Known(Whence.UNKNOWN, "", ()))

    def _of_post(self, post: Post) -> Known:
        if post.area == Area.SITES:
            return Known(
                Whence.POST, post.name, tuple(at for site in post.sites.all() for at in self._at(Site, site.pk))
            )
        return Known(Whence.POST, post.name, self._in(post.region_id))

    def _at(self, model: type, pk: int) -> tuple[Place, ...]:
        place = self._places.get((model, pk))
        return () if place is None else (place,)

    def _in(self, code: str) -> tuple[Place, ...]:
        return (self._regions[code],) if code in self._regions else ()
