"""Vocabularies of the terminal network. Codes follow XFS4IoT where it has one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TerminalStatus(models.TextChoices):
    """What the operator has decided about a terminal; its condition comes from its reports."""

    IN_SERVICE = "in_service", _("投用")
    STANDBY = "standby", _("备用")
    MAINTENANCE = "maintenance", _("维护中")
    RETIRED = "retired", _("已报废")


class PaymentMethod(models.TextChoices):
    WECHAT = "wechat", _("微信支付")
    ALIPAY = "alipay", _("支付宝")
    BANK_CARD = "bank_card", _("银行卡")
    CASH = "cash", _("现金")


class ComponentKind(models.TextChoices):
    """XFS4IoT device classes, as far as a payment terminal has them."""

    SCANNER = "scanner", _("扫码头")
    CARD_READER = "card_reader", _("读卡器")
    CASH_ACCEPTOR = "cash_acceptor", _("纸币接收器")
    COIN_ACCEPTOR = "coin_acceptor", _("投币器")
    CASH_BOX = "cash_box", _("钱箱")
    PRINTER = "printer", _("打印机")
    TOUCH_SCREEN = "touch_screen", _("触摸屏")
    MAINBOARD = "mainboard", _("主控板")
    POWER = "power", _("电源/UPS")
    DOOR = "door", _("柜门")
    NETWORK = "network", _("网络")
    SERVICE = "service", _("软件服务")
    CONFIGURATION = "configuration", _("配置")


class ImportKind(models.TextChoices):
    """What a file may bring."""

    SITES = "sites", _("网点")
    TERMINALS = "terminals", _("自助终端")
    PEOPLE = "people", _("人员")
    POSTS = "posts", _("岗位")
    ASSIGNMENTS = "assignments", _("岗位任命")
    TRAINING_RECORDS = "training_records", _("培训记录")
    SHIFTS = "shifts", _("班次")
    DEPOTS = "depots", _("备件库")
    PARTS = "parts", _("备件型号")
    MINIMUMS = "minimums", _("安全库存")
    RECEIPTS = "receipts", _("入库")
    EQUIPMENT = "equipment", _("移动设备")
    FAQ = "faq", _("常见问题")
