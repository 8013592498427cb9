"""Vocabularies of deliveries to public channels."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PublicChannel(models.TextChoices):
    WECHAT = "wechat", _("微信公众号")
    WEIBO = "weibo", _("微博")


class Operation(models.TextChoices):
    PUBLISH = "publish", pgettext_lazy("delivery", "发布")
    WITHDRAW = "withdraw", pgettext_lazy("delivery", "撤回")


class DeliveryState(models.TextChoices):
    """accepted: the channel has it, and it is not public yet. published, withdrawn: seen there, or said by a person.

    by_hand, failed, unknown: a person decides. cancelled: the notice ended before anything was done.
    """

    QUEUED = "queued", pgettext_lazy("delivery", "排队中")
    SENDING = "sending", pgettext_lazy("delivery", "发送中")
    RETRY_WAIT = "retry_wait", pgettext_lazy("delivery", "等待重试")
    ACCEPTED = "accepted", pgettext_lazy("delivery", "平台处理中")
    PUBLISHED = "published", pgettext_lazy("delivery", "已发布")
    WITHDRAWN = "withdrawn", pgettext_lazy("delivery", "已撤下")
    FAILED = "failed", pgettext_lazy("delivery", "失败")
    UNKNOWN = "unknown", pgettext_lazy("delivery", "结果未知")
    BY_HAND = "by_hand", pgettext_lazy("delivery", "待人工处理")
    CANCELLED = "cancelled", pgettext_lazy("delivery", "已取消")


class Step(models.TextChoices):
    """What the next call does. seek_draft: look for a draft whose answer was lost."""

    DRAFT = "draft", pgettext_lazy("delivery", "保存草稿")
    SEEK_DRAFT = "seek_draft", pgettext_lazy("delivery", "查找草稿")
    SUBMIT = "submit", pgettext_lazy("delivery", "提交发布")
    SHARE = "share", pgettext_lazy("delivery", "发送微博")
    TAKE_BACK = "take_back", pgettext_lazy("delivery", "删除")


#: waits for a worker, once its time has come
WAITING = (DeliveryState.QUEUED, DeliveryState.RETRY_WAIT)
#: is looked up, once its time has come
LOOKED_UP = (DeliveryState.ACCEPTED, DeliveryState.UNKNOWN)
#: a person has to do something
FOR_PEOPLE = (DeliveryState.FAILED, DeliveryState.UNKNOWN, DeliveryState.BY_HAND)
#: nothing more happens by itself, and nobody has to do anything
SETTLED = (DeliveryState.PUBLISHED, DeliveryState.WITHDRAWN, DeliveryState.CANCELLED)
