"""The by-hand card: what to copy, what to do with it step by step, and what may be said about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from notices.content.choices import NoticeStatus

from . import rules
from .choices import FOR_PEOPLE, WAITING, DeliveryState, PublicChannel
from .kinds import advice
from .models import Delivery


@dataclass(frozen=True, slots=True)
class Copy:
    """A text to be copied as a whole. rows: how high its field is."""

    label: str
    text: str
    rows: int


@dataclass(frozen=True, slots=True)
class Card:
    """verbs: what a person may say: out, gone, again, hand, drop."""

    steps: Sequence[str]
    copies: Sequence[Copy]
    advice: str | Promise
    link: str
    verbs: frozenset[str]


def card_of(delivery: Delivery) -> Card:
    link = delivery.takes_back.link if delivery.takes_back else ""
    return Card(
        steps=_publishing(delivery.channel) if delivery.is_publication else _removing(delivery.channel, link),
        copies=copies_of(delivery),
        advice=advice(delivery.channel, delivery.error),
        link=link,
        verbs=verbs_of(delivery),
    )


def verbs_of(delivery: Delivery) -> frozenset[str]:
    found = set()
    if delivery.state in FOR_PEOPLE:
        found.add("out" if delivery.is_publication else "gone")
        if delivery.takes_back is None or delivery.takes_back.state != DeliveryState.PUBLISHED:
            found.add("drop")
        if _may_go_again(delivery):
            found.add("again")
    if delivery.state in (DeliveryState.FAILED, DeliveryState.UNKNOWN, *WAITING):
        found.add("hand")
    return frozenset(found)


def copies_of(delivery: Delivery) -> list[Copy]:
    payload = delivery.payload
    if not payload:
        return []
    if delivery.channel == PublicChannel.WEIBO:
        return [Copy(_("微博正文"), payload["status"], 7)]
    return [
        Copy(_("标题"), payload["title"], 2),
        Copy(_("作者"), payload["author"], 1),
        Copy(_("摘要"), payload["digest"], 3),
        Copy(_("正文"), payload["plain"], 12),
        Copy(_("原文链接"), payload["url"], 2),
    ]


def _may_go_again(delivery: Delivery) -> bool:
    if delivery.is_publication:
        return delivery.notice.status == NoticeStatus.ISSUED
    of = delivery.takes_back
    return of is not None and rules.can_take_back(of.channel, of.ids)


def _publishing(channel: str) -> list[str]:
    if channel == PublicChannel.WEIBO:
        return [
            _("用发布公告的账号登录微博（weibo.com 或手机客户端）。"),
            _("新建微博，粘贴下面的正文，不要改动时间和链接，然后发布。"),
            _("打开刚发布的微博，复制它的链接，填入下面的“发布后的链接”。"),
        ]
    return [
        _("登录微信公众平台（mp.weixin.qq.com），新建图文消息。"),
        _("依次复制下面的标题、作者、正文、摘要和原文链接，选择封面图片。"),
        _("核对后发表，并在手机上打开文章，复制它的链接。"),
        _("把链接填入下面的“发布后的链接”。"),
    ]


def _removing(channel: str, link: str) -> list[str]:
    where = _("登录微博，打开下面的链接") if channel == PublicChannel.WEIBO else _("登录微信公众平台的“发表记录”")
    find = where if link else _("登录平台，在已发布的内容中查找这份公告")
    return [
        _("%(find)s，核对它是否还在。") % {"find": find},
        _("还在的，删除它；找不到的，说明它没有发布或已被删除。"),
        _("处理后在下面确认已经撤下。"),
    ]
