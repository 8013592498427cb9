"""What the wall's templates show, in words of the language that is on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from emergency_ops.lib.clock import SHANGHAI
from emergency_ops.lib.timing import brief, read_clock
from emergency_ops.lib.wording import listed
from incidents.escalation.status import SWEEPS
from incidents.monitoring.evidence import method_name
from incidents.monitoring.summing import PERIOD
from incidents.response.choices import Grade, Status
from incidents.response.standing.rules import Late, late_things
from incidents.response.standing.sentences import standing
from resources.staff.choices import Function

from .charts import DayLine, day_line
from .mapping import short_name
from .queries.health import Health
from .queries.incidents import Case
from .queries.payments import MethodDay, Payments
from .queries.people import OnDuty

#: late things that a line has room for, the worst first
LATE = 2
#: incidents up to which each has room for what is missing and whose turn it is
ROOMY = 2
#: signs of names that a line has room for
NAMES_WIDTH = 6
#: short words for the functions
FUNCTIONS = {
    Function.COMMANDER: pgettext_lazy("wall", "总指挥"),
    Function.TECHNICAL: pgettext_lazy("wall", "技术处置"),
    Function.ON_SITE: pgettext_lazy("wall", "现场服务"),
    Function.LOGISTICS: pgettext_lazy("wall", "资源保障"),
    Function.PUBLIC_INFORMATION: pgettext_lazy("wall", "信息发布"),
    Function.CUSTOMER_SERVICE: pgettext_lazy("wall", "客服"),
    Function.SCRIBE: pgettext_lazy("wall", "记录员"),
    Function.RECONCILIATION: pgettext_lazy("wall", "对账"),
}
#: hours between two marks of the day, and between two that are labelled
MARK_EVERY, LABEL_EVERY = 6, 12
#: nothing was heard from any terminal for so long
QUIET = timedelta(minutes=5)


@dataclass(frozen=True)
class CaseView:
    """An open incident in words; place and late are parts of lines. reason, who: why it is late or what is missing, and whose turn it is."""

    case: Case
    reason: str
    who: str
    tone: str
    place: list[str]
    state: str
    people: list[tuple[str, str]]
    late: list[str]


def case_view(case: Case, now: datetime) -> CaseView:
    clock = read_clock(case.clock_started_at, case.clock_due_at, case.clock_stopped_at, now)
    told = standing(case.facts)
    state = str(Status(case.status).label)
    return CaseView(
        case,
        told.reason,
        told.who,
        "late" if told.tone == "danger" else clock.state,
        _place(case, now),
        state,
        _people(case),
        list(_late(case))[:LATE],
    )


def _place(case: Case, now: datetime) -> list[str]:
    terminals = ngettext("%(count)s 台", "%(count)s 台", case.terminals) % {"count": case.terminals}
    sites = ngettext("%(count)s 网点", "%(count)s 网点", case.sites) % {"count": case.sites}
    began = _("%(at)s 起") % {"at": brief(case.began_at, now)}
    return [str(Grade(case.grade).label), " ".join([*([sites] if case.sites > 1 else []), terminals]), began]


def _people(case: Case) -> list[tuple[str, str]]:
    """(as what, who); nobody has an empty name."""
    crew = case.facts.crew
    people = [
        (pgettext("wall", "总指挥"), crew.commander),
        (pgettext("wall", "技术处置"), crew.technical),
        (pgettext("wall", "现场服务"), crew.on_site),
    ]
    named = [(role, one.name if one else "") for role, one in people]
    return named if any(name for _role, name in named) else [(_("负责人"), "")]


def _late(case: Case) -> Iterator[str]:
    late = late_things(case.facts)
    if Late.ANSWER in late:
        yield _("未接警")
    if Late.CONFIRM in late:
        yield _("未确认")
    if Late.TASKS in late:
        yield ngettext("任务超时 %(count)s", "任务超时 %(count)s", case.facts.late_tasks) % {
            "count": case.facts.late_tasks
        }


@dataclass(frozen=True)
class MethodView:
    """A method's day: its name, the share of success now, and the line; hours: (local time, share or None)."""

    name: str
    now: float | None
    is_bad: bool
    line: DayLine
    hours: list[tuple[str, float | None]]


def method_views(payments: Payments) -> list[MethodView]:
    return [_method(day, payments) for day in payments.methods]


def _method(day: MethodDay, payments: Payments) -> MethodView:
    starts = [payments.start + PERIOD * number for number in range(len(day.periods))]
    local = [start.astimezone(SHANGHAI) for start in starts]
    marks = [
        (number, "" if at.hour % LABEL_EVERY else f"{at:%H:%M}")
        for number, at in enumerate(local)
        if at.minute == 0 and at.hour % MARK_EVERY == 0
    ]
    limit = 1 - payments.threshold
    hourly = [(f"{at:%H:%M}", _hour(day, number)) for number, at in enumerate(local) if at.minute == 0]
    return MethodView(
        method_name(day.method),
        day.now,
        day.now is not None and day.now < limit,
        day_line(day.values, limit, marks),
        hourly,
    )


def _hour(day: MethodDay, first: int) -> float | None:
    """The share of success in the hour that begins with a period."""
    periods = day.periods[first : first + int(timedelta(hours=1) / PERIOD)]
    ok, failed = (sum(pair[side] for pair in periods) for side in (0, 1))
    return ok / (ok + failed) if ok + failed else None


@dataclass(frozen=True)
class DutyView:
    function: str
    names: str
    more: int
    gaps: int


def duty_views(found: Mapping[str, OnDuty]) -> list[DutyView]:
    """Every function, those that nobody has planned for too."""
    return [_duty(function, found.get(function, OnDuty())) for function in Function]


def _duty(function: Function, duty: OnDuty) -> DutyView:
    names = listed(duty.names[:2])
    shown = 2 if len(names) <= NAMES_WIDTH and not duty.gaps else 1
    names = listed(duty.names[:shown])
    if len(duty.names) == 1 and duty.region:
        names = _("%(name)s（%(place)s）") % {"name": names, "place": short_name(duty.region)}
    return DutyView(str(FUNCTIONS[function]), names, max(0, len(duty.names) - shown), duty.gaps)


def health_view(health: Health, heard_at: datetime | None, now: datetime) -> dict[str, Any]:
    """The escalation's pulse and the last report, with whether either is old."""
    return {
        "fired_at": health.fired_at,
        "escalation_late": health.escalation_late,
        "late": [str(SWEEPS.get(name, name)) for name in health.late],
        "heard_at": heard_at,
        "is_quiet": heard_at is None or now - heard_at > QUIET,
    }
