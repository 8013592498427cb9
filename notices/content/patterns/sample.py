"""Templates and jargon in a new installation."""

from datetime import datetime

from django.db import transaction

from notices.content.jargon import SHIPPED

from .actions import create
from .models import JargonWord, NoticeTemplate
from .shipped import PATTERNS


def load(now: datetime) -> None:
    """What is shipped, where nothing has been written yet."""
    with transaction.atomic():
        if not NoticeTemplate.objects.exists():
            for pattern in PATTERNS:
                create(pattern, actor=None, now=now)
        if not JargonWord.objects.exists():
            for one in SHIPPED:
                JargonWord.objects.create(word=one.word, instead=one.instead, language=one.language, stops=one.stops)
