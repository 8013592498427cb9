"""Pages of the list of technical equipment: its versions, one of them, what changed, and what a new one would say."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock, export
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.listing import Column, Empty, list_page
from emergency_ops.lib.middleware import toast
from resources.documents.actions import order, printed_language
from resources.documents.choices import PaperKind
from resources.inventory.access import may_see_inventory
from resources.inventory.actions.equipment_lists import NOTE_LENGTH, issue_version, may_issue
from resources.inventory.equipment_list import SECTIONS, Content, build, counts, scoped
from resources.inventory.filters_equipment import VersionFilter
from resources.inventory.models import EquipmentListVersion
from resources.inventory.papers_list import list_facts
from resources.inventory.presenting_list import LABELS, changes_in_words, columns_of, names_in, sheet_of
from resources.inventory.queries_lists import version_before, version_or_404, versions_for
from resources.inventory.rules.list_changes import differences
from resources.network.access import visible_regions
from resources.staff.access import person_of

PER_PAGE = 100
#: changes shown of a section; the files have all
LINES = 200
COLUMNS = [
    Column("number", gettext_lazy("版本"), lambda v: v.number, order="number", template="inventory/cells/version.html"),
    Column("at", gettext_lazy("发布时间"), lambda v: v.created_at, order="created_at"),
    Column("by", gettext_lazy("发布人"), lambda v: str(v.created_by or "")),
    Column("note", gettext_lazy("说明"), lambda v: v.note, wide=True),
    Column("digest", gettext_lazy("摘要"), lambda v: v.digest[:12], phone=False, export=lambda v: v.digest),
]
EMPTY = Empty(
    gettext_lazy("还没有发布过技术设备清单"), gettext_lazy("库管员和值班经理可以核对并发布第一版。"), "table-cells"
)


@require_safe
def versions(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    if not may_see_inventory(person):
        raise Forbidden("list_not_seen", gettext_lazy("您还没有角色，请联系管理员。"))
    return list_page(
        request,
        queryset=versions_for(person),
        filterset_class=VersionFilter,
        columns=COLUMNS,
        template="inventory/list_versions.html",
        title=_("技术设备清单"),
        export_name="equipment-list-versions",
        term="equipment",
        context={"may_issue": may_issue(person)},
        default_order="-number",
        row_href=lambda version: reverse("inventory:list_version", args=[version.number]),
        empty=EMPTY,
    )


@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    """A section of a version, page by page, and what changed since the one before."""
    found = version_or_404(request.user, number)
    prefixes = visible_regions(request.user)
    content = scoped(found.content, prefixes)
    before = version_before(found)
    context = {
        "version": found,
        "before": before,
        "changes": _changes(scoped(before.content, prefixes), content) if before else [],
        "formats": export.FORMATS,
        **_table(request, content),
    }
    return render(request, "inventory/list_version.html", context)


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    """The list as it is now against the last version; POST issues it."""
    person = person_of(request)
    if not may_issue(person):
        raise Forbidden("list_not_issuer", gettext_lazy("只有库管员、值班经理和管理员可以发布技术设备清单。"))
    refusal = ""
    if request.method == "POST":
        try:
            issued = issue_version(request.POST.get("note", ""), actor=person, now=clock.now())
        except Refused as error:
            refusal = str(error)
        else:
            toast(request, _("技术设备清单第 %(number)d 版已发布。") % {"number": issued.number})
            return redirect("inventory:list_version", issued.number)
    prefixes = visible_regions(person)
    last, found = EquipmentListVersion.objects.order_by("-number").first(), counts(person)
    context = {
        "last": last,
        "changes": _changes(scoped(last.content, prefixes), scoped(build(), prefixes)) if last else [],
        "counts": [(LABELS[name], found[name]) for name in SECTIONS],
        "refusal": refusal,
        "note_length": NOTE_LENGTH,
    }
    return render(request, "inventory/list_draft.html", context, status=400 if refusal else 200)


@require_safe
def download(request: HttpRequest, number: int) -> HttpResponseBase:
    """?format=xlsx: a workbook with a sheet a section; csv or csv-gb18030: the section of ?section=."""
    found = version_or_404(request.user, number)
    content = scoped(found.content, visible_regions(request.user))
    names, name = names_in(content), f"equipment-list-v{number}"
    kind = request.GET.get("format", "xlsx")
    if kind == "xlsx":
        sheets = ((LABELS[section], *sheet_of(section, content, names)) for section in SECTIONS)
        return export.download_sheets(sheets, name)
    section = request.GET.get("section", SECTIONS[0])
    if kind not in export.FORMATS or section not in SECTIONS:
        raise Http404(kind)
    rows, columns = sheet_of(section, content, names)
    return export.download(kind, rows, columns, f"{name}-{section}")


@require_POST
def paper(request: HttpRequest, number: int) -> HttpResponse:
    person = person_of(request)
    found = version_or_404(person, number)
    prefixes = visible_regions(person)
    with printed_language():
        facts = list_facts(found, scoped(found.content, prefixes), prefixes)
        title = _("技术设备清单 第 %(number)d 版") % {"number": number}
    printed = order(PaperKind.EQUIPMENT_LIST, facts, title=title, region=None, actor=person, now=clock.now())
    return redirect("papers:paper", printed.pk)


def _changes(old: Content, new: Content) -> list[Any]:
    return changes_in_words(differences(old, new), names_in(old, new), LINES)


def _table(request: HttpRequest, content: Content) -> Mapping[str, Any]:
    """The section that is asked for as rows of cells."""
    section = request.GET.get("section", SECTIONS[0])
    if section not in SECTIONS:
        raise Http404(section)
    columns = columns_of(section, names_in(content))
    page = Paginator(content[section], PER_PAGE).get_page(request.GET.get("page"))
    return {
        "section": section,
        "sections": [(name, LABELS[name], len(content[name])) for name in SECTIONS],
        "columns": columns,
        "page": page,
        "rows": [[(column, column.value(row)) for column in columns] for row in page.object_list],
    }
