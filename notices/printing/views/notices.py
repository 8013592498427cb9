"""The list of notices, and one notice as it looks on paper."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from emergency_ops.lib.clock import now
from emergency_ops.lib.listing import Column, Empty, list_page
from emergency_ops.lib.middleware import toast
from incidents.response.online import signing
from notices.content.choices import NoticeStatus
from notices.printing import access, actions, queries
from notices.printing.filters import NoticeFilter
from notices.printing.models import PrintedNotice
from notices.printing.views.choosing import form_of
from resources.staff.access import person_of


def _state(notice: PrintedNotice) -> str:
    sheet = queries.sheet_of(notice)
    return sheet.job.state if sheet else ""


def _state_label(notice: PrintedNotice) -> Any:
    sheet = queries.sheet_of(notice)
    return sheet.job.get_state_display() if sheet else ""


COLUMNS = [
    Column("number", gettext_lazy("网点公告编号"), lambda one: one.number, order="number"),
    Column("site", gettext_lazy("网点"), lambda one: one.facts["site"]["name"], order="site__pinyin", wide=True),
    Column(
        "incident",
        gettext_lazy("事件"),
        lambda one: one.incident.number if one.incident else "",
        order="incident__number",
    ),
    Column(
        "notice",
        gettext_lazy("公告"),
        lambda one: one.notice.number if one.notice else "",
        order="notice__number",
        phone=False,
    ),
    Column("version", gettext_lazy("版本"), lambda one: one.version, order="version", numeric=True, phone=False),
    Column("state", gettext_lazy("状态"), _state, template="notices/_state.html", export=_state_label),
    Column("created", gettext_lazy("生成时间"), lambda one: one.created_at, order="created_at"),
    Column("by", gettext_lazy("签发人"), lambda one: one.facts["issuer"], phone=False),
]


@require_safe
def notices(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        queryset=queries.with_jobs(access.notices_for(person_of(request))),
        filterset_class=NoticeFilter,
        columns=COLUMNS,
        template="notices/list.html",
        title=_("网点公告"),
        export_name="sheets",
        term="notice",
        empty=Empty(
            gettext_lazy("还没有网点公告"),
            gettext_lazy("公告发布后，每个受影响网点的纸质公告自动生成，在这里打印。"),
            "printer",
        ),
        default_order="-created_at",
        row_href=lambda one: reverse("notices:preview", args=[one.pk]),
    )


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    notice = access.notice_or_404(person, pk)
    about = {"incident": notice.incident_id} if notice.incident_id else {"notice": notice.notice_id}
    versions = access.notices_for(person).filter(**about, site=notice.site_id).order_by("-version")
    form = form_of(request.GET)
    context = {
        "notice": notice,
        "sheet": queries.sheet_of(notice, form),
        "form": form,
        "forms": queries.forms_of(notice),
        "is_standing": notice.notice is None or notice.notice.status == NoticeStatus.ISSUED,
        "versions": versions,
        "short_url": signing.short_url(notice.facts["url"]),
        "newest": versions[0].pk == notice.pk,
        "may_print": access.may_print(person),
    }
    return render(request, "notices/preview.html", context)


@require_POST
def reprint(request: HttpRequest, pk: int) -> HttpResponse:
    """A document with this site's notice alone in the form that is given; a new version if the facts have changed."""
    person = person_of(request)
    notice = access.notice_or_404(person, pk)
    job = actions.reprint(notice, actor=person, now=now(), form=form_of(request.POST))
    toast(request, _("公告正在生成，完成后可在此预览和打印。"))
    return redirect("notices:document", pk=job.pk)
