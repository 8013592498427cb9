"""Words, tones and times of the status page."""

from urllib.parse import quote

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from emergency_ops.lib.unbroken import unbroken
from notices.channels.status import telling

register = template.Library()
register.filter("moment", telling.moment)
register.filter("month", telling.month)
register.filter("tone", telling.tone)
register.filter("kind_word", telling.kind_word)
register.filter("step_word", telling.step_word)
register.filter("state_word", telling.state_word)
register.filter("label", telling.label)
register.filter("hours", telling.hours)
register.filter("unbroken", unbroken)
register.filter("html_language", telling.html_language)

_ICONS = {
    "danger": "exclamation-triangle",
    "info": "wrench-screwdriver",
    "ok": "check-circle",
    "neutral": "minus-circle",
    "unknown": "question-mark-circle",
}


@register.simple_tag
def drawn(name: str) -> SafeString:
    """An icon that the page itself holds; hidden from screen readers, a word stands beside it."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="#{}"/></svg>', name)


@register.simple_tag
def drawn_for(tone: str) -> SafeString:
    return drawn(_ICONS[tone])


@register.filter
def segment(code: str) -> str:
    """A code as a part of an address."""
    return quote(code, safe="")


@register.filter
def dialled(phone: str) -> str:
    """A telephone number as `tel:` has it."""
    return "".join(char for char in phone if char.isdigit() or char in "+-,#*")
