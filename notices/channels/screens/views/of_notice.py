"""All terminals of one notice: how far each is, trying again, taking it off."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from emergency_ops.lib.clock import now
from emergency_ops.lib.errors import Invalid
from emergency_ops.lib.listing import Column, Empty, display, list_page
from emergency_ops.lib.middleware import toast
from notices.channels.screens import access, actions, queries
from notices.channels.screens import summary as sums
from notices.channels.screens.filters import ScreenTextFilter
from notices.channels.screens.models import ScreenText
from notices.content.access import notice_or_404
from notices.content.models import Notice
from resources.staff.access import person_of
from resources.staff.models import Person

COLUMNS = (
    Column(
        "terminal", gettext_lazy("终端编号"), lambda row: row.terminal.code, order="terminal__code",
        template="screens/cells/pick.html",
    ),
    Column("site", gettext_lazy("网点"), lambda row: row.terminal.site.name, order="terminal__site__pinyin", wide=True),
    Column(
        "state", gettext_lazy("状态"), lambda row: row.state, order="state", template="screens/cells/state.html",
        export=display("state"),
    ),
    Column("reach", gettext_lazy("通信"), lambda row: row.reach, template="screens/cells/reach.html"),
    Column("since", gettext_lazy("状态时间"), lambda row: row.state_at, order="state_at"),
    Column("receipt", gettext_lazy("终端回执"), lambda row: row.shown_at, order="shown_at"),
    Column("until", gettext_lazy("显示到"), lambda row: row.until, order="until", phone=False),
    Column("attempts", gettext_lazy("下发次数"), lambda row: row.attempts, order="attempts", numeric=True, phone=False),
    Column("why", gettext_lazy("原因"), lambda row: row.why),
)  # fmt: skip


def _said_of_retry(n: int) -> str:
    return ngettext("%(n)s 台将立即重试。", "%(n)s 台将立即重试。", n) % {"n": n}


def _said_of_taking_off(n: int) -> str:
    return ngettext("%(n)s 台不再显示本公告。", "%(n)s 台不再显示本公告。", n) % {"n": n}


def _said_of_putting_back(n: int) -> str:
    return ngettext("%(n)s 台将重新显示本公告。", "%(n)s 台将重新显示本公告。", n) % {"n": n}


#: by the button that was pressed: what to do, and what to say of it
_DOINGS: Mapping[str, tuple[Callable[..., int], Callable[[int], str]]] = {
    "retry": (actions.retry, _said_of_retry),
    "take_off": (actions.take_off, _said_of_taking_off),
    "put_back": (actions.put_back, _said_of_putting_back),
}


@require_safe
def notice(request: HttpRequest, number: str) -> HttpResponseBase:
    person = person_of(request)
    found = notice_or_404(person, number)
    return list_page(
        request,
        queryset=queries.texts_of(person, found, now()),
        filterset_class=ScreenTextFilter,
        columns=COLUMNS,
        template="screens/notice.html",
        title=_("终端屏幕"),
        context=_context(found, person),
        export_name=f"screens-{found.number}",
        term="scrolling_text",
        default_order="terminal__code",
        empty=Empty(_("还没有下发到终端"), _("公告发布后自动下发；可先选择显示范围。"), "computer-desktop"),
    )


@require_safe
def summary(request: HttpRequest, number: str) -> HttpResponse:
    """The head of the page, asked for again while something is open."""
    person = person_of(request)
    return render(request, "screens/_summary.html", _context(notice_or_404(person, number), person))


@require_POST
def act(request: HttpRequest, number: str) -> HttpResponse:
    """What is pressed (`do`) for the terminals that are ticked, or with `all` for those that the filter in the address finds."""
    person = person_of(request)
    found = notice_or_404(person, number)
    if request.POST.get("do") not in _DOINGS:
        raise Http404
    act_on, said = _DOINGS[request.POST["do"]]
    terminals = _chosen(request, person, found)
    if not terminals:
        raise Invalid("screen_none", gettext_lazy("请先勾选终端。"))
    toast(request, said(act_on(found, terminals, actor=person, now=now())))
    query = request.GET.urlencode()
    return redirect(reverse("screens:notice", args=[number]) + (f"?{query}" if query else ""))


def _chosen(request: HttpRequest, person: Person, notice: Notice) -> list[int]:
    """Ids of terminals that the person sees."""
    rows = queries.texts_of(person, notice, now())
    if not request.POST.get("all"):
        return _ids(rows.filter(terminal__code__in=request.POST.getlist("terminal")))
    filters = ScreenTextFilter(request.GET, queryset=rows, request=request)
    return _ids(filters.qs) if filters.is_valid() else []


def _ids(rows: QuerySet[ScreenText]) -> list[int]:
    return list(rows.order_by().values_list("terminal_id", flat=True))


def _context(notice: Notice, person: Person) -> dict[str, Any]:
    group = sums.whole(notice, now())
    return {
        "notice": notice,
        "group": group,
        "text": queries.sentence_of(notice),
        "choice": queries.choice_of(notice),
        "may_choose": access.may_choose(person, notice),
        "may_retry": access.may_retry(person, notice) and group.terminals > 0,
    }
