"""Equipment with serial numbers, its chain of custody, and the list of it all."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from emergency_ops.lib.live_rows import LiveModel
from resources.inventory.choices import CustodyKind, EquipmentCondition, EquipmentKind, EquipmentState


class Equipment(models.Model):
    """移动设备: one item. `depot` is where it belongs, and where it is while in_depot. `token` is on its label.

    terminal: for a standby terminal, the row of the network that it is once installed (or was, when it came from a site).
    """

    code = models.CharField(_("资产编号"), max_length=40, unique=True)
    token = models.CharField(max_length=16, unique=True)
    kind = models.CharField(_("类型"), max_length=20, choices=EquipmentKind.choices)
    model = models.CharField(_("型号"), max_length=60, blank=True)
    serial_number = models.CharField(_("序列号"), max_length=60)
    depot = models.ForeignKey("resources.Depot", models.PROTECT, related_name="equipment", verbose_name=_("所属备件库"))
    state = models.CharField(_("状态"), max_length=12, choices=EquipmentState.choices, default=EquipmentState.IN_DEPOT)
    condition = models.CharField(
        _("状况"), max_length=8, choices=EquipmentCondition.choices, default=EquipmentCondition.GOOD
    )
    holder = models.ForeignKey(
        "resources.Person", models.PROTECT, null=True, blank=True, related_name="equipment", verbose_name=_("领用人")
    )
    site = models.ForeignKey(
        "resources.Site", models.PROTECT, null=True, blank=True, related_name="equipment", verbose_name=_("所在网点")
    )
    terminal = models.OneToOneField(
        "resources.Terminal", models.PROTECT, null=True, blank=True, related_name="equipment", verbose_name=_("终端")
    )
    subject_kind = models.CharField(max_length=20, blank=True)
    subject_id = models.BigIntegerField(null=True)
    reference = models.CharField(_("用于"), max_length=60, blank=True)
    due_back = models.DateTimeField(_("应还时间"), null=True, blank=True)
    maintenance_months = models.PositiveSmallIntegerField(_("维护周期（月）"), null=True, blank=True)
    maintenance_due = models.DateField(_("下次维护"), null=True, blank=True)
    battery_percent = models.PositiveSmallIntegerField(_("电量（%）"), null=True, blank=True)
    battery_checked_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(_("备注"), max_length=200, blank=True)
    told = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, editable=False, help_text="reminders sent already"
    )
    history = HistoricalRecords(excluded_fields=["told"])

    class Meta:
        ordering = ["code"]
        verbose_name = _("移动设备")
        verbose_name_plural = _("移动设备")
        indexes = [
            models.Index(fields=["depot", "kind", "state"], name="equipment_depot"),
            models.Index(fields=["maintenance_due"], name="equipment_maintenance"),
            models.Index(fields=["due_back"], name="equipment_due_back"),
            models.Index(fields=["subject_kind", "subject_id"], name="equipment_subject"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "serial_number"], name="equipment_serial_once"),
            models.CheckConstraint(
                condition=Q(battery_percent=None) | Q(battery_percent__lte=100), name="equipment_battery_percent"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CustodyEntry(LiveModel):
    """领用记录: one row of an item's life. Append-only, in the database too.

    subject: what it was for; of a swap, the other terminal: ("terminal", id) with its code as `reference`.
    key: repeats of a request make no second row.
    """

    live = ("stock",)

    equipment = models.ForeignKey(Equipment, models.PROTECT, related_name="custody")
    kind = models.CharField(_("事项"), max_length=12, choices=CustodyKind.choices)
    at = models.DateTimeField()
    actor = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    holder = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    depot = models.ForeignKey("resources.Depot", models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey("resources.Site", models.PROTECT, null=True, related_name="+")
    condition = models.CharField(max_length=8, choices=EquipmentCondition.choices, blank=True)
    battery_percent = models.PositiveSmallIntegerField(null=True)
    subject_kind = models.CharField(max_length=20, blank=True)
    subject_id = models.BigIntegerField(null=True)
    reference = models.CharField(max_length=60, blank=True)
    text = models.CharField(_("说明"), max_length=200, blank=True)
    key = models.CharField(max_length=80, unique=True, null=True)  # noqa: DJ001 - null where nothing can be repeated

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["equipment", "-at"], name="custody_equipment")]

    def __str__(self) -> str:
        return f"{self.equipment_id} {self.kind}"


class EquipmentListVersion(models.Model):
    """技术设备清单: a numbered snapshot. `content` is a copy of the facts and never changes, in the database too."""

    number = models.PositiveIntegerField(_("版本"), unique=True)
    content = models.JSONField(help_text="{section: [{…}]}; see inventory.equipment_list")
    digest = models.CharField(max_length=64)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        verbose_name = _("技术设备清单")
        verbose_name_plural = _("技术设备清单")

    def __str__(self) -> str:
        return f"v{self.number}"
