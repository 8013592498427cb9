"""Training, drills taken, badges."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from resources.staff.choices import TrainingKind, TrainingResult


class Training(models.Model):
    """A course or a drill that people take; valid_months None: for ever."""

    code = models.CharField(_("培训编号"), max_length=32, unique=True)
    name = models.CharField(_("培训名称"), max_length=80)
    kind = models.CharField(_("类型"), max_length=10, choices=TrainingKind.choices, default=TrainingKind.COURSE)
    valid_months = models.PositiveSmallIntegerField(_("有效期（月）"), null=True, blank=True)
    description = models.TextField(_("内容"), blank=True)
    is_active = models.BooleanField(_("在用"), default=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["code"]
        verbose_name = _("培训")
        verbose_name_plural = _("培训")

    def __str__(self) -> str:
        return self.name


class TrainingRecord(models.Model):
    """培训记录: somebody took it. expires_on None: valid for ever. Corrected by revoking it and writing another."""

    person = models.ForeignKey(
        "resources.Person", models.PROTECT, related_name="training_records", verbose_name=_("人员")
    )
    training = models.ForeignKey(Training, models.PROTECT, related_name="records", verbose_name=_("培训"))
    taken_on = models.DateField(_("完成日期"))
    expires_on = models.DateField(_("有效期至"), null=True, blank=True, help_text="the last day on which it counts")
    result = models.CharField(_("结果"), max_length=8, choices=TrainingResult.choices, default=TrainingResult.PASSED)
    certificate = models.CharField(_("证书编号"), max_length=60, blank=True)
    recorded_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(_("作废原因"), max_length=200, blank=True)

    class Meta:
        ordering = ["-taken_on"]
        verbose_name = _("培训记录")
        verbose_name_plural = _("培训记录")
        indexes = [models.Index(fields=["expires_on"], name="training_record_expiry")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "training", "taken_on"],
                name="training_record_once_a_day",
                condition=models.Q(revoked_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.training_id} {self.taken_on}"


class Badge(models.Model):
    """统一标识: what on-site staff wear. `token` is in its QR code and opens the public check page."""

    number = models.CharField(_("编号"), max_length=20, unique=True)
    token = models.CharField(max_length=16, unique=True)
    person = models.ForeignKey("resources.Person", models.PROTECT, related_name="badges", verbose_name=_("人员"))
    post = models.ForeignKey(
        "resources.Post", models.PROTECT, null=True, blank=True, related_name="badges", verbose_name=_("岗位")
    )
    valid_from = models.DateField(_("生效日期"))
    valid_until = models.DateField(_("有效期至"), help_text="the last valid day")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("resources.Person", models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(_("作废原因"), max_length=200, blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("统一标识")
        verbose_name_plural = _("统一标识")

    def __str__(self) -> str:
        return self.number
