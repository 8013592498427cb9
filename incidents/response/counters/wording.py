"""What speaks against somebody, in words."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.wording import listed

from .models_opening import CounterCheck
from .rules.staffing import Obstacle

OBSTACLES: Mapping[Obstacle, Promise] = {
    Obstacle.CLOSED: _("账号已停用"),
    Obstacle.ABSENT: _("离岗"),
    Obstacle.UNTRAINED: _("缺少有效培训"),
    Obstacle.NO_BADGE: _("没有有效的统一标识"),
    Obstacle.ENGAGED: _("已在其他地点值守或被派往他处"),
}


def named(obstacles: Iterable[Obstacle]) -> str:
    return listed(str(OBSTACLES[one]) for one in obstacles)


def item_text(check: CounterCheck) -> str:
    """In English where the reader wants that and the item has it."""
    if (get_language() or "").startswith("en") and check.text_en:
        return check.text_en
    return check.text
