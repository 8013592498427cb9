"""Where payments are taken: regions, sites, terminals and their components."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .choices import ComponentKind, ImportKind, TerminalStatus
from .pinyin import MAX_INITIALS, pinyin_keys


class Region(models.Model):
    """An administrative division by GB/T 2260 code: 310000 province, 310100 city, 310101 district; 000000 is the whole country."""

    code = models.CharField(
        _("区划代码"),
        max_length=6,
        primary_key=True,
        validators=[RegexValidator(r"^\d{6}$", _("区划代码是六位数字。"))],
    )
    name = models.CharField(_("名称"), max_length=60)

    class Meta:
        ordering = ["code"]
        verbose_name = _("区域")
        verbose_name_plural = _("区域")

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place with terminals (a hospital, a hall)."""

    code = models.CharField(_("网点编号"), max_length=32, unique=True)
    name = models.CharField(_("网点名称"), max_length=120)
    region = models.ForeignKey(Region, models.PROTECT, related_name="sites", verbose_name=_("区域"))
    address = models.CharField(_("地址"), max_length=200, blank=True)
    longitude = models.FloatField(_("经度"), null=True, blank=True)
    latitude = models.FloatField(_("纬度"), null=True, blank=True)
    kind = models.CharField(_("类型"), max_length=40, blank=True)
    opening_hours = models.CharField(
        _("营业时间"),
        max_length=200,
        default="00:00-24:00",
        help_text=_("例如 08:30-12:00,13:30-17:30，可加 周一至周五。"),
    )
    daily_visitors = models.PositiveIntegerField(_("日均客流"), default=0)
    elderly_share = models.FloatField(
        _("老年用户占比"), default=0, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    pinyin = models.CharField(max_length=400, blank=True, editable=False, help_text="sort key")
    initials = models.CharField(max_length=MAX_INITIALS, blank=True, editable=False, help_text="of the pinyin")
    history = HistoricalRecords()

    class Meta:
        ordering = ["code"]
        verbose_name = _("网点")
        verbose_name_plural = _("网点")
        indexes = [
            GinIndex(fields=["name"], name="site_name_trgm", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["pinyin"], name="site_pinyin"),
            GinIndex(fields=["code", "pinyin", "initials"], name="site_found_by", opclasses=["gin_trgm_ops"] * 3),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(elderly_share__gte=0, elderly_share__lte=1), name="site_elderly_share_is_a_share"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the sort key and the initials with the name."""
        self.pinyin, self.initials = pinyin_keys(self.name)
        fields = kwargs.get("update_fields")
        if fields is not None and "name" in fields:
            kwargs["update_fields"] = {*fields, "pinyin", "initials"}
        super().save(*args, **kwargs)


class Terminal(models.Model):
    """A self-service payment terminal (自助终端)."""

    code = models.CharField(_("设备编号"), max_length=40, unique=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="terminals", verbose_name=_("网点"))
    model = models.CharField(_("型号"), max_length=40, blank=True)
    software_version = models.CharField(_("软件版本"), max_length=40, blank=True)
    line = models.CharField(_("通信线路"), max_length=60, blank=True)
    payment_methods = ArrayField(models.CharField(max_length=20), verbose_name=_("支付方式"), default=list)
    services = ArrayField(models.CharField(max_length=40), verbose_name=_("业务"), default=list, blank=True)
    hourly_payments = models.FloatField(_("小时均笔数"), default=0, validators=[MinValueValidator(0)])
    status = models.CharField(
        _("状态"), max_length=12, choices=TerminalStatus.choices, default=TerminalStatus.IN_SERVICE
    )
    installed_on = models.DateField(_("安装日期"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["code"]
        verbose_name = _("自助终端")
        verbose_name_plural = _("自助终端")
        indexes = [
            models.Index(fields=["line"], name="terminal_line"),
            models.Index(fields=["software_version"], name="terminal_version"),
            models.Index(fields=["status"], name="terminal_status"),
            GinIndex(fields=["code"], name="terminal_code_trgm", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.code


class Component(models.Model):
    """A replaceable part that a terminal has, with its serial number. Its state comes from the reports."""

    terminal = models.ForeignKey(Terminal, models.CASCADE, related_name="components")
    kind = models.CharField(_("部件"), max_length=20, choices=ComponentKind.choices)
    part_number = models.CharField(_("部件型号"), max_length=60, blank=True)
    serial_number = models.CharField(_("序列号"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("部件")
        verbose_name_plural = _("部件")
        constraints = [models.UniqueConstraint(fields=["terminal", "kind", "serial_number"], name="component_once")]

    def __str__(self) -> str:
        return f"{self.terminal_id} {self.kind}"


class ImportRun(models.Model):
    """One import of a file: what kind, what came of it. Faulty rows are kept for their download."""

    kind = models.CharField(max_length=20, choices=ImportKind.choices)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField(null=True, editable=False)
    digest = models.CharField(max_length=64)
    created_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    faulty = models.PositiveIntegerField(default=0, help_text="rows with errors; with any, nothing is applied")
    errors = models.JSONField(default=list, help_text="[{line, column, value, message}], the first ones")
    notes = models.JSONField(default=list, help_text="sentences: columns ignored, regions created")
    sample = models.JSONField(default=list, help_text="[{line, code, old, new}], the first rows that change something")

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"
