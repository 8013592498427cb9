"""The state of the system, which polls itself, and what a person may do about it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.middleware import toast
from incidents.escalation import actions, queries, status
from incidents.escalation.access import may_make_policy, require_keeper
from incidents.escalation.models import Deadline, OutboxMessage
from resources.staff.access import person_of

MOST = 50


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "escalation/system.html", _state(request))


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    return render(request, "escalation/_system.html", _state(request))


@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(OutboxMessage, pk=pk)
    actions.send_again(pk, actor=person_of(request), now=clock.now())
    toast(request, _("消息已重新排队。"))
    return redirect("escalation:deliveries" if request.POST.get("back") == "deliveries" else "escalation:system")


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(Deadline, pk=pk)
    actions.retry_now(pk, actor=person_of(request), now=clock.now())
    toast(request, _("将立即重试。"))
    return redirect("escalation:system")


def _state(request: HttpRequest) -> dict[str, Any]:
    person = person_of(request)
    require_keeper(person)
    now = clock.now()
    pulses = status.pulses(now)
    starting = status.starting(pulses, now)
    audit = next(pulse for pulse in pulses if pulse.name == status.AUDIT)
    return {
        "pulses": pulses,
        "silent": sum(pulse.beat is not None and not pulse.alive and pulse.name not in starting for pulse in pulses),
        "starting": starting,
        "audit": audit,
        "audit_rows": status.audit_rows(audit.beat),
        "deadlines": status.deadline_figures(now),
        "outbox": status.outbox_figures(now),
        "troubled": queries.troubled_messages(now - status.RECENT)[:MOST],
        "failing": queries.failing_deadlines()[:MOST],
        "findings": status.recent_findings(),
        "may_act": may_make_policy(person),
    }
