"""Short and complete messages: number, title, scope, since when, what the clock says."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from emergency_ops.lib.facts import told
from emergency_ops.lib.wording import listed
from incidents.escalation.actions.announcing import announce
from incidents.monitoring.choices import Scope
from resources.staff.models import Person

from .choices import SUBJECT, Grade
from .models import Incident
from .reading import clock_of, evidence_of
from .rules.clock import Clock, ClockState, minutes_and_seconds

URGENT_GRADES = (Grade.I, Grade.II)
CLEARED = gettext_lazy("上报显示终端全部恢复，请核实：%(subject)s")
STILL_DOWN = gettext_lazy("上报仍显示故障，事件已重新打开：%(subject)s")
STILL_AFFECTED = gettext_lazy("上报仍显示故障，登记恢复的终端重新列为受影响：%(subject)s")
DECIDE = gettext_lazy("事件已确认，请决定是否启动响应：%(subject)s")
GROWN = gettext_lazy("影响扩大，等级升高：%(subject)s")


def subject(incident: Incident) -> str:
    """For example 【演练】YJ-20261123-0001 黄浦区中心医院：外部中断，6台终端."""
    names = {"number": incident.number, "title": incident.title}
    return (_("【演练】%(number)s %(title)s") if incident.is_drill else _("%(number)s %(title)s")) % names


def body(incident: Incident, now: datetime) -> str:
    """What somebody needs to decide whether to get up. The title goes before it, the address after it (by the outbox)."""
    lines = [
        _("状态：%(status)s，等级：%(grade)s")
        % {
            "status": incident.get_status_display(),
            "grade": incident.get_grade_display(),
        },
        told(
            _("影响范围：%(scope)s，%(counted_terminals)s，%(counted_sites)s，约%(counted_users)s"),
            {
                "scope": Scope(incident.scope).label,
                "terminals": incident.affected_terminals,
                "sites": incident.affected_sites,
                "users": incident.affected_users,
            },
        ),
        _("开始时间：%(began)s") % {"began": date_format(localtime(incident.began_at), "Y-m-d H:i")},
        _("替代方案时限：%(clock)s") % {"clock": _clock_told(incident, now)},
    ]
    evidence = evidence_of(incident)
    if evidence:
        lines.insert(0, _("依据：%(evidence)s") % {"evidence": evidence})
    return "\n".join(lines)


def _clock_told(incident: Incident, now: datetime) -> str:
    """A message is read later: a clock that runs is told by its end."""
    clock = clock_of(incident, now)
    if clock.running:
        due = date_format(localtime(incident.clock_due_at), "m-d H:i")
        is_over = clock.state == ClockState.OVERDUE
        return (_("已超时，应于 %(due)s 前投入服务") if is_over else _("应于 %(due)s 前投入服务")) % {"due": due}
    return clock_text(clock)


def clock_text(clock: Clock) -> str:
    """剩余 12:31, 超时 03:10, 用时 18:02 已达标, 曾用时 18:02 达标，目前无替代服务, …"""
    names = {"elapsed": minutes_and_seconds(clock.elapsed), "left": minutes_and_seconds(clock.left)}
    texts = {
        ClockState.RUNNING: _("剩余 %(left)s"),
        ClockState.WARNED: _("剩余 %(left)s"),
        ClockState.OVERDUE: _("超时 %(left)s"),
        ClockState.MET: _("用时 %(elapsed)s 已达标"),
        ClockState.MET_LATE: _("用时 %(elapsed)s 超时"),
        ClockState.ENDED: _("%(elapsed)s 内结束，未启用替代方案"),
        ClockState.ENDED_LATE: _("未按时启用替代方案"),
        ClockState.VOID: _("不计时"),
    }
    if clock.bare:
        texts[ClockState.MET] = _("曾用时 %(elapsed)s 达标，目前无替代服务")
        texts[ClockState.MET_LATE] = _("用时 %(elapsed)s 超时，目前无替代服务")
    return texts[clock.state] % names


def tell(
    incident: Incident, people: Iterable[Person], *, what: Promise, key: str, now: datetime, urgent: bool = False
) -> None:
    """Queue a message to each person, over the channels that reach them.

    `what` is its title with %(subject)s in it; `key` names the occasion, so that a repeat is no second message.
    urgent: also in quiet hours; what is told of an urgent incident is urgent.
    """
    with override(settings.LANGUAGE_CODE):
        title, text = str(what) % {"subject": subject(incident)}, body(incident, now)
    announce(
        people,
        subject=(SUBJECT, incident.pk),
        title=title,
        body=text,
        link=reverse("incidents:detail", args=[incident.number]),
        key=f"incident:{incident.pk}:{key}",
        now=now,
        urgent=urgent or is_urgent(incident),
    )


def names_of(people: Iterable[Person]) -> str:
    """As the timeline tells who was told."""
    with override(settings.LANGUAGE_CODE):
        return listed(str(person) for person in people) or str(_("（岗位无人）"))


def is_urgent(incident: Incident) -> bool:
    """Whether calls about it override quiet hours."""
    return incident.grade in URGENT_GRADES
