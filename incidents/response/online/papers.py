"""The emergency code on paper: a poster (A4) or a card (A6) with the address as text and how to use it."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from emergency_ops.lib.errors import Invalid
from incidents.response.access import incidents_for
from resources.documents import registry
from resources.documents.actions import order, printed_language
from resources.documents.choices import PaperKind
from resources.documents.models import Paper
from resources.staff.models import Person

from .addresses import address_of
from .models import EmergencyCode
from .signing import short_url

A4: Final = "A4"
A6: Final = "A6"
#: in both languages whatever the reader's is: paper has no switch
STEPS: Final = (
    ("用微信、支付宝或手机相机扫码", "Scan with WeChat, Alipay or your camera"),
    ("核对页面上的网点和单位名称", "Check the site and organisation shown"),
    ("输入户号，按提示缴费", "Enter your account number and pay"),
)


def order_sheet(code: EmergencyCode, form: str, *, actor: Person, now: datetime) -> Paper:
    """The paper with this code. Raises Invalid for a form that there is not."""
    if form not in (A4, A6):
        raise Invalid("form", _("没有这种纸张。"))
    with printed_language():
        facts = sheet_facts(code, form)
        title = _("应急支付二维码 %(code)s") % {"code": code.code}
    site = code.site or code.substitute.site
    region = site.region_id if site else None
    return order(PaperKind.EMERGENCY_CODE, facts, title=title, region=region, actor=actor, now=now)


def sheet_facts(code: EmergencyCode, form: str) -> dict[str, Any]:
    """What the paper shows; nothing in it changes with when it is printed."""
    url = address_of(code.code)
    incident, site = code.substitute.incident, code.site or code.substitute.site
    expires = timezone.localtime(code.expires_at, timezone.get_default_timezone())
    return {
        "form": form,
        "url": url,
        "short": short_url(url),
        "code": code.code,
        "site": site.name if site else "",
        "phone": site.phone if site else "",
        "hotline": settings.HOTLINE,
        "drill": incident.is_drill,
        "incident": incident.number,
        "substitute": code.substitute_id,
        "valid_until": date_format(expires, "Y年n月j日 H:i"),
        "steps": [list(step) for step in STEPS],
    }


def _page(facts: Mapping[str, Any]) -> str:
    return str(facts["form"])


def may_open(person: Person, paper: Paper) -> bool:
    """Whoever sees the incident."""
    return incidents_for(person).filter(number=paper.facts["incident"]).exists()


def _back(paper: Paper) -> str:
    facts = paper.facts
    return reverse("incidents:code", args=[facts["incident"], facts["substitute"], facts["code"]])


registry.register(
    PaperKind.EMERGENCY_CODE,
    template="papers/emergency_code.html",
    page=_page,
    may_open=may_open,
    css=(Path(__file__).parent / "assets" / "code.css",),
    back=_back,
)
