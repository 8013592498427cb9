"""What somebody is to be told, besides being called: queued once, over the channels that reach them."""

from collections.abc import Iterable
from datetime import datetime

from incidents.escalation.choices import Urgency
from incidents.escalation.contact.queries import told_over, usable_channels
from resources.staff.models import Person

from .messages import Letter, queue_letters


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
    urgent: it is sent at once, also in somebody's quiet hours; otherwise it waits for their end.
    """
    people = list(dict.fromkeys(recipients))
    over = told_over(people, usable=usable_channels(subject), urgency=_urgency(urgent=urgent), now=now)
    letters = [
        Letter(person, *subject, title, body, link, stop_on_acknowledgement=False, urgent=urgent) for person in people
    ]
    told = [(letter, over[letter.recipient.pk], f"{key}:{letter.recipient.pk}") for letter in letters]
    queue_letters(told, group_key=key, now=now)


def channels_of(person: Person, *, urgent: bool, now: datetime) -> list[str]:
    """The channels over which a person is told something at this time, the app first."""
    over = told_over([person], usable=usable_channels(("", 0)), urgency=_urgency(urgent=urgent), now=now)
    return [delivery.channel for delivery in over[person.pk]]


def _urgency(*, urgent: bool) -> Urgency:
    return Urgency.URGENT if urgent else Urgency.NOTE
