"""Who could go to the sites of an incident, with what a suggestion is made of. The number of queries does not depend on how many there are."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from operator import itemgetter

from django.db.models import Q, Value

from emergency_ops.lib.clock import SHANGHAI
from emergency_ops.lib.roles import Role
from resources.network.models import Site
from resources.network.regions import WHOLE_COUNTRY, parents
from resources.staff.choices import Area
from resources.staff.models import Person, Post, PostAssignment, RotaMember, Shift, Training, TrainingRecord
from resources.staff.queries_acting import acting_many
from resources.staff.queries_duty import Presence, local_day, presence_of
from resources.staff.queries_training import standing

from .choices import BOUND, DispatchState
from .models import Dispatch
from .places import Known, Whereabouts
from .rules.ranking import Candidate, Duty, Fit, Load, Ranked, rank
from .workload import loads

#: whom managers send
SENT = (Role.FIELD_STAFF, Role.STOREKEEPER, Role.MANAGER)
#: where somebody was last is known so long
REMEMBERED = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Asked:
    """What it takes: a function, "" for any; a course on top of it."""

    function: str = ""
    training: Training | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A candidate with the rows behind it, for people to read."""

    ranked: Ranked
    person: Person
    known: Known
    shift: Shift | None
    post: Post | None
    record: TrainingRecord | None
    current: Dispatch | None


class Pool:
    """Everybody who could be sent to these sites at one instant, for one kind of work."""

    def __init__(self, sites: Sequence[Site], asked: Asked, now: datetime, only: Person | None = None) -> None:
        """only: this person alone, whatever their role."""
        self.sites = list(sites)
        self.asked = asked
        self.now = now
        self.only = only

    def ranked(self, site: Site, refused: Collection[int] = ()) -> list[Suggestion]:
        """Who could go to a site, those who can first. refused: who has been asked in vain."""
        return [self._suggestion(one) for one in self.order(site, refused)]

    def order(self, site: Site, refused: Collection[int] = ()) -> list[Ranked]:
        """As `ranked`, without the rows behind it."""
        return rank(self._candidate(self.people[pk], site, pk in refused) for pk in self._near(site))

    @cached_property
    def people(self) -> dict[int, Person]:
        found = Person.objects.filter(is_active=True, groups__name__in=SENT, regions__in=self._codes)
        if self.only is not None:
            found = Person.objects.filter(pk=self.only.pk)
        return {person.pk: person for person in found.distinct().prefetch_related("regions").order_by("pk")}

    @cached_property
    def _codes(self) -> set[str]:
        """The regions of the sites and those around them."""
        return {code for site in self.sites for code in _upwards(site.region_id)}

    def _near(self, site: Site) -> list[int]:
        """Those who answer for the site's region or one around it."""
        if self.only is not None:
            return list(self.people)
        codes = set(_upwards(site.region_id))
        return [pk for pk, own in self._regions.items() if not codes.isdisjoint(own)]

    @cached_property
    def _regions(self) -> dict[int, list[str]]:
        """For which each answers."""
        return {pk: [region.pk for region in person.regions.all()] for pk, person in self.people.items()}

    def _candidate(self, person: Person, site: Site, refused: bool) -> Candidate:
        pk = person.pk
        return Candidate(
            person=pk,
            name=str(person),
            duty=self._duties[pk],
            fit=self._fits[pk],
            kilometres=self._where.kilometres(pk, site),
            load=self._loads[pk],
            away=self._presence[pk].away,
            busy=pk in self._current,
            asked=refused,
        )

    def _suggestion(self, ranked: Ranked) -> Suggestion:
        pk = ranked.candidate.person
        return Suggestion(
            ranked=ranked,
            person=self.people[pk],
            known=self._where.known[pk],
            shift=self._shifts.get(pk),
            post=self._acting.get(pk) or next(iter(self._posts_of.get(pk, ())), None),
            record=self._records.get(pk),
            current=self._current.get(pk),
        )

    # duty -----------------------------------------------------------------------------------------------------------

    @cached_property
    def _duties(self) -> dict[int, Duty]:
        return {pk: self._duty(pk) for pk in self.people}

    def _duty(self, pk: int) -> Duty:
        if self._presence[pk].on_duty:
            return Duty.ON_SHIFT
        if pk in self._acting:
            return Duty.ACTING
        return Duty.OFF if self._presence[pk].planned else Duty.UNPLANNED

    @cached_property
    def _presence(self) -> dict[int, Presence]:
        return presence_of(self.people.values(), self.now)

    @cached_property
    def _shifts(self) -> dict[int, Shift]:
        """The shift of each that runs now."""
        rows = Shift.objects.filter(person__in=self.people, period__contains=self.now).select_related("post")
        return {shift.person_id: shift for shift in rows if shift.person_id is not None}

    # posts ----------------------------------------------------------------------------------------------------------

    @cached_property
    def _posts(self) -> dict[int, Post]:
        rows = Post.objects.filter(region__in=self._codes, is_active=True).select_related("required_training")
        return {post.pk: post for post in rows.prefetch_related("sites")}

    @cached_property
    def _acting(self) -> dict[int, Post]:
        """The post that each answers for at this moment."""
        found = acting_many(self._posts.values(), self.now)
        return {one.person.pk: self._posts[pk] for pk, one in found.items() if one is not None}

    @cached_property
    def _posts_of(self) -> dict[int, list[Post]]:
        """The posts that each holds or takes turns at."""
        held = PostAssignment.objects.filter(post__in=self._posts, validity__contains=self.now)
        today = local_day(self.now)
        running = Q(rota__ends_on=None) | Q(rota__ends_on__gte=today)
        turns = RotaMember.objects.filter(running, rota__post__in=self._posts, rota__starts_on__lte=today)
        coming = Shift.objects.filter(post__in=self._posts, person__in=self.people, period__endswith__gt=self.now)
        pairs = (
            held.order_by().values_list("person_id", "post_id", Value(0)),
            turns.order_by().values_list("person_id", "rota__post_id", Value(1)),
            coming.order_by().values_list("person_id", "post_id", Value(2)),
        )
        found: dict[int, list[Post]] = defaultdict(list)
        for person, post, _whence in sorted(pairs[0].union(*pairs[1:]), key=itemgetter(2, 1)):
            if self._posts[post] not in found[person]:
                found[person].append(self._posts[post])
        return found

    def _serves(self, pk: int) -> list[Post]:
        """Their posts of the function that is asked for."""
        shift = self._shifts.get(pk)
        turns = [shift.post] if shift is not None and shift.post_id in self._posts else []
        return [post for post in [*turns, *self._posts_of.get(pk, ())] if post.function == self.asked.function]

    # training -------------------------------------------------------------------------------------------------------

    @cached_property
    def _fits(self) -> dict[int, Fit]:
        return {pk: self._fit(pk) for pk in self.people}

    def _fit(self, pk: int) -> Fit:
        if self.asked.training is not None and pk not in self._records:
            return Fit.MISSING
        if not self.asked.function:
            return Fit.NOT_ASKED if self.asked.training is None else Fit.HELD
        if not self._serves(pk):
            return Fit.MISSING
        if pk in self._records:
            return Fit.HELD
        asking = [post for post in self._serves(pk) if post.required_training_id is not None]
        return Fit.MISSING if asking else Fit.SERVES

    @cached_property
    def _records(self) -> dict[int, TrainingRecord]:
        """By which record each is trained: for the course, or for the function's posts."""
        wanted = {self.asked.training.pk} if self.asked.training is not None else self._courses
        if not wanted:
            return {}
        found = standing(self.people, wanted, self.now.astimezone(SHANGHAI).date())
        return {person: record for (person, _training), record in sorted(found.items(), reverse=True)}

    @cached_property
    def _courses(self) -> set[int]:
        """What the posts of the function ask for."""
        asked = (post for post in self._posts.values() if post.function == self.asked.function)
        return {post.required_training_id for post in asked if post.required_training_id is not None}

    # load ----------------------------------------------------------------------------------------------------------

    @cached_property
    def _loads(self) -> Mapping[int, Load]:
        return loads(list(self.people))

    @cached_property
    def _recent(self) -> list[Dispatch]:
        """What binds people now, and what ended a short while ago; the newest last."""
        released = Dispatch.objects.filter(state=DispatchState.RELEASED, ended_at__gt=self.now - REMEMBERED)
        bound = Dispatch.objects.filter(state__in=BOUND)
        rows = (released | bound).filter(person__in=self.people)
        return sorted(rows.select_related("site", "incident"), key=lambda one: (one.state in BOUND, one.offered_at))

    @cached_property
    def _current(self) -> dict[int, Dispatch]:
        return {one.person_id: one for one in self._recent if one.state in BOUND}

    # place ----------------------------------------------------------------------------------------------------------

    @cached_property
    def _where(self) -> Whereabouts:
        posts = {pk: self._own_posts(pk) for pk in self.people}
        return Whereabouts(self.people, self.sites, posts, self._recent)

    def _own_posts(self, pk: int) -> list[Post]:
        """That of the shift, the one that they act for, the others; narrow ones first."""
        shift = self._shifts.get(pk)
        first = [self._posts[shift.post_id]] if shift is not None and shift.post_id in self._posts else []
        acting = [self._acting[pk]] if pk in self._acting else []
        others = sorted(self._posts_of.get(pk, ()), key=lambda post: (post.area != Area.SITES, -int(post.region_id)))
        return list(dict.fromkeys([*first, *acting, *others]))


def _upwards(code: str) -> list[str]:
    return [code, *parents(code)] if code != WHOLE_COUNTRY else [code]
