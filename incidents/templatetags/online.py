"""Tags about emergency codes: `{% load online %}`."""

from django import template

from emergency_ops.lib import clock
from incidents.response.online.models import EmergencyCode
from incidents.response.online.rules import state_of

register = template.Library()


@register.simple_tag
def code_state(code: EmergencyCode) -> str:
    """Whether the code can be paid with now."""
    return str(state_of(code.expires_at, code.revoked_at, clock.now()))
