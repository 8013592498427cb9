"""Who may serve at a counter: trained for it, with a valid badge, present, and nowhere else. A fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from emergency_ops.lib.clock import SHANGHAI
from emergency_ops.lib.roles import OPERATORS
from incidents.response.choices import SubstituteStatus
from incidents.response.dispatch.choices import BOUND
from incidents.response.dispatch.models import Dispatch
from incidents.response.models import Substitute
from incidents.response.posts import region_code
from resources.network.regions import parents, prefix_of
from resources.staff.choices import Function
from resources.staff.models import Badge, Person, Shift, Training
from resources.staff.queries import absent
from resources.staff.queries_acting import nearest_posts
from resources.staff.queries_duty import people_on_duty
from resources.staff.queries_training import standing

from .models_opening import CounterStaff
from .rules.staffing import Fitness, Obstacle, obstacles

#: how many are offered
OFFERED = 60
#: how long somebody serves whom no shift plans
HOURS = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody with what speaks against them; badge None: no valid one. until: when their shift ends, as far as known."""

    person: Person
    badge: Badge | None
    obstacles: Sequence[Obstacle]
    on_duty: bool
    until: datetime


def training_for(substitute: Substitute) -> Training | None:
    """What the nearest on-site post of the place asks for; None where none asks for any."""
    site = substitute.site
    code = site.region_id if site else region_code(substitute.incident)
    posts = nearest_posts([Function.ON_SITE], code, [site.pk] if site else [])
    wanted = next((post.required_training_id for post in posts if post.required_training_id), None)
    return Training.objects.filter(pk=wanted).first() if wanted else None


def candidates(substitute: Substitute, now: datetime) -> list[Candidate]:
    """Those who answer for the place, the fit ones on duty first."""
    code = substitute.site.region_id if substitute.site else region_code(substitute.incident)
    here = Q(regions__in=[code, *parents(code)]) | Q(regions__code__startswith=prefix_of(code))
    people = Person.objects.filter(here, is_active=True, groups__name__in=OPERATORS).distinct()
    found = judged(substitute, people.order_by("name", "pk")[: OFFERED * 2], now)
    return sorted(found, key=lambda one: (len(one.obstacles), not one.on_duty))[:OFFERED]


def judged(substitute: Substitute, people: Iterable[Person], now: datetime) -> list[Candidate]:
    """Each of them with what is known. A fixed number of queries."""
    everybody = list(people)
    ids = [person.pk for person in everybody]
    today = now.astimezone(SHANGHAI).date()
    training = training_for(substitute)
    trained = standing(ids, [training.pk], today) if training else {}
    away, duty, engaged = absent(everybody, now), people_on_duty(everybody, now), _engaged(ids, substitute)
    valid = Q(valid_from__lte=today, valid_until__gte=today, revoked_at=None)
    badges = {badge.person_id: badge for badge in Badge.objects.filter(valid, person__in=ids).order_by("valid_until")}
    shifts = Shift.objects.filter(person__in=ids, period__contains=now).values_list("person_id", "period")
    ends = {person: period.upper for person, period in shifts}
    return [
        Candidate(
            person,
            badges.get(person.pk),
            obstacles(
                Fitness(
                    is_active=person.is_active,
                    is_away=person.pk in away,
                    trained=(person.pk, training.pk) in trained if training else None,
                    has_badge=person.pk in badges,
                    is_engaged=person.pk in engaged,
                )
            ),
            person.pk in duty,
            ends.get(person.pk) or now + HOURS,
        )
        for person in everybody
    ]


def _engaged(ids: Sequence[int], substitute: Substitute) -> set[int]:
    """Those who serve at another counter, or have taken a dispatch to another place."""
    elsewhere = CounterStaff.objects.filter(person__in=ids, left_at=None).exclude(counter=substitute.pk)
    serving = elsewhere.exclude(counter__substitute__status=SubstituteStatus.WITHDRAWN)
    bound = Dispatch.objects.filter(person__in=ids, state__in=BOUND)
    here = {"site": substitute.site} if substitute.site else {"incident": substitute.incident}
    sent = bound.exclude(**here)
    return {*serving.values_list("person_id", flat=True), *sent.values_list("person_id", flat=True)}
