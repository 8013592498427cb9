"""The only writer of the versions of the list of technical equipment."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from emergency_ops.lib.roles import Role, has_role
from resources.inventory.equipment_list import build, digest
from resources.inventory.models import EquipmentListVersion

NOTE_LENGTH = 200


def may_issue(person: Any) -> bool:
    """Whether a person may issue a version. None is the system."""
    return person is None or has_role(person, Role.MANAGER, Role.STOREKEEPER, Role.ADMINISTRATOR)


def issue_version(note: str, *, actor: Any, now: datetime) -> EquipmentListVersion:
    """Numbers and keeps the list as it is now. Raises Forbidden, Invalid, and Refused where nothing has changed."""
    if not may_issue(actor):
        raise Forbidden("list_not_issuer", _("只有库管员、值班经理和管理员可以发布技术设备清单。"))
    if len(note) > NOTE_LENGTH:
        raise Invalid("list_note_long", _("说明最多 %(limit)d 个字。"), limit=NOTE_LENGTH)
    try:
        with transaction.atomic():
            return _issue(note.strip(), actor, now)
    except IntegrityError as error:  # another one, at this moment
        raise Refused("list_issued_now", _("刚刚有人发布了一版，请刷新后再看。")) from error


def _issue(note: str, actor: Any, now: datetime) -> EquipmentListVersion:
    last = EquipmentListVersion.objects.defer("content").select_for_update().order_by("-number").first()
    content = build()
    found = digest(content)
    if last is not None and last.digest == found:
        raise Refused("list_unchanged", _("清单与第 %(number)d 版完全相同，不用发布新版。"), number=last.number)
    version = EquipmentListVersion(
        number=last.number + 1 if last else 1,
        content=content,
        digest=found,
        note=note,
        created_at=now,
        created_by=actor,
    )
    version.save(force_insert=True)
    return version
