"""The official calendar as far as it is known, and rotas for some posts of the sample."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from emergency_ops.lib.errors import Refused

from .actions.calendar import seed_year
from .actions.rotas import save_rota
from .choices import DayRule, Function, RotationUnit
from .models import PostAssignment, Rota
from .queries_duty import local_day
from .rules.rota import Pattern, ShiftPattern, Turn

#: rotas begin so long before the sample is loaded, so that somebody is on duty at once
BEFORE = timedelta(days=7)
WEEKDAYS = frozenset({1, 2, 3, 4, 5})


@dataclass(frozen=True)
class Plan:
    """A rota of the post of this function and region; its members hold posts of the function in these regions."""

    name: str
    function: Function
    region: str
    members_of: Sequence[str]
    unit: RotationUnit
    shifts: Sequence[ShiftPattern]


PLANS = (
    Plan(
        "全网指挥备勤",
        Function.COMMANDER,
        "000000",
        ("000000",),
        RotationUnit.WEEK,
        [ShiftPattern("备勤", time(8), 24 * 60)],
    ),
    Plan(
        "上海技术日夜班",
        Function.TECHNICAL,
        "310000",
        ("310000", "320000", "330000"),
        RotationUnit.DAY,
        [ShiftPattern("白班", time(8), 12 * 60), ShiftPattern("夜班", time(20), 12 * 60, offset=2)],
    ),
    Plan(
        "上海现场服务",
        Function.ON_SITE,
        "310000",
        ("310000",),
        RotationUnit.WEEK,
        [
            ShiftPattern("日班", time(8, 30), 9 * 60, DayRule.WORKING),
            ShiftPattern("假日班", time(9), 8 * 60, DayRule.RESTING),
        ],
    ),
    Plan(
        "备件库值守",
        Function.LOGISTICS,
        "000000",
        ("000000",),
        RotationUnit.FIXED,
        [ShiftPattern("值守", time(8), 12 * 60)],
    ),
)


def load_calendar(now: datetime) -> None:
    """This year and the next as far as it is announced. What exists is left as it is."""
    year = local_day(now).year
    for wanted in (year, year + 1):
        try:
            seed_year(wanted, actor=None, now=now)
        except Refused:
            continue


def load(now: datetime) -> None:
    """The calendar, and the rotas planned by it. What exists is left as it is."""
    load_calendar(now)
    for plan in PLANS:
        _load(plan, now)


def _load(plan: Plan, now: datetime) -> None:
    """Members take turns in the order of their assignments; with fixed weekdays they serve Monday to Friday."""
    held = PostAssignment.objects.filter(post__function=plan.function, post__is_active=True, validity__contains=now)
    here = held.filter(post__region=plan.region).select_related("post").first()
    if here is None or Rota.objects.filter(post=here.post).exists():
        return
    people = held.filter(post__region__in=plan.members_of).order_by("post__region", "role")
    weekdays = WEEKDAYS if plan.unit == RotationUnit.FIXED else frozenset()
    turns = [Turn(person, weekdays) for person in dict.fromkeys(people.values_list("person", flat=True))]
    pattern = Pattern(local_day(now) - BEFORE, None, plan.unit, 1, plan.shifts, turns)
    save_rota(here.post, None, name=plan.name, pattern=pattern, actor=None, now=now)
