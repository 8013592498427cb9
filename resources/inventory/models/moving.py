"""Transfers and stocktakes."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.live_rows import LiveModel
from resources.inventory.choices import StocktakeState, TransferState
from resources.network.models import Site

from .stock import Depot


class Transfer(models.Model):
    """调拨单: parts travel from a depot to another, or to a site. `token` is in the slip's QR code.

    To a depot: transfer_out when it is sent, transfer_in when received. To a site: the parts are issued when it is sent.
    subject: what it is for, e.g. ("incident", id) with its number as `reference`. Called back, it was received at its source.
    The keys are those of the requests that made, sent and received it: their repeats change nothing.
    """

    number = models.CharField(_("调拨单号"), max_length=24, unique=True)
    token = models.CharField(max_length=16, unique=True)
    source = models.ForeignKey("resources.Depot", models.PROTECT, related_name="outgoing", verbose_name=_("发出备件库"))
    to_depot = models.ForeignKey(
        "resources.Depot", models.PROTECT, null=True, blank=True, related_name="incoming", verbose_name=_("送往备件库")
    )
    to_site = models.ForeignKey(
        "resources.Site", models.PROTECT, null=True, blank=True, related_name="transfers", verbose_name=_("送往网点")
    )
    state = models.CharField(_("状态"), max_length=10, choices=TransferState.choices, default=TransferState.DRAFT)
    carrier = models.CharField(_("承运"), max_length=80, blank=True, help_text="who carries it, how to reach them")
    note = models.CharField(_("说明"), max_length=200, blank=True)
    subject_kind = models.CharField(max_length=20, blank=True)
    subject_id = models.BigIntegerField(null=True)
    reference = models.CharField(_("关联事件"), max_length=60, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("resources.Person", models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    expected_at = models.DateTimeField(_("预计到达"), null=True, blank=True)
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    remark = models.CharField(_("签收备注"), max_length=200, blank=True)
    overdue_told_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=80, unique=True, null=True)  # noqa: DJ001 - null where nothing can be repeated
    sent_key = models.CharField(max_length=80, blank=True)
    received_key = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("调拨")
        verbose_name_plural = _("调拨")
        indexes = [
            models.Index(fields=["-created_at"], name="transfer_created"),
            models.Index(fields=["state", "-created_at"], name="transfer_state"),
            models.Index(fields=["subject_kind", "subject_id"], name="transfer_subject"),
            models.Index(fields=["expected_at"], name="transfer_due", condition=Q(state=TransferState.SENT)),
        ]
        constraints = [
            models.CheckConstraint(
                name="transfer_to_one_place",
                condition=Q(to_depot__isnull=False, to_site__isnull=True)
                | Q(to_depot__isnull=True, to_site__isnull=False),
            ),
            models.CheckConstraint(
                name="transfer_to_elsewhere", condition=Q(to_depot__isnull=True) | ~Q(to_depot=F("source"))
            ),
            models.CheckConstraint(
                name="transfer_shortage_explained", condition=~Q(state=TransferState.SHORT) | ~Q(remark="")
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def destination(self) -> Depot | Site:
        place = self.to_depot or self.to_site
        if place is None:
            raise ValueError(f"{self.number} goes nowhere")
        return place

    @property
    def kinds(self) -> int:
        return len(self.lines.all())

    @property
    def pieces(self) -> int:
        return sum(line.quantity for line in self.lines.all())

    @property
    def got(self) -> int | None:
        """Pieces received; None before that."""
        counts = [line.received for line in self.lines.all() if line.received is not None]
        return sum(counts) if counts else None


class TransferLine(models.Model):
    """What of a part travels. received None: not received yet; less than the quantity: a shortage."""

    transfer = models.ForeignKey(Transfer, models.CASCADE, related_name="lines")
    part = models.ForeignKey("resources.PartType", models.PROTECT, related_name="+", verbose_name=_("备件"))
    quantity = models.PositiveIntegerField(_("数量"))
    received = models.PositiveIntegerField(_("实收"), null=True)
    reservation = models.ForeignKey("resources.Reservation", models.PROTECT, null=True, related_name="transfer_lines")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="transfer_line_of_something"),
            models.CheckConstraint(
                condition=Q(received=None) | Q(received__lte=F("quantity")), name="transfer_line_received_within"
            ),
            models.UniqueConstraint(
                fields=["transfer", "part", "reservation"], name="transfer_line_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.transfer_id} {self.part_id} {self.quantity}"


class Stocktake(models.Model):
    """盘点 of a depot: counted blind, the variance posted by somebody who did not count (a trigger looks at the lines)."""

    number = models.CharField(_("盘点单号"), max_length=24, unique=True)
    depot = models.ForeignKey("resources.Depot", models.PROTECT, related_name="stocktakes", verbose_name=_("备件库"))
    state = models.CharField(_("状态"), max_length=10, choices=StocktakeState.choices, default=StocktakeState.COUNTING)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey("resources.Person", models.PROTECT, related_name="+")
    counted_at = models.DateTimeField(null=True)
    counted_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    posted_at = models.DateTimeField(null=True)
    posted_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    remark = models.CharField(_("备注"), max_length=200, blank=True)
    key = models.CharField(max_length=80, unique=True, null=True)  # noqa: DJ001 - null where nothing can be repeated

    class Meta:
        ordering = ["-started_at", "-id"]
        verbose_name = _("盘点")
        verbose_name_plural = _("盘点")
        constraints = [
            models.UniqueConstraint(
                fields=["depot"],
                name="stocktake_one_open_a_depot",
                condition=Q(state__in=[StocktakeState.COUNTING, StocktakeState.COUNTED]),
            ),
            models.CheckConstraint(
                name="stocktake_posted_by_another",
                condition=Q(posted_by=None) | Q(counted_by=None) | ~Q(posted_by=F("counted_by")),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class StocktakeLine(models.Model):
    """A part to be counted. expected: on hand at the moment of the count, written with it, shown once the count is finished."""

    stocktake = models.ForeignKey(Stocktake, models.CASCADE, related_name="lines")
    part = models.ForeignKey("resources.PartType", models.PROTECT, related_name="+", verbose_name=_("备件"))
    counted = models.PositiveIntegerField(_("实盘"), null=True)
    expected = models.PositiveIntegerField(_("账面"), null=True)
    counted_at = models.DateTimeField(null=True)
    counted_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("差异原因"), max_length=200, blank=True)
    key = models.CharField(max_length=80, blank=True, help_text="of the request that counted it")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stocktake", "part"], name="stocktake_line_once")]

    def __str__(self) -> str:
        return f"{self.stocktake_id} {self.part_id}"

    @property
    def variance(self) -> int:
        """Pieces found (+) or missing (-); 0 where nothing was counted."""
        return 0 if self.counted is None else self.counted - (self.expected or 0)


class NumberSeries(models.Model):
    """The last number given to a kind of paper on a day, e.g. ("transfer", 2026-11-23). Locked while numbers are given."""

    kind = models.CharField(max_length=12)
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "day"], name="number_series_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.day} {self.last}"


class InventoryEvent(LiveModel):
    """One row a change of a transfer, stocktake, reservation, delivery or need. Append-only, in the database too."""

    live = ("stock",)

    subject_kind = models.CharField(max_length=20, help_text="transfer, stocktake, reservation, delivery, need")
    subject_id = models.BigIntegerField()
    code = models.CharField(max_length=40, help_text="names the translated sentence")
    depot = models.ForeignKey("resources.Depot", models.PROTECT, null=True, related_name="+")
    actor = models.ForeignKey(
        "resources.Person", models.PROTECT, null=True, related_name="+", help_text="null: the system"
    )
    at = models.DateTimeField()
    params = models.JSONField(default=dict)
    text = models.TextField(blank=True, help_text="what a person wrote")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["subject_kind", "subject_id", "-at"], name="inventory_event_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} {self.code}"
