"""Pages of handovers: what waits for me, one handover on a phone."""

from collections.abc import Collection

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.listing import Column, Empty, display, list_page
from emergency_ops.lib.middleware import toast
from resources.staff.access import person_of
from resources.staff.access_absences import handover_or_404, may_manage
from resources.staff.actions import handing
from resources.staff.choices import HandoverState
from resources.staff.filters_absences import HandoverFilter
from resources.staff.forms_absences import RemarkForm
from resources.staff.models import Handover, Person
from resources.staff.presenting import told
from resources.staff.queries_absences import done_meanwhile, events_of_handover, listed_handovers, waiting_for

from .submitting import submitted

#: rows of what was done in the meantime
ROWS = 30
COLUMNS = [
    Column("post", gettext_lazy("岗位"), lambda h: h.post.name, order="post__name", wide=True),
    Column("giver", gettext_lazy("交接人"), lambda h: h.giver.name, order="giver__name"),
    Column("taker", gettext_lazy("接手人"), lambda h: h.taker.name if h.taker else None, order="taker__name"),
    Column("state", gettext_lazy("状态"), display("state"), order="state", template="staff/cells/handover_state.html"),
    Column("starts", gettext_lazy("开始"), lambda h: h.absence.period.lower, order="absence__period"),
    Column("due", gettext_lazy("确认时限"), lambda h: h.due_at, order="due_at", phone=False),
]


@require_safe
def handovers(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        queryset=listed_handovers(person_of(request)),
        filterset_class=HandoverFilter,
        columns=COLUMNS,
        template="staff/handovers.html",
        title=_("工作交接"),
        export_name="handovers",
        term="handover",
        empty=Empty(_("没有工作交接"), _("登记离岗后，系统自动生成交接。"), icon="arrows-right-left"),
        default_order="-absence__period",
        row_href=lambda one: reverse("staff:handover", args=[one.pk]),
    )


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Fragment: what waits for the person who looks; nothing at all when nothing does."""
    answer, give_back, covers = waiting_for(person_of(request), clock.now())
    context = {"answer": answer, "give_back": give_back, "covers": covers}
    return render(request, "staff/_handovers_waiting.html", context)


@require_safe
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    return _page(request, person, handover_or_404(person, pk), RemarkForm())


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    handing.accept(handover_or_404(person, pk), _ticked(request), actor=person, now=clock.now())
    toast(request, _("交接已确认，材料清单已保存。"))
    return redirect("staff:handover", pk=pk)


@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = handover_or_404(person, pk)
    form = RemarkForm(request.POST)
    done = submitted(
        request,
        form,
        lambda: handing.decline(found, remark=form.cleaned_data["remark"], actor=person, now=clock.now()),
    )
    if done is None:
        return _page(request, person, found, form)
    toast(request, _("异议已送达交接人和值班经理；另行安排之前仍由您代行。"))
    return redirect("staff:handover", pk=pk)


@require_POST
def hand_back(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = handover_or_404(person, pk)
    handing.hand_back(found, _ticked(request), note=request.POST.get("note", "")[:2000], actor=person, now=clock.now())
    toast(request, _("已交回。"))
    return redirect("staff:handover", pk=pk)


def _ticked(request: HttpRequest) -> Collection[int]:
    """Indexes of the materials that are ticked."""
    return {int(value) for value in request.POST.getlist("item") if value.isdecimal()}


def _page(request: HttpRequest, person: Person, found: Handover, form: RemarkForm) -> HttpResponse:
    now = clock.now()
    is_taker = person.pk == found.taker_id
    begun = found.absence.period.lower <= now and found.absence.cancelled_at is None
    open_still = found.state in handing.STANDING
    gives_back = is_taker or person.pk == found.giver_id or may_manage(person, found.giver)
    context = {
        "handover": found,
        "form": form,
        "may_answer": is_taker and found.state in handing.ANSWERABLE,
        "may_decline": is_taker and found.state == HandoverState.PROPOSED,
        "may_tick": is_taker and open_still,
        "may_return": gives_back and open_still and begun,
        "overdue": found.state == HandoverState.PROPOSED and found.due_at <= now,
        "events": [told(event) for event in events_of_handover(found)],
        "begun": begun,
        "done": [told(event) for event in done_meanwhile(found, now)[:ROWS]] if begun else [],
    }
    return render(request, "staff/handover.html", context)
