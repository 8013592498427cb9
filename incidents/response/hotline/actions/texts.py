"""Scripts and answers: what agents say. Every change is kept in their history."""

from datetime import datetime
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid
from incidents.response.hotline.access import require_writer
from incidents.response.hotline.models import FaqEntry, Script
from resources.staff.models import Person

T = TypeVar("T", Script, FaqEntry)
_REASON = 100


def save_script(script: Script, *, actor: Person, now: datetime, reason: str = "") -> Script:
    """Raises Forbidden, or Invalid for an empty one."""
    if not script.title.strip() or not script.text.strip():
        raise Invalid("text", _("请填写标题和话术。"))
    return _save(script, actor, now, reason)


def save_faq(entry: FaqEntry, *, actor: Person | None, now: datetime, reason: str = "") -> FaqEntry:
    """What is told from now on; called where a version of the FAQ is published. Raises Forbidden, or Invalid for an empty one."""
    if not entry.question.strip() or not entry.answer.strip():
        raise Invalid("text", _("请填写问题和答复。"))
    return _save(entry, actor, now, reason)


def _save(row: T, actor: Person | None, now: datetime, reason: str) -> T:
    """actor: None for the system, which loads what is shipped."""
    if actor is not None:
        require_writer(actor)
    row._history_user = actor  # type: ignore[attr-defined]
    row._history_date = now  # type: ignore[attr-defined]
    row._change_reason = reason.strip()[:_REASON] or None  # type: ignore[attr-defined]
    row.save()
    return row
