"""Deliveries: the list, one with its card and its history, and what people say about it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.listing import Column, Empty, display, list_page
from emergency_ops.lib.middleware import toast
from notices.channels import access, actions
from notices.channels.cards import card_of, copies_of
from notices.channels.choices import SETTLED
from notices.channels.filters import DeliveryFilter
from notices.channels.forms import CardForm
from notices.channels.history import history
from notices.channels.models import Delivery
from resources.staff.access import person_of
from resources.staff.models import Person

Verb = Callable[[Delivery, Person, datetime, Mapping[str, str]], Delivery]
VERBS: Mapping[str, Verb] = {
    "out": lambda one, who, now, said: actions.say_out(one, actor=who, now=now, link=said["link"], text=said["text"]),
    "gone": lambda one, who, now, said: actions.say_gone(one, actor=who, now=now, text=said["text"]),
    "again": lambda one, who, now, said: actions.send_again(one, actor=who, now=now, text=said["text"]),
    "hand": lambda one, who, now, said: actions.handle_by_hand(one, actor=who, now=now, text=said["text"]),
    "drop": lambda one, who, now, said: actions.give_up(one, actor=who, now=now, text=said["text"]),
}
COLUMNS = [
    Column(
        "notice",
        gettext_lazy("公告"),
        lambda one: one.notice.number,
        template="channels/cells/notice.html",
        order="notice__number",
        wide=True,
    ),
    Column(
        "channel",
        gettext_lazy("渠道"),
        lambda one: one.channel,
        template="channels/cells/channel.html",
        order="channel",
        export=display("channel"),
    ),
    Column("account", gettext_lazy("账号"), lambda one: str(one.account or ""), order="account__name"),
    Column("operation", pgettext_lazy("delivery", "操作"), display("operation"), order="operation"),
    Column(
        "state",
        gettext_lazy("状态"),
        lambda one: one.state,
        template="channels/cells/state.html",
        order="state",
        export=display("state"),
    ),
    Column("error", gettext_lazy("原因"), lambda one: one.error, phone=False),
    Column("link", gettext_lazy("链接"), lambda one: one.link, template="channels/cells/link.html"),
    Column("handled", gettext_lazy("处理人"), lambda one: str(one.handled_by or ""), phone=False),
    Column("created", gettext_lazy("登记时间"), lambda one: one.created_at, order="created_at", phone=False),
    Column("changed", gettext_lazy("最近变化"), lambda one: one.changed_at, order="changed_at"),
]


@require_safe
def deliveries(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    access.require_reader(person)
    return list_page(
        request,
        queryset=access.deliveries_for(person).select_related("notice", "account", "handled_by"),
        filterset_class=DeliveryFilter,
        columns=COLUMNS,
        template="channels/deliveries.html",
        title=_("渠道投递"),
        export_name="channel-deliveries",
        term="channel",
        default_order="-created_at",
        row_href=lambda one: reverse("channels:delivery", args=[one.pk]),
        empty=Empty(_("还没有投递"), _("公告发布后，每个账号的发布和撤回都会出现在这里。"), icon="paper-airplane"),
        context={"may_keep_accounts": access.may_keep_accounts(person)},
    )


@never_cache
@require_safe
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """An htmx request gets the page's middle alone: it polls while something is under way."""
    return _page(request, access.delivery_or_404(person_of(request), pk), CardForm(verb="out"))


@require_POST
def say(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """What a person says about a delivery; what is refused keeps what was entered."""
    if verb not in VERBS:
        raise Http404(verb)
    person = person_of(request)
    found = access.delivery_or_404(person, pk)
    form = CardForm(request.POST, verb=verb)
    if form.is_valid():
        try:
            VERBS[verb](found, person, clock.now(), form.cleaned_data)
        except Forbidden:
            raise
        except Refused as refused:
            form.add_error(refused.code if refused.code in form.fields else _FIELDS.get(refused.code), str(refused))
        else:
            toast(request, _("已登记。"))
            return redirect("channels:delivery", pk=pk)
    return _page(request, access.delivery_or_404(person, pk), form, status=422)


#: the field that a refusal is about
_FIELDS = {"reason": "text"}


def _page(request: HttpRequest, found: Delivery, form: CardForm, status: int = 200) -> HttpResponse:
    may_handle = access.may_handle(person_of(request), found)
    card = card_of(found)
    context: dict[str, Any] = {
        "delivery": found,
        "card": card if may_handle and card.verbs else None,
        "advice": card.advice,
        "copies": copies_of(found),
        "form": form,
        "history": history(found),
        "is_moving": found.state not in SETTLED and not found.is_for_people,
    }
    template = "channels/_delivery.html" if request.headers.get("HX-Request") else "channels/delivery.html"
    return render(request, template, context, status=status)
