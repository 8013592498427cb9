"""The 30-minute clock of an incident, for every page that shows one."""

from typing import Any

from django import template

from emergency_ops.lib.clock import now
from incidents.response.messages import clock_text
from incidents.response.models import Incident
from incidents.response.reading import clock_of
from incidents.response.rules.clock import Clock
from resources.network.pinyin import pinyin_key

register = template.Library()


@register.inclusion_tag("response/_clock.html")
def incident_clock(incident: Incident, clock: Clock | None = None, name: str = "") -> dict[str, Any]:
    """Counts down until a substitute serves; says so when nothing serves any more. Pass `clock` where it is known already, and
    `name` where nothing beside it says which clock it is."""
    clock = clock or clock_of(incident, now())
    return {"clock": clock, "text": clock_text(clock), "name": name}


@register.filter
def sounds(words: object) -> str:
    """How words sound, for whoever types a command in pinyin: "确认事件" -> "querenshijian qrsj"."""
    return pinyin_key(str(words))
