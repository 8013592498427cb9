"""Policies in words: what they ask for, why one was chosen, why another was not."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from emergency_ops.lib.wording import listed
from incidents.escalation.choices import Days, Drill
from incidents.escalation.registry import vocabulary
from resources.network.choices import PaymentMethod
from resources.network.models import Region

from .conditions import Conditions
from .hours import Window

NAMES: Mapping[str, Promise] = {
    "grade": gettext_lazy("事件等级"),
    "scope": gettext_lazy("影响范围"),
    "category": gettext_lazy("原因类别"),
    "cause": gettext_lazy("原因代码"),
    "payment_method": gettext_lazy("支付方式"),
    "region": gettext_lazy("区域"),
    "drill": gettext_lazy("演练"),
    "hours": gettext_lazy("时间"),
}
ALONE: Mapping[str, Promise] = {
    "default": gettext_lazy("没有其他策略符合，使用默认策略"),
    "unconditional": gettext_lazy("没有适用条件，总是符合"),
    "guessed_day": gettext_lazy("日历未收录这一天，按星期判断"),
}
_WEEKDAYS = (
    gettext_lazy("周一"), gettext_lazy("周二"), gettext_lazy("周三"), gettext_lazy("周四"), gettext_lazy("周五"),
    gettext_lazy("周六"), gettext_lazy("周日"),
)  # fmt: skip


def region_names(codes: Iterable[str]) -> dict[str, str]:
    """One query."""
    return dict(Region.objects.filter(pk__in=set(codes)).values_list("pk", "name"))


def regions_in(pairs: Iterable[Sequence[str]]) -> set[str]:
    return {value for name, value in pairs if name == "region"}


def why(reasons: Iterable[Sequence[str]], regions: Mapping[str, str]) -> str:
    """What speaks for a policy, in a sentence without a full stop. regions: names by code."""
    return _comma().join(_reason(name, value, regions) for name, value in reasons)


def why_not(reasons: Iterable[Sequence[str]], regions: Mapping[str, str]) -> str:
    """The condition that does not hold, with what is so instead."""
    return _comma().join(
        _("%(name)s不符（%(value)s）") % {"name": NAMES[name], "value": label(name, value, regions)}
        if value
        else _("%(name)s不符") % {"name": NAMES[name]}
        for name, value in reasons
    )


def asked(conditions: Conditions, regions: Mapping[str, str]) -> list[tuple[str, str]]:
    """What conditions ask for: [name, values] pairs in words."""
    drill = (conditions.drill,) if conditions.drill else ()
    lists = {
        "grade": conditions.grades,
        "scope": conditions.scopes,
        "category": conditions.categories,
        "cause": conditions.causes,
        "payment_method": conditions.payment_methods,
        "region": conditions.regions,
        "drill": drill,
    }
    found = [
        (str(NAMES[name]), _or(label(name, value, regions) for value in values))
        for name, values in lists.items()
        if values
    ]
    if conditions.windows:
        found.append((str(NAMES["hours"]), _or(window_text(window) for window in conditions.windows)))
    return found


def label(name: str, value: str, regions: Mapping[str, str]) -> str:
    if not value:
        return _("无")
    if name == "region":
        return regions.get(value, value)
    if name == "drill":
        return str(Drill(value).label)
    if name == "payment_method":
        return str(PaymentMethod(value).label) if value in PaymentMethod.values else value
    if name == "hours":
        days, _blank, span = value.partition(" ")
        start, _dash, end = span.partition("-")
        return window_text(Window(start, end, days))
    return str(vocabulary(name).get(value, value))


def window_text(window: Window) -> str:
    """每天 22:00–次日06:00, 工作日（含调休上班）08:00–18:00, 周六、周日全天."""
    days = Days(window.days).label if window.days != Days.ALL or not window.weekdays else ""
    weekdays = listed(str(_WEEKDAYS[day - 1]) for day in window.weekdays)
    which = " ".join(str(part) for part in (days, weekdays) if part)
    return f"{which} {_span(window)}"


def _span(window: Window) -> str:
    if window.length == 24 * 60 and window.first_minute == 0:
        return _("全天")
    times = {"start": window.start, "end": window.end}
    if window.first_minute + window.length > 24 * 60:
        return _("%(start)s–次日%(end)s") % times
    return _("%(start)s–%(end)s") % times


def _reason(name: str, value: str, regions: Mapping[str, str]) -> str:
    if name in ALONE:
        return str(ALONE[name])
    return _("%(name)s：%(value)s") % {"name": NAMES[name], "value": label(name, value, regions)}


def _comma() -> str:
    return pgettext("between reasons", "，")


def _or(values: Iterable[str]) -> str:
    return _(" 或 ").join(values)
