"""What a row says when it is read: its clock, and the evidence in words."""

from datetime import datetime

from incidents.monitoring.evidence import sentence

from .choices import SubstituteStatus
from .models import Incident
from .rules.clock import Clock, read_clock

MANUAL = "manual"


def clock_of(incident: Incident, now: datetime) -> Clock:
    """The 30-minute clock. Asks the database whether a substitute serves unless the query has annotated `serving`."""
    serving = getattr(incident, "serving", None)
    if serving is None:
        serving = incident.substitutes.filter(status=SubstituteStatus.SERVING).exists()
    return read_clock(
        status=incident.status,
        started=incident.clock_started_at,
        due=incident.clock_due_at,
        stopped=incident.clock_stopped_at,
        over=incident.restored_at or incident.closed_at,
        serving=serving,
        now=now,
    )


def evidence_of(incident: Incident) -> str:
    """Why the system (or the person who opened it) says so."""
    if incident.evidence.get("code") == MANUAL:
        return str(incident.evidence.get("params", {}).get("text", ""))
    return sentence(incident.evidence) if incident.evidence else ""
