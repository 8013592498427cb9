"""Vocabularies of templates."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incidents.monitoring.choices import Category
from incidents.response.plans.choices import Cause


class Case(models.TextChoices):
    """What exactly a template is for; without one it is for all of them."""

    TERMINALS = "terminals", _("终端停用")
    METHOD = "method", _("一种支付方式停用")
    FALSE_ALARM = "false_alarm", _("原来的公告是误报")


class TemplateEventKind(models.TextChoices):
    CREATED = "created", pgettext_lazy("template", "新建")
    SAVED = "saved", pgettext_lazy("template", "修改")
    RESTORED = "restored", pgettext_lazy("template", "恢复旧版本")
    ACTIVATED = "activated", pgettext_lazy("template", "启用")
    DEACTIVATED = "deactivated", pgettext_lazy("template", "停用")


#: a template's cause is one of the plan's causes or a whole category of them
CAUSES = [
    (_("原因类别"), Category.choices),
    (_("具体原因"), Cause.choices),
]
#: the same without groups, for labels
CAUSE_LABELS = {**dict(Category.choices), **dict(Cause.choices)}
