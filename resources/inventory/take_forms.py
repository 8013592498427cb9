"""Lines of a plan as forms carry them."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid

from .actions.planning import Take

#: digits of a number; more is no id
_DIGITS = 18


def takes_of(values: Iterable[str]) -> list[Take]:
    """From need:depot:quantity each. Raises Invalid."""
    found = []
    for value in values:
        numbers = value.split(":")
        if len(numbers) != 3 or not all(number.isdecimal() and len(number) <= _DIGITS for number in numbers):
            raise Invalid("plan_line", _("方案有误，请刷新页面后重试。"))
        found.append(Take(*(int(number) for number in numbers)))
    return found
