"""Tags about what the hotline tells: `{% load hotline %}`."""

from django import template

from incidents.response.hotline import placeholders

register = template.Library()


@register.filter
def filled(text: str) -> str:
    """{hotline} and the others become what they stand for; the result is text, not markup."""
    return placeholders.filled(text)
