"""What a phone sends: a batch of entries as JSON, and the answer to each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib import timing
from emergency_ops.lib.errors import Invalid
from incidents.monitoring.evidence import fault_name

from .models import PatrolEntry
from .recording import MOST, Answer, Entry

#: a clock that has lost its battery is put right, one beyond these years is none
_YEARS: Final = (1900, 2200)
_LENGTHS: Final = {"round": 12, "terminal": 40, "item": 20, "outcome": 8, "fault_code": 40, "remark": 300}


@dataclass(frozen=True, slots=True)
class Batch:
    """person: the id of whoever typed it, so that it is never put down to another who has logged in meanwhile."""

    person: int
    sent_at: datetime | None
    entries: list[Entry]


def read(body: Any) -> Batch:
    """{"person", "sent_at", "entries": [{"uuid", "round", "terminal", "item", "outcome", "seen_at", …}]}. Raises Invalid."""
    try:
        rows = body["entries"]
        if len(rows) > MOST:
            raise Invalid("too_many_entries", _("一次最多同步 %(most)d 条，请分批提交。"), most=MOST)
        return Batch(int(body["person"]), _moment(body.get("sent_at")), [_entry(row) for row in rows])
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise Invalid("batch_unreadable", _("同步数据的格式不正确，请刷新页面后重试。")) from error


def _entry(row: Mapping[str, Any]) -> Entry:
    texts = {name: _clean(str(row.get(name, "") or ""))[:most] for name, most in _LENGTHS.items()}
    seen_at = _moment(row["seen_at"])
    if seen_at is None:
        raise ValueError("seen_at")
    return Entry(uuid=UUID(row["uuid"]), seen_at=seen_at, scanned=bool(row.get("scanned")), **texts)


def _clean(text: str) -> str:
    """Without what no database keeps: a NUL, and half of a character, as a phone leaves it where a field is full."""
    return text.replace("\x00", "").encode(errors="replace").decode()


def _moment(text: Any) -> datetime | None:
    found = parse_datetime(str(text)) if text else None
    if found is not None and found.tzinfo is None:
        raise ValueError("a moment without a zone")
    if found is not None and not _YEARS[0] < found.year < _YEARS[1]:
        raise ValueError("a moment that cannot be reckoned with")
    return found


def written(answer: Answer) -> dict[str, Any]:
    return {
        "uuid": str(answer.uuid),
        "status": answer.status,
        "code": answer.code,
        "reason": answer.reason,
        "others": [said(entry) for entry in answer.others],
    }


def said(entry: PatrolEntry) -> str:
    """What somebody put down, in a line: 李敏 14:02 有问题：缺纸（备注）."""
    what = str(entry.get_outcome_display())
    told = "，".join(filter(None, [fault_name(entry.fault_code) if entry.fault_code else "", entry.remark]))
    return f"{entry.person} {timing.full(entry.seen_at)[11:16]} {what}{'：' + told if told else ''}"
