"""Numbers and waits as people read them."""

from datetime import timedelta

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from emergency_ops.lib.templatetags.ui import NOTHING
from incidents.response.counters.choices import Need
from incidents.response.counters.models import Ticket
from incidents.response.counters.rules.tickets import written

register = template.Library()
#: what stands before a priority number, by language
PREFIXES = {"zh-hans": "优"}


@register.filter
def ticket_code(ticket: Ticket) -> str:
    """A007; 优P007 for priority users, P007 where nobody reads the character."""
    return written(ticket.number, is_priority=ticket.is_priority, prefix=PREFIXES.get(get_language() or "", ""))


@register.filter
def waited(span: timedelta | None) -> str | SafeString:
    """12分钟; a dash where nobody waited."""
    if span is None:
        return NOTHING
    minutes = round(span.total_seconds() / 60)
    return gettext("%(minutes)s分钟") % {"minutes": minutes} if minutes else gettext("不到1分钟")


@register.filter
def need_labels(ticket: Ticket) -> list[str]:
    """What help was asked for."""
    return [str(Need(need).label) for need in ticket.needs if need in Need.values]
