"""Pages of calls and call-backs."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Invalid
from emergency_ops.lib.listing import Column, Empty, display, list_page
from emergency_ops.lib.middleware import toast
from incidents.response.hotline import actions, queries
from incidents.response.hotline.access import call_back_or_404, call_or_404, calls_of, may_answer, may_take_over
from incidents.response.hotline.choices import CallBackState, Fault
from incidents.response.hotline.filters import CallFilter
from incidents.response.hotline.forms import TriedForm
from incidents.response.hotline.models import Call, CallBack
from resources.staff.models import Person

from .desk import hotline_of


def _call_back(row: Call) -> str:
    owed = getattr(row, "call_back", None)
    return owed.get_state_display() if owed else ""


COLUMNS = (
    Column("at", gettext_lazy("来电时间"), lambda row: row.at, order="at"),
    Column("number", gettext_lazy("来电号码"), lambda row: row.masked_number),
    Column("outcome", gettext_lazy("结果"), display("outcome"), order="outcome"),
    Column("question", gettext_lazy("问题类别"), display("question"), order="question"),
    Column("priority", gettext_lazy("优先服务对象"), display("priority"), order="priority"),
    Column("site", gettext_lazy("网点"), lambda row: row.site.name if row.site else "", phone=False),
    Column("terminal", gettext_lazy("终端"), lambda row: row.terminal.code if row.terminal else "", phone=False),
    Column("told", gettext_lazy("答复内容"), lambda row: row.told, wide=True, phone=False),
    Column(
        "waited",
        gettext_lazy("等待秒数"),
        lambda row: row.waited_seconds,
        order="waited_seconds",
        numeric=True,
        phone=False,
    ),
    Column("call_back", gettext_lazy("回电"), _call_back),
    Column("agent", gettext_lazy("坐席"), lambda row: str(row.agent or ""), order="agent__name", phone=False),
)


@require_safe
def call_list(request: HttpRequest, number: str, substitute: int) -> HttpResponseBase:
    person, row = hotline_of(request, number, substitute)
    return list_page(
        request,
        queryset=calls_of(row),
        filterset_class=CallFilter,
        columns=COLUMNS,
        template="hotline/calls.html",
        title=_("来电记录"),
        context={"substitute": row, "incident": row.incident, "may_answer": may_answer(person, row)},
        export_name=f"{number}-calls",
        term="hotline",
        empty=Empty(_("还没有来电"), _("坐席登记的来电和电话系统推送的来电都列在这里，号码已隐去。"), icon="phone"),
        default_order="-at",
        row_href=lambda one: reverse("incidents:call", args=[number, row.pk, one.pk]),
    )


@require_safe
def call(request: HttpRequest, number: str, substitute: int, pk: int) -> HttpResponse:
    person, row = hotline_of(request, number, substitute)
    found = call_or_404(row, pk)
    fault = Fault(found.reported_code).label if found.reported_code in Fault.values else found.reported_code
    context = {
        "incident": row.incident,
        "substitute": row,
        "call": found,
        "fault": fault,
        "owed": getattr(found, "call_back", None),
        "may_answer": may_answer(person, row),
    }
    return render(request, "hotline/call.html", context)


@require_POST
def fault_over(request: HttpRequest, number: str, substitute: int, pk: int) -> HttpResponse:
    person, row = hotline_of(request, number, substitute)
    actions.fault_over(call_or_404(row, pk), actor=person, now=clock.now())
    toast(request, _("已登记故障排除。"))
    return redirect("incidents:call", number, row.pk, pk)


@require_safe
def call_backs(request: HttpRequest, number: str, substitute: int) -> HttpResponse:
    """Who is to be called back, in turn; the number of the one that this agent has taken."""
    person, row = hotline_of(request, number, substitute)
    now = clock.now()
    owed = queries.owed_in_turn(row, now)
    context = {
        "incident": row.incident,
        "substitute": row,
        "owed": owed,
        "mine": next((one for one in owed if one.assignee_id == person.pk), None),
        "may_answer": may_answer(person, row),
        "may_take_over": may_take_over(person),
        "form": TriedForm(initial={"reached": True}),
        "now": now,
    }
    return render(request, "hotline/call_backs.html", context)


@require_POST
def take_next(request: HttpRequest, number: str, substitute: int) -> HttpResponse:
    person, row = hotline_of(request, number, substitute)
    taken = actions.take_next(row, actor=person, now=clock.now())
    if taken is None:
        toast(request, _("现在没有待回电的来电。"))
    return redirect("incidents:call_backs", number, row.pk)


@require_POST
def take(request: HttpRequest, number: str, substitute: int, pk: int) -> HttpResponse:
    def act(owed: CallBack, person: Person) -> str:
        actions.take(owed, actor=person, now=clock.now())
        return _("已接下，请回电。")

    return _with(request, number, substitute, pk, act)


@require_POST
def give_back(request: HttpRequest, number: str, substitute: int, pk: int) -> HttpResponse:
    def act(owed: CallBack, person: Person) -> str:
        actions.give_back(owed, actor=person, now=clock.now())
        return _("已放回待回电队列。")

    return _with(request, number, substitute, pk, act)


@require_POST
def tried(request: HttpRequest, number: str, substitute: int, pk: int) -> HttpResponse:
    """`reached` says whether the caller was; `note` what came of it."""
    form = TriedForm(request.POST)

    def act(owed: CallBack, person: Person) -> str:
        if not form.is_valid():
            raise Invalid("note", gettext_lazy("回电结果太长，请缩短后再登记。"))
        row = actions.tried(owed, **form.cleaned_data, actor=person, now=clock.now())
        if row.state == CallBackState.DONE:
            return _("已登记回电结果，号码已删除。")
        if row.state == CallBackState.GIVEN_UP:
            return _("多次联系不上，已办结，号码已删除。")
        return _("已登记，稍后再试。")

    return _with(request, number, substitute, pk, act)


def _with(
    request: HttpRequest, number: str, substitute: int, pk: int, act: Callable[[CallBack, Person], str]
) -> HttpResponse:
    person, row = hotline_of(request, number, substitute)
    toast(request, act(call_back_or_404(row, pk), person))
    return redirect("incidents:call_backs", number, row.pk)
