"""Calls: claimed right before and committed, settled after. What is claimed and never settled is not made again blindly."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from incidents.escalation.channels.fates import Fate
from notices.channels import calling, rules
from notices.channels.choices import LOOKED_UP, WAITING, DeliveryState
from notices.channels.models import Delivery, PublicAccount
from notices.channels.outcomes import Look, Result, Seen
from notices.content.choices import NoticeStatus

from .writing import change

#: longer than a task may live (CELERY_TASK_TIME_LIMIT), so nobody is still at it
STALE_CLAIM = timedelta(seconds=180)


def claim(delivery_id: int, *, now: datetime) -> Delivery | None:
    """Take a waiting delivery for its next call and commit that; None when it is not due, held by another worker, or settled here.

    Whether the notice still stands, and whether a withdrawal's publication has ended, is read in the same transaction.
    """
    with transaction.atomic():
        delivery = _locked(Delivery.objects.filter(pk=delivery_id, state__in=WAITING, due_at__lte=now))
        if delivery is None:
            return None
        ready = _may_publish(delivery, now) if delivery.is_publication else _may_take_back(delivery, now)
        if not ready:
            return None
        delivery.state, delivery.claimed_at, delivery.attempts = DeliveryState.SENDING, now, delivery.attempts + 1
        delivery.sent_at = delivery.sent_at or now
        delivery.save(update_fields=["state", "claimed_at", "attempts", "sent_at"])
        return delivery


def settle(delivery: Delivery, result: Result, *, now: datetime) -> None:
    """Write down what became of a claimed call, unless somebody else has done so meanwhile."""
    mine = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENDING, claimed_at=delivery.claimed_at)
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        locked = _locked(mine, wait=True)
        if locked is None:
            return
        first_at = locked.sent_at or now
        to = rules.after_step(locked.step, result, attempts=locked.attempts, first_at=first_at, now=now)
        change(locked, to, now=now)
        note_account(locked.account_id, result.fate, result.error, now=now)


def look_up(delivery_id: int, *, now: datetime) -> bool:
    """Look once what became of an accepted or unknown one, and write it down; whether it was looked for.

    The next look is planned before this one, so a worker that dies in between loses nothing.
    """
    planned = _planned(delivery_id, now)
    if planned is None:
        return False
    with translation.override(settings.LANGUAGE_CODE):
        found = calling.look(planned, now)
        _write(planned, found, now)
    return True


def mark_stale(*, now: datetime) -> int:
    """A claim this old belongs to a worker that died during a call: repeated where nobody outside sees that, else unknown; how many."""
    old = Delivery.objects.filter(state=DeliveryState.SENDING, claimed_at__lt=now - STALE_CLAIM)
    return sum(_buried(old.filter(pk=delivery_id), now) for delivery_id in old.values_list("pk", flat=True))


def note_account(account_id: int | None, fate: Fate, error: str, *, now: datetime) -> None:
    """Keep the account's last success, or its last error in words."""
    if account_id is None:
        return
    mine = PublicAccount.objects.filter(pk=account_id)
    if fate == Fate.ACCEPTED:
        mine.update(last_success_at=now)
    elif fate != Fate.PERMANENT:
        mine.update(last_error_at=now, last_error=error[:300])


def _may_publish(delivery: Delivery, now: datetime) -> bool:
    """Not for a notice that has ended meanwhile, nor ever for a drill."""
    if delivery.notice.status == NoticeStatus.ISSUED and not delivery.notice.is_drill:
        return True
    change(delivery, rules.Change(DeliveryState.CANCELLED), now=now)
    return False


def _may_take_back(delivery: Delivery, now: datetime) -> bool:
    publication = Delivery.objects.get(withdrawals=delivery)
    has_number = rules.can_take_back(publication.channel, publication.ids)
    found = rules.before_taking_back(publication.state, publication.due_at is not None, has_number)
    if found == DeliveryState.SENDING:
        delivery.takes_back = publication
        return True
    if found is None:
        Delivery.objects.filter(pk=delivery.pk).update(due_at=now + rules.NOT_YET)
        return False
    with translation.override(settings.LANGUAGE_CODE):
        error = _("不能由系统删除，请人工核对并删除。") if found == DeliveryState.BY_HAND else ""
    change(delivery, rules.Change(found, error=error), now=now)
    return False


def _buried(stale: QuerySet[Delivery], now: datetime) -> bool:
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        locked = _locked(stale)
        if locked is None:
            return False
        to = rules.after_death(locked.step, now, attempts=locked.attempts)
        errors = {
            DeliveryState.UNKNOWN: _("发送途中程序中断，是否发布未知。"),
            DeliveryState.BY_HAND: _("程序多次在发送途中中断，请人工处理。"),
        }
        error = errors.get(to.state, "")
        change(locked, rules.Change(to.state, to.due_at, to.step, error, looks=to.looks), now=now)
    return True


def _planned(delivery_id: int, now: datetime) -> Delivery | None:
    with transaction.atomic():
        found = _locked(Delivery.objects.filter(pk=delivery_id, state__in=LOOKED_UP, due_at__lte=now))
        if found is None:
            return None
        found.looks += 1
        waits = rules.POLLS if found.state == DeliveryState.ACCEPTED else rules.LOOKS
        found.due_at = now + timedelta(seconds=waits[min(found.looks, len(waits) - 1)])
        found.save(update_fields=["looks", "due_at"])
        return found


def _write(planned: Delivery, found: Look, now: datetime) -> None:
    """Unless somebody has decided meanwhile; that it is out counts also where it was to be sent again, and has not been."""
    mine = Q(state__in=LOOKED_UP, looks=planned.looks)
    if found.seen == Seen.PUBLIC:
        mine |= Q(state__in=WAITING)
    with transaction.atomic():
        locked = _locked(Delivery.objects.filter(mine, pk=planned.pk), wait=True)
        if locked is None:
            return
        to = rules.after_look(locked.state, found, looks=locked.looks, now=now)
        if to.state == DeliveryState.UNKNOWN:
            to = _in_words(to, locked)
        change(locked, to, now=now)


def _in_words(to: rules.Change, locked: Delivery) -> rules.Change:
    """Why nobody knows: what the channel said, or what was known before; at the end that a person has to look."""
    error = to.error or locked.error
    if to.due_at is None:
        error = " ".join(filter(None, (_("多次查询没有结果，请到平台核对。"), to.error)))
    return rules.Change(to.state, to.due_at, to.step, error, looks=to.looks)


def _locked(wanted: QuerySet[Delivery], *, wait: bool = False) -> Delivery | None:
    locked = wanted.select_for_update(skip_locked=not wait, of=("self",))
    return locked.select_related(
        "notice__incident__policy_version", "notice__incident__region", "account", "takes_back"
    ).first()
