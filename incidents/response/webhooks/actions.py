"""The only writers of endpoints and calls."""

import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from incidents.escalation.channels import sealing, webhook
from incidents.escalation.channels.fates import Fate, Sent
from incidents.escalation.channels.http import post
from incidents.response.models import TimelineEntry
from resources.network.models import Region
from resources.network.regions import prefix_of
from resources.staff.models import Person

from . import envelope, rules
from .access import require_webhook_manager
from .choices import WAITING, CallState
from .models import WebhookCall, WebhookEndpoint

#: entries that become calls in one transaction
BATCH = 500
#: longer than any transaction takes from its first row to its commit
SETTLES_AFTER = timedelta(hours=1)
#: longer than a task may live, so nobody is still at it
STALE_CLAIM = timedelta(seconds=180)


ENTERED = ("name", "url", "region", "with_drills", "is_active")


@dataclass(frozen=True)
class Target:
    """What an endpoint gets, and where."""

    name: str
    url: str
    kinds: Collection[str]
    region: Region | None
    with_drills: bool
    is_active: bool


def save_endpoint(
    endpoint: WebhookEndpoint | None, target: Target, *, actor: Person | None, now: datetime
) -> tuple[WebhookEndpoint, str]:
    """Create (None) or change an endpoint; a new one with its secret, which is shown this once, else "".

    A new one is told what happens from now on. Raises Forbidden, Invalid for an address that is no http(s), Refused for a taken name.
    """
    require_webhook_manager(actor)
    if not target.url.startswith(("https://", "http://")):
        raise Invalid("webhook_url", _("地址须以 https:// 或 http:// 开头。"))
    with transaction.atomic():
        taken = WebhookEndpoint.objects.filter(name=target.name)
        if (taken.exclude(pk=endpoint.pk) if endpoint else taken).exists():
            raise Refused("webhook_name", _("已有名为“%(name)s”的外发接口。"), name=target.name)
        secret = "" if endpoint else f"whsec_{secrets.token_urlsafe(32)}"
        row = endpoint or _new(secret, actor, now)
        for name in ENTERED:
            setattr(row, name, getattr(target, name))
        row.kinds = list(target.kinds)
        row.save(update_fields=[*ENTERED, "kinds"] if endpoint else None)
    return row, secret


def renew_secret(endpoint: WebhookEndpoint, *, actor: Person | None) -> str:
    """Another secret at once; it is shown this once."""
    require_webhook_manager(actor)
    secret = f"whsec_{secrets.token_urlsafe(32)}"
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(sealed=sealing.seal({"secret": secret}))
    return secret


def queue_next(pk: int, *, now: datetime) -> int:
    """Make calls of what an endpoint has not been told; how many. Two at once: one of them does nothing."""
    with transaction.atomic():
        found = WebhookEndpoint.objects.select_for_update(skip_locked=True).filter(pk=pk, is_active=True)
        endpoint = found.first()
        if endpoint is None:
            return 0
        rows = list(_untold(endpoint).order_by("pk").values_list("pk", flat=True)[:BATCH])
        WebhookCall.objects.bulk_create(
            [WebhookCall(endpoint=endpoint, entry_id=entry, due_at=now, created_at=now) for entry in rows],
            ignore_conflicts=True,
        )
        if len(rows) < BATCH and now - endpoint.seen_at >= SETTLES_AFTER:
            _settle(endpoint, now)
    return len(rows)


def claim(pk: int, *, now: datetime, without: Collection[int] = ()) -> WebhookCall | None:
    """Take a waiting call and commit that; None when it is not due, held by another worker, or its endpoint is off.

    without: endpoints that are not called now.
    """
    with transaction.atomic():
        due = WebhookCall.objects.filter(pk=pk, state__in=WAITING, due_at__lte=now, endpoint__is_active=True)
        due = due.exclude(endpoint__in=without)
        call = due.select_for_update(skip_locked=True, of=("self",)).first()
        if call is None:
            return None
        call.state, call.claimed_at, call.attempts = CallState.SENDING, now, call.attempts + 1
        call.save(update_fields=["state", "claimed_at", "attempts"])
    return WebhookCall.objects.select_related("endpoint", "entry__incident", "entry__actor", "entry__acting_for").get(
        pk=pk
    )


def make(call: WebhookCall, *, now: datetime) -> Sent:
    """The call itself; nothing is written."""
    return _post(call.endpoint, str(call.uuid), envelope.as_bytes(envelope.event_of(str(call.uuid), call.entry)), now)


def settle(call: WebhookCall, sent: Sent, *, now: datetime) -> None:
    """Write down what became of a claimed call, and how its endpoint fares."""
    again = None if sent.fate == Fate.PERMANENT else rules.call_again_at(call.attempts, now)
    accepted = sent.fate == Fate.ACCEPTED
    waiting = CallState.RETRY_WAIT if again else CallState.FAILED
    with transaction.atomic():
        mine = WebhookCall.objects.filter(pk=call.pk, state=CallState.SENDING, claimed_at=call.claimed_at)
        mine.update(
            state=CallState.ACCEPTED if accepted else waiting,
            sent_at=now if accepted else None,
            due_at=max(again or now, sent.until or now),
            error=sent.error,
        )
        endpoint = WebhookEndpoint.objects.select_for_update().get(pk=call.endpoint_id)
        _note_health(endpoint, sent, now)


def release_stale(*, now: datetime) -> int:
    """A claim this old belongs to a worker that died: the call is made again, the receiver knows it by its id; how many.

    A call at which a worker dies every time fails after its last attempt, as any other does.
    """
    stale = WebhookCall.objects.filter(state=CallState.SENDING, claimed_at__lt=now - STALE_CLAIM)
    number = stale.filter(attempts__lte=len(rules.RETRIES)).update(state=CallState.RETRY_WAIT, due_at=now)
    with translation.override(settings.LANGUAGE_CODE):
        return number + stale.update(state=CallState.FAILED, error=gettext("发送途中程序多次中断。"))


def call_again(pk: int, *, actor: Person, now: datetime) -> WebhookCall:
    """A person's decision about a call that failed: it begins anew, with the same id."""
    require_webhook_manager(actor)
    with transaction.atomic():
        call = WebhookCall.objects.select_for_update().get(pk=pk)
        if call.state != CallState.FAILED:
            raise Refused("call_not_failed", _("只有失败的记录可以重新发送。"))
        call.state, call.attempts, call.due_at, call.error = CallState.QUEUED, 0, now, ""
        call.save(update_fields=["state", "attempts", "due_at", "error"])
    return call


def try_out(endpoint: WebhookEndpoint, *, actor: Person, now: datetime) -> Sent:
    """Send a test event at once and say what came of it."""
    require_webhook_manager(actor)
    identity = str(uuid.uuid4())
    sent = _post(endpoint, identity, envelope.as_bytes(envelope.trial_event(identity, now)), now)
    with transaction.atomic():
        _note_health(WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk), sent, now)
    return sent


def _new(secret: str, actor: Person | None, now: datetime) -> WebhookEndpoint:
    last = TimelineEntry.objects.aggregate(last=Max("pk"))["last"] or 0
    return WebhookEndpoint(
        sealed=sealing.seal({"secret": secret}),
        created_by=actor,
        created_at=now,
        settled=last,
        newest=last,
        seen_at=now,
    )


def _untold(endpoint: WebhookEndpoint) -> QuerySet[TimelineEntry]:
    """Entries that the endpoint wants and that are no call yet."""
    told = WebhookCall.objects.filter(endpoint=endpoint, entry=OuterRef("pk"))
    entries = TimelineEntry.objects.filter(~Exists(told), pk__gt=endpoint.settled)
    if endpoint.kinds:
        entries = entries.filter(kind__in=endpoint.kinds)
    if endpoint.region_id:
        entries = entries.filter(incident__region__code__startswith=prefix_of(endpoint.region_id))
    return entries if endpoint.with_drills else entries.filter(incident__is_drill=False)


def _settle(endpoint: WebhookEndpoint, now: datetime) -> None:
    endpoint.settled, endpoint.seen_at = endpoint.newest, now
    endpoint.newest = TimelineEntry.objects.aggregate(last=Max("pk"))["last"] or 0
    endpoint.save(update_fields=["settled", "newest", "seen_at"])


def _post(endpoint: WebhookEndpoint, identity: str, content: bytes, now: datetime) -> Sent:
    try:
        secret = sealing.unseal(endpoint.sealed)["secret"]
    except sealing.Sealed:
        return Sent(Fate.PERMANENT, "secret")
    headers = webhook.signed_headers(identity, content, secret, now) | {"Content-Type": envelope.CONTENT_TYPE}
    return webhook.classify(post(endpoint.url, data=content, headers=headers, secrets=[secret]), now)


def _note_health(endpoint: WebhookEndpoint, sent: Sent, now: datetime) -> None:
    if sent.fate == Fate.ACCEPTED:
        endpoint.failures, endpoint.paused_until, endpoint.last_success_at = 0, None, now
        endpoint.last_error = ""
    else:
        endpoint.failures += 1
        endpoint.last_error = sent.error
        endpoint.paused_until = max(rules.paused_until(endpoint.failures, now), sent.until or now)
    endpoint.save(update_fields=["failures", "paused_until", "last_success_at", "last_error"])
