"""The answers of a new installation, published by the system."""

from datetime import datetime

from . import actions
from .models import FaqItem
from .shipped import ANSWERS

REASON = "随系统提供"


def load(now: datetime) -> None:
    """What is shipped, where nothing has been written yet."""
    if not FaqItem.objects.exists():
        add_missing(now)


def add_missing(now: datetime) -> int:
    """Publish what is shipped under addresses that nobody uses yet; how many."""
    taken = set(FaqItem.objects.values_list("slug", flat=True))
    added = 0
    for place, shipped in enumerate(ANSWERS, start=1):
        if shipped.slug in taken:
            continue
        item = actions.create(shipped.words(10 * place), slug=shipped.slug, actor=None, now=now, reason=REASON)
        actions.publish(item, base=1, actor=None, now=now)
        added += 1
    return added
