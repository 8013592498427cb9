"""What speaks against somebody, in a page."""

from collections.abc import Iterable

from django import template

from incidents.response.counters.rules.staffing import Obstacle
from incidents.response.counters.wording import named

register = template.Library()


@register.filter
def obstacle_names(obstacles: Iterable[Obstacle]) -> str:
    return named(obstacles)
