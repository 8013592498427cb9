"""What a subject (an incident) needs, and where."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from resources.inventory.choices import EquipmentKind, NeedState


class Need(models.Model):
    """需求: pieces of a part, or items of a kind of equipment, wanted at a site for a subject, e.g. ("incident", id)."""

    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    reference = models.CharField(_("关联事件"), max_length=60)
    site = models.ForeignKey("resources.Site", models.PROTECT, related_name="needs", verbose_name=_("网点"))
    terminal = models.ForeignKey(
        "resources.Terminal", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("终端")
    )
    part = models.ForeignKey(
        "resources.PartType", models.PROTECT, null=True, blank=True, related_name="needs", verbose_name=_("备件")
    )
    equipment_kind = models.CharField(_("设备类型"), max_length=20, choices=EquipmentKind.choices, blank=True)
    quantity = models.PositiveIntegerField(_("数量"), default=1)
    state = models.CharField(_("状态"), max_length=10, choices=NeedState.choices, default=NeedState.OPEN)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name = _("需求")
        verbose_name_plural = _("需求")
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="need_subject")]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="need_of_something"),
            models.CheckConstraint(
                name="need_of_a_part_or_equipment",
                condition=(Q(part__isnull=False) & Q(equipment_kind=""))
                | (Q(part__isnull=True) & ~Q(equipment_kind="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.quantity}"
