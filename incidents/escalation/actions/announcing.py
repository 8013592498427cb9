"""What somebody is to be told, besides being called: queued once, over the channels that reach them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from incidents.escalation.choices import PERSONAL_CHANNELS, Channel
from resources.staff.models import Person

from .messages import Letter, queue_letter


def announce(
    recipients: Iterable[Person],
    *,
    subject: tuple[str, int],
    title: str,
    body: str,
    link: str,
    key: str,
    now: datetime,
    urgent: bool = False,
) -> None:
    """Queue one message to each person, in the caller's transaction; a repeat with the same key is no second message. A group
    gets one that mentions all of them.

    subject: (kind, id) that the message is about. link: the path of a page. key: at most 80 characters, names the occasion.
    urgent: it is sent at once, also in somebody's quiet hours.
    """
    groups: dict[str, list[Person]] = defaultdict(list)
    for person in dict.fromkeys(recipients):
        letter = Letter(person, *subject, title, body, link, stop_on_acknowledgement=False, urgent=urgent)
        channels = channels_of(person, urgent=urgent, now=now)
        own = [channel for channel in channels if channel in PERSONAL_CHANNELS]
        queue_letter(letter, own, key=f"{key}:{person.pk}", now=now)
        for channel in dict.fromkeys(channels):
            if channel not in PERSONAL_CHANNELS:
                groups[channel].append(person)
    for channel, people in groups.items():
        letter = Letter(people[0], *subject, title, body, link, stop_on_acknowledgement=False, urgent=urgent)
        queue_letter(letter, [channel], key=key, now=now, people=people)


def channels_of(person: Person, *, urgent: bool, now: datetime) -> list[str]:
    """The channels over which a person is reached at this time."""
    return [Channel.IN_APP, Channel.EMAIL] if person.email else [Channel.IN_APP]
