"""The only writers of settings and checklists. What is seen on rounds is written by `recording`, rounds by `planning`."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid
from resources.network.models import Site
from resources.staff.models import Person

from . import access, planning
from .checklists import as_stored
from .choices import NO_PATROL
from .models import Checklist, PatrolSetting
from .rules import CheckItem

SHORTEST, LONGEST = 15, 24 * 60


def set_patrol(
    sites: Sequence[Site], *, interval_minutes: int, grace_minutes: int, actor: Person | None, now: datetime
) -> int:
    """How often these sites are gone round from now on; how many changed. What is planned and not begun is planned anew.

    Raises Forbidden; Invalid for an interval outside 15 minutes to a day, or a grace that is not shorter than it.
    """
    access.require_arranger(actor, *sites)
    if interval_minutes != NO_PATROL and not SHORTEST <= interval_minutes <= LONGEST:
        raise Invalid("patrol_interval", _("巡检间隔应为 15 到 1440 分钟；不巡检的填 0。"))
    if interval_minutes != NO_PATROL and not 0 < grace_minutes < interval_minutes:
        raise Invalid("patrol_grace", _("宽限应大于 0，并短于巡检间隔。"))
    return sum(_set(site, interval_minutes, grace_minutes, actor, now) for site in sites)


def _set(site: Site, interval: int, grace: int, actor: Person | None, now: datetime) -> bool:
    with transaction.atomic():
        PatrolSetting.objects.get_or_create(site=site)
        setting = PatrolSetting.objects.select_for_update().get(site=site)
        if (setting.interval_minutes, setting.grace_minutes) == (interval, grace) and setting.updated_at:
            return False
        setting.interval_minutes, setting.grace_minutes = interval, grace
        setting.updated_at, setting.updated_by = now, actor
        setting.save(update_fields=["interval_minutes", "grace_minutes", "updated_at", "updated_by"])
        planning.forget_future(setting, now)
        return True


def save_checklist(model: str, items: Sequence[CheckItem], *, actor: Person | None, now: datetime) -> Checklist:
    """What is looked at on terminals of a model ("" for all without a list of their own).

    Raises Forbidden; Invalid for an empty list or two items of one name.
    """
    access.require_checklist_editor(actor)
    if not items:
        raise Invalid("checklist_empty", _("检查表至少要有一项。"))
    if len({item.code for item in items}) < len(items):
        raise Invalid("checklist_twice", _("检查表中有重复的检查项。"))
    saved, _created = Checklist.objects.update_or_create(
        model=model, defaults={"items": as_stored(tuple(items)), "updated_at": now, "updated_by": actor}
    )
    return saved
