"""The list of all walls, one site's walls, and the panel of an incident's or a notice's."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.listing import Column, Empty, display, list_page
from incidents.response.access import incident_or_404
from notices.content.access import notice_or_404
from notices.printing.walls import queries
from notices.printing.walls.filters import PostingFilter
from notices.printing.walls.models import Posting
from resources.network.access import site_or_404
from resources.staff.access import person_of


def _number(posting: Posting) -> str:
    return posting.notice.number if posting.notice else posting.incident.number if posting.incident else ""


COLUMNS = [
    Column("site", gettext_lazy("网点"), lambda one: one.site.name, order="site__pinyin", wide=True),
    Column("region", gettext_lazy("区域"), lambda one: one.site.region.name, order="site__region_id", phone=False),
    Column("about", gettext_lazy("公告"), lambda one: one.title, template="walls/cells/about.html"),
    Column("number", gettext_lazy("公告或事件编号"), _number, phone=False),
    Column(
        "state", gettext_lazy("状态"), lambda one: one.state, order="state",
        template="walls/cells/state.html", export=display("state"),
    ),
    Column("due", gettext_lazy("时限"), lambda one: one.due_at, order="due_at", template="walls/cells/due.html"),
    Column("place", gettext_lazy("张贴位置"), lambda one: one.place, phone=False),
    Column("posted", gettext_lazy("张贴时间"), lambda one: one.posted_at, order="posted_at"),
    Column("posted_by", gettext_lazy("张贴人"), lambda one: str(one.posted_by or ""), order="posted_by__name", phone=False),
    Column("taken_down", gettext_lazy("取下时间"), lambda one: one.taken_down_at, order="taken_down_at", phone=False),
]  # fmt: skip
EMPTY = Empty(gettext_lazy("还没有张贴任务"), gettext_lazy("公告发布后，每个网点的张贴任务自动出现在这里。"), "printer")


@require_safe
def postings(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    return list_page(
        request,
        queryset=queries.listed(person),
        filterset_class=PostingFilter,
        columns=COLUMNS,
        template="walls/list.html",
        title=_("公告张贴"),
        export_name="postings",
        term="posting",
        default_order="-created_at",
        row_href=lambda one: reverse("walls:posting", args=[one.pk]),
        context={"now": clock.now()},
        empty=EMPTY,
    )


@require_safe
def of_site(request: HttpRequest, code: str) -> HttpResponse:
    """What hangs at a site and what is to be done there; made to be printed too."""
    person = person_of(request)
    site = site_or_404(person, code)
    rows = queries.at_site(site)
    return render(request, "walls/site.html", {"site": site, "rows": rows, "now": clock.now()})


@require_safe
def of_incident(request: HttpRequest, number: str) -> HttpResponse:
    """Fragment: an incident's walls in figures."""
    person = person_of(request)
    incident = incident_or_404(person, number)
    figures = queries.figures(incident, person, clock.now())
    return render(request, "walls/_panel.html", {"figures": figures, "query": f"incident={incident.number}"})


@require_safe
def of_notice(request: HttpRequest, number: str) -> HttpResponse:
    """Fragment: a notice's walls in figures."""
    person = person_of(request)
    notice = notice_or_404(person, number)
    figures = queries.figures_of(notice, person, clock.now())
    return render(request, "walls/_panel.html", {"figures": figures, "query": f"notice={notice.number}"})
