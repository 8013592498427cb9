"""What an online substitute adds to the page of a substitute, and what follows its changes. Imported when the app is ready."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Sum
from django.utils.translation import get_language, gettext, ngettext

from incidents.response import kinds
from incidents.response.actions.ending import on_end
from incidents.response.choices import SubstituteKind, SubstituteStatus
from incidents.response.models import Substitute
from resources.staff.models import Person

from . import actions
from .access import codes_for
from .choices import ScanAnswer
from .guidance import told
from .models import ScanCount
from .queries import active_channels, channels_of, counted

#: codes that the section shows; the rest is on a page of its own
SHOWN = 10


def section(substitute: Substitute, person: Person, now: datetime) -> Mapping[str, Any]:
    codes = counted(codes_for(person, substitute)).select_related("site", "terminal")
    return {
        "channels": [(channel, told(channel, get_language() or "")) for channel in channels_of(substitute)],
        "codes": list(codes.order_by("revoked_at", "site__code", "pk")[:SHOWN]),
        "code_count": codes.count(),
        "now": now,
    }


def missing(substitute: Substitute, status: SubstituteStatus) -> Sequence[str]:
    """Before people are sent online it is said where: as soon as there is a catalogue, channels are chosen from it."""
    if status != SubstituteStatus.SERVING or channels_of(substitute).exists() or not active_channels().exists():
        return ()
    return (gettext("选定线上渠道"),)


def evidence(substitute: Substitute) -> str:
    """Scans that led to the payment page; whether somebody could pay there, only a test payment shows."""
    opened = ScanCount.objects.filter(code__substitute=substitute, answer=ScanAnswer.PAYMENT).aggregate(n=Sum("count"))
    if not opened["n"]:
        return ""
    said = ngettext(
        "二维码已有%(count)s次扫码，测试缴费单号：", "二维码已有%(count)s次扫码，测试缴费单号：", opened["n"]
    )
    return said % {"count": opened["n"]}


kinds.register(SubstituteKind.ONLINE, kinds.Kind("online/_section.html", section, missing, actions.follow, evidence))
on_end(actions.end)
