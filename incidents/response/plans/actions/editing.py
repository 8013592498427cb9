"""What every change of a plan does first: lock the plan, ask whether its version may be changed, write what happened."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from emergency_ops.lib.errors import Refused
from incidents.response.plans.choices import VersionState
from incidents.response.plans.models import Plan, PlanEvent, PlanVersion
from incidents.response.plans.rules import REFUSALS
from resources.staff.models import Person


@dataclass(slots=True)
class Edit:
    """A version whose plan is locked, and who changes it at which instant."""

    version: PlanVersion
    actor: Person
    now: datetime

    def save(self, **changes: object) -> None:
        for name, value in changes.items():
            setattr(self.version, name, value)
        self.version.save(update_fields=list(changes))

    def write(self, code: str, text: str = "", /, **params: object) -> PlanEvent:
        return write(self.version.plan, self.version, code, text, actor=self.actor, now=self.now, **params)


def write(
    plan: Plan,
    version: PlanVersion | None,
    code: str,
    text: str = "",
    /,
    *,
    actor: Person,
    now: datetime,
    **params: object,
) -> PlanEvent:
    """Append an event."""
    return PlanEvent.objects.create(
        plan=plan, version=version, code=code, text=text.strip(), actor=actor, at=now, params=params
    )


@contextmanager
def editing(version: PlanVersion, *states: VersionState, actor: Person, now: datetime) -> Iterator[Edit]:
    """One transaction with the plan locked. Raises Refused for a version in another state."""
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=version.plan_id)
        fresh = PlanVersion.objects.get(pk=version.pk)
        fresh.plan = plan
        if fresh.state not in states:
            raise Refused("state", REFUSALS[VersionState(fresh.state)])
        yield Edit(fresh, actor, now)
