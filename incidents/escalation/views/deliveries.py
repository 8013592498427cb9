"""All messages over all channels: what became of each."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from emergency_ops.lib.listing import Column, Empty, display, list_page
from emergency_ops.lib.masking import mask_phone
from incidents.escalation.access import may_make_policy, messages_for, require_keeper
from incidents.escalation.choices import Channel
from incidents.escalation.filters import DeliveryFilter
from incidents.escalation.models import OutboxMessage
from resources.staff.access import person_of


def address_of(message: OutboxMessage) -> str:
    """Where a message went, masked: a phone number in part, a mailbox by its first letter, else the account's name."""
    if message.channel == Channel.SMS:
        return mask_phone(message.recipient.phone)
    if message.channel == Channel.EMAIL:
        name, _at, domain = message.recipient.email.partition("@")
        return f"{name[:1]}***@{domain}" if domain else ""
    return str(message.account or "")


COLUMNS = [
    Column("created", gettext_lazy("时间"), lambda one: one.created_at, order="created_at"),
    Column(
        "title",
        pgettext_lazy("of a list", "消息"),
        lambda one: one.title,
        template="escalation/cells/title.html",
        wide=True,
    ),
    Column("recipient", gettext_lazy("收件人"), lambda one: str(one.recipient), order="recipient__name"),
    Column(
        "channel",
        gettext_lazy("渠道"),
        lambda one: one.channel,
        template="escalation/cells/channel.html",
        order="channel",
        export=display("channel"),
    ),
    Column("address", pgettext_lazy("of a message", "发往"), address_of, phone=False),
    Column(
        "state",
        gettext_lazy("状态"),
        lambda one: one.state,
        template="escalation/cells/state.html",
        order="state",
        export=display("state"),
    ),
    Column("attempts", gettext_lazy("已尝试"), lambda one: one.attempts, numeric=True, phone=False),
    Column("sent", gettext_lazy("送出"), lambda one: one.sent_at, phone=False),
    Column(
        "received",
        gettext_lazy("回执"),
        lambda one: one.received_at or (one.read_at if one.channel == Channel.IN_APP else None),
        phone=False,
    ),
    Column("error", gettext_lazy("原因"), lambda one: one.error),
]


@require_safe
def deliveries(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    require_keeper(person)
    return list_page(
        request,
        queryset=messages_for(person).select_related("recipient", "account"),
        filterset_class=DeliveryFilter,
        columns=COLUMNS,
        template="escalation/deliveries.html",
        title=_("投递记录"),
        export_name="deliveries",
        term="delivery",
        default_order="-created_at",
        empty=Empty(_("还没有消息"), _("发给任何人的每条消息都会出现在这里。"), icon="paper-airplane"),
        context={"may_act": may_make_policy(person)},
    )
