"""Choosing sites and printing the labels that are scanned on arrival."""

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
from resources.network.access import sites_for
from resources.network.filters import SiteFilter
from resources.network.models import Site
from resources.network.papers_labels import site_label_facts
from resources.network.queries import listed_sites
from resources.staff.access import person_of
from resources.staff.models import Person

from .labels import AT_MOST, LabelForm


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """The sites of a filter (or ?code=) with a box each; POST prints the labels of those ticked."""
    person = person_of(request)
    form = LabelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        skip = form.cleaned_data["skip"] or 0
        paper = _order(person, request.POST.getlist("code"), form.cleaned_data["form"], skip)
        return redirect("papers:paper", paper.pk)
    sites = _wanted(request, person)
    context = {"sites": sites[:AT_MOST], "more": len(sites) > AT_MOST, "at_most": AT_MOST, "form": form}
    return render(request, "network/site_labels.html", context)


def _wanted(request: HttpRequest, person: Person) -> list[Site]:
    rows = listed_sites(person, clock.now()).order_by("code")
    if codes := request.GET.getlist("code"):
        return list(rows.filter(code__in=codes[:AT_MOST]))
    filterset = SiteFilter(request.GET, queryset=rows, request=request)
    return list((filterset.qs if filterset.is_valid() else rows.none())[: AT_MOST + 1])


def _order(person: Person, codes: list[str], form: str, skip: int) -> Paper:
    if len(codes) > AT_MOST:
        raise Invalid("labels_too_many", gettext_lazy("一次最多打印 %(limit)d 枚标签，请分几次打印。"), limit=AT_MOST)
    sites = list(sites_for(person).filter(code__in=codes).order_by("code"))
    if not sites:
        raise Invalid("labels_none", gettext_lazy("请至少选择一个网点。"))
    with printed_language():
        facts = site_label_facts(sites, form, skip)
        title = _("网点标签 %(code)s") % {"code": sites[0].code}
        if len(sites) > 1:
            title = ngettext("网点标签 %(count)d 枚", "网点标签 %(count)d 枚", len(sites)) % {"count": len(sites)}
    regions = facts["regions"]
    region = regions[0] if len(regions) == 1 else None
    return order(PaperKind.SITE_LABELS, facts, title=title, region=region, actor=person, now=clock.now())
