"""Who is told of a proposal, and in which words."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from incidents.escalation.actions.announcing import announce
from incidents.response import messages
from incidents.response.choices import RUNNING_STATUSES, SUBJECT
from incidents.response.command.queries import roles_of
from incidents.response.models import Incident
from incidents.response.posts import leads
from notices.content.choices import ChangeReason
from notices.content.models import Notice
from resources.staff.choices import Function
from resources.staff.models import Person

from .presenting import differences


def tell(notice: Notice, incident: Incident, now: datetime) -> None:
    """Queue a message to whoever informs the public of this incident; once a proposal, in the caller's transaction."""
    with override(settings.LANGUAGE_CODE):
        title = _("请审阅系统建议的公告：%(subject)s") % {"subject": messages.subject(incident)}
        lines = [_("原因：%(reason)s") % {"reason": ChangeReason(notice.reason).label}, *differences(notice)]
        body = "\n".join([*lines, _("标题：%(title)s") % {"title": notice.title}])
    _announce(notice, incident, title, body, "proposed", now)


def tell_merged(notice: Notice, now: datetime) -> None:
    """The same for a notice whose incident became a part of another: it is to be taken back, or the other one's takes its place. Once
    more when the other one is over, as its all-clear does not replace this notice.
    """
    incident = notice.incident
    if incident is None or incident.merged_into is None:
        return
    runs = incident.merged_into.status in RUNNING_STATUSES
    with override(settings.LANGUAGE_CODE):
        title = _("请撤回公告%(number)s：%(subject)s") % {
            "number": notice.number,
            "subject": messages.subject(incident),
        }
        body = _while_other_runs(incident.merged_into) if runs else _when_other_is_over(incident.merged_into)
    _announce(notice, incident, title, body, "merged" if runs else "merged_over", now)


def _while_other_runs(other: Incident) -> str:
    return _("事件已并入%(number)s，请确认后者的公告已涵盖这些网点，再撤回本公告。") % {"number": other.number}


def _when_other_is_over(other: Incident) -> str:
    values = {"number": other.number, "status": other.get_status_display()}
    return _("事件已并入%(number)s，后者现为“%(status)s”，本公告却仍在公示，请立即撤回。") % values


def informs_the_public(incident: Incident, now: datetime) -> list[Person]:
    """Who was named for it or acts for the post; those who lead where there is nobody."""
    person = roles_of(incident, now, [Function.PUBLIC_INFORMATION])[0].person
    return [person] if person else leads(incident, now)


def _announce(notice: Notice, incident: Incident, title: str, body: str, what: str, now: datetime) -> None:
    announce(
        informs_the_public(incident, now),
        subject=(SUBJECT, incident.pk),
        title=title,
        body=body,
        link=reverse("content:notice", args=[notice.number]),
        key=f"notice:{notice.pk}:{what}",
        now=now,
        urgent=messages.is_urgent(incident),
    )
