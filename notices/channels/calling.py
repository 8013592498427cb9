"""One call, or one look, for a delivery. Nothing here writes to the database."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from incidents.escalation.channels.fates import Fate
from incidents.escalation.channels.parcels import Account
from incidents.escalation.channels.sealing import Sealed, unseal

from . import wechat, weibo
from .choices import PublicChannel, Step
from .models import Delivery, PublicAccount
from .outcomes import Look, Result, Seen

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
    """Do the delivery's next step, once. Never raises for what a server does."""
    if delivery.account is None or not delivery.account.is_enabled:
        return Result(Fate.AUTH, _("发布账号已停用。"))
    try:
        account = opened(delivery.account)
    except Sealed:
        return Result(Fate.AUTH, unreadable())
    return ACTS[delivery.channel, delivery.step](account, delivery, now)


def look(delivery: Delivery, now: datetime) -> Look:
    """Ask what became of what was sent."""
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
    return wechat.check(ready, now) if account.channel == PublicChannel.WECHAT else weibo.check(ready, now)


def unreadable() -> str:
    return _("系统密钥已更换，账号的密钥无法解密，请重新填写。")


def _ids_of(withdrawal: Delivery) -> Mapping[str, str]:
    return withdrawal.takes_back.ids if withdrawal.takes_back else {}
