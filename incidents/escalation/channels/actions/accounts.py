"""Accounts: made, changed, switched on and off, tried out. Secrets go in and never come out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import structlog
from django.db import IntegrityError, transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Invalid, Refused
from emergency_ops.lib.wording import listed
from incidents.escalation.access import require_channel_keeper
from incidents.escalation.channels import adapters, delivery, rules, trying
from incidents.escalation.channels.fates import Fate, Sent
from incidents.escalation.channels.kinds import KINDS, secret_of
from incidents.escalation.channels.models import ChannelAccount
from incidents.escalation.channels.packing import opened
from incidents.escalation.channels.sealing import Sealed, seal, unseal
from resources.network.models import Region
from resources.staff.models import Person

from .outcomes import note_outcome

log = structlog.get_logger(__name__)
SHORTEST_SECRET = 16


@dataclass(frozen=True)
class AccountData:
    """What a form says. secrets: only those that were entered; the others stay as they are."""

    name: str
    region: Region | None
    address: str
    options: Mapping[str, str]
    secrets: Mapping[str, str]


def save_account(
    account: ChannelAccount | None, data: AccountData, *, channel: str = "", actor: Person, now: datetime
) -> ChannelAccount:
    """Make an account of a channel (account None) or change one.

    Raises Invalid for missing secrets, and for another address without them: a new address must not be given the old ones.
    Raises Refused when the channel has an account of this name.
    """
    require_channel_keeper(actor)
    with transaction.atomic():
        saved = _row(account, channel, actor, now)
        known = _known_secrets(saved, moved=_host(saved.address) != _host(data.address) and account is not None)
        entered = {name: secret_of(saved.channel, name, text) for name, text in data.secrets.items() if text}
        secrets = known | entered
        _check(saved.channel, data, secrets)
        saved.name, saved.region, saved.address = data.name, data.region, data.address
        saved.options, saved.changed_at, saved.changed_by = dict(data.options), now, actor
        saved.sealed = seal(secrets) if entered else saved.sealed
        _save(saved)
    log.info("channel_account_saved", account=saved.pk, channel=saved.channel, secrets=sorted(entered), actor=actor.pk)
    return saved


def set_enabled(account: ChannelAccount, *, enabled: bool, actor: Person, now: datetime) -> ChannelAccount:
    """Switch an account on or off. What waits for one that is off fails, visibly, when its turn comes."""
    require_channel_keeper(actor)
    with transaction.atomic():
        locked = ChannelAccount.objects.select_for_update().get(pk=account.pk)
        locked.is_enabled, locked.changed_at, locked.changed_by = enabled, now, actor
        locked.save(update_fields=["is_enabled", "changed_at", "changed_by"])
    log.info("channel_account_switched", account=account.pk, enabled=enabled, actor=actor.pk)
    return locked


def try_out(account: ChannelAccount, *, actor: Person, now: datetime) -> Sent:
    """Send a test message at once, a text message to the actor, and say what came of it. It counts towards the account's limit.

    Raises Refused when the account may not send at present.
    """
    require_channel_keeper(actor)
    _take_turn(account.pk, now)
    try:
        ready = opened(account)
    except Sealed:
        sent = Sent(Fate.PERMANENT, delivery.unreadable())
    else:
        sent = adapters.send(ready, trying.parcel(account, actor, now), clock.now)
    with transaction.atomic():
        note_outcome(account.pk, sent, now=clock.now())
    log.info("channel_account_tried", account=account.pk, fate=sent.fate, actor=actor.pk)
    return sent


def _take_turn(account_id: int, now: datetime) -> None:
    with transaction.atomic():
        account = ChannelAccount.objects.select_for_update().get(pk=account_id)
        limits = adapters.ADAPTERS[account.channel].limits
        until = max(rules.free_again_at(account.sent_at, limits, now), account.held_until or now)
        if until > now:
            raise Refused("limit", _("这个账号正在限流，请于 %(time)s 之后再试。"), time=f"{localtime(until):%H:%M:%S}")
        account.sent_at = rules.kept(account.sent_at, limits, now)
        account.save(update_fields=["sent_at"])


def _row(account: ChannelAccount | None, channel: str, actor: Person, now: datetime) -> ChannelAccount:
    if account is not None:
        return ChannelAccount.objects.select_for_update().get(pk=account.pk)
    return ChannelAccount(channel=channel, created_at=now, created_by=actor)


def _known_secrets(account: ChannelAccount, *, moved: bool) -> dict[str, str]:
    try:
        return {} if moved else unseal(account.sealed)
    except Sealed:
        return {}


def _check(channel: str, data: AccountData, secrets: Mapping[str, str]) -> None:
    kind = KINDS[channel]
    missing = [asked for asked in kind.secrets if asked.required and not secrets.get(asked.name)]
    if missing:
        names = listed(str(asked.label) for asked in missing)
        raise Invalid("secret", _("请填写密钥：%(names)s。更换地址后，原来的密钥须重新填写。"), names=names)
    if kind.needs_address and not data.address:
        raise Invalid("address", _("请填写接收方的地址。"))
    if kind.needs_address and len(secrets["secret"]) < SHORTEST_SECRET:
        raise Invalid("short_secret", _("签名密钥至少 16 个字符。"))


def _save(account: ChannelAccount) -> None:
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as error:
        raise Refused("name_taken", _("这个渠道已有名为“%(name)s”的账号。"), name=account.name) from error


def _host(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
