"""My tasks, the board of an incident, and the list of all."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from emergency_ops.lib.listing import Column, Empty, display, list_page
from emergency_ops.lib.middleware import toast
from incidents.response.access import incident_or_404
from incidents.response.models import Incident
from incidents.response.tasks import actions, queries
from incidents.response.tasks.choices import TaskState
from incidents.response.tasks.filters import TaskFilter
from incidents.response.tasks.forms import OrderForm
from incidents.response.tasks.presenting import Board, row_of
from resources.staff.access import person_of

COLUMNS = (
    Column("title", gettext_lazy("任务"), lambda row: row.title, template="tasks/cells/title.html", wide=True),
    Column("incident", gettext_lazy("事件"), lambda row: row.incident.number, order="incident__number"),
    Column("state", gettext_lazy("状态"), display("state"), order="state", template="tasks/cells/state.html"),
    Column("phase", gettext_lazy("阶段"), display("phase"), order="position", phone=False),
    Column("function", gettext_lazy("岗位"), display("function"), order="function", phone=False),
    Column("assignee", gettext_lazy("负责人"), lambda row: str(row.assignee or ""), order="assignee__name"),
    Column("due", gettext_lazy("时限"), lambda row: row.due_at, order="due_at", template="tasks/cells/due.html"),
    Column("ended", pgettext_lazy("task", "完成时间"), lambda row: row.ended_at, order="ended_at", phone=False),
)
EMPTY = Empty(
    gettext_lazy("暂无任务"), gettext_lazy("事件启动响应后，按预案生成的任务出现在这里。"), "clipboard-document-check"
)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    return render(request, "tasks/mine.html", _mine(request))


@require_safe
def mine_live(request: HttpRequest) -> HttpResponse:
    """Fragment: the tasks alone, asked for again and again."""
    return render(request, "tasks/_mine.html", _mine(request))


@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """Fragment: how many tasks wait, for the top bar."""
    return render(request, "tasks/_count.html", {"count": queries.waiting_count(person_of(request))})


@require_POST
def accept_all(request: HttpRequest) -> HttpResponse:
    """Every task that waits for the person's answer; one that has moved on meanwhile is left out."""
    person, taken = person_of(request), 0
    for task in queries.unfinished_of(person).filter(state=TaskState.OPEN):
        try:
            actions.accept(task, actor=person, now=clock.now())
            taken += 1
        except Refused:
            continue
    toast(request, ngettext("已接受%(count)s项任务。", "已接受%(count)s项任务。", taken) % {"count": taken})
    return redirect("tasks:mine")


@require_safe
def task_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        queryset=queries.listed(person_of(request), clock.now()),
        filterset_class=TaskFilter,
        columns=COLUMNS,
        template="tasks/list.html",
        title=pgettext("task", "全部任务"),
        export_name="tasks",
        term="task",
        default_order=("waits_until", "-created_at"),
        row_href=lambda row: reverse("tasks:task", args=[row.pk]),
        empty=EMPTY,
    )


@require_safe
def board(request: HttpRequest, number: str) -> HttpResponse:
    """A fragment for htmx, else a page."""
    return _board(request, incident_or_404(person_of(request), number))


@require_POST
def add(request: HttpRequest, number: str) -> HttpResponse:
    person = person_of(request)
    incident = incident_or_404(person, number)
    form = OrderForm(request.POST, incident=incident)
    if not form.is_valid():
        return _board(request, incident, form=form, status=400)
    now, data = clock.now(), dict(form.cleaned_data)
    due = now + timedelta(minutes=data.pop("minutes"))
    try:
        task = actions.add(incident, actions.Order(due_at=due, **data), actor=person, now=now)
    except Refused as refusal:
        return _board(request, incident, form=form, refusal=refusal, status=refusal.status)
    toast(request, _("已新增任务，由%(person)s负责。") % {"person": task.assignee or "—"})
    return redirect("tasks:board", number)


@require_POST
def add_steps(request: HttpRequest, number: str) -> HttpResponse:
    person = person_of(request)
    incident = incident_or_404(person, number)
    try:
        made = actions.add_steps(incident, actor=person, now=clock.now())
    except Refused as refusal:
        return _board(request, incident, refusal=refusal, status=refusal.status)
    toast(
        request,
        ngettext("已按预案补充%(count)s项任务。", "已按预案补充%(count)s项任务。", len(made)) % {"count": len(made)},
    )
    return redirect("tasks:board", number)


def _mine(request: HttpRequest) -> dict[str, Any]:
    person, now = person_of(request), clock.now()
    rows = [row_of(task, person, now) for task in queries.mine(person, now)]
    waiting = [row for row in rows if row.is_unfinished]
    return {
        "late": [row for row in waiting if row.is_late],
        "open": [row for row in waiting if not row.is_late and row.task.state == TaskState.OPEN],
        "accepted": [row for row in waiting if not row.is_late and row.task.state == TaskState.ACCEPTED],
        "done": [row for row in rows if not row.is_unfinished],
        "unanswered": sum(row.task.state == TaskState.OPEN for row in waiting),
    }


def _board(
    request: HttpRequest,
    incident: Incident,
    *,
    form: OrderForm | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = Board(incident, person_of(request), clock.now())
    context = {"board": shown, "incident": incident, "refusal": refusal}
    if getattr(request, "htmx", False) and request.method == "GET":
        return render(request, "tasks/_board.html", context)
    context |= {"form": form or OrderForm(incident=incident), "whole": True}
    return render(request, "tasks/board.html", context, status=status)
