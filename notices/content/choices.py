"""Vocabularies of notices."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NoticeKind(models.TextChoices):
    ALERT = "alert", pgettext_lazy("notice", "故障公告")
    UPDATE = "update", pgettext_lazy("notice", "进展公告")
    ALL_CLEAR = "all_clear", pgettext_lazy("notice", "恢复公告")
    MAINTENANCE = "maintenance", pgettext_lazy("notice", "检修预告")


class NoticeStatus(models.TextChoices):
    DRAFT = "draft", _("草稿")
    REVIEW = "review", _("待审核")
    APPROVED = "approved", _("已批准")
    ISSUED = "issued", _("已发布")
    SUPERSEDED = "superseded", _("已被替代")
    WITHDRAWN = "withdrawn", pgettext_lazy("notice", "已撤回")
    EXPIRED = "expired", _("已过期")
    DISCARDED = "discarded", _("已放弃")


#: what a ReviewRule may be about, besides notices
FAQ = "faq"
REVIEWED = [*NoticeKind.choices, (FAQ, _("常见问题"))]
#: still being written or decided
PENDING_STATUSES = (NoticeStatus.DRAFT, NoticeStatus.REVIEW, NoticeStatus.APPROVED)
#: was public once and is not any more
ENDED_STATUSES = (NoticeStatus.SUPERSEDED, NoticeStatus.WITHDRAWN, NoticeStatus.EXPIRED)


class Language(models.TextChoices):
    ZH = "zh-hans", _("中文")
    EN = "en", _("英文")


class ChangeReason(models.TextChoices):
    """Why the system proposes a notice."""

    CONFIRMED = "confirmed", _("尚未向公众发布公告")
    SCOPE = "scope", _("影响范围有变化")
    TIME = "time", _("预计恢复时间有变化")
    WAYS = "ways", _("替代方案有变化")
    RECOVERY = "recovery", _("事件已恢复")
    FALSE_ALARM = "false_alarm", _("事件已判定为误报")
    EXPIRING = "expiring", _("公告即将过期")


class NoticeEventKind(models.TextChoices):
    DRAFTED = "drafted", _("起草")
    PROPOSED = "proposed", _("系统建议")
    EDITED = "edited", _("修改")
    SUBMITTED = "submitted", _("提交审核")
    RETURNED = "returned", _("退回修改")
    APPROVED = "approved", _("批准")
    OVERRIDDEN = "overridden", _("紧急发布")
    ISSUED = "issued", _("发布")
    SUPERSEDED = "superseded", _("被替代")
    WITHDRAWN = "withdrawn", pgettext_lazy("notice", "撤回")
    EXPIRED = "expired", _("过期")
    DISCARDED = "discarded", _("放弃")
    OUTLET = "outlet", _("渠道")
