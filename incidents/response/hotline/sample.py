"""Scripts in a new installation. The answers come with the FAQ."""

from datetime import datetime

from .models import Script
from .shipped import SCRIPTS


def load(now: datetime) -> None:
    """What is shipped, where nothing has been written yet."""
    if not Script.objects.exists():
        for rank, script in enumerate(SCRIPTS, start=1):
            Script.objects.create(rank=10 * rank, **script._asdict())
