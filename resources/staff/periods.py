"""How a stretch of time reads in a sentence."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from emergency_ops.lib.clock import SHANGHAI


def words(period: Any) -> str:
    """A range of instants: 2026-11-22 09:00 至 2026-12-01 18:00, 2026-11-22 09:00 起, 至 …, or 长期."""
    return between(period.lower, period.upper)


def between(lower: datetime | None, upper: datetime | None) -> str:
    """The same of its two ends; None is without limit."""
    if lower is None and upper is None:
        return _("长期")
    if upper is None:
        return _("%(since)s起") % {"since": minute(lower)}
    if lower is None:
        return _("至%(until)s") % {"until": minute(upper)}
    return _("%(since)s至%(until)s") % {"since": minute(lower), "until": minute(upper)}


def minute(moment: datetime | None) -> str:
    """An instant to the minute, in Shanghai."""
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if moment else ""
