"""The writers of keys and rules. Warnings and signals are written by detection, reports by the intake."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from resources.network.models import Site
from resources.staff.models import Person

from .access import require_key_manager
from .intake import keys
from .models import IntakeKey


def create_key(*, name: str, sites: Iterable[Site], actor: Person | None, now: datetime) -> tuple[IntakeKey, str]:
    """A new key and its secret, which is shown this once. With sites it speaks only for their terminals.

    Raises:
        Forbidden: the actor is no administrator.
    """
    require_key_manager(actor)
    secret, bound = keys.new_secret(), list(sites)
    with transaction.atomic():
        key = IntakeKey.objects.create(
            name=name,
            prefix=secret[: keys.PREFIX_LENGTH],
            digest=keys.digest_of(secret),
            is_bound=bool(bound),
            created_by=actor,
            created_at=now,
        )
        key.sites.set(bound)
    return key, secret


def revoke_key(key: IntakeKey, *, actor: Person | None, now: datetime) -> None:
    """The key opens nothing any more, in every process within Limits.key_ttl seconds. Repeating it changes nothing.

    Raises:
        Forbidden: the actor is no administrator.
    """
    require_key_manager(actor)
    with transaction.atomic():
        row = IntakeKey.objects.select_for_update().get(pk=key.pk)
        if row.revoked_at is None:
            row.revoked_at, row.revoked_by = now, actor
            row.save(update_fields=["revoked_at", "revoked_by"])
    keys.forget()
