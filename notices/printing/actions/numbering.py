"""What a sheet gets when it is made, apart from what it says: numbers, codes, addresses, dates and names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Refused
from incidents.response.models import Incident
from incidents.response.online import signing
from incidents.response.online.addresses import address_of
from notices.content import wording
from notices.content.told import Told
from notices.printing import approved, checkcodes, rules
from notices.printing.models import NoticeSeries
from resources.staff.models import Person


@dataclass(frozen=True, slots=True)
class Marks:
    """code: in the emergency code's path. check: in the address that tells the sheet's state."""

    number: str
    version: int
    code: str
    check: str


def marks(day: date, count: int, version: int) -> Marks:
    return Marks(rules.number(day, count), version, signing.new_code(), checkcodes.new_code())


def reserve(day: date, count: int) -> int:
    """The first of `count` numbers of the day that nobody else gets."""
    NoticeSeries.objects.get_or_create(day=day)
    series = NoticeSeries.objects.select_for_update().get(day=day)
    NoticeSeries.objects.filter(day=day).update(last=F("last") + count)
    return series.last + 1


def given(
    marks: Marks,
    content: Mapping[str, Any],
    incident: Incident | None,
    told: Told | None,
    actor: Person,
    now: datetime,
) -> dict[str, Any]:
    """See rules.GIVEN. A sheet with an approved text has that notice's issuer, date and end."""
    check_url = checkcodes.address_of(marks.check)
    expires_at = _here(
        told.expires_at if told else rules.expires_at(incident.expected_until if incident else None, now)
    )
    dated = _here(told.issued_at if told and told.issued_at else now)
    return {
        "number": marks.number,
        "version": marks.version,
        "url": _address(marks.code, content, told, expires_at, check_url),
        "check_url": check_url,
        "issued_at": _here(now).isoformat(timespec="seconds"),
        "dated": dated.isoformat(timespec="seconds"),
        "issued_on": wording.date(dated),
        "expires_at": expires_at.isoformat(timespec="seconds"),
        "valid_until": wording.moment(expires_at),
        "issuer": told.issuer if told and told.issuer else actor.name,
    }


def _address(code: str, content: Mapping[str, Any], told: Told | None, expires_at: datetime, check_url: str) -> str:
    """What the large code holds: the way to pay; where there is nothing to pay differently, the notice's own page.

    A drill's notice has no page that anybody could open, but every sheet has one that tells its state.
    """
    if told is not None and told.kind in approved.PLAIN_KINDS:
        return check_url if told.is_drill else told.url
    if redirect := content.get("qr"):
        return address_of(redirect)
    claims = signing.Claims(
        code, content["terminal"], content["site"]["code"], content["service"], content["incident"], expires_at
    )
    try:
        return signing.signed_url(
            claims,
            base_url=settings.EMERGENCY_QR_BASE_URL,
            keys=settings.EMERGENCY_QR_KEYS,
            allowed_hosts=settings.EMERGENCY_QR_ALLOWED_HOSTS,
        )
    except signing.BadCode as error:
        raise Refused("notice_no_key", _("应急支付二维码尚未配置：请管理员设置签名密钥和允许的域名。")) from error


def _here(at: datetime) -> datetime:
    return timezone.localtime(at, timezone.get_default_timezone())
