"""Vocabularies of CAP messages; the values are CAP's own."""

from django.db import models
from django.utils.translation import pgettext_lazy


class MessageType(models.TextChoices):
    ALERT = "Alert", pgettext_lazy("CAP", "首次发布")
    UPDATE = "Update", pgettext_lazy("CAP", "更新")
    CANCEL = "Cancel", pgettext_lazy("CAP", "撤销")


class MessageStatus(models.TextChoices):
    ACTUAL = "Actual", pgettext_lazy("CAP", "真实")
    EXERCISE = "Exercise", pgettext_lazy("CAP", "演练")
