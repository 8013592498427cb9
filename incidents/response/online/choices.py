"""Vocabularies of paying online."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChannelKind(models.TextChoices):
    WEBSITE = "website", _("官方网站")
    APP = "app", _("手机App")
    WECHAT = "wechat", _("微信")
    ALIPAY = "alipay", _("支付宝")
    OTHER = "other", _("其他渠道")


class CodeState(models.TextChoices):
    VALID = "valid", _("有效")
    EXPIRED = "expired", _("已过期")
    REVOKED = "revoked", _("已作废")


class ScanAnswer(models.TextChoices):
    """What a scan of a code led to."""

    PAYMENT = "payment", _("打开支付页面")
    DRILL = "drill", _("演练说明")
    GUIDANCE = "guidance", _("引导页")
