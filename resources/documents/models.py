"""Papers: a copy of their facts, and the bytes that were printed from them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .choices import PaperKind, PaperState


class Paper(models.Model):
    """A PDF of a slip, a sheet, labels or badges. Rendered once by a worker from `facts`; a reprint is the same, byte for byte.

    key: SHA-256 of kind and facts, so that the same paper is rendered once. region: who may open it, with the kind's roles.
    """

    kind = models.CharField(_("类型"), max_length=20, choices=PaperKind.choices)
    key = models.CharField(max_length=64, unique=True)
    title = models.CharField(_("标题"), max_length=120)
    facts = models.JSONField()
    region = models.ForeignKey("resources.Region", models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("状态"), max_length=10, choices=PaperState.choices, default=PaperState.QUEUED)
    pages = models.PositiveIntegerField(default=0)
    pdf = models.BinaryField(null=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    ready_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("打印件")
        verbose_name_plural = _("打印件")
        indexes = [
            models.Index(
                fields=["due_at"],
                name="paper_due",
                condition=models.Q(state__in=[PaperState.QUEUED, PaperState.RENDERING]),
            )
        ]

    def __str__(self) -> str:
        return self.title
