"""What the outlet shows before a notice is issued, and where it is then."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string

from notices.channels.cap import outlet
from notices.channels.cap.checks import sender_is_well_made
from notices.channels.cap.models import CapMessage
from notices.content import actions, registry
from notices.content.models import Notice
from notices.content.queries import told
from tests.conftest import NOON


@pytest.fixture
def out(make_notice, incident, issued, publisher, clock):
    return issued(make_notice(incident, actor=publisher, outlets=["cap"]))


def lines(now=NOON):
    return list(outlet.lines(list(Notice.objects.all()), now))


def test_it_is_registered_and_not_called_public():
    assert registry.outlet("cap") is outlet.OUTLET
    assert not outlet.OUTLET.is_public


def test_the_preview_shows_the_message_in_both_languages(make_notice, incident, clock):
    preview = outlet.preview(told(make_notice(incident, en=True)))
    page = render_to_string(preview.template, preview.context)
    assert "自助缴费暂停服务" in page
    assert "Payment terminals out of service" in page
    assert not preview.problems
    assert not CapMessage.objects.exists()


def test_the_preview_shows_markup_as_text(make_notice, incident, clock):
    preview = outlet.preview(told(make_notice(incident, words={"title": "<script>x</script>"})))
    assert "<script>" not in render_to_string(preview.template, preview.context)


def test_a_sender_that_cap_does_not_allow_stops_approval(make_notice, incident, settings, clock):
    settings.CAP_SENDER = "应急 中心"
    assert outlet.preview(told(make_notice(incident))).problems


@pytest.mark.parametrize(("sender", "faults"), [("ops.example.cn", 0), ("a b", 1), ("a,b", 1), ("", 1), ("x" * 256, 1)])
def test_the_sender_is_checked_at_the_start(settings, sender, faults):
    settings.CAP_SENDER = sender
    assert len(sender_is_well_made()) == faults


def test_a_message_that_stands(out):
    (line,) = lines()
    assert (line.place, line.standing, line.tone) == ("FB-20261123-001.1", True, "ok")
    assert line.link == "/notices/cap/FB-20261123-001.1/"


def test_a_message_that_another_replaced_stands_no_more(out, make_notice, incident, issued, publisher):
    issued(make_notice(incident, "update", actor=publisher, outlets=["cap"]))
    assert {line.place: line.standing for line in lines()} == {"FB-20261123-001.1": False, "FB-20261123-002.1": True}


def test_the_preview_of_an_issued_notice_is_what_was_sent(out, settings):
    settings.CAP_SENDER = "other.example.cn"
    preview = outlet.preview(told(out))
    assert preview.context["xml"] == CapMessage.objects.get().xml
    assert preview.context["alert"].identifier == "FB-20261123-001.1"


def test_a_cancelled_message_stands_no_more(out, approver):
    actions.withdraw(out, actor=approver, now=NOON, reason="误发")
    (line,) = lines()
    assert (line.place, line.standing, line.tone) == ("FB-20261123-001.2", False, "neutral")


def test_an_expired_message_stands_no_more(out):
    (line,) = lines(out.expires_at + timedelta(seconds=1))
    assert not line.standing


def test_a_drills_message_does_not_stand_in_public(make_notice, make_incident, site, issued, publisher, clock):
    issued(make_notice(make_incident(site, is_drill=True), actor=publisher, outlets=["cap"]))
    (line,) = lines()
    assert (line.standing, line.tone) == (False, "info")


@pytest.mark.parametrize("count", [1, 5])
def test_lines_take_one_query(out, make_notice, incident, django_assert_num_queries, count):
    notices = [out, *(make_notice(incident) for _ in range(count))]
    with django_assert_num_queries(1):
        list(outlet.lines(notices, NOON))
