"""The walls as an outlet of notices. Imported once, when the app is ready."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from incidents.response.wall_sentences import sentence
from notices.content import registry
from notices.content.choices import NoticeStatus
from notices.content.models import Notice
from notices.content.registry import Outlet
from notices.printing.previewing import preview
from resources.network.models import Site
from resources.staff.models import Person

from . import actions, queries
from .choices import PAPER, Ending

_ENDINGS: Final = {
    NoticeStatus.SUPERSEDED: Ending.REPLACED,
    NoticeStatus.WITHDRAWN: Ending.WITHDRAWN,
    NoticeStatus.EXPIRED: Ending.EXPIRED,
}


def _publish(notice: Notice, *, actor: Person | None, now: datetime) -> None:
    sites = list(Site.objects.filter(pk__in=notice.sites.values("site")).order_by("code"))
    actions.publish(notice, sites, actor=actor, now=now)


def _withdraw(notice: Notice, *, actor: Person | None, now: datetime) -> None:
    ending = _ENDINGS.get(NoticeStatus(notice.status), Ending.WITHDRAWN)
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
