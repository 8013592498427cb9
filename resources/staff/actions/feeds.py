"""The writers of iCalendar feeds. The secret in a feed's address is shown once; only its hash is kept."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from resources.staff import events
from resources.staff.access import posts_for
from resources.staff.models import CalendarFeed, Person, Post

#: a reader asks every few minutes; that it did is written this often
USE_NOTED_EVERY = timedelta(minutes=10)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def renew_feed(post: Post | None = None, *, actor: Person, now: datetime) -> tuple[CalendarFeed, str]:
    """A new address of one's own feed (post None) or of one's feed of a post; the one before stops working. (feed, secret).

    Raises Forbidden for a post that the person does not see.
    """
    if post is not None and not posts_for(actor).filter(pk=post.pk).exists():
        raise Forbidden("not_your_post", _("您看不到这个岗位的值班。"))
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=actor.pk)
        _revoke(post, actor, now)
        feed = CalendarFeed.objects.create(
            digest=digest_of(secret),
            person=None if post else actor,
            post=post,
            created_by=actor,
            created_at=now,
        )
        events.write("feed_created", at=now, actor=actor, person=actor, post=post)
    return feed, secret


def revoke_feed(post: Post | None = None, *, actor: Person, now: datetime) -> int:
    """Have one's own feed (or one's feed of a post) stop working; how many did."""
    with transaction.atomic():
        revoked = _revoke(post, actor, now)
        if revoked:
            events.write("feed_revoked", at=now, actor=actor, person=actor, post=post)
    return revoked


def note_use(feed: CalendarFeed, *, now: datetime) -> None:
    """Remember that a feed is read, every ten minutes at most."""
    if feed.last_used_at is None or feed.last_used_at < now - USE_NOTED_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_used_at=now)


def _revoke(post: Post | None, actor: Person, now: datetime) -> int:
    mine = CalendarFeed.objects.filter(created_by=actor, post=post, revoked_at=None)
    return mine.update(revoked_at=now)
