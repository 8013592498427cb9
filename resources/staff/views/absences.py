"""Pages of absences: the list, planning in two steps, one absence and what becomes of it."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.listing import Column, Empty, display, list_page
from emergency_ops.lib.middleware import toast
from resources.staff.access import person_of
from resources.staff.access_absences import absence_or_404, may_manage, require_absence_of, sees_reason
from resources.staff.actions import absences as actions
from resources.staff.filters_absences import AbsenceFilter
from resources.staff.forms_absences import ExtendForm, Part, PlanForm, parts_of
from resources.staff.models import Absence, Person
from resources.staff.presenting import told
from resources.staff.queries_absences import covers_in, events_of, handovers_of, listed_absences
from resources.staff.rules.absences import Window
from resources.staff.touched import touched_posts

from .submitting import submitted


def handing_in_words(absence: Any) -> str:
    """How the handovers of a listed absence stand, the worst first."""
    counts = (
        (absence.objected, _("有异议")),
        (absence.impossible, _("未能交接")),
        (absence.waiting, _("待确认")),
        (absence.posts, _("已交接")),
    )
    return next((word for number, word in counts if number), "")


COLUMNS = [
    Column("person", gettext_lazy("人员"), lambda a: a.person.name, order="person__name"),
    Column("kind", gettext_lazy("类型"), display("kind"), order="kind", template="staff/cells/absence_kind.html"),
    Column("starts", gettext_lazy("开始"), lambda a: a.period.lower, order="period"),
    Column("ends", gettext_lazy("结束"), lambda a: a.period.upper, order="period__endswith"),
    Column("state", gettext_lazy("状态"), lambda a: str(state_of(a)), template="staff/cells/absence_state.html"),
    Column("posts", gettext_lazy("交接岗位"), lambda a: a.posts, numeric=True),
    Column("waiting", gettext_lazy("交接情况"), handing_in_words, template="staff/cells/absence_handovers.html"),
    Column("department", gettext_lazy("部门"), lambda a: a.person.department, order="person__department", phone=False),
]


def state_of(absence: Absence) -> str:
    """Where an absence stands, in a word."""
    now = clock.now()
    if absence.cancelled_at is not None:
        return _("已取消")
    if absence.period.upper <= now:
        return _("已结束")
    return _("离岗中") if absence.period.lower <= now else _("尚未开始")


@require_safe
def absences(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    return list_page(
        request,
        queryset=listed_absences(person),
        filterset_class=AbsenceFilter,
        columns=COLUMNS,
        template="staff/absences.html",
        title=_("离岗交接"),
        export_name="absences",
        term="absence",
        empty=Empty(_("还没有离岗登记"), _("休假、出差前在这里登记，系统会请B角接手。"), icon="user-minus"),
        default_order="-period",
        row_href=lambda one: reverse("staff:absence", args=[one.pk]),
    )


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """First step: who and when. Second step (confirm): what it means for each post, who covers, what is handed over."""
    actor = person_of(request)
    form = PlanForm(request.POST or None, actor=actor)
    parts: Sequence[Part] = []
    looked = request.method == "POST" and form.is_valid()
    if looked:
        require_absence_of(actor, form.who)
        second = request.POST if "confirm" in request.POST else None
        parts = parts_of(touched_posts(form.who, form.window), actor, second)
        valid = second is not None and all([part.form.is_valid() for part in parts])  # noqa: C419 - each shows its own faults
        if valid:
            made = submitted(request, form, lambda: _planned(form, parts, actor))
            if made is not None:
                toast(request, _("离岗已登记，已通知接手人。") if parts else _("离岗已登记。"))
                return redirect("staff:absence", pk=made.pk)
    return render(request, "staff/absence_plan.html", {"form": form, "parts": parts, "looked": looked})


@require_safe
def absence(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    return _page(request, person, absence_or_404(person, pk), ExtendForm())


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    actions.end_early(absence_or_404(person, pk), actor=person, now=clock.now())
    toast(request, _("已登记返岗，从现在起由本人负责。"))
    return redirect("staff:absence", pk=pk)


@require_POST
def longer(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = absence_or_404(person, pk)
    form = ExtendForm(request.POST)
    if form.is_valid():
        window = Window(found.period.upper, max(form.cleaned_data["until"], found.period.upper))
        parts = parts_of(touched_posts(found.person, window), person, request.POST)
        covers = {part.post.pk: part.form.cleaned_data["cover"] for part in parts if _cover_of(part)}
        if submitted(
            request,
            form,
            lambda: actions.extend(found, form.cleaned_data["until"], covers=covers, actor=person, now=clock.now()),
        ):
            toast(request, _("离岗已延长。"))
            return redirect("staff:absence", pk=pk)
        return _page(request, person, found, form, [part for part in parts if part.needs_cover])
    return _page(request, person, found, form)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    actions.cancel(absence_or_404(person, pk), actor=person, now=clock.now())
    toast(request, _("离岗已取消，已通知有关人员。"))
    return redirect("staff:absence", pk=pk)


def _planned(form: PlanForm, parts: Sequence[Part], actor: Person) -> Absence:
    return actions.plan_absence(form.who, form.plan(parts), actor=actor, now=clock.now())


def _cover_of(part: Part) -> bool:
    return part.form.is_valid() and bool(part.form.cleaned_data.get("cover"))


def _page(
    request: HttpRequest, person: Person, found: Absence, form: ExtendForm, parts: Sequence[Part] = ()
) -> HttpResponse:
    now = clock.now()
    decides = person.pk == found.person_id or may_manage(person, found.person)
    open_still = decides and found.cancelled_at is None and found.period.upper > now
    context = {
        "absence": found,
        "state": state_of(found),
        "reason": found.reason if sees_reason(person, found) else "",
        "handovers": handovers_of(found),
        "covers": covers_in(found),
        "events": [told(event) for event in events_of(found)],
        "may_change": open_still,
        "begun": found.period.lower <= now,
        "form": form,
        "parts": parts,
    }
    return render(request, "staff/absence.html", context)
