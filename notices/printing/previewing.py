"""What paper would carry of a notice: the first site's sheet in words, and how much of an A4 it fills."""

from datetime import datetime
from math import ceil
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from emergency_ops.lib import clock
from emergency_ops.lib.paper.typesetting import width
from incidents.response.models import Incident
from notices.content import snapshot, wording
from notices.content.registry import Limit, Preview
from notices.content.told import SiteTold, Told
from resources.network.models import Site

from . import approved, faces, layout

#: characters of a title that three lines hold at 40 points
_TITLE: Final = 38
#: as long as the code that a site's sheet gets
_CODE: Final = "/e/MXMFFYEW"
#: percent of an A4 page: two sheets are the most that anybody hangs up, and the second is never quite full
_MOST: Final = 190


def preview(told: Told) -> Preview:
    """A summary of the sheet; it says so where no site is chosen yet. A text that needs a third page is over its limit."""
    content = _content(told, clock.now())
    if content is None:
        return Preview("notices/_outlet.html", {"sites": 0})
    face = faces.face(content, "zh")
    sheet = layout.sheet(face)
    face = {**face, "facts": sheet.facts, "ways": sheet.ways}
    used = ceil(100 * layout.height(face, sheet.setting) / layout.PAGE)
    limits = [Limit(_("标题字数"), ceil(width(told.zh.title)), _TITLE), Limit(_("A4 版面（%）"), used, _MOST)]
    context = {"face": face, "sites": len(told.sites), "pages": ceil(used / 100), "english": told.en is not None}
    return Preview("notices/_outlet.html", context, limits)


def _content(told: Told, now: datetime) -> dict[str, Any] | None:
    """The first site's content with what else stands on a sheet; None without a site."""
    if not told.sites:
        return None
    first = told.sites[0]
    site = Site.objects.filter(code=first.code).first()
    if site is None:
        return None
    own = _own(told, first, site, now)
    if own is not None:
        content = approved.with_text(own, told)
    else:
        content = approved.plain(told, first, phone=site.phone, restored_at=None)
    ends = wording.moment(told.expires_at)
    given = {
        "number": "",
        "version": 1,
        "url": f"{settings.EMERGENCY_QR_BASE_URL}{_CODE}",
        "issued_on": wording.date(now),
        "valid_until": ends,
    }
    return content | given | {"issuer": told.issuer or "\u3000" * 3}


def _own(told: Told, first: SiteTold, site: Site, now: datetime) -> dict[str, Any] | None:
    """The site's own facts: as they were copied when the notice was issued, else as they are now."""
    if told.kind in approved.PLAIN_KINDS:
        return None
    if first.facts.get("english"):
        return dict(first.facts)
    incident = Incident.objects.select_related("region", "warning").filter(number=told.incident).first()
    return snapshot.contents(incident, [site], now).get(site.pk) if incident else None
