"""The facts of a sheet of badges: ten cards in ID-1 size on A4, with everything that is printed on them."""

import base64
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from resources.documents.actions import order, printed_language
from resources.documents.choices import PaperKind
from resources.documents.models import Paper

from .actions.badges import require_issuer
from .models import Badge, Person, PersonPhoto

#: cards on a sheet of A4: two columns of five
CARDS = 10
#: badges in one paper: five sheets
MOST_ON_A_SHEET = 50
#: the marks to cut along, by the edge of a column (x) or a row (y) and the margin that they stand in
CUTS = tuple(
    [f"x{edge}{margin}" for edge in range(3) for margin in "tb"]
    + [f"y{edge}{margin}" for edge in range(6) for margin in "lr"]
)


def order_sheet(badges: Sequence[Badge], *, actor: Person, now: datetime) -> Paper:
    """A paper with these badges, in this order. Whoever may issue them may order it, and alone opens it. Raises Forbidden."""
    require_issuer(actor, [badge.person for badge in badges])
    with printed_language():
        facts = sheet_facts(badges)
        title = _("统一标识 %(first)s") % {"first": badges[0].number}
        if len(badges) > 1:
            title = _("统一标识 %(first)s 等%(count)d张") % {"first": badges[0].number, "count": len(badges)}
    return order(PaperKind.BADGE_SHEET, facts, title=title, region=None, actor=actor, now=now)


def sheet_facts(badges: Sequence[Badge]) -> dict[str, Any]:
    """{"organisation", "cuts": marks, "sheets": [[{number, name, initial, department, post, valid, photo (data URI or ""), url}]]}"""
    photos = dict(
        PersonPhoto.objects.filter(person__in=[badge.person_id for badge in badges]).values_list("person_id", "jpeg")
    )
    cards = [_card(badge, photos.get(badge.person_id)) for badge in badges]
    return {
        "organisation": settings.ORGANISATION_NAME,
        "cuts": list(CUTS),
        "sheets": [cards[start : start + CARDS] for start in range(0, len(cards), CARDS)],
    }


def check_address(badge: Badge) -> str:
    """The absolute address that a badge's QR code opens."""
    return str(settings.SITE_URL).rstrip("/") + reverse("staff:check", args=[badge.token])


def _card(badge: Badge, jpeg: bytes | memoryview | None) -> dict[str, Any]:
    return {
        "number": badge.number,
        "name": badge.person.name,
        "initial": badge.person.name[:1],
        "department": badge.person.department,
        "post": badge.post.name if badge.post else "",
        "valid": _("%(first)s 至 %(last)s")
        % {
            "first": badge.valid_from.isoformat(),
            "last": badge.valid_until.isoformat(),
        },
        "photo": f"data:image/jpeg;base64,{base64.b64encode(bytes(jpeg)).decode()}" if jpeg else "",
        "url": check_address(badge),
    }
