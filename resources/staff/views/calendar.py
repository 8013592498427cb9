"""Pages of the official calendar: its days, loading a year, entering one by hand, correcting a day."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from emergency_ops.lib.listing import Column, Empty, display, list_page
from emergency_ops.lib.middleware import toast
from resources.staff.access import person_of
from resources.staff.access_duty import may_edit_calendar, require_calendar_editor
from resources.staff.actions.calendar import correct_day, enter_year, loadable_years, seed_year
from resources.staff.boards_duty import WEEKDAYS
from resources.staff.filters_duty import CalendarFilter
from resources.staff.forms_calendar import DayForm, YearForm
from resources.staff.models import CalendarDay
from resources.staff.queries_duty import local_day

COLUMNS = [
    Column("day", gettext_lazy("日期"), lambda d: d.day, order="day"),
    Column("weekday", gettext_lazy("星期"), lambda d: str(WEEKDAYS[d.day.weekday()])),
    Column("kind", gettext_lazy("日类型"), display("kind"), order="kind", template="staff/cells/day_kind.html"),
    Column("name", gettext_lazy("名称"), lambda d: d.name, order="name", wide=True),
    Column(
        "by_hand",
        gettext_lazy("来源"),
        lambda d: _("人工填写") if d.by_hand else _("日历包"),
        order="by_hand",
        phone=False,
    ),
]


@require_safe
def calendar(request: HttpRequest) -> HttpResponseBase:
    person, now = person_of(request), clock.now()
    context = {"may_edit": may_edit_calendar(person), "loadable": loadable_years(local_day(now).year)}
    return list_page(
        request,
        queryset=CalendarDay.objects.all(),
        filterset_class=CalendarFilter,
        columns=COLUMNS,
        template="staff/calendar.html",
        title=_("节假日历"),
        context=context,
        export_name="calendar",
        empty=Empty(
            gettext_lazy("还没有节假日"),
            gettext_lazy("载入一年的法定节假日和调休后，值班和夜间策略按它计算。"),
            "calendar-days",
        ),
        default_order="-day",
        row_href=lambda one: reverse("staff:calendar_day", args=[one.day.isoformat()]),
        per_page=100,
    )


@require_POST
def calendar_load(request: HttpRequest) -> HttpResponse:
    person, text = person_of(request), request.POST.get("year", "")
    if not (text.isdecimal() and len(text) == 4):
        raise Http404
    changed = seed_year(int(text), actor=person, now=clock.now())
    _said(request, changed)
    return redirect("staff:calendar")


@require_http_methods(["GET", "POST"])
def calendar_enter(request: HttpRequest) -> HttpResponse:
    person, now = person_of(request), clock.now()
    require_calendar_editor(person)
    years = loadable_years(local_day(now).year)
    form = YearForm(
        request.POST or None,
        request.FILES or None,
        initial={"year": years[0] if years else local_day(now).year + 1},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            changed = enter_year(data["year"], data["holidays"], data["makeup"], actor=person, now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            _said(request, changed)
            return redirect("staff:calendar")
    return render(request, "staff/calendar_enter.html", {"form": form})


@require_http_methods(["GET", "POST"])
def calendar_day(request: HttpRequest, day: date) -> HttpResponse:
    person = person_of(request)
    found = get_object_or_404(CalendarDay, day=day)
    form = DayForm(request.POST or None, initial={"kind": found.kind, "name": found.name})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        correct_day(day, kind=data["kind"], name=data["name"], actor=person, now=clock.now())
        toast(request, _("日历已更正，相关值班表会在一分钟内重排。"))
        return redirect("staff:calendar_day", day)
    context = {
        "day": found,
        "weekday": WEEKDAYS[day.weekday()],
        "form": form if may_edit_calendar(person) else None,
        "history": found.history.select_related("history_user").order_by("-history_date")[:20],
    }
    return render(request, "staff/calendar_day.html", context)


def _said(request: HttpRequest, changed: int) -> None:
    if not changed:
        toast(request, _("日历没有变化。"))
        return
    text = ngettext(
        "已写入%(count)d天，相关值班表会在一分钟内重排。", "已写入%(count)d天，相关值班表会在一分钟内重排。", changed
    )
    toast(request, text % {"count": changed})
