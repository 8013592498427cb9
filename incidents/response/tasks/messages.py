"""What people are told about tasks: which, of which incident, until when."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from incidents.escalation.actions.announcing import announce
from incidents.response import messages
from incidents.response.choices import SUBJECT
from incidents.response.models import Incident
from resources.staff.models import Person

from .models import Task

GIVEN = _("请接受处置任务“%(task)s”：%(subject)s")
GIVEN_MANY = _("请接受处置任务%(count)s项：%(subject)s")
REMINDER = _("处置任务“%(task)s”即将到期：%(subject)s")
LATE = _("处置任务“%(task)s”已超时：%(subject)s")
UNANSWERED = _("处置任务“%(task)s”无人接受，请指定人员：%(subject)s")
PASSED_ON = _("处置任务“%(task)s”未及时接受，已转给%(person)s：%(subject)s")
MOVED = _("处置任务“%(task)s”已转给%(person)s：%(subject)s")
TITLES_SHOWN = 20
#: what is due sooner is sent in somebody's quiet hours too
SOON = timedelta(minutes=60)


def tell(
    incident: Incident,
    task: Task,
    people: Iterable[Person],
    *,
    what: Promise,
    key: str,
    now: datetime,
    person: str = "",
) -> None:
    """One message to each about one task. `key` names the occasion, so that a repeat is no second message."""
    _announce(
        incident,
        [task],
        people,
        title=_worded(what, incident, task=task.title_zh, person=person),
        link=reverse("tasks:task", args=[task.pk]),
        key=f"task:{task.pk}:{key}",
        now=now,
    )


def tell_given(incident: Incident, person: Person, tasks: Sequence[Task], *, key: str, now: datetime) -> None:
    """Somebody has got these tasks: one message for all of them."""
    if len(tasks) == 1:
        tell(incident, tasks[0], [person], what=GIVEN, key=key, now=now)
        return
    title = _worded(GIVEN_MANY, incident, count=len(tasks))
    link = reverse("tasks:mine")
    _announce(incident, tasks, [person], title=title, link=link, key=f"tasks:{incident.pk}:{key}", now=now)


def _worded(what: Promise, incident: Incident, **names: object) -> str:
    with override(settings.LANGUAGE_CODE):
        return str(what) % {"subject": messages.subject(incident), **names}


def _announce(
    incident: Incident,
    tasks: Sequence[Task],
    people: Iterable[Person],
    *,
    title: str,
    link: str,
    key: str,
    now: datetime,
) -> None:
    with override(settings.LANGUAGE_CODE):
        lines = [_line(task) for task in tasks[:TITLES_SHOWN]]
        if len(tasks) > TITLES_SHOWN:
            lines.append(gettext("另有%(count)s项") % {"count": len(tasks) - TITLES_SHOWN})
    urgent = any(task.due_at <= now + SOON for task in tasks)
    body, about = "\n".join(lines), (SUBJECT, incident.pk)
    announce(people, subject=about, title=title, body=body, link=link, key=key, now=now, urgent=urgent)


def _line(task: Task) -> str:
    until = date_format(localtime(task.due_at), "m-d H:i")
    return gettext("%(task)s，时限%(until)s") % {"task": task.title_zh, "until": until}
