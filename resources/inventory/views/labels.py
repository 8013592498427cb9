"""Choosing equipment and printing its labels."""

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
from resources.inventory.choices import EquipmentState
from resources.inventory.filters_equipment import EquipmentFilter
from resources.inventory.models import Equipment
from resources.inventory.papers_equipment import PLACES, SHEET, SINGLE, label_facts
from resources.inventory.queries_equipment import listed_equipment
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
    """The items of a filter (or ?code=) with a box each; POST prints the labels of those ticked."""
    person = person_of(request)
    form = LabelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        skip = form.cleaned_data["skip"] or 0
        paper = _order(person, request.POST.getlist("code"), form.cleaned_data["form"], skip)
        return redirect("papers:paper", paper.pk)
    items = _wanted(request, person)
    context = {"form": form, "items": items[:AT_MOST], "more": len(items) > AT_MOST, "at_most": AT_MOST}
    return render(request, "inventory/equipment_labels.html", context)


def _wanted(request: HttpRequest, person: Person) -> list[Equipment]:
    rows = listed_equipment(person).exclude(state=EquipmentState.SCRAPPED).order_by("code")
    if codes := request.GET.getlist("code"):
        return list(rows.filter(code__in=codes[:AT_MOST]))
    filterset = EquipmentFilter(request.GET, queryset=rows, request=request)
    return list((filterset.qs if filterset.is_valid() else rows.none())[: AT_MOST + 1])


def _order(person: Person, codes: list[str], form: str, skip: int) -> Paper:
    if len(codes) > AT_MOST:
        raise Invalid("labels_too_many", gettext_lazy("一次最多打印 %(limit)d 枚标签，请分几次打印。"), limit=AT_MOST)
    items = list(listed_equipment(person).filter(code__in=codes).order_by("code"))
    if not items:
        raise Invalid("labels_none", gettext_lazy("请至少选择一件设备。"))
    with printed_language():
        facts = label_facts(items, form, skip)
        title = _("设备标签 %(item)s") % {"item": items[0].code}
        if len(items) > 1:
            title = ngettext("设备标签 %(count)d 枚", "设备标签 %(count)d 枚", len(items)) % {"count": len(items)}
    regions = facts["regions"]
    region = regions[0] if len(regions) == 1 else None
    return order(PaperKind.EQUIPMENT_LABELS, facts, title=title, region=region, actor=person, now=clock.now())
