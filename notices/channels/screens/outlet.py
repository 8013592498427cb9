"""The outlet `screen`: how a notice looks on a terminal, and where it scrolls. Registered when the apps are ready."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from incidents.response.diagnosis.rules import one_line
from notices.content.choices import NoticeKind
from notices.content.models import Notice
from notices.content.registry import Limit, Line, Outlet, Preview, register
from notices.content.told import Told

from . import actions, queries, rules, summary
from .access import OUTLET


def preview(told: Told) -> Preview:
    """The sentence as a screen scrolls it. A problem is what it cannot scroll."""
    text, length, most = one_line(told.zh.short), settings.SCREEN_LINE_LENGTH, settings.SCREEN_LINES
    lines = rules.lines(text, length)
    limit = Limit(gettext_lazy("终端屏幕"), len(text), length * most)
    problems = []
    if len(lines) > most:
        words = _("终端屏幕最多滚动%(lines)s行、每行%(length)s个字，现有%(used)s个字，请缩短“一句话”。")
        problems.append(words % {"lines": most, "length": length, "used": len(text)})
    notice = Notice.objects.filter(pk=told.pk).first()
    terminals = len(queries.chosen(notice, queries.choice_of(notice))) if notice else 0
    good_news = rules.ALL_CLEAR_FOR if told.kind == NoticeKind.ALL_CLEAR else None
    context = {"lines": lines, "terminals": terminals, "told": told, "good_news": good_news}
    return Preview("screens/_preview.html", context, [limit], problems)


def lines(notices: Sequence[Notice], now: datetime) -> Iterable[Line]:
    """A line for each site of each notice: one query."""
    ids = {notice.number: notice.pk for notice in notices}
    pages = {number: reverse("screens:notice", args=[number]) for number in ids}
    for group in summary.by_site(notices, now):
        page = f"{pages[group.notice]}?site={group.site_code}"
        yield Line(
            outlet=OUTLET,
            notice=ids[group.notice],
            place=group.site,
            state=_state(group),
            tone=group.tone,
            since=group.since,
            until=group.until,
            open=group.is_open,
            standing=group.showing > 0,
            link=page,
            action=f"{page}&state={'failed' if group.failed else 'leaving'}" if group.needs_somebody else "",
            detail=_detail(group),
        )


def _state(group: summary.Group) -> str:
    if group.leaving:
        return ngettext("还有 %(n)s 台待撤下", "还有 %(n)s 台待撤下", group.leaving) % {"n": group.leaving}
    if group.standing:
        return _("%(shown)s / %(all)s 台正在显示") % {"shown": group.shown, "all": group.standing}
    return _("已全部撤下") if group.reached else _("未曾显示")


def _detail(group: summary.Group) -> str:
    parts = [
        (group.silent, ngettext("%(n)s 台离线，恢复后自动处理", "%(n)s 台离线，恢复后自动处理", group.silent)),
        (group.failed, ngettext("%(n)s 台未成功，将重试", "%(n)s 台未成功，将重试", group.failed)),
        (group.covered, ngettext("%(n)s 台另有文字", "%(n)s 台另有文字", group.covered)),
        (group.lapsed, ngettext("%(n)s 台到时自停，无回执", "%(n)s 台到时自停，无回执", group.lapsed)),
    ]
    return _("，").join(text % {"n": n} for n, text in parts if n)


register(
    Outlet(
        code=OUTLET,
        label=gettext_lazy("终端屏幕"),
        icon="computer-desktop",
        order=30,
        is_public=True,
        preview=preview,
        publish=actions.publish,
        replace=actions.replace,
        withdraw=actions.withdraw,
        lines=lines,
    )
)
