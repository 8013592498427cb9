"""Which topics somebody may hear of: what is told of one thing is told to those who see it.

Topics of one person end in their number, topics of one thing in its id. Words without an end are coarse and for everybody.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final

from django.db.models import QuerySet

from emergency_ops.wall.scope import narrowed
from incidents.monitoring.access import warnings_for
from incidents.response.access import incidents_for, visible
from incidents.response.counters.access import counters_for
from incidents.response.models import Incident
from notices.content.access import notices_for
from resources.network.access import terminals_for
from resources.staff.access_wall import shown_by
from resources.staff.models import Person, WallLink

PERSONAL: Final = ("inbox", "tasks", "dispatches")
INCIDENT: Final = "incident"
LONGEST_ID: Final = 19
#: by the kind of thing, those that a person sees
SEEN_BY: Final[Mapping[str, Callable[[Person], QuerySet[Any]]]] = {
    INCIDENT: incidents_for,
    "warning": warnings_for,
    "terminal": terminals_for,
    "notice": notices_for,
    "counter": counters_for,
}


def permitted(topics: Collection[str], owner: str) -> frozenset[str]:
    """Without what is another person's own, and without things that the owner ("person.<id>", "screen.<id>") does not see.

    At most a query a kind of thing that is asked for, and three for who the owner is.
    """
    kind, _, number = owner.partition(".")
    coarse = {topic for topic in topics if "." not in topic}
    own = {topic for topic in topics if kind == "person" and _parts(topic) in [(one, number) for one in PERSONAL]}
    asked = _ids(topics)
    if not asked:
        return frozenset(coarse | own)
    seen = _seen_by_person(number, asked) if kind == "person" else _seen_by_screen(number, asked)
    return frozenset({*coarse, *own, *seen})


def _parts(topic: str) -> tuple[str, str]:
    kind, _, end = topic.partition(".")
    return kind, end


def _ids(topics: Iterable[str]) -> dict[str, list[int]]:
    """By the kind of thing, the ids that are asked for."""
    found: dict[str, list[int]] = {}
    for kind, end in map(_parts, topics):
        if kind in SEEN_BY and end.isascii() and end.isdecimal() and len(end) < LONGEST_ID:
            found.setdefault(kind, []).append(int(end))
    return found


def _seen_by_person(number: str, asked: Mapping[str, Collection[int]]) -> set[str]:
    person = Person.objects.filter(pk=number).first()
    if person is None:
        return set()
    return {topic for kind, ids in asked.items() for topic in _topics(kind, SEEN_BY[kind](person), ids)}


def _seen_by_screen(number: str, asked: Mapping[str, Collection[int]]) -> set[str]:
    """Screens show incidents, and no other thing by itself."""
    link = WallLink.objects.select_related("created_by").filter(pk=number).first()
    if link is None or INCIDENT not in asked:
        return set()
    incidents = visible(Incident.objects.all(), narrowed(shown_by(link), link.region_id))
    return _topics(INCIDENT, incidents, asked[INCIDENT])


def _topics(kind: str, rows: QuerySet[Any], ids: Collection[int]) -> set[str]:
    return {f"{kind}.{pk}" for pk in rows.filter(pk__in=ids).order_by().values_list("pk", flat=True)}
