"""Taking deeds in: each in a transaction of its own with the row that says so, so that it happens once or not at all.

Conflicts are decided by the actions that the pages call too. Times are those when the deed was typed, put right by how wrong
the phone's clock is, and never before whoever did it could have.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import structlog
from django.db import DataError, IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Refused
from incidents.monitoring.patrols.rules import seen_at
from resources.attachments.reading import Upload
from resources.staff.models import Person

from .batches import Batch, Sent
from .choices import DeedKind
from .models import SentDeed

log = structlog.get_logger(__name__)

TAKEN, KNOWN, REFUSED = "taken", "known", "refused"
#: what a deed itself can be the cause of; a database that is away is not, and is answered with an error, so that all is sent again
_OURS: Final = (DataError, IntegrityError, ArithmeticError, LookupError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Deed:
    """What the handler of a kind gets. at: when it was done; now: when it has come."""

    body: Mapping[str, Any]
    files: Sequence[Upload]
    actor: Person
    at: datetime
    now: datetime

    def text(self, name: str, longest: int) -> str:
        return str(self.body.get(name) or "").replace("\x00", "").encode(errors="replace").decode()[:longest].strip()

    def number(self, name: str) -> int:
        """Raises Refused for what is no number of ours."""
        value = str(self.body.get(name, ""))
        if not value.isdecimal() or len(value) > 18:
            raise Refused("number", _("请求不完整，请刷新页面再试。"))
        return int(value)


@dataclass(frozen=True, slots=True)
class Answer:
    """TAKEN, KNOWN (it had been taken before) or REFUSED, and a sentence: what was done, or why not."""

    uuid: UUID
    status: str
    code: str = ""
    sentence: str = ""

    def written(self) -> dict[str, str]:
        told = {"reason": self.sentence} if self.status == REFUSED else {"said": self.sentence}
        return {"uuid": str(self.uuid), "status": self.status, "code": self.code, **told}


Handler = Callable[[Deed], str]
_handlers: Final[dict[str, Handler]] = {}


def register(kind: DeedKind, handler: Handler) -> None:
    """handler: does it and says so in a sentence; raises Refused or Http404. Imported once, when the app is ready."""
    _handlers[kind] = handler


def take(batch: Batch, files: Mapping[str, Sequence[Upload]], *, actor: Person, now: datetime) -> list[Answer]:
    """In the order in which they came; one that is refused, or that we fail at, does not keep the others out."""
    return [_take(sent, files.get(str(sent.uuid), ()), batch.sent_at, actor, now) for sent in batch.deeds]


def _take(sent: Sent, files: Sequence[Upload], sent_at: datetime, actor: Person, now: datetime) -> Answer:
    at = seen_at(sent.at, sent_at, now)
    try:
        with transaction.atomic():
            row, is_new = SentDeed.objects.get_or_create(
                uuid=sent.uuid, defaults={"person": actor, "kind": sent.kind, "done_at": at, "received_at": now}
            )
            if not is_new:
                return _known(row, actor)
            row.said = _handlers[sent.kind](Deed(sent.body, files, actor, at, now))[:200]
            row.save(update_fields=["said"])
    except Http404:
        return Answer(sent.uuid, REFUSED, "not_found", str(_("没有找到，或者它已不在您负责的范围。")))
    except Refused as refusal:
        return Answer(sent.uuid, REFUSED, refusal.code, str(refusal))
    except _OURS:
        log.exception("offline.deed_failed", deed=str(sent.uuid), kind=sent.kind, person=actor.pk)
        return Answer(
            sent.uuid, REFUSED, "failed", str(_("系统没能登记这一项，原因已记入日志。请重试，仍不行时联系系统管理员。"))
        )
    return Answer(sent.uuid, TAKEN, sentence=row.said)


def _known(row: SentDeed, actor: Person) -> Answer:
    if row.person_id != actor.pk:
        raise Refused("other_person", _("这一项由他人填写，请由其本人登录后同步。"))
    return Answer(row.uuid, KNOWN, sentence=row.said)
