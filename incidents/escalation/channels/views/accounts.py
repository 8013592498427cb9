"""Accounts of channels: how they are doing, one with its form, a test, on and off. For administrators."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from emergency_ops.lib.middleware import toast
from incidents.escalation.access import require_channel_keeper
from incidents.escalation.channels.actions.accounts import save_account, set_enabled, try_out
from incidents.escalation.channels.actions.email import try_email
from incidents.escalation.channels.fates import Sent
from incidents.escalation.channels.forms import AccountForm
from incidents.escalation.channels.kinds import KINDS
from incidents.escalation.channels.models import ChannelAccount
from incidents.escalation.channels.queries import accounts as all_accounts
from incidents.escalation.channels.trying import MEANINGS
from incidents.escalation.choices import Channel
from resources.staff.access import person_of


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    return _list(request)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, channel: str) -> HttpResponse:
    if channel not in KINDS:
        raise Http404(channel)
    return _edit(request, channel, None)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    require_channel_keeper(person_of(request))
    found = get_object_or_404(ChannelAccount, pk=pk)
    return _edit(request, found.channel, found)


@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Sends a test message now; the list with the answer above it."""
    person = person_of(request)
    require_channel_keeper(person)
    account = get_object_or_404(ChannelAccount, pk=pk)
    sent = try_out(account, actor=person, now=clock.now())
    return _list(request, tried=account.name, channel=account.channel, sent=sent)


@require_POST
def test_email(request: HttpRequest) -> HttpResponse:
    sent = try_email(actor=person_of(request), now=clock.now())
    return _list(request, tried=Channel.EMAIL.label, channel=Channel.EMAIL, sent=sent)


@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """`enabled=1` switches on, anything else off."""
    person = person_of(request)
    require_channel_keeper(person)
    account = get_object_or_404(ChannelAccount, pk=pk)
    switched = set_enabled(account, enabled=request.POST.get("enabled") == "1", actor=person, now=clock.now())
    words = _("账号“%(name)s”已启用。") if switched.is_enabled else _("账号“%(name)s”已停用。")
    toast(request, words % {"name": switched.name})
    return redirect("escalation:channels")


def _list(request: HttpRequest, *, tried: object = "", channel: str = "", sent: Sent | None = None) -> HttpResponse:
    require_channel_keeper(person_of(request))
    name, advice = MEANINGS[sent.fate] if sent else ("", "")
    context = {
        "accounts": all_accounts(),
        "kinds": [(kind.value, kind.label) for kind in Channel if kind in KINDS],
        "email_host": getattr(settings, "EMAIL_HOST", ""),
        "email_from": settings.DEFAULT_FROM_EMAIL,
        "now": clock.now(),
        "tried": tried,
        "tried_channel": channel,
        "sent": sent,
        "fate": name,
        "advice": advice,
    }
    return render(request, "escalation/channels.html", context)


def _edit(request: HttpRequest, channel: str, account: ChannelAccount | None) -> HttpResponse:
    person = person_of(request)
    require_channel_keeper(person)
    form = AccountForm(request.POST or None, channel=channel, account=account, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_account(account, form.data_given(), channel=channel, actor=person, now=clock.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, _("账号“%(name)s”已保存，请发送测试消息核对。") % {"name": saved.name})
            return redirect("escalation:channels")
    context = {"form": form, "account": account, "channel": channel, "kind": KINDS[channel]}
    status = 422 if request.method == "POST" else 200
    return render(request, "escalation/channel.html", {**context, "label": Channel(channel).label}, status=status)
