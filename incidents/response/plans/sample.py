"""The plan that a new installation begins with."""

from datetime import datetime

from django.db import transaction

from .choices import VersionState
from .models import Plan, PlanEvent, PlanStep, PlanVersion
from .shipped import reading


def load(now: datetime) -> None:
    """The shipped plan, in force, where there is no plan yet."""
    if Plan.objects.exists():
        return
    with transaction.atomic():
        named = reading.name()
        plan = Plan.objects.create(name=named["zh"], name_en=named["en"], created_at=now)
        version = PlanVersion.objects.create(
            plan=plan,
            number=1,
            state=VersionState.IN_FORCE,
            summary=reading.summary(),
            texts=reading.texts(),
            created_at=now,
            in_force_at=now,
        )
        PlanStep.objects.bulk_create(
            PlanStep(version=version, position=position, **fields)
            for position, fields in enumerate(reading.steps(), start=1)
        )
        PlanEvent.objects.create(plan=plan, version=version, at=now, code="shipped")
