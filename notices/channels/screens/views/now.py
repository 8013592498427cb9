"""What shows where now: the list, and the fragment of a terminal's page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from emergency_ops.lib.clock import now
from emergency_ops.lib.listing import Column, Empty, list_page
from incidents.response.diagnosis.rules import is_over
from notices.channels.screens import queries
from notices.channels.screens.filters import ScreenFilter
from resources.network.access import terminal_or_404
from resources.staff.access import person_of


def _by(screen: Any) -> str:
    """Who has put it there: the notice's number, a person, or the terminal itself."""
    if screen.notice:
        return str(screen.notice)
    if screen.command is None:
        return _("终端自报")
    return str(screen.command.requested_by or _("系统"))


COLUMNS = (
    Column("terminal", gettext_lazy("终端编号"), lambda row: row.terminal.code, order="terminal__code"),
    Column("site", gettext_lazy("网点"), lambda row: row.terminal.site.name, order="terminal__site__pinyin"),
    Column("text", gettext_lazy("屏幕文字"), lambda row: row.text, wide=True),
    Column("from", gettext_lazy("来源"), _by, order="notice", template="screens/cells/from.html"),
    Column("state", gettext_lazy("状态"), lambda row: row.text_state or "", template="screens/cells/text_state.html"),
    Column("since", gettext_lazy("开始显示"), lambda row: row.since, order="since"),
    Column("until", gettext_lazy("显示到"), lambda row: row.until, order="until", phone=False),
    Column("confirmed", gettext_lazy("终端确认"), lambda row: row.confirmed_at, order="confirmed_at", phone=False),
    Column("reach", gettext_lazy("通信"), lambda row: row.reach, template="screens/cells/reach.html"),
)


@require_safe
def showing(request: HttpRequest) -> HttpResponseBase:
    """Every text that stands on a screen, by the terminals' last word."""
    return list_page(
        request,
        queryset=queries.showing_now(person_of(request), now()),
        filterset_class=ScreenFilter,
        columns=COLUMNS,
        template="screens/showing.html",
        title=_("屏幕正在显示"),
        export_name="screens",
        term="scrolling_text",
        default_order="terminal__code",
        row_href=lambda row: reverse("network:terminal", args=[row.terminal.code]),
        empty=Empty(_("没有终端在显示提示"), _("公告发布后，文字由终端领取并回执，在此列出。"), "computer-desktop"),
    )


@require_safe
def of_terminal(request: HttpRequest, code: str) -> HttpResponse:
    """A fragment: what the terminal's screen shows, and what is wanted of it."""
    terminal = terminal_or_404(person_of(request), code)
    screen = queries.screen_of(terminal)
    context = {
        "terminal": terminal,
        "screen": screen,
        "over": screen is not None and is_over(screen.until, now()),
        "by": _by(screen) if screen else "",
        "texts": queries.open_texts_of(terminal),
    }
    return render(request, "screens/_terminal.html", context)
