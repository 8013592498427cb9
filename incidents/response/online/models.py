"""The operator's online channels, and the emergency payment codes that lead to its payment page."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from incidents.response.models import Substitute
from resources.network.choices import PaymentMethod

from .choices import ChannelKind, CodeState, ScanAnswer
from .rules import state_of

ADDRESS = URLValidator(schemes=["https"], message=_("网址以 https:// 开头。"))


class OnlineChannel(models.Model):
    """线上渠道: a way to pay without a terminal, told in plain words in Chinese and English. Steps and documents: one a line."""

    name = models.CharField(_("名称"), max_length=60, unique=True)
    name_en = models.CharField(_("英文名称"), max_length=80, blank=True)
    kind = models.CharField(_("类型"), max_length=10, choices=ChannelKind.choices)
    url = models.CharField(_("网址"), max_length=200, blank=True, validators=[ADDRESS])
    finding = models.CharField(_("怎样找到"), max_length=200)
    finding_en = models.CharField(_("怎样找到（英文）"), max_length=300, blank=True)
    steps = models.TextField(_("操作步骤"), help_text=_("每行一步。"))
    steps_en = models.TextField(_("操作步骤（英文）"), blank=True)
    documents = models.TextField(_("需要准备"), blank=True, help_text=_("每行一项，例如身份证、户号。"))
    documents_en = models.TextField(_("需要准备（英文）"), blank=True)
    services = ArrayField(models.CharField(max_length=40), verbose_name=_("可办业务"), default=list, blank=True)
    payment_methods = ArrayField(
        models.CharField(max_length=20, choices=PaymentMethod.choices),
        verbose_name=_("支付方式"),
        default=list,
        blank=True,
    )
    hours = models.CharField(_("服务时间"), max_length=60, blank=True)
    capacity_per_hour = models.PositiveIntegerField(_("每小时可办笔数"), null=True, blank=True)
    merchant_code = models.TextField(
        _("收单机构签发的收款码（EMVCo）"), blank=True, help_text=_("只填收单机构给出的原文；格式和校验码会被检查。")
    )
    rank = models.PositiveIntegerField(_("顺序"), default=100)
    is_active = models.BooleanField(_("启用"), default=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["rank", "pk"]
        verbose_name = _("线上渠道")
        verbose_name_plural = _("线上渠道")

    def __str__(self) -> str:
        return self.name


class SubstituteChannel(models.Model):
    """Which channels an online substitute sends people to."""

    substitute = models.ForeignKey(Substitute, models.CASCADE, related_name="named_channels")
    channel = models.ForeignKey(OnlineChannel, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["substitute", "channel"], name="channel_once_a_substitute")]

    def __str__(self) -> str:
        return f"{self.substitute_id} {self.channel_id}"


class EmergencyCode(models.Model):
    """应急支付二维码: an address of this system that leads to the payment page until it expires or is revoked.

    It belongs to a substitute and, through it, to an incident, also after incidents were merged. Without a site it stands for
    all of them. There is no account, no phone number and no amount in it.
    """

    code = models.CharField(max_length=16, unique=True)
    substitute = models.ForeignKey(Substitute, models.PROTECT, related_name="codes")
    site = models.ForeignKey("resources.Site", models.PROTECT, null=True, related_name="+", verbose_name=_("网点"))
    terminal = models.ForeignKey("resources.Terminal", models.PROTECT, null=True, related_name="+")
    service = models.CharField(max_length=40, default="all")
    expires_at = models.DateTimeField(_("有效期至"))
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    revoked_for = models.CharField(_("作废原因"), max_length=200, blank=True)

    class Meta:
        ordering = ["site__code", "pk"]
        verbose_name = _("应急支付二维码")
        verbose_name_plural = _("应急支付二维码")
        constraints = [
            models.UniqueConstraint(
                fields=["substitute", "site", "terminal", "service"],
                condition=models.Q(revoked_at=None),
                nulls_distinct=False,
                name="emergency_code_once",
            )
        ]

    def __str__(self) -> str:
        return self.code

    def is_valid(self, now: datetime) -> bool:
        return state_of(self.expires_at, self.revoked_at, now) == CodeState.VALID


class ScanCount(models.Model):
    """How often a code was scanned in an hour and what it led to. Nothing is known of who scanned it."""

    code = models.ForeignKey(EmergencyCode, models.CASCADE, related_name="scans")
    hour = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=ScanAnswer.choices)
    count = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "hour", "answer"], name="scan_hour_once")]

    def __str__(self) -> str:
        return f"{self.code_id} {self.hour:%Y-%m-%d %H} {self.count}"
