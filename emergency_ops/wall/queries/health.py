"""Whether the machinery that calls people is alive."""

from dataclasses import dataclass
from datetime import datetime

from incidents.escalation.rules import is_alive
from incidents.escalation.status import AUDIT, pulses, running_since

#: what carries the escalation: it fires deadlines and sends messages, and an audit watches over it
ESCALATION = ("fire_deadlines", "deliver_messages", AUDIT)


@dataclass(frozen=True, slots=True)
class Health:
    """fired_at: the last pulse of the deadlines; late: names of sweeps that are quiet, those of the escalation first."""

    fired_at: datetime | None
    late: tuple[str, ...]

    @property
    def escalation_late(self) -> bool:
        return any(name in ESCALATION for name in self.late)


def health(now: datetime) -> Health:
    """Two queries. What runs once an hour is not late in the first hour; what carries the escalation always is when it is quiet."""
    found, since = pulses(now), running_since(now)
    silent = {one.name for one in found if one.name in ESCALATION and not one.alive}
    silent |= {one.name for one in found if not is_alive(max(since, one.at or since), one.expected_seconds, now)}
    late = sorted(silent, key=lambda name: (name not in ESCALATION, name))
    return Health(next((one.at for one in found if one.name == ESCALATION[0]), None), tuple(late))
