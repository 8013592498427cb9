"""Pages of the catalogue of channels, and choosing from it for a substitute."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.listing import Column, Empty, display, list_page
from emergency_ops.lib.middleware import toast
from emergency_ops.lib.wording import listed
from incidents.response.access import incident_or_404, require
from incidents.response.online.access import channel_or_404, may_keep_channels, online_or_404, require_keeper
from incidents.response.online.actions import name_channels, save_channel
from incidents.response.online.filters import ChannelFilter
from incidents.response.online.forms import ChannelForm, NamedChannelsForm
from incidents.response.online.guidance import told
from incidents.response.online.models import OnlineChannel
from incidents.response.rules.transitions import Verb
from resources.network.choices import PaymentMethod
from resources.network.queries import changes_of
from resources.staff.access import person_of

COLUMNS = (
    Column("name", gettext_lazy("名称"), lambda row: row.name, order="name", wide=True),
    Column("kind", gettext_lazy("类型"), display("kind"), order="kind"),
    Column("finding", gettext_lazy("怎样找到"), lambda row: row.finding, phone=False),
    Column("services", gettext_lazy("可办业务"), lambda row: listed(row.services) or _("全部"), phone=False),
    Column("hours", gettext_lazy("服务时间"), lambda row: row.hours),
    Column(
        "capacity",
        gettext_lazy("每小时可办笔数"),
        lambda row: row.capacity_per_hour,
        order="capacity_per_hour",
        numeric=True,
        phone=False,
    ),
    Column("is_active", gettext_lazy("启用"), lambda row: row.is_active, template="online/cells/active.html"),
)


@require_safe
def channel_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        queryset=OnlineChannel.objects.all(),
        filterset_class=ChannelFilter,
        columns=COLUMNS,
        template="online/channels.html",
        title=_("线上渠道"),
        context={"may_edit": may_keep_channels(person_of(request))},
        export_name="online-channels",
        term="online_channel",
        empty=Empty(
            _("还没有线上渠道"),
            _("登记官网、App、微信、支付宝等缴费渠道，停机时即可引导群众使用。"),
            icon="globe-asia-australia",
        ),
        default_order="rank",
        row_href=lambda row: reverse("incidents:channel", args=[row.pk]),
    )


@require_safe
def channel(request: HttpRequest, pk: int) -> HttpResponse:
    found = channel_or_404(pk)
    context = {
        "channel": found,
        "chinese": told(found, "zh-hans"),
        "english": told(found, "en"),
        "methods": [PaymentMethod(method).label for method in found.payment_methods],
        "changes": changes_of(found),
        "may_edit": may_keep_channels(person_of(request)),
    }
    return render(request, "online/channel.html", context)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    return _edit(request, OnlineChannel(), _("新建线上渠道"))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, channel_or_404(pk), _("修改线上渠道"))


def _edit(request: HttpRequest, instance: OnlineChannel, title: str) -> HttpResponse:
    person = person_of(request)
    require_keeper(person)
    form = ChannelForm(request.POST or None, instance=instance)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_channel(form.instance, actor=person, now=clock.now(), reason=form.cleaned_data["reason"])
        except Forbidden:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("线上渠道已保存。"))
            return redirect("incidents:channel", saved.pk)
    back = reverse("incidents:channel", args=[instance.pk]) if instance.pk else reverse("incidents:channels")
    status = 400 if form.is_bound else 200
    return render(request, "inventory/edit.html", {"form": form, "title": title, "back": back}, status=status)


@require_http_methods(["GET", "POST"])
def name_for(request: HttpRequest, number: str, substitute: int) -> HttpResponse:
    """Choose the channels of an online substitute."""
    person = person_of(request)
    require(person, Verb.SUBSTITUTE)
    incident = incident_or_404(person, number)
    row = online_or_404(person, incident, substitute)
    form = NamedChannelsForm(request.POST or None, substitute=row)
    back = reverse("incidents:substitute", args=[number, row.pk])
    if form.is_bound and form.is_valid():
        name_channels(row, list(form.cleaned_data["channels"]), actor=person, now=clock.now())
        toast(request, _("已选定线上渠道。"))
        return redirect(back)
    context = {"form": form, "title": _("选定线上渠道"), "back": back}
    return render(request, "inventory/edit.html", context, status=400 if form.is_bound else 200)
