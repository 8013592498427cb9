"""The walls as an outlet of notices. Imported once, when the app is ready."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Refused
from incidents.response.wall_sentences import sentence
from notices.content import registry
from notices.content.choices import NoticeStatus
from notices.content.models import Notice
from notices.content.registry import Outlet
from notices.printing import actions as printing
from notices.printing import contents
from notices.printing.previewing import preview
from resources.network.models import Site
from resources.staff.models import Person

from . import actions, queries
from .choices import ENDINGS, PAPER, Ending

log = structlog.get_logger(__name__)


def _publish(notice: Notice, *, actor: Person | None, now: datetime) -> None:
    sites = list(Site.objects.filter(pk__in=notice.sites.values("site")).order_by("code"))
    made = actions.publish(notice, sites, actor=actor, now=now)
    if actor is not None:
        _make_sheets(notice, [posting.site for posting in made], actor, now)


def _make_sheets(notice: Notice, sites: Sequence[Site], actor: Person, now: datetime) -> None:
    """One document a district, so that nobody waits for the paper of the others. A notice is issued all the same when its sheets
    cannot be made: the walls' pages offer that then. None of an all-clear whose incident runs: they would tell of the outage."""
    if notice.incident is not None and contents.standing(notice.incident) != notice:
        log.warning("sheets_not_made", notice=notice.number, code="incident_runs")
        return
    by_region: dict[str, list[Site]] = defaultdict(list)
    for site in sites:
        by_region[site.region_id].append(site)
    for region, there in sorted(by_region.items()):
        try:
            with transaction.atomic():
                printing.issue_of(notice, there, actor=actor, now=now)
        except Refused as refusal:
            log.warning("sheets_not_made", notice=notice.number, region=region, code=refusal.code)


def _withdraw(notice: Notice, *, actor: Person | None, now: datetime) -> None:
    ending = ENDINGS.get(NoticeStatus(notice.status), Ending.WITHDRAWN)
    actions.end(notice, ending=ending, actor=actor, now=now)


def _tell(params: Mapping[str, Any]) -> str:
    return sentence(str(params.get("code", "")), params)


registry.register(
    Outlet(
        code=PAPER,
        label=_("网点张贴"),
        icon="printer",
        order=10,
        is_public=False,
        preview=preview,
        publish=_publish,
        replace=_publish,
        withdraw=_withdraw,
        lines=queries.lines,
        tell=_tell,
    )
)
