"""What a phone sends: deeds as JSON, each with its uuid, kind, the time when it was typed, and what it says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid

from .choices import DeedKind

MOST: Final = 200
#: a clock that has lost its battery is put right, one beyond these years is none
_YEARS: Final = (1900, 2200)


@dataclass(frozen=True, slots=True)
class Sent:
    """One deed. at: by the phone's clock. body: what its kind needs, unchecked."""

    uuid: UUID
    kind: DeedKind
    at: datetime
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Batch:
    """person: the id of whoever typed it, so that it is never put down to another who has logged in meanwhile."""

    person: int
    sent_at: datetime
    deeds: list[Sent]


def read(text: str) -> Batch:
    """{"person", "sent_at", "entries": [{"uuid", "kind", "at", "body"}]}. Raises Invalid."""
    try:
        found = json.loads(text.replace("\\u0000", ""))
        rows = found["entries"]
        if len(rows) > MOST:
            raise Invalid("too_many_entries", _("一次最多同步 %(most)d 条，请分批提交。"), most=MOST)
        return Batch(int(found["person"]), _moment(found["sent_at"]), [_deed(row) for row in rows])
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError) as error:
        raise Invalid("batch_unreadable", _("同步数据的格式不正确，请刷新页面后重试。")) from error


def _deed(row: Mapping[str, Any]) -> Sent:
    body = row["body"]
    if not isinstance(body, dict):
        raise TypeError("body")
    return Sent(UUID(row["uuid"]), DeedKind(row["kind"]), _moment(row["at"]), body)


def _moment(text: Any) -> datetime:
    found = parse_datetime(str(text))
    if found is None or found.tzinfo is None or not _YEARS[0] < found.year < _YEARS[1]:
        raise ValueError("a moment that cannot be reckoned with")
    return found
