"""How often which site is gone round, what is looked at, what was found, and how punctual the rounds are."""

from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Invalid, Refused
from emergency_ops.lib.listing import Column, Empty, list_page
from emergency_ops.lib.middleware import toast
from incidents.monitoring.evidence import fault_name
from incidents.monitoring.patrols import access, queries
from incidents.monitoring.patrols.actions import save_checklist, set_patrol
from incidents.monitoring.patrols.checklists import checklists, item_name
from incidents.monitoring.patrols.filters import FindingFilter, SettingFilter
from incidents.monitoring.patrols.finding import resolve
from incidents.monitoring.patrols.forms import BulkForm, ItemFormSet, ResolveForm, SettingForm
from incidents.monitoring.patrols.models import Checklist, PatrolFinding
from incidents.monitoring.patrols.planning import ensure_settings
from incidents.monitoring.patrols.rules import CheckItem
from resources.network.access import site_or_404, sites_for
from resources.network.models import Terminal
from resources.network.regions import prefix_of
from resources.staff.access import person_of

#: the spans that statistics are shown for, in days
SPANS = (7, 30, 90)
SHOWN = 50


def _what(finding: PatrolFinding) -> str:
    return fault_name(finding.fault_code) if finding.fault_code else finding.entry.remark


FINDINGS = [
    Column("terminal", gettext_lazy("设备编号"), lambda one: one.terminal.code, order="terminal__code"),
    Column("site", gettext_lazy("网点"), lambda one: one.terminal.site.name, order="terminal__site__pinyin", wide=True),
    Column("item", gettext_lazy("检查项"), lambda one: item_name(one.item, one.item_name), order="item"),
    Column("what", gettext_lazy("问题"), _what, order="fault_code"),
    Column("opened", gettext_lazy("发现"), lambda one: one.opened_at, order="opened_at"),
    Column("by", gettext_lazy("巡检人"), lambda one: str(one.entry.person), order="entry__person__name", phone=False),
    Column(
        "resolved",
        gettext_lazy("消除"),
        lambda one: one.resolved_at,
        order="resolved_at",
        template="patrols/cells/resolved.html",
    ),
]
SETTINGS = [
    Column("site", gettext_lazy("网点"), lambda one: one.site.name, order="site__pinyin", wide=True),
    Column("region", gettext_lazy("区域"), lambda one: one.site.region.name, order="site__region_id"),
    Column("hours", gettext_lazy("营业时间"), lambda one: one.site.opening_hours, phone=False),
    Column(
        "interval",
        gettext_lazy("间隔（分钟）"),
        lambda one: one.interval_minutes,
        order="interval_minutes",
        numeric=True,
        template="patrols/cells/interval.html",
    ),
    Column("grace", gettext_lazy("宽限（分钟）"), lambda one: one.grace_minutes, order="grace_minutes", numeric=True),
    Column("by", gettext_lazy("设置人"), lambda one: str(one.updated_by or ""), phone=False),
]


@require_safe
def findings(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        queryset=queries.listed_findings(request.user),
        filterset_class=FindingFilter,
        columns=FINDINGS,
        template="patrols/findings.html",
        title=_("巡检发现"),
        export_name="patrol_findings",
        term="finding",
        default_order="-opened_at",
        row_href=lambda one: reverse("patrols:finding", args=[one.pk]),
        empty=Empty(gettext_lazy("没有巡检发现的问题"), gettext_lazy("巡检时登记的问题列在这里。"), "check-circle"),
    )


@require_http_methods(["GET", "POST"])
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """What is wrong, who saw it, and saying by hand that it is in order."""
    person = person_of(request)
    found = access.finding_or_404(person, pk)
    form = ResolveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        resolve(found, reason=form.cleaned_data["reason"], actor=person, now=clock.now())
        toast(request, _("问题已登记消除。"))
        return redirect("patrols:finding", found.pk)
    context = {
        "finding": found,
        "item": item_name(found.item, found.item_name),
        "fault": fault_name(found.fault_code) if found.fault_code else "",
        "events": [(event, fault_name(event.fault_code)) for event in found.events.select_related("actor")],
        "photos": queries.photos_of(found.entry),
        "form": form if found.resolved_at is None and access.may_record(person) else None,
    }
    return render(request, "patrols/finding.html", context)


@require_safe
def settings(request: HttpRequest) -> HttpResponseBase:
    ensure_settings()
    return list_page(
        request,
        queryset=queries.listed_settings(request.user),
        filterset_class=SettingFilter,
        columns=SETTINGS,
        template="patrols/settings.html",
        title=_("巡检设置"),
        export_name="patrol_settings",
        term="patrol",
        empty=Empty(
            gettext_lazy("还没有网点"),
            gettext_lazy("导入网点后，每个网点多久巡检一次在这里设置，默认每两小时。"),
            "map",
        ),
        default_order="site__region_id",
        row_href=lambda one: reverse("patrols:setting", args=[one.site.code]),
        context={"may_arrange": access.may_arrange(request.user)},
    )


@require_http_methods(["GET", "POST"])
def setting(request: HttpRequest, code: str) -> HttpResponse:
    person = person_of(request)
    site = site_or_404(person, code)
    access.require_arranger(person, site)
    ensure_settings()
    known = queries.listed_settings(person).get(site=site)
    initial = {"interval_minutes": known.interval_minutes, "grace_minutes": known.grace_minutes}
    form = SettingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_patrol([site], **form.cleaned_data, actor=person, now=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("巡检设置已保存。"))
            return redirect("patrols:settings")
    return render(request, "patrols/setting.html", {"form": form, "site": site})


@require_http_methods(["GET", "POST"])
def bulk(request: HttpRequest) -> HttpResponse:
    """The same for every site of a region."""
    person = person_of(request)
    access.require_arranger(person)
    form = BulkForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        sites = list(sites_for(person).filter(region__code__startswith=prefix_of(chosen["region"])))
        terms = {name: chosen[name] for name in ("interval_minutes", "grace_minutes")}
        try:
            changed = set_patrol(sites, **terms, actor=person, now=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(
                request,
                ngettext(
                    "已设置 %(count)d 个网点，其中 %(changed)d 个有变化。",
                    "已设置 %(count)d 个网点，其中 %(changed)d 个有变化。",
                    len(sites),
                )
                % {"count": len(sites), "changed": changed},
            )
            return redirect("patrols:settings")
    return render(request, "patrols/setting.html", {"form": form, "site": None})


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """The checklists, and the terminal models that have none of their own."""
    stored = checklists()
    models = Terminal.objects.exclude(model="").order_by("model").values_list("model", flat=True).distinct()
    shown = [(model, [item_name(item.code, item.name) for item in items]) for model, items in sorted(stored.items())]
    context = {
        "lists": shown,
        "models": [model for model in models if model not in stored],
        "may_edit": access.may_edit_checklists(request.user),
    }
    return render(request, "patrols/checklists.html", context)


@require_http_methods(["GET", "POST"])
def checklist(request: HttpRequest) -> HttpResponse:
    """The list of ?model= ("" for all that have none of their own)."""
    person, model = person_of(request), request.GET.get("model", "")[:40]
    access.require_checklist_editor(person)
    if (
        model
        and not Terminal.objects.filter(model=model).exists()
        and not Checklist.objects.filter(model=model).exists()
    ):
        raise Http404(model)
    stored = checklists()
    formset: Any = ItemFormSet(request.POST or None, initial=_initial(stored.get(model) or stored[""], stored[""]))
    if request.method == "POST" and formset.is_valid():
        items = [item for form in formset if (item := form.item()) is not None]
        try:
            save_checklist(model, items, actor=person, now=clock.now())
        except Invalid as refusal:
            toast(request, str(refusal), level=40)
        else:
            toast(request, _("检查表已保存。"))
            return redirect("patrols:checklists")
    return render(request, "patrols/checklist.html", {"formset": formset, "model": model})


@require_POST
def drop_checklist(request: HttpRequest) -> HttpResponse:
    """A model goes by the list for all again."""
    model = request.POST.get("model", "")
    access.require_checklist_editor(person_of(request))
    Checklist.objects.filter(model=model).delete()
    toast(request, _("已恢复使用通用检查表。"))
    return redirect("patrols:checklists")


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    days, since = _span(request)
    over, sites = queries.by_site(person_of(request), since, SHOWN)
    context = {"days": days, "spans": SPANS, "sites": sites, "hidden": max(0, over.sites - SHOWN), "over": over}
    return render(request, "patrols/statistics.html", context)


@require_safe
def people_statistics(request: HttpRequest) -> HttpResponse:
    """Fragment: the same rounds by whom they were for."""
    _days, since = _span(request)
    rows = queries.by_person(person_of(request), since, SHOWN)
    return render(request, "patrols/_punctuality.html", {"rows": rows, "head": _("巡检人")})


def _span(request: HttpRequest) -> tuple[int, datetime]:
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, SPANS) else SPANS[0]
    return days, clock.now() - timedelta(days=days)


def _initial(items: tuple[CheckItem, ...], shipped: tuple[CheckItem, ...]) -> list[dict[str, Any]]:
    """The list's items, ticked, then those of the common list that it leaves out."""
    known = {item.code for item in items}
    left = [item for item in shipped if item.code not in known]
    return [_line(item, keep=True) for item in items] + [_line(item, keep=False) for item in left]


def _line(item: CheckItem, *, keep: bool) -> dict[str, Any]:
    return {"code": item.code, "name": item_name(item.code, item.name), "faults": list(item.faults), "keep": keep}
