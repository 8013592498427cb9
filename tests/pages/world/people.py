"""Absences, covers, swaps, feeds, badges, a wall for a screen without a login."""

import io
from datetime import timedelta

from resources.staff.actions import absences, badges, covering, feeds, swaps, wall_links
from resources.staff.actions.absences import Plan
from resources.staff.models import (
    Absence,
    Badge,
    Handover,
    Person,
    Post,
    PostAssignment,
    Rota,
    Shift,
    Training,
    TrainingRecord,
)
from resources.staff.rules.absences import Window

from .files import jpeg


def add(world):
    commander, now = world.person("commander"), world.now
    world.someone = Person.objects.get(username="technical-31-b")
    Person.objects.filter(pk=world.someone.pk).update(name="欧阳慕容子轩", phone="13800138000")
    away = Window(now + timedelta(hours=1), now + timedelta(days=3))
    world.absence = absences.plan_absence(
        world.person("manager"), Plan("trip", away, "赴南京参加运营商协调会"), actor=commander, now=now
    )
    world.handover = Handover.objects.filter(absence=world.absence).first() or Handover.objects.first()
    world.shipped_absence = Absence.objects.order_by("pk").first()
    world.post = Post.objects.get(function="technical", region_id="310000")
    world.assignment = PostAssignment.objects.filter(post=world.post, role="A").first()
    logistics = Post.objects.get(function="logistics", region_id="310000")
    window = Window(now + timedelta(days=1), now + timedelta(days=2))
    world.covers = covering.name_cover(logistics, world.someone, window, reason="双休日加班", actor=commander, now=now)
    _duty(world)
    _badges(world)
    world.link, world.link_secret = wall_links.create_link("值班室大屏", world.site.region, actor=commander, now=now)
    world.training = Training.objects.order_by("pk").first()
    world.record = TrainingRecord.objects.filter(person__regions="310000").order_by("pk").first()


def _duty(world):
    now = world.now
    world.rota = Rota.objects.order_by("pk").first()
    own = (
        Shift.objects.filter(person__isnull=False, period__startswith__gt=now + timedelta(days=2))
        .order_by("pk")
        .first()
    )
    taker = Shift.objects.filter(post=own.post).exclude(person=own.person).exclude(person=None).first().person
    world.shift = own
    world.people["shift_holder"] = own.person
    own_shifts = Shift.objects.filter(person=own.person, period__startswith__gt=now + timedelta(days=2))
    world.other_shift = own_shifts.exclude(pk=own.pk).first()
    world.swap = swaps.ask_swap(own, taker, reason="孩子家长会", actor=own.person, now=now)
    _feed, world.feed_secret = feeds.renew_feed(actor=world.person("field_staff"), now=now)
    world.duty_post = own.post


def _badges(world):
    world.badge = Badge.objects.filter(revoked_at=None).order_by("pk").first()
    content = jpeg((480, 640), "tan")
    badges.set_photo(
        world.badge.person, io.BytesIO(content), len(content), actor=world.person("commander"), now=world.now
    )
