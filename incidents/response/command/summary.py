"""The summary that a handover of command begins with: how the incident stands, in the organisation's language."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from incidents.escalation.choices import DeadlineState
from incidents.escalation.models import Deadline
from incidents.escalation.status import DEADLINES
from incidents.response import messages, timeline
from incidents.response.choices import SUBJECT, EntryKind, SubstituteStatus
from incidents.response.models import Incident
from incidents.response.tasks.choices import UNFINISHED
from incidents.response.tasks.models import Task
from resources.inventory.choices import NeedState, TransferState
from resources.inventory.models import Need, Transfer

DECISIONS = (
    EntryKind.CONFIRMED,
    EntryKind.ACTIVATED,
    EntryKind.LEVEL,
    EntryKind.GRADE,
    EntryKind.SUBSTITUTE,
    EntryKind.RESTORED,
    EntryKind.REOPENED,
    EntryKind.MERGED,
    EntryKind.RELATED,
    EntryKind.SCOPE,
)
#: lines of a section
MOST = 8
#: how far ahead deadlines are named
AHEAD = timedelta(hours=24)


def summary_of(incident: Incident, now: datetime) -> str:
    """Sections with a heading and a line each thing; those without anything to say are left out."""
    with override(settings.LANGUAGE_CODE):
        sections = (
            (_("情况"), _situation(incident, now)),
            (_("已作决定"), _decisions(incident)),
            (_("未完成任务"), _tasks(incident, now)),
            (_("服务中的替代方案"), _substitutes(incident)),
            (_("在途资源与未满足需求"), _resources(incident)),
            (_("下一时限"), _deadlines(incident, now)),
        )
        told = [(title, list(lines)) for title, lines in sections]
        return "\n\n".join(_section(title, lines) for title, lines in told if lines)


def _section(title: str, lines: Iterable[str]) -> str:
    return "\n".join([f"【{title}】", *(f"· {line}" for line in lines)])


def _situation(incident: Incident, now: datetime) -> Iterator[str]:
    yield messages.subject(incident)
    yield from messages.body(incident, now).splitlines()
    still = incident.terminals.filter(until=None).count()
    yield ngettext("已恢复%(back)s/%(all)s台终端", "已恢复%(back)s/%(all)s台终端", incident.affected_terminals) % {
        "back": incident.affected_terminals - still,
        "all": incident.affected_terminals,
    }
    if incident.expected_until:
        yield _("预计恢复时间：%(until)s") % {"until": _at(incident.expected_until)}


def _decisions(incident: Incident) -> Iterator[str]:
    rows = incident.timeline.filter(kind__in=DECISIONS).select_related("actor").order_by("-at", "-id")[:MOST]
    for row in reversed(rows):
        yield f"{_at(row.at)} {row.actor or _('系统')} {timeline.sentence(row)}"


def _tasks(incident: Incident, now: datetime) -> Iterator[str]:
    rows = Task.objects.filter(incident=incident, state__in=UNFINISHED).select_related("assignee").order_by("due_at")
    for task in rows[:MOST]:
        late = _("（逾期）") if task.due_at < now else ""
        yield _("%(task)s：%(who)s，时限%(due)s%(late)s") % {
            "task": task.title,
            "who": task.assignee or _("无人接受"),
            "due": _at(task.due_at),
            "late": late,
        }


def _substitutes(incident: Incident) -> Iterator[str]:
    rows = incident.substitutes.exclude(status=SubstituteStatus.WITHDRAWN).select_related("site")
    for row in rows[:MOST]:
        where = row.site.name if row.site else _("整个事件")
        yield f"{where} {row.get_kind_display()} {row.place}（{row.get_status_display()}）"


def _resources(incident: Incident) -> Iterator[str]:
    about = {"subject_kind": SUBJECT, "subject_id": incident.pk}
    sent = Transfer.objects.filter(**about, state=TransferState.SENT)
    for transfer in sent.select_related("source", "to_depot", "to_site")[:MOST]:
        yield _("调拨%(number)s：%(source)s → %(target)s，在途") % {
            "number": transfer.number,
            "source": transfer.source,
            "target": transfer.to_site or transfer.to_depot,
        }
    unmet = Need.objects.filter(**about).exclude(state__in=[NeedState.CANCELLED, NeedState.MET])
    for need in unmet.select_related("site", "part")[:MOST]:
        yield f"{need.site.name} {need.part or need.get_equipment_kind_display()} × {need.quantity}（{need.get_state_display()}）"


def _deadlines(incident: Incident, now: datetime) -> Iterator[str]:
    pending = Deadline.objects.filter(
        subject_kind=SUBJECT, subject_id=incident.pk, state=DeadlineState.PENDING, due_at__lte=now + AHEAD
    )
    for deadline in pending.order_by("due_at")[:MOST]:
        yield f"{_at(deadline.due_at)} {DEADLINES.get(deadline.kind, deadline.kind)}"


def _at(moment: datetime) -> str:
    return f"{localtime(moment):%m-%d %H:%M}"
