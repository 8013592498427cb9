"""The page of a task and what may be done with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.middleware import toast
from incidents.response.tasks import actions
from incidents.response.tasks.access import task_or_404
from incidents.response.tasks.forms import CompleteForm, ExtendForm, NothingForm, ReasonForm, ReassignForm
from incidents.response.tasks.models import Task
from incidents.response.tasks.presenting import TaskView
from resources.staff.access import person_of


@dataclass(frozen=True, slots=True)
class Deed:
    """What is entered, the action that it is handed to, and what is said then."""

    form: type[Any]
    run: Callable[..., object]
    said: Promise


def _tick(task: Task, *, checked: set[int], **given: Any) -> object:
    given.pop("text")
    return actions.tick(task, checked, **given)


DEEDS: Mapping[str, Deed] = {
    "accept": Deed(NothingForm, actions.accept, _("已接受任务。")),
    "decline": Deed(ReasonForm, actions.decline, _("已退回，任务转给下一人。")),
    "tick": Deed(CompleteForm, _tick, _("已保存核对清单。")),
    "complete": Deed(CompleteForm, actions.complete, _("任务已完成。")),
    "reassign": Deed(ReassignForm, actions.reassign, _("已改派。")),
    "extend": Deed(ExtendForm, actions.extend, _("已调整时限。")),
    "cancel": Deed(ReasonForm, actions.cancel, _("已取消任务。")),
    "reopen": Deed(ReasonForm, actions.reopen, _("已重新打开任务。")),
}


@require_safe
def task(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, task_or_404(person_of(request), pk))


@require_POST
def do(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One deed; what is refused is told above the page, with what was entered."""
    found = task_or_404(person_of(request), pk)
    deed = DEEDS[name]
    form = _form(deed.form, found, request.POST, name, request.FILES)
    if not form.is_valid():
        return _page(request, found, {name: form}, status=400)
    given = dict(form.cleaned_data)
    if deed.form is CompleteForm:
        given["checked"] = _checked(request.POST)
    try:
        deed.run(found, actor=person_of(request), now=clock.now(), **given)
    except Forbidden:
        raise
    except Refused as refusal:
        found.refresh_from_db()
        return _page(request, found, {name: form}, refusal=refusal, status=refusal.status)
    toast(request, str(deed.said))
    if name in ("decline", "complete") and request.POST.get("next") == "mine":
        return redirect("tasks:mine")
    return redirect("tasks:task", found.pk)


def _checked(data: QueryDict) -> set[int]:
    values = data.getlist("check")
    if not all(value.isdecimal() for value in values):
        raise Http404("check")
    return {int(value) for value in values}


def _form(kind: type[Any], found: Task, data: QueryDict | None, name: str, files: Any = None) -> Any:
    known = {"incident": found.incident} if kind is ReassignForm else {}
    initial = {"due_at": found.due_at} if kind is ExtendForm else None
    return kind(data, files, auto_id=f"{name}-%s", initial=initial, **known)


def _page(
    request: HttpRequest,
    found: Task,
    bound: Mapping[str, Any] | None = None,
    *,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    view = TaskView(found, person_of(request), clock.now())
    forms = {name: _form(deed.form, found, None, name) for name, deed in DEEDS.items()} | dict(bound or {})
    if "tick" in forms and bound and "tick" in bound:
        forms["complete"] = forms["tick"]
    context = {"view": view, "task": found, "incident": found.incident, "forms": forms, "refusal": refusal}
    return render(request, "tasks/task.html", context, status=status)
