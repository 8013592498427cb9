"""Counting: part by part on a phone, or a page of the count sheet typed in. Neither shows what the books say."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from emergency_ops.lib.middleware import toast
from emergency_ops.lib.paging import page_of
from resources.inventory import access_moving as access
from resources.inventory.access import require_keeper
from resources.inventory.actions import stocktakes as actions
from resources.inventory.choices import StocktakeState
from resources.inventory.forms_stocktakes import CountForm, SheetForm
from resources.inventory.models import PartType, Stocktake, StocktakeLine
from resources.inventory.queries_moving import lines_of_stocktake, part_suggestions, uncounted
from resources.inventory.rules.stocktakes import check_state
from resources.staff.access import person_of

#: lines shown below the one that is counted
SHOWN = 30
#: lines of a sheet typed in at once
SHEET_LINES = 25


@require_http_methods(["GET", "POST"])
def count(request: HttpRequest, number: str) -> HttpResponse:
    """One part at a time: ?line= or ?q= chooses it, else the next that is not counted. It goes on where it was left."""
    found = _open_or_404(request, number)
    line = _line(request, found)
    form = CountForm(request.POST or None)
    if line is not None and form.is_valid() and _saved(form, found, line, request.user):
        toast(request, _("%(part)s：%(counted)d 已保存。") % {"part": line.part.name, "counted": line.counted or 0})
        return redirect("inventory:stocktake_count", number)
    text = request.GET.get("q", "").strip()
    matching = lines_of_stocktake(found, text) if text else uncounted(found)
    total = found.lines.count()
    left = found.lines.filter(counted=None).count()
    context = {
        "stocktake": found,
        "line": line,
        "form": form,
        "text": text,
        "lines": [one for one in matching[:SHOWN] if line is None or one.pk != line.pk],
        "total": total,
        "done": total - left,
        "parts": part_suggestions(),
    }
    return render(request, "inventory/stocktake_count.html", context)


@require_POST
def add(request: HttpRequest, number: str) -> HttpResponse:
    """A part that lies there and is not on the list."""
    found = _open_or_404(request, number)
    code = request.POST.get("part", "").strip()
    part = PartType.objects.filter(code__iexact=code).first()
    if part is None:
        toast(request, _("没有编号为“%(code)s”的备件。") % {"code": code})
        return redirect("inventory:stocktake_count", number)
    line = actions.add_line(found, part, actor=request.user, now=clock.now())
    address = reverse("inventory:stocktake_count", args=[number])
    return redirect(f"{address}?{urlencode({'line': line.pk})}")


@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, number: str) -> HttpResponse:
    """The count sheet typed in, page by page."""
    found = _open_or_404(request, number)
    page = page_of(lines_of_stocktake(found), request.GET.get("page"), SHEET_LINES)
    lines = list(page.objects)
    initial = {f"line-{line.pk}": line.counted for line in lines}
    form = SheetForm(request.POST or None, lines=lines, initial=initial)
    if form.is_valid() and _typed_in(form, found, lines, request.user):
        toast(request, _("这一页的实盘数量已保存。"))
        return redirect(_after(found, page.number, page.has_next))
    return render(request, "inventory/stocktake_entry.html", {"stocktake": found, "form": form, "page": page})


def _after(found: Stocktake, number: int, has_next: bool) -> str:
    if not has_next:
        return reverse("inventory:stocktake", args=[found.number])
    return f"{reverse('inventory:stocktake_entry', args=[found.number])}?page={number + 1}"


def _open_or_404(request: HttpRequest, number: str) -> Stocktake:
    """The stocktake while it is counted, for those who count."""
    person = person_of(request)
    found = access.stocktake_or_404(person, number)
    require_keeper(person, found.depot)
    check_state(found.state, [StocktakeState.COUNTING], found.number)
    return found


def _line(request: HttpRequest, found: Stocktake) -> StocktakeLine | None:
    """The line that is asked for, the one that a search leaves, or the next without a count."""
    asked = request.GET.get("line", "")
    if asked:
        line = lines_of_stocktake(found).filter(pk=int(asked) if asked.isdigit() else 0).first()
        if line is None:
            raise Http404(asked)
        return line
    text = request.GET.get("q", "").strip()
    if not text:
        return uncounted(found).first()
    exact = lines_of_stocktake(found).filter(part__code__iexact=text).first()
    return exact or _only(lines_of_stocktake(found, text))


def _only(lines: QuerySet[StocktakeLine]) -> StocktakeLine | None:
    found = list(lines[:2])
    return found[0] if len(found) == 1 else None


def _saved(form: CountForm, found: Stocktake, line: StocktakeLine, actor: Any) -> bool:
    data = form.cleaned_data
    try:
        line.counted = actions.count(
            found, line.pk, data["counted"], actor=actor, now=clock.now(), key=data["key"]
        ).counted
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _typed_in(form: SheetForm, found: Stocktake, lines: list[StocktakeLine], actor: Any) -> bool:
    """Saves the numbers that are new; those that stand already are left as they were counted."""
    known = {line.pk: line.counted for line in lines}
    now, data = clock.now(), form.cleaned_data
    try:
        for pk, counted in form.counts.items():
            if counted != known[pk]:
                actions.count(found, pk, counted, actor=actor, now=now, at=data["at"], key=data["key"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
