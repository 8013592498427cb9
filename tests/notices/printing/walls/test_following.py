"""What time does: sheets come down, and people are told of what is late."""

from datetime import timedelta

import pytest

from emergency_ops.lib.roles import Role
from incidents.escalation.models import OutboxMessage
from incidents.escalation.status import pulses
from notices.content import actions as notices
from notices.printing.walls import actions
from notices.printing.walls.actions import following
from notices.printing.walls.actions.following import call_late, end_finished
from notices.printing.walls.models import Posting
from notices.printing.walls.sweeps import watch_walls
from resources.staff.models import Post, PostAssignment
from tests.conftest import NOON

MINUTE = timedelta(minutes=1)


@pytest.fixture
def informing(make_person):
    person = make_person("informing", Role.PUBLISHER, regions=["310000"], name="吴宣")
    post = Post.objects.create(function="public_information", region_id="310000", name="信息发布岗")
    PostAssignment.objects.create(post=post, person=person, role="A", validity=(None, None), key_post=post.is_key)
    return person


def told():
    """Names of those who were told, in order; everybody once a message."""
    rows = OutboxMessage.objects.filter(link="/notices/walls/mine/", channel="in_app").order_by("pk")
    return [row.recipient.name for row in rows.select_related("recipient")]


def called_at(*minutes):
    for at in minutes:
        call_late(NOON + at * MINUTE)


@pytest.mark.parametrize(("status", "ending"), [("restored", "cleared"), ("false_alarm", "false_alarm")])
def test_a_sheet_comes_down_when_its_incident_is_over(posting, put_up, incident, status, ending):
    put_up(posting)
    type(incident).objects.filter(pk=incident.pk).update(status=status)
    end_finished(NOON + 30 * MINUTE)
    posting.refresh_from_db()
    assert (posting.state, posting.ending) == ("to_take_down", ending)


def test_a_sheet_comes_down_when_its_date_has_passed(posting, put_up):
    put_up(posting)
    end_finished(posting.expires_at)
    posting.refresh_from_db()
    assert (posting.state, posting.ending) == ("to_take_down", "expired")


def test_a_running_incidents_sheet_stays(posting, put_up):
    put_up(posting)
    assert end_finished(NOON + 30 * MINUTE) == 0


def test_a_merged_incidents_sheet_stays_as_long_as_the_other_runs(posting, put_up, incident, make_incident):
    put_up(posting)
    other = make_incident()
    type(incident).objects.filter(pk=incident.pk).update(status="merged", merged_into=other)
    assert end_finished(NOON) == 0
    type(incident).objects.filter(pk=other.pk).update(status="closed")
    assert end_finished(NOON) == 1


def test_nobody_is_told_before_it_is_late(posting, on_site):
    called_at(14)
    assert told() == []


def test_a_then_b_then_who_informs_the_public_and_the_lead(posting, on_site, informing, commander):
    called_at(15)
    assert told() == ["王强"]
    called_at(30)
    assert told()[1:] == ["王强", "周二"]
    called_at(45)
    assert told()[3:] == ["王强", "周二", "吴宣", "陈总"]


def test_the_lead_hears_of_it_every_hour(posting, on_site, commander):
    called_at(15, 30, 45, 60, 105)
    assert told().count("陈总") == 2


def test_where_nobody_is_on_site_the_lead_hears_of_it_first(posting, commander):
    called_at(15)
    assert told() == ["陈总"]


def test_many_walls_of_a_district_are_one_message(make_site, make_incident, make_notice, issued, on_site):
    issued(make_notice(make_incident(*(make_site(f"310101-{number:04d}") for number in range(30)))))
    called_at(15)
    message = OutboxMessage.objects.get(channel="in_app")
    assert message.title.startswith("30个网点的公告超时")
    assert message.body.splitlines()[-1] == "另有10个网点"


def test_it_is_written_down(posting, on_site, incident):
    called_at(15)
    assert incident.timeline.get(code="wall_late").params["people"] == "王强"


def test_what_is_up_is_not_late(posting, put_up, on_site):
    put_up(posting)
    called_at(15)
    assert told() == []


def test_an_old_sheet_is_told_of_with_the_new_one(
    posting, put_up, on_site, make_sheet, make_substitute, incident, site
):
    put_up(posting)
    make_substitute(incident, site=site)
    make_sheet(incident, site, NOON + 20 * MINUTE)
    called_at(35)
    assert told() == ["王强"]
    assert Posting.objects.filter(calls=1).count() == 1


def test_two_sweeps_tell_once(posting, on_site):
    called_at(15, 15)
    assert told() == ["王强"]


def test_the_sweep_has_a_pulse(posting, on_site, clock):
    clock.move_to(NOON + 16 * MINUTE)
    assert watch_walls() == 1
    pulse = next(pulse for pulse in pulses(NOON + 17 * MINUTE) if pulse.name == "watch_walls")
    assert (pulse.alive, str(pulse.label)) == (True, "检查公告张贴")


@pytest.mark.parametrize("count", [10, 100])
def test_telling_takes_a_fixed_number_of_queries(
    count, make_site, make_incident, make_notice, on_site, django_assert_max_num_queries
):
    sites = [make_site(f"310101-{number:04d}") for number in range(count)]
    actions.publish(make_notice(make_incident(*sites)), sites, actor=None, now=NOON)
    with django_assert_max_num_queries(60):
        assert call_late(NOON + 15 * MINUTE) == count


def test_a_torn_sheet_comes_down_though_it_was_to_be_printed_again(posting, put_up, field_staff, incident):
    actions.redo(put_up(posting), reason="破损", actor=field_staff, now=NOON + MINUTE)
    type(incident).objects.filter(pk=incident.pk).update(status="restored")
    end_finished(NOON + 2 * MINUTE)
    posting.refresh_from_db()
    assert posting.state == "to_take_down"


def test_a_sheet_of_a_notice_that_was_not_for_paper_comes_down_with_it(
    incident, site, make_sheet, put_up, make_notice, issued, approver
):
    notice = issued(make_notice(incident, outlets=["status"]))
    up = put_up(make_sheet(incident, site))
    notices.withdraw(notice, actor=approver, now=NOON + MINUTE, reason="误发")
    assert end_finished(NOON + 2 * MINUTE) == 1
    up.refresh_from_db()
    assert (up.state, up.ending) == ("to_take_down", "withdrawn")


def test_a_sheet_comes_down_when_what_it_was_merged_into_at_two_removes_is_over(
    posting, put_up, incident, make_incident
):
    put_up(posting)
    two, three = make_incident(), make_incident()
    for source, target in ((incident, two), (two, three)):
        type(incident).objects.filter(pk=source.pk).update(status="merged", merged_into=target)
    assert end_finished(NOON) == 0
    type(incident).objects.filter(pk=three.pk).update(status="restored")
    assert end_finished(NOON) == 1


@pytest.mark.logs_errors
def test_one_incident_that_fails_keeps_no_other_sheet_up(make_site, make_incident, make_sheet, monkeypatch):
    bad, good = (make_incident(make_site(f"310101-000{n}")) for n in (1, 2))
    for incident in (bad, good):
        make_sheet(incident, incident.terminals.first().terminal.site)
    type(bad).objects.update(status="restored")
    end = following.end_quick
    monkeypatch.setattr(
        following, "end_quick", lambda one, *given, **more: 1 / (one != bad) and end(one, *given, **more)
    )
    assert end_finished(NOON) == 1
    assert Posting.objects.get(incident=good).state == "cancelled"


def test_nobody_is_reminded_of_a_wall_that_is_closed(posting, on_site, site):
    site.opening_hours = "08:00-12:20"
    site.save()
    called_at(15)
    posting.refresh_from_db()
    assert posting.call_at == NOON + timedelta(hours=20, minutes=10)
