"""Papers: a copy of their facts, and the bytes that were printed from them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.live_rows import LiveModel
from emergency_ops.lib.paper.queue import PENDING, PrintedDocument

from .choices import PaperKind


class Paper(LiveModel, PrintedDocument):
    """A PDF of a slip, a sheet, labels or badges. Rendered once by a worker from `facts`; a reprint is the same, byte for byte.

    key: SHA-256 of kind, title, region and facts, so that the same paper is rendered once.
    region: who may open it, with what the kind asks; None where the kind decides alone.
    """

    live = ("papers",)

    kind = models.CharField(_("类型"), max_length=20, choices=PaperKind.choices)
    key = models.CharField(max_length=64, unique=True)
    title = models.CharField(_("标题"), max_length=120)
    facts = models.JSONField()
    region = models.ForeignKey("resources.Region", models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("打印件")
        verbose_name_plural = _("打印件")
        indexes = [
            models.Index(
                fields=["due_at"],
                name="paper_due",
                condition=models.Q(state__in=list(PENDING)),
            )
        ]

    def __str__(self) -> str:
        return self.title
