"""What can be done without a connection, besides the checks of a round."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeedKind(models.TextChoices):
    TASK = "task", _("处置任务")
    COUNTER = "counter", _("人工窗口")
    ROUND = "round", _("巡检到场")
