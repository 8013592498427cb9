"""Pages: what others sent, what their labels mean, and the sources with their keys."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.listing import Column, Empty, display, list_page
from emergency_ops.lib.middleware import toast
from resources.staff.access import person_of

from . import actions, queries, zabbix
from .access import (
    alert_or_404,
    may_manage_sources,
    may_map,
    require_mapper,
    require_source_manager,
    rules_for,
    sources_for,
)
from .choices import SourceKind
from .filters import AlertFilter
from .forms import RuleForm, SourceForm
from .models import AlertSource

COLUMNS = (
    Column("last", gettext_lazy("最近收到"), lambda row: row.last_at, order="last_at"),
    Column("title", gettext_lazy("标题"), lambda row: row.title or row.key, wide=True),
    Column("state", gettext_lazy("状态"), display("state"), order="state", template="external/cells/state.html"),
    Column(
        "mapping", gettext_lazy("对应"), display("mapping"), order="mapping", template="external/cells/mapping.html"
    ),
    Column("site", gettext_lazy("网点"), lambda row: row.site and row.site.name),
    Column("terminal", gettext_lazy("终端编号"), lambda row: row.terminal and row.terminal.code, phone=False),
    Column("source", gettext_lazy("来源"), lambda row: row.source.name, order="source__name", phone=False),
    Column("severity", gettext_lazy("级别"), lambda row: row.severity, order="severity", phone=False),
    Column("times", gettext_lazy("次数"), lambda row: row.times, order="times", numeric=True, phone=False),
)


@require_safe
def alerts(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    return list_page(
        request,
        queryset=queries.listed_alerts(person),
        filterset_class=AlertFilter,
        columns=COLUMNS,
        template="external/alerts.html",
        title=_("外部告警"),
        context={"may_map": may_map(person), "may_manage": may_manage_sources(person)},
        export_name="external-alerts",
        term="external_alert",
        default_order="-last_at",
        row_href=lambda row: reverse("monitoring:external_alert", args=[row.pk]),
        empty=Empty(
            _("还没有收到外部告警"),
            _("管理员在“告警来源”中登记 Alertmanager、Zabbix 或 CloudEvents 来源后，告警出现在这里。"),
            "bell-alert",
        ),
    )


@require_http_methods(["GET", "POST"])
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    """One alert with its labels; a POST says what one of them means."""
    person = person_of(request)
    found = alert_or_404(person, pk)
    form = RuleForm(request.POST or None, person=person)
    if request.method == "POST":
        require_mapper(person)
        if form.is_valid() and _add_rule(request, found.source, form):
            return redirect("monitoring:external_alert", pk=pk)
    context = {"alert": found, "form": form, "may_map": may_map(person)}
    return render(request, "external/alert.html", context, status=400 if form.is_bound else 200)


@require_POST
def resolve(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    actions.resolve_by_hand(alert_or_404(person, pk), actor=person, now=clock.now())
    toast(request, _("告警已结束。"))
    return redirect("monitoring:external_alert", pk=pk)


@require_http_methods(["GET", "POST"])
def labels(request: HttpRequest, pk: int) -> HttpResponse:
    """What is not mapped yet of a source, by label and value, and what was said about labels so far."""
    person = person_of(request)
    require_mapper(person)
    source = get_object_or_404(AlertSource, pk=pk)
    initial = {"label": request.GET.get("label", ""), "value": request.GET.get("value", "")}
    form = RuleForm(request.POST if request.method == "POST" else None, person=person, initial=initial)
    if form.is_bound and form.is_valid() and _add_rule(request, source, form):
        return redirect("monitoring:external_labels", pk=pk)
    context = {
        "source": source,
        "form": form,
        "unmapped": queries.unmapped_labels(source),
        "rules": rules_for(person).filter(source=source).select_related("terminal", "site", "created_by"),
    }
    return render(request, "external/labels.html", context, status=400 if form.is_bound else 200)


@require_POST
def remove_rule(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    require_mapper(person)
    rule = get_object_or_404(rules_for(person), pk=pk)
    actions.remove_rule(rule, actor=person)
    toast(request, _("已删除标签对应，已对应的告警不变。"))
    return redirect("monitoring:external_labels", pk=rule.source_id)


@never_cache
@require_http_methods(["GET", "POST"])
def sources(request: HttpRequest) -> HttpResponse:
    """All sources; after a POST also the new one's key, which is never shown again."""
    person = person_of(request)
    if not may_map(person):
        raise Forbidden("not_mapper", gettext_lazy("您的角色不能查看告警来源。"))
    form, made, secret = SourceForm(request.POST or None), None, ""
    if request.method == "POST" and form.is_valid():
        require_source_manager(person)
        try:
            made, secret = actions.create_source(**form.cleaned_data, actor=person, now=clock.now())
            form = SourceForm()
        except Refused as refusal:
            form.add_error("name", str(refusal))
    context = {
        "sources": queries.sources(clock.now()),
        "form": form,
        "made": made,
        "secret": secret,
        "address": _address(made.kind) if made else "",
        "may_manage": may_manage_sources(person),
    }
    return render(request, "external/sources.html", context)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    require_source_manager(person)
    source = get_object_or_404(sources_for(person), pk=pk)
    actions.revoke_source(source, actor=person, now=clock.now())
    toast(request, _("告警来源“%(name)s”的密钥已吊销。") % {"name": source.name})
    return redirect("monitoring:external_sources")


@require_safe
def zabbix_media_type(request: HttpRequest) -> HttpResponse:
    """The file that Zabbix imports."""
    person = person_of(request)
    if not may_manage_sources(person):
        raise Http404
    answer = HttpResponse(zabbix.media_type(_address(SourceKind.ZABBIX)), "application/yaml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="emergency-ops-zabbix.yaml"'
    return answer


def _address(kind: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{reverse('api-external', args=[kind])}"


def _add_rule(request: HttpRequest, source: AlertSource, form: RuleForm) -> bool:
    data = form.cleaned_data
    try:
        number = actions.add_rule(
            source,
            data["label"],
            data["value"],
            terminal=form.terminal,
            site=form.site,
            actor=person_of(request),
            now=clock.now(),
        )
    except Forbidden:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    toast(request, _("已设置标签对应，%(count)s条等待的告警已处理。") % {"count": number})
    return True
