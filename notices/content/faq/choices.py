"""Vocabularies of the FAQ."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Audience(models.TextChoices):
    """Who is told the answer."""

    PUBLIC = "public", _("公众和坐席")
    AGENTS = "agents", _("仅坐席")
    NOBODY = "nobody", pgettext_lazy("answer", "停用")


class FaqState(models.TextChoices):
    """Of the newest text. Until it is published, the one before is told."""

    PROPOSED = "proposed", _("待发布")
    PUBLISHED = "published", pgettext_lazy("answer", "已生效")
    RETURNED = "returned", _("已退回")


class FaqEventKind(models.TextChoices):
    PROPOSED = "proposed", _("提交")
    PUBLISHED = "published", _("发布")
    OVERRIDDEN = "overridden", _("紧急发布")
    RETURNED = "returned", _("退回")
    TAKEN_DOWN = "taken_down", _("撤下")
