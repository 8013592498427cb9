"""Paper notices. A notice stores a copy of its facts; a job stores the bytes that were printed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.live_rows import LiveModel
from emergency_ops.lib.paper.queue import PENDING, PrintedDocument

from .choices import Form


class NoticeSeries(models.Model):
    """The last number given on a day. Its row is locked while notices are numbered, so there are no doubles."""

    day = models.DateField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.day} {self.last}"


class PrintedNotice(LiveModel):
    """What one site hangs up, in whatever form: about an incident, or about planned maintenance, which has none.

    `facts` never changes: a reprint is the same, byte for byte.
    """

    live = ("sheets",)

    number = models.CharField(_("公告编号"), max_length=40, unique=True)
    incident = models.ForeignKey("incidents.Incident", models.PROTECT, null=True, related_name="printed_notices")
    notice = models.ForeignKey(
        "notices.Notice", models.PROTECT, null=True, related_name="sheets",
        help_text="whose approved text it carries; null: made from the facts alone",
    )  # fmt: skip
    site = models.ForeignKey("resources.Site", models.PROTECT, related_name="+", verbose_name=_("网点"))
    version = models.PositiveIntegerField(default=1)
    facts = models.JSONField()
    code = models.CharField(max_length=16, unique=True, help_text="in the emergency QR's path")
    check_code = models.CharField(  # noqa: DJ001 - unique, so the empty string could stand once only
        max_length=16, unique=True, null=True,
        help_text="in the address that tells whether the sheet still holds; null: printed before sheets had one",
    )  # fmt: skip
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("resources.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("网点公告")
        verbose_name_plural = _("网点公告")
        indexes = [models.Index(fields=["-created_at"], name="sheet_created")]
        constraints = [
            models.UniqueConstraint(fields=["incident", "site", "version"], name="notice_version_once"),
            models.UniqueConstraint(
                fields=["notice", "site", "version"], name="notice_planned_once", condition=models.Q(incident=None)
            ),
            models.CheckConstraint(
                condition=models.Q(incident__isnull=False) | models.Q(notice__isnull=False),
                name="sheet_is_about_something",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class PrintJob(LiveModel, PrintedDocument):
    """A PDF with one notice or many. Rendered once by a worker, kept with its SHA-256; the database refuses to change it."""

    live = ("sheets",)

    key = models.CharField(
        max_length=64, unique=True, help_text="SHA-256 of the form and the notices' numbers: a set is printed once"
    )
    form = models.CharField(_("版式"), max_length=10, choices=Form.choices, default=Form.A4)
    notices = models.ManyToManyField(PrintedNotice, related_name="jobs")
    incident = models.ForeignKey("incidents.Incident", models.PROTECT, null=True, related_name="print_jobs")
    starts = models.JSONField(default=dict, help_text="{notice number: its first page}")
    created_by = models.ForeignKey("resources.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("打印文件")
        verbose_name_plural = _("打印文件")
        indexes = [
            models.Index(
                fields=["due_at"],
                name="print_job_due",
                condition=models.Q(state__in=list(PENDING)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
