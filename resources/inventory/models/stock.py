"""Depots, parts, the ledger and what it adds up to."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from emergency_ops.lib.live_rows import LiveModel
from resources.inventory.choices import DeliveryState, MovementKind, ReservationState
from resources.network.choices import ComponentKind


class Depot(models.Model):
    """备件库: where parts and equipment lie. Without a position its distance to a site is that of their regions' first sites."""

    code = models.CharField(_("备件库编号"), max_length=32, unique=True)
    name = models.CharField(_("名称"), max_length=80)
    region = models.ForeignKey("resources.Region", models.PROTECT, related_name="depots", verbose_name=_("区域"))
    address = models.CharField(_("地址"), max_length=200, blank=True)
    longitude = models.FloatField(
        _("经度"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    latitude = models.FloatField(
        _("纬度"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    keeper = models.ForeignKey(
        "resources.Person", models.PROTECT, null=True, blank=True, related_name="depots", verbose_name=_("库管员")
    )
    deputy = models.ForeignKey(
        "resources.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("代管员")
    )
    phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    opening_hours = models.CharField(_("开放时间"), max_length=200, default="周一至周五 08:30-17:30")
    is_active = models.BooleanField(_("在用"), default=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["code"]
        verbose_name = _("备件库")
        verbose_name_plural = _("备件库")

    def __str__(self) -> str:
        return self.name


class PartType(models.Model):
    """A kind of spare part. terminal_models: those that it fits, empty for every one."""

    code = models.CharField(_("备件编号"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=80)
    component = models.CharField(_("部件"), max_length=20, choices=ComponentKind.choices, blank=True)
    terminal_models = ArrayField(models.CharField(max_length=40), verbose_name=_("适用机型"), default=list, blank=True)
    unit = models.CharField(_("单位"), max_length=8, default="件")
    price = models.PositiveIntegerField(_("参考单价（分）"), default=0)
    supplier = models.CharField(_("供应商"), max_length=80, blank=True)
    supplier_contact = models.CharField(_("供应商联系方式"), max_length=80, blank=True)
    lead_days = models.PositiveSmallIntegerField(_("采购周期（天）"), default=14)
    is_active = models.BooleanField(_("在用"), default=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["code"]
        verbose_name = _("备件型号")
        verbose_name_plural = _("备件型号")

    def __str__(self) -> str:
        return self.name


class StockLevel(models.Model):
    """What a depot has of a part now: the sums of the ledger, of the open reservations, and of what is on its way here.

    Locked and written together with the rows that it sums; `manage.py check_ledger` proves it.
    """

    depot = models.ForeignKey(Depot, models.PROTECT, related_name="levels", verbose_name=_("备件库"))
    part = models.ForeignKey(PartType, models.PROTECT, related_name="levels", verbose_name=_("备件"))
    on_hand = models.PositiveIntegerField(_("在库"), default=0)
    reserved = models.PositiveIntegerField(_("预留"), default=0)
    in_transit = models.PositiveIntegerField(_("在途"), default=0, help_text="sent to this depot, not received yet")
    minimum = models.PositiveIntegerField(
        default=0, editable=False, help_text="repeats the minimum's, kept by the database: what runs low has an index"
    )
    #: the minimum of this depot and part, where one is set: a join over both columns, without a column of its own
    limits = models.ForeignObject(
        "resources.StockMinimum",
        models.DO_NOTHING,
        from_fields=["depot", "part"],
        to_fields=["depot", "part"],
        related_name="+",
        null=True,
        serialize=False,
    )

    class Meta:
        verbose_name = _("库存")
        verbose_name_plural = _("库存")
        indexes = [
            models.Index(F("on_hand") - F("reserved"), "id", name="stock_level_free"),
            models.Index(
                fields=["part", "depot"], name="stock_level_low", condition=Q(minimum__gt=F("on_hand") - F("reserved"))
            ),
            models.Index(
                F("on_hand") - F("reserved") - F("minimum"),
                name="stock_level_missing",
                condition=Q(minimum__gt=F("on_hand") - F("reserved")),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["depot", "part"], name="stock_level_once"),
            models.CheckConstraint(condition=Q(reserved__lte=F("on_hand")), name="stock_reserved_is_on_hand"),
        ]

    def __str__(self) -> str:
        return f"{self.depot_id} {self.part_id} {self.on_hand}"

    @property
    def available(self) -> int:
        return self.on_hand - self.reserved


class StockMinimum(models.Model):
    """安全库存: below `minimum` the replenishment list fills up to `target`."""

    depot = models.ForeignKey(Depot, models.PROTECT, related_name="minimums", verbose_name=_("备件库"))
    part = models.ForeignKey(PartType, models.PROTECT, related_name="minimums", verbose_name=_("备件"))
    minimum = models.PositiveIntegerField(_("安全库存"))
    target = models.PositiveIntegerField(_("补足到"))
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("安全库存")
        verbose_name_plural = _("安全库存")
        constraints = [
            models.UniqueConstraint(fields=["depot", "part"], name="stock_minimum_once"),
            models.CheckConstraint(condition=Q(target__gte=F("minimum")), name="stock_target_reaches_minimum"),
        ]

    def __str__(self) -> str:
        return f"{self.depot_id} {self.part_id} {self.minimum}"


class StockMovement(LiveModel):
    """出入库: a row of the ledger, append-only in the database too. quantity is signed, in pieces, never 0.

    subject: what it was for, e.g. ("incident", id), with its number as `reference`. key: repeats of a request make no second row.
    """

    live = ("stock",)

    depot = models.ForeignKey(Depot, models.PROTECT, related_name="movements", verbose_name=_("备件库"))
    part = models.ForeignKey(PartType, models.PROTECT, related_name="movements", verbose_name=_("备件"))
    kind = models.CharField(_("类型"), max_length=12, choices=MovementKind.choices)
    quantity = models.IntegerField(_("数量"))
    balance = models.PositiveIntegerField(_("结存"), help_text="on hand after this row")
    at = models.DateTimeField(_("时间"))
    actor = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("经办人"))
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    subject_kind = models.CharField(max_length=20, blank=True)
    subject_id = models.BigIntegerField(null=True)
    reference = models.CharField(_("关联单号"), max_length=60, blank=True)
    transfer = models.ForeignKey("resources.Transfer", models.PROTECT, null=True, related_name="movements")
    reservation = models.ForeignKey("resources.Reservation", models.PROTECT, null=True, related_name="movements")
    stocktake = models.ForeignKey("resources.Stocktake", models.PROTECT, null=True, related_name="movements")
    key = models.CharField(max_length=80, unique=True, null=True)  # noqa: DJ001 - null where nothing can be repeated

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("出入库记录")
        verbose_name_plural = _("出入库记录")
        indexes = [
            models.Index(fields=["depot", "part", "id"], name="movement_level"),
            models.Index(fields=["-at"], name="movement_at"),
            models.Index(fields=["subject_kind", "subject_id"], name="movement_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                name="movement_sign",
                condition=Q(
                    kind__in=[MovementKind.RECEIPT, MovementKind.RETURN, MovementKind.TRANSFER_IN], quantity__gt=0
                )
                | Q(kind__in=[MovementKind.ISSUE, MovementKind.TRANSFER_OUT, MovementKind.SCRAP], quantity__lt=0)
                | (Q(kind=MovementKind.ADJUSTMENT) & ~Q(quantity=0) & ~Q(reason="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.quantity}"


class Reservation(LiveModel):
    """预留: pieces promised to a subject. Open ones count in StockLevel.reserved with what of them is not issued yet."""

    live = ("stock",)

    depot = models.ForeignKey(Depot, models.PROTECT, related_name="reservations", verbose_name=_("备件库"))
    part = models.ForeignKey(PartType, models.PROTECT, related_name="reservations", verbose_name=_("备件"))
    quantity = models.PositiveIntegerField(_("数量"))
    issued = models.PositiveIntegerField(_("已出库"), default=0)
    state = models.CharField(_("状态"), max_length=10, choices=ReservationState.choices, default=ReservationState.OPEN)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    reference = models.CharField(_("用于"), max_length=60)
    need = models.ForeignKey("resources.Need", models.PROTECT, null=True, related_name="reservations")
    key = models.CharField(max_length=80, unique=True, null=True)  # noqa: DJ001 - null where nothing can be repeated
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("预留")
        verbose_name_plural = _("预留")
        indexes = [
            models.Index(fields=["-created_at"], name="reservation_created"),
            models.Index(fields=["subject_kind", "subject_id"], name="reservation_subject"),
            models.Index(fields=["depot", "part"], name="reservation_open", condition=Q(state=ReservationState.OPEN)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="reservation_of_something"),
            models.CheckConstraint(condition=Q(issued__lte=F("quantity")), name="reservation_issued_within"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.part_id} {self.quantity}"

    @property
    def outstanding(self) -> int:
        return self.quantity - self.issued


class ExpectedDelivery(models.Model):
    """A purchase that is to arrive at a depot; its receipt writes the ledger."""

    depot = models.ForeignKey(Depot, models.PROTECT, related_name="deliveries", verbose_name=_("备件库"))
    part = models.ForeignKey(PartType, models.PROTECT, related_name="deliveries", verbose_name=_("备件"))
    quantity = models.PositiveIntegerField(_("数量"))
    received = models.PositiveIntegerField(_("已到"), default=0)
    expected_on = models.DateField(_("预计到货"))
    supplier = models.CharField(_("供应商"), max_length=80, blank=True)
    order_number = models.CharField(_("订单号"), max_length=60, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.EXPECTED)
    key = models.CharField(max_length=80, unique=True, null=True)  # noqa: DJ001 - null where nothing can be repeated
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("resources.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["expected_on"]
        verbose_name = _("待到货")
        verbose_name_plural = _("待到货")
        indexes = [
            models.Index(fields=["depot", "part"], name="delivery_expected", condition=Q(state=DeliveryState.EXPECTED)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="delivery_of_something"),
            models.CheckConstraint(condition=Q(received__lte=F("quantity")), name="delivery_received_within"),
        ]

    def __str__(self) -> str:
        return f"{self.part_id} {self.quantity} {self.expected_on}"
