"""Whether the machinery that calls people is alive."""

from dataclasses import dataclass
from datetime import datetime

from incidents.escalation.rules import is_alive
from incidents.escalation.status import AUDIT, pulses, running_since, starting

#: what carries the escalation: it fires deadlines and sends messages, and an audit watches over it
ESCALATION = ("fire_deadlines", "deliver_messages", AUDIT)


@dataclass(frozen=True, slots=True)
class Health:
    """fired_at: the last pulse of the deadlines; late: names of sweeps that are quiet, those of the escalation first.

    starting: a part of the escalation has had no time to beat since the system came up.
    """

    fired_at: datetime | None
    late: tuple[str, ...]
    starting: bool = False

    @property
    def escalation_late(self) -> bool:
        return any(name in ESCALATION for name in self.late)


def health(now: datetime) -> Health:
    """Two queries. What runs once an hour is not late in the first hour; what carries the escalation is when it is quiet, unless it only starts."""
    found, since = pulses(now), running_since(now)
    young = starting(found, now)
    silent = {one.name for one in found if one.name in ESCALATION and not one.alive and one.name not in young}
    silent |= {one.name for one in found if not is_alive(max(since, one.at or since), one.expected_seconds, now)}
    late = sorted(silent, key=lambda name: (name not in ESCALATION, name))
    fired_at = next((one.at for one in found if one.name == ESCALATION[0]), None)
    return Health(fired_at, tuple(late), any(name in young for name in ESCALATION))
