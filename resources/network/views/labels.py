"""Choosing terminals and printing their labels."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Invalid
from resources.documents.actions import order, printed_language
from resources.documents.choices import PaperKind
from resources.documents.models import Paper
from resources.network.access import terminals_for
from resources.network.choices import TerminalStatus
from resources.network.filters import TerminalFilter
from resources.network.models import Terminal
from resources.network.papers_labels import PLACES, SHEET, SINGLE, label_facts
from resources.network.queries import listed_terminals
from resources.staff.access import person_of
from resources.staff.models import Person

#: ten sheets at once
AT_MOST = 240


class LabelForm(forms.Form):
    form = forms.ChoiceField(
        label=gettext_lazy("纸张"),
        choices=[
            (SHEET, gettext_lazy("A4不干胶，每张24枚（70×37毫米）")),
            (SINGLE, gettext_lazy("标签打印机，每页1枚")),
        ],
    )
    skip = forms.IntegerField(
        label=gettext_lazy("第一张已用掉的枚数"), min_value=0, max_value=PLACES - 1, required=False, initial=0
    )


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """The terminals of a filter (or ?code=) with a box each; POST prints the labels of those ticked."""
    person = person_of(request)
    form = LabelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        skip = form.cleaned_data["skip"] or 0
        paper = _order(person, request.POST.getlist("code"), form.cleaned_data["form"], skip)
        return redirect("papers:paper", paper.pk)
    terminals = _wanted(request, person)
    context = {"terminals": terminals[:AT_MOST], "more": len(terminals) > AT_MOST, "at_most": AT_MOST, "form": form}
    return render(request, "network/labels.html", context)


def _wanted(request: HttpRequest, person: Person) -> list[Terminal]:
    rows = listed_terminals(person, clock.now()).exclude(status=TerminalStatus.RETIRED).order_by("code")
    if codes := request.GET.getlist("code"):
        return list(rows.filter(code__in=codes[:AT_MOST]))
    filterset = TerminalFilter(request.GET, queryset=rows, request=request)
    return list((filterset.qs if filterset.is_valid() else rows.none())[: AT_MOST + 1])


def _order(person: Person, codes: list[str], form: str, skip: int) -> Paper:
    if len(codes) > AT_MOST:
        raise Invalid("labels_too_many", gettext_lazy("一次最多打印 %(limit)d 枚标签，请分几次打印。"), limit=AT_MOST)
    rows = terminals_for(person).exclude(status=TerminalStatus.RETIRED).filter(code__in=codes)
    terminals = list(rows.select_related("site").order_by("code"))
    if not terminals:
        raise Invalid("labels_none", gettext_lazy("请至少选择一台终端。"))
    with printed_language():
        facts = label_facts(terminals, form, skip)
        title = _("终端标签 %(code)s") % {"code": terminals[0].code}
        if len(terminals) > 1:
            title = ngettext("终端标签 %(count)d 枚", "终端标签 %(count)d 枚", len(terminals)) % {
                "count": len(terminals)
            }
    regions = facts["regions"]
    region = regions[0] if len(regions) == 1 else None
    return order(PaperKind.TERMINAL_LABELS, facts, title=title, region=region, actor=person, now=clock.now())
