"""What people are told about dispatches: at once, whatever the hour."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from emergency_ops.lib.wording import listed
from incidents.escalation.actions.announcing import announce
from incidents.response import messages, posts
from incidents.response.choices import SUBJECT as INCIDENT
from incidents.response.models import Incident
from resources.staff.models import Person

from .models import Dispatch

OFFERED = gettext_lazy("派遣：请前往%(site)s，%(purpose)s")
WITHDRAWN = gettext_lazy("派遣已撤回：%(site)s，%(purpose)s")
RELEASED = gettext_lazy("派遣已结束：%(site)s，%(purpose)s")
ACCEPTED = gettext_lazy("%(person)s接受派遣，前往%(site)s")
DECLINED = gettext_lazy("%(person)s谢绝前往%(site)s的派遣")
UNANSWERED = gettext_lazy("%(person)s未应答前往%(site)s的派遣")
NOBODY_LEFT = gettext_lazy("无人可派：%(site)s，%(purpose)s")
NOT_STARTED = gettext_lazy("请出发前往%(site)s：%(purpose)s")
OVERDUE = gettext_lazy("到场已超时：%(site)s，请登记到场或说明情况")
OVERDUE_REPORTED = gettext_lazy("%(person)s到场超时：%(site)s，%(purpose)s")


def tell(dispatch: Dispatch, people: Iterable[Person], what: Promise, occasion: str, *, now: datetime) -> None:
    """Announces to these people, each once an occasion."""
    incident = dispatch.incident
    with override(settings.LANGUAGE_CODE):
        title = str(what) % {
            "person": dispatch.person,
            "site": dispatch.site.name,
            "purpose": dispatch.get_purpose_display(),
        }
        if incident.is_drill:
            title = _("【演练】%(title)s") % {"title": title}
        body = _body(dispatch)
    announce(
        people,
        subject=(INCIDENT, incident.pk),
        title=title,
        body=body,
        link=reverse("dispatch:page", args=[dispatch.pk]),
        key=f"dispatch:{dispatch.pk}:{occasion}",
        now=now,
        urgent=True,
    )


def _body(dispatch: Dispatch) -> str:
    lines = [
        messages.subject(dispatch.incident),
        _("地点：%(site)s %(address)s") % {"site": dispatch.site.name, "address": dispatch.site.address},
    ]
    if dispatch.needed_by is not None:
        lines.append(_("最迟到场：%(time)s") % {"time": date_format(localtime(dispatch.needed_by), "m-d H:i")})
    if dispatch.instructions:
        lines.append(_("要求：%(text)s") % {"text": dispatch.instructions})
    return "\n".join(line.strip() for line in lines)


def senders(dispatch: Dispatch, now: datetime) -> list[Person]:
    """Who hears how it goes: who sent them; where the system did, who is in charge."""
    if dispatch.offered_by is not None:
        return [dispatch.offered_by]
    first = dispatch.follows
    while first is not None:
        if first.offered_by is not None:
            return [first.offered_by]
        first = first.follows
    return posts.in_charge(dispatch.incident, now)


def superiors(dispatch: Dispatch, now: datetime) -> list[Person]:
    """Who is called when it goes wrong: who sent them, who is in charge, who leads."""
    incident: Incident = dispatch.incident
    found = [*senders(dispatch, now), *posts.in_charge(incident, now), *posts.leads(incident, now)]
    return list(dict.fromkeys(found))


def named(people: Iterable[Person]) -> str:
    """For a sentence of the timeline, in the system's language."""
    with override(settings.LANGUAGE_CODE):
        names = listed(str(person) for person in people)
        return names or str(_("（岗位无人）"))
