"""Vocabularies of patrols."""

from datetime import timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: the kind of subject under which deadlines and messages of a round stand
ROUND_SUBJECT: Final = "patrol_round"
#: attachments of an entry
ENTRY_SUBJECT: Final = "patrol_entry"
#: a round may be begun so long before its time
EARLY: Final = timedelta(minutes=30)
INTERVAL_MINUTES: Final = 120
GRACE_MINUTES: Final = 30
NO_PATROL: Final = 0


class RoundState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("patrol round", "待巡检")
    UNDER_WAY = "under_way", _("巡检中")
    DONE = "done", _("按时完成")
    LATE = "late", _("超时完成")
    MISSED = "missed", _("漏检")
    CANCELLED = "cancelled", pgettext_lazy("patrol round", "已取消")


OPEN_STATES: Final = (RoundState.PLANNED, RoundState.UNDER_WAY)
FINISHED_STATES: Final = (RoundState.DONE, RoundState.LATE, RoundState.MISSED)


class Outcome(models.TextChoices):
    OK = "ok", pgettext_lazy("checklist", "正常")
    FINDING = "finding", _("有问题")
    SKIPPED = "skipped", _("无法检查")


class EntrySource(models.TextChoices):
    PHONE = "phone", _("手机")
    PAPER = "paper", _("纸质补录")


class RoundEventKind(models.TextChoices):
    PLANNED = "planned", _("列入计划")
    REASSIGNED = "reassigned", _("改派")
    ARRIVED = "arrived", _("扫码到场")
    STARTED = "started", _("开始巡检")
    FINISHED = "finished", _("完成巡检")
    REMINDED = "reminded", _("超时提醒")
    CALLED = "called", _("升级通知")
    MISSED = "missed", _("记为漏检")
    CANCELLED = "cancelled", _("取消")


class FindingEventKind(models.TextChoices):
    OPENED = "opened", _("发现问题")
    CHANGED = "changed", _("问题变化")
    RESOLVED = "resolved", _("问题消除")


class Item(models.TextChoices):
    """What the shipped checklists ask; an organisation may add its own."""

    RUNNING = "running", _("开机联网，能进入缴费页面")
    SCREEN = "screen", _("屏幕与触摸")
    SCANNER = "scanner", _("扫码头")
    CARD = "card", _("读卡器")
    PRINTER = "printer", _("打印机与凭条纸")
    CASH = "cash", _("纸币/投币器与钱箱")
    DOOR = "door", _("柜门与锁")
    NOTICES = "notices", _("公告张贴完好、未过期")
    QR_CODE = "qr_code", _("收款码未被粘贴覆盖")
