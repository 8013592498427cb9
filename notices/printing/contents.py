"""Reads what sites' sheets say now: their own facts, and the approved text of the notice that stands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from incidents.response.choices import RUNNING_STATUSES
from incidents.response.models import Incident
from notices.content import queries, snapshot
from notices.content.models import Notice
from notices.content.told import Told
from resources.network.models import Site

from . import approved


def standing(incident: Incident) -> Notice | None:
    """The issued notice whose text an incident's sheets carry: while it runs no all-clear, when it is over nothing else."""
    notice = queries.issued_of(incident.pk)
    if notice is None:
        return None
    runs = incident.status in RUNNING_STATUSES
    return notice if runs != (notice.kind in approved.PLAIN_KINDS) else None


def contents(
    incident: Incident | None, notice: Notice | None, sites: Sequence[Site], now: datetime
) -> tuple[dict[int, dict[str, Any]], Told | None]:
    """Each site's content by site id (see approved), and the notice as it is told. Sites with nothing to say are left out."""
    told = queries.told(notice) if notice else None
    if told is not None and told.kind in approved.PLAIN_KINDS:
        return _plain(told, incident, sites), told
    own = snapshot.contents(incident, sites, now) if incident else {}
    return ({pk: approved.with_text(content, told) for pk, content in own.items()} if told else own), told


def _plain(told: Told, incident: Incident | None, sites: Sequence[Site]) -> dict[int, dict[str, Any]]:
    there = {site.code: site for site in told.sites}
    restored = incident.restored_at if incident else None
    here = timezone.localtime(restored, timezone.get_default_timezone()) if restored else None
    return {
        site.pk: approved.plain(told, there[site.code], phone=site.phone, restored_at=here)
        for site in sites
        if site.code in there
    }
