"""Pages of one shift: who serves and why, a manager's move, a swap."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.listing import Column, Empty, display, list_page
from emergency_ops.lib.middleware import toast
from resources.staff.access import person_of
from resources.staff.access_duty import may_plan, shift_or_404, shifts_for, swap_or_404, swaps_for
from resources.staff.actions.announcing import slot_words
from resources.staff.actions.shifts import move_shift, restore_shift
from resources.staff.actions.swaps import agree, ask_swap, decline, withdraw
from resources.staff.choices import ShiftSource, SwapState
from resources.staff.fields import choosable
from resources.staff.filters_duty import SwapFilter
from resources.staff.forms_duty import AnswerForm, AskForm, MoveForm
from resources.staff.models import Person, Shift, ShiftSwap, StaffEvent
from resources.staff.queries_shifts import swap_partners, with_problem
from resources.staff.sentences import sentence
from resources.staff.views.submitting import submitted

EVENTS = 20
#: the shifts offered in return begin so long after the one given at most, and are so many
SWAP_WITHIN = timedelta(days=45)
MOST_CHOICES = 500


@require_http_methods(["GET", "POST"])
def shift(request: HttpRequest, pk: int) -> HttpResponse:
    person, found = person_of(request), shift_or_404(person_of(request), pk)
    form = MoveForm(request.POST or None)
    form.fields["person"].offer(choosable(person))  # type: ignore[attr-defined]
    if submitted(request, form, lambda: _move(found, form.cleaned_data, person)) is None:
        return render(request, "staff/shift.html", _shift_context(found, person, form))
    toast(request, _("班次已调整，相关人员会收到通知。"))
    return redirect("staff:shift", pk)


def _move(found: Shift, data: dict[str, Any], person: Person) -> Shift:
    return move_shift(found, data["person"], reason=data["reason"], actor=person, now=clock.now())


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    restore_shift(shift_or_404(person, pk), actor=person, now=clock.now())
    toast(request, _("已恢复按值班表安排。"))
    return redirect("staff:shift", pk)


@require_http_methods(["GET", "POST"])
def swap_ask(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    given = get_object_or_404(shifts_for(person).select_related("post"), pk=pk, person=person)
    form = _ask_form(request, given)
    swap = submitted(request, form, lambda: _ask(given, form.cleaned_data, person))
    if swap is None:
        return render(request, "staff/swap_ask.html", {"shift": given, "form": form})
    toast(request, _("换班请求已发给%(name)s。") % {"name": swap.taker})
    return redirect("staff:swap", swap.pk)


def _ask(given: Shift, data: dict[str, Any], person: Person) -> ShiftSwap:
    counter = Shift.objects.filter(pk=data["counter"]).first() if data["counter"] else None
    return ask_swap(given, data["taker"], counter_shift=counter, reason=data["reason"], actor=person, now=clock.now())


@require_http_methods(["GET", "POST"])
def swap(request: HttpRequest, pk: int) -> HttpResponse:
    person, found = person_of(request), swap_or_404(person_of(request), pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _answer(request, found, person, form.cleaned_data["answer"])
        return redirect("staff:swap", pk)
    is_open = found.state == SwapState.ASKED
    context = {
        "swap": found,
        "form": form,
        "may_answer": is_open and found.taker_id == person.pk,
        "may_withdraw": is_open and found.asker_id == person.pk,
    }
    return render(request, "staff/swap.html", context)


SWAP_COLUMNS = [
    Column("asked", gettext_lazy("提出时间"), lambda s: s.created_at, order="created_at"),
    Column("asker", gettext_lazy("提出人"), lambda s: s.asker.name, order="asker__name"),
    Column("taker", gettext_lazy("对方"), lambda s: s.taker.name, order="taker__name"),
    Column("post", gettext_lazy("岗位"), lambda s: s.shift.post.name, order="shift__post__name", wide=True),
    Column("shift", gettext_lazy("班次"), lambda s: _shift_words(s.shift), order="shift__period"),
    Column("counter", gettext_lazy("换回班次"), lambda s: _shift_words(s.counter_shift)),
    Column("state", gettext_lazy("状态"), display("state"), order="state", template="staff/cells/swap_state.html"),
]


@require_safe
def swaps(request: HttpRequest) -> HttpResponseBase:
    rows = swaps_for(person_of(request)).select_related("asker", "taker", "shift__post", "counter_shift")
    return list_page(
        request,
        queryset=rows,
        filterset_class=SwapFilter,
        columns=SWAP_COLUMNS,
        template="staff/swaps.html",
        title=_("换班"),
        export_name="swaps",
        term="duty",
        empty=Empty(_("没有换班"), _("在“我的值班”里可以请同事换班。"), icon="arrows-right-left"),
        default_order="-created_at",
        row_href=lambda one: reverse("staff:swap", args=[one.pk]),
    )


def _shift_words(shift: Shift | None) -> str:
    return f"{slot_words(shift.period.lower, shift.period.upper)} {shift.label}" if shift else ""


def _shift_context(found: Shift, person: Person, form: MoveForm) -> dict[str, object]:
    now = clock.now()
    is_over = found.period.upper <= now
    events = StaffEvent.objects.filter(post=found.post, params__shift=found.pk).select_related("actor")
    return {
        "shift": found,
        "problem": getattr(with_problem(Shift.objects.filter(pk=found.pk)).first(), "problem", ""),
        "is_over": is_over,
        "form": form if may_plan(person, found.post) and not is_over else None,
        "is_arranged": found.source != ShiftSource.PATTERN and found.rota_id is not None,
        "may_swap": found.person_id == person.pk and found.period.lower > now,
        "open_swap": found.swaps.filter(state=SwapState.ASKED).select_related("taker").first(),
        "events": [
            {"at": one.at, "title": sentence(one), "text": one.text, "actor": one.actor} for one in events[:EVENTS]
        ],
    }


def _ask_form(request: HttpRequest, given: Shift) -> AskForm:
    """Who else serves at the post, and which of their shifts may come back. Two queries."""
    form = AskForm(request.POST or None)
    partners = swap_partners(given)
    form.fields["taker"].offer(partners)  # type: ignore[attr-defined]
    until = given.period.upper + SWAP_WITHIN
    others = Shift.objects.filter(post=given.post, person__in=partners, period__startswith__gt=clock.now())
    rows = others.filter(period__startswith__lt=until).select_related("person").order_by("person__name", "period")
    choices = [(row.pk, f"{row.person}：{_shift_words(row)}") for row in rows[:MOST_CHOICES]]
    form.fields["counter"].choices = [("", _("不换回，只请对方代班")), *choices]  # type: ignore[attr-defined]
    return form


def _answer(request: HttpRequest, found: ShiftSwap, person: Person, answer: str) -> None:
    decision, now = request.POST.get("decision", ""), clock.now()
    if decision == "agree":
        agree(found, actor=person, now=now)
        toast(request, _("换班完成，双方都会收到通知。"))
    elif decision == "decline":
        decline(found, answer=answer, actor=person, now=now)
        toast(request, _("已拒绝换班。"))
    elif decision == "withdraw":
        withdraw(found, actor=person, now=now)
        toast(request, _("已撤回换班请求。"))
