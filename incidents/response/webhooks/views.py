"""Pages: endpoints, their test button, and the log of calls."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.listing import Column, Empty, display, list_page
from emergency_ops.lib.middleware import toast
from incidents.escalation.channels.fates import Fate
from resources.staff.access import person_of

from . import actions, queries
from .access import calls_for, endpoint_or_404, require_webhook_manager
from .filters import CallFilter
from .forms import EndpointForm
from .models import WebhookEndpoint

COLUMNS = (
    Column("created", gettext_lazy("时间"), lambda row: row.created_at, order="created_at"),
    Column("endpoint", gettext_lazy("接口"), lambda row: row.endpoint.name, order="endpoint__name"),
    Column("incident", gettext_lazy("事件"), lambda row: row.entry.incident.number, order="entry__incident__number"),
    Column("kind", gettext_lazy("事件类型"), lambda row: row.entry.get_kind_display(), phone=False),
    Column("state", gettext_lazy("状态"), display("state"), order="state", template="webhooks/cells/state.html"),
    Column("attempts", gettext_lazy("次数"), lambda row: row.attempts, order="attempts", numeric=True),
    Column("error", gettext_lazy("对方答复"), lambda row: row.error, wide=True),
    Column("due", gettext_lazy("下次发送"), lambda row: row.due_at if row.state == "retry_wait" else None, phone=False),
)


@never_cache
@require_http_methods(["GET", "POST"])
def endpoints(request: HttpRequest) -> HttpResponse:
    """All endpoints; after a POST also the new one's secret, which is never shown again."""
    person = person_of(request)
    require_webhook_manager(person)
    form, made, secret = EndpointForm(request.POST or None), None, ""
    if request.method == "POST" and form.is_valid():
        made, secret = _saved(request, None, form)
        form = EndpointForm() if made else form
    context = {"endpoints": queries.listed_endpoints(person), "form": form, "made": made, "secret": secret}
    return render(request, "webhooks/endpoints.html", context)


@require_http_methods(["GET", "POST"])
def endpoint(request: HttpRequest, pk: int) -> HttpResponse:
    """One endpoint with its last calls; a POST changes it."""
    person = person_of(request)
    require_webhook_manager(person)
    found = endpoint_or_404(person, pk)
    form = EndpointForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid() and _saved(request, endpoint_or_404(person, pk), form)[0]:
        toast(request, _("外发接口已保存。"))
        return redirect("incidents:webhook", pk=pk)
    return _shown(request, pk, form, status=400 if form.is_bound else 200)


@never_cache
@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Another secret, shown this once."""
    person = person_of(request)
    found = endpoint_or_404(person, pk)
    secret = actions.renew_secret(found, actor=person)
    return _shown(request, pk, EndpointForm(instance=found), secret=secret)


@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    sent = actions.try_out(endpoint_or_404(person, pk), actor=person, now=clock.now())
    if sent.fate == Fate.ACCEPTED:
        toast(request, _("对方已接收测试事件。"))
    else:
        toast(request, _("测试失败：%(error)s") % {"error": sent.error or sent.fate}, messages.ERROR)
    return redirect("incidents:webhook", pk=pk)


@require_safe
def calls(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    require_webhook_manager(person)
    return list_page(
        request,
        queryset=queries.listed_calls(person),
        filterset_class=CallFilter,
        columns=COLUMNS,
        template="webhooks/calls.html",
        title=_("外发记录"),
        export_name="webhook-calls",
        term="webhook",
        default_order="-created_at",
        row_href=lambda row: reverse("incidents:webhook_call", args=[row.pk]),
        empty=Empty(_("还没有外发记录"), _("登记外发接口后，事件的每一步都会发送给它。"), "paper-airplane"),
    )


@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """One call; a POST makes one that failed again."""
    person = person_of(request)
    found = calls_for(person).select_related("endpoint", "entry__incident").filter(pk=pk).first()
    if found is None:
        raise Http404(str(pk))
    if request.method == "POST":
        actions.call_again(pk, actor=person, now=clock.now())
        toast(request, _("已重新排队发送。"))
        return redirect("incidents:webhook_call", pk=pk)
    return render(request, "webhooks/call.html", {"call": found})


def _shown(request: HttpRequest, pk: int, form: EndpointForm, *, secret: str = "", status: int = 200) -> HttpResponse:
    person = person_of(request)
    found = queries.listed_endpoints(person).get(pk=pk)
    last = queries.listed_calls(person).filter(endpoint=pk)[:10]
    context = {"endpoint": found, "form": form, "calls": last, "secret": secret}
    return render(request, "webhooks/endpoint.html", context, status=status)


def _saved(
    request: HttpRequest, found: WebhookEndpoint | None, form: EndpointForm
) -> tuple[WebhookEndpoint | None, str]:
    """The endpoint and a new one's secret; None with the refusal in the form."""
    try:
        return actions.save_endpoint(found, form.target(), actor=person_of(request), now=clock.now())
    except Forbidden:
        raise
    except Refused as refusal:
        form.add_error("url" if refusal.code == "webhook_url" else "name", str(refusal))
        return None, ""
