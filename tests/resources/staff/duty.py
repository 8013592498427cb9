"""Rotas and shifts that tests of duty share."""

from datetime import time, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from resources.staff.actions.rotas import save_rota
from resources.staff.choices import Function, RotationUnit
from resources.staff.models import Post, Shift
from resources.staff.rules.rota import Pattern, ShiftPattern, Turn
from tests.conftest import NOON

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TODAY = NOON.date()
DAYTIME = ShiftPattern("白班", time(8), 720)
NIGHT = ShiftPattern("夜班", time(20), 720, offset=1)


def make_post(region, function=Function.TECHNICAL, name="上海技术岗", **fields):
    return Post.objects.create(function=function, region=region, name=name, **fields)


def pattern(*people, shifts=(DAYTIME,), unit=RotationUnit.DAY, starts_on=TODAY, ends_on=None, every=1):
    turns = [person if isinstance(person, Turn) else Turn(person.pk) for person in people]
    return Pattern(starts_on, ends_on, unit, every, shifts, turns)


def save(post, *people, rota=None, actor=None, name="日常", now=NOON, **fields):
    return save_rota(post, rota, name=name, pattern=pattern(*people, **fields), actor=actor, now=now)[0]


def make_shift(post, person, begins=NOON + DAY, length=12, label="白班", **fields):
    return Shift.objects.create(
        post=post,
        person=person,
        day=begins.date(),
        label=label,
        period=DateTimeTZRange(begins, begins + length * HOUR),
        updated_at=NOON,
        **fields,
    )


def shift_on(post, days, label="白班"):
    return Shift.objects.get(post=post, day=TODAY + days * DAY, label=label)
