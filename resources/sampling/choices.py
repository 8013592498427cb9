"""What a sample is doing."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SampleState(models.TextChoices):
    LOADING = "loading", _("正在载入")
    LOADED = "loaded", _("已载入")
    FAILED = "failed", _("载入失败")
    TAKING_BACK = "taking_back", _("正在取回")
    PARTLY = "partly", _("部分取回")
    TAKEN_BACK = "taken_back", _("已全部取回")


#: something is at work in the background
BUSY = frozenset({SampleState.LOADING, SampleState.TAKING_BACK})
#: rows of the sample are in the house
PRESENT = frozenset({SampleState.LOADED, SampleState.TAKING_BACK, SampleState.PARTLY})
