"""iCalendar feeds, read as a calendar program reads them."""

from datetime import UTC

import pytest
from django.urls import reverse
from icalendar import Calendar

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import Role
from resources.staff.actions.feeds import renew_feed, revoke_feed
from resources.staff.actions.shifts import move_shift
from resources.staff.models import CalendarFeed
from tests.conftest import NOON
from tests.resources.staff.duty import DAY, make_post, make_shift

NAME = "很长的岗位名称，含逗号；分号\\反斜杠，" * 4


@pytest.fixture
def post(regions):
    return make_post(regions["310000"], name=NAME[:80])


@pytest.fixture
def member(make_person):
    return make_person("甲", Role.FIELD_STAFF, regions=["310000"], phone="13812345678")


@pytest.fixture
def shift(post, member):
    return make_shift(post, member)


@pytest.fixture
def fetch(client, clock):
    def get(secret, **headers):
        return client.get(reverse("staff:feed", args=[secret]), headers=headers)

    return get


def events(answer):
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_a_persons_feed_has_their_shifts(shift, member, fetch):
    _feed, secret = renew_feed(actor=member, now=NOON)
    event = events(fetch(secret))[0]
    assert event["DTSTART"].dt == shift.period.lower.astimezone(UTC)
    assert event["DTEND"].dt == shift.period.upper.astimezone(UTC)
    assert NAME[:80] in event["SUMMARY"]


def test_it_is_served_as_a_calendar_that_nobody_indexes(shift, member, fetch):
    answer = fetch(renew_feed(actor=member, now=NOON)[1])
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "noindex" in answer["X-Robots-Tag"]


def test_lines_are_folded_at_75_octets(shift, member, fetch):
    content = fetch(renew_feed(actor=member, now=NOON)[1]).content
    assert content.endswith(b"\r\n")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_unchanged_shifts_are_not_sent_again(shift, member, fetch):
    _feed, secret = renew_feed(actor=member, now=NOON)
    etag = fetch(secret)["ETag"]
    assert fetch(secret, if_none_match=etag).status_code == 304


def test_a_change_keeps_the_uid_and_raises_the_sequence(shift, post, member, manager, make_person, fetch, clock):
    _feed, secret = renew_feed(post, actor=manager, now=NOON)
    before = events(fetch(secret))[0]
    clock.shift(60)
    move_shift(shift, make_person("乙", Role.FIELD_STAFF), reason="换", actor=manager, now=NOON + DAY / 24)
    after = events(fetch(secret))[0]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_a_shift_that_is_taken_away_vanishes(shift, member, manager, fetch):
    _feed, secret = renew_feed(actor=member, now=NOON)
    move_shift(shift, None, reason="停业", actor=manager, now=NOON)
    assert events(fetch(secret)) == []


def test_a_posts_feed_names_people_but_no_phones(shift, post, manager, fetch):
    content = fetch(renew_feed(post, actor=manager, now=NOON)[1]).content.decode()
    assert "甲" in content
    assert "13812345678" not in content


def test_a_revoked_address_is_gone(shift, member, fetch):
    _feed, secret = renew_feed(actor=member, now=NOON)
    revoke_feed(actor=member, now=NOON)
    answer = fetch(secret)
    assert answer.status_code == 410
    assert answer.content == b""


def test_a_new_address_ends_the_one_before(shift, member, fetch):
    old, new = renew_feed(actor=member, now=NOON)[1], renew_feed(actor=member, now=NOON)[1]
    assert (fetch(old).status_code, fetch(new).status_code) == (410, 200)


def test_an_unknown_address_is_not_found(db, fetch):
    assert fetch("guess").status_code == 404


def test_a_closed_account_ends_the_feed(shift, member, fetch):
    _feed, secret = renew_feed(actor=member, now=NOON)
    member.is_active = False
    member.save(update_fields=["is_active"])
    assert fetch(secret).status_code == 410


def test_who_no_longer_sees_the_post_no_longer_reads_it(shift, post, manager, fetch):
    _feed, secret = renew_feed(post, actor=manager, now=NOON)
    manager.regions.set(["320100"])
    assert fetch(secret).status_code == 410


def test_a_post_of_another_region_has_no_feed(post, outsider):
    with pytest.raises(Forbidden):
        renew_feed(post, actor=outsider, now=NOON)


def test_only_the_hash_is_kept_and_the_address_shown_once(member, client):
    client.force_login(member)
    shown = client.post(reverse("staff:my_feed"), {"do": "renew"})
    address = shown.context["address"]
    assert CalendarFeed.objects.get().digest not in address
    assert address.rsplit("/", 1)[1] not in client.get(reverse("staff:my_duty")).content.decode()
    assert shown["Cache-Control"] == "no-store"
