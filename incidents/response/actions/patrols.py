"""What patrols find at the terminals of an incident that runs gets into its timeline, each event once."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from incidents.monitoring.choices import WarningSource
from incidents.monitoring.models import WarningEvent
from incidents.monitoring.patrols.choices import FindingEventKind
from incidents.monitoring.patrols.models import FindingEvent
from incidents.response import timeline
from incidents.response.choices import RUNNING_STATUSES, EntryKind
from incidents.response.models import Incident
from incidents.response.posts import acting_for

#: events in one run
MOST = 200


def tell_findings(now: datetime) -> int:
    """Write what is not told yet, the oldest first; how many entries. Any number of these may run at once."""
    told = 0
    for _turn in range(MOST):
        with transaction.atomic():
            event = _claim()
            if event is None:
                break
            told += sum(_tell(event, incident) for incident in _concerned(event))
            event.absorbed_at = now
            event.save(update_fields=["absorbed_at"])
    return told


def _claim() -> FindingEvent | None:
    """The next event whose warning has been carried into its incident."""
    on_its_way = WarningEvent.objects.filter(warning=OuterRef("finding__warning"), absorbed_at=None)
    events = FindingEvent.objects.filter(~Exists(on_its_way), absorbed_at=None)
    return (
        events.select_related("finding__terminal", "finding__warning", "actor")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("id")
        .first()
    )


def _concerned(event: FindingEvent) -> Iterable[Incident]:
    running = Incident.objects.filter(status__in=RUNNING_STATUSES, terminals__terminal=event.finding.terminal_id)
    return running.select_related("policy_version", "region").distinct().order_by("pk")


def _tell(event: FindingEvent, incident: Incident) -> bool:
    """Not the finding from which the incident has come: that is its evidence already."""
    finding = event.finding
    warning = finding.warning
    began = warning is not None and warning.source == WarningSource.PATROL and warning.began_at == event.at
    if began and warning is not None and incident.warning_id == warning.pk and event.kind == FindingEventKind.OPENED:
        return False
    timeline.write(
        incident,
        EntryKind.PATROL,
        f"patrol_{event.kind}",
        now=event.at,
        actor=event.actor,
        acting_for=acting_for(event.actor, incident, event.at),
        params={
            "terminal": finding.terminal.code,
            "patrol_item": finding.item_name or finding.item,
            "patrol_fault": event.fault_code or "fault",
        },
        text=event.text,
    )
    return True
