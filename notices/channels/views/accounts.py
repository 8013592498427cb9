"""Accounts of public channels: how they are doing, one with its form, a test, on and off. For administrators."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from emergency_ops.lib.middleware import toast
from notices.channels import queries
from notices.channels.access import require_account_keeper
from notices.channels.actions import save_account, set_enabled, try_out
from notices.channels.choices import PublicChannel
from notices.channels.forms import AccountForm
from notices.channels.kinds import KINDS, MEANINGS
from notices.channels.models import PublicAccount
from notices.channels.outcomes import Result
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
    require_account_keeper(person_of(request))
    found = get_object_or_404(PublicAccount, pk=pk)
    return _edit(request, found.channel, found)


@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks the channel whether it lets the account in; the list with the answer above it."""
    person = person_of(request)
    require_account_keeper(person)
    account = get_object_or_404(PublicAccount, pk=pk)
    return _list(request, tried=account, result=try_out(account, actor=person, now=clock.now()))


@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """`enabled=1` switches on, anything else off."""
    person = person_of(request)
    require_account_keeper(person)
    account = get_object_or_404(PublicAccount, pk=pk)
    switched = set_enabled(account, enabled=request.POST.get("enabled") == "1", actor=person, now=clock.now())
    words = _("账号“%(name)s”已启用。") if switched.is_enabled else _("账号“%(name)s”已停用。")
    toast(request, words % {"name": switched.name})
    return redirect("channels:accounts")


def _list(request: HttpRequest, *, tried: PublicAccount | None = None, result: Result | None = None) -> HttpResponse:
    require_account_keeper(person_of(request))
    name, advice = MEANINGS[result.fate] if result else ("", "")
    context = {
        "accounts": queries.accounts(),
        "kinds": PublicChannel.choices,
        "tried": tried,
        "result": result,
        "fate": name,
        "advice": advice,
    }
    return render(request, "channels/accounts.html", context)


def _edit(request: HttpRequest, channel: str, account: PublicAccount | None) -> HttpResponse:
    person = person_of(request)
    require_account_keeper(person)
    form = AccountForm(request.POST or None, channel=channel, account=account, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_account(account, form.data_given(), channel=channel, actor=person, now=clock.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, _("账号“%(name)s”已保存，请测试核对。") % {"name": saved.name})
            return redirect("channels:accounts")
    context = {"form": form, "account": account, "kind": KINDS[channel], "label": PublicChannel(channel).label}
    return render(request, "channels/account.html", context, status=422 if request.method == "POST" else 200)
