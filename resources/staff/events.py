"""One event row a change, written in the transaction of the change."""

from datetime import datetime
from typing import Any

from .models import Person, Post, StaffEvent


def write(
    code: str,
    *,
    at: datetime,
    actor: Person | None,
    post: Post | None = None,
    person: Person | None = None,
    text: str = "",
    **params: Any,
) -> StaffEvent:
    """`code` names the sentence (sentences.py), `params` what stands in it: plain JSON. actor None: the system."""
    return StaffEvent.objects.create(code=code, at=at, actor=actor, post=post, person=person, text=text, params=params)
