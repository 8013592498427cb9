"""One call, or one look, for a delivery. Nothing here writes to the database."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

import structlog
from django.conf import settings
from django.utils.translation import gettext as _

from incidents.escalation.channels.fates import Fate
from incidents.escalation.channels.parcels import Account
from incidents.escalation.channels.sealing import Sealed, unseal

from . import wechat, weibo
from .choices import PublicChannel, Step
from .models import Delivery, PublicAccount
from .outcomes import Look, Result, Seen

log = structlog.get_logger(__name__)
Act = Callable[[Account, Delivery, datetime], Result]
ACTS: Mapping[tuple[str, str], Act] = {
    (PublicChannel.WECHAT, Step.DRAFT): lambda account, one, now: wechat.add_draft(account, one.payload, now),
    (PublicChannel.WECHAT, Step.SEEK_DRAFT): lambda account, one, now: wechat.seek_draft(account, one.payload, now),
    (PublicChannel.WECHAT, Step.SUBMIT): lambda account, one, now: wechat.submit(account, one.ids, now),
    (PublicChannel.WECHAT, Step.TAKE_BACK): lambda account, one, now: wechat.take_back(account, _ids_of(one), now),
    (PublicChannel.WEIBO, Step.SHARE): lambda account, one, now: weibo.share(account, one.payload, now),
    (PublicChannel.WEIBO, Step.TAKE_BACK): lambda account, one, now: weibo.take_back(account, _ids_of(one), now),
}


def opened(account: PublicAccount) -> Account:
    """Raises sealing.Sealed for secrets that the keys at hand do not open."""
    address = settings.PUBLIC_CHANNEL_ADDRESSES[account.channel].rstrip("/")
    return Account(account.channel, address, account.options, unseal(account.sealed))


def act(delivery: Delivery, now: datetime) -> Result:
    """Do the delivery's next step, once. Never raises: what breaks on the way leaves open what the channel did."""
    try:
        result = _act(delivery, now)
    except Exception as error:
        return Result(Fate.UNKNOWN, _broken(delivery, error))
    return replace(result, error=storable(result.error), link=address(result.link), ids=_storable(result.ids))


def look(delivery: Delivery, now: datetime) -> Look:
    """Ask what became of what was sent. Never raises."""
    try:
        found = _look(delivery, now)
    except Exception as error:
        return Look(Seen.NO_ANSWER, _broken(delivery, error))
    return replace(found, error=storable(found.error), link=address(found.link), ids=_storable(found.ids))


def storable(text: str) -> str:
    """What the other side has written, without characters that the database cannot keep."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


def address(link: str) -> str:
    """An address of the other side's as it may stand in a page of ours; "" for what leads elsewhere than to a website."""
    return storable(link) if link.startswith(("https://", "http://")) else ""


def _act(delivery: Delivery, now: datetime) -> Result:
    if delivery.account is None or not delivery.account.is_enabled:
        return Result(Fate.AUTH, _("发布账号已停用。"))
    try:
        account = opened(delivery.account)
    except Sealed:
        return Result(Fate.AUTH, unreadable())
    return ACTS[delivery.channel, delivery.step](account, delivery, now)


def _look(delivery: Delivery, now: datetime) -> Look:
    if delivery.account is None:
        return Look(Seen.NO_ANSWER)
    try:
        account = opened(delivery.account)
    except Sealed:
        return Look(Seen.NO_ANSWER, unreadable())
    if delivery.channel == PublicChannel.WECHAT:
        return wechat.look(account, delivery.payload, delivery.ids, now)
    return weibo.look(account, delivery.payload, delivery.sent_at or delivery.created_at, now)


def check(account: PublicAccount, now: datetime) -> Result:
    """Whether the account lets us in; changes nothing there."""
    try:
        ready = opened(account)
    except Sealed:
        return Result(Fate.AUTH, unreadable())
    found = wechat.check(ready, now) if account.channel == PublicChannel.WECHAT else weibo.check(ready, now)
    return replace(found, error=storable(found.error))


def unreadable() -> str:
    return _("系统密钥已更换，账号的密钥无法解密，请重新填写。")


def _broken(delivery: Delivery, error: Exception) -> str:
    """Only the kind of an error is told: its words may hold what was sent."""
    log.error("delivery_broken", delivery=delivery.pk, step=delivery.step, error=type(error).__name__)
    return _("程序错误（%(kind)s），请联系系统管理员。") % {"kind": type(error).__name__}


def _storable(ids: Mapping[str, str]) -> dict[str, str]:
    return {name: storable(text) for name, text in ids.items()}


def _ids_of(withdrawal: Delivery) -> Mapping[str, str]:
    return withdrawal.takes_back.ids if withdrawal.takes_back else {}
