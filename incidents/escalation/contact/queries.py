"""How people are to be reached now. The same few queries however many they are."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from incidents.escalation.channels.models import ChannelHandle
from incidents.escalation.channels.routing import Routes, routes, routes_in
from incidents.escalation.choices import ACCOUNT_CHANNELS, Channel, Days
from incidents.escalation.models import ContactPreference, OutboxMessage
from incidents.escalation.policies.calendar import moment_at
from incidents.escalation.policies.hours import Moment, moment_of
from resources.staff.models import Person

from .rules import Delivery, Wishes, route, ways_of
from .storing import wishes_of


def wishes_of_all(people: Iterable[Person]) -> dict[int, Wishes]:
    """By primary key. Two queries."""
    known = {person.pk: person for person in people}
    rows = {row.person_id: row for row in ContactPreference.objects.filter(person__in=known)}
    handles: dict[int, dict[str, str]] = defaultdict(dict)
    for handle in ChannelHandle.objects.filter(person__in=known):
        handles[handle.person_id][handle.channel] = handle.value
    return {pk: wishes_of(person, rows.get(pk), handles[pk]) for pk, person in known.items()}


def handles_of(person: Person) -> dict[str, str]:
    """Their ids in the channels that have them. One query."""
    return dict(ChannelHandle.objects.filter(person=person).values_list("channel", "value"))


def trials_of(person: Person, kind: str) -> dict[str, OutboxMessage]:
    """The newest message that tried out each channel. One query."""
    tried = OutboxMessage.objects.filter(subject_kind=kind, subject_id=person.pk, recipient=person)
    return {message.channel: message for message in tried.order_by("pk")}


def usable_channels(subject: tuple[str, int]) -> frozenset[str]:
    """The channels over which messages about a subject can go out: the app, e-mail, and those with an account for its region."""
    return _with(routes(ACCOUNT_CHANNELS, *subject))


def usable_in(region_code: str) -> frozenset[str]:
    """The same about anything in a region."""
    return _with(routes_in(ACCOUNT_CHANNELS, region_code))


def _with(ways: Routes) -> frozenset[str]:
    return frozenset({Channel.IN_APP.value, Channel.EMAIL.value, *(name for name, found in ways.items() if found)})


def called_over(
    people: Sequence[Person], wanted: Sequence[str], *, usable: frozenset[str], urgency: str, now: datetime
) -> Mapping[int, list[Delivery]]:
    """How each is called over the channels that are wanted. By primary key."""
    return _routed(people, lambda _wishes: wanted, usable, urgency, now)


def told_over(
    people: Sequence[Person], *, usable: frozenset[str], urgency: str, now: datetime
) -> Mapping[int, list[Delivery]]:
    """How each is told of what nobody has named channels for: in the app and over the first channel of their own. By primary key."""
    return _routed(people, lambda wishes: ways_of(wishes, urgency=urgency, usable=usable)[:1], usable, urgency, now)


def _routed(
    people: Sequence[Person],
    wanted: Callable[[Wishes], Sequence[str]],
    usable: frozenset[str],
    urgency: str,
    now: datetime,
) -> dict[int, list[Delivery]]:
    wishes = wishes_of_all(people)
    moment = moment_for(list(wishes.values()), now)
    return {
        pk: route(wanted(one), one, urgency=urgency, usable=usable, at=now, moment=moment) for pk, one in wishes.items()
    }


def moment_for(wishes: Sequence[Wishes], at: datetime) -> Moment:
    """The calendar is only asked where somebody's quiet hours depend on it."""
    asks = any(quiet.window.days != Days.ALL for one in wishes for quiet in one.quiet)
    return moment_at(at) if asks else moment_of(at, {})
