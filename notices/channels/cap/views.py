"""The messages behind the login, a drill's among them."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from emergency_ops.lib.listing import Column, Empty, list_page
from notices.content.access import notice_or_404
from resources.staff.access import person_of

from . import addresses, reading, rules
from .access import message_or_404, messages_for
from .choices import MessageStatus
from .filters import CapMessageFilter
from .vocabulary import MEDIA_TYPE

COLUMNS = [
    Column("identifier", gettext_lazy("消息标识"), lambda one: one.identifier, order="identifier"),
    Column("headline", gettext_lazy("标题"), lambda one: one.headline, wide=True),
    Column("type", gettext_lazy("消息类型"), lambda one: one.msg_type, template="cap/_type.html"),
    Column("status", pgettext_lazy("CAP", "性质"), lambda one: one.status, template="cap/_status.html", phone=False),
    Column("notice", pgettext_lazy("CAP", "公告"), lambda one: one.notice.number, phone=False),
    Column("sent", gettext_lazy("发送时间"), lambda one: one.sent, order="sent"),
]
EMPTY = Empty(gettext_lazy("还没有 CAP 消息"), gettext_lazy("公告发布到 CAP 订阅源后，每条消息在此留存。"), "rss")


@require_safe
def messages(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        queryset=messages_for(person_of(request)).defer("xml", "summary"),
        filterset_class=CapMessageFilter,
        columns=COLUMNS,
        template="cap/list.html",
        title=_("CAP 消息"),
        export_name="cap-messages",
        term="cap",
        default_order="-sent",
        row_href=lambda one: reverse("cap:message", args=[one.identifier]),
        empty=EMPTY,
    )


@require_safe
def message(request: HttpRequest, identifier: str) -> HttpResponse:
    found = message_or_404(person_of(request), identifier)
    context = {
        "message": found,
        "findings": rules.check(reading.parsed(found.xml.encode())),
        "public": found.status == MessageStatus.ACTUAL and addresses.public(found.identifier),
        "references": found.references.split(),
    }
    return render(request, "cap/message.html", context)


@require_safe
def download(request: HttpRequest, identifier: str) -> HttpResponse:
    found = message_or_404(person_of(request), identifier)
    response = HttpResponse(found.xml.encode(), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, f"{identifier}.xml") or "attachment"
    response["Cache-Control"] = "private"
    return response


@require_safe
def of_notice(request: HttpRequest, number: str) -> HttpResponse:
    """A fragment: the messages of one notice."""
    notice = notice_or_404(person_of(request), number)
    rows = notice.cap_messages.order_by("sent", "pk").defer("xml", "summary")
    return render(request, "cap/_of_notice.html", {"notice": notice, "messages": rows})
