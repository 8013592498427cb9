"""Lists about duty: all shifts, gaps to come, what the calendar keeps from being planned, how evenly duty is shared."""

from datetime import date, datetime, timedelta

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.clock import SHANGHAI
from emergency_ops.lib.listing import Column, Empty, display, list_page
from resources.staff.access import person_of
from resources.staff.access_duty import may_edit_calendar, rotas_for, shifts_for
from resources.staff.choices import ShiftProblem
from resources.staff.fields import written
from resources.staff.filters_duty import FairnessFilter, GapFilter, ShiftFilter, UnplannedFilter
from resources.staff.models import Person, Shift
from resources.staff.queries_duty import known_years, local_day
from resources.staff.queries_shifts import REPORT_DAYS, gaps, unplanned, with_problem
from resources.staff.rules.calendar import days_between, missing_years
from resources.staff.rules.fairness import spread


def problem_label(shift: Shift) -> str:
    value = getattr(shift, "problem", "")
    return str(ShiftProblem(value).label) if value else ""


def hours(person: Person) -> float:
    """The hours of the period, to one decimal."""
    return _hours(getattr(person, "duty_minutes", 0))


def _hours(minutes: int) -> float:
    return round(minutes / 60, 1)


def _time(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).strftime("%H:%M")


SHIFT_COLUMNS = [
    Column("day", gettext_lazy("日期"), lambda s: s.day, order="day"),
    Column("post", gettext_lazy("岗位"), lambda s: s.post.name, order="post__name", wide=True),
    Column("region", gettext_lazy("区域"), lambda s: s.post.region.name, order="post__region", phone=False),
    Column("label", gettext_lazy("班次"), lambda s: s.label, order="label"),
    Column("begins", gettext_lazy("开始"), lambda s: _time(s.period.lower), order="period"),
    Column("ends", gettext_lazy("结束"), lambda s: _time(s.period.upper)),
    Column(
        "person",
        gettext_lazy("值班人"),
        lambda s: s.person.name if s.person else "",
        order="person__name",
        export=lambda s: written(s.person) if s.person else "",
    ),
    Column("source", gettext_lazy("安排方式"), display("source"), order="source", phone=False),
    Column("problem", gettext_lazy("问题"), problem_label, template="staff/cells/shift_problem.html"),
]
UNPLANNED_COLUMNS = [
    Column("post", gettext_lazy("岗位"), lambda s: s.rota.post.name, order="rota__post__name", wide=True),
    Column("rota", gettext_lazy("值班表"), lambda s: s.rota.name, order="rota__name"),
    Column("label", gettext_lazy("班次"), lambda s: s.label, order="label"),
    Column("days", gettext_lazy("适用日"), display("days"), order="days"),
]
FAIRNESS_COLUMNS = [
    Column("name", gettext_lazy("人员"), lambda p: p.name, order="name", wide=True),
    Column("department", gettext_lazy("部门"), lambda p: p.department, order="department", phone=False),
    Column("shifts", gettext_lazy("班次数"), lambda p: p.duty_shifts, order="duty_shifts", numeric=True),
    Column("hours", gettext_lazy("小时"), hours, order="duty_minutes", numeric=True),
    Column("nights", gettext_lazy("夜班"), lambda p: p.duty_nights, order="duty_nights", numeric=True),
    Column("rests", gettext_lazy("周末和节假日"), lambda p: p.duty_rests, order="duty_rests", numeric=True),
]


@require_safe
def shifts(request: HttpRequest) -> HttpResponseBase:
    rows = with_problem(shifts_for(person_of(request))).select_related("post__region", "person")
    return list_page(
        request,
        queryset=rows,
        filterset_class=ShiftFilter,
        columns=SHIFT_COLUMNS,
        template="staff/shifts.html",
        title=_("班次"),
        export_name="shifts",
        term="duty",
        empty=Empty(_("还没有班次"), _("为岗位新建值班表后，班次会自动排出。"), icon="calendar-days"),
        default_order="-day",
        row_href=lambda one: reverse("staff:shift", args=[one.pk]),
    )


@require_safe
def duty_gaps(request: HttpRequest) -> HttpResponseBase:
    person, now = person_of(request), clock.now()
    days = days_ahead(now)
    missing = missing_years(days[0], days[-1], known_years())
    context = {
        "missing": missing,
        "unplanned": unplanned(rotas_for(person), now).count() if missing else 0,
        "may_edit_calendar": may_edit_calendar(person),
    }
    return list_page(
        request,
        queryset=gaps(shifts_for(person), now),
        filterset_class=GapFilter,
        columns=SHIFT_COLUMNS,
        template="staff/duty_gaps.html",
        title=_("未来30天值班缺口"),
        context=context,
        export_name="duty-gaps",
        term="gap",
        empty=Empty(_("未来30天没有缺口"), _("每个班次都有人值，且无人离岗或缺少培训。"), icon="check-circle"),
        default_order="period",
        row_href=lambda one: reverse("staff:shift", args=[one.pk]),
    )


@require_safe
def duty_unplanned(request: HttpRequest) -> HttpResponseBase:
    person, now = person_of(request), clock.now()
    days = days_ahead(now)
    missing = missing_years(days[0], days[-1], known_years())
    concerned = [day for day in days if day.year in missing]
    columns = [*UNPLANNED_COLUMNS, Column("unplanned", _("未排的日子"), lambda _row: _stretch(concerned))]
    return list_page(
        request,
        queryset=unplanned(rotas_for(person), now),
        filterset_class=UnplannedFilter,
        columns=columns,
        template="staff/duty_unplanned.html",
        title=_("因日历缺失未排的班次"),
        context={"missing": missing, "may_edit_calendar": may_edit_calendar(person)},
        export_name="duty-unplanned",
        empty=Empty(_("没有因日历缺失未排的班次"), _("载入节假日后，这些班次会自动补排。"), icon="check-circle"),
        default_order="rota__post__name",
        row_href=lambda one: reverse("staff:rota", args=[one.rota_id]),
    )


@require_safe
def duty_fairness(request: HttpRequest) -> HttpResponseBase:
    person_of(request)
    served = FairnessFilter(request.GET, queryset=Person.objects.all(), request=request)
    context = {}
    if served.is_valid():
        since, until = served.period()
        figures = list(served.qs.values_list("duty_minutes", "duty_nights", "duty_rests"))
        context = {
            "since": since,
            "until": until,
            "missing": missing_years(since, until, known_years()),
            "hours": spread([_hours(minutes) for minutes, _nights, _rests in figures]),
            "nights": spread([nights for _minutes, nights, _rests in figures]),
            "rests": spread([rests for _minutes, _nights, rests in figures]),
        }
    return list_page(
        request,
        queryset=Person.objects.all(),
        filterset_class=FairnessFilter,
        columns=FAIRNESS_COLUMNS,
        template="staff/duty_fairness.html",
        title=_("值班均衡"),
        context=context,
        export_name="duty-fairness",
        empty=Empty(
            gettext_lazy("还没有班次"), gettext_lazy("有人值过班后，这里比较每人的班次、夜班和节假日。"), "scale"
        ),
        default_order="-duty_minutes",
    )


def days_ahead(now: datetime) -> list[date]:
    """The days that the gap report looks at."""
    today = local_day(now)
    return days_between(today, today + timedelta(days=REPORT_DAYS - 1))


def _stretch(days: list[date]) -> str:
    return f"{days[0]:%m-%d} – {days[-1]:%m-%d}" if days else ""
