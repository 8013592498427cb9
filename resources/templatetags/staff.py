"""{% load staff %}: how people who act are shown."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from emergency_ops.lib.clock import now
from resources.staff.choices import ActingRole
from resources.staff.models import Absence, Cover, Person
from resources.staff.queries import Incumbent

register = template.Library()


@register.simple_tag
def nobody_yet() -> bool:
    """Whether the installation is so new that there is no account."""
    return not Person.objects.exists()


@register.simple_tag
def acting(incumbent: Incumbent | None) -> SafeString:
    """The person who acts for a post, with 代… and why beside the name where it is not A in person; 空缺 for nobody."""
    if incumbent is None:
        return format_html('<span class="who who--gap">{}</span>', _("空缺"))
    if incumbent.role == ActingRole.A:
        return format_html('<span class="who">{}</span>', incumbent.person)
    return format_html(
        '<span class="who" title="{}">{}<span class="who__why">{}</span></span>',
        incumbent.explanation,
        incumbent.person,
        _note(incumbent),
    )


def _note(incumbent: Incumbent) -> str:
    if incumbent.acting_for is None:
        return incumbent.why
    return _("代%(name)s · %(why)s") % {"name": incumbent.acting_for, "why": incumbent.why}


@register.simple_tag
def absence_tone(absence: Absence) -> str:
    """cancelled, past, now or planned: where an absence stands."""
    present = now()
    if absence.cancelled_at is not None:
        return "cancelled"
    if absence.period.upper <= present:
        return "past"
    return "now" if absence.period.lower <= present else "planned"


@register.simple_tag
def cover_is_open(cover: Cover) -> bool:
    """Whether a cover can still be done without."""
    return cover.cancelled_at is None and cover.period.upper > now()
