"""Writing reference data with its history: who, when and why."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from emergency_ops.lib.errors import Invalid, Refused

M = TypeVar("M", bound=Model)
REASON_LENGTH = 100


def save(row: M, before: M | None, fields: Sequence[str], *, actor: Any, now: datetime, reason: str) -> M:
    """Inserts the row, or writes what differs from the locked one before. Nothing differs: nothing is written."""
    if len(reason) > REASON_LENGTH:
        raise Invalid("reason_long", _("原因最多 %(limit)d 个字。"), limit=REASON_LENGTH)
    changed = None if before is None else [name for name in fields if getattr(row, name) != getattr(before, name)]
    if changed != []:
        facts: Any = row
        facts._history_user, facts._history_date, facts._change_reason = actor, now, reason.strip() or None
        row.save(force_insert=before is None, update_fields=changed)
    return row


def refuse_taken_code(row: M, code: str) -> None:
    """Raises Refused where another row has this code already."""
    if type(row)._default_manager.filter(code=code).exists():
        raise Refused("inventory_code_taken", _("编号 %(number)s 已被使用。"), number=code)


def refuse_new_code(before: str, after: str) -> None:
    """Raises Refused where a code would change."""
    if before != after:
        raise Refused("inventory_code_fixed", _("编号不能修改：出入库记录和标签都用它。"))


def save_many(
    model: type[M],
    new: Sequence[M],
    changed: Sequence[M],
    fields: Sequence[str],
    *,
    actor: Any,
    now: datetime,
    reason: str,
) -> None:
    """Inserts and writes rows that were checked and locked by the caller, with their history. A few statements for all."""
    facts = {"default_user": actor, "default_date": now, "default_change_reason": reason[:REASON_LENGTH]}
    if new:
        bulk_create_with_history(list(new), model, **facts)
    if changed:
        bulk_update_with_history(list(changed), model, [name.removesuffix("_id") for name in fields], **facts)
