"""The list that is gone through before a counter opens and when it closes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from emergency_ops.lib.roles import COORDINATORS, Role, has_role
from incidents.response.actions.substitutes import changing_place
from incidents.response.counters import checks
from incidents.response.counters.models_opening import CheckDefault, CounterCheck
from resources.staff.models import Person


def tick(check: CounterCheck, *, done: bool, actor: Person, now: datetime, note: str = "") -> CounterCheck:
    """Seen to, or taken back. Raises Forbidden, or Refused where the system knows that it is not so."""
    with changing_place(check.counter.substitute, actor=actor, now=now, winding_up=True):
        row = CounterCheck.objects.select_for_update(of=("self",)).select_related("counter").get(pk=check.pk)
        against = checks.contradiction(row) if done else ""
        if against:
            raise Refused("check_contradicted", against)
        row.done_at, row.done_by, row.note = (now, actor, note.strip()) if done else (None, None, "")
        row.save(update_fields=["done_at", "done_by", "note"])
    return row


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the list for new counters."""

    phase: str
    text: str
    text_en: str = ""
    code: str = ""
    is_active: bool = True


def save_defaults(items: Sequence[Item], *, actor: Person) -> None:
    """The list that new counters get from now on, in this order. Raises Forbidden, or Invalid for an empty text."""
    if not has_role(actor, *COORDINATORS, Role.ADMINISTRATOR):
        raise Forbidden("role", _("只有总指挥、值班经理和系统管理员可以修改窗口检查表。"))
    if not items or not all(item.text.strip() for item in items):
        raise Invalid("text", _("检查内容不能为空。"))
    with transaction.atomic():
        CheckDefault.objects.all().delete()
        CheckDefault.objects.bulk_create(
            CheckDefault(
                phase=item.phase,
                position=10 * number,
                text=item.text.strip(),
                text_en=item.text_en.strip(),
                code=item.code,
                is_active=item.is_active,
            )
            for number, item in enumerate(items, start=1)
        )
