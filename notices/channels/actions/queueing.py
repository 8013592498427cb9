"""What is to be done for a notice, as rows: within the transaction that issues or ends it. Nothing is called here."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from notices.channels import rules
from notices.channels.choices import DeliveryState, Operation, PublicChannel, Step
from notices.channels.models import Delivery, PublicAccount
from notices.channels.queries import serving
from notices.channels.renderings.article import article
from notices.channels.renderings.status import status
from notices.content import queries
from notices.content.models import Notice
from notices.content.told import Told
from resources.staff.models import Person

from .writing import change, record


def publish(channel: str, notice: Notice, *, actor: Person | None, now: datetime) -> None:
    """A publication over every account that serves the notice's region; without one a card for a person. None in a drill."""
    if notice.is_drill:
        return
    payload = payload_of(channel, queries.told(notice))
    accounts: list[PublicAccount | None] = [*serving(channel, notice.region_id or "")]
    for account in accounts or [None]:
        _make(notice, channel, account, now, payload=payload)


def replace(channel: str, notice: Notice, *, actor: Person | None, now: datetime) -> None:
    """The new notice first; the one before goes as soon as the new one is seen there, or after some minutes."""
    publish(channel, notice, actor=actor, now=now)
    if notice.previous is not None:
        withdraw(channel, notice.previous, actor=actor, now=now, patience=rules.PATIENCE)


def withdraw(
    channel: str, notice: Notice, *, actor: Person | None, now: datetime, patience: timedelta = timedelta(0)
) -> None:
    """Cancel what has not gone out, and take back what has, or may have."""
    if notice.is_drill:
        return
    mine = Delivery.objects.filter(notice=notice, channel=channel, operation=Operation.PUBLISH)
    for publication in mine.select_for_update(of=("self",)).select_related("notice__incident", "account"):
        if rules.is_reachable(publication.state):
            ensure_withdrawal(publication, now=now, patience=patience)
        if publication.state in _NEVER_OUT:
            change(publication, rules.Change(DeliveryState.CANCELLED, error=publication.error), now=now)


def ensure_withdrawal(publication: Delivery, *, now: datetime, patience: timedelta = timedelta(0)) -> None:
    """A withdrawal for a publication that the public may have read; by hand where nobody knows whether it is out.

    One that was given up, for there was nothing to take back, begins anew.
    """
    known = Delivery.objects.filter(takes_back=publication).select_for_update(of=("self",)).first()
    by_hand = publication.account is None or publication.state == DeliveryState.BY_HAND
    if known is None:
        account = publication.account
        _make(publication.notice, publication.channel, account, now + patience, of=publication, by_hand=by_hand, at=now)
    elif known.state == DeliveryState.CANCELLED:
        state, due = (DeliveryState.BY_HAND, None) if by_hand else (DeliveryState.QUEUED, now + patience)
        error = _why(publication) if by_hand else ""
        change(known, rules.Change(state, due, error=error, attempts=0), now=now)


def payload_of(channel: str, told: Told) -> dict[str, str]:
    return article(told).payload if channel == PublicChannel.WECHAT else status(told).payload


#: nobody has seen these, as far as is known
_NEVER_OUT = (DeliveryState.QUEUED, DeliveryState.RETRY_WAIT, DeliveryState.FAILED, DeliveryState.BY_HAND)


def _make(
    notice: Notice,
    channel: str,
    account: PublicAccount | None,
    due: datetime,
    *,
    payload: dict[str, str] | None = None,
    of: Delivery | None = None,
    by_hand: bool = False,
    at: datetime | None = None,
) -> None:
    """One row, queued, or as a card where there is no account."""
    is_card = account is None or by_hand
    delivery = Delivery.objects.create(
        notice=notice, channel=channel, account=account, takes_back=of, payload=payload or {},
        operation=Operation.WITHDRAW if of else Operation.PUBLISH,
        state=DeliveryState.BY_HAND if is_card else DeliveryState.QUEUED,
        step=Step.TAKE_BACK if of else rules.FIRST_STEP[channel],
        due_at=None if is_card else due, error=_why(of) if is_card else "", created_at=at or due, changed_at=at or due,
    )  # fmt: skip
    record(delivery, now=at or due)


def _why(of: Delivery | None) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        if of is None:
            return _("没有可用的发布账号，请人工发布。")
        return _("请人工核对：如已发布，请删除。")
