"""Who answers for an incident, as its page says it, and what a B did in an A's place."""

from datetime import timedelta

import pytest
from django.urls import reverse

from emergency_ops.lib import clock as now_clock
from incidents.escalation.models import Unreachable
from incidents.response import actions
from resources.staff.actions import absences
from resources.staff.models import Post
from resources.staff.rules.absences import Window

NOW = now_clock.now


@pytest.fixture
def team(make_person, make_post):
    people = {"a": make_person("zhang", "manager", name="张工"), "b": make_person("li", "manager", name="李工")}
    make_post("technical", "310000", **people)
    return people


@pytest.fixture
def on_leave(team):
    """A is on leave since noon."""
    window = Window(NOW(), NOW() + timedelta(days=2))
    return absences.plan_absence(team["a"], absences.Plan("leave", window), actor=team["a"], now=NOW())


def responsible(client, person, incident):
    client.force_login(person)
    return client.get(reverse("incidents:responsible", args=[incident.number]))


def test_a_is_named(client, incident, team, manager):
    assert "张工" in responsible(client, manager, incident).text


def test_b_is_named_with_the_a(client, incident, team, manager, on_leave):
    assert "代张工 · B角代行，自11月23日12:00起" in responsible(client, manager, incident).text


def test_a_post_with_nobody_is_a_gap(client, incident, manager):
    assert "空缺" in responsible(client, manager, incident).text


def test_is_not_there_for_an_outsider(client, incident, outsider):
    assert responsible(client, outsider, incident).status_code == 404


class TestActed:
    def show(self, client, person, on_leave):
        client.force_login(person)
        return client.get(reverse("incidents:acted_for", args=[on_leave.handovers.get().pk]))

    def test_tells_what_b_did(self, client, incident, team, on_leave):
        actions.confirm(incident, actor=team["b"], now=NOW())
        assert "确认事件属实" in self.show(client, team["a"], on_leave).text

    def test_not_what_b_did_before(self, client, incident, team, on_leave, clock):
        clock.shift(timedelta(days=3))
        actions.confirm(incident, actor=team["b"], now=NOW())
        assert "没有处置过事件" in self.show(client, team["a"], on_leave).text

    def test_not_of_incidents_that_the_reader_does_not_see(self, client, incident, team, on_leave, make_person):
        actions.confirm(incident, actor=team["b"], now=NOW())
        team["a"].regions.set([])
        assert "没有处置过事件" in self.show(client, team["a"], on_leave).text

    def test_is_not_there_for_an_outsider(self, client, incident, on_leave, outsider):
        assert self.show(client, outsider, on_leave).status_code == 404


def test_a_post_for_the_incident_s_sites_comes_first(client, incident, team, make_person, make_post, manager):
    of_site = make_post("technical", "310100", a=make_person("hu", name="胡工"))
    of_site.area = "sites"
    of_site.save()
    of_site.sites.set([incident.terminals.first().terminal.site])
    assert "胡工" in responsible(client, manager, incident).text


def test_an_a_who_works_on_it_is_no_longer_silent(incident, team):
    silent = Unreachable.objects.create(
        subject_kind="incident", subject_id=incident.pk, post=Post.objects.get(), person=team["a"], since=NOW()
    )
    actions.note(incident, "已到现场", actor=team["a"], now=NOW())
    silent.refresh_from_db()
    assert silent.answered_at is not None
