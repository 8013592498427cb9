"""What has to be bought because no depot has it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from resources.inventory.choices import SUPPLY_LIVE, EquipmentKind, SupplyState


class SupplyRequest(models.Model):
    """供应链清单: pieces of a part, or items of a kind of equipment, that no depot has, and who gets them from whom by when.

    need: what it follows, as long as that is not met; without one somebody asked by hand. quantity: still missing.
    depot: where it is delivered. delivery: of a part, how it arrives; receiving that writes the ledger.
    told: the day on which its being late, or its having no expected date, was told last.
    """

    number = models.CharField(_("编号"), max_length=24, unique=True)
    need = models.ForeignKey("resources.Need", models.PROTECT, null=True, related_name="supplies")
    subject_kind = models.CharField(max_length=20, blank=True)
    subject_id = models.BigIntegerField(null=True)
    reference = models.CharField(_("关联事件"), max_length=60, blank=True)
    is_drill = models.BooleanField(_("演练"), default=False)
    site = models.ForeignKey(
        "resources.Site", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("网点")
    )
    depot = models.ForeignKey(
        "resources.Depot", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("送货备件库")
    )
    part = models.ForeignKey(
        "resources.PartType", models.PROTECT, null=True, blank=True, related_name="supplies", verbose_name=_("备件")
    )
    equipment_kind = models.CharField(_("设备类型"), max_length=20, choices=EquipmentKind.choices, blank=True)
    quantity = models.PositiveIntegerField(_("缺口数量"))
    state = models.CharField(_("状态"), max_length=10, choices=SupplyState.choices, default=SupplyState.OPEN)
    supplier = models.CharField(_("供应商"), max_length=80, blank=True)
    supplier_contact = models.CharField(_("供应商联系方式"), max_length=80, blank=True)
    order_number = models.CharField(_("订单号"), max_length=60, blank=True)
    expected_on = models.DateField(_("预计到货"), null=True, blank=True)
    delivery = models.OneToOneField(
        "resources.ExpectedDelivery", models.PROTECT, null=True, related_name="supply", verbose_name=_("待到货")
    )
    owner = models.ForeignKey(
        "resources.Person", models.PROTECT, null=True, blank=True, related_name="supplies", verbose_name=_("经办人")
    )
    asked_at = models.DateTimeField(_("登记时间"))
    asked_by = models.ForeignKey(
        "resources.Person", models.PROTECT, null=True, related_name="+", help_text="null: the system"
    )
    ordered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        "resources.Person", models.PROTECT, null=True, related_name="+", help_text="null: the system"
    )
    note = models.CharField(_("说明"), max_length=200, blank=True)
    told = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = _("供应链清单")
        verbose_name_plural = _("供应链清单")
        indexes = [
            models.Index(fields=["-asked_at"], name="supply_recent"),
            models.Index(fields=["subject_kind", "subject_id"], name="supply_subject"),
            models.Index(fields=["expected_on"], name="supply_due", condition=Q(state__in=SUPPLY_LIVE)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["need"], name="supply_once_a_need", condition=Q(state__in=SUPPLY_LIVE, need__isnull=False)
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="supply_of_something"),
            models.CheckConstraint(
                name="supply_of_a_part_or_equipment",
                condition=(Q(part__isnull=False) & Q(equipment_kind=""))
                | (Q(part__isnull=True) & ~Q(equipment_kind="")),
            ),
            models.CheckConstraint(
                name="supply_promised_for_a_day",
                condition=~Q(state=SupplyState.PROMISED) | Q(expected_on__isnull=False),
            ),
            models.CheckConstraint(
                name="supply_goes_somewhere", condition=Q(site__isnull=False) | Q(depot__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.number
