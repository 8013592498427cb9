"""Pages of sites."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from emergency_ops.lib.listing import Column, Empty, list_page
from emergency_ops.lib.middleware import toast
from emergency_ops.lib.roles import IMPORTERS
from resources.network import hours
from resources.network.access import may_edit, require_editor, sees_region, site_or_404
from resources.network.actions import save_site
from resources.network.choices import TerminalStatus
from resources.network.conditions import IN_SERVICE
from resources.network.filters import SiteFilter
from resources.network.forms import SiteForm
from resources.network.models import Site
from resources.network.queries import changes_of, listed_sites, region_path, terminals_of

COLUMNS = [
    Column("name", gettext_lazy("网点名称"), lambda s: s.name, order="pinyin", wide=True),
    Column("code", gettext_lazy("网点编号"), lambda s: s.code, order="code", template="network/cells/code.html"),
    Column(
        "region",
        gettext_lazy("区域"),
        lambda s: s.region.name,
        order="region_id",
        template="network/cells/code.html",
    ),
    Column("kind", gettext_lazy("类型"), lambda s: s.kind, order="kind", template="network/cells/code.html"),
    Column("hours", gettext_lazy("营业时间"), lambda s: s.opening_hours, phone=False),
    Column("visitors", gettext_lazy("日均客流"), lambda s: s.daily_visitors, order="daily_visitors", numeric=True),
    Column("terminals", gettext_lazy("终端数"), lambda s: s.terminal_count, numeric=True),
    Column(
        "impaired",
        gettext_lazy("异常或未知"),
        lambda s: s.impaired_count,
        numeric=True,
        template="network/cells/impaired.html",
    ),
]


@require_safe
def sites(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        queryset=listed_sites(request.user, clock.now()),
        filterset_class=SiteFilter,
        columns=COLUMNS,
        template="network/sites.html",
        title=_("网点"),
        context={"may_edit": may_edit(request.user)},
        export_name="sites",
        term="site",
        empty=Empty(
            gettext_lazy("还没有网点"),
            gettext_lazy("先导入或新建网点，再导入终端，系统才知道看护什么。"),
            "building-office-2",
            "network:import?kind=sites",
            gettext_lazy("导入网点"),
            IMPORTERS,
        ),
        default_order="pinyin",
        row_href=lambda site: reverse("network:site", args=[site.code]),
    )


@require_safe
def site(request: HttpRequest, code: str) -> HttpResponse:
    found = site_or_404(request.user, code)
    terminals = list(terminals_of(found, clock.now()))
    in_service = [terminal for terminal in terminals if terminal.status == TerminalStatus.IN_SERVICE]
    context = {
        "site": found,
        "path": region_path(found.region_id),
        "opening": _opening(found),
        "hours": found.opening_hours.replace("；", ";").split(";"),
        "terminals": terminals,
        "in_service": len(in_service),
        "impaired": sum(getattr(terminal, "condition", "") != IN_SERVICE for terminal in in_service),
        "changes": changes_of(found),
        "may_edit": may_edit(request.user) and sees_region(request.user, found.region_id),
    }
    return render(request, "network/site.html", context)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    require_editor(request.user)
    return _edit(request, Site(), _("新建网点"))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    found = site_or_404(request.user, code)
    require_editor(request.user, found.region_id)
    return _edit(request, found, _("修改网点"))


def _edit(request: HttpRequest, instance: Site, title: str) -> HttpResponse:
    form = SiteForm(request.POST or None, instance=instance, person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_site(form.instance, actor=request.user, now=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("网点已保存。"))
            return redirect("network:site", saved.code)
    back = reverse("network:site", args=[instance.code]) if instance.pk else reverse("network:sites")
    return render(request, "network/edit.html", {"form": form, "title": title, "back": back})


def _opening(found: Site) -> dict[str, Any]:
    """Whether it is open now and until when; nothing where the stored text is not understood."""
    try:
        parsed = hours.parse(found.opening_hours)
    except ValueError:
        return {}
    now = clock.now()
    is_open = parsed.is_open(now)
    return {"known": True, "open": is_open, "until": parsed.next_close(now) if is_open else parsed.next_open(now)}
