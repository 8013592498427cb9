"""Whether the machinery that calls people is alive."""

from dataclasses import dataclass
from datetime import datetime

from incidents.escalation.status import AUDIT, pulses

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
    """One query."""
    found = pulses(now)
    late = sorted((one.name for one in found if not one.alive), key=lambda name: (name not in ESCALATION, name))
    return Health(next((one.at for one in found if one.name == ESCALATION[0]), None), tuple(late))
