"""Scripts and answers in a new installation."""

from datetime import datetime

from .models import FaqEntry, Script
from .shipped import ANSWERS, SCRIPTS


def load(now: datetime) -> None:
    """What is shipped, where nothing has been written yet."""
    if not Script.objects.exists():
        for rank, script in enumerate(SCRIPTS, start=1):
            Script.objects.create(rank=10 * rank, **script._asdict())
    if not FaqEntry.objects.exists():
        for rank, answer in enumerate(ANSWERS, start=1):
            FaqEntry.objects.create(rank=10 * rank, **answer._asdict())
