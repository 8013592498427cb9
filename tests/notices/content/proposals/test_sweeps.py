"""The sweep proposes notices from what happens to incidents, once, whoever runs it."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from incidents.escalation.models import OutboxMessage
from incidents.response.models import TimelineEntry
from notices.content import actions
from notices.content.models import Notice
from notices.content.proposals.sweeps import propose_notices
from resources.staff.models import Post, PostAssignment
from tests.conftest import NOON

LATER = NOON + timedelta(minutes=10)


@pytest.fixture
def informer(publisher, regions):
    """Acts for the post that informs the public."""
    post = Post.objects.create(name="信息发布岗", function="public_information", region=regions["000000"])
    held = DateTimeTZRange(NOON - timedelta(days=1), None)
    PostAssignment.objects.create(post=post, person=publisher, role="A", validity=held, key_post=post.is_key)
    return publisher


@pytest.fixture
def told(incident, issued, manager):
    """The alert that the system proposed, issued."""
    propose_notices(NOON)
    return issued(Notice.objects.get())


def newest():
    return Notice.objects.order_by("-pk").first()


def test_a_confirmed_incident_gets_a_draft(incident):
    assert propose_notices(NOON) == 1
    notice = Notice.objects.get()
    assert (notice.kind, notice.status, notice.reason, notice.created_by) == ("alert", "draft", "confirmed", None)


def test_its_words_are_ready_to_be_submitted(incident, publisher):
    propose_notices(NOON)
    assert actions.submit(Notice.objects.get(), actor=publisher, now=NOON).status == "review"


def test_it_is_proposed_once(incident):
    propose_notices(NOON)
    assert propose_notices(LATER) == 0
    assert Notice.objects.count() == 1


def test_a_drill_gets_a_marked_one(make_incident, site):
    make_incident(site, is_drill=True)
    propose_notices(NOON)
    assert Notice.objects.get().is_drill


def test_whoever_informs_the_public_is_told_once(incident, informer):
    propose_notices(NOON)
    propose_notices(LATER)
    assert OutboxMessage.objects.filter(recipient=informer, channel="in_app").count() == 1


def test_the_incidents_timeline_tells_of_it(incident):
    propose_notices(NOON)
    assert TimelineEntry.objects.get(incident=incident, code="notice_proposed").actor is None


def test_more_sites_propose_an_update_that_says_so(told, incident, make_site):
    incident.terminals.create(terminal=make_site("310101-0002").terminals.get(), since=NOON)
    propose_notices(LATER)
    notice = newest()
    assert (notice.kind, notice.reason, notice.previous) == ("update", "scope", told)
    assert "受影响网点由1个增至2个" in notice.texts.get(language="zh-hans").lead


def test_still_more_refresh_the_same_proposal(told, incident, make_site):
    for number in (2, 3):
        incident.terminals.create(terminal=make_site(f"310101-{number:04d}").terminals.get(), since=NOON)
        propose_notices(LATER)
    notice = newest()
    assert (Notice.objects.count(), notice.version, notice.sites.count()) == (2, 2, 3)


def test_a_proposal_that_a_person_changed_is_left_to_them(told, incident, publisher, make_site):
    incident.terminals.create(terminal=make_site("310101-0002").terminals.get(), since=NOON)
    propose_notices(LATER)
    actions.edit(newest(), {"zh-hans": {"title": "我的"}}, actor=publisher, now=LATER, seen=1)
    incident.terminals.update(until=LATER)
    assert propose_notices(LATER) == 0
    assert newest().title == "我的"


def test_facts_that_go_back_take_the_proposal_back(told, incident, make_site):
    other = incident.terminals.create(terminal=make_site("310101-0002").terminals.get(), since=NOON)
    propose_notices(LATER)
    other.delete()
    propose_notices(LATER)
    assert newest().status == "draft"
    propose_notices(LATER + timedelta(minutes=10))
    assert newest().status == "discarded"


def test_an_end_that_nobody_expects_any_more_is_taken_from_the_proposal(told, incident):
    type(incident).objects.update(expected_until=NOON + timedelta(hours=8))
    propose_notices(LATER)
    type(incident).objects.update(expected_until=None)
    propose_notices(LATER)
    assert (newest().expected_until, newest().version, Notice.objects.count()) == (None, 2, 2)


def test_recovery_proposes_the_all_clear(told, incident):
    incident.terminals.update(until=LATER)
    type(incident).objects.update(status="restored", restored_at=LATER)
    propose_notices(LATER)
    assert (newest().kind, newest().reason, newest().sites.count()) == ("all_clear", "recovery", 1)


def test_a_false_alarm_that_was_told_is_taken_back_in_other_words(told, incident):
    type(incident).objects.update(status="false_alarm", closed_at=LATER)
    propose_notices(LATER)
    assert "经核实" in newest().texts.get(language="zh-hans").lead


def test_a_false_alarm_that_nobody_told_takes_its_proposal_along(incident):
    propose_notices(NOON)
    type(incident).objects.update(status="false_alarm", closed_at=LATER)
    propose_notices(LATER)
    assert Notice.objects.get().status == "discarded"


def test_what_a_person_gave_up_does_not_come_back(incident, publisher):
    propose_notices(NOON)
    actions.discard(Notice.objects.get(), actor=publisher, now=NOON)
    assert propose_notices(LATER) == 0


def test_the_notice_of_what_became_a_part_of_another_is_pointed_out_once(told, incident, informer, make_incident, site):
    type(incident).objects.update(status="merged", merged_into=make_incident(site, status="closed"))
    propose_notices(LATER)
    propose_notices(LATER)
    assert OutboxMessage.objects.filter(title__contains=told.number, channel="in_app").count() == 1


@pytest.mark.logs_errors
def test_one_that_fails_does_not_stop_the_others(make_incident, make_site, monkeypatch):
    first, _second = make_incident(make_site("310101-0001")), make_incident(make_site("310101-0002"))
    draft = actions.draft
    failing = lambda *args, incident, **more: 1 / 0 if incident == first else draft(*args, incident=incident, **more)  # noqa: E731
    monkeypatch.setattr(actions, "draft", failing)
    assert propose_notices(NOON) == 1


def test_looking_takes_as_many_queries_for_ten_incidents_as_for_one(
    make_incident, make_site, django_assert_max_num_queries
):
    for number in range(10):
        make_incident(make_site(f"310101-{number:04d}"))
    propose_notices(NOON)
    with django_assert_max_num_queries(9):
        propose_notices(LATER)


@pytest.mark.django_db(transaction=True)
def test_two_nodes_at_once_propose_one(incident):
    def sweep():
        propose_notices(NOON)
        connection.close()

    nodes = [Thread(target=sweep) for _ in range(4)]
    for node in nodes:
        node.start()
    for node in nodes:
        node.join()
    assert Notice.objects.count() == 1


def test_a_renewal_that_was_declined_is_proposed_once_the_notice_has_run_out(told, incident, publisher):
    soon = told.expires_at - timedelta(hours=1)
    propose_notices(soon)
    actions.discard(newest(), actor=publisher, now=soon)
    assert propose_notices(soon) == 0
    actions.expire(told, now=told.expires_at)
    propose_notices(told.expires_at)
    assert (newest().kind, newest().reason, newest().status) == ("alert", "expiring", "draft")


def test_recovery_proposes_the_all_clear_beside_an_update_that_somebody_writes(told, incident, publisher, make_notice):
    make_notice(incident, "update", actor=publisher)
    type(incident).objects.update(status="restored", restored_at=LATER)
    assert [propose_notices(LATER), propose_notices(LATER)] == [1, 0]
    assert newest().kind == "all_clear"


def test_a_proposal_that_was_handed_in_and_sent_back_is_left_to_people(incident, publisher, approver):
    propose_notices(NOON)
    notice = actions.submit(Notice.objects.get(), actor=publisher, now=NOON)
    actions.send_back(notice, actor=approver, now=NOON, reason="时间不对")
    type(incident).objects.update(expected_until=NOON + timedelta(hours=8))
    assert propose_notices(LATER) == 0


@pytest.mark.logs_errors
def test_a_merged_one_that_fails_does_not_stop_the_others(told, incident, make_incident, make_site, monkeypatch):
    type(incident).objects.update(status="merged", merged_into=make_incident(make_site("310101-0002"), status="closed"))
    monkeypatch.setattr("notices.content.proposals.sweeps.tell_of_merged", lambda notice, at: 1 / 0)
    assert propose_notices(LATER) == 0


def test_it_is_pointed_out_once_more_when_the_other_is_over(told, incident, informer, make_incident, make_site):
    other = make_incident(make_site("310101-0002"))
    type(incident).objects.filter(pk=incident.pk).update(status="merged", merged_into=other)
    propose_notices(LATER)
    type(incident).objects.filter(pk=other.pk).update(status="restored")
    propose_notices(LATER)
    assert OutboxMessage.objects.filter(title__contains=told.number, channel="in_app").count() == 2
