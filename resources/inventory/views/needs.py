"""What all incidents need, with one plan for all of it: they compete for the same stock."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.listing import Column, Empty, list_page
from emergency_ops.lib.middleware import toast
from emergency_ops.lib.wording import listed
from resources.inventory.access import may_see_inventory
from resources.inventory.access_needs import may_plan, needs_for
from resources.inventory.actions.needs import STANDING
from resources.inventory.actions.planning import Take, reserve_plan
from resources.inventory.filters_needs import NeedFilter
from resources.inventory.models import Need
from resources.inventory.overview import Overview, Planned, overview
from resources.inventory.sourcing_words import moment, thing_of
from resources.inventory.subjects import Subject
from resources.inventory.take_forms import lines_of, takes_of
from resources.network.access import visible_regions
from resources.staff.access import person_of
from resources.staff.models import Person


@dataclass(frozen=True, slots=True)
class Share:
    """What the plan gives one incident, as far as this person may reserve it. key: a repeat reserves nothing more."""

    reference: str
    kind: str
    id: int
    takes: Sequence[Take]
    key: str

    @property
    def pieces(self) -> int:
        return sum(take.quantity for take in self.takes)

    @property
    def lines(self) -> str:
        return lines_of(self.takes)


@require_safe
def needs(request: HttpRequest) -> HttpResponseBase:
    return _page(request)


@require_POST
def reserve(request: HttpRequest) -> HttpResponseBase:
    """subject=kind:id, take=need:depot:quantity for each line, key: reserves an incident's share of the plan, or nothing."""
    person = person_of(request)
    subject = _subject(request.POST.get("subject", ""), person)
    try:
        takes = takes_of(request.POST.getlist("take"))
        made = reserve_plan(subject, takes, key=request.POST.get("key", ""), actor=person, now=clock.now())
    except Forbidden:
        raise
    except Refused as refusal:
        return _refused(request, refusal)
    pieces = sum(row.quantity for row in made)
    said = ngettext("已为%(reference)s预留%(pieces)s件备件。", "已为%(reference)s预留%(pieces)s件备件。", pieces) % {
        "reference": subject.reference,
        "pieces": pieces,
    }
    toast(request, said)
    return redirect("inventory:needs")


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    answer = _page(request, refusal)
    if not isinstance(answer, HttpResponse):
        raise refusal
    answer.status_code = refusal.status
    return answer


def _subject(text: str, person: Person) -> Subject:
    """The subject of a need that the person sees. Others do not exist for them."""
    kind, _separator, number = text.partition(":")
    rows = needs_for(person).filter(subject_kind=kind, subject_id=int(number) if number.isdecimal() else 0)
    need = rows.first()
    if need is None:
        raise Http404(text)
    return Subject(need.subject_kind, need.subject_id, need.reference)


def _page(request: HttpRequest, refusal: Refused | None = None) -> HttpResponseBase:
    person, now = person_of(request), clock.now()
    plan = overview(needs_for(person), visible_regions(person) if may_see_inventory(person) else [], now)
    return list_page(
        request,
        queryset=_listed(request, person),
        filterset_class=NeedFilter,
        columns=_columns(plan),
        template="inventory/needs.html",
        title=_("需求总览"),
        context={"plan": plan, "shares": _shares(plan, person), "refusal": refusal},
        export_name="needs",
        term="need",
        empty=Empty(_("没有未到位的需求"), _("需求在事件的“资源保障”里登记。"), icon="clipboard-document-check"),
        default_order="reference",
    )


def _listed(request: HttpRequest, person: Person) -> QuerySet[Need]:
    """Those that stand, unless a state is asked for."""
    rows = needs_for(person).select_related("site", "part")
    return rows if request.GET.get("state") else rows.filter(state__in=STANDING)


def _shares(plan: Overview, person: Person) -> list[Share]:
    """By incident, in the order of their first need."""
    found: dict[tuple[str, int], list[Take]] = {}
    planned = {region for region in {row.region for row in plan.rows.values()} if may_plan(person, region)}
    for take in plan.takes:
        row = plan.rows[take.need]
        if row.region in planned:
            found.setdefault(row.subject, []).append(take)
    return [
        Share(plan.rows[takes[0].need].reference, kind, number, takes, f"{plan.token}{number}")
        for (kind, number), takes in found.items()
    ]


def _columns(plan: Overview) -> list[Column]:
    def of(need: Need) -> Planned | None:
        return plan.rows.get(need.pk)

    return [
        Column("reference", gettext_lazy("关联事件"), lambda need: need.reference, order="reference",
               template="inventory/cells/need_reference.html"),
        Column("site", gettext_lazy("网点"), lambda need: need.site.name, order="site__code", wide=True),
        Column("thing", gettext_lazy("备件或设备"), thing_of, order="part__code"),
        Column("quantity", gettext_lazy("数量"), lambda need: need.quantity, numeric=True),
        Column("state", gettext_lazy("状态"), lambda need: _state(need, of(need)), order="state",
               template="inventory/cells/need_state.html"),
        Column("sources", gettext_lazy("来源"), lambda need: _sources(of(need)), wide=True),
        Column("arrives", gettext_lazy("到达"), lambda need: _arrives(of(need), plan)),
        Column("unmet", gettext_lazy("缺口"), lambda need: _unmet(of(need)), numeric=True, phone=False),
    ]  # fmt: skip


def _state(need: Need, row: Planned | None) -> str:
    return row.state if row else need.state


def _sources(row: Planned | None) -> str:
    if row is None or not row.pieces:
        return ""
    named = (_("%(depot)s %(quantity)s件") % {"depot": piece.name, "quantity": piece.quantity} for piece in row.pieces)
    return listed(named)


def _arrives(row: Planned | None, plan: Overview) -> str:
    return moment(max(piece.at for piece in row.pieces), plan.made_at) if row and row.pieces else ""


def _unmet(row: Planned | None) -> int | str:
    return row.unmet if row and row.unmet else ""
