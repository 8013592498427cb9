"""What is known of a badge on a day."""

from datetime import date

from .choices import BadgeState
from .models import Badge
from .rules.badges import badge_state


def state_of(badge: Badge, today: date) -> BadgeState:
    """Whether a badge is valid; one whose person's account is out of use is as good as struck out."""
    revoked = badge.revoked_at is not None or not badge.person.is_active
    return badge_state(badge.valid_from, badge.valid_until, revoked=revoked, today=today)


def by_token(token: str) -> Badge | None:
    """The badge whose QR code was read. One query."""
    return Badge.objects.select_related("person").filter(token=token).first()
