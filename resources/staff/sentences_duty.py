"""What events of the calendar, rotas, shifts, swaps and feeds say."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from .choices import DayKind

DUTY: Mapping[str, Promise] = {
    "calendar_loaded": ngettext_lazy(
        "载入%(year)s年节假日安排，%(days)s天有变化", "载入%(year)s年节假日安排，%(days)s天有变化", "days"
    ),
    "calendar_entered": ngettext_lazy(
        "按公告录入%(year)s年节假日安排，%(days)s天有变化", "按公告录入%(year)s年节假日安排，%(days)s天有变化", "days"
    ),
    "calendar_corrected": _("更正日历%(day)s：%(day_kind_before)s改为%(day_kind)s"),
    "rota_created": _("新建值班表“%(rota)s”：班次%(shifts)s；人员%(members)s"),
    "rota_changed": _("修改值班表“%(rota)s”：班次%(shifts)s；人员%(members)s"),
    "rota_ended": _("值班表“%(rota)s”%(day)s后结束"),
    "shift_moved": _("%(day)s %(label)s由%(before)s改为%(name)s值班"),
    "shift_restored": _("%(day)s %(label)s恢复按值班表安排，由%(name)s值班"),
    "swap_asked": _("%(asker)s请%(taker)s换班：%(day)s %(label)s"),
    "shift_swapped": _("%(asker)s与%(taker)s换班：%(day)s %(label)s"),
    "swap_declined": _("%(taker)s没有同意%(asker)s的换班请求：%(day)s %(label)s"),
    "swap_withdrawn": _("%(asker)s撤回请%(taker)s换班：%(day)s %(label)s"),
    "shifts_imported": _("导入班次：新增%(created)s个，改动%(updated)s个"),
    "feed_created": _("生成日历订阅地址，旧地址失效"),
    "feed_revoked": _("停用日历订阅地址"),
    "wall_link_created": _("为“%(name)s”生成大屏地址，显示%(region_name)s"),
    "wall_link_revoked": _("停用“%(name)s”的大屏地址"),
}


def _kind(value: str) -> str:
    return str(DayKind(value).label) if value in DayKind else value


#: how a parameter is read, by its name
DUTY_READERS: Mapping[str, Callable[[Any], str]] = {"day_kind_before": _kind, "day_kind": _kind}
