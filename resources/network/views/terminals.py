"""Pages of terminals."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Invalid, Refused
from emergency_ops.lib.listing import Column, Empty, list_page
from emergency_ops.lib.middleware import toast
from emergency_ops.lib.roles import IMPORTERS
from emergency_ops.lib.wording import listed
from resources.network.access import may_edit, require_editor, sees_region, site_or_404, terminal_or_404
from resources.network.actions import change_status, save_terminal
from resources.network.choices import PaymentMethod
from resources.network.filters import TerminalFilter
from resources.network.forms import StatusForm, TerminalForm
from resources.network.models import Terminal
from resources.network.queries import changes_of, listed_terminals, region_path


def method_labels(terminal: Terminal) -> str:
    known = set(PaymentMethod)
    return listed(str(PaymentMethod(m).label) if m in known else m for m in terminal.payment_methods)


def _hourly(terminal: Terminal) -> float:
    usual = terminal.hourly_payments
    return int(usual) if usual.is_integer() else usual


COLUMNS = [
    Column("code", gettext_lazy("设备编号"), lambda t: t.code, order="code", template="network/cells/code.html"),
    Column("site", gettext_lazy("网点"), lambda t: t.site.name, order="site__pinyin", wide=True),
    Column("region", gettext_lazy("区域"), lambda t: t.site.region.name, order="site__region_id"),
    Column("condition", gettext_lazy("设备状况"), lambda t: t.condition, template="network/cells/condition.html"),
    Column("status", gettext_lazy("状态"), lambda t: t.status, order="status", template="network/cells/status.html"),
    Column("model", gettext_lazy("型号"), lambda t: t.model, order="model"),
    Column("version", gettext_lazy("软件版本"), lambda t: t.software_version, order="software_version"),
    Column("line", gettext_lazy("通信线路"), lambda t: t.line, order="line"),
    Column("methods", gettext_lazy("支付方式"), method_labels, phone=False),
    Column(
        "hourly",
        gettext_lazy("小时均笔数"),
        _hourly,
        order="hourly_payments",
        numeric=True,
        phone=False,
    ),
]


@require_safe
def terminals(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        queryset=listed_terminals(request.user, clock.now()),
        filterset_class=TerminalFilter,
        columns=COLUMNS,
        template="network/terminals.html",
        title=_("自助终端"),
        context={"may_edit": may_edit(request.user)},
        export_name="terminals",
        term="terminal",
        empty=Empty(
            gettext_lazy("还没有终端"),
            gettext_lazy("网点导入后，再导入或新建终端；上报从登记过的终端接收。"),
            "computer-desktop",
            "network:import?kind=terminals",
            gettext_lazy("导入终端"),
            IMPORTERS,
        ),
        default_order="code",
        row_href=lambda terminal: reverse("network:terminal", args=[terminal.code]),
    )


@require_safe
def terminal(request: HttpRequest, code: str) -> HttpResponse:
    found = terminal_or_404(request.user, code)
    editable = may_edit(request.user) and sees_region(request.user, found.site.region_id)
    context = {
        "terminal": found,
        "path": region_path(found.site.region_id),
        "methods": method_labels(found),
        "components": found.components.order_by("kind", "serial_number"),
        "changes": changes_of(found),
        "may_edit": editable,
        "status_form": StatusForm(terminal=found) if editable else None,
    }
    return render(request, "network/terminal.html", context)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    require_editor(request.user)
    new = Terminal()
    if site_code := request.GET.get("site"):
        new.site = site_or_404(request.user, site_code)
    return _edit(request, new, _("新建终端"))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    found = terminal_or_404(request.user, code)
    require_editor(request.user, found.site.region_id)
    return _edit(request, found, _("修改终端"))


@require_POST
def status(request: HttpRequest, code: str) -> HttpResponse:
    found = terminal_or_404(request.user, code)
    form = StatusForm(request.POST, terminal=found)
    if not form.is_valid():
        raise Invalid("terminal_status_form", gettext_lazy("请选择要改成的状态，原因最多 100 个字。"))
    chosen = form.cleaned_data
    change_status(found.pk, chosen["status"], actor=request.user, now=clock.now(), reason=chosen["reason"])
    toast(request, _("终端状态已修改。"))
    return redirect("network:terminal", found.code)


def _edit(request: HttpRequest, instance: Terminal, title: str) -> HttpResponse:
    form = TerminalForm(request.POST or None, instance=instance, person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_terminal(form.instance, actor=request.user, now=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("终端已保存。"))
            return redirect("network:terminal", saved.code)
    back = reverse("network:terminal", args=[instance.code]) if instance.pk else reverse("network:terminals")
    return render(request, "network/edit.html", {"form": form, "title": title, "back": back})
