"""Over which channels a message goes to somebody, and when: their own order, addresses and quiet hours. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from incidents.escalation.choices import PERSONAL_CHANNELS, Channel, Urgency
from incidents.escalation.policies.hours import Moment, Window, closes_at, contains

#: what nobody can switch off
MINIMUM = (Channel.IN_APP.value,)
#: the order of those who have said nothing; a webhook reaches no person
DEFAULT_ORDER = tuple(str(one) for one in (Channel.EMAIL, Channel.WECOM, Channel.DINGTALK, Channel.FEISHU, Channel.SMS))


@dataclass(frozen=True)
class Quiet:
    """Quiet hours: what is not urgent waits for their end. holds_calls: calls of an escalation wait too, not notes alone."""

    window: Window
    holds_calls: bool = False


@dataclass(frozen=True)
class Wishes:
    """What somebody wants. order: channels, the dearest first. off: those that only urgent messages may use.

    addresses: channel -> address; "" or nothing where there is none.
    """

    order: tuple[str, ...] = DEFAULT_ORDER
    off: frozenset[str] = frozenset()
    addresses: Mapping[str, str] = field(default_factory=dict)
    quiet: tuple[Quiet, ...] = ()

    @property
    def full_order(self) -> tuple[str, ...]:
        """Their order, and behind it the channels of which they have said nothing."""
        return tuple(dict.fromkeys((*self.order, *DEFAULT_ORDER)))


@dataclass(frozen=True)
class Delivery:
    """A message over one channel. instead_of: the channel that was asked for. due_at later than now: it waits for the quiet hours' end.

    is_lacking: there is no way over it and no other in its place, so that its message will fail.
    """

    channel: str
    due_at: datetime
    instead_of: str = ""
    is_lacking: bool = False

    @property
    def label(self) -> str:
        return str(Channel(self.channel).label)


def urgency_of_call(*, is_grave: bool, is_last: bool) -> Urgency:
    """Of a call by an escalation: about something grave, or by the last step."""
    return Urgency.URGENT if is_grave or is_last else Urgency.CALL


def quiet_until(wishes: Wishes, urgency: str, at: datetime, moment: Moment) -> datetime | None:
    """When the quiet hours end that hold a message of this urgency back; None: nothing does. The longest one counts."""
    if urgency == Urgency.URGENT:
        return None
    ends = [
        closes_at(quiet.window, at)
        for quiet in wishes.quiet
        if (quiet.holds_calls or urgency == Urgency.NOTE) and contains(quiet.window, moment)
    ]
    return max(ends, default=None)


def route(
    wanted: Sequence[str],
    wishes: Wishes,
    *,
    urgency: str,
    usable: Collection[str],
    at: datetime,
    moment: Moment,
) -> list[Delivery]:
    """How a message goes that is to use these channels: in the person's own order, the app always and at once.

    A channel over which there is no way gives place to the next in the person's order; where there is none it stays, and its
    message fails visibly. A group is told although it cannot mention them. usable: what the organisation has set up.
    """
    due = quiet_until(wishes, urgency, at, moment) or at
    ways = ways_of(wishes, urgency=urgency, usable=usable)
    asked = [one for one in (*wishes.full_order, Channel.WEBHOOK.value) if one in wanted]
    taken = [one for one in asked if one in ways or (one in usable and one not in PERSONAL_CHANNELS)]
    found = {one: Delivery(one, due) for one in taken}
    for lacking in (one for one in asked if one not in taken):
        other = next((one for one in ways if one not in found and one not in asked), None)
        if other is not None:
            found[other] = Delivery(other, due, instead_of=lacking)
        elif urgency == Urgency.URGENT or lacking not in wishes.off:
            found[lacking] = Delivery(lacking, due, is_lacking=True)
    return [*(Delivery(one, at) for one in MINIMUM), *found.values()]


def ways_of(wishes: Wishes, *, urgency: str, usable: Collection[str]) -> list[str]:
    """The channels that reach somebody themselves, in their order. A channel that is off serves urgent messages only."""
    return [
        one
        for one in wishes.full_order
        if one in usable and wishes.addresses.get(one) and (urgency == Urgency.URGENT or one not in wishes.off)
    ]
