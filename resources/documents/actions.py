"""The only writers of papers: order, claim, try again. What becomes of a claimed one is written by lib.paper.queue."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.paper import queue
from emergency_ops.lib.paper.printed import digest
from resources.network.models import Region
from resources.staff.models import Person

from . import access
from .choices import PaperKind, PaperState
from .models import Paper
from .queueing import enqueue_after_commit
from .registry import type_of
from .sheet import Sheet

#: how long a worker may be silent about a paper before another one takes it; longer than a task may run
LEASE: Final = timedelta(seconds=130)
_TITLE: Final = 120


@dataclass(frozen=True, slots=True)
class Lease:
    """A worker's right to render a paper, and what is to stand in it."""

    held: queue.Claim
    sheet: Sheet


def printed_language() -> AbstractContextManager[None]:
    """Papers are printed in Chinese, whatever language the person who orders them reads: facts are gathered inside."""
    return translation.override(settings.LANGUAGE_CODE)


def order(
    kind: PaperKind,
    facts: Mapping[str, Any],
    *,
    title: str,
    region: Region | str | None,
    actor: Person | None,
    now: datetime,
) -> Paper:
    """The paper with these facts (JSON): ordered now, or the one ordered before; one that failed is tried again.

    Whether the actor may have the paper is asked by the caller, who knows what it is about.
    Raises LookupError for a kind that is not registered.
    """
    type_of(kind).page_for(facts)
    code = region.pk if isinstance(region, Region) else region
    key = digest({"kind": str(kind), "title": title, "region": code, "facts": facts})
    values = {
        "kind": kind, "title": title[:_TITLE], "facts": facts, "region_id": code, "created_by": actor,
        "created_at": now, "due_at": now + queue.PICKED_UP_WITHIN,
    }  # fmt: skip
    with transaction.atomic():
        paper, created = Paper.objects.get_or_create(key=key, defaults=values)
        if created or queue.restart(Paper, paper.pk, now=now):
            enqueue_after_commit(paper.pk)
            paper.state = PaperState.QUEUED
    return paper


def claim(paper_id: int, *, now: datetime) -> Lease | None:
    """Take a queued paper; None if it is not queued or somebody else is at it."""
    taken = queue.claim(Paper, paper_id, lease=lambda paper: LEASE, now=now)
    if taken is None:
        return None
    paper, held = taken
    ordered_at = timezone.localtime(paper.created_at, timezone.get_default_timezone())
    return Lease(held, Sheet(paper.kind, paper.get_kind_display(), paper.title, ordered_at, paper.facts))


def take_due(*, now: datetime) -> list[int]:
    """Ids of papers that a worker should be told of (again)."""
    return queue.take_due(Paper, now=now)


def retry(paper: Paper, *, actor: Person, now: datetime) -> None:
    """Queue a failed paper again. Raises Forbidden; Refused("paper_not_failed") unless it has failed."""
    if not access.may_open(actor, paper) or not access.may_retry(actor):
        raise Forbidden("paper_not_yours", _("您只能查看这份打印件，不能重新生成。"))
    with transaction.atomic():
        if not queue.restart(Paper, paper.pk, now=now):
            raise Refused("paper_not_failed", _("这份打印件没有失败，无需重试。"))
        enqueue_after_commit(paper.pk)
