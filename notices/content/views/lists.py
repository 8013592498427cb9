"""The list of notices."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from emergency_ops.lib.listing import Column, Empty, display, list_page
from notices.content import access
from notices.content.filters import NoticeFilter
from resources.staff.access import person_of

COLUMNS = [
    Column("number", gettext_lazy("公告编号"), lambda one: one.number, order="number"),
    Column("title", gettext_lazy("标题"), lambda one: one.title, wide=True),
    Column("kind", gettext_lazy("类型"), display("kind"), order="kind", phone=False),
    Column(
        "status", gettext_lazy("状态"), lambda one: one.status, order="status", template="notices/content/cells/status.html",
        export=display("status"),
    ),
    Column("incident", gettext_lazy("事件"), lambda one: one.incident.number if one.incident else "", phone=False),
    Column("region", gettext_lazy("区域"), lambda one: one.region.name if one.region else _("全网"), phone=False),
    Column("issued", gettext_lazy("发布时间"), lambda one: one.issued_at, order="issued_at"),
    Column("expires", gettext_lazy("有效期至"), lambda one: one.expires_at, order="expires_at", phone=False),
    Column("by", gettext_lazy("起草人"), lambda one: one.created_by.name if one.created_by else _("系统"), phone=False),
]  # fmt: skip


@require_safe
def notices(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    return list_page(
        request,
        queryset=access.notices_for(person).select_related("incident", "region", "created_by"),
        filterset_class=NoticeFilter,
        columns=COLUMNS,
        template="notices/content/list.html",
        title=_("公告"),
        context={"may_write": access.may_write(person), "may_rule": access.may_rule(person)},
        export_name="notices",
        term="notice",
        empty=Empty(_("还没有公告"), _("事件确认后系统会建议公告；检修预告可在此起草。"), icon="megaphone"),
        default_order="-created_at",
        row_href=lambda one: reverse("content:notice", args=[one.number]),
    )
