"""Accounts: made, changed, switched on and off, tried out. Secrets go in and never come out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Invalid, Refused
from emergency_ops.lib.wording import listed
from incidents.escalation.channels.fates import Fate
from incidents.escalation.channels.sealing import Sealed, seal, unseal
from notices.channels import calling
from notices.channels.access import require_account_keeper
from notices.channels.kinds import KINDS
from notices.channels.models import PublicAccount
from notices.channels.outcomes import Result
from resources.network.models import Region
from resources.staff.models import Person

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class AccountData:
    """What a form says. secrets: only those that were entered; the others stay as they are."""

    name: str
    region: Region | None
    options: Mapping[str, str]
    secrets: Mapping[str, str]


def save_account(
    account: PublicAccount | None, data: AccountData, *, channel: str = "", actor: Person, now: datetime
) -> PublicAccount:
    """Make an account of a channel (account None) or change one.

    Raises Forbidden; Invalid("secret") for missing secrets; Refused("name_taken").
    """
    require_account_keeper(actor)
    with transaction.atomic():
        saved = _row(account, channel, actor, now)
        entered = {name: text.strip() for name, text in data.secrets.items() if text.strip()}
        secrets = _known(saved) | entered
        _check(saved.channel, secrets)
        saved.name, saved.region, saved.options = data.name, data.region, dict(data.options)
        saved.changed_at, saved.changed_by = now, actor
        saved.sealed = seal(secrets) if entered else saved.sealed
        _save(saved)
    log.info("public_account_saved", account=saved.pk, channel=saved.channel, secrets=sorted(entered), actor=actor.pk)
    return saved


def set_enabled(account: PublicAccount, *, enabled: bool, actor: Person, now: datetime) -> PublicAccount:
    """Switch an account on or off. What waits for one that is off becomes a card for a person when its turn comes."""
    require_account_keeper(actor)
    with transaction.atomic():
        locked = PublicAccount.objects.select_for_update().get(pk=account.pk)
        locked.is_enabled, locked.changed_at, locked.changed_by = enabled, now, actor
        locked.save(update_fields=["is_enabled", "changed_at", "changed_by"])
    log.info("public_account_switched", account=account.pk, enabled=enabled, actor=actor.pk)
    return locked


def try_out(account: PublicAccount, *, actor: Person, now: datetime) -> Result:
    """Ask the channel whether it lets the account in. Publishes nothing."""
    require_account_keeper(actor)
    result = calling.check(account, now)
    mine, at = PublicAccount.objects.filter(pk=account.pk), clock.now()
    if result.fate == Fate.ACCEPTED:
        mine.update(last_success_at=at)
    else:
        mine.update(last_error_at=at, last_error=result.error[:300])
    log.info("public_account_tried", account=account.pk, fate=result.fate, actor=actor.pk)
    return result


def _row(account: PublicAccount | None, channel: str, actor: Person, now: datetime) -> PublicAccount:
    if account is not None:
        return PublicAccount.objects.select_for_update().get(pk=account.pk)
    return PublicAccount(channel=channel, created_at=now, created_by=actor)


def _known(account: PublicAccount) -> dict[str, str]:
    try:
        return unseal(account.sealed)
    except Sealed:
        return {}


def _check(channel: str, secrets: Mapping[str, str]) -> None:
    missing = [asked for asked in KINDS[channel].secrets if asked.required and not secrets.get(asked.name)]
    if missing:
        names = listed(str(asked.label) for asked in missing)
        raise Invalid("secret", _("请填写密钥：%(names)s。"), names=names)


def _save(account: PublicAccount) -> None:
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as error:
        raise Refused("name_taken", _("这个渠道已有名为“%(name)s”的账号。"), name=account.name) from error
