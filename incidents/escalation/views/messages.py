"""One's own messages, and who was told what about a subject."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.middleware import toast
from emergency_ops.lib.paging import page_of
from incidents.escalation import queries
from incidents.escalation.access import require_subject
from incidents.escalation.actions import mark_read
from incidents.escalation.coming import chosen, coming
from incidents.escalation.models import OutboxMessage
from resources.staff.access import person_of

PER_PAGE = 20


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """?unread=1 shows the unread ones only; an htmx request gets the list alone (it polls)."""
    person = person_of(request)
    unread_only = request.GET.get("unread") == "1"
    page = page_of(queries.inbox(person, unread_only=unread_only), request.GET.get("page"), PER_PAGE)
    context = {
        "page": page,
        "threads": queries.threads(person, page.objects, clock.now()),
        "unread": queries.unread_count(person),
        "unread_only": unread_only,
    }
    template = "escalation/_inbox.html" if request.headers.get("HX-Request") else "escalation/inbox.html"
    return render(request, template, context)


@require_safe
def unread(request: HttpRequest) -> HttpResponse:
    """The bell in the top bar, asked for every 15 seconds; it names the newest urgent message for the sound."""
    person = person_of(request)
    context = {"unread": queries.unread_count(person), "urgent": queries.newest_urgent(person)}
    return render(request, "escalation/_unread.html", context)


@require_POST
def open_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark what one was told about the message's subject as read and go there."""
    message = _read(request, pk)
    return redirect(message.link or "escalation:inbox")


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    _read(request, pk)
    return redirect("escalation:inbox")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    mark_read(person_of(request), now=clock.now())
    toast(request, _("全部消息已标为已读。"))
    return redirect("escalation:inbox")


@require_safe
def for_subject(request: HttpRequest, kind: str, subject_id: int) -> HttpResponse:
    """Fragment: every message about a subject, when, to whom, in which state, and who acknowledged."""
    require_subject(person_of(request), kind, subject_id)
    now = clock.now()
    context = {
        "sent": queries.messages_of(kind, subject_id)[:100],
        "acknowledgements": queries.acknowledgements_of(kind, subject_id)[:20],
        "held": queries.standing_acknowledgement(kind, subject_id, now),
        "coming": coming(kind, subject_id, now),
        "chosen": chosen(kind, subject_id),
        "next": queries.next_deadline(kind, subject_id),
    }
    return render(request, "escalation/_for_subject.html", context)


def _read(request: HttpRequest, pk: int) -> OutboxMessage:
    person = person_of(request)
    message = get_object_or_404(OutboxMessage, pk=pk, recipient=person)
    mark_read(person, now=clock.now(), subject=(message.subject_kind, message.subject_id))
    return message
