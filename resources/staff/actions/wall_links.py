"""The writers of the wall's addresses. The secret in an address is shown once; only its hash is kept."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from resources.network.models import Region
from resources.staff import events
from resources.staff.access_wall import require_linker
from resources.staff.models import Person, WallLink

from .feeds import digest_of

#: a screen asks every few seconds; that it did is written this often
USE_NOTED_EVERY = timedelta(minutes=10)


def create_link(name: str, region: Region, *, actor: Person, now: datetime) -> tuple[WallLink, str]:
    """A new address for a screen, with its secret. Raises Forbidden."""
    require_linker(actor, region)
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        link = WallLink.objects.create(
            name=name, digest=digest_of(secret), region=region, created_by=actor, created_at=now
        )
        events.write("wall_link_created", at=now, actor=actor, name=name, region_name=region.name)
    return link, secret


def revoke_link(link: WallLink, *, actor: Person, now: datetime) -> None:
    """The address stops working at once; once is enough. Raises Forbidden."""
    require_linker(actor, link.region)
    with transaction.atomic():
        locked = WallLink.objects.select_for_update().get(pk=link.pk)
        if locked.revoked_at is not None:
            return
        locked.revoked_at, locked.revoked_by = now, actor
        locked.save(update_fields=["revoked_at", "revoked_by"])
        events.write("wall_link_revoked", at=now, actor=actor, name=locked.name)


def note_use(link: WallLink, *, now: datetime) -> None:
    """Remember that a screen shows it, every ten minutes at most."""
    if link.last_used_at is None or link.last_used_at < now - USE_NOTED_EVERY:
        WallLink.objects.filter(pk=link.pk).update(last_used_at=now)
