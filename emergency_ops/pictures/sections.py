"""The groups of pictures: what each is called, which filters matter to it, and how it is drawn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from emergency_ops.lib.charts.picture import Picture
from emergency_ops.lib.clock import SHANGHAI
from incidents.monitoring.models import Rule
from incidents.monitoring.pictures.payments import payment_pictures
from incidents.monitoring.pictures.queries import paid_at, paid_in_regions
from incidents.monitoring.pictures.states import region_ribbon, site_ribbon
from incidents.monitoring.retention import PAYMENTS_KEPT
from incidents.monitoring.rulesets import ruleset
from incidents.response.counters.access import counters_for
from incidents.response.counters.models import Ticket
from incidents.response.counters.pictures import waiting_pictures
from incidents.response.models import Incident
from incidents.response.pictures.courses import courses_picture
from incidents.response.pictures.keeping import keeping_pictures
from incidents.response.pictures.queries import incidents_of
from resources.inventory.access import depots_for
from resources.inventory.pictures import cover_picture
from resources.network.models import Terminal
from resources.staff.access import posts_for
from resources.staff.models import Person
from resources.staff.pictures import duty_picture
from resources.staff.queries_shifts import fairness

from .asked import Asked

_WHEN = frozenset({"days", "since", "until"})
_WHERE = _WHEN | {"region"}
_SITE = _WHERE | {"site"}
_INCIDENTS = _SITE | {"method", "drills"}


@dataclass(frozen=True)
class Section:
    """days: how long the period is unless another is asked for; one of forms.Span."""

    label: str | Promise
    filters: frozenset[str]
    draw: Callable[[Asked], Sequence[Picture]]
    days: int = 7


def _payments(asked: Asked) -> list[Picture]:
    note = ""
    if asked.site:
        paid = paid_at(Terminal.objects.filter(site=asked.site), asked.period, asked.method)
        if asked.period.start < asked.period.now - PAYMENTS_KEPT:
            days = PAYMENTS_KEPT.days
            note = ngettext("单个网点的支付明细保留%(days)d天。", "单个网点的支付明细保留%(days)d天。", days) % {
                "days": days
            }
    else:
        paid = paid_in_regions(asked.prefixes, asked.period, asked.method)
    return payment_pictures(paid, asked.period, threshold(), asked.place, note)


def threshold() -> float:
    """The share of failed payments that the rules call too much. One query."""
    return ruleset(Rule.objects.values_list("kind", "enabled", "parameters")).threshold


def _states(asked: Asked) -> list[Picture]:
    if asked.site:
        return [site_ribbon(asked.site, asked.period)]
    return [region_ribbon(asked.prefixes, asked.period, asked.place)]


def _incidents(asked: Asked) -> QuerySet[Incident]:
    return incidents_of(asked.prefixes, asked.period, site=asked.site, method=asked.method, drills=asked.drills)


def _courses(asked: Asked) -> list[Picture]:
    return [courses_picture(_incidents(asked), asked.period)]


def _keeping(asked: Asked) -> list[Picture]:
    return keeping_pictures(_incidents(asked), asked.period, asked.digits)


def _waits(asked: Asked) -> list[Picture]:
    first, last = _days(asked)
    counters = counters_for(asked.person).order_by()
    if asked.site:
        counters = counters.filter(substitute__site=asked.site)
    elif asked.region:
        counters = counters.filter(_within(asked, "substitute__site__region__code"))
    if not asked.drills:
        counters = counters.filter(substitute__incident__is_drill=False)
    tickets = Ticket.objects.filter(queue__day__range=(first, last), queue__counter__in=counters.values("pk"))
    return waiting_pictures(tickets, asked.place)


def _stock(asked: Asked) -> list[Picture]:
    depots = depots_for(asked.person)
    if asked.region:
        depots = depots.filter(_within(asked, "region__code"))
    return [cover_picture(depots, asked.period)]


def _duty(asked: Asked) -> list[Picture]:
    posts = posts_for(asked.person)
    if asked.region:
        posts = posts.filter(_within(asked, "region__code"))
    first, last = _days(asked)
    return [duty_picture(fairness(Person.objects.all(), posts, first, last), first, last)]


def _within(asked: Asked, field: str) -> Q:
    wanted = Q(pk__in=[])
    for prefix in asked.prefixes:
        wanted |= Q(**{f"{field}__startswith": prefix})
    return wanted


def _days(asked: Asked) -> tuple[date, date]:
    """The first and the last day asked for."""
    last = asked.period.end - timedelta(seconds=1)
    return asked.period.start.astimezone(SHANGHAI).date(), last.astimezone(SHANGHAI).date()


SECTIONS: Mapping[str, Section] = {
    "payments": Section(gettext_lazy("支付"), _SITE | {"method"}, _payments),
    "states": Section(gettext_lazy("终端状态"), _SITE, _states),
    "courses": Section(gettext_lazy("事件进程"), _INCIDENTS, _courses, 30),
    "keeping": Section(gettext_lazy("30分钟达标"), _INCIDENTS, _keeping, 90),
    "waits": Section(gettext_lazy("窗口等候"), _SITE | {"drills"}, _waits),
    "stock": Section(gettext_lazy("库存可用天数"), _WHERE, _stock, 90),
    "duty": Section(gettext_lazy("值班均衡"), _WHERE, _duty, 30),
}
