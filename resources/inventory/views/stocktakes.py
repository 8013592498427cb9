"""Pages of stocktakes: the list, one stocktake, beginning and ending it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.listing import Column, Empty, display, list_page
from emergency_ops.lib.middleware import toast
from resources.inventory import access_moving as access
from resources.inventory.access import kept_depots, may_keep
from resources.inventory.actions import stocktakes as actions
from resources.inventory.actions.stocktakes.common import counters_of
from resources.inventory.choices import StocktakeState
from resources.inventory.filters_moving import StocktakeFilter
from resources.inventory.forms_stocktakes import PostForm, StartForm
from resources.inventory.models import Stocktake, StocktakeLine
from resources.inventory.papers_moving import order_sheet
from resources.inventory.queries_moving import (
    events_of,
    lines_of_stocktake,
    listed_stocktakes,
    part_suggestions,
    uncounted,
    variances,
)
from resources.inventory.sentences_moving import entries
from resources.staff.access import person_of

#: lines without a count that the page names
NAMED = 30
COLUMNS = [
    Column(
        "number",
        gettext_lazy("盘点单号"),
        lambda row: row.number,
        order="number",
        template="inventory/cells/number.html",
    ),
    Column(
        "state", gettext_lazy("状态"), display("state"), order="state", template="inventory/cells/stocktake_state.html"
    ),
    Column("depot", gettext_lazy("备件库"), lambda row: row.depot.name, order="depot__code", wide=True),
    Column("region", gettext_lazy("区域"), lambda row: row.depot.region.name, phone=False),
    Column("done", gettext_lazy("已清点"), lambda row: row.done, numeric=True),
    Column("total", gettext_lazy("备件种数"), lambda row: row.total, numeric=True),
    Column("started_at", gettext_lazy("开始时间"), lambda row: row.started_at, order="started_at"),
    Column("started_by", gettext_lazy("发起人"), lambda row: str(row.started_by), phone=False),
    Column("counted_by", gettext_lazy("盘点人"), lambda row: str(row.counted_by or ""), phone=False),
    Column("posted_by", gettext_lazy("复核人"), lambda row: str(row.posted_by or ""), phone=False),
]
EMPTY = Empty(
    gettext_lazy("还没有盘点"),
    gettext_lazy("盘点一个备件库的实物，差异由另一人复核后过账。"),
    "clipboard-document-check",
)


@require_safe
def stocktakes(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    return list_page(
        request,
        queryset=listed_stocktakes(person),
        filterset_class=StocktakeFilter,
        columns=COLUMNS,
        template="inventory/stocktakes.html",
        title=_("盘点"),
        context={"may_start": kept_depots(person).exists()},
        export_name="stocktakes",
        term="stocktake",
        default_order="-started_at",
        empty=EMPTY,
        row_href=lambda row: reverse("inventory:stocktake", args=[row.number]),
    )


@require_safe
def stocktake(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, access.stocktake_or_404(person_of(request), number))


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    if not kept_depots(person).exists():
        raise Forbidden("stocktake_no_depot", _("您没有可以盘点的备件库：请联系值班经理指定库管员。"))
    form = StartForm(request.POST or None, initial=request.GET.dict(), person=person)
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.start(
                data["depot"],
                parts=form.chosen,
                actor=person,
                now=clock.now(),
                remark=data["remark"],
                key=data["key"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("inventory:stocktake", made.number)
    return render(request, "inventory/stocktake_start.html", {"form": form, "parts": part_suggestions()})


@require_POST
def finish(request: HttpRequest, number: str) -> HttpResponse:
    person = person_of(request)
    found = access.stocktake_or_404(person, number)
    actions.finish(found, actor=person, now=clock.now(), leave_uncounted="leave_uncounted" in request.POST)
    toast(request, _("清点已完成，请由没有参与盘点的人复核过账。"))
    return redirect("inventory:stocktake", number)


@require_POST
def post(request: HttpRequest, number: str) -> HttpResponse:
    person = person_of(request)
    found = access.stocktake_or_404(person, number)
    form = PostForm(request.POST, lines=list(variances(found)))
    if form.is_valid():
        try:
            actions.post(found, form.reasons, actor=person, now=clock.now(), remark=form.cleaned_data["remark"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("差异已过账，账面数量已更新。"))
            return redirect("inventory:stocktake", number)
    return _page(request, found, form)


@require_POST
def recount(request: HttpRequest, number: str) -> HttpResponse:
    person = person_of(request)
    found = access.stocktake_or_404(person, number)
    chosen = [int(pk) for pk in request.POST.getlist("line") if pk.isdigit()]
    actions.recount(found, chosen, actor=person, now=clock.now())
    toast(request, _("已退回重盘，请重新清点所选备件。"))
    return redirect("inventory:stocktake", number)


@require_POST
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    person = person_of(request)
    found = access.stocktake_or_404(person, number)
    actions.cancel(found, actor=person, now=clock.now(), reason=request.POST.get("reason", "")[:200])
    toast(request, _("盘点已取消，账面数量没有变化。"))
    return redirect("inventory:stocktake", number)


@require_POST
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """Print the count sheet of a count that goes on."""
    person = person_of(request)
    found = access.stocktake_or_404(person, number)
    return redirect("papers:paper", order_sheet(found, actor=person, now=clock.now()).pk)


def _page(request: HttpRequest, found: Stocktake, form: PostForm | None = None) -> HttpResponse:
    person = person_of(request)
    keeps = may_keep(person, found.depot)
    lines = list(lines_of_stocktake(found))
    context: dict[str, Any] = {
        "stocktake": found,
        "keeps": keeps,
        "total": len(lines),
        "done": sum(line.counted is not None for line in lines),
        "events": entries(events_of("stocktake", found.pk)),
    }
    if found.state == StocktakeState.COUNTING:
        missing = list(uncounted(found))
        context |= {"uncounted": missing[:NAMED], "uncounted_count": len(missing)}
    else:
        context |= _result(found, lines, form, may_post=keeps and person.pk not in counters_of(found))
    return render(request, "inventory/stocktake.html", context)


def _result(found: Stocktake, lines: list[StocktakeLine], form: PostForm | None, *, may_post: bool) -> dict[str, Any]:
    """What the count says, once it is finished."""
    different = [line for line in lines if line.variance]
    return {
        "lines": lines,
        "different": different,
        "found": sum(line.variance for line in different if line.variance > 0),
        "missing": -sum(line.variance for line in different if line.variance < 0),
        "same": sum(line.counted is not None and not line.variance for line in lines),
        "may_post": may_post and found.state == StocktakeState.COUNTED,
        "form": form or PostForm(lines=different),
    }
