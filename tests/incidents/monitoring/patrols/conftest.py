"""A site with a round that is due at noon, and people who go round."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from emergency_ops.lib.roles import Role
from incidents.escalation import actions as escalation
from incidents.monitoring.patrols.choices import ROUND_SUBJECT, EntrySource
from incidents.monitoring.patrols.deadline_kinds import PATROL_DUE
from incidents.monitoring.patrols.models import PatrolRound
from incidents.monitoring.patrols.recording import Author, Entry, record
from resources.network.models import Terminal
from resources.staff.models import Post, PostAssignment
from tests.conftest import NOON


@pytest.fixture
def make_round(make_site):
    """make_round(site, starts=0): a round that began so many minutes after noon, with its deadline."""

    def make(site=None, starts=0, assignee=None, **fields):
        site = site or make_site(terminals=2)
        at = NOON + timedelta(minutes=starts)
        one = PatrolRound.objects.create(
            site=site,
            token=uuid4().hex[:12].upper(),
            starts_at=at,
            due_at=at + timedelta(minutes=30),
            ends_at=at + timedelta(minutes=120),
            assignee=assignee,
            **fields,
        )
        escalation.schedule(ROUND_SUBJECT, one.pk, PATROL_DUE, due_at=one.due_at)
        return one

    return make


@pytest.fixture
def second(make_person):
    """Goes round in the same district."""
    return make_person("second", Role.FIELD_STAFF, regions=["310101"], name="周二")


@pytest.fixture
def on_site(field_staff, second):
    """The district's on-site post: field_staff is A, second is B."""
    post = Post.objects.create(function="on_site", region_id="310101", name="黄浦现场")
    held = DateTimeTZRange(NOON - timedelta(days=2), None)
    for role, person in (("A", field_staff), ("B", second)):
        PostAssignment.objects.create(post=post, person=person, role=role, validity=held, key_post=post.is_key)
    return post


@pytest.fixture
def lead(commander):
    """Leads the whole country."""
    post = Post.objects.create(function="commander", region_id="000000", name="总指挥岗")
    held = DateTimeTZRange(NOON - timedelta(days=2), None)
    PostAssignment.objects.create(post=post, person=commander, role="A", validity=held, key_post=post.is_key)
    return commander


def entry(one, terminal, item="printer", outcome="ok", minute=5, **fields):
    values = {"uuid": uuid4(), "seen_at": NOON + timedelta(minutes=minute), **fields}
    return Entry(round=one.token, terminal=terminal.code, item=item, outcome=outcome, **values)


def put(person, *entries, minute=10, by=None, source=EntrySource.PHONE, **fields):
    now = NOON + timedelta(minutes=minute)
    return record(entries, author=Author(person, by or person, source), now=now, **fields)


def finding(one, terminal, fault="PRT_INOP", **fields):
    return entry(one, terminal, outcome="finding", fault_code=fault, **fields)


def terminals_of(one):
    return list(Terminal.objects.filter(site=one.site_id).order_by("code"))


def everything(one, **fields):
    """An answer for everything that the shipped list asks."""
    items = ["running", "screen", "scanner", "card", "printer", "cash", "door", "notices", "qr_code"]
    return [entry(one, terminal, item, **fields) for terminal in terminals_of(one) for item in items]
