"""The generic webhook: a signed POST to whatever the organisation runs. A receiver verifies it like this:

1. `Webhook-Timestamp` is a time in seconds that is at most five minutes from now; else it is an old call replayed.
2. `Webhook-Signature` equals "v1=" + hex(HMAC-SHA256(key = the shared secret, message = timestamp + "." + the body's bytes)),
   compared in constant time and before the body is parsed.
3. `Webhook-Id` (also `id` in the body) has not been seen: a call whose answer was lost is repeated with the same one, so a
   second one is answered 2xx and otherwise ignored.
Any 2xx is an acceptance. 429 (with Retry-After), 408, 425, 5xx and no answer are tried again, everything else is not.
"""

import json
from datetime import datetime
from typing import Any

from emergency_ops.lib.clock import SHANGHAI

from . import answers, signing
from .fates import Fate, Sent
from .http import Answer, post
from .parcels import Account, Parcel

TYPE = "emergency-ops.message.v1"


def send(account: Account, parcel: Parcel, now: datetime) -> Sent:
    content = json.dumps(body(parcel), ensure_ascii=False).encode()
    headers = signed_headers(parcel.digest, content, account.secret("secret"), now)
    return classify(post(account.address, data=content, headers=headers, secrets=account.secrets.values()), now)


def signed_headers(identity: str, content: bytes, secret: str, now: datetime) -> dict[str, str]:
    """The headers of a signed call; identity is the same at every attempt."""
    seconds = int(now.timestamp())
    return {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": identity,
        "Webhook-Id": identity,
        "Webhook-Timestamp": str(seconds),
        "Webhook-Signature": signing.webhook(seconds, content, secret),
    }


def body(parcel: Parcel) -> dict[str, Any]:
    """The message as a program reads it; people by name only."""
    created = parcel.created_at.astimezone(SHANGHAI).isoformat(timespec="seconds") if parcel.created_at else None
    return {
        "type": TYPE,
        "id": parcel.digest,
        "created_at": created,
        "title": parcel.title,
        "body": parcel.body,
        "earlier": parcel.earlier,
        "link": parcel.link,
        "people": [person.name for person in parcel.people],
        "is_call": parcel.is_call,
        **parcel.facts,
    }


def classify(answer: Answer, now: datetime) -> Sent:
    """A receiver knows a repeat by its id, so a lost answer is tried again."""
    found = answers.of_transport(answer, now, is_idempotent=True)
    if found is not None:
        return found
    error = f"HTTP {answer.status} {answer.text}".strip()
    if 200 <= answer.status < 300:
        return Sent(Fate.ACCEPTED)
    if answer.status >= 500:
        return Sent(Fate.TRANSIENT, error)
    return Sent(Fate.AUTH if answer.status in (401, 403) else Fate.PERMANENT, error)
