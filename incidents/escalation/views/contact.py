"""My notifications: in which order, where and when somebody is reached; managers do it for their people."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from emergency_ops.lib.masking import mask_phone
from emergency_ops.lib.middleware import toast
from incidents.escalation.contact.access import person_or_404
from incidents.escalation.contact.actions import TRIAL, save_wishes, try_out
from incidents.escalation.contact.forms import ChannelForm, Forms
from incidents.escalation.contact.queries import handles_of, trials_of, usable_channels, wishes_of_all
from incidents.escalation.models import ContactPreference, OutboxMessage
from resources.staff.access import person_of, sees_phone
from resources.staff.models import Person


@dataclass(frozen=True)
class Row:
    """A channel with its form, the address that it reaches ("" none), and what became of the last message that tried it out."""

    form: ChannelForm
    address: str
    is_set_up: bool
    trial: OutboxMessage | None


@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One's own, or with pk those of somebody whom one manages. A POST saves them (422 with what is wrong)."""
    actor = person_of(request)
    person = person_or_404(actor, pk or actor.pk)
    wishes, handles = wishes_of_all([person])[person.pk], handles_of(person)
    forms = Forms(wishes, handles, request.POST if request.method == "POST" else None)
    error = ""
    if request.method == "POST" and forms.are_valid():
        try:
            save_wishes(person, forms.wanted(), actor=actor, now=clock.now())
        except Refused as refused:
            error = str(refused)
        else:
            toast(request, _("通知偏好已保存。"))
            return _back(actor, person)
    usable, trials = usable_channels((TRIAL, person.pk)), trials_of(person, TRIAL)
    rows = [
        Row(
            form,
            _address(wishes.addresses.get(form.channel, ""), actor, person),
            form.channel in usable,
            trials.get(form.channel),
        )
        for form in forms.channels
    ]
    context = {
        "person": person,
        "is_own": person == actor,
        "rows": rows,
        "quiet": forms.quiet,
        "error": error,
        "saved": ContactPreference.objects.filter(person=person).select_related("changed_by").first(),
    }
    return render(request, "escalation/preferences.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def trial(request: HttpRequest, pk: int, channel: str) -> HttpResponse:
    """Send a message that tries out a channel."""
    actor = person_of(request)
    person = person_or_404(actor, pk)
    try_out(person, channel, actor=actor, now=clock.now())
    toast(request, _("测试消息已排队，稍后刷新查看结果。"))
    return _back(actor, person)


def _back(actor: Person, person: Person) -> HttpResponse:
    if actor == person:
        return redirect("escalation:preferences")
    return redirect("escalation:preferences_of", person.pk)


def _address(address: str, actor: Person, person: Person) -> str:
    """A phone number is whole only for those who may see it."""
    return mask_phone(address) if address == person.phone and not sees_phone(actor, person) else address
