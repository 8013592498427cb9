"""Vocabularies of what others send."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceKind(models.TextChoices):
    ALERTMANAGER = "alertmanager", "Prometheus Alertmanager"
    ZABBIX = "zabbix", "Zabbix"
    CLOUDEVENTS = "cloudevents", "CloudEvents"


class AlertState(models.TextChoices):
    FIRING = "firing", _("告警中")
    RESOLVED = "resolved", _("已恢复")


class Mapping(models.TextChoices):
    """Whether we know which terminals an alert is about. IGNORED: somebody said that it is none of ours."""

    MAPPED = "mapped", _("已对应")
    UNMAPPED = "unmapped", _("未对应")
    IGNORED = "ignored", _("已忽略")
