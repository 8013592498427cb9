"""Vocabularies of tasks."""

from django.db import models
from django.utils.translation import gettext_lazy as _

#: what deadlines and attachments call a task
SUBJECT = "task"


class TaskState(models.TextChoices):
    OPEN = "open", _("待接受")
    ACCEPTED = "accepted", _("办理中")
    DONE = "done", _("已完成")
    CANCELLED = "cancelled", _("已取消")


UNFINISHED = (TaskState.OPEN, TaskState.ACCEPTED)


class Outcome(models.TextChoices):
    """What became of a task's being given to somebody."""

    WAITING = "waiting", _("待接受")
    ACCEPTED = "accepted", _("已接受")
    DECLINED = "declined", _("已退回")
    UNANSWERED = "unanswered", _("未回应")
    MOVED = "moved", _("已转交")


HELD = (Outcome.WAITING, Outcome.ACCEPTED)
#: whoever had the task and let it go is not asked again by the system
REFUSED = (Outcome.DECLINED, Outcome.UNANSWERED)


class Fate(models.TextChoices):
    """What happens to unfinished tasks when their incident is closed."""

    CANCEL = "cancel", _("全部取消")
    KEEP = "keep", _("保留，继续办理")
