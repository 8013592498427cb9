"""WeChat and Weibo as outlets of notices."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from emergency_ops.lib.badges import look_of
from notices.content.models import Notice
from notices.content.registry import Line, Outlet, Preview, register
from notices.content.told import Told

from . import queries
from .actions.queueing import publish, replace, withdraw
from .choices import DeliveryState, Operation, PublicChannel
from .models import Delivery
from .renderings import article, status

#: a channel's place among the outlets
_ORDER: Final = {PublicChannel.WECHAT: 30, PublicChannel.WEIBO: 40}
_ICONS: Final = {PublicChannel.WECHAT: "chat-bubble-left-ellipsis", PublicChannel.WEIBO: "megaphone"}


def preview_wechat(told: Told) -> Preview:
    made = article.article(told)
    accounts = queries.serving(PublicChannel.WECHAT, told.region_code)
    context = {"article": made, "accounts": accounts, "is_drill": told.is_drill}
    return Preview("channels/_preview_wechat.html", context, made.limits, article.problems(told))


def preview_weibo(told: Told) -> Preview:
    made = status.status(told)
    accounts = queries.serving(PublicChannel.WEIBO, told.region_code)
    domains = sorted({str(account.options.get("domain") or "") for account in accounts})
    context = {"status": made, "accounts": accounts, "is_drill": told.is_drill}
    return Preview("channels/_preview_weibo.html", context, made.limits, status.problems(told, domains))


def tell(params: Mapping[str, Any]) -> str:
    """An entry in the notice's history: where, which operation, the state that it came to, why."""
    _look, state = look_of("public_delivery", str(params.get("state", "")))
    where = PublicChannel(params["outlet"]).label
    account = f"（{params['account']}）" if params.get("account") else ""
    operation = Operation(params["operation"]).label
    why = f"：{params['error']}" if params.get("error") else ""
    return f"{where}{account} {operation} · {state}{why}"


def lines(channel: str, notices: Sequence[Notice], now: datetime) -> Iterable[Line]:
    """One a publication and one a withdrawal; one query. A publication that was withdrawn is told once."""
    found = list(queries.of_notices([notice.pk for notice in notices], channel))
    return [_line(delivery) for delivery in found if not _is_told_by_its_withdrawal(delivery, found)]


def _is_told_by_its_withdrawal(delivery: Delivery, found: Sequence[Delivery]) -> bool:
    is_over = delivery.state in (DeliveryState.WITHDRAWN, DeliveryState.CANCELLED)
    return is_over and any(other.takes_back_id == delivery.pk for other in found)


def _line(delivery: Delivery) -> Line:
    look, label = look_of("public_delivery", delivery.state)
    operation = "" if delivery.is_publication else f"{delivery.get_operation_display()} · "
    needs_hand = delivery.is_for_people
    address = reverse("channels:delivery", args=[delivery.pk])
    return Line(
        outlet=delivery.channel,
        notice=delivery.notice_id,
        place=str(delivery.account or _("人工发布")),
        state=f"{operation}{label}",
        tone=look.tone.value,
        since=delivery.changed_at,
        open=delivery.is_open,
        standing=delivery.is_standing,
        link=_link(delivery),
        action=address if needs_hand else "",
        detail=delivery.error,
        by=str(delivery.handled_by or ""),
    )


def _link(delivery: Delivery) -> str:
    """Where it is, or where it is to be taken away from; "" for what is gone."""
    if delivery.state in (DeliveryState.WITHDRAWN, DeliveryState.CANCELLED):
        return ""
    return delivery.link or (delivery.takes_back.link if delivery.takes_back else "")


for _channel, _preview in ((PublicChannel.WECHAT, preview_wechat), (PublicChannel.WEIBO, preview_weibo)):
    register(
        Outlet(
            code=_channel.value,
            label=_channel.label,
            icon=_ICONS[_channel],
            order=_ORDER[_channel],
            is_public=True,
            preview=_preview,
            publish=partial(publish, _channel.value),
            replace=partial(replace, _channel.value),
            withdraw=partial(withdraw, _channel.value),
            lines=partial(lines, _channel.value),
            tell=tell,
        )
    )
