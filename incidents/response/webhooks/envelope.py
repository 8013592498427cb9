"""What another system gets: a CloudEvent of the timeline's entry, with the incident as it stands when it is sent."""

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation

from emergency_ops.lib.clock import SHANGHAI
from incidents.response.models import Incident, TimelineEntry
from incidents.response.timeline import sentence

TYPE = "emergency-ops.incident"
CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"


def event_of(identity: str, entry: TimelineEntry) -> dict[str, Any]:
    """CloudEvents 1.0, structured. The entry's incident, actor and acting_for are read."""
    return {
        "specversion": "1.0",
        "id": identity,
        "source": settings.SITE_URL,
        "type": f"{TYPE}.{entry.kind}",
        "subject": entry.incident.number,
        "time": _stamp(entry.at),
        "datacontenttype": "application/json",
        "data": {"incident": _incident(entry.incident), "entry": _entry(entry)},
    }


def trial_event(identity: str, now: datetime) -> dict[str, Any]:
    """What the test button sends."""
    return {
        "specversion": "1.0",
        "id": identity,
        "source": settings.SITE_URL,
        "type": "emergency-ops.test",
        "time": _stamp(now),
        "datacontenttype": "application/json",
        "data": {},
    }


def as_bytes(event: dict[str, Any]) -> bytes:
    return json.dumps(event, ensure_ascii=False).encode()


def _incident(incident: Incident) -> dict[str, Any]:
    return {
        "number": incident.number,
        "title": incident.title,
        "status": incident.status,
        "scope": incident.scope,
        "category": incident.category,
        "payment_method": incident.payment_method,
        "grade": incident.grade,
        "response_level": incident.response_level,
        "region": incident.region_id,
        "is_drill": incident.is_drill,
        "began_at": _stamp(incident.began_at),
        "clock_due_at": _stamp(incident.clock_due_at),
        "clock_stopped_at": _stamp(incident.clock_stopped_at),
        "affected_terminals": incident.affected_terminals,
        "affected_sites": incident.affected_sites,
        "affected_users": incident.affected_users,
        "expected_until": _stamp(incident.expected_until),
    }


def _entry(entry: TimelineEntry) -> dict[str, Any]:
    with translation.override(settings.LANGUAGE_CODE):
        told = sentence(entry)
    return {
        "sequence": entry.pk,
        "kind": entry.kind,
        "code": entry.code,
        "sentence": told,
        "text": entry.text,
        "actor": str(entry.actor) if entry.actor else None,
        "acting_for": str(entry.acting_for) if entry.acting_for else None,
    }


def _stamp(moment: datetime | None) -> str | None:
    return moment.astimezone(SHANGHAI).isoformat(timespec="seconds") if moment else None
