"""How people are to be reached now. The same few queries however many they are."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from incidents.escalation.channels.models import ChannelHandle
from incidents.escalation.channels.routing import routes
from incidents.escalation.choices import ACCOUNT_CHANNELS, Channel, Days
from incidents.escalation.models import ContactPreference
from incidents.escalation.policies.calendar import moment_at
from incidents.escalation.policies.hours import Moment, moment_of
from resources.staff.models import Person

from .rules import Delivery, Wishes, route, ways_of
from .storing import wishes_of

Wanted = Callable[[Wishes, frozenset[str]], Sequence[str]]


def wishes_of_all(people: Iterable[Person]) -> dict[int, Wishes]:
    """By primary key. Two queries."""
    known = {person.pk: person for person in people}
    rows = {row.person_id: row for row in ContactPreference.objects.filter(person__in=known)}
    handles: dict[int, dict[str, str]] = defaultdict(dict)
    for handle in ChannelHandle.objects.filter(person__in=known):
        handles[handle.person_id][handle.channel] = handle.value
    return {pk: wishes_of(person, rows.get(pk), handles[pk]) for pk, person in known.items()}


def usable_channels(subject: tuple[str, int]) -> frozenset[str]:
    """The channels over which messages about a subject can go out: the app, e-mail, and those with an account for its region."""
    ways = routes(ACCOUNT_CHANNELS, *subject)
    return frozenset({Channel.IN_APP.value, Channel.EMAIL.value, *(name for name, found in ways.items() if found)})


def called_over(
    people: Sequence[Person], wanted: Sequence[str], *, subject: tuple[str, int], urgency: str, now: datetime
) -> Mapping[int, list[Delivery]]:
    """How each is called over the channels that are wanted. By primary key."""
    return _routed(people, lambda _wishes, _usable: wanted, subject, urgency, now)


def told_over(
    people: Sequence[Person], *, subject: tuple[str, int], urgency: str, now: datetime
) -> Mapping[int, list[Delivery]]:
    """How each is told of what nobody has named channels for: in the app and over the first channel of their own. By primary key."""
    return _routed(
        people, lambda wishes, usable: ways_of(wishes, urgency=urgency, usable=usable)[:1], subject, urgency, now
    )


def _routed(
    people: Sequence[Person], wanted: Wanted, subject: tuple[str, int], urgency: str, now: datetime
) -> dict[int, list[Delivery]]:
    wishes = wishes_of_all(people)
    usable, moment = usable_channels(subject), moment_for(list(wishes.values()), now)
    return {
        pk: route(wanted(one, usable), one, urgency=urgency, usable=usable, at=now, moment=moment)
        for pk, one in wishes.items()
    }


def moment_for(wishes: Sequence[Wishes], at: datetime) -> Moment:
    """The calendar is only asked where somebody's quiet hours depend on it."""
    asks = any(quiet.window.days != Days.ALL for one in wishes for quiet in one.quiet)
    return moment_at(at) if asks else moment_of(at, {})
