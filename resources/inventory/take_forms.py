"""Lines of a plan as forms carry them."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid

from .actions.planning import Take

#: digits of a number; more is no id
_DIGITS = 18


def lines_of(takes: Iterable[Take]) -> str:
    """The one value of a form that takes_of() reads: a field each would be more than a form may have."""
    return " ".join(f"{take.need}:{take.depot}:{take.quantity}" for take in takes)


def takes_of(values: Iterable[str]) -> list[Take]:
    """From need:depot:quantity each, several of them in one value parted by blanks. Raises Invalid."""
    found = []
    for value in " ".join(values).split():
        numbers = value.split(":")
        if len(numbers) != 3 or not all(number.isdecimal() and len(number) <= _DIGITS for number in numbers):
            raise Invalid("plan_line", _("方案有误，请刷新页面后重试。"))
        found.append(Take(*(int(number) for number in numbers)))
    return found
