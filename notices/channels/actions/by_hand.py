"""What people do: publish or delete by hand and say so, decide about what failed or is unknown."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from notices.channels import rules
from notices.channels.access import require_handler
from notices.channels.choices import FOR_PEOPLE, WAITING, DeliveryState
from notices.channels.models import Delivery, PublicAccount
from notices.channels.queries import serving
from notices.content.choices import NoticeStatus
from resources.staff.models import Person

from .queueing import ensure_withdrawal
from .writing import change

LONGEST_LINK: Final = 400
_S = DeliveryState


def say_out(delivery: Delivery, *, actor: Person, now: datetime, link: str, text: str = "") -> Delivery:
    """It is out there, with the address where. One whose notice has ended meanwhile has to be deleted again.

    Raises Forbidden; Invalid("link"); Refused("delivery_state").
    """
    address = _checked(link)
    with _locked(delivery, FOR_PEOPLE, actor) as locked:
        _require(locked.is_publication)
        change(locked, rules.Change(_S.PUBLISHED, link=address), now=now, actor=actor, text=text)
        if locked.notice.status != NoticeStatus.ISSUED:
            ensure_withdrawal(locked, now=now)
    return locked


def say_gone(delivery: Delivery, *, actor: Person, now: datetime, text: str = "") -> Delivery:
    """A withdrawal that was done by hand. Raises Forbidden, Refused("delivery_state")."""
    with _locked(delivery, FOR_PEOPLE, actor) as locked:
        _require(not locked.is_publication)
        change(locked, rules.Change(_S.WITHDRAWN), now=now, actor=actor, text=text)
    return locked


def send_again(delivery: Delivery, *, actor: Person, now: datetime, text: str = "") -> Delivery:
    """It is not out there: queued from the first step. Raises Forbidden; Refused: delivery_state, delivery_over, delivery_no_account."""
    with _locked(delivery, FOR_PEOPLE, actor) as locked:
        if locked.is_publication and locked.notice.status != NoticeStatus.ISSUED:
            raise Refused("delivery_over", _("公告已结束，不能再发布。如已发布，请登记链接以便撤下。"))
        if not locked.is_publication and not _has_number(locked):
            raise Refused("delivery_no_number", _("系统没有这条内容的平台编号，不能自动删除，请到平台删除。"))
        locked.account = _account_for(locked)
        step = rules.step_again(locked.channel, was_tried=locked.sent_at is not None) if locked.is_publication else None
        locked.ids, locked.sent_at = {}, None
        _save_account(locked)
        change(locked, rules.Change(_S.QUEUED, now, step, attempts=0, looks=0), now=now, actor=actor, text=text)
    return locked


def handle_by_hand(delivery: Delivery, *, actor: Person, now: datetime, text: str = "") -> Delivery:
    """Take over what failed, is unknown, or waits. Raises Forbidden, Refused("delivery_state")."""
    with _locked(delivery, (_S.FAILED, _S.UNKNOWN, *WAITING), actor) as locked:
        change(locked, rules.Change(_S.BY_HAND, error=locked.error), now=now, actor=actor, text=text)
    return locked


def give_up(delivery: Delivery, *, actor: Person, now: datetime, text: str = "") -> Delivery:
    """Nothing was published there, and nothing will be; a publication with the reason.

    Raises Forbidden; Invalid("reason"); Refused: delivery_state, delivery_standing.
    """
    if delivery.is_publication and not text.strip():
        raise Invalid("reason", _("请说明原因，例如“本单位没有微博”。"))
    with _locked(delivery, FOR_PEOPLE, actor) as locked:
        if locked.takes_back and locked.takes_back.is_standing:
            raise Refused("delivery_standing", _("它还在平台上公开。请先到平台删除，再确认已经撤下。"))
        change(locked, rules.Change(_S.CANCELLED, error=locked.error), now=now, actor=actor, text=text)
    return locked


@contextmanager
def _locked(delivery: Delivery, states: Collection[str], actor: Person) -> Iterator[Delivery]:
    require_handler(actor, delivery)
    with transaction.atomic():
        related = ("notice__incident__policy_version", "notice__incident__region", "account", "takes_back")
        found = Delivery.objects.select_for_update(of=("self",)).select_related(*related).get(pk=delivery.pk)
        _require(found.state in states)
        yield found


def _require(is_possible: bool) -> None:
    if not is_possible:
        raise Refused("delivery_state", _("这条投递的状态已经变化，请刷新页面。"))


def _checked(link: str) -> str:
    address = link.strip()
    if not _is_address(address) or len(address) > LONGEST_LINK:
        raise Invalid("link", _("请填写发布后的完整链接，以 https:// 开头。"))
    return address


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and text.isprintable() and " " not in text


def _has_number(withdrawal: Delivery) -> bool:
    of = withdrawal.takes_back
    return of is not None and rules.can_take_back(of.channel, of.ids)


def _account_for(delivery: Delivery) -> PublicAccount:
    """Its own, else one that serves the region. What one account has published no other can delete: it would find nothing there."""
    if delivery.account and delivery.account.is_enabled:
        return delivery.account
    if not delivery.is_publication:
        raise Refused(
            "delivery_no_account", _("发布它的账号已停用，系统不能代为删除。请管理员启用账号，或到平台删除。")
        )
    found = serving(delivery.channel, delivery.notice.region_id or "")
    if not found:
        raise Refused("delivery_no_account", _("没有可用的发布账号，请管理员先添加账号，或人工处理。"))
    return found[0]


def _save_account(delivery: Delivery) -> None:
    try:
        with transaction.atomic():
            delivery.save(update_fields=["account", "ids", "sent_at"])
    except IntegrityError as error:
        raise Refused("delivery_state", _("该账号已有这份公告的投递，请刷新页面。")) from error
